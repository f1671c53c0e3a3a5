//! Schema documents as data: what is written, names resolved against the prefixes in scope, nothing looked up yet.

use crate::model::{Docs, EnumValue, Facets, Namespace, XmlName};

use super::findings::At;

/// A name with its namespace.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct QName {
    /// Namespace; `None` for a name in no namespace.
    pub(super) namespace: Option<String>,
    /// Local name.
    pub(super) local: String,
}

impl QName {
    /// As it is shown to a person.
    pub(super) fn show(&self) -> String {
        match &self.namespace {
            Some(namespace) => format!("{{{namespace}}}{}", self.local),
            None => self.local.clone(),
        }
    }

    /// As a name of the model.
    pub(super) fn xml_name(&self) -> XmlName {
        XmlName { local: self.local.clone(), namespace: namespace(self.namespace.as_deref()) }
    }
}

/// A namespace of the model.
pub(super) fn namespace(uri: Option<&str>) -> Namespace {
    uri.map_or(Namespace::None, |uri| Namespace::Uri(uri.to_owned()))
}

/// A schema document.
#[derive(Debug, Default)]
pub(super) struct Schema {
    /// Its target namespace, or the one it took from the document that includes it.
    pub(super) target: Option<String>,
    /// What its version metadata says.
    pub(super) version: Option<String>,
    /// Other documents that it names.
    pub(super) links: Vec<Link>,
    /// Global components in document order.
    pub(super) components: Vec<Component>,
}

/// How one document names another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkKind {
    /// `xs:import`: another namespace.
    Import,
    /// `xs:include`, and `xs:redefine` and `xs:override`, whose changes are not honoured: the same namespace.
    Include,
}

/// A reference from one document to another.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) kind: LinkKind,
    pub(super) at: At,
    /// The namespace of an import.
    pub(super) namespace: Option<String>,
    /// `schemaLocation`.
    pub(super) location: Option<String>,
}

/// A global component.
#[derive(Debug)]
pub(super) enum Component {
    Element(Element),
    Attribute(Attribute),
    Complex(ComplexType),
    Simple(SimpleType),
    Group(Group),
    AttributeGroup(AttributeGroup),
}

/// What a use of an element or attribute names.
#[derive(Debug)]
pub(super) enum Subject {
    /// It is declared here.
    Declared(XmlName),
    /// It refers to a global declaration.
    Ref(QName),
}

impl Subject {
    /// The local name.
    pub(super) fn local(&self) -> &str {
        match self {
            Self::Declared(name) => &name.local,
            Self::Ref(name) => &name.local,
        }
    }
}

/// `minOccurs` and `maxOccurs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) min: u32,
    /// `None` is unbounded.
    pub(super) max: Option<u32>,
}

impl Count {
    pub(super) const ONE: Self = Self { min: 1, max: Some(1) };

    /// More than one may occur.
    pub(super) fn repeats(self) -> bool {
        self.max.is_none_or(|max| max > 1)
    }
}

/// `xs:element`.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) at: At,
    pub(super) docs: Docs,
    pub(super) derived: bool,
    pub(super) subject: Subject,
    pub(super) ty: Option<TypeUse>,
    pub(super) count: Count,
    pub(super) nillable: bool,
    pub(super) default: Option<String>,
    pub(super) fixed: Option<String>,
    pub(super) is_abstract: bool,
    /// `substitutionGroup`.
    pub(super) head: Option<QName>,
}

/// The type of an element.
#[derive(Debug)]
pub(super) enum TypeUse {
    Named(QName),
    Simple(Box<SimpleType>),
    Complex(Box<ComplexType>),
}

/// A simple type where one is used.
#[derive(Debug)]
pub(super) enum SimpleUse {
    Named(QName),
    Inline(Box<SimpleType>),
}

/// `use` of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Optional,
    Required,
    Prohibited,
}

/// `xs:attribute`.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) at: At,
    pub(super) docs: Docs,
    pub(super) derived: bool,
    pub(super) subject: Subject,
    pub(super) ty: Option<SimpleUse>,
    pub(super) usage: Use,
    pub(super) default: Option<String>,
    pub(super) fixed: Option<String>,
}

/// An attribute, or a group of them, of a type.
#[derive(Debug)]
pub(super) enum AttributeItem {
    Attribute(Attribute),
    Group(QName, At),
    /// `xs:anyAttribute`.
    Any(At, Docs),
}

/// `xs:attributeGroup` with a name.
#[derive(Debug)]
pub(super) struct AttributeGroup {
    pub(super) at: At,
    pub(super) name: String,
    pub(super) items: Vec<AttributeItem>,
}

/// `xs:group` with a name.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) at: At,
    pub(super) name: String,
    pub(super) content: Option<ModelGroup>,
}

/// `xs:complexType`.
#[derive(Debug)]
pub(super) struct ComplexType {
    pub(super) at: At,
    pub(super) docs: Docs,
    /// Absent for an anonymous type.
    pub(super) name: Option<String>,
    pub(super) is_abstract: bool,
    pub(super) mixed: bool,
    pub(super) content: Content,
    pub(super) attributes: Vec<AttributeItem>,
}

/// What a complex type holds beside attributes.
#[derive(Debug)]
pub(super) enum Content {
    /// Elements, derived from nothing.
    Elements(Option<Particle>),
    /// `xs:complexContent` with `xs:extension`.
    Extended(QName, Option<Particle>),
    /// `xs:complexContent` with `xs:restriction`.
    Restricted(QName, Option<Particle>),
    /// `xs:simpleContent` with `xs:extension`.
    TextExtended(QName),
    /// `xs:simpleContent` with `xs:restriction`.
    TextRestricted(QName, Box<TextRestriction>),
}

/// How `xs:simpleContent` restricts the text.
#[derive(Debug)]
pub(super) struct TextRestriction {
    pub(super) at: At,
    /// The inline type that takes the place of the base's.
    pub(super) inline: Option<Box<SimpleType>>,
    pub(super) facets: Facets,
    pub(super) values: Vec<EnumValue>,
}

impl Content {
    /// The type that this one derives from.
    pub(super) fn base(&self) -> Option<&QName> {
        match self {
            Self::Elements(_) => None,
            Self::Extended(base, _)
            | Self::Restricted(base, _)
            | Self::TextExtended(base)
            | Self::TextRestricted(base, _) => Some(base),
        }
    }
}

/// `xs:simpleType`.
#[derive(Debug)]
pub(super) struct SimpleType {
    pub(super) at: At,
    pub(super) docs: Docs,
    /// Absent for an anonymous type.
    pub(super) name: Option<String>,
    pub(super) variety: Variety,
}

/// How a simple type is made.
#[derive(Debug)]
pub(super) enum Variety {
    Restriction {
        base: SimpleUse,
        facets: Box<Facets>,
        values: Vec<EnumValue>,
    },
    /// The type of an item, and where `xs:list` stands.
    List(SimpleUse, At),
    Union(Vec<SimpleUse>),
}

/// A part of a content model.
#[derive(Debug)]
pub(super) enum Particle {
    Element(Box<Element>),
    Any(At, Docs, Count),
    Model(ModelGroup),
    Ref(QName, Count, At),
}

/// Kinds of model groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GroupKind {
    /// `xs:sequence`, and `xs:all`, whose order is free when reading and the declared one when writing.
    Sequence,
    /// `xs:choice`.
    Choice,
}

/// `xs:sequence`, `xs:all` or `xs:choice`.
#[derive(Debug)]
pub(super) struct ModelGroup {
    pub(super) at: At,
    pub(super) kind: GroupKind,
    pub(super) count: Count,
    pub(super) items: Vec<Particle>,
}
