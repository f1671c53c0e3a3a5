//! UUIDs.

use std::fmt;

use arrayvec::ArrayString;

/// A UUID, kept as it was written: five groups of hexadecimal digits.
///
/// ```
/// let uuid: skatteetaten::Uuid = "20b52aec-9fe1-11e5-a9f8-e4115b280940".parse()?;
/// assert_eq!(uuid.as_str(), "20b52aec-9fe1-11e5-a9f8-e4115b280940");
/// # Ok::<(), skatteetaten::ValueError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Uuid(ArrayString<36>);

impl Uuid {
    const EXPECTED: &str = "a UUID";

    fn parse(text: &str) -> Option<Self> {
        let dashes = [8, 13, 18, 23];
        let fits = |(index, byte): (usize, u8)| {
            if dashes.contains(&index) { byte == b'-' } else { byte.is_ascii_hexdigit() }
        };
        if text.len() != 36 || !text.bytes().enumerate().all(fits) {
            return None;
        }
        ArrayString::from(text).ok().map(Self)
    }

    /// The text, as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

checked_text!(Uuid is Plain);

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uuid({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids() {
        assert!("20B52AEC-9fe1-11e5-a9f8-e4115b280940".parse::<Uuid>().is_ok());
        for text in [
            "",
            "20b52aec9fe111e5a9f8e4115b280940",
            "20b52aec-9fe1-11e5-a9f8-e4115b28094g",
            "20b52aec-9fe1-11e5-a9f8-e4115b28094",
        ] {
            assert!(text.parse::<Uuid>().is_err(), "{text}");
        }
    }
}
