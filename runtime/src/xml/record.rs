//! Records: which child belongs to which member.

use std::borrow::Cow;

use super::decode::{Attribute, Decoder, Tag};
use super::frame::{Frame, Seen};
use super::groups::{Item, Offer};
use super::namespace::NsId;
use super::scan::Piece;
use super::text::is_space;
use crate::record::{Arity, Member, Record};
use crate::shape::{Field, Kind, Namespace, Shape};
use crate::view::ViewMut;
use crate::{DecodeError, ValueError};

impl<'a> Decoder<'a> {
    /// Reads a record from the element whose start tag was just read, through its end tag.
    ///
    /// Elements may come in any order. Those the record does not know are passed over.
    ///
    /// # Errors
    /// The element is malformed or not of this type.
    pub fn record(&mut self, record: &mut dyn Record) -> Result<(), DecodeError> {
        let tag = self.tag;
        let shape = record.shape();
        self.count_memory(size_of_val(record))?;
        let mut frame = self.frame(shape, tag.ns);
        frame.tag = self.union_tag.take();
        if !self.attributes.is_empty() {
            self.record_attributes(record, shape, &mut frame)?;
        }
        match shape.text {
            None => self.children(record, shape, &mut frame, tag)?,
            Some(index) => self.content(record, shape, &mut frame, tag, index)?,
        }
        if frame.required < shape.required || !frame.groups.is_empty() {
            self.finish(record, shape, &mut frame, tag.at)?;
        }
        Ok(())
    }

    pub(super) fn frame(&mut self, shape: &Shape, parent: NsId) -> Frame {
        let own = match shape.namespace {
            Some(namespace) => self.ns.known(namespace),
            None => parent,
        };
        Frame {
            seen: Seen::default(),
            next: 0,
            required: 0,
            own,
            parent,
            inherits: shape.namespace.is_none(),
            tag: None,
            groups: Vec::new(),
        }
    }

    fn record_attributes(
        &mut self,
        record: &mut dyn Record,
        shape: &'static Shape,
        frame: &mut Frame,
    ) -> Result<(), DecodeError> {
        for k in 0..self.attributes.len() {
            let attribute = self.attributes[k];
            let index = shape.fields.iter().position(|field| {
                field.kind == Kind::Attribute
                    && field.xml == attribute.local_name()
                    && self.resolved(field.namespace, NsId::NONE) == attribute.ns
            });
            let member = index.and_then(|index| Some((index, record.member_mut(index)?)));
            let Some((index, member)) = member else {
                if attribute.ns != NsId::XSI && frame.tag != Some(attribute.local_name()) {
                    self.other_attribute(record, shape, attribute)?;
                }
                continue;
            };
            let field = &shape.fields[index];
            frame.mark(index, field);
            let text = self.attribute_text(attribute)?;
            self.count_text(text.len())?;
            self.fill(member, &text, attribute.at).map_err(|error| error.in_member(field.xml))?;
        }
        Ok(())
    }

    /// Keeps an attribute that no field claims, if the record has a place for it.
    #[cold]
    fn other_attribute(
        &mut self,
        record: &mut dyn Record,
        shape: &'static Shape,
        attribute: Attribute<'a>,
    ) -> Result<(), DecodeError> {
        let Some(member) = shape.other_attributes.and_then(|index| record.member_mut(index)) else {
            self.unknown = true;
            return Ok(());
        };
        let text = self.attribute_text(attribute)?;
        self.count_text(text.len())?;
        let name = match attribute.ns {
            NsId::NONE => Cow::Borrowed(attribute.local_name()),
            ns => Cow::Owned(["{", self.ns.name(ns), "}", attribute.local_name()].concat()),
        };
        if member.count() == 0 {
            member.add();
        }
        let entry = member.last_mut().and_then(ViewMut::as_entries_mut).and_then(|entries| entries.add_entry(&name));
        match entry.map_or(Ok(()), |value| value.decode_text(&text)) {
            Ok(()) => Ok(()),
            Err(problem) => Err(self.problem(attribute.at, problem).in_entry()),
        }
    }

    /// Reads the children of an element that has no text.
    fn children(
        &mut self,
        record: &mut dyn Record,
        shape: &'static Shape,
        frame: &mut Frame,
        tag: Tag<'a>,
    ) -> Result<(), DecodeError> {
        if tag.empty {
            self.close();
            return Ok(());
        }
        loop {
            self.space();
            let next = frame.next;
            if let Some(field) = shape.fields.get(next)
                && self.is_next(field, &tag, frame.own)?
            {
                self.member(record, frame, next, field)?;
            } else if self.child(tag)? {
                self.element(record, shape, frame)?;
            } else {
                return Ok(());
            }
        }
    }

    /// Reads the start tag of this field if it stands here and is written just as that of the parent is: with its
    /// prefix, and without attributes. That is nearly always so, and then no name has to be looked for or resolved.
    fn is_next(&mut self, field: &'static Field, parent: &Tag<'a>, own: NsId) -> Result<bool, DecodeError> {
        let at = self.pos;
        let name = field.xml.as_bytes();
        let len = parent.local + name.len();
        let rest = self.src.as_bytes().get(at..).unwrap_or_default();
        if field.kind != Kind::Element
            || field.wrapper.is_some()
            || rest.get(len + 1) != Some(&b'>')
            || rest[0] != b'<'
            || rest[1 + parent.local..=len] != *name
            || rest[1..=parent.local] != parent.name.as_bytes()[..parent.local]
            || self.resolved(field.namespace, own) != parent.ns
        {
            return Ok(false);
        }
        self.depth += 1;
        if self.depth > self.limits.depth() {
            return Err(self.limit(at, "elements are nested too deep"));
        }
        self.attributes.clear();
        self.pos = at + len + 2;
        self.tag = Tag {
            name: &self.src[at + 1..at + 1 + len],
            local: parent.local,
            attributes: "",
            empty: false,
            ns: parent.ns,
            at,
        };
        Ok(true)
    }

    /// Reads an element that has text, and perhaps children too.
    fn content(
        &mut self,
        record: &mut dyn Record,
        shape: &'static Shape,
        frame: &mut Frame,
        tag: Tag<'a>,
        index: usize,
    ) -> Result<(), DecodeError> {
        let at = self.pos;
        let simple = |field: &Field| matches!(field.kind, Kind::Text | Kind::Attribute | Kind::OtherAttributes);
        let text = if tag.empty || shape.fields.iter().all(simple) {
            self.text()?
        } else {
            let mut text = String::new();
            loop {
                match self.next()? {
                    Piece::Start => self.element(record, shape, frame)?,
                    Piece::End(found) => {
                        self.end(tag.name, found)?;
                        break;
                    }
                    piece => self.push_text(&mut text, &piece)?,
                }
            }
            // White space between the children is not what the text member is for.
            if text.bytes().all(is_space) {
                text.clear();
            }
            Cow::Owned(text)
        };
        let field = &shape.fields[index];
        let Some(member) = record.member_mut(index) else {
            return Ok(());
        };
        // XML cannot tell no text from an empty one.
        if text.is_empty() && member.arity() != Arity::One {
            return Ok(());
        }
        frame.mark(index, field);
        self.fill(member, &text, at).map_err(|error| error.in_member(field.xml))
    }

    /// Reads the child whose start tag was just read, whatever it is.
    fn element(
        &mut self,
        record: &mut dyn Record,
        shape: &'static Shape,
        frame: &mut Frame,
    ) -> Result<(), DecodeError> {
        if let Some(index) = self.find(shape, frame) {
            return self.member(record, frame, index, &shape.fields[index]);
        }
        if frame.tag == Some(self.tag.local_name()) {
            frame.tag = None;
            return self.skip();
        }
        if shape.has_groups {
            match self.offer_groups(record, shape, frame, Item::OUTSIDE)? {
                Offer::Taken => return Ok(()),
                Offer::Refused => return Err(self.twice_here()),
                Offer::Foreign => {}
            }
            // No group knows it: one that takes any element does.
            if self.offer_groups(record, shape, frame, Item { open: true, ..Item::OUTSIDE })? == Offer::Taken {
                return Ok(());
            }
        }
        if let Some(index) = shape.any
            && let Some(member) = record.member_mut(index)
        {
            let field = &shape.fields[index];
            if !field.list && frame.seen.has(index) {
                return Err(self.twice_here().in_member(field.xml));
            }
            frame.mark(index, field);
            return self
                .count_memory(member.item_size())
                .and_then(|()| member.add().decode_xml(self))
                .map_err(|error| error.in_member(field.xml));
        }
        if let Some(index) = shape.rest
            && let Some(member) = record.member_mut(index)
        {
            if member.count() == 0 {
                member.add();
            }
            if let Some(entries) = member.last_mut().and_then(ViewMut::as_entries_mut) {
                return self.entry(entries);
            }
        }
        self.skip_unknown()
    }

    /// The field of the element whose start tag was just read: from the expected one on, then from the start. Where a
    /// content model has an element at two places, the first of them that is free.
    pub(super) fn find(&mut self, shape: &'static Shape, frame: &Frame) -> Option<usize> {
        let local = self.tag.local_name();
        let (before, from) = shape.fields.split_at_checked(frame.next)?;
        let fields = from.iter().chain(before).enumerate();
        let mut taken = None;
        for (steps, field) in fields {
            if field.kind != Kind::Element {
                continue;
            }
            let (name, namespace) = match &field.wrapper {
                None => (field.xml, field.namespace),
                Some(wrapper) => (wrapper.name, wrapper.namespace),
            };
            if name == local && self.resolved(namespace, frame.own) == self.tag.ns {
                let index = frame.next + steps;
                let index = if steps < from.len() { index } else { index - shape.fields.len() };
                if (field.list && field.wrapper.is_none()) || !frame.seen.has(index) {
                    return Some(index);
                }
                taken = taken.or(Some(index));
            }
        }
        taken
    }

    fn resolved(&mut self, namespace: Namespace, inherited: NsId) -> NsId {
        match namespace {
            Namespace::Inherited => inherited,
            Namespace::Unqualified => NsId::NONE,
            Namespace::Uri(name) => self.ns.known(name),
        }
    }

    /// Reads the element whose start tag was just read into its member.
    pub(super) fn member(
        &mut self,
        record: &mut dyn Record,
        frame: &mut Frame,
        index: usize,
        field: &'static Field,
    ) -> Result<(), DecodeError> {
        let Some(member) = record.member_mut(index) else {
            return self.skip_unknown();
        };
        if !field.list || field.wrapper.is_some() {
            if frame.seen.has(index) {
                return Err(self.twice_here().in_member(field.xml));
            }
            frame.next = index + 1;
        } else {
            frame.next = index;
        }
        frame.mark(index, field);
        if field.wrapper.is_some() { self.wrapped(member, field, frame) } else { self.value(member, field) }
    }

    /// Reads one value of a member.
    fn value(&mut self, member: &mut dyn Member, field: &'static Field) -> Result<(), DecodeError> {
        if field.list
            && let Err(error) = self.count_memory(member.item_size())
        {
            return Err(error.in_item(member.count()).in_member(field.xml));
        }
        let plain = self.attributes.is_empty() || field.kind == Kind::Any;
        let nil = if plain { Ok(false) } else { self.is_nil() };
        let read = match nil {
            Ok(false) => member.add().decode_xml(self),
            Ok(true) => self.null(member),
            Err(error) => Err(error),
        };
        match read {
            Ok(()) => Ok(()),
            Err(error) => Err(inside(error, member, field)),
        }
    }

    /// Reads an element with `xsi:nil="true"`.
    fn null(&mut self, member: &mut dyn Member) -> Result<(), DecodeError> {
        let at = self.tag.at;
        self.skip()?;
        if member.add_null() {
            return Ok(());
        }
        // So that the error names the item.
        member.add();
        Err(self.problem(at, ValueError::wrong_type("a value", "xsi:nil")))
    }

    /// Reads the items of a list from the element around them.
    fn wrapped(&mut self, member: &mut dyn Member, field: &'static Field, frame: &Frame) -> Result<(), DecodeError> {
        let tag = self.tag;
        let wrapper = field.wrapper.map_or("", |wrapper| wrapper.name);
        if tag.empty {
            self.close();
            return Ok(());
        }
        // An item inherits from the element around it, unless the record has a namespace of its own.
        let own = if frame.inherits { tag.ns } else { frame.own };
        while self.child(tag)? {
            if self.tag.local_name() == field.xml && self.resolved(field.namespace, own) == self.tag.ns {
                self.value(member, field).map_err(|error| error.in_member(wrapper))?;
            } else {
                self.skip_unknown()?;
            }
        }
        Ok(())
    }

    /// Checks that nothing required is missing, in the record and in the items of its groups that were read last.
    pub(super) fn finish(
        &mut self,
        record: &mut dyn Record,
        shape: &'static Shape,
        frame: &mut Frame,
        at: usize,
    ) -> Result<(), DecodeError> {
        for (index, mut inner) in std::mem::take(&mut frame.groups) {
            if let Some(item) = record.member_mut(index).and_then(last_record) {
                let shape = item.shape();
                self.finish(item, shape, &mut inner, at)?;
            }
        }
        if frame.required == shape.required {
            return Ok(());
        }
        for (index, field) in shape.fields.iter().enumerate() {
            if !field.must_occur() || frame.seen.has(index) {
                continue;
            }
            let inner = match field.kind {
                Kind::Group => record.member_mut(index).and_then(|member| member.value_shape()),
                _ => None,
            };
            // A group that may be empty is there when it is empty.
            let missing = match inner {
                None => Some(field.xml),
                Some(group) => first_required(group),
            };
            if let Some(missing) = missing {
                return Err(self.problem(at, ValueError::missing(missing)));
            }
        }
        Ok(())
    }

    /// Fills a member from the text of an attribute or element: a list takes one item a word.
    fn fill(&mut self, member: &mut dyn Member, text: &str, at: usize) -> Result<(), DecodeError> {
        if member.arity() != Arity::List {
            return member.add().decode_text(text).map_err(|problem| self.problem(at, problem));
        }
        let size = member.item_size();
        for word in text.split_ascii_whitespace() {
            self.count_memory(size)?;
            member.add().decode_text(word).map_err(|problem| self.problem(at, problem))?;
        }
        Ok(())
    }

    #[cold]
    fn twice_here(&self) -> DecodeError {
        self.twice_element(self.tag.at)
    }
}

fn first_required(shape: &'static Shape) -> Option<&'static str> {
    let mut fields = shape.fields.iter();
    fields.find(|field| field.must_occur() && field.kind != Kind::Group).map(|field| field.xml)
}

pub(super) fn last_record(member: &mut dyn Member) -> Option<&mut dyn Record> {
    member.last_mut()?.as_record_mut()
}

/// Adds the member, and which of its items, to the path of an error.
#[cold]
fn inside(error: DecodeError, member: &dyn Member, field: &Field) -> DecodeError {
    let error = if field.list { error.in_item(member.count().saturating_sub(1)) } else { error };
    error.in_member(field.xml)
}
