//! The intermediate model: what the documents say, in one shape for OpenAPI and XML Schema.
//!
//! Plain data. It knows neither how a document spells a thing nor how Rust will: a front end that needs a
//! `match` on "is this XSD?" later is missing a field here. Maps keep document order, and every named thing
//! knows the line it came from.

mod api;
pub mod select;
pub mod tree;
mod types;

pub use api::{Api, Body, Header, Location, Method, Operation, Parameter, Response, SecurityScheme, Server, Status};
pub use types::{
    Base, Branch, Builtin, Choice, Derivation, EnumValue, Enumeration, Facets, Joined, Member, Namespace, Occurs,
    Scalar, Shape, Struct, Tag, TypeDef, TypeKey, TypeRef, Union, Variant, WhiteSpace, XmlForm, XmlName, XmlNode,
};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Everything that the documents of one API version say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// The documents in the order they were read. [`Origin::document`] is an index into this list.
    pub documents: Vec<Document>,
    /// Operations, servers and scopes; empty for a model that was read from XML Schema alone.
    pub api: Api,
    /// All types by key, in document order.
    pub types: IndexMap<TypeKey, TypeDef>,
    /// XML root elements, in document order: global elements of a schema, bodies and `xml.name`d components of an
    /// OpenAPI document.
    pub roots: Vec<Root>,
    /// What a document says that the generated crate will not honour; listed in the crate's README.
    pub not_honoured: Vec<NotHonoured>,
    /// What a document says that changes no type: kept so that two states of it can be told apart.
    pub asides: Vec<Aside>,
    /// Names of types that nothing reaches: the pass `prune` has dropped them.
    pub unused: Vec<TypeKey>,
}

/// One document that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Path relative to the spec folder, with `/` as separator.
    pub path: String,
    /// SHA-256 of the bytes, in lower-case hex.
    pub sha256: String,
    /// What kind of document it is, such as `OpenAPI 3.0.3` or `XML Schema`.
    pub dialect: String,
    /// The language that its facets are written in.
    pub language: Language,
    /// The version that the document gives itself, such as `info.version`.
    pub version: Option<String>,
    /// The target namespace of a schema.
    pub namespace: Option<String>,
    /// It declares types and nothing that uses them: all are meant to be used.
    pub library: bool,
}

/// What facets mean: how a pattern is read, and what the length of bytes counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Patterns are those of ECMA 262 and match a part of the value; facets hold for values of their own kind alone, and
    /// lengths count characters.
    JsonSchema,
    /// Patterns are those of XML Schema and match the whole value; lengths of bytes count bytes.
    XmlSchema,
}

/// Where in the documents something was declared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Origin {
    /// Index into [`Model::documents`].
    pub document: u32,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in characters.
    pub column: u32,
}

/// Human text and links about a declaration.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Docs {
    /// The description as the document has it, trimmed, without the markup of concept links; `None` when it is empty.
    pub text: Option<String>,
    /// Link to the concept behind the name (`begrepsreferanse`), always a complete URL or the bare id as published.
    pub concept: Option<String>,
    /// Link to the external code list (`eksternKodeliste`, `Kodelistereferanse`) that holds the allowed values.
    pub code_list: Option<String>,
    /// The document marks it deprecated.
    pub deprecated: bool,
    /// The documents no longer have it: it was released, and stays for callers ([`crate::released`]).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
}

/// An XML root element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Root {
    /// Local name of the element.
    pub name: String,
    /// Its namespace: [`Namespace::Inherit`] where the document does not say.
    pub namespace: Namespace,
    /// The type of its content.
    pub ty: TypeRef,
    /// Where it is declared.
    pub origin: Origin,
}

/// A keyword that is read over: examples, tags, the location of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// The keyword, such as `example` or `schemaLocation`.
    pub keyword: String,
    /// Where it stands, as the document names it: a JSON pointer, or the names of the declarations around it.
    pub place: String,
    /// Its value; of a mapping or a sequence all that is in it, in one line.
    pub value: String,
    /// Where it is declared.
    pub origin: Origin,
}

/// A keyword or construct that is read and then not honoured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NotHonoured {
    /// The keyword, such as `discriminator.mapping` or `xs:key`.
    pub keyword: String,
    /// What happens instead, as a short sentence.
    pub instead: String,
    /// Where it stands.
    pub origin: Origin,
}
