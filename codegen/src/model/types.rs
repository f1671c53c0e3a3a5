//! Types of the intermediate model.

use serde::Serialize;

use super::{Docs, Origin};

/// Identity of a type inside one model. Unique; equal to [`TypeDef::name`] unless two types share a name, or the
/// type has none of its own.
pub type TypeKey = String;

/// A named or anonymous type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TypeDef {
    /// The name in the document. For an anonymous type: the name of the member or element that holds it.
    pub name: String,
    /// Whether the document gave no name.
    pub anonymous: bool,
    /// Description, concept and code list.
    pub docs: Docs,
    /// Where it is declared.
    pub origin: Origin,
    /// What it is.
    pub shape: Shape,
}

/// What a type is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Shape {
    /// A record of members.
    Struct(Struct),
    /// A text with a list of known values.
    Enumeration(Enumeration),
    /// A named simple type.
    Scalar(Scalar),
    /// An array of which each item has the given type.
    List {
        /// Type of an item.
        item: TypeRef,
        /// Element name of an item in XML, where the document names it.
        item_name: Option<XmlName>,
    },
    /// An object whose member names are free and whose values have the given type.
    Map {
        /// Type of a value.
        value: TypeRef,
    },
    /// One of several types.
    Union(Union),
    /// Another name for a type.
    Alias(TypeRef),
}

/// A reference to a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TypeRef {
    /// A type of [`super::Model::types`].
    Named(TypeKey),
    /// A type that needs no declaration.
    Builtin(Builtin),
}

/// Types that need no declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Builtin {
    /// Any text.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number, whatever width the document gives it.
    Integer,
    /// An exact decimal number.
    Decimal,
    /// A binary floating point number (`xs:double`, `xs:float` alone; OpenAPI's `number` is [`Builtin::Decimal`]).
    Float,
    /// A calendar date.
    Date,
    /// A date and time of day, with or without offset.
    DateTime,
    /// A time of day.
    Time,
    /// A calendar year.
    Year,
    /// A month of a year.
    YearMonth,
    /// A duration.
    Duration,
    /// Bytes, written in base 64.
    Base64,
    /// Bytes, written in hexadecimal.
    Hex,
    /// A UUID.
    Uuid,
    /// Any JSON value.
    AnyJson,
    /// Any XML element.
    AnyXml,
}

/// A record.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Struct {
    /// Members in document order. After the pass `flatten_bases`, members of bases come first.
    pub members: Vec<Member>,
    /// Groups of members of which one branch may be present.
    pub choices: Vec<Choice>,
    /// Types whose members this one has too (`xs:extension`, `allOf`), in order. Empty after the pass `flatten_bases`.
    pub bases: Vec<TypeRef>,
    /// How its members join those of its bases.
    pub joined: Joined,
    /// Types that it was derived from, as the document says it. The members of those that it extends are its own after the
    /// pass `flatten_bases`.
    pub inherits: Vec<Base>,
    /// The type that this one restricts (`xs:restriction`): its values are values of that type, and its members are its own.
    pub restricts: Option<TypeRef>,
    /// A value of a derived type may stand where this one is declared, and says so by `xsi:type`.
    pub substitutable: bool,
    /// The document says that only derived types occur (`abstract`).
    pub is_abstract: bool,
    /// Text may stand between the elements (`mixed`): it is a member of its own.
    pub mixed: bool,
    /// Type of the members that are not declared (`additionalProperties` with a schema).
    pub additional: Option<TypeRef>,
}

/// A type that another is derived from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Base {
    /// The type.
    pub key: TypeKey,
    /// How the other is derived.
    pub derivation: Derivation,
}

/// How a type is derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Derivation {
    /// It has more (`xs:extension`, `allOf`).
    Extension,
    /// It has less (`xs:restriction`).
    Restriction,
}

/// How the members of a record join those of its bases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Joined {
    /// A member of the same name is the same member, declared again (`allOf`).
    #[default]
    Merged,
    /// They follow those of the bases: an element that is declared again stands at two places (`xs:extension`).
    Appended,
}

/// A member of a record: JSON member, XML element, attribute or text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Member {
    /// Name in JSON: property name, or the local name of the element or attribute.
    pub name: String,
    /// Type of the value, or of one item where [`Occurs::is_list`].
    pub ty: TypeRef,
    /// How many.
    pub occurs: Occurs,
    /// A list that may be given as its only item. No document says so: a fixup does.
    pub or_one: bool,
    /// May be null (`nullable`, `xs:nillable`).
    pub nullable: bool,
    /// How it looks in XML.
    pub xml: XmlForm,
    /// Description and concept: the member's own, never those of its type.
    pub docs: Docs,
    /// Derived by the authority (`erAvledet`): it need not be sent.
    pub derived: bool,
    /// Sent only (`writeOnly`).
    pub write_only: bool,
    /// Received only (`readOnly`).
    pub read_only: bool,
    /// Value that an absent member stands for, as text.
    pub default: Option<String>,
    /// The only allowed value, as text (`fixed`, `const`).
    pub fixed: Option<String>,
    /// Facets that stand at the member itself and not at its type.
    pub facets: Facets,
    /// The `format` keyword of a type that stands at the member itself, as written.
    pub format: Option<String>,
    /// Where it is declared.
    pub origin: Origin,
}

/// How often a member occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Occurs {
    /// At least. An array property that is required has 1 only if its `minItems` says so.
    pub min: u32,
    /// At most; `None` is unbounded.
    pub max: Option<u32>,
    /// The member itself must be there: a required property, an element with `minOccurs` of 1 or more outside of any
    /// choice. For a list in JSON: the array must be there, though it may be empty.
    pub required: bool,
}

impl Occurs {
    /// Exactly one.
    pub const ONE: Self = Self { min: 1, max: Some(1), required: true };
    /// None or one.
    pub const OPTIONAL: Self = Self { min: 0, max: Some(1), required: false };

    /// Whether more than one may occur.
    #[must_use]
    pub fn is_list(self) -> bool {
        self.max != Some(1)
    }
}

/// How a member looks in XML.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct XmlForm {
    /// Which kind of node.
    pub node: XmlNode,
    /// Name of the element (of each item, for a list) or attribute. Unused for other nodes.
    pub name: XmlName,
    /// The element around all items of a list (`xml.wrapped`).
    pub wrapper: Option<XmlName>,
}

/// Kinds of XML nodes that a member can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum XmlNode {
    /// A child element; one each for the items of a list.
    Element,
    /// An attribute.
    Attribute,
    /// The text of the element (`xs:simpleContent`).
    Text,
    /// Any element (`xs:any`).
    Any,
    /// The attributes that are not declared (`xs:anyAttribute`), by name.
    AnyAttribute,
    /// The members of the member's type stand directly in the parent (a repeated `xs:sequence` or `xs:choice`).
    Group,
}

/// A name in XML.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct XmlName {
    /// Local name.
    pub local: String,
    /// Namespace.
    pub namespace: Namespace,
}

/// The namespace of a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Namespace {
    /// The namespace of the parent element (what services with OpenAPI documents do); at a root: any, none is written.
    Inherit,
    /// No namespace (`unqualified`).
    None,
    /// This one.
    Uri(String),
}

/// Members of which one branch is present.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Choice {
    /// The branches in document order.
    pub branches: Vec<Branch>,
    /// One branch must be there.
    pub required: bool,
    /// No more than one branch may be there.
    pub exclusive: bool,
    /// Where it is declared.
    pub origin: Origin,
}

/// One branch of a choice.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Branch {
    /// Names ([`Member::name`]) of the members that belong to the branch, in document order.
    pub members: Vec<String>,
}

/// A text with known values.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Enumeration {
    /// Known values in document order, without repeats.
    pub values: Vec<EnumValue>,
}

/// A known value of an enumeration.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EnumValue {
    /// The text on the wire.
    pub value: String,
    /// What it means.
    pub docs: Docs,
}

/// A named simple type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scalar {
    /// What it restricts: a builtin, or another scalar (chains are kept, so that the names stay).
    pub base: TypeRef,
    /// Restrictions of this step of the chain.
    pub facets: Facets,
    /// The value is a list of items separated by white space (`xs:list`).
    pub list: bool,
    /// The `format` keyword as written, also where it has no meaning for us.
    pub format: Option<String>,
}

/// Restrictions of a value. They become documentation and `validate()`; they never fail a decode.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facets {
    /// Exact number of characters.
    pub length: Option<u64>,
    /// Least number of characters.
    pub min_length: Option<u64>,
    /// Greatest number of characters.
    pub max_length: Option<u64>,
    /// Patterns as written: XML Schema's dialect (anchored) for schemas, ECMA 262 (unanchored) for OpenAPI. Several
    /// patterns of one step of a schema are alternatives.
    pub patterns: Vec<String>,
    /// Lower bound, as written.
    pub min_inclusive: Option<String>,
    /// Upper bound, as written.
    pub max_inclusive: Option<String>,
    /// Lower bound that is itself excluded, as written.
    pub min_exclusive: Option<String>,
    /// Upper bound that is itself excluded, as written.
    pub max_exclusive: Option<String>,
    /// Greatest number of digits.
    pub total_digits: Option<u64>,
    /// Greatest number of digits after the decimal point.
    pub fraction_digits: Option<u64>,
    /// The value is a multiple of this, as written.
    pub multiple_of: Option<String>,
    /// Items of a list: least number.
    pub min_items: Option<u64>,
    /// Items of a list: greatest number.
    pub max_items: Option<u64>,
    /// White space handling.
    pub white_space: Option<WhiteSpace>,
}

/// The `xs:whiteSpace` facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WhiteSpace {
    /// As written.
    Preserve,
    /// Each white space character is a space.
    Replace,
    /// Runs are one space, none at the ends.
    Collapse,
}

/// One of several types.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Union {
    /// The variants in document order.
    pub variants: Vec<Variant>,
    /// What tells them apart.
    pub tag: Tag,
}

/// A variant of a union.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variant {
    /// Value of the tag, or the name of the type where there is no tag.
    pub tag: String,
    /// The type.
    pub ty: TypeRef,
}

/// What tells the variants of a union apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tag {
    /// The value of a JSON member (`discriminator`); in XML the child element or attribute of that name.
    Member(String),
    /// The `xsi:type` attribute; the values are type names in the given namespace of the schema. A tag `{namespace}name` is
    /// a name in another. The type that is called as the union is needs none.
    XsiType(Namespace),
    /// Nothing: the first variant that fits.
    Untagged,
}
