//! The encoder.

use std::fmt;

use super::{XSI_TYPE, text};
use crate::error::EncodeError;
use crate::padded::Padded;
use crate::record::{Entries, Member, Record, Visitor};
use crate::scalar::number;
use crate::shape::{Field, Kind, Shape};
use crate::union::{Content, Selected, Tagging, Union};
use crate::view::{Scalar, View};

/// Writes JSON without white space.
///
/// Nothing fails on the way: the first value that JSON cannot hold is reported at the end. `Debug` shows how much is
/// written, and nothing of it.
#[derive(Default)]
pub struct Encoder {
    out: String,
    error: Option<EncodeError>,
    /// The member being written, for errors.
    member: Option<&'static str>,
    /// Name and value of the member that tells the variant of the record written next.
    tag: Option<(&'static str, &'static str)>,
}

impl fmt::Debug for Encoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encoder").field("written", &self.out.len()).finish_non_exhaustive()
    }
}

impl Encoder {
    pub(super) fn finish(self) -> Result<String, EncodeError> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.out),
        }
    }

    /// Reports a value that JSON cannot hold. `what` says which: "a number that is not finite".
    #[cold]
    pub(crate) fn fail(&mut self, what: &'static str) {
        if self.error.is_none() {
            let error = EncodeError::new(what);
            self.error = Some(match self.member {
                Some(member) => error.in_member(member),
                None => error,
            });
        }
        self.null();
    }

    /// Writes `null`.
    pub fn null(&mut self) {
        self.out.push_str("null");
    }

    /// Writes `true` or `false`.
    pub fn boolean(&mut self, value: bool) {
        self.out.push_str(if value { "true" } else { "false" });
    }

    /// Writes a whole number.
    pub fn integer(&mut self, value: i64) {
        number::write_integer(&mut self.out, value);
    }

    /// Writes a string, with the escapes it needs.
    pub fn string(&mut self, text: &str) {
        text::write_string(&mut self.out, text);
    }

    /// Writes a string that holds nothing to escape.
    pub(crate) fn plain_string(&mut self, text: &str) {
        self.out.push('"');
        self.out.push_str(text);
        self.out.push('"');
    }

    /// Appends what `write` appends: well-formed JSON, such as a number.
    pub(crate) fn raw(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.out);
    }

    /// Writes a record as an object.
    pub fn record(&mut self, record: &dyn Record) {
        let shape = record.shape();
        let tag = self.tag.take();
        // An error after this record is about the member that holds it.
        let holder = self.member;
        self.out.push('{');
        let start = self.out.len();
        if let Some((name, text)) = tag
            && shape.index_of(name).is_none()
        {
            self.string(name);
            self.out.push(':');
            self.string(text);
            self.out.push(',');
        }
        record.visit(&mut Members { encoder: self, fields: shape.fields, keys: keys(shape), tag });
        // Each member is followed by a comma.
        if self.out.len() > start {
            self.out.pop();
        }
        self.out.push('}');
        self.member = holder;
    }

    #[inline]
    fn key(&mut self, field: &'static Field, key: &Padded) {
        self.member = Some(field.json);
        key.push(&mut self.out);
    }

    /// Writes a list as an array.
    pub fn list(&mut self, member: &dyn Member) {
        self.out.push('[');
        for index in 0..member.count() {
            if index > 0 {
                self.out.push(',');
            }
            match member.get(index) {
                Some(value) => value.encode_json(self),
                None => self.null(),
            }
        }
        self.out.push(']');
    }

    /// Writes a record whose only member is a list as an array.
    pub fn items(&mut self, record: &dyn Record) {
        record.visit(&mut Items { encoder: self });
    }

    /// Writes a map as an object.
    pub fn entries(&mut self, entries: &dyn Entries) {
        self.out.push('{');
        let start = self.out.len();
        self.members(entries);
        if self.out.len() > start {
            self.out.pop();
        }
        self.out.push('}');
    }

    /// Writes the entries of a map, each followed by a comma.
    fn members(&mut self, entries: &dyn Entries) {
        entries.for_each(&mut |name, value| {
            self.string(name);
            self.out.push(':');
            value.encode_json(self);
            self.out.push(',');
        });
    }

    /// Writes the variant a union holds.
    pub fn union(&mut self, union: &dyn Union) {
        let name = match union.union_shape().tagging {
            Tagging::Member(name) => Some(name),
            Tagging::XsiType(_) => Some(XSI_TYPE),
            Tagging::Untagged => None,
        };
        match union.selected() {
            Selected::Known(tag, value) => {
                // The declared type itself needs no tag.
                let declared = name == Some(XSI_TYPE) && tag == union.union_shape().name();
                self.tag = name.filter(|_| !declared).map(|name| (name, tag));
                value.encode_json(self);
                self.tag = None;
            }
            Selected::Unknown(unknown) => match unknown.content() {
                Content::Json(text) => self.out.push_str(text),
                Content::Nothing => self.fail("a union without content"),
                #[cfg(feature = "xml")]
                Content::Xml(_) => self.fail("an unknown variant read from XML"),
            },
        }
    }
}

/// Writes the members that a record shows, a comma after each.
struct Members<'e> {
    encoder: &'e mut Encoder,
    fields: &'static [Field],
    keys: &'static [Padded],
    tag: Option<(&'static str, &'static str)>,
}

impl Members<'_> {
    /// The field at a position and what stands before its value, unless it holds the tag of a union: the variant held is
    /// what the tag says, whatever the member holds.
    #[inline]
    fn field(&mut self, index: usize) -> Option<(&'static Field, &'static Padded)> {
        let field = self.fields.get(index)?;
        if let Some((name, text)) = self.tag
            && field.json == name
            && field.kind != Kind::Rest
        {
            self.encoder.key(field, self.keys.get(index)?);
            self.encoder.string(text);
            self.encoder.out.push(',');
            return None;
        }
        Some((field, self.keys.get(index)?))
    }

    /// Writes a member whose value is what `write` writes.
    #[inline]
    fn member(&mut self, index: usize, write: impl FnOnce(&mut Encoder)) {
        if let Some((field, key)) = self.field(index) {
            self.encoder.key(field, key);
            write(self.encoder);
            self.encoder.out.push(',');
        }
    }
}

impl<'a> Visitor<'a> for Members<'_> {
    fn one(&mut self, index: usize, value: &View<'a>) {
        match (self.fields.get(index), value.as_entries()) {
            (Some(Field { kind: Kind::Rest, .. }), Some(entries)) => self.encoder.members(entries),
            _ => self.member(index, |encoder| value.encode_json(encoder)),
        }
    }

    fn text(&mut self, index: usize, text: &'a str) {
        self.member(index, |encoder| encoder.string(text));
    }

    fn plain(&mut self, index: usize, text: &'a str) {
        self.member(index, |encoder| encoder.plain_string(text));
    }

    fn integer(&mut self, index: usize, value: i64) {
        self.member(index, |encoder| encoder.integer(value));
    }

    fn scalar(&mut self, index: usize, scalar: &'a dyn Scalar) {
        self.member(index, |encoder| scalar.encode_json(encoder));
    }

    fn record(&mut self, index: usize, record: &'a dyn Record) {
        self.member(index, |encoder| encoder.record(record));
    }

    fn none(&mut self, index: usize) {
        if let Some((field, key)) = self.field(index)
            && field.required
            && field.nillable
        {
            self.encoder.key(field, key);
            self.encoder.null();
            self.encoder.out.push(',');
        }
    }

    fn list(&mut self, index: usize, list: &'a dyn Member) {
        if let Some((field, key)) = self.field(index)
            && (field.required || list.count() > 0)
        {
            self.encoder.key(field, key);
            match list.get(0).filter(|_| list.is_alone()) {
                Some(item) => item.encode_json(self.encoder),
                None => self.encoder.list(list),
            }
            self.encoder.out.push(',');
        }
    }
}

/// Writes the list that a record shows.
struct Items<'e> {
    encoder: &'e mut Encoder,
}

impl<'a> Visitor<'a> for Items<'_> {
    fn one(&mut self, _: usize, _: &View<'a>) {}

    fn none(&mut self, _: usize) {}

    fn list(&mut self, _: usize, list: &'a dyn Member) {
        self.encoder.list(list);
    }
}

/// What stands before each member of a record.
fn keys(shape: &'static Shape) -> &'static [Padded] {
    shape.keys.get_or_init(|| {
        let keys = shape.fields.iter().map(|field| {
            let mut key = String::new();
            text::write_string(&mut key, field.json);
            key.push(':');
            Padded::new(key)
        });
        keys.collect()
    })
}
