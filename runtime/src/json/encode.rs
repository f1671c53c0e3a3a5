//! The encoder.

use super::{XSI_TYPE, text};
use crate::error::EncodeError;
use crate::padded::Padded;
use crate::record::{Entries, Member, Record};
use crate::scalar::number;
use crate::shape::{Field, Kind, Shape};
use crate::union::{Content, Selected, Tagging, Union};
use crate::view::View;

/// Writes JSON without white space.
///
/// Nothing fails on the way: the first value that JSON cannot hold is reported at the end.
#[derive(Debug, Default)]
pub struct Encoder {
    out: String,
    error: Option<EncodeError>,
    /// The member being written, for errors.
    member: Option<&'static str>,
    /// Name and value of the member that tells the variant of the record written next.
    tag: Option<(&'static str, &'static str)>,
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

    /// Appends what `write` appends: well-formed JSON, such as a number.
    pub(crate) fn raw(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.out);
    }

    /// Writes a record as an object.
    pub fn record(&mut self, record: &dyn Record) {
        let shape = record.shape();
        let tag = self.tag.take();
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
        for (index, (field, key)) in shape.fields.iter().zip(keys(shape)).enumerate() {
            let Some(member) = record.member(index) else {
                continue;
            };
            match tag {
                // The variant held is what the tag says, whatever the member holds.
                Some((name, text)) if field.json == name && field.kind != Kind::Rest => {
                    self.key(field, key);
                    self.string(text);
                    self.out.push(',');
                }
                _ => self.member(field, key, member),
            }
        }
        // Each member is followed by a comma.
        if self.out.len() > start {
            self.out.pop();
        }
        self.out.push('}');
    }

    /// Writes a member and a comma after it, if there is anything to write.
    fn member(&mut self, field: &'static Field, key: &Padded, member: &dyn Member) {
        if field.kind == Kind::Rest {
            if let Some(entries) = member.get(0).and_then(View::as_entries) {
                self.members(entries);
            }
            return;
        }
        if field.list {
            if member.count() == 0 && !field.required {
                return;
            }
            self.key(field, key);
            match member.get(0).filter(|_| member.is_alone()) {
                Some(item) => item.encode_json(self),
                None => self.list(member),
            }
        } else if let Some(value) = member.get(0) {
            self.key(field, key);
            value.encode_json(self);
        } else if field.required && field.nillable {
            self.key(field, key);
            self.null();
        } else {
            return;
        }
        self.out.push(',');
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
                self.tag = name.map(|name| (name, tag));
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
