//! Findings about a document: what is wrong, where, and what to do.

use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The document is used, with the documented fallback.
    Warning,
    /// No crate can be made of the document.
    Error,
}

/// Where a finding is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// Path of the document as the user named it.
    pub path: String,
    /// Line and column, from 1; `None` when the finding is about the document as a whole.
    pub position: Option<(u32, u32)>,
    /// JSON pointer into an OpenAPI document, or the path of names in a schema; empty when unknown.
    pub pointer: String,
}

/// A finding about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, see [`codes`].
    pub code: Code,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where.
    pub location: Location,
    /// What to do about it, or what happens instead.
    pub help: Option<String>,
}

/// A stable code with its severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code {
    /// Such as `E0104`; errors start with `E`, warnings with `W`.
    pub id: &'static str,
    /// What findings of this code have in common.
    pub title: &'static str,
}

impl Code {
    /// The severity, told by the first letter.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self.id.starts_with('E') { Severity::Error } else { Severity::Warning }
    }
}

/// The table of codes, sorted. 01xx source, 02xx OpenAPI, 03xx XML Schema, 04xx passes and plan, 05xx specs.
pub mod codes {
    use super::Code;

    macro_rules! codes {
        ($($id:ident $title:literal;)*) => {
            $(#[doc = $title] pub const $id: Code = Code { id: stringify!($id), title: $title };)*
            /// All codes, sorted by id within errors and warnings.
            pub const ALL: &[Code] = &[$($id),*];
        };
    }

    codes! {
        E0101 "the document is not well formed";
        E0102 "the document is too large";
        E0103 "the document is nested too deeply";
        E0104 "the document has too many aliases";
        E0105 "the document is not UTF-8 or a declared encoding that is supported";
        E0106 "a name occurs twice in one mapping";
        E0107 "a reference or import leaves the spec folder";
        E0108 "a referenced document cannot be read";
        E0109 "the kind of document is not known";
        E0201 "the OpenAPI version is not supported";
        E0202 "a keyword has a value of the wrong type";
        E0203 "a reference does not resolve";
        E0204 "references form a cycle without a type";
        E0205 "two operations have the same operationId";
        E0206 "a path parameter is not declared";
        E0207 "a required keyword is missing";
        E0301 "the document is not an XML Schema";
        E0302 "a referenced component does not exist";
        E0303 "an import or include does not resolve";
        E0304 "a component is declared twice";
        E0305 "an attribute has a value that XML Schema does not allow";
        E0306 "a type derives from itself";
        E0307 "an element stands where XML Schema does not allow it";
        E0401 "a type contains itself without an optional member in between";
        E0402 "the generator made something that is not Rust";
        E0501 "api.toml is not usable";
        E0502 "a fixup cannot be applied";
        E0503 "the list of accepted changes is not usable";
        E0504 "an accepted change does not occur";
        E0505 "the state of a release is not usable";
        E0506 "the version of a release is lower than its changes ask for";
        E0507 "the version of a release leaves versions out";
        E0508 "a change has to be decided on before a release";
        W0201 "a schema keyword is not honoured";
        W0202 "a media type is not supported";
        W0204 "a security scheme is not supported";
        W0205 "a parameter style is not supported";
        W0301 "an XML Schema construct is not honoured";
        W0302 "a wildcard is kept without validation";
        W0401 "two names differ only in ways that Rust cannot show";
        W0403 "a pattern is not checked";
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{severity}[{}] {}", self.code.id, self.location.path)?;
        if let Some((line, column)) = self.location.position {
            write!(f, ":{line}:{column}")?;
        }
        if !self.location.pointer.is_empty() {
            write!(f, " at {}", self.location.pointer)?;
        }
        write!(f, ": {}", self.message)?;
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

/// Collects findings; a stage that meets an error goes on where it can, so that one run tells all.
#[derive(Clone, Debug, Default)]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
}

impl Sink {
    /// Adds a finding.
    pub fn push(&mut self, code: Code, location: Location, message: impl Into<String>, help: Option<String>) {
        self.diagnostics.push(Diagnostic { code, message: message.into(), location, help });
    }

    /// Whether an error was found.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.code.severity() == Severity::Error)
    }

    /// The findings in the order they were made.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Takes the findings out.
    #[must_use]
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }
}
