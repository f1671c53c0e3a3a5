//! The generator's library, as the commands use it: documents on disk in, a model or a crate's files out.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, Result};
use skatteetaten_codegen as codegen;
use skatteetaten_codegen::diagnostic::{Diagnostic, Location, Severity, Sink, codes};
use skatteetaten_codegen::drift::accepted::{self, Acceptance};
use skatteetaten_codegen::model::Model;
use skatteetaten_codegen::plan::{Names, Older, Release, RuntimeDependency, Settings};
use skatteetaten_codegen::released::{self, Released};
use skatteetaten_codegen::source::{Folder, Limits, Source};
use skatteetaten_codegen::spec::Spec;

use crate::folder::DiskFolder;
use crate::format;
use crate::output::Files;
use crate::specs::SpecFolder;

/// Documents below one folder.
#[derive(Clone, Debug)]
pub(crate) struct Documents {
    /// The folder, which nothing that is read may lie outside of.
    pub(crate) folder: DiskFolder,
    /// Paths of the documents in it.
    pub(crate) paths: Vec<String>,
    /// How paths are shown.
    pub(crate) shown: Shown,
}

/// How paths in the folder of the documents are shown to the caller.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shown {
    /// What stands before a path.
    pub(crate) prefix: String,
    /// Paths that the caller has given, as they were given.
    pub(crate) given: BTreeMap<String, String>,
}

impl Shown {
    pub(crate) fn path(&self, path: &str) -> String {
        self.given.get(path).cloned().unwrap_or_else(|| format!("{}{path}", self.prefix))
    }
}

/// What came of documents.
#[derive(Debug)]
pub(crate) struct Found<T> {
    /// The result.
    pub(crate) value: T,
    /// Findings, with paths as the caller knows them.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Whether documents have errors.
pub(crate) fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.code.severity() == Severity::Error)
}

/// The folder at `path`, as the generator may read it.
pub(crate) fn folder(path: &Path) -> io::Result<DiskFolder> {
    DiskFolder::new(path, &Limits::default())
}

/// Reads documents into a model.
pub(crate) fn read(documents: &Documents) -> Found<Model> {
    let mut sink = Sink::default();
    let model = codegen::read(&documents.folder, &documents.paths, &Limits::default(), &mut sink);
    Found { value: model, diagnostics: shown(sink, &documents.shown) }
}

/// Makes a crate of a model that was read without errors.
pub(crate) fn generate(model: &Model, settings: &Settings, paths: &Shown) -> Result<Found<Option<Files>>> {
    let mut sink = Sink::default();
    let mut files = codegen::generate(model, settings, &mut sink);
    if let Some(files) = &mut files {
        format::rust(files)?;
    }
    Ok(Found { value: files, diagnostics: shown(sink, paths) })
}

/// Reads the documents of `specs/<api>/<version>`, and what its `api.toml` says; `None` where that is not usable.
pub(crate) fn read_spec(spec: &SpecFolder) -> Result<Found<Option<(Spec, Model)>>> {
    let folder = folder(&spec.path).with_context(|| format!("cannot read {}", spec.path.display()))?;
    Ok(read_spec_in(&folder, spec))
}

/// The same, with the documents of another folder.
pub(crate) fn read_spec_in(folder: &dyn Folder, spec: &SpecFolder) -> Found<Option<(Spec, Model)>> {
    let paths = Shown { prefix: spec.shown(), ..Shown::default() };
    let known = match api_toml(folder, spec) {
        Ok(known) => known,
        Err(mut diagnostic) => {
            diagnostic.location.path = paths.path("api.toml");
            return Found { value: None, diagnostics: vec![*diagnostic] };
        }
    };
    let mut sink = Sink::default();
    let model = codegen::read_spec(folder, &known, &Limits::default(), &mut sink);
    Found { value: Some((known, model)), diagnostics: shown(sink, &paths) }
}

/// The version of a service before the one that a crate is made for. `None` where its documents have errors: those are
/// told where its own crate is made.
pub(crate) fn older(folder: &SpecFolder) -> Result<Option<Older>> {
    let read = read_spec(folder)?;
    let model = read.value.filter(|_| !has_errors(&read.diagnostics)).map(|(_, model)| model);
    Ok(model.map(|model| Older { package: folder.package(), version: folder.version.clone(), model }))
}

/// The state of the last release; `None` where there was none.
pub(crate) fn released(spec: &SpecFolder) -> Result<Result<Option<Released>, Box<Diagnostic>>> {
    let path = spec.path.join(released::FILE);
    if !path.is_file() {
        return Ok(Ok(None));
    }
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Released::parse(&format!("{}{}", spec.shown(), released::FILE), &text).map(Some))
}

/// What a person has accepted of the changes of an API.
pub(crate) fn accepted(spec: &SpecFolder) -> Result<Result<Vec<Acceptance>, Box<Diagnostic>>> {
    let path = spec.path.join(accepted::FILE);
    if !path.is_file() {
        return Ok(Ok(Vec::new()));
    }
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(accepted::parse(&format!("{}{}", spec.shown(), accepted::FILE), &text))
}

/// What a crate of `generated/` is made with.
pub(crate) fn settings(folder: &SpecFolder, spec: Spec, older: Option<Older>) -> Settings {
    Settings {
        api: folder.api.clone(),
        version: folder.version.clone(),
        spec,
        older,
        pinned: Names::default(),
        release: Release::default(),
        runtime: RuntimeDependency::Workspace,
        // Not the command line that was typed: a crate is the same whichever crates were made with it.
        command: "cargo xtask regen".to_owned(),
    }
}

/// What the `api.toml` of a folder says.
pub(crate) fn api_toml(folder: &dyn Folder, spec: &SpecFolder) -> Result<Spec, Box<Diagnostic>> {
    let fault = |code, message: String, help: &str| {
        let help = (!help.is_empty()).then(|| help.to_owned());
        Box::new(Diagnostic { code, message, location: Location::default(), help })
    };
    let source = Source::read(folder, "api.toml", &Limits::default()).map_err(|e| fault(e.code, e.message, ""))?;
    let known = Spec::parse("api.toml", &source.text)?;
    if known.documents.is_empty() {
        let help = "list the files of the folder, such as documents = [\"openapi.yaml\"]";
        return Err(fault(codes::E0501, "`documents` is empty".to_owned(), help));
    }
    if !known.version.is_empty() && known.version != spec.version {
        let message = format!("`version` is {}, and the folder is called {}", known.version, spec.version);
        return Err(fault(codes::E0501, message, "one of the two is wrong"));
    }
    if crate::generate::kebab_case(&spec.api) != spec.api || !spec.version.starts_with('v') {
        let message = format!("`{}` is no name for a package", spec.package());
        return Err(fault(codes::E0501, message, "folders are called specs/<api in kebab-case>/v<number>"));
    }
    Ok(known)
}

fn shown(sink: Sink, paths: &Shown) -> Vec<Diagnostic> {
    let mut diagnostics = sink.into_diagnostics();
    for diagnostic in &mut diagnostics {
        diagnostic.location.path = paths.path(&diagnostic.location.path);
    }
    diagnostics
}
