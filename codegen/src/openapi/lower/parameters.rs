//! Parameters and response headers.

use std::rc::Rc;

use super::classify::Class;
use super::simplify::Core;
use super::types::Holder;
use super::{Hint, Lowerer};
use crate::diagnostic::codes;
use crate::model::{Builtin, Docs, Header, Location, Parameter, TypeRef};
use crate::openapi::context::{Keywords, Treatment};
use crate::openapi::docs;
use crate::openapi::documents::Place;
use crate::openapi::schema::{self, Schema};
use Treatment::{Ignored, NotHonoured, Read};

const PARAMETER_KEYWORDS: Keywords = &[
    ("allowEmptyValue", Ignored),
    ("allowReserved", NotHonoured("All characters that need it are escaped.")),
    ("content", Read),
    ("deprecated", Read),
    ("description", Read),
    ("example", Read),
    ("examples", Ignored),
    ("explode", Read),
    ("in", Read),
    ("name", Read),
    ("required", Read),
    ("schema", Read),
    ("style", Read),
];

const LOCATIONS: &[(&str, Location)] =
    &[("cookie", Location::Cookie), ("header", Location::Header), ("path", Location::Path), ("query", Location::Query)];

/// Headers that are no parameters: they belong to media types and security.
const RESERVED_HEADERS: &[&str] = &["accept", "authorization", "content-type"];

const TEXT: TypeRef = TypeRef::Builtin(Builtin::Text);

/// A parameter with the keywords that its merging needs.
struct Declared<'d> {
    name: &'d str,
    location: Location,
    /// The parameter itself, references followed.
    place: Place<'d>,
    /// Where it stands in the list.
    at: Place<'d>,
}

/// The type of a parameter or header.
struct Value {
    ty: TypeRef,
    list: bool,
    default: Option<String>,
    docs: Docs,
}

impl<'d> Lowerer<'d, '_> {
    /// The parameters of an operation: path parameters in the order of the path, then the others in document order.
    pub(super) fn parameters(
        &mut self,
        path: &str,
        path_place: &Place<'d>,
        item: &Place<'d>,
        operation: &Place<'d>,
        hint: &Hint,
    ) -> Vec<Parameter> {
        let mut declared = self.declared(item);
        for own in self.declared(operation) {
            let same = |other: &Declared<'d>| other.name == own.name && other.location == own.location;
            match declared.iter_mut().find(|other| same(other)) {
                Some(slot) => *slot = own,
                None => declared.push(own),
            }
        }
        let (mut in_path, others): (Vec<_>, Vec<_>) =
            declared.into_iter().partition(|parameter| parameter.location == Location::Path);
        let mut ordered = Vec::new();
        for name in template_names(path) {
            match in_path.iter().position(|parameter| parameter.name == name) {
                Some(index) => ordered.push(in_path.remove(index)),
                None if ordered.iter().any(|parameter| parameter.name == name) => {}
                None => {
                    let message = format!("`{{{name}}}` of `{path}` is not declared by `{}`", hint.name);
                    let help = "declare it under `parameters` with `in: path`";
                    self.cx.report_at_key(codes::E0206, path_place, message, help);
                }
            }
        }
        for unused in in_path {
            self.cx.not_honoured(&unused.at, "parameters", "The path has no such parameter; it is left out.");
        }
        ordered.extend(others);
        ordered.iter().map(|parameter| self.parameter(parameter, hint)).collect()
    }

    fn declared(&mut self, place: &Place<'d>) -> Vec<Declared<'d>> {
        let mut declared = Vec::new();
        for at in self.cx.sequence(place, "parameters") {
            let Some(place) = self.referred(&at, "parameter") else { continue };
            let location = self.cx.text(&place, "in");
            let (Some(name), Some(location)) = (self.cx.text(&place, "name"), location) else {
                for key in ["name", "in"] {
                    if place.child(key).is_none() {
                        self.cx.report(
                            codes::E0207,
                            &place,
                            format!("`{key}` is missing"),
                            "the parameter is left out",
                        );
                    }
                }
                continue;
            };
            let Ok(found) = LOCATIONS.binary_search_by(|(name, _)| (*name).cmp(location)) else {
                let at = place.child("in").unwrap_or_else(|| place.clone());
                let help = "a parameter is in `cookie`, `header`, `path` or `query`";
                self.cx.report(codes::E0202, &at, format!("`{location}` is no place for a parameter"), help);
                continue;
            };
            let location = LOCATIONS[found].1;
            if location == Location::Header && RESERVED_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
                let instead = "The client sets the header by media type and token; the parameter is left out.";
                self.cx.not_honoured(&at, "parameters", instead);
                continue;
            }
            declared.push(Declared { name, location, place, at });
        }
        declared
    }

    fn parameter(&mut self, declared: &Declared<'d>, hint: &Hint) -> Parameter {
        let Declared { name, location, place, at } = declared;
        self.cx.check_keywords(place, PARAMETER_KEYWORDS);
        let hint = self.parameter_hint(place, name, hint);
        let mut value = self.value(place, &hint);
        let style = self.cx.text(place, "style");
        let default_style = if matches!(location, Location::Query | Location::Cookie) { "form" } else { "simple" };
        if let Some(style) = style.filter(|style| *style != default_style) {
            let at = place.child("style").unwrap_or_else(|| place.clone());
            let help = "the caller gives the value as text, encoded as the style asks for";
            self.cx.report(codes::W0205, &at, format!("the style `{style}` is not supported here"), help);
            (value.ty, value.list) = (TEXT, false);
        }
        let mut docs = self.description(at);
        schema::fill_docs(&mut docs, &self.description(place));
        schema::fill_docs(&mut docs, &value.docs);
        docs.deprecated |= self.cx.flag(place, "deprecated").unwrap_or(false);
        let required = self.cx.flag(place, "required").unwrap_or(false);
        Parameter {
            name: (*name).to_owned(),
            location: *location,
            required: required || *location == Location::Path,
            ty: value.ty,
            list: value.list,
            explode: self.cx.flag(place, "explode").unwrap_or(default_style == "form"),
            default: value.default,
            example: place.child("example").and_then(|value| value.node.scalar_text()).map(str::to_owned),
            docs,
            origin: self.cx.origin(at),
        }
    }

    /// A parameter that several operations share has one type: it is named by the component.
    fn parameter_hint(&self, place: &Place<'d>, name: &str, operation: &Hint) -> Hint {
        match place.pointer.strip_prefix("/components/") {
            Some(component) => Hint::new(component, name),
            None => operation.member(name),
        }
    }

    fn description(&mut self, place: &Place<'d>) -> Docs {
        self.cx.prose(place, "description").map(docs::docs).unwrap_or_default()
    }

    /// The headers of a response.
    pub(super) fn headers(&mut self, response: &Place<'d>, hint: &Hint) -> Vec<Header> {
        let mut headers = Vec::new();
        for (name, at) in self.cx.mapping(response, "headers") {
            // Said by the media type.
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let Some(place) = self.referred(&at, "header") else { continue };
            self.cx.check_keywords(&place, PARAMETER_KEYWORDS);
            let hint = self.parameter_hint(&place, name, hint);
            let value = self.value(&place, &hint);
            let mut docs = self.description(&at);
            schema::fill_docs(&mut docs, &self.description(&place));
            schema::fill_docs(&mut docs, &value.docs);
            docs.deprecated |= self.cx.flag(&place, "deprecated").unwrap_or(false);
            let ty = if value.list { TEXT } else { value.ty };
            let required = self.cx.flag(&place, "required").unwrap_or(false);
            headers.push(Header { name: name.to_owned(), ty, required, docs });
        }
        headers
    }

    /// The type of a parameter or header.
    fn value(&mut self, place: &Place<'d>, hint: &Hint) -> Value {
        let text = Value { ty: TEXT, list: false, default: None, docs: Docs::default() };
        if let Some(content) = place.child("content") {
            let help = "the caller gives the value as text, in the media type that the document asks for";
            self.cx.report(codes::W0205, &content, "a value with a media type is not supported", help);
            return text;
        }
        let Some(schema) = place.child("schema") else {
            self.cx.report(codes::E0207, place, "`schema` is missing", "say what type the value has");
            return text;
        };
        let simple = self.simplify(&schema);
        let mut notes = simple.notes.clone();
        let (core, name) = match &simple.core {
            Core::Broken => (None, None),
            Core::Inline(core) => (Some(Rc::clone(core)), None),
            Core::Named(target) => match self.follow(target) {
                Some(followed) => {
                    notes.default = notes.default.or(followed.notes.default);
                    (Some(followed.schema), Some(target.clone()))
                }
                None => (None, None),
            },
        };
        let Some(core) = core else { return text };
        let mut value = Value { ty: TEXT, list: false, default: notes.default.clone(), docs: notes.docs.clone() };
        let class = self.classify(&core);
        if class == Class::List {
            value.list = true;
            value.ty = self.item_of(&core, hint);
            return value;
        }
        if !is_simple(class) {
            self.not_simple(&schema);
            return value;
        }
        value.ty = match name {
            Some(target) => self.reference_to(&target),
            None => {
                // The parameter keeps the description.
                notes.docs = Docs::default();
                self.inline_type(&core, &notes, hint, Holder::Type)
            }
        };
        value
    }

    fn item_of(&mut self, array: &Schema<'d>, hint: &Hint) -> TypeRef {
        let Some(items) = &array.items else { return TEXT };
        if is_simple(self.class_of(items)) {
            return self.value_type(items, hint);
        }
        self.not_simple(items);
        TEXT
    }

    fn not_simple(&mut self, place: &Place<'d>) {
        let help = "the caller gives the value as text";
        self.cx.report(codes::W0205, place, "only scalars and lists of scalars are supported here", help);
    }
}

fn is_simple(class: Class) -> bool {
    matches!(class, Class::Scalar(_) | Class::Values)
}

/// The names in the braces of a path.
fn template_names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(PARAMETER_KEYWORDS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(LOCATIONS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn names_of_a_path() {
        assert_eq!(template_names("/{a}/b/{c}-{d}.xml/{"), ["a", "c", "d"]);
    }
}
