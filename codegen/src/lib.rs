//! Turns API documents (OpenAPI 3.0 and 3.1, XML Schema) into Rust crates.
//!
//! The stages, each with a plain data type between them:
//! [`source`] → [`openapi`] and [`xsd`] → [`model`] → [`passes`] → [`fixups`] → [`plan`] → [`emit`].
//! This library reads no network, no clock, starts no process and writes no file: the caller hands it
//! a folder to read from and takes the generated files as strings.

pub mod catalogue;
pub mod compare;
pub mod diagnostic;
pub mod drift;
pub mod emit;
pub mod fixups;
pub mod model;
pub mod naming;
pub mod openapi;
pub mod passes;
pub mod pattern;
pub mod plan;
pub mod source;
pub mod spec;
pub mod xsd;

use diagnostic::{Location, Sink, codes};
use model::Model;
use plan::Settings;
use source::{Folder, Limits};
use spec::Spec;

/// Reads the documents of one API version into one model and runs all passes over it.
///
/// Findings go to `sink`; the model holds what could be read.
pub fn read(folder: &dyn Folder, documents: &[String], limits: &Limits, sink: &mut Sink) -> Model {
    let mut model = Model::default();
    let (mut schemas, mut openapi) = (Vec::new(), Vec::new());
    for path in documents {
        match document_kind(path) {
            Some(DocumentKind::XmlSchema) => schemas.push(path.as_str()),
            Some(DocumentKind::OpenApi) => openapi.push(path.as_str()),
            None => {
                let location = Location { path: path.clone(), ..Location::default() };
                let help = Some("use the ending .xsd, .yaml, .yml or .json".to_owned());
                sink.push(codes::E0109, location, format!("`{path}` has no ending that tells what it is"), help);
            }
        }
    }
    for path in openapi {
        openapi::lower(folder, path, limits, &mut model, sink);
    }
    // Schemas see each other's components, whichever order they are given in.
    if !schemas.is_empty() {
        xsd::lower(folder, &schemas, limits, &mut model, sink);
    }
    passes::run(&mut model, sink);
    model
}

/// Reads the documents that an `api.toml` names, as [`read`] does, and applies its fixups.
pub fn read_spec(folder: &dyn Folder, spec: &Spec, limits: &Limits, sink: &mut Sink) -> Model {
    let mut model = read(folder, &spec.documents, limits, sink);
    // What could not be read has nothing to correct.
    if !sink.has_errors() {
        fixups::apply(&mut model, &spec.fixups, "api.toml", sink);
    }
    model
}

/// The files of the crate for `model`: path inside the crate and content. `None` when there are errors.
pub fn generate(model: &Model, settings: &Settings, sink: &mut Sink) -> Option<emit::Files> {
    if sink.has_errors() {
        return None;
    }
    let plan = plan::build(model, settings, sink);
    if sink.has_errors() {
        return None;
    }
    match emit::files(&plan) {
        Ok(files) => Some(files),
        Err(error) => {
            let location = Location { path: format!("{}/{}", plan.package, error.file), ..Location::default() };
            let help = Some("this is a defect of the generator: please report it with the document".to_owned());
            sink.push(codes::E0402, location, format!("the generated source is not Rust: {}", error.message), help);
            None
        }
    }
}

enum DocumentKind {
    OpenApi,
    XmlSchema,
}

fn document_kind(path: &str) -> Option<DocumentKind> {
    match path.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
        "xsd" => Some(DocumentKind::XmlSchema),
        "json" | "yaml" | "yml" => Some(DocumentKind::OpenApi),
        _ => None,
    }
}
