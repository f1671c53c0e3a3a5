//! `Serialize` and `Deserialize` for our types through our own JSON codec.
//!
//! Records, unions and maps travel through `serde_json` as raw text, so that amounts stay exact. Other formats of serde cannot
//! carry raw JSON and say so. Scalars that are texts are strings (or whole numbers) in every format.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::json;
use crate::limits::Limits;
use crate::record::Value;
use crate::view::ViewMut;

/// Writes a value as raw JSON.
///
/// # Errors
/// JSON cannot hold the value, or the format is not JSON.
pub fn serialize<V: Value, S: Serializer>(value: &V, serializer: S) -> Result<S::Ok, S::Error> {
    let text = json::encode(value.view()).map_err(S::Error::custom)?;
    RawValue::from_string(text).map_err(S::Error::custom)?.serialize(serializer)
}

/// Reads a value from raw JSON.
///
/// # Errors
/// The JSON is not of this type, or the format is not JSON.
pub fn deserialize<'de, V: Value, D: Deserializer<'de>>(deserializer: D) -> Result<V, D::Error> {
    let text = Box::<RawValue>::deserialize(deserializer)?;
    json::from_str(text.get()).map_err(D::Error::custom)
}

/// Writes a value whose JSON is a string or a whole number.
///
/// # Errors
/// Those of the format.
pub fn serialize_text<V: Value, S: Serializer>(value: &V, serializer: S) -> Result<S::Ok, S::Error> {
    let text = json::encode(value.view()).map_err(S::Error::custom)?;
    if let Ok(number) = text.parse() {
        return serializer.serialize_i64(number);
    }
    let mut text = String::new();
    value.view().encode_text(&mut text);
    serializer.serialize_str(&text)
}

/// Reads a value whose JSON is a string or a whole number.
///
/// # Errors
/// The text is not one of this type.
pub fn deserialize_text<'de, V: Value, D: Deserializer<'de>>(deserializer: D) -> Result<V, D::Error> {
    let mut value = V::blank();
    deserializer.deserialize_any(TextVisitor(value.view_mut()))?;
    Ok(value)
}

/// Not generic, so that it exists once a format rather than once a type.
struct TextVisitor<'a>(ViewMut<'a>);

impl TextVisitor<'_> {
    fn number<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        json::decode_str_into(self.0, text, &Limits::default()).map_err(E::custom)
    }
}

impl Visitor<'_> for TextVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.0.decode_text(text).map_err(E::custom)
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<(), E> {
        self.number(&number.to_string())
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<(), E> {
        self.number(&number.to_string())
    }
}
