//! Correlation ids: a UUID of version 4 for each call.

use arrayvec::ArrayString;

/// A UUID as text.
pub(crate) type Uuid = ArrayString<36>;

/// A new UUID of version 4.
pub(crate) fn new_id() -> Result<Uuid, getrandom::Error> {
    let mut bytes = [0_u8; 16];
    getrandom::getrandom(&mut bytes)?;
    Ok(format(bytes))
}

/// The bytes as a UUID: RFC 9562, version 4 and its variant set.
fn format(mut bytes: [u8; 16]) -> Uuid {
    bytes[6] = (bytes[6] & 0x0F) | 0x40;
    bytes[8] = (bytes[8] & 0x3F) | 0x80;
    let mut text = Uuid::new();
    for (i, byte) in bytes.into_iter().enumerate() {
        if matches!(i, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for digit in [byte >> 4, byte & 0x0F] {
            text.push(char::from_digit(digit.into(), 16).unwrap_or_default());
        }
    }
    text
}

/// Whether the text has the form of a UUID. Only such ids are shown in messages: others may hold anything.
pub(crate) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(i, byte)| match i {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_uuids_of_version_4() {
        assert_eq!(&format([0; 16]), "00000000-0000-4000-8000-000000000000");
        assert_eq!(&format([0xFF; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        let counted = std::array::from_fn(|i| i as u8 * 0x11);
        assert_eq!(&format(counted), "00112233-4455-4677-8899-aabbccddeeff");
        let (a, b) = (new_id().unwrap(), new_id().unwrap());
        assert!(is_uuid(&a) && is_uuid(&b));
        assert_ne!(a, b);
        assert!(!is_uuid("01018012345"));
    }
}
