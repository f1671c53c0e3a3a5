//! Texts an open enum does not know.

use std::fmt;

use crate::error::{DecodeError, ValueError};
use crate::json;
use crate::view::Scalar;

/// A text that an enum of this version of the crate does not know.
///
/// It can only be made by an enum's `From<&str>`, so it never holds a text that the enum has a variant for.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// For [`open_enum!`](crate::open_enum!) alone.
    #[doc(hidden)]
    #[must_use]
    pub fn __new(text: &str) -> Self {
        Self(text.into())
    }

    /// The text as it stands in the document.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("UnknownValue").field(&self.0).finish()
    }
}

/// Whether neither JSON nor XML has to escape anything in these texts.
#[must_use]
pub const fn all_plain(texts: &[&str]) -> bool {
    let mut k = 0;
    while k < texts.len() {
        let text = texts[k].as_bytes();
        let mut i = 0;
        while i < text.len() {
            // U+FFFE begins with 0xef and is nothing that XML can hold.
            if matches!(text[i], 0..=0x1f | b'"' | b'\\' | b'&' | b'<' | b'>' | 0xef) {
                return false;
            }
            i += 1;
        }
        k += 1;
    }
    true
}

/// So that a value of an open enum shows whether it is known.
impl Scalar for UnknownValue {
    fn decode_json(&mut self, decoder: &mut json::Decoder<'_>) -> Result<(), DecodeError> {
        *self = Self::__new(&decoder.string()?);
        Ok(())
    }

    fn encode_json(&self, encoder: &mut json::Encoder) {
        encoder.string(self.as_str());
    }

    fn decode_text(&mut self, text: &str) -> Result<(), ValueError> {
        *self = Self::__new(text);
        Ok(())
    }

    fn encode_text(&self, out: &mut String) {
        out.push_str(self.as_str());
    }

    fn is_known(&self) -> bool {
        false
    }
}
