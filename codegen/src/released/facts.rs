//! What callers meet of an `api.toml`.

use serde::{Deserialize, Serialize};

use crate::spec::{ErrorCode, Rettighetspakke, Spec};

/// What is compared of an `api.toml`; the rest of it is for maintainers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Withdrawn upstream.
    pub retired: bool,
    /// The rights packages.
    pub rettighetspakker: Vec<Rettighetspakke>,
    /// The error codes.
    pub errors: Vec<ErrorCode>,
}

impl Facts {
    /// An `api.toml` that says this and nothing else.
    pub(super) fn spec(&self) -> Spec {
        let Self { retired, rettighetspakker, errors } = self.clone();
        Spec { retired, rettighetspakker, errors, ..Spec::default() }
    }
}

impl From<&Spec> for Facts {
    fn from(spec: &Spec) -> Self {
        let Spec { retired, rettighetspakker, errors, .. } = spec;
        Self { retired: *retired, rettighetspakker: rettighetspakker.clone(), errors: errors.clone() }
    }
}
