//! What the mock server needs to know of an API version: its routes, what their parameters may be, which examples
//! answer them, and its error codes.
//!
//! Plain data, written as JSON: `cargo xtask regen` puts one file for each API version into the package of the server,
//! which reads it back (`mock/src/catalogue/`). The server itself knows neither documents nor this library.

mod examples;
mod operations;
mod values;

#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::model::{Builtin, Location, Method, Model};
use crate::plan;
use crate::spec::Spec;

/// What `stoettetjenester` say of a list of events.
const EVENTS: &str = "hendelser";

/// An API version.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Catalogue {
    /// The command that makes the file.
    pub made_by: &'static str,
    /// Name of the API, such as `avregning`.
    pub api: String,
    /// Its version, such as `v2`.
    pub version: String,
    /// Title of the service.
    pub title: String,
    /// What it gives.
    pub summary: String,
    /// Upstream has withdrawn it.
    #[serde(skip_serializing_if = "is_default")]
    pub retired: bool,
    /// Scopes, of which a token has one.
    pub scopes: Vec<String>,
    /// Lists of events that tell of its data.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<List>,
    /// Its operations.
    pub operations: Vec<Operation>,
    /// The catalogue of error codes.
    pub errors: Vec<Feil>,
    /// All examples.
    pub examples: Vec<Example>,
}

/// A list of events.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct List {
    /// Name, as it stands in its host: `skattemeldingupersonlighendelser`.
    pub name: String,
    /// Title of the service.
    pub title: String,
}

/// An error code.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Feil {
    /// The code.
    pub kode: String,
    /// HTTP status that it comes with.
    pub http: u16,
    /// What it is about.
    pub area: String,
}

/// An example.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Example {
    /// Name of the file.
    pub file: String,
    /// Name of the type that it holds, where one is known.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub ty: Option<String>,
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Operation {
    /// `operationId`.
    pub id: String,
    /// HTTP method.
    pub method: Method,
    /// Path template below the base URL.
    pub path: String,
    /// What it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Parameters, those of the path first.
    pub parameters: Vec<Parameter>,
    /// Media types that a request body may have; empty where none is declared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub consumes: Vec<String>,
    /// A request must have a body.
    #[serde(skip_serializing_if = "is_default")]
    pub body_required: bool,
    /// Status of the successful answer.
    pub status: u16,
    /// Bodies of the successful answer, a media type each.
    pub bodies: Vec<Body>,
    /// Error bodies.
    pub feil: ErrorBody,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameter {
    /// Name on the wire.
    pub name: String,
    /// Where it goes.
    #[serde(rename = "in")]
    pub location: Location,
    /// A call must give it.
    #[serde(skip_serializing_if = "is_default")]
    pub required: bool,
    /// The value is a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<ListForm>,
    /// What it is, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// A value to try it with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// What a value may be.
    pub value: Value,
}

/// How a list is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ListForm {
    /// One parameter for each item.
    Repeated,
    /// One parameter, its items joined by commas.
    Commas,
}

/// What a value may be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Value {
    /// What it is read as.
    pub reads: Builtin,
    /// The only values that are allowed; empty where there is no list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Regular expressions of the crate `regex` that all must match.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<String>,
    /// Least number of characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// Greatest number of characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// Lower bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<String>,
    /// Upper bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
}

impl Value {
    fn of(reads: Builtin) -> Self {
        let (values, patterns) = (Vec::new(), Vec::new());
        Self { reads, values, patterns, min_length: None, max_length: None, min: None, max: None }
    }
}

/// The body of an answer in one media type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Body {
    /// The media type.
    pub media_type: String,
    /// Files of examples, the one to answer with first.
    pub examples: Vec<String>,
    /// The answer is a JSON array of which an example is one item.
    #[serde(skip_serializing_if = "is_default")]
    pub array: bool,
}

/// What error bodies look like.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ErrorBody {
    /// Media types, as declared.
    pub media_types: Vec<String>,
    /// Name of the root element in XML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
    /// Its namespace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

/// What the server needs to know of `specs/<api>/<version>`, of which `examples` are the names of the examples.
#[must_use]
pub fn catalogue(api: &str, version: &str, spec: &Spec, model: &Model, examples: &[String]) -> Catalogue {
    let feil =
        |error: &crate::spec::ErrorCode| Feil { kode: error.kode.clone(), http: error.http, area: error.area.clone() };
    let examples = examples::examples(model, examples);
    Catalogue {
        made_by: "cargo xtask regen",
        api: api.to_owned(),
        version: version.to_owned(),
        title: if spec.title.is_empty() { api.to_owned() } else { spec.title.clone() },
        summary: spec.summary.clone(),
        retired: spec.retired,
        scopes: plan::scopes(spec, model).to_vec(),
        lists: spec.stoettetjenester.iter().filter(|s| s.gives == EVENTS).map(|s| list(api, s)).collect(),
        operations: model.api.operations.iter().map(|o| operations::operation(model, o, &examples)).collect(),
        errors: spec.errors.iter().map(feil).collect(),
        examples,
    }
}

/// The name of a list is the first label of its host; where no host is known, what it would be like the others.
fn list(api: &str, service: &crate::spec::Stoettetjeneste) -> List {
    let url = service.base_urls.test.as_deref().or(service.base_urls.prod.as_deref());
    let label = url.and_then(|url| url.split_once("://")?.1.split(['.', '/', ':']).next());
    let name = label.map_or_else(|| format!("{}{EVENTS}", api.replace('-', "")), str::to_owned);
    List { name, title: service.title.clone() }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
