//! What callers meet of an `api.toml`.

use serde::{Deserialize, Serialize};

use crate::spec::{BaseUrls, ErrorCode, Hendelsesliste, Rettighetspakke, Spec};

/// What is compared of an `api.toml`; the rest of it is for maintainers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Withdrawn upstream.
    pub retired: bool,
    /// Where the service is.
    pub base_urls: BaseUrls,
    /// The scopes of a token.
    pub scopes: Vec<String>,
    /// The lists of events.
    pub hendelseslister: Vec<Hendelsesliste>,
    /// The rights packages.
    pub rettighetspakker: Vec<Rettighetspakke>,
    /// The error codes.
    pub errors: Vec<ErrorCode>,
}

impl Facts {
    /// An `api.toml` that says this and nothing else.
    pub(super) fn spec(&self) -> Spec {
        let Self { retired, base_urls, scopes, hendelseslister, rettighetspakker, errors } = self.clone();
        Spec { retired, base_urls, scopes, hendelseslister, rettighetspakker, errors, ..Spec::default() }
    }
}

impl From<&Spec> for Facts {
    fn from(spec: &Spec) -> Self {
        let Spec { retired, base_urls, scopes, hendelseslister, rettighetspakker, errors, .. } = spec.clone();
        Self { retired, base_urls, scopes, hendelseslister, rettighetspakker, errors }
    }
}
