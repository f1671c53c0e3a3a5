//! From documents to the files of a crate, as `cargo xtask` does it, without touching the disk.

use std::collections::BTreeMap;
use std::path::Path;

use skatteetaten_codegen as codegen;
use skatteetaten_codegen::diagnostic::{Diagnostic, Sink};
use skatteetaten_codegen::emit::Files;
use skatteetaten_codegen::model::{Model, Namespace, TypeRef};
use skatteetaten_codegen::plan::{Names, Release, RuntimeDependency, Settings};
use skatteetaten_codegen::source::Limits;
use skatteetaten_codegen::spec::Spec;

use crate::xml;

/// What came of documents.
#[derive(Debug)]
pub struct Made {
    /// Name of the package.
    pub package: String,
    /// What is known beside the documents.
    pub spec: Spec,
    /// What was understood.
    pub model: Model,
    /// The files of the crate; `None` where there are errors.
    pub files: Option<Files>,
    /// Findings in the order they were made.
    pub diagnostics: Vec<Diagnostic>,
}

impl Made {
    fn name_of(&self, ty: &TypeRef) -> Option<&str> {
        match ty {
            TypeRef::Named(key) => self.model.types.get(key).map(|def| def.name.as_str()),
            TypeRef::Builtin(_) => None,
        }
    }

    /// The codes of the findings with their places: `E0203 openapi.yaml:12:9`.
    #[must_use]
    pub fn findings(&self) -> Vec<String> {
        self.diagnostics.iter().map(finding).collect()
    }

    /// The name of the type that the name of an example begins with: `feil.json`, `alleKrav-full.json`. `None` for the
    /// examples of the first type of the crate, such as `full.json`.
    #[must_use]
    pub fn type_of_example(&self, file: &str) -> Option<&str> {
        let stem = file.split(['-', '.']).next()?;
        let mut names = self.model.types.values().map(|def| def.name.as_str());
        names.find(|name| name.eq_ignore_ascii_case(stem))
    }

    /// The name of the type of a document with this root element, for `--type` when the document is read as JSON.
    #[must_use]
    pub fn type_of_root(&self, document: &str) -> Option<&str> {
        let (namespace, local) = xml::root(document)?;
        let at_home = |of_root: &Namespace| match of_root {
            Namespace::Uri(uri) => namespace.as_ref() == Some(uri),
            Namespace::None => namespace.is_none(),
            Namespace::Inherit => true,
        };
        let mut roots = self.model.roots.iter().filter(|root| root.name == local && at_home(&root.namespace));
        roots.find_map(|root| self.name_of(&root.ty))
    }
}

/// A finding as tests tell it: `E0203 openapi.yaml:12:9`.
#[must_use]
pub fn finding(diagnostic: &Diagnostic) -> String {
    let at = &diagnostic.location;
    let position = at.position.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
    format!("{} {}{position}", diagnostic.code.id, at.path)
}

/// Settings of a crate that is a member of a workspace.
#[must_use]
pub fn settings(api: &str, version: &str, spec: Spec, command: &str) -> Settings {
    Settings {
        api: api.to_owned(),
        version: version.to_owned(),
        spec,
        older: None,
        pinned: Names::default(),
        release: Release::default(),
        runtime: RuntimeDependency::Workspace,
        command: command.to_owned(),
    }
}

/// Reads `documents` in `folder` and makes the crate.
#[must_use]
pub fn make(folder: &BTreeMap<String, Vec<u8>>, documents: &[String], settings: &Settings) -> Made {
    let mut sink = Sink::default();
    let model = codegen::read(folder, documents, &Limits::default(), &mut sink);
    finish(model, settings, sink)
}

fn finish(model: Model, settings: &Settings, mut sink: Sink) -> Made {
    let files = codegen::generate(&model, settings, &mut sink);
    let package = codegen::naming::package_name(&settings.api, &settings.version);
    Made { package, spec: settings.spec.clone(), model, files, diagnostics: sink.into_diagnostics() }
}

/// Reads `specs/<api>/<version>` and makes its crate, as `cargo xtask regen` does.
///
/// # Panics
/// When its `api.toml` cannot be read.
#[must_use]
pub fn make_spec(api: &str, version: &str, path: &Path) -> Made {
    let folder = crate::tree(path);
    let text = String::from_utf8_lossy(folder.get("api.toml").expect("api.toml"));
    let spec = Spec::parse("api.toml", &text).unwrap_or_else(|e| panic!("{e}"));
    let mut sink = Sink::default();
    let model = codegen::read_spec(&folder, &spec, &Limits::default(), &mut sink);
    finish(model, &settings(api, version, spec, "cargo xtask regen"), sink)
}

/// API, version and folder of everything in `specs/`.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn specs() -> Vec<(String, String, std::path::PathBuf)> {
    let mut found = Vec::new();
    for (api, path) in crate::folders(&crate::root().join("specs")) {
        found.extend(crate::folders(&path).into_iter().map(|(version, path)| (api.clone(), version, path)));
    }
    assert!(!found.is_empty(), "specs/ is empty");
    found
}
