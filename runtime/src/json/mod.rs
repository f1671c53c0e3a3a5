//! Reading and writing JSON.
//!
//! ```
//! let beloep: skatteetaten::Decimal = skatteetaten::json::from_slice(b"12345678901234567.89")?;
//! assert_eq!(skatteetaten::json::to_string(&beloep)?, "12345678901234567.89");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod any;
mod decode;
mod encode;
mod number;
mod pretty;
mod string;
mod structure;
mod text;

pub use any::Json;
pub use decode::Decoder;
pub use encode::Encoder;

use crate::error::{DecodeError, EncodeError, ErrorKind, Format, ValueError};
use crate::limits::Limits;
use crate::record::Value;
use crate::view::{View, ViewMut};

/// The member that tells the variant of a union told by `xsi:type` in XML.
const XSI_TYPE: &str = "xsi:type";

/// Reads a document.
///
/// # Errors
/// The bytes are not well-formed JSON in UTF-8, or not a document of this type.
pub fn from_slice<T: Value>(document: &[u8]) -> Result<T, DecodeError> {
    from_slice_with(document, &Limits::default())
}

/// Reads a document within limits of your own.
///
/// # Errors
/// As [`from_slice`].
pub fn from_slice_with<T: Value>(document: &[u8], limits: &Limits) -> Result<T, DecodeError> {
    let mut value = T::blank();
    decode_into(value.view_mut(), document, limits)?;
    Ok(value)
}

/// Reads a document.
///
/// # Errors
/// As [`from_slice`].
pub fn from_str<T: Value>(document: &str) -> Result<T, DecodeError> {
    let mut value = T::blank();
    decode_str_into(value.view_mut(), document, &Limits::default())?;
    Ok(value)
}

/// Writes a document without white space.
///
/// # Errors
/// A value cannot be held by JSON: a number that is not finite, or an unknown variant read from XML.
pub fn to_string<T: Value>(value: &T) -> Result<String, EncodeError> {
    encode(value.view())
}

/// Writes a document without white space, as bytes.
///
/// # Errors
/// As [`to_string`].
pub fn to_vec<T: Value>(value: &T) -> Result<Vec<u8>, EncodeError> {
    encode(value.view()).map(String::into_bytes)
}

/// Writes a document for people: each member on a line of its own, indented by two spaces.
///
/// # Errors
/// As [`to_string`].
pub fn to_string_pretty<T: Value>(value: &T) -> Result<String, EncodeError> {
    encode(value.view()).map(|text| pretty::indent(&text))
}

/// Reads a document into a blank value of any type.
pub(crate) fn decode_into(value: ViewMut<'_>, document: &[u8], limits: &Limits) -> Result<(), DecodeError> {
    // Checked once here: all that is read later is a part of this text.
    let text = match std::str::from_utf8(document) {
        Ok(text) => text,
        Err(error) => {
            let problem = ValueError::new(ErrorKind::Encoding, "the document is not UTF-8");
            return Err(DecodeError::new(Format::Json, problem, error.valid_up_to()).locate(document));
        }
    };
    decode_str_into(value, text, limits)
}

pub(crate) fn decode_str_into(value: ViewMut<'_>, document: &str, limits: &Limits) -> Result<(), DecodeError> {
    if document.len() > limits.bytes() {
        let problem = ValueError::new(ErrorKind::Limit, "the document is too large");
        return Err(DecodeError::new(Format::Json, problem, 0).locate(document.as_bytes()));
    }
    let text = document.strip_prefix('\u{feff}').unwrap_or(document);
    let mut decoder = Decoder::new(text, limits);
    value.decode_json(&mut decoder).and_then(|()| decoder.end()).map_err(|error| error.locate(text.as_bytes()))
}

pub(crate) fn encode(value: View<'_>) -> Result<String, EncodeError> {
    let mut encoder = Encoder::default();
    value.encode_json(&mut encoder);
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codecs_do_not_show_what_they_read_and_write() {
        let mut encoder = Encoder::default();
        encoder.string("17912099997");
        assert_eq!(format!("{encoder:?}"), "Encoder { written: 13, .. }");
        let text = encoder.finish().unwrap();
        assert_eq!(format!("{:?}", Decoder::new(&text, &Limits::default())), "Decoder { position: 0, .. }");
    }
}
