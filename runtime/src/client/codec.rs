//! Between the client and the codecs.

use crate::Limits;
pub(crate) use crate::{DecodeError, EncodeError, Root, Value};

use super::api::Format;

/// How a `T` is read: [`decode`] or [`decode_json`].
pub(crate) type Decode<T> = fn(Format, &[u8], usize) -> Option<Result<T, DecodeError>>;

/// Reads a body of at most `limit` bytes; `None` if `T` cannot be read from that format.
pub(crate) fn decode<T: Value + Root>(format: Format, body: &[u8], limit: usize) -> Option<Result<T, DecodeError>> {
    match format {
        Format::Json => Some(crate::json::from_slice_with(body, &limits(limit))),
        #[cfg(feature = "xml")]
        Format::Xml => Some(crate::xml::from_slice_with(body, &limits(limit))),
        #[cfg(not(feature = "xml"))]
        Format::Xml => None,
    }
}

/// As [`decode`], for types that are not read from XML.
pub(crate) fn decode_json<T: Value>(format: Format, body: &[u8], limit: usize) -> Option<Result<T, DecodeError>> {
    match format {
        Format::Json => Some(crate::json::from_slice_with(body, &limits(limit))),
        Format::Xml => None,
    }
}

/// The text of a body.
pub(crate) fn encode_json<T: Value>(value: &T) -> Result<Vec<u8>, EncodeError> {
    crate::json::to_string(value).map(String::into_bytes)
}

/// The text of a body.
#[cfg(feature = "xml")]
pub(crate) fn encode_xml<T: Value + Root>(value: &T) -> Result<Vec<u8>, EncodeError> {
    crate::xml::to_string(value).map(String::into_bytes)
}

/// The usual limits, but as many bytes as the client accepts.
fn limits(bytes: usize) -> Limits {
    let usual = Limits::default();
    // Values grow with the documents that somebody asks for.
    let memory = usual.memory().max(bytes.saturating_mul(4));
    usual.with_bytes(bytes).with_text(bytes).with_memory(memory)
}
