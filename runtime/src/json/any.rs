//! Any JSON value.

use std::fmt;

use super::{Decoder, Encoder};
use crate::error::DecodeError;
use crate::record::Value;
use crate::view::{View, ViewMut};

/// A JSON value of any kind, kept as it was: numbers as text, members in order, also those that occur twice.
///
/// It may hold personal data, so `Debug` shows names and kinds but no text and no number.
///
/// ```
/// use skatteetaten::json::{self, Json};
///
/// let value: Json = json::from_slice(br#"{"beloep": 1.10, "navn": "Kari"}"#)?;
/// assert_eq!(value.get("beloep"), Some(&Json::Number("1.10".to_owned())));
/// assert_eq!(format!("{value:?}"), r#"Object({"beloep": Number(***), "navn": String(***)})"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub enum Json {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it was written.
    Number(String),
    /// A string.
    String(String),
    /// A list.
    Array(Vec<Json>),
    /// An object, its members in the order they were written.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The value of the first member of this name, if this is an object that has one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        match self {
            Self::Object(members) => members.iter().find(|(known, _)| known == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The text of XML: strings and numbers as they are, the others as JSON.
    pub(crate) fn encode_text(&self, out: &mut String) {
        match self {
            Self::String(text) | Self::Number(text) => out.push_str(text),
            other => {
                let mut encoder = Encoder::default();
                other.write(&mut encoder);
                out.push_str(&encoder.finish().unwrap_or_default());
            }
        }
    }

    fn read(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(match decoder.next_token() {
            Some(b'{') => Self::Object(Self::read_members(decoder)?),
            Some(b'[') => Self::Array(Self::read_items(decoder)?),
            Some(b'"') => Self::String(decoder.string()?.into_owned()),
            Some(b't' | b'f') => Self::Bool(decoder.boolean()?),
            Some(b'n') if decoder.take_null()? => Self::Null,
            Some(b'-' | b'0'..=b'9') => {
                let text = decoder.number("a value")?;
                decoder.count_text(text.len())?;
                Self::Number(text.to_owned())
            }
            _ => return Err(decoder.syntax("expected a JSON value")),
        })
    }

    fn read_members(decoder: &mut Decoder<'_>) -> Result<Vec<(String, Json)>, DecodeError> {
        let mut members = Vec::new();
        decoder.enter()?;
        if decoder.next_token() == Some(b'}') {
            decoder.position += 1;
        } else {
            loop {
                let name = decoder.key()?.into_owned();
                decoder.count_memory(size_of::<(String, Json)>().saturating_add(name.len()))?;
                members.push((name, Self::read(decoder).map_err(DecodeError::in_entry)?));
                if !decoder.go_on(b'}')? {
                    break;
                }
            }
        }
        decoder.depth += 1;
        Ok(members)
    }

    fn read_items(decoder: &mut Decoder<'_>) -> Result<Vec<Json>, DecodeError> {
        let mut items = Vec::new();
        decoder.enter()?;
        if decoder.next_token() == Some(b']') {
            decoder.position += 1;
        } else {
            loop {
                decoder.count_memory(size_of::<Json>())?;
                items.push(Self::read(decoder).map_err(|error| error.in_item(items.len()))?);
                if !decoder.go_on(b']')? {
                    break;
                }
            }
        }
        decoder.depth += 1;
        Ok(items)
    }

    fn write(&self, encoder: &mut Encoder) {
        match self {
            Self::Null => encoder.null(),
            Self::Bool(value) => encoder.boolean(*value),
            Self::Number(text) if is_number(text) => encoder.raw(|out| out.push_str(text)),
            Self::Number(_) => encoder.fail("a number that is none"),
            Self::String(text) => encoder.string(text),
            Self::Array(items) => {
                encoder.raw(|out| out.push('['));
                for (index, item) in items.iter().enumerate() {
                    encoder.raw(|out| out.push_str(if index > 0 { "," } else { "" }));
                    item.write(encoder);
                }
                encoder.raw(|out| out.push(']'));
            }
            Self::Object(members) => {
                encoder.raw(|out| out.push('{'));
                for (index, (name, value)) in members.iter().enumerate() {
                    encoder.raw(|out| out.push_str(if index > 0 { "," } else { "" }));
                    encoder.string(name);
                    encoder.raw(|out| out.push(':'));
                    value.write(encoder);
                }
                encoder.raw(|out| out.push('}'));
            }
        }
    }
}

/// Whether JSON can hold this text as a number: users can put any text there.
fn is_number(text: &str) -> bool {
    let mut decoder = Decoder::new(text, &crate::Limits::default());
    decoder.number("a number").is_ok_and(|number| number.len() == text.len())
}

impl Value for Json {
    fn blank() -> Self {
        Self::Null
    }

    fn view(&self) -> View<'_> {
        View::Json(self)
    }

    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Json(self)
    }
}

impl Decoder<'_> {
    /// Reads a value of any kind.
    ///
    /// # Errors
    /// The value is malformed or nested too deeply.
    pub fn json(&mut self) -> Result<Json, DecodeError> {
        Json::read(self)
    }
}

impl Encoder {
    /// Writes a value of any kind.
    pub fn json(&mut self, value: &Json) {
        value.write(self);
    }
}

crate::__serde!(Json);

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("Null"),
            Self::Bool(_) => f.write_str("Bool(***)"),
            Self::Number(_) => f.write_str("Number(***)"),
            Self::String(_) => f.write_str("String(***)"),
            Self::Array(items) => f.debug_tuple("Array").field(items).finish(),
            Self::Object(members) => f.debug_tuple("Object").field(&Members(members)).finish(),
        }
    }
}

struct Members<'a>(&'a [(String, Json)]);

impl fmt::Debug for Members<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(name, value)| (name, value))).finish()
    }
}
