//! The crate openapiv3 sees the same operations and components in every OpenAPI 3.0 document as our reader does.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use openapiv3::{OpenAPI, ReferenceOr};
use serde_json::Value as Json;
use skatteetaten_codegen::diagnostic::Sink;
use skatteetaten_codegen::openapi;
use skatteetaten_codegen::source::tree::{self, Node, Value};
use skatteetaten_codegen::source::{Limits, Source};
use skatteetaten_codegen::{model::Model, source::Folder};
use skatteetaten_tests::{files, folders, pipeline, read, shared};

/// One document, alone in its folder.
struct One(String, Vec<u8>);

impl Folder for One {
    fn read(&self, path: &str) -> std::io::Result<Vec<u8>> {
        if path == self.0 { Ok(self.1.clone()) } else { Err(std::io::ErrorKind::NotFound.into()) }
    }
}

fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(text) => text.parse().map_or(Json::Null, Json::Number),
        Value::String(text) => Json::String(text.clone()),
        Value::Sequence(items) => Json::Array(items.iter().map(json).collect()),
        Value::Mapping(mapping) => mapping.iter().map(|(key, entry)| (key.to_owned(), json(&entry.node))).collect(),
    }
}

/// Compares both readers; false for a document of another version.
fn compare(path: &Path) -> bool {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let bytes = fs::read(path).unwrap();
    let source = Source::from_bytes(&name, &bytes, &Limits::default()).unwrap();
    let mut sink = Sink::default();
    let tree = tree::parse(&source, &Limits::default(), &mut sink).unwrap();
    if !tree.get("openapi").and_then(Node::scalar_text).is_some_and(|version| version.starts_with("3.0")) {
        return false;
    }
    let theirs: OpenAPI = serde_json::from_value(json(&tree)).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut ours = Model::default();
    openapi::lower(&One(name.clone(), bytes), &name, &Limits::default(), &mut ours, &mut sink);

    let operations: BTreeSet<(String, String, usize)> = theirs
        .operations()
        .map(|(path, method, operation)| {
            (
                method.to_uppercase(),
                path.to_owned(),
                operation.responses.responses.len() + usize::from(operation.responses.default.is_some()),
            )
        })
        .collect();
    let seen = ours.api.operations.iter().map(|o| {
        let method = serde_json::to_value(o.method).unwrap();
        (method.as_str().unwrap_or_default().to_owned(), o.path.clone(), o.responses.len())
    });
    assert_eq!(seen.collect::<BTreeSet<_>>(), operations, "{}", path.display());

    let components = theirs.components.unwrap_or_default();
    let declared: BTreeSet<&str> = components
        .schemas
        .iter()
        .filter(|(_, s)| matches!(s, ReferenceOr::Item(_)))
        .map(|(name, _)| name.as_str())
        .collect();
    let named: BTreeSet<&str> = ours.types.values().filter(|def| !def.anonymous).map(|def| def.name.as_str()).collect();
    assert!(declared.is_subset(&named), "{}: {:?}", path.display(), declared.difference(&named).collect::<Vec<_>>());
    true
}

fn is_3_1(path: &Path) -> bool {
    let text = String::from_utf8_lossy(&read(path)).replace('"', "");
    text.lines().any(|line| line.starts_with("openapi: 3.1"))
}

#[test]
fn both_readers_see_the_same_in_specs() {
    let specs = pipeline::specs();
    let documents: Vec<PathBuf> =
        specs.iter().map(|(_, _, folder)| folder.join("openapi.yaml")).filter(|p| p.exists()).collect();
    assert!(documents.len() >= 5, "{documents:?}");
    let not_read: Vec<&PathBuf> = documents.iter().filter(|path| !compare(path)).collect();
    // openapiv3 reads 3.0 alone.
    assert!(not_read.iter().all(|path| is_3_1(path)), "{not_read:?}");
}

#[test]
fn both_readers_see_the_same_in_official_documents() {
    let Some(folder) = shared("upstream/openapi") else { return };
    assert!(folders(&folder).is_empty());
    let compared = files(&folder).iter().filter(|(_, path)| compare(path)).count();
    assert!(compared >= 7, "one of the eight is OpenAPI 3.1: {compared}");
}
