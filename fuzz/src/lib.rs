//! What a fuzzer asks of a decoder: no panic, an error with its place, and what decodes comes back.

use skatteetaten::{DecodeError, Root, json, xml};

/// Reads a document as JSON of this type.
///
/// # Panics
/// When the decoder is wrong.
pub fn json<T: Root + PartialEq>(document: &[u8]) {
    if let Some(value) = read(json::from_slice::<T>(document)) {
        let written = json::to_vec(&value).expect("what was read can be written");
        let again = json::from_slice::<T>(&written).expect("what was written can be read");
        assert!(again == value, "another value comes back");
        // XML may refuse to hold the value, no more.
        let _ = xml::to_string(&value);
    }
}

/// Reads a document as XML of this type.
///
/// # Panics
/// When the decoder is wrong.
pub fn xml<T: Root + PartialEq>(document: &[u8]) {
    if let Some(value) = read(xml::from_slice::<T>(document)) {
        let written = xml::to_string(&value).expect("what was read can be written");
        let again = xml::from_slice::<T>(written.as_bytes()).expect("what was written can be read");
        assert!(again == value, "another value comes back");
        let _ = json::to_string(&value);
    }
}

fn read<T>(decoded: Result<T, DecodeError>) -> Option<T> {
    match decoded {
        Ok(value) => Some(value),
        Err(error) => {
            assert!(error.line() > 0 && error.column() > 0, "an error without a place: {error}");
            None
        }
    }
}
