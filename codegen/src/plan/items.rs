//! What is declared in a crate: records, enumerations, unions, lists and names of simple types.

use super::RustType;
use super::choices::ChoicePlan;
use super::rules::{Check, ChoiceRule};

/// Something that is declared in the crate.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A record.
    Struct(StructPlan),
    /// A text with known values.
    Enum(EnumPlan),
    /// One of several types.
    Union(UnionPlan),
    /// A list that needs a type of its own.
    List(ListPlan),
    /// A name of a simple type.
    Alias(AliasPlan),
}

impl Item {
    /// The Rust name.
    #[must_use]
    pub fn ident(&self) -> &str {
        match self {
            Self::Struct(p) => &p.ident,
            Self::Enum(p) => &p.ident,
            Self::Union(p) => &p.ident,
            Self::List(p) => &p.ident,
            Self::Alias(p) => &p.ident,
        }
    }

    /// Whether it holds what the documents no longer have.
    pub(super) fn has_gone(&self) -> bool {
        match self {
            Self::Struct(p) => p.fields.iter().any(|field| field.gone),
            Self::Enum(EnumPlan { variants, .. }) | Self::Union(UnionPlan { variants, .. }) => {
                variants.iter().any(|variant| variant.gone)
            }
            Self::List(_) | Self::Alias(_) => false,
        }
    }
}

/// A record.
#[derive(Clone, Debug, PartialEq)]
pub struct StructPlan {
    /// Rust name.
    pub ident: String,
    /// Name in the document.
    pub name: String,
    /// Documentation.
    pub docs: Vec<String>,
    /// Every field can be left out: the record has a `Default`.
    pub has_default: bool,
    /// Fields in document order.
    pub fields: Vec<FieldPlan>,
    /// Constant of the namespace of the fields that do not name one.
    pub namespace: Option<String>,
    /// The root element.
    pub root: Option<RootPlan>,
    /// Views of choices.
    pub choices: Vec<ChoicePlan>,
    /// What is checked of choices.
    pub choice_rules: Vec<ChoiceRule>,
}

/// A field of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldPlan {
    /// Rust name.
    pub ident: String,
    /// Rust type.
    pub ty: RustType,
    /// Documentation.
    pub docs: Vec<String>,
    /// The documents no longer have it.
    pub gone: bool,
    /// How it stands in the table of the record.
    pub entry: Entry,
}

/// How a field stands in the table of its record: `element("beloep").required()`.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// `element`, `attribute`, `text`, `any`, `other_attributes`, `group` or `rest`.
    pub kind: &'static str,
    /// Name in JSON.
    pub name: String,
    /// What else there is to say, in a fixed order.
    pub modifiers: Vec<Modifier>,
}

/// A modifier of an [`Entry`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Modifier {
    /// `.required()`
    Required,
    /// `.list()`
    List,
    /// `.nillable()`
    Nillable,
    /// `.named("…")`: the name in XML.
    Named(String),
    /// `.ns(CONSTANT)`
    Namespace(String),
    /// `.unqualified()`
    Unqualified,
    /// `.wrapped("…")`
    Wrapped(String),
    /// `.wrapped_ns("…", CONSTANT)`
    WrappedNamespace(String, String),
    /// `.at_least(…)`: items of a list.
    AtLeast(u32),
    /// `.at_most(…)`: items of a list.
    AtMost(u32),
    /// `.check(…)`
    Check(Check),
}

/// A root element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootPlan {
    /// Rust name of the type.
    pub ident: String,
    /// Name of the type in the document.
    pub name: String,
    /// Local name of the element; `None` for a type that is no root.
    pub element: Option<String>,
    /// Constant of its namespace.
    pub namespace: Option<String>,
}

/// A text with known values.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumPlan {
    /// Rust name.
    pub ident: String,
    /// Name in the document.
    pub name: String,
    /// Documentation.
    pub docs: Vec<String>,
    /// Known values.
    pub variants: Vec<VariantPlan>,
    /// Name of the variant that holds any other value.
    pub unknown: String,
    /// For error codes: status and area of each variant.
    pub errors: Vec<(u16, String)>,
}

/// A variant.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantPlan {
    /// Rust name.
    pub ident: String,
    /// Text on the wire.
    pub value: String,
    /// Documentation.
    pub docs: Vec<String>,
    /// The documents no longer have it.
    pub gone: bool,
    /// Type of its content, for unions.
    pub ty: Option<RustType>,
    /// What its content is checked by, for unions.
    pub check: Option<Check>,
}

/// One of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct UnionPlan {
    /// Rust name.
    pub ident: String,
    /// Name in the document.
    pub name: String,
    /// Documentation.
    pub docs: Vec<String>,
    /// The variants.
    pub variants: Vec<VariantPlan>,
    /// Name of the variant that holds any other type.
    pub unknown: String,
    /// What tells them apart.
    pub tag: UnionTag,
    /// The root element.
    pub root: Option<RootPlan>,
}

/// What tells the variants of a union apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnionTag {
    /// `by member("…")`
    Member(String),
    /// `by xsi_type(CONSTANT)`; none for a schema without namespace.
    XsiType(Option<String>),
    /// `untagged`
    Untagged,
}

/// A list that needs a type of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct ListPlan {
    /// Rust name.
    pub ident: String,
    /// Name in the document.
    pub name: String,
    /// Documentation.
    pub docs: Vec<String>,
    /// Type of an item.
    pub item: RustType,
    /// Name of an item in XML.
    pub element: String,
    /// What an item is checked by.
    pub check: Option<Check>,
    /// The root element.
    pub root: Option<RootPlan>,
}

/// A name of a simple type.
#[derive(Clone, Debug, PartialEq)]
pub struct AliasPlan {
    /// Rust name.
    pub ident: String,
    /// Documentation.
    pub docs: Vec<String>,
    /// The type behind it.
    pub target: RustType,
}
