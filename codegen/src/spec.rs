//! `api.toml`: what the documents of an API version do not say.

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Location, codes};
use crate::source::LineTable;

/// The content of an `api.toml`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Spec {
    /// Title of the service.
    pub title: String,
    /// Version of the service, such as `v2`.
    pub version: String,
    /// The documents of the folder, in the order in which they are read.
    pub documents: Vec<String>,
    /// What the service gives, in one sentence.
    pub summary: String,
    /// Where the document is published on SwaggerHub.
    pub swaggerhub: Option<SwaggerHub>,
    /// Upstream has withdrawn this version.
    pub retired: bool,
    /// Income years that the service answers for.
    pub income_years: Option<String>,
    /// OAuth scopes.
    pub scopes: Vec<String>,
    /// Rights packages (`rettighetspakke`) that callers are placed in.
    pub rettighetspakker: Vec<String>,
    /// Formats of the answers: `json`, `xml`.
    pub formats: Vec<String>,
    /// What is known to be missing or uncertain.
    pub known_gaps: Vec<String>,
    /// Base URLs by environment.
    pub base_urls: BaseUrls,
    /// The catalogue of error codes.
    pub errors: Vec<ErrorCode>,
    /// Where the facts were published.
    pub sources: Vec<Source>,
}

/// Where a document is published on SwaggerHub.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwaggerHub {
    /// Owner of the document.
    pub owner: String,
    /// Name of the document.
    pub api: String,
    /// Version of the document, where known.
    pub version: Option<String>,
}

/// Base URLs by environment.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BaseUrls {
    /// The external test environment.
    pub test: Option<String>,
    /// Production.
    pub prod: Option<String>,
}

/// An error code of the service.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The code, such as `AR-001`.
    pub kode: String,
    /// HTTP status that it comes with.
    pub http: u16,
    /// What it is about.
    pub area: String,
}

/// Where facts were published.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Which part: model, operations, errors, examples.
    pub of: String,
    /// The published document.
    pub document: String,
    /// Its address.
    pub url: Option<String>,
    /// When it was last changed.
    pub date: Option<String>,
}

impl Spec {
    /// Reads an `api.toml`.
    ///
    /// # Errors
    /// When it is not TOML, or has a key that is not known, with the line.
    pub fn parse(path: &str, text: &str) -> Result<Self, Box<Diagnostic>> {
        toml::from_str(text).map_err(|error| {
            let position = error.span().map(|span| LineTable::new(text).position(text, span.start));
            let location = Location { path: path.to_owned(), position, pointer: String::new() };
            let help = Some("the keys are documented in docs/maintaining.md".to_owned());
            Box::new(Diagnostic { code: codes::E0501, message: error.message().to_owned(), location, help })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_an_error_with_its_line() {
        let spec = Spec::parse("api.toml", "title = \"A\"\nversion = \"v1\"\ndocuments = [\"a.xsd\"]\n");
        assert_eq!(spec.map(|s| s.documents), Ok(vec!["a.xsd".to_owned()]));
        let error = Spec::parse("api.toml", "title = \"A\"\ntitel = 1\n").unwrap_err();
        assert_eq!(error.location.position, Some((2, 1)));
        assert_eq!(error.code.id, "E0501");
    }
}
