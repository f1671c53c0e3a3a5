//! What a codec sees of a value.
//!
//! A type shows itself as one of a few kinds, and the codecs do the rest. So a type adds two small functions to a program
//! rather than one for each thing that can be done with it, and hundreds of types build quickly.

use crate::error::{DecodeError, ValueError};
use crate::json::{self, Json};
use crate::record::{Entries, Record};
use crate::scalar::number;
use crate::union::Union;
#[cfg(feature = "xml")]
use crate::xml;
use crate::xml::Any;

/// A scalar that is not simply a text.
pub trait Scalar: 'static {
    /// Reads the next JSON value into this one, which is blank.
    ///
    /// # Errors
    /// The JSON value is malformed or not of this type.
    fn decode_json(&mut self, decoder: &mut json::Decoder<'_>) -> Result<(), DecodeError>;

    /// Writes this value as JSON.
    fn encode_json(&self, encoder: &mut json::Encoder);

    /// Reads this value, which is blank, from the text of an XML attribute or element.
    ///
    /// # Errors
    /// The text is not one of this type.
    fn decode_text(&mut self, text: &str) -> Result<(), ValueError>;

    /// Appends the text form of XML, unescaped.
    fn encode_text(&self, out: &mut String);

    /// Whether the text form is never empty and has nothing to escape: that of a number, say.
    #[must_use]
    fn is_plain(&self) -> bool {
        false
    }

    /// Whether the type knows the value: an open enum may hold a text that it does not.
    #[must_use]
    fn is_known(&self) -> bool {
        true
    }
}

/// An enum of texts. Implemented by [`open_enum!`](crate::open_enum!).
pub trait OpenEnum {
    /// Becomes the variant of this text.
    fn set(&mut self, text: &str);
}

/// A value to be written.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// A text: a string in JSON.
    Text(&'a str),
    /// A text that neither format has to escape, such as a date or a value of an enum that the program knows.
    Plain(&'a str),
    /// A whole number.
    Integer(i64),
    /// Another scalar.
    Scalar(&'a dyn Scalar),
    /// A record: an object in JSON, elements in XML.
    Record(&'a dyn Record),
    /// A record whose only member is a list: an array in JSON.
    List(&'a dyn Record),
    /// One of several types.
    Union(&'a dyn Union),
    /// A map.
    Entries(&'a dyn Entries),
    /// Any JSON value.
    Json(&'a Json),
    /// An XML element kept as it was.
    Any(&'a Any),
}

/// A blank value to be read into.
pub enum ViewMut<'a> {
    /// A string.
    Text(&'a mut String),
    /// A text of an enum.
    Enum(&'a mut dyn OpenEnum),
    /// Another scalar.
    Scalar(&'a mut dyn Scalar),
    /// A record: an object in JSON, elements in XML.
    Record(&'a mut dyn Record),
    /// A record whose only member is a list: an array in JSON.
    List(&'a mut dyn Record),
    /// One of several types.
    Union(&'a mut dyn Union),
    /// A map.
    Entries(&'a mut dyn Entries),
    /// Any JSON value.
    Json(&'a mut Json),
    /// An XML element kept as it was.
    Any(&'a mut Any),
}

impl<'a> View<'a> {
    /// Writes the value as JSON.
    pub fn encode_json(&self, encoder: &mut json::Encoder) {
        match *self {
            Self::Text(text) => encoder.string(text),
            Self::Plain(text) => encoder.plain_string(text),
            Self::Integer(number) => encoder.integer(number),
            Self::Scalar(scalar) => scalar.encode_json(encoder),
            Self::Record(record) => encoder.record(record),
            Self::List(record) => encoder.items(record),
            Self::Union(union) => encoder.union(union),
            Self::Entries(entries) => encoder.entries(entries),
            Self::Json(json) => encoder.json(json),
            Self::Any(any) => encoder.string(any.as_str()),
        }
    }

    /// Appends the text of an XML attribute or element, unescaped. Nothing for what has none.
    pub fn encode_text(&self, out: &mut String) {
        match self {
            Self::Text(text) | Self::Plain(text) => out.push_str(text),
            Self::Integer(value) => number::write_integer(out, *value),
            Self::Scalar(scalar) => scalar.encode_text(out),
            Self::Json(json) => json.encode_text(out),
            Self::Record(_) | Self::List(_) | Self::Union(_) | Self::Entries(_) | Self::Any(_) => {}
        }
    }

    /// Writes attributes and content into the element that was just opened. The caller closes it.
    #[cfg(feature = "xml")]
    pub fn encode_xml(&self, encoder: &mut xml::Encoder) {
        match self {
            Self::Text(text) | Self::Plain(text) => encoder.text(text),
            Self::Integer(number) => encoder.integer(*number),
            Self::Scalar(scalar) => encoder.scalar(*scalar),
            Self::Record(record) | Self::List(record) => encoder.record(*record),
            Self::Union(union) => encoder.union(*union),
            Self::Entries(entries) => encoder.entries(*entries),
            Self::Json(json) => encoder.json(json),
            Self::Any(any) => encoder.any(any),
        }
    }

    /// The record, if it is one.
    #[must_use]
    pub fn as_record(&self) -> Option<&'a dyn Record> {
        match *self {
            Self::Record(record) => Some(record),
            _ => None,
        }
    }

    /// The map, if it is one.
    #[must_use]
    pub fn as_entries(&self) -> Option<&'a dyn Entries> {
        match *self {
            Self::Entries(entries) => Some(entries),
            _ => None,
        }
    }
}

impl<'a> ViewMut<'a> {
    /// Reads the next JSON value.
    ///
    /// # Errors
    /// The JSON value is malformed or not of this type.
    pub fn decode_json(self, decoder: &mut json::Decoder<'_>) -> Result<(), DecodeError> {
        match self {
            Self::Text(text) => *text = decoder.string()?.into_owned(),
            Self::Enum(value) => value.set(&decoder.string()?),
            Self::Scalar(scalar) => return scalar.decode_json(decoder),
            Self::Record(record) => return decoder.record(record),
            Self::List(record) => {
                if let Some(list) = record.member_mut(0) {
                    return decoder.list(list);
                }
            }
            Self::Union(union) => return decoder.union(union),
            Self::Entries(entries) => return decoder.entries(entries),
            Self::Json(json) => *json = decoder.json()?,
            Self::Any(any) => {
                return decoder.parse_string("a string with an XML element", &mut |text| {
                    *any = Any::parse(text).ok_or(ValueError::invalid("an XML element"))?;
                    Ok(())
                });
            }
        }
        Ok(())
    }

    /// Reads the text of an XML attribute or element. White space around it counts in a string only.
    ///
    /// # Errors
    /// The text is not one of this type, or the type has no text form.
    pub fn decode_text(self, text: &str) -> Result<(), ValueError> {
        match self {
            Self::Text(value) => text.clone_into(value),
            Self::Enum(value) => value.set(text.trim_ascii()),
            Self::Scalar(scalar) => return scalar.decode_text(text.trim_ascii()),
            // XML has no kinds of text: any is a string.
            Self::Json(json) => *json = Json::String(text.to_owned()),
            Self::Record(_) | Self::List(_) | Self::Union(_) | Self::Entries(_) | Self::Any(_) => {
                return Err(ValueError::wrong_type("elements", "text"));
            }
        }
        Ok(())
    }

    /// Reads the element whose start tag was just read, through its end tag.
    ///
    /// # Errors
    /// The element is malformed or not of this type.
    #[cfg(feature = "xml")]
    pub fn decode_xml(self, decoder: &mut xml::Decoder<'_>) -> Result<(), DecodeError> {
        match self {
            Self::Text(value) => decoder.scalar(&mut |text| {
                text.clone_into(value);
                Ok(())
            }),
            Self::Enum(value) => decoder.scalar(&mut |text| {
                value.set(text.trim_ascii());
                Ok(())
            }),
            Self::Scalar(scalar) => decoder.scalar(&mut |text| scalar.decode_text(text.trim_ascii())),
            Self::Record(record) | Self::List(record) => decoder.record(record),
            Self::Union(union) => decoder.union(union),
            Self::Entries(entries) => decoder.entries(entries),
            Self::Json(json) => {
                *json = decoder.json()?;
                Ok(())
            }
            Self::Any(any) => {
                *any = decoder.any()?;
                Ok(())
            }
        }
    }

    /// Whether it is a record.
    #[must_use]
    pub fn is_record(&self) -> bool {
        matches!(self, Self::Record(_))
    }

    /// The record, if it is one.
    #[must_use]
    pub fn as_record_mut(self) -> Option<&'a mut dyn Record> {
        match self {
            Self::Record(record) => Some(record),
            _ => None,
        }
    }

    /// The map, if it is one.
    #[must_use]
    pub fn as_entries_mut(self) -> Option<&'a mut dyn Entries> {
        match self {
            Self::Entries(entries) => Some(entries),
            _ => None,
        }
    }
}
