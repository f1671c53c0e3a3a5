//! Request bodies and responses.

use super::simplify::Core;
use super::{ANY, Hint, Lowerer};
use crate::diagnostic::codes;
use crate::model::{Body, Docs, Response, Status, TypeRef};
use crate::openapi::context::{Keywords, Treatment};
use crate::openapi::docs;
use crate::openapi::documents::Place;
use crate::source::tree::Node;
use Treatment::{Ignored, NotHonoured, Read};

use super::types::Holder;

const REQUEST_KEYWORDS: Keywords = &[("content", Read), ("description", Ignored), ("required", Read)];

const RESPONSE_KEYWORDS: Keywords = &[
    ("content", Read),
    ("description", Read),
    ("headers", Read),
    ("links", NotHonoured("Links between operations are not followed.")),
    ("summary", Ignored),
];

const MEDIA_TYPE_KEYWORDS: Keywords = &[
    ("encoding", Ignored),
    ("example", Ignored),
    ("examples", Ignored),
    ("itemEncoding", Ignored),
    ("itemSchema", NotHonoured("A stream of items is handed over as bytes.")),
    ("prefixEncoding", Ignored),
    ("schema", Read),
];

impl<'d> Lowerer<'d, '_> {
    /// The bodies that a call may send, and whether it must send one.
    pub(super) fn request(&mut self, operation: &Place<'d>, hint: &Hint) -> (Vec<Body>, bool) {
        let Some(at) = operation.child("requestBody") else { return (Vec::new(), false) };
        let Some(place) = self.referred(&at, "request body") else { return (Vec::new(), false) };
        self.cx.check_keywords(&place, REQUEST_KEYWORDS);
        let name = format!("{}Request", hint.name);
        let bodies = self.bodies(&place, &Hint::new(name.clone(), name));
        (bodies, self.cx.flag(&place, "required").unwrap_or(false))
    }

    pub(super) fn responses(&mut self, operation: &Place<'d>, hint: &Hint) -> Vec<Response> {
        let mut responses = Vec::new();
        for (key, at) in self.cx.mapping(operation, "responses") {
            if key.starts_with("x-") {
                continue;
            }
            let Some(status) = status(key) else {
                let help = "a response is for a status such as `404`, a class such as `4XX`, or `default`";
                self.cx.report_at_key(codes::E0202, &at, format!("`{key}` is no status"), help);
                continue;
            };
            let Some(place) = self.referred(&at, "response") else { continue };
            self.cx.check_keywords(&place, RESPONSE_KEYWORDS);
            let name = format!("{}Response{}", hint.name, status_suffix(status));
            let hint = Hint::new(name.clone(), name);
            let mut docs = self.cx.prose(&at, "description").map(docs::docs).unwrap_or_default();
            if docs == Docs::default() {
                docs = self.cx.prose(&place, "description").map(docs::docs).unwrap_or_default();
            }
            let bodies = self.bodies(&place, &hint);
            let headers = self.headers(&place, &hint);
            responses.push(Response { status, bodies, headers, docs, origin: self.cx.origin(&at) });
        }
        responses
    }

    /// The bodies of a request or response, a media type each. The same schema written out for two media types is
    /// one type.
    fn bodies(&mut self, place: &Place<'d>, hint: &Hint) -> Vec<Body> {
        let mut bodies: Vec<Body> = Vec::new();
        let mut written: Vec<(&'d Node, Option<TypeRef>)> = Vec::new();
        for (media_type, content) in self.cx.mapping(place, "content") {
            let Some(content) = self.referred(&content, "media type") else { continue };
            self.cx.check_keywords(&content, MEDIA_TYPE_KEYWORDS);
            let schema = content.child("schema");
            if !is_supported(media_type) && schema.is_some() {
                let help = "the body is handed over as bytes";
                self.cx.report(codes::W0202, &content, format!("`{media_type}` is not decoded"), help);
            }
            let known = schema.as_ref().and_then(|schema| written.iter().find(|(node, _)| *node == schema.node));
            let ty = match (schema, known) {
                (None, _) => None,
                (Some(_), Some((_, ty))) => ty.clone(),
                (Some(schema), None) => {
                    let ty = self.body(&schema, hint, is_supported(media_type));
                    written.push((schema.node, Some(ty.clone())));
                    Some(ty)
                }
            };
            bodies.push(Body { media_type: media_type.to_owned(), ty });
        }
        bodies
    }

    /// The type of a body, which also is an XML root where it can be decoded.
    fn body(&mut self, schema: &Place<'d>, hint: &Hint, is_root: bool) -> TypeRef {
        let simple = self.simplify(schema);
        let mut xml = simple.notes.xml;
        let ty = match &simple.core {
            Core::Broken => ANY,
            Core::Named(target) => {
                let inherited = self.follow(target).and_then(|followed| followed.notes.xml);
                if let (Some(own), Some(inherited)) = (&mut xml, inherited) {
                    own.name = own.name.or(inherited.name);
                    own.namespace = own.namespace.or(inherited.namespace);
                }
                xml = xml.or(inherited);
                self.reference_to(target)
            }
            Core::Inline(inner) => self.inline_type(inner, &simple.notes, hint, Holder::Type),
        };
        if let TypeRef::Named(key) = &ty
            && is_root
        {
            let name = self.cx.model.types.get(key).map(|def| def.name.clone()).unwrap_or_default();
            self.add_root(schema, &name, xml, ty.clone());
        }
        ty
    }
}

/// Whether bodies of a media type are JSON or XML.
fn is_supported(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let Some((_, subtype)) = essence.split_once('/') else { return false };
    let kind = subtype.rsplit('+').next().unwrap_or(subtype);
    ["json", "xml"].contains(&kind)
}

fn status(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Default);
    }
    if let [class @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] = key.as_bytes() {
        return Some(Status::Class(class - b'0'));
    }
    let code = key.parse().ok().filter(|code| (100..=599).contains(code) && key.len() == 3)?;
    Some(Status::Code(code))
}

/// What the name of a response's own type ends in; nothing for the one answer that most operations have.
fn status_suffix(status: Status) -> String {
    match status {
        Status::Code(200) => String::new(),
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "Default".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        for table in [REQUEST_KEYWORDS, RESPONSE_KEYWORDS, MEDIA_TYPE_KEYWORDS] {
            assert!(table.is_sorted_by(|a, b| a.0 < b.0));
        }
    }

    #[test]
    fn statuses() {
        assert_eq!(status("404"), Some(Status::Code(404)));
        assert_eq!(status("4XX"), Some(Status::Class(4)));
        assert_eq!(status("default"), Some(Status::Default));
        for wrong in ["", "4", "4X", "600", "099", "+44", "ok", "4XXX"] {
            assert_eq!(status(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn media_types() {
        for supported in ["application/json", "application/xml;charset=UTF-8", "text/xml", "application/problem+json"] {
            assert!(is_supported(supported), "{supported}");
        }
        for other in ["*/*", "text/plain", "application/pdf", "json", ""] {
            assert!(!is_supported(other), "{other}");
        }
    }
}
