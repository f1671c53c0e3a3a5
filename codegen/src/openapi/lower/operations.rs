//! Paths and operations.

use std::collections::BTreeSet;

use super::{Hint, Lowerer};
use crate::diagnostic::codes;
use crate::model::{Docs, Method, Operation, Server};
use crate::openapi::context::{Keywords, Treatment};
use crate::openapi::docs;
use crate::openapi::documents::Place;
use Treatment::{Ignored, NotHonoured, Read};

const ROOT_KEYWORDS: Keywords = &[
    ("$self", Ignored),
    ("components", Read),
    ("externalDocs", Read),
    ("info", Read),
    ("jsonSchemaDialect", Ignored),
    ("openapi", Read),
    ("paths", Read),
    ("security", Read),
    ("servers", Read),
    ("tags", Ignored),
    ("webhooks", NotHonoured("No code is generated for calls that the service makes.")),
];

pub(super) const COMPONENT_KEYWORDS: Keywords = &[
    ("callbacks", Ignored),
    ("examples", Ignored),
    ("headers", Read),
    ("links", Ignored),
    ("mediaTypes", Read),
    ("parameters", Read),
    ("pathItems", Read),
    ("requestBodies", Read),
    ("responses", Read),
    ("schemas", Read),
    ("securitySchemes", Read),
];

const PATH_KEYWORDS: Keywords = &[
    ("$ref", Read),
    ("additionalOperations", NotHonoured("No code is generated for methods that are not of HTTP/1.1.")),
    ("delete", Read),
    ("description", Ignored),
    ("get", Read),
    ("head", Read),
    ("options", Read),
    ("parameters", Read),
    ("patch", Read),
    ("post", Read),
    ("put", Read),
    ("query", NotHonoured("No code is generated for the method QUERY.")),
    ("servers", NotHonoured("The servers of the document are used.")),
    ("summary", Ignored),
    ("trace", Read),
];

const OPERATION_KEYWORDS: Keywords = &[
    ("callbacks", NotHonoured("No code is generated for calls that the service makes.")),
    ("deprecated", Read),
    ("description", Read),
    ("externalDocs", Read),
    ("operationId", Read),
    ("parameters", Read),
    ("requestBody", Read),
    ("responses", Read),
    ("security", Read),
    ("servers", NotHonoured("The servers of the document are used.")),
    ("summary", Read),
    ("tags", Ignored),
];

const METHODS: &[(&str, Method)] = &[
    ("delete", Method::Delete),
    ("get", Method::Get),
    ("head", Method::Head),
    ("options", Method::Options),
    ("patch", Method::Patch),
    ("post", Method::Post),
    ("put", Method::Put),
    ("trace", Method::Trace),
];

impl<'d> Lowerer<'d, '_> {
    /// Everything of a document but its schemas.
    pub(super) fn api(&mut self, root: &Place<'d>) {
        self.cx.check_keywords(root, ROOT_KEYWORDS);
        self.info(root);
        for server in self.cx.sequence(root, "servers") {
            self.server(&server);
        }
        let mut scopes: BTreeSet<String> = self.cx.model.api.scopes.iter().cloned().collect();
        let schemes = self.security_schemes(root);
        let of_document = self.scopes(root, &schemes);
        let mut asks_for_document = false;
        for (path, place) in self.cx.mapping(root, "paths") {
            if path.starts_with("x-") {
                continue;
            }
            let Some(item) = self.referred(&place, "path") else { continue };
            self.cx.check_keywords(&item, PATH_KEYWORDS);
            for (key, operation) in item.entries() {
                let Ok(found) = METHODS.binary_search_by(|(name, _)| (*name).cmp(key)) else { continue };
                if operation.node.as_mapping().is_none() {
                    self.cx.wrong_type(&operation, "an operation");
                    continue;
                }
                self.operation(path, METHODS[found].1, &place, &item, &operation);
                match operation.child("security") {
                    Some(_) => scopes.extend(self.scopes(&operation, &schemes)),
                    None => asks_for_document = true,
                }
            }
        }
        if asks_for_document || self.cx.model.api.operations.is_empty() {
            scopes.extend(of_document);
        }
        self.cx.model.api.scopes = scopes.into_iter().collect();
    }

    fn info(&mut self, root: &Place<'d>) {
        let Some(info) = root.child("info") else {
            let help = "say at least title and version of the API";
            self.cx.report(codes::E0207, root, "`info` is missing", help);
            return;
        };
        if info.node.as_mapping().is_none() {
            return self.cx.wrong_type(&info, "a mapping");
        }
        for keyword in ["contact", "license", "termsOfService"] {
            if let Some(value) = info.child(keyword) {
                self.cx.aside(&info, keyword, value.node);
            }
        }
        let title = self.cx.prose(&info, "title").map(str::to_owned);
        // Only to tell a version that is not a text; the document itself keeps it.
        self.cx.text(&info, "version");
        let mut own = self.cx.prose(&info, "description").map(docs::docs).unwrap_or_default();
        own.text = docs::join(own.text, self.external_docs(root));
        let api = &mut self.cx.model.api;
        api.title = api.title.take().or(title);
        if api.docs == Docs::default() {
            api.docs = own;
        }
    }

    /// `externalDocs` as a Markdown link.
    fn external_docs(&mut self, place: &Place<'d>) -> Option<String> {
        let external = place.child("externalDocs")?;
        if external.node.as_mapping().is_none() {
            self.cx.wrong_type(&external, "a mapping");
            return None;
        }
        let url = self.cx.text(&external, "url")?;
        let label = self.cx.prose(&external, "description").map(docs::docs).and_then(|docs| docs.text);
        Some(label.map_or_else(|| format!("<{url}>"), |label| format!("[{label}]({url})")))
    }

    fn server(&mut self, place: &Place<'d>) {
        let Some(url) = self.cx.text(place, "url") else {
            if place.child("url").is_none() {
                self.cx.report(codes::E0207, place, "`url` is missing", "give the server a base URL");
            }
            return;
        };
        let template = url.to_owned();
        let mut url = template.clone();
        for (name, variable) in self.cx.mapping(place, "variables") {
            match self.cx.text(&variable, "default") {
                Some(value) => url = url.replace(&format!("{{{name}}}"), value),
                None if variable.child("default").is_none() => {
                    self.cx.report(codes::E0207, &variable, "`default` is missing", "give the variable a value");
                }
                None => {}
            }
        }
        let description = self.cx.prose(place, "description").map(docs::docs).and_then(|docs| docs.text);
        let server = Server { url, template, description };
        if !self.cx.model.api.servers.contains(&server) {
            self.cx.model.api.servers.push(server);
        }
    }

    fn operation(&mut self, path: &str, method: Method, path_place: &Place<'d>, item: &Place<'d>, place: &Place<'d>) {
        self.cx.check_keywords(place, OPERATION_KEYWORDS);
        let id = self.operation_id(path, place);
        let hint = Hint::new(id.clone(), id.clone());
        let parameters = self.parameters(path, path_place, item, place, &hint);
        let (request, request_required) = self.request(place, &hint);
        let responses = self.responses(place, &hint);
        let operation = Operation {
            parameters,
            request,
            request_required,
            responses,
            docs: self.operation_docs(place),
            origin: self.cx.origin(place),
            named: place.child("operationId").is_some(),
            id,
            method,
            path: path.to_owned(),
        };
        self.cx.model.api.operations.push(operation);
    }

    fn operation_docs(&mut self, place: &Place<'d>) -> Docs {
        let summary = self.cx.prose(place, "summary").map(docs::docs).unwrap_or_default();
        let mut own = self.cx.prose(place, "description").map(docs::docs).unwrap_or_default();
        own.text = docs::join(docs::join(summary.text, own.text), self.external_docs(place));
        own.concept = own.concept.or(summary.concept);
        own.deprecated = self.cx.flag(place, "deprecated").unwrap_or(false);
        own
    }

    fn operation_id(&mut self, path: &str, place: &Place<'d>) -> String {
        let known = |id: &str, lowerer: &Self| lowerer.cx.model.api.operations.iter().any(|known| known.id == id);
        if let Some(id) = self.cx.text(place, "operationId").filter(|id| !id.is_empty()) {
            if known(id, self) {
                let at = place.child("operationId").unwrap_or_else(|| place.clone());
                let help = "each operation needs an id of its own: it becomes the name of the method";
                self.cx.report(codes::E0205, &at, format!("`{id}` is the id of an earlier operation"), help);
            }
            return id.to_owned();
        }
        let made = made_id(&place.name(), path);
        let numbered = (2_u32..).map(|n| format!("{made}{n}"));
        let mut free = std::iter::once(made.clone()).chain(numbered).filter(|id| !known(id, self));
        free.next().unwrap_or_default()
    }

    /// The object at a place, or what its `$ref` refers to. A description beside `$ref` is read by the caller.
    pub(super) fn referred(&mut self, place: &Place<'d>, what: &str) -> Option<Place<'d>> {
        let mut place = place.clone();
        let mut seen = Vec::new();
        loop {
            if place.node.as_mapping().is_none() {
                self.cx.wrong_type(&place, &format!("a {what}"));
                return None;
            }
            let Some(at) = place.child("$ref") else { return Some(place) };
            if seen.contains(&place.id()) {
                self.cx.report(codes::E0204, &at, format!("the {what} only refers to itself"), "declare it");
                return None;
            }
            seen.push(place.id());
            let reference = self.cx.text(&place, "$ref")?;
            place = self.cx.resolve(&at, reference)?;
        }
    }
}

/// An id of method and path: `get` and `/konto/{id}` make `getKontoById`.
fn made_id(method: &str, path: &str) -> String {
    let mut id = method.to_owned();
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        if segment.starts_with('{') {
            id.push_str("By");
        }
        for word in segment.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let mut characters = word.chars();
            id.extend(characters.next().into_iter().flat_map(char::to_uppercase));
            id.push_str(characters.as_str());
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        for table in [ROOT_KEYWORDS, COMPONENT_KEYWORDS, PATH_KEYWORDS, OPERATION_KEYWORDS] {
            assert!(table.is_sorted_by(|a, b| a.0 < b.0));
        }
        assert!(METHODS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn ids_are_made_of_method_and_path() {
        assert_eq!(made_id("get", "/{rettighetspakke}/{aar}/inntekter"), "getByRettighetspakkeByAarInntekter");
        assert_eq!(made_id("post", "/"), "post");
        assert_eq!(made_id("get", "/aktiv-konto/v2.1"), "getAktivKontoV21");
    }
}
