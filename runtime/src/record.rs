//! What the codecs need to know of a Rust value.
//!
//! A [`Value`] reads and writes itself in both formats. A [`Record`] is a value with named members; each is a [`Member`]:
//! a slot that holds one value, at most one, or a list. Both are used through `dyn`, so that the decoders exist once
//! and a generated type adds tables rather than code.

use crate::error::{DecodeError, ValueError};
use crate::json;
use crate::shape::Shape;
#[cfg(feature = "xml")]
use crate::xml;

/// A value that JSON and XML can hold. Implemented by the macros of this crate and by its scalars.
pub trait Value: 'static {
    /// The value a decoder fills in. It may not be a valid one, and is never seen unless decoding succeeds.
    fn blank() -> Self
    where
        Self: Sized;

    /// The members, if this type is a record.
    #[must_use]
    fn shape() -> Option<&'static Shape>
    where
        Self: Sized,
    {
        None
    }

    /// Reads the next JSON value into this one, which is blank.
    ///
    /// # Errors
    /// The JSON value is malformed or not of this type.
    fn decode_json(&mut self, decoder: &mut json::Decoder<'_>) -> Result<(), DecodeError>;

    /// Writes this value as JSON.
    fn encode_json(&self, encoder: &mut json::Encoder);

    /// Reads this value, which is blank, from the text of an XML attribute or element. Scalars only.
    ///
    /// # Errors
    /// The text is not one of this type, or the type has no text form.
    fn decode_text(&mut self, text: &str) -> Result<(), ValueError> {
        let _ = text;
        Err(ValueError::wrong_type("elements", "text"))
    }

    /// Appends the text form of XML, unescaped. Scalars only; others append nothing.
    fn encode_text(&self, out: &mut String) {
        let _ = out;
    }

    /// Reads this value, which is blank, from the element whose start tag was just read, through its end tag.
    ///
    /// # Errors
    /// The element is malformed or not of this type.
    #[cfg(feature = "xml")]
    fn decode_xml(&mut self, decoder: &mut xml::Decoder<'_>) -> Result<(), DecodeError> {
        decoder.scalar(&mut |text| self.decode_text(text))
    }

    /// Writes attributes and content into the element that was just opened. The caller closes it.
    #[cfg(feature = "xml")]
    fn encode_xml(&self, encoder: &mut xml::Encoder) {
        encoder.scalar(&mut |out| self.encode_text(out));
    }

    /// This value as a record, if it is one.
    fn as_record(&self) -> Option<&dyn Record> {
        None
    }

    /// This value as a record, if it is one.
    fn as_record_mut(&mut self) -> Option<&mut dyn Record> {
        None
    }

    /// This value as a map, if it is one.
    fn as_entries(&self) -> Option<&dyn Entries> {
        None
    }

    /// This value as a map, if it is one.
    fn as_entries_mut(&mut self) -> Option<&mut dyn Entries> {
        None
    }
}

/// A struct whose members are described by a static table. Implemented by [`record!`](crate::record!).
pub trait Record {
    /// The table.
    fn shape(&self) -> &'static Shape;

    /// The member of the field at this position of the table; `None` beyond its end.
    fn member(&self, index: usize) -> Option<&dyn Member>;

    /// The member of the field at this position of the table; `None` beyond its end.
    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Member>;

    /// Writes the members in order. [`record!`](crate::record!) writes it out, so that no member is looked up.
    #[cfg(feature = "xml")]
    fn write_xml(&self, encoder: &mut xml::Encoder, tags: &[xml::Tags]) {
        let members = (0..).map_while(|index| self.member(index));
        for (member, tags) in members.zip(tags) {
            member.write_xml(encoder, tags);
        }
    }
}

/// A type that has an XML root element of its own.
pub trait Root: Value {
    /// Local name of the root element.
    const NAME: &'static str;
    /// Its namespace. Without one any is read and none is written.
    const NAMESPACE: Option<&'static str>;
}

/// How many values a member can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arity {
    /// Exactly one: a field of type `V`.
    One,
    /// None or one: a field of type `Option<V>`.
    Optional,
    /// Any number: a field of type `Vec<V>`, or `Vec<Option<V>>` where items may be null.
    List,
}

/// A slot of a record. Implemented for `V`, `Option<V>`, `Vec<V>` and `Vec<Option<V>>` of every [`Value`].
pub trait Member {
    /// The slot before anything is read.
    fn blank() -> Self
    where
        Self: Sized;

    /// How many values the slot can hold.
    fn arity(&self) -> Arity;

    /// How many values it holds, nulls of a list included.
    fn count(&self) -> usize;

    /// The value at a position; `None` beyond the end and for a null.
    fn get(&self, index: usize) -> Option<&dyn Value>;

    /// The value at a position; `None` beyond the end and for a null.
    fn get_mut(&mut self, index: usize) -> Option<&mut dyn Value>;

    /// Makes room for one more value and gives it, blank: a list grows, an optional is set, a single value is itself.
    fn add(&mut self) -> &mut dyn Value;

    /// Takes a null: an optional becomes empty, a list of optionals grows by one. `false` where no null can be held.
    fn add_null(&mut self) -> bool;

    /// Back to empty. A single value is left as it is.
    fn clear(&mut self);

    /// Takes back what [`Member::add`] made room for. A single value is left as it is.
    fn remove_last(&mut self);

    /// The members of the values, if they are records.
    fn value_shape(&self) -> Option<&'static Shape>;

    /// Reads the member's whole JSON value: a list reads an array. Where a value may be absent, so may it be null.
    ///
    /// # Errors
    /// The JSON value is malformed or not of this type.
    fn read_json(&mut self, decoder: &mut json::Decoder<'_>) -> Result<(), DecodeError>;

    /// Writes the member's elements.
    #[cfg(feature = "xml")]
    fn write_xml(&self, encoder: &mut xml::Encoder, tags: &xml::Tags);
}

impl<V: Value> Member for V {
    fn blank() -> Self {
        V::blank()
    }

    fn arity(&self) -> Arity {
        Arity::One
    }

    fn count(&self) -> usize {
        1
    }

    fn get(&self, index: usize) -> Option<&dyn Value> {
        if index == 0 { Some(self) } else { None }
    }

    fn get_mut(&mut self, index: usize) -> Option<&mut dyn Value> {
        if index == 0 { Some(self) } else { None }
    }

    fn add(&mut self) -> &mut dyn Value {
        self
    }

    fn add_null(&mut self) -> bool {
        false
    }

    fn clear(&mut self) {}

    fn remove_last(&mut self) {}

    fn value_shape(&self) -> Option<&'static Shape> {
        V::shape()
    }

    fn read_json(&mut self, decoder: &mut json::Decoder<'_>) -> Result<(), DecodeError> {
        self.decode_json(decoder)
    }

    #[cfg(feature = "xml")]
    fn write_xml(&self, encoder: &mut xml::Encoder, tags: &xml::Tags) {
        encoder.value(self, tags);
    }
}

impl<V: Value> Member for Option<V> {
    fn blank() -> Self {
        None
    }

    fn arity(&self) -> Arity {
        Arity::Optional
    }

    fn count(&self) -> usize {
        usize::from(self.is_some())
    }

    fn get(&self, index: usize) -> Option<&dyn Value> {
        match self {
            Some(value) if index == 0 => Some(value),
            _ => None,
        }
    }

    fn get_mut(&mut self, index: usize) -> Option<&mut dyn Value> {
        match self {
            Some(value) if index == 0 => Some(value),
            _ => None,
        }
    }

    fn add(&mut self) -> &mut dyn Value {
        self.insert(V::blank())
    }

    fn add_null(&mut self) -> bool {
        *self = None;
        true
    }

    fn clear(&mut self) {
        *self = None;
    }

    fn remove_last(&mut self) {
        *self = None;
    }

    fn value_shape(&self) -> Option<&'static Shape> {
        V::shape()
    }

    fn read_json(&mut self, decoder: &mut json::Decoder<'_>) -> Result<(), DecodeError> {
        if decoder.take_null()? {
            *self = None;
            return Ok(());
        }
        self.insert(V::blank()).decode_json(decoder)
    }

    #[cfg(feature = "xml")]
    fn write_xml(&self, encoder: &mut xml::Encoder, tags: &xml::Tags) {
        match self {
            Some(value) => encoder.value(value, tags),
            None => encoder.nothing(tags),
        }
    }
}

impl<V: Value> Member for Vec<V> {
    fn blank() -> Self {
        Vec::new()
    }

    fn arity(&self) -> Arity {
        Arity::List
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn get(&self, index: usize) -> Option<&dyn Value> {
        match <[V]>::get(self, index) {
            Some(value) => Some(value),
            None => None,
        }
    }

    fn get_mut(&mut self, index: usize) -> Option<&mut dyn Value> {
        match <[V]>::get_mut(self, index) {
            Some(value) => Some(value),
            None => None,
        }
    }

    fn add(&mut self) -> &mut dyn Value {
        self.push_mut(V::blank())
    }

    fn add_null(&mut self) -> bool {
        false
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }

    fn remove_last(&mut self) {
        self.pop();
    }

    fn value_shape(&self) -> Option<&'static Shape> {
        V::shape()
    }

    fn read_json(&mut self, decoder: &mut json::Decoder<'_>) -> Result<(), DecodeError> {
        if decoder.take_null()? {
            Vec::clear(self);
            return Ok(());
        }
        decoder.list(self)
    }

    #[cfg(feature = "xml")]
    fn write_xml(&self, encoder: &mut xml::Encoder, tags: &xml::Tags) {
        if self.is_empty() {
            encoder.nothing(tags);
        } else {
            encoder.values(self, tags);
        }
    }
}

impl<V: Value> Member for Vec<Option<V>> {
    fn blank() -> Self {
        Vec::new()
    }

    fn arity(&self) -> Arity {
        Arity::List
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn get(&self, index: usize) -> Option<&dyn Value> {
        match <[Option<V>]>::get(self, index) {
            Some(Some(value)) => Some(value),
            _ => None,
        }
    }

    fn get_mut(&mut self, index: usize) -> Option<&mut dyn Value> {
        match <[Option<V>]>::get_mut(self, index) {
            Some(Some(value)) => Some(value),
            _ => None,
        }
    }

    fn add(&mut self) -> &mut dyn Value {
        self.push_mut(None).insert(V::blank())
    }

    fn add_null(&mut self) -> bool {
        self.push(None);
        true
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }

    fn remove_last(&mut self) {
        self.pop();
    }

    fn value_shape(&self) -> Option<&'static Shape> {
        V::shape()
    }

    fn read_json(&mut self, decoder: &mut json::Decoder<'_>) -> Result<(), DecodeError> {
        if decoder.take_null()? {
            Vec::clear(self);
            return Ok(());
        }
        decoder.list(self)
    }

    #[cfg(feature = "xml")]
    fn write_xml(&self, encoder: &mut xml::Encoder, tags: &xml::Tags) {
        if self.is_empty() {
            encoder.nothing(tags);
        } else {
            encoder.values(self, tags);
        }
    }
}

impl<V: Value> Value for Box<V> {
    fn blank() -> Self {
        Box::new(V::blank())
    }

    fn shape() -> Option<&'static Shape> {
        V::shape()
    }

    fn decode_json(&mut self, decoder: &mut json::Decoder<'_>) -> Result<(), DecodeError> {
        (**self).decode_json(decoder)
    }

    fn encode_json(&self, encoder: &mut json::Encoder) {
        (**self).encode_json(encoder);
    }

    fn decode_text(&mut self, text: &str) -> Result<(), ValueError> {
        (**self).decode_text(text)
    }

    fn encode_text(&self, out: &mut String) {
        (**self).encode_text(out);
    }

    #[cfg(feature = "xml")]
    fn decode_xml(&mut self, decoder: &mut xml::Decoder<'_>) -> Result<(), DecodeError> {
        (**self).decode_xml(decoder)
    }

    #[cfg(feature = "xml")]
    fn encode_xml(&self, encoder: &mut xml::Encoder) {
        (**self).encode_xml(encoder);
    }

    fn as_record(&self) -> Option<&dyn Record> {
        (**self).as_record()
    }

    fn as_record_mut(&mut self) -> Option<&mut dyn Record> {
        (**self).as_record_mut()
    }

    fn as_entries(&self) -> Option<&dyn Entries> {
        (**self).as_entries()
    }

    fn as_entries_mut(&mut self) -> Option<&mut dyn Entries> {
        (**self).as_entries_mut()
    }
}

/// A map from names to values of one type: typed `additionalProperties`.
pub trait Entries {
    /// Makes room for an entry and gives its blank value; `None` if the name is taken.
    fn add_entry(&mut self, name: &str) -> Option<&mut dyn Value>;

    /// Calls `each` for every entry in order of name.
    fn for_each(&self, each: &mut dyn FnMut(&str, &dyn Value));
}
