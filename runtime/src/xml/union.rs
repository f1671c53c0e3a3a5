//! Unions, and elements kept as they are.

use std::borrow::Cow;

use memchr::memmem;

use super::any::Any;
use super::decode::Decoder;
use super::namespace::NsId;
use super::scan::Piece;
use crate::DecodeError;
use crate::union::{Tagging, Union, UnionShape, UnknownVariant, split_tag};

impl<'a> Decoder<'a> {
    /// Reads a union from the element whose start tag was just read, through its end tag.
    ///
    /// # Errors
    /// The element is malformed, or not of the type its tag names.
    pub fn union(&mut self, union: &mut dyn Union) -> Result<(), DecodeError> {
        self.count_memory(size_of_val(union))?;
        let shape = union.union_shape();
        let (index, tag) = match shape.tagging {
            Tagging::XsiType(namespace) => match self.xsi("type") {
                // The declared type itself, where it is not abstract, needs no attribute.
                None => (shape.variant_of(shape.name), None),
                Some(attribute) => {
                    let text = self.attribute_text(attribute)?;
                    let (ns, local) = self.qualified(&text, attribute.at)?;
                    (self.variant(shape, namespace, ns, local), Some(Cow::Owned(local.to_owned())))
                }
            },
            Tagging::Member(name) => {
                let tag = self.member_text(name)?;
                (tag.as_deref().and_then(|tag| shape.variant_of(tag)), tag)
            }
            Tagging::Untagged => return self.untagged(union, shape.tags.len()),
        };
        if let Some(value) = index.and_then(|index| union.select(index)) {
            self.union_tag = match shape.tagging {
                Tagging::Member(name) if value.is_record() => Some(name),
                _ => None,
            };
            return value.decode_xml(self);
        }
        self.unknown(union, tag.as_deref())
    }

    /// The variant with this name as its tag.
    fn variant(&mut self, shape: &UnionShape, namespace: &'static str, ns: NsId, local: &str) -> Option<usize> {
        let own = ns == self.ns.known(namespace);
        shape.tags.iter().position(|tag| match split_tag(tag) {
            (None, name) => own && name == local,
            (Some(namespace), name) => name == local && self.ns.name(ns) == namespace,
        })
    }

    /// Keeps the element of a variant that is not known.
    fn unknown(&mut self, union: &mut dyn Union, tag: Option<&str>) -> Result<(), DecodeError> {
        self.unknown = true;
        // It is boxed.
        self.count_memory(size_of::<Any>() + tag.map_or(0, str::len))?;
        let element = self.any()?;
        union.set_unknown(UnknownVariant::from_xml(tag, element));
        Ok(())
    }

    /// The value of an attribute of this name, or else the text of the first child element of this name. Nothing is
    /// read: the decoder stands after the start tag as before.
    fn member_text(&mut self, name: &str) -> Result<Option<Cow<'a, str>>, DecodeError> {
        let mut attributes = self.attributes.iter();
        let attribute =
            attributes.find(|attribute| attribute.local_name() == name && attribute.ns != NsId::XSI).copied();
        if let Some(attribute) = attribute {
            return self.attribute_text(attribute).map(Some);
        }
        if self.tag.empty {
            return Ok(None);
        }
        let mark = self.mark();
        let mut found = None;
        loop {
            match self.next()? {
                Piece::Start if self.tag.local_name() == name => {
                    found = Some(self.text()?);
                    break;
                }
                Piece::Start => self.skip()?,
                Piece::End(_) => break,
                Piece::Text(_) | Piece::Data(_) | Piece::Char(_) => {}
            }
        }
        self.back_to(&mark)?;
        Ok(found.map(|text| Cow::Owned(text.trim_ascii().to_owned())))
    }

    /// The first variant that knows all of the element, or else the first that can be read from it.
    fn untagged(&mut self, union: &mut dyn Union, variants: usize) -> Result<(), DecodeError> {
        let outside = self.unknown;
        let mark = self.mark();
        let mut fallback = None;
        for index in 0..variants {
            let Some(value) = union.select(index) else {
                continue;
            };
            self.unknown = false;
            match value.decode_xml(self) {
                Ok(()) if !self.unknown => {
                    self.unknown = outside;
                    return Ok(());
                }
                Ok(()) => fallback = fallback.or(Some(index)),
                // No variant can be read from what is no XML.
                Err(error) if error.is_malformed() || error.is_limit() => return Err(error),
                Err(_) => {}
            }
            self.back_to(&mark)?;
        }
        match fallback.and_then(|index| union.select(index)) {
            Some(value) => {
                self.unknown = true;
                value.decode_xml(self)
            }
            None => self.unknown(union, None),
        }
    }

    /// Keeps the element whose start tag was just read as it is, through its end tag.
    pub(crate) fn any(&mut self) -> Result<Any, DecodeError> {
        let tag = self.tag;
        let depth = self.depth;
        let own_default = self.ns.declared_at("", depth);
        let mut around: Vec<(&'a str, NsId)> = Vec::new();
        if self.ns.is_any() {
            around.extend(self.ns.in_scope(depth));
            around.retain(|(prefix, _)| !self.ns.declared_at(prefix, depth));
        }
        self.skip()?;
        let element = &self.src[tag.at..self.pos];
        self.count_text(element.len())?;
        // Declarations that the element does not use are not its own.
        around.retain(|(prefix, _)| {
            let prefixed = [prefix, ":"].concat();
            prefix.is_empty() || memmem::find(element.as_bytes(), prefixed.as_bytes()).is_some()
        });
        // Each is written into the element, and the default one kept too: a long name, taken by many short elements, would
        // be much more than the document.
        for (prefix, namespace) in &around {
            let len = prefix.len().saturating_add(self.ns.name(*namespace).len());
            self.count_memory(len.saturating_mul(2))?;
        }
        let around = around.iter().map(|(prefix, namespace)| (*prefix, self.ns.name(*namespace)));
        Ok(Any::new(element, tag.name, own_default, around))
    }
}
