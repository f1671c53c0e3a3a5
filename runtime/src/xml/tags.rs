//! What is written around the members of a record, joined once: writing a tag in one piece is most of the work.

use crate::padded::Padded;
use crate::shape::{Field, Kind, Namespace, Shape};

/// The tags of a record's fields.
#[derive(Debug)]
pub(crate) struct Tags {
    pub(super) shape: &'static Shape,
    /// Whether some field is an attribute. Here, where the processor looks anyway.
    pub(super) has_attributes: bool,
    /// The namespace of the members that are [plain](Tag::plain); `None` where they have that of the element around them.
    pub(super) namespace: Option<&'static str>,
    tags: Box<[Tag]>,
}

/// The tags of a field, and what is special about it.
#[derive(Debug)]
pub(super) struct Tag {
    pub(super) start: Padded,
    pub(super) end: Padded,
    /// Whether each value is an element of the record's usual namespace and nothing stands around them.
    pub(super) plain: bool,
    /// Whether something is written where there is no value: `xsi:nil`, or the element around a list.
    pub(super) nothing: bool,
}

impl Tags {
    /// Those of a record, made when they are first asked for.
    #[inline]
    pub(super) fn of(shape: &'static Shape) -> &'static Self {
        shape.tags.get_or_init(|| Self::new(shape))
    }

    #[cold]
    fn new(shape: &'static Shape) -> Self {
        let element = |field: &&Field| field.kind == Kind::Element;
        let usual = shape.fields.iter().find(element).map_or(Namespace::Inherited, |field| field.namespace);
        let namespace = resolved(usual, shape);
        let tag = |field: &Field| {
            let element = field.kind == Kind::Element;
            Tag {
                start: Padded::new(["<", field.xml, ">"].concat()),
                end: Padded::new(["</", field.xml, ">"].concat()),
                plain: element && field.wrapper.is_none() && resolved(field.namespace, shape) == namespace,
                nothing: element && field.required && (field.wrapper.is_some() || (field.nillable && !field.list)),
            }
        };
        Tags { shape, has_attributes: shape.has_attributes, namespace, tags: shape.fields.iter().map(tag).collect() }
    }

    #[inline]
    pub(super) fn all(&self) -> &[Tag] {
        &self.tags
    }

    /// The namespace that a field or the element around its values has; `None`: that of the element around them.
    pub(super) fn resolve(&self, namespace: Namespace) -> Option<&'static str> {
        resolved(namespace, self.shape)
    }
}

fn resolved(namespace: Namespace, shape: &'static Shape) -> Option<&'static str> {
    match namespace {
        Namespace::Inherited => shape.namespace,
        Namespace::Unqualified => Some(""),
        Namespace::Uri(namespace) => Some(namespace),
    }
}
