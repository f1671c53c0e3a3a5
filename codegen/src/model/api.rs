//! Operations of the intermediate model.

use serde::Serialize;

use super::{Docs, Origin, TypeRef};

/// Operations, servers and access of an API version.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Api {
    /// Title as published.
    pub title: Option<String>,
    /// Description and documentation link.
    pub docs: Docs,
    /// Base URLs.
    pub servers: Vec<Server>,
    /// OAuth scopes that the operations ask for, sorted.
    pub scopes: Vec<String>,
    /// How callers show who they are, by name.
    pub security: Vec<SecurityScheme>,
    /// Operations in document order.
    pub operations: Vec<Operation>,
}

/// A base URL.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Server {
    /// The URL, variables filled with their defaults.
    pub url: String,
    /// The URL as written, variables in braces.
    pub template: String,
    /// What the document calls it.
    pub description: Option<String>,
}

/// A way to show who calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: String,
    /// Its type, with the scheme of an HTTP authentication: `oauth2`, `http bearer`.
    pub kind: String,
    /// Where tokens come from: token URLs and the URL of a discovery document.
    pub issuers: Vec<String>,
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Operation {
    /// `operationId`; where absent, made of method and path.
    pub id: String,
    /// The document gives the id.
    pub named: bool,
    /// HTTP method.
    pub method: Method,
    /// Path template below the base URL, such as `/{rettighetspakke}/{inntektsaar}`.
    pub path: String,
    /// Parameters: path parameters in path order, then the others in document order.
    pub parameters: Vec<Parameter>,
    /// Bodies that a call may send, a media type each; empty where none is declared.
    pub request: Vec<Body>,
    /// The request body must be sent.
    pub request_required: bool,
    /// Declared answers in document order.
    pub responses: Vec<Response>,
    /// Summary and description.
    pub docs: Docs,
    /// Where it is declared.
    pub origin: Origin,
}

/// HTTP methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

/// A parameter of an operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameter {
    /// Name on the wire.
    pub name: String,
    /// Where it goes.
    pub location: Location,
    /// Whether a call must give it.
    pub required: bool,
    /// Type of the value, or of one item where `list`.
    pub ty: TypeRef,
    /// The value is an array.
    pub list: bool,
    /// An array is sent as one parameter each (`explode`), not joined by commas.
    pub explode: bool,
    /// What an absent parameter stands for.
    pub default: Option<String>,
    /// A value that the document shows, as text: what the mock server offers to try.
    pub example: Option<String>,
    /// Description.
    pub docs: Docs,
    /// Where it is declared.
    pub origin: Origin,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// A declared answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Response {
    /// For which statuses.
    pub status: Status,
    /// Bodies, a media type each; empty where none is declared.
    pub bodies: Vec<Body>,
    /// Declared headers.
    pub headers: Vec<Header>,
    /// Description.
    pub docs: Docs,
    /// Where it is declared.
    pub origin: Origin,
}

/// Statuses that an answer is declared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// One status.
    Code(u16),
    /// All of a class: 2 for `2XX`.
    Class(u8),
    /// All that are not declared.
    Default,
}

/// A body of one media type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Body {
    /// Media type as written, such as `application/json`.
    pub media_type: String,
    /// Type of the content; `None` where the document gives no schema.
    pub ty: Option<TypeRef>,
}

/// A response header.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Header {
    /// Name.
    pub name: String,
    /// Type of its value.
    pub ty: TypeRef,
    /// It is always sent.
    pub required: bool,
    /// Description.
    pub docs: Docs,
}
