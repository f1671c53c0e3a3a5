//! `cargo xtask model`.

use std::path::Path;

use anyhow::Result;
use skatteetaten_codegen::diagnostic::Diagnostic;
use skatteetaten_codegen::model::Model;
use skatteetaten_codegen::model::select::{NoMatch, select};
use skatteetaten_codegen::model::tree;

use crate::flags::{Format, ModelArgs};
use crate::pipeline::Shown;
use crate::screen::{Screen, print};
use crate::{Outcome, UsageError, documents, pipeline, specs, work};

/// What is read, and which part of it is shown.
#[derive(Debug, PartialEq, Eq)]
struct Request<'a> {
    api: Option<&'a str>,
    path: Option<&'a str>,
}

/// Runs the command.
pub(crate) fn run(root: &Path, args: &ModelArgs, screen: &Screen) -> Result<Outcome> {
    let request = request(&args.what, args.documents.all().is_empty())?;
    let name = request.api.map_or_else(|| "documents".to_owned(), str::to_owned);
    let read = || match request.api {
        Some(api) => read_api(root, api),
        None => {
            let documents = documents::locate(&args.documents.all())?;
            let outcome = pipeline::read(&documents);
            Ok((Some(outcome.value), documents.shown, outcome.diagnostics))
        }
    };
    let mut results = work::run("reading", &[name], screen, |_| read())?;
    let Some((model, shown, diagnostics)) = results.pop() else { return Ok(Outcome::Bad) };
    // Findings first: they scroll away behind a long model, and say what it lacks.
    screen.diagnostics(&diagnostics, None);
    if let Some(model) = model {
        let text = match args.format {
            Format::Tree => tree(model, request.path, &shown)?,
            Format::Json => json(&model, request.path)?,
        };
        print(&text)?;
    }
    Ok(if pipeline::has_errors(&diagnostics) { Outcome::Bad } else { Outcome::Done })
}

fn read_api(root: &Path, api: &str) -> Result<(Option<Model>, Shown, Vec<Diagnostic>)> {
    let all = specs::discover(root)?;
    let mut shown = Shown::default();
    let (mut model, mut diagnostics) = (None, Vec::new());
    for spec in specs::select(&all, &[api.to_owned()])? {
        let outcome = pipeline::read_spec(spec)?;
        shown.prefix = spec.shown();
        model = outcome.value.map(|(_, model)| model);
        diagnostics = outcome.diagnostics;
    }
    Ok((model, shown, diagnostics))
}

/// With a document given, all that stands alone is PATH; else the first is API/VERSION.
fn request(what: &[String], no_documents: bool) -> Result<Request<'_>> {
    let what: Vec<&str> = what.iter().map(String::as_str).collect();
    match (no_documents, what.as_slice()) {
        (true, [api]) => Ok(Request { api: Some(api), path: None }),
        (true, [api, path]) => Ok(Request { api: Some(api), path: Some(path) }),
        (false, []) => Ok(Request { api: None, path: None }),
        (false, [path]) => Ok(Request { api: None, path: Some(path) }),
        (true, _) => Err(UsageError("give API/VERSION, --openapi F or --xsd F".to_owned()).into()),
        (false, _) => Err(UsageError("give API/VERSION or a document, not both".to_owned()).into()),
    }
}

/// The tree names documents as the caller does, so that a terminal or an editor can open them.
fn tree(mut model: Model, path: Option<&str>, shown: &Shown) -> Result<String> {
    for document in &mut model.documents {
        document.path = shown.path(&document.path);
    }
    tree::render(&model, path).map_err(|e| usage(&e))
}

fn json(model: &Model, path: Option<&str>) -> Result<String> {
    let text = match path {
        None => serde_json::to_string_pretty(model)?,
        Some(path) => serde_json::to_string_pretty(&select(model, path).map_err(|e| usage(&e))?)?,
    };
    Ok(text + "\n")
}

fn usage(error: &NoMatch) -> anyhow::Error {
    UsageError(error.to_string()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_alone_is_told_by_what_is_given() {
        let words = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        let (both, one) = (words(&["a/v1", "Inntekt"]), words(&["Inntekt"]));
        assert_eq!(request(&both, true).unwrap(), Request { api: Some("a/v1"), path: Some("Inntekt") });
        assert_eq!(request(&one, false).unwrap(), Request { api: None, path: Some("Inntekt") });
        assert!(request(&both, false).unwrap_err().is::<UsageError>());
        assert!(request(&[], true).unwrap_err().is::<UsageError>());
    }
}
