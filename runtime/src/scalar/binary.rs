//! Bytes as text.

use std::fmt;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Takes what people write: with or without padding, any unused bits.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Bytes in base64, kept as they were written.
///
/// ```
/// use skatteetaten::Base64;
///
/// let data = Base64::from(&b"hei"[..]);
/// assert_eq!(data.as_str(), "aGVp");
/// assert_eq!("aGVp".parse::<Base64>()?.bytes(), b"hei");
/// # Ok::<(), skatteetaten::ValueError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Base64(String);

impl Base64 {
    const EXPECTED: &str = "bytes in base64";

    fn parse(text: &str) -> Option<Self> {
        // White space may stand anywhere; padding only at the end.
        let data = text.trim_end_matches(|character: char| character == '=' || character.is_ascii_whitespace());
        let padding = text.len() - data.len() - text.get(data.len()..)?.bytes().filter(u8::is_ascii_whitespace).count();
        let mut digits = 0;
        for byte in data.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' => digits += 1,
                _ if byte.is_ascii_whitespace() => {}
                _ => return None,
            }
        }
        let needed = (4 - digits % 4) % 4;
        (needed != 3 && (padding == 0 || padding == needed)).then(|| Self(text.to_owned()))
    }

    /// The text, as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bytes the text stands for.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let text: Vec<u8> = self.0.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        // Checked when it was read.
        LENIENT.decode(text).unwrap_or_default()
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(LENIENT.encode(bytes))
    }
}

checked_text!(Base64 is Text);

impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Base64({} characters)", self.0.len())
    }
}

/// Bytes as hexadecimal digits, kept as they were written.
///
/// ```
/// use skatteetaten::HexBytes;
///
/// assert_eq!(HexBytes::from(&[1, 255][..]).as_str(), "01FF");
/// assert_eq!("01ff".parse::<HexBytes>()?.bytes(), [1, 255]);
/// # Ok::<(), skatteetaten::ValueError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct HexBytes(String);

impl HexBytes {
    const EXPECTED: &str = "bytes as hexadecimal digits";

    fn parse(text: &str) -> Option<Self> {
        let valid = text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        valid.then(|| Self(text.to_owned()))
    }

    /// The text, as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bytes the text stands for.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let value = |byte: &u8| (*byte as char).to_digit(16).unwrap_or_default() as u8;
        let (pairs, _) = self.0.as_bytes().as_chunks::<2>();
        pairs.iter().map(|[high, low]| value(high) << 4 | value(low)).collect()
    }
}

impl From<&[u8]> for HexBytes {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.iter().map(|byte| format!("{byte:02X}")).collect())
    }
}

checked_text!(HexBytes is Plain);

impl fmt::Debug for HexBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HexBytes({} digits)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_in_every_spelling() {
        for (text, bytes) in [
            ("", &b""[..]),
            ("aGVpIQ==", b"hei!"),
            ("aGVpIQ", b"hei!"),
            ("aGVp\n IQ = =\n", b"hei!"),
            ("aGVpIR==", b"hei!"),
            ("+/+/", &[0xfb, 0xff, 0xbf]),
        ] {
            let value: Base64 = text.parse().unwrap();
            assert_eq!((value.as_str(), &value.bytes()[..]), (text, bytes));
        }
        for text in ["a", "a===", "aGVpIQ=", "aGVpIQ===", "aGVp=", "a=GVp", "-_-_", "æ"] {
            assert!(text.parse::<Base64>().is_err(), "{text}");
        }
    }

    #[test]
    fn hexadecimal() {
        assert_eq!("".parse::<HexBytes>().unwrap().bytes(), b"");
        for text in ["0", "0g", "ååå", "0x00"] {
            assert!(text.parse::<HexBytes>().is_err(), "{text}");
        }
    }

    #[test]
    fn debug_hides_the_bytes() {
        assert_eq!(format!("{:?}", Base64::from(&b"hei"[..])), "Base64(4 characters)");
        assert_eq!(format!("{:?}", HexBytes::from(&b"hei"[..])), "HexBytes(6 digits)");
    }
}
