//! Correlation ids: a UUID of version 4 for each call.

/// A new UUID of version 4.
pub(crate) fn new_id() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 16];
    getrandom::getrandom(&mut bytes)?;
    Ok(format(bytes))
}

/// The bytes as a UUID: RFC 9562, version 4 and its variant set.
fn format(mut bytes: [u8; 16]) -> String {
    bytes[6] = (bytes[6] & 0x0F) | 0x40;
    bytes[8] = (bytes[8] & 0x3F) | 0x80;
    let n = u128::from_be_bytes(bytes);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        n >> 96,
        (n >> 80) & 0xFFFF,
        (n >> 64) & 0xFFFF,
        (n >> 48) & 0xFFFF,
        n & 0xFFFF_FFFF_FFFF
    )
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
        assert_eq!(format([0; 16]), "00000000-0000-4000-8000-000000000000");
        assert_eq!(format([0xFF; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        let (a, b) = (new_id().unwrap(), new_id().unwrap());
        assert!(is_uuid(&a) && is_uuid(&b));
        assert_ne!(a, b);
        assert!(!is_uuid("01018012345"));
    }
}
