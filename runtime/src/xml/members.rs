//! The members of a record: those that are attributes, then those that are elements, in the order of the schema.

use super::encode::{Encoder, Scope};
use super::tags::{Tag, Tags};
use super::text::{escape_text, is_plain};
use crate::record::{Member, Record, Visitor, show};
use crate::scalar::number;
use crate::shape::{Field, Kind, Namespace, Shape};
use crate::view::{Scalar, View};

/// Writes those members as attributes that are.
pub(super) struct Attributes<'e> {
    encoder: &'e mut Encoder,
    shape: &'static Shape,
}

impl<'e> Attributes<'e> {
    pub(super) fn new(encoder: &'e mut Encoder, shape: &'static Shape) -> Self {
        Attributes { encoder, shape }
    }

    fn attribute(&mut self, field: &'static Field, text: &str) {
        let namespace = match field.namespace {
            Namespace::Uri(namespace) => Some(namespace),
            Namespace::Inherited | Namespace::Unqualified => None,
        };
        self.encoder.begin(field);
        self.encoder.attribute(field.xml, namespace, text);
    }
}

impl<'a> Visitor<'a> for Attributes<'_> {
    fn one(&mut self, index: usize, value: &View<'a>) {
        match self.shape.fields.get(index) {
            Some(field) if field.kind == Kind::Attribute => {
                let mut text = String::new();
                value.encode_text(&mut text);
                self.attribute(field, &text);
            }
            Some(field) if field.kind == Kind::OtherAttributes => {
                if let Some(entries) = value.as_entries() {
                    self.encoder.other_attributes(entries, self.shape);
                }
            }
            _ => {}
        }
    }

    fn none(&mut self, _: usize) {}

    fn list(&mut self, index: usize, list: &'a dyn Member) {
        if let Some(field) = self.shape.fields.get(index)
            && field.kind == Kind::Attribute
            && list.count() > 0
        {
            self.attribute(field, &text_of(list));
        }
    }
}

/// Writes the members that a record shows, but for attributes.
///
/// Nearly all are plain: elements with a value that has no namespace of its own, nothing around it and nothing to escape.
/// They go straight from here to the text, and every other one through [`one`](Visitor::one).
pub(super) struct Members<'e> {
    encoder: &'e mut Encoder,
    tags: &'static Tags,
    /// The tags once more, if plain members have the namespace that is the default one here; else none.
    plain: &'static [Tag],
}

impl<'e> Members<'e> {
    #[inline]
    pub(super) fn new(encoder: &'e mut Encoder, tags: &'static Tags, inherited: bool) -> Self {
        Members { encoder, tags, plain: if inherited { tags.all() } else { &[] } }
    }

    /// The tags of a member that is plain, whatever its value.
    #[inline]
    fn plain_tag(&self, index: usize) -> Option<&'static Tag> {
        self.plain.get(index).filter(|tag| tag.plain)
    }

    /// The field at a position, which is the member being written from here on, and its tags.
    fn field(&mut self, index: usize) -> Option<(&'static Field, &'static Tag)> {
        let field = self.tags.shape.fields.get(index)?;
        self.encoder.begin(field);
        Some((field, self.tags.all().get(index)?))
    }

    /// Writes a plain member with a text that has something to escape.
    #[inline(never)]
    fn escaped(&mut self, index: usize, text: &str) {
        if let Some((_, tag)) = self.field(index) {
            let mut written = false;
            self.encoder.leaf(tag, |out| written = escape_text(out, text));
            if !written {
                self.encoder.not_xml();
            }
        }
    }

    /// Writes a value of any kind in any place.
    fn value(&mut self, value: &View<'_>, field: &'static Field, tag: &Tag) {
        match field.kind {
            Kind::Element => {
                let namespace = self.tags.resolve(field.namespace);
                self.encoder.element(tag, namespace, |encoder| value.encode_xml(encoder));
            }
            // Written already.
            Kind::Attribute | Kind::OtherAttributes => {}
            Kind::Text => self.encoder.written(|out| value.encode_text(out)),
            Kind::Any => {
                // Not in the place of the element around it.
                self.encoder.fill();
                value.encode_xml(self.encoder);
            }
            Kind::Group => {
                if let Some(item) = value.as_record() {
                    self.encoder.members(item, Tags::of(item.shape()));
                }
            }
            Kind::Rest => {
                if let Some(entries) = value.as_entries() {
                    self.encoder.rest(entries, self.tags.shape.namespace);
                }
            }
        }
    }

    /// Writes the values of a list that is not empty.
    fn values(&mut self, index: usize, list: &dyn Member) {
        let Some((field, tag)) = self.field(index) else {
            return;
        };
        if field.kind == Kind::Text {
            return self.encoder.text(&text_of(list));
        }
        let wrapper = self.start_wrapper(field);
        for k in 0..list.count() {
            match &list.get(k) {
                Some(value) => self.value(value, field, tag),
                None => self.nil(field),
            }
            // An error in the next item is not about what this one holds.
            self.encoder.begin(field);
        }
        self.end_wrapper(wrapper);
    }

    /// Writes a null of a list.
    #[cold]
    fn null(&mut self, index: usize) {
        if let Some((field, _)) = self.field(index) {
            self.nil(field);
        }
    }

    /// Writes an element with `xsi:nil`.
    fn nil(&mut self, field: &Field) {
        let scope = self.encoder.start(field.xml, self.tags.resolve(field.namespace));
        self.encoder.nil();
        self.encoder.end(field.xml, scope);
    }

    fn start_wrapper(&mut self, field: &Field) -> Option<(&'static str, Scope)> {
        let wrapper = field.wrapper?;
        let namespace = self.tags.resolve(wrapper.namespace);
        Some((wrapper.name, self.encoder.start(wrapper.name, namespace)))
    }

    fn end_wrapper(&mut self, wrapper: Option<(&'static str, Scope)>) {
        if let Some((name, scope)) = wrapper {
            self.encoder.end(name, scope);
        }
    }

    /// Writes what stands for a member that holds nothing, where something does.
    #[cold]
    fn nothing(&mut self, index: usize) {
        if let Some((field, _)) = self.field(index) {
            match self.start_wrapper(field) {
                None => self.nil(field),
                wrapper => self.end_wrapper(wrapper),
            }
        }
    }
}

impl<'a> Visitor<'a> for Members<'_> {
    fn one(&mut self, index: usize, value: &View<'a>) {
        if let Some((field, tag)) = self.field(index) {
            let wrapper = self.start_wrapper(field);
            self.value(value, field, tag);
            self.end_wrapper(wrapper);
        }
    }

    fn text(&mut self, index: usize, text: &'a str) {
        match self.plain_tag(index) {
            Some(tag) if !text.is_empty() => {
                if is_plain(text) {
                    self.encoder.leaf(tag, |out| out.push_str(text));
                } else {
                    self.escaped(index, text);
                }
            }
            _ => self.one(index, &View::Text(text)),
        }
    }

    fn plain(&mut self, index: usize, text: &'a str) {
        match self.plain_tag(index) {
            Some(tag) if !text.is_empty() => self.encoder.leaf(tag, |out| out.push_str(text)),
            _ => self.one(index, &View::Plain(text)),
        }
    }

    fn integer(&mut self, index: usize, value: i64) {
        match self.plain_tag(index) {
            Some(tag) => self.encoder.leaf(tag, |out| number::write_integer(out, value)),
            None => self.one(index, &View::Integer(value)),
        }
    }

    fn scalar(&mut self, index: usize, scalar: &'a dyn Scalar) {
        match self.plain_tag(index) {
            Some(tag) if scalar.is_plain() => self.encoder.leaf(tag, |out| scalar.encode_text(out)),
            _ => self.one(index, &View::Scalar(scalar)),
        }
    }

    fn record(&mut self, index: usize, record: &'a dyn Record) {
        match self.plain_tag(index) {
            Some(tag) => self.encoder.element(tag, None, |encoder| encoder.record(record)),
            None => self.one(index, &View::Record(record)),
        }
    }

    fn none(&mut self, index: usize) {
        if self.tags.all().get(index).is_some_and(|tag| tag.nothing) {
            self.nothing(index);
        }
    }

    fn list(&mut self, index: usize, list: &'a dyn Member) {
        match list.count() {
            0 => self.none(index),
            count if self.plain_tag(index).is_some() => {
                for k in 0..count {
                    match list.get(k) {
                        Some(value) => show(index, &value, self),
                        None => self.null(index),
                    }
                }
            }
            _ => self.values(index, list),
        }
    }
}

/// The text form of a member; the items of a list with spaces between them.
fn text_of(member: &dyn Member) -> String {
    let mut text = String::new();
    for k in 0..member.count() {
        if k > 0 {
            text.push(' ');
        }
        if let Some(value) = member.get(k) {
            value.encode_text(&mut text);
        }
    }
    text
}
