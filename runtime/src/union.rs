//! Values that are one of several types.

use std::fmt;

use crate::view::{View, ViewMut};
#[cfg(feature = "xml")]
use crate::xml;

/// The static description of a union, made by [`union!`](crate::union!).
#[derive(Debug)]
pub struct UnionShape {
    pub(crate) name: &'static str,
    pub(crate) tagging: Tagging,
    /// The tag of each variant, or its name where the union is untagged. By `xsi:type`, a name in another namespace than
    /// the union's is `{namespace}name`.
    pub(crate) tags: &'static [&'static str],
}

impl UnionShape {
    /// Describes a union.
    #[must_use]
    pub const fn new(name: &'static str, tagging: Tagging, tags: &'static [&'static str]) -> Self {
        Self { name, tagging, tags }
    }

    /// The type's name in the schema.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The position of the variant with this tag.
    pub(crate) fn variant_of(&self, tag: &str) -> Option<usize> {
        self.tags.iter().position(|known| *known == tag)
    }
}

/// How a document tells which variant it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tagging {
    /// By the value of this member of the object; in XML an attribute or child element of this name.
    Member(&'static str),
    /// By `xsi:type`, whose value is a name in this namespace, or in another where the tag is `{namespace}name`; in JSON
    /// by the member `xsi:type`, whose value is the tag. Without either, it is the variant that is called as the union is.
    XsiType(&'static str),
    /// By nothing: variants are tried in order.
    Untagged,
}

/// An enum of several types. Implemented by [`union!`](crate::union!).
pub trait Union {
    /// The table.
    fn union_shape(&self) -> &'static UnionShape;

    /// Becomes the variant at this position of the table, blank, and gives its value; `None` beyond the end.
    fn select(&mut self, index: usize) -> Option<ViewMut<'_>>;

    /// Becomes the unknown variant.
    fn set_unknown(&mut self, unknown: UnknownVariant);

    /// The variant held.
    fn selected(&self) -> Selected<'_>;
}

/// The variant a [`Union`] holds.
pub enum Selected<'a> {
    /// A variant of the table: its tag and value.
    Known(&'static str, View<'a>),
    /// None of the table.
    Unknown(&'a UnknownVariant),
}

/// The content of a union whose variant this version of the crate does not know.
///
/// It is kept as it was and written back in the format it came from. It may hold personal data: `Debug` shows the tag only.
#[derive(Clone, PartialEq, Default)]
pub struct UnknownVariant {
    tag: Option<Box<str>>,
    content: Content,
}

/// What an unknown variant holds.
#[derive(Clone, PartialEq, Default)]
pub(crate) enum Content {
    /// Nothing was read.
    #[default]
    Nothing,
    /// The JSON text.
    Json(Box<str>),
    /// The element.
    #[cfg(feature = "xml")]
    Xml(Box<xml::Any>),
}

impl UnknownVariant {
    /// An unknown variant read from JSON: its tag, if it has one, and its JSON text, which must be valid.
    pub(crate) fn from_json(tag: Option<&str>, text: &str) -> Self {
        Self { tag: tag.map(Into::into), content: Content::Json(text.into()) }
    }

    /// An unknown variant read from XML: its tag, if it has one, and the element.
    #[cfg(feature = "xml")]
    pub(crate) fn from_xml(tag: Option<&str>, element: xml::Any) -> Self {
        Self { tag: tag.map(Into::into), content: Content::Xml(Box::new(element)) }
    }

    /// The text that told the variant; `None` if there was none.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    pub(crate) fn content(&self) -> &Content {
        &self.content
    }
}

/// Namespace and local name of a tag `{namespace}name`; no namespace where it is only a name.
#[cfg(feature = "xml")]
pub(crate) fn split_tag(tag: &str) -> (Option<&str>, &str) {
    match tag.strip_prefix('{').and_then(|tag| tag.split_once('}')) {
        Some((namespace, local)) => (Some(namespace), local),
        None => (None, tag),
    }
}

impl fmt::Debug for UnknownVariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownVariant").field("tag", &self.tag).finish_non_exhaustive()
    }
}
