//! OpenAPI 3.0 and 3.1 documents to the model.
//!
//! `documents` reads the document and all that it refers to, `schema` brings the schemas of both dialects into one
//! normal form, `lower` turns them into the model. A keyword that is not honoured is a finding and stands in
//! [`crate::model::Model::not_honoured`]; nothing else is dropped.

mod context;
mod docs;
mod documents;
mod formats;
mod lower;
mod schema;
#[cfg(test)]
mod tests;

use self::context::Context;
use self::documents::{Documents, Place};
use self::lower::Lowerer;
use crate::diagnostic::{Sink, codes};
use crate::model::Model;
use crate::source::tree::Node;
use crate::source::{Folder, Limits};

/// Reads the OpenAPI document at `path` in `folder` and adds what it says to `model`.
///
/// Called once for each document of an API; what an earlier call or another kind of document added stays, and types
/// of the same name get keys with the path of their document. What is wrong is told to `sink`, and the rest goes on.
pub fn lower(folder: &dyn Folder, path: &str, limits: &Limits, model: &mut Model, sink: &mut Sink) {
    let Some(documents) = Documents::read(folder, path, limits, sink) else { return };
    let Some(root) = documents.root(0) else { return };
    let mut cx = Context::new(&documents, limits, model, sink);
    if let Some(dialect) = supported_dialect(&mut cx, &root) {
        let version = root.child("info").and_then(|info| info.child("version"));
        let version = version.and_then(|version| version.node.scalar_text()).map(str::to_owned);
        let index = cx.register(0, || (dialect, version));
        let before = cx.model.api.operations.len();
        Lowerer::new(cx).document(&root);
        if model.api.operations.len() == before
            && let Some(document) = model.documents.get_mut(index as usize)
        {
            document.library = true;
        }
    }
}

/// The dialect, such as `OpenAPI 3.0.3`, where it is one that we read.
fn supported_dialect<'d>(cx: &mut Context<'d, '_>, root: &Place<'d>) -> Option<String> {
    let scalar =
        |key: &str| root.child(key).and_then(|place| place.node.scalar_text().map(|text| (place.clone(), text)));
    if let Some((place, version)) = scalar("swagger") {
        let help = "convert the document to OpenAPI 3, for example with SwaggerHub's export";
        cx.report(codes::E0201, &place, format!("Swagger {version} is not supported"), help);
        return None;
    }
    let Some((place, version)) = scalar("openapi") else {
        let found = root.child("openapi").unwrap_or_else(|| root.clone());
        let help = "an OpenAPI document starts with `openapi: 3.0.3` or another version";
        cx.report(codes::E0109, &found, "the document does not say that it is an OpenAPI document", help);
        return None;
    };
    let mut numbers = version.split('.');
    match (numbers.next(), numbers.next()) {
        (Some("3"), Some("0" | "1")) => {}
        (Some("3"), Some("2")) => {
            cx.not_honoured(&place, "openapi", "The document is read as OpenAPI 3.1.");
        }
        _ => {
            let help = "versions 3.0 and 3.1 are supported, and 3.2 is read as 3.1";
            cx.report(codes::E0201, &place, format!("OpenAPI {version} is not supported"), help);
            return None;
        }
    }
    Some(format!("OpenAPI {version}"))
}

/// Whether the root of a document says that it is an OpenAPI document, of whatever version.
#[must_use]
pub fn is_openapi(root: &Node) -> bool {
    root.get("openapi").is_some() || root.get("swagger").is_some()
}
