//! One small schema for each construct, and documents that are wrong with the exact codes they must give.

mod content;
mod documents;
mod negative;
mod types;

use std::collections::BTreeMap;

use crate::diagnostic::Sink;
use crate::model::{Builtin, Facets, Member, Model, Namespace, Shape, Struct, TypeRef, XmlNode};
use crate::source::Limits;

/// What came of reading documents.
struct Outcome {
    model: Model,
    sink: Sink,
}

/// Reads the first of some documents, as path and text.
fn read(documents: &[(&str, &str)]) -> Outcome {
    let first: Vec<_> = documents.first().into_iter().map(|(path, _)| *path).collect();
    read_paths(documents, &first, &Limits::default())
}

fn read_paths(documents: &[(&str, &str)], paths: &[&str], limits: &Limits) -> Outcome {
    let folder: BTreeMap<String, Vec<u8>> =
        documents.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let mut outcome = Outcome { model: Model::default(), sink: Sink::default() };
    super::lower(&folder, paths, limits, &mut outcome.model, &mut outcome.sink);
    outcome
}

/// A schema with the target namespace `urn:a`, which is also the default one.
fn wrap(body: &str) -> String {
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:a' targetNamespace='urn:a' \
         xmlns:skatt='http://www.skatteetaten.no/xsd' elementFormDefault='qualified'>\n{body}\n</xs:schema>"
    )
}

/// Reads one schema that must give no finding.
fn clean(body: &str) -> Model {
    let outcome = read(&[("a.xsd", &wrap(body))]);
    assert_eq!(outcome.codes(), [""; 0], "{:#?}", outcome.sink);
    outcome.model
}

/// Reads one schema that must give these codes.
fn with_codes(body: &str, codes: &[&str]) -> Model {
    let outcome = read(&[("a.xsd", &wrap(body))]);
    assert_eq!(outcome.codes(), codes, "{:#?}", outcome.sink);
    outcome.model
}

impl Outcome {
    fn codes(&self) -> Vec<&'static str> {
        self.sink.diagnostics().iter().map(|d| d.code.id).collect()
    }
}

/// A type on one line, short enough to compare: see [`show_struct`] for records.
fn show(model: &Model, key: &str) -> String {
    match model.types.get(key).map(|def| &def.shape) {
        None => format!("no type {key}, but {:?}", model.types.keys()),
        Some(Shape::Struct(s)) => show_struct(s),
        Some(Shape::Enumeration(e)) => {
            let values: Vec<_> = e.values.iter().map(|v| v.value.as_str()).collect();
            format!("enum {}", values.join(" "))
        }
        Some(Shape::Scalar(s)) => {
            format!("{}{}{}", show_ref(&s.base), if s.list { " list" } else { "" }, show_facets(&s.facets))
        }
        Some(Shape::Alias(ty)) => format!("= {}", show_ref(ty)),
        Some(other) => format!("{other:?}"),
    }
}

/// Members, then choices: `a:Text! b:Type* @c:Text? | choice! a / b+c`. `!` is required, `?` not; lists show their
/// bounds; attributes have an `@`, text a `#`, wildcards `**`, groups `()`; `<` is what it extends, `<<` what it restricts.
fn show_struct(s: &Struct) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(s.is_abstract.then(|| "abstract".to_owned()));
    parts.extend(s.mixed.then(|| "mixed".to_owned()));
    parts.extend(s.bases.iter().map(|base| format!("< {}", show_ref(base))));
    parts.extend(s.restricts.iter().map(|base| format!("<< {}", show_ref(base))));
    parts.extend(s.members.iter().map(show_member));
    for choice in &s.choices {
        let branches: Vec<_> = choice.branches.iter().map(|b| b.members.join("+")).collect();
        parts.push(format!("| choice{} {}", if choice.required { "!" } else { "?" }, branches.join(" / ")));
    }
    parts.join(" ")
}

fn show_member(member: &Member) -> String {
    let node = match member.xml.node {
        XmlNode::Element => "",
        XmlNode::Attribute => "@",
        XmlNode::Text => "#",
        XmlNode::Any => "**",
        XmlNode::AnyAttribute => "@**",
        XmlNode::Group => "()",
    };
    let occurs = member.occurs;
    let list = match occurs.max {
        Some(1) => String::new(),
        Some(max) => format!("{{{},{max}}}", occurs.min),
        None => format!("{{{},}}", occurs.min),
    };
    let required = if occurs.required { "!" } else { "?" };
    let nil = if member.nullable { "nil" } else { "" };
    format!("{node}{}:{}{list}{required}{nil}{}", member.name, show_ref(&member.ty), show_facets(&member.facets))
}

fn show_ref(ty: &TypeRef) -> String {
    match ty {
        TypeRef::Named(key) => key.clone(),
        TypeRef::Builtin(builtin) => format!("{builtin:?}"),
    }
}

/// Facets that are set, as JSON.
fn show_facets(facets: &Facets) -> String {
    if *facets == Facets::default() {
        return String::new();
    }
    let json = serde_json::to_value(facets).unwrap();
    let set: Vec<_> = json
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, value)| !value.is_null() && value.as_array().is_none_or(|items| !items.is_empty()))
        .map(|(name, value)| format!("{name}={}", value.to_string().replace('"', "")))
        .collect();
    format!("[{}]", set.join(" "))
}

fn keys(model: &Model) -> Vec<&str> {
    model.types.keys().map(String::as_str).collect()
}

fn a() -> Namespace {
    Namespace::Uri("urn:a".to_owned())
}

fn body<'m>(model: &'m Model, key: &str) -> &'m Struct {
    match &model.types.get(key).unwrap_or_else(|| panic!("{key} in {:?}", model.types.keys())).shape {
        Shape::Struct(s) => s,
        other => panic!("{key} is {other:?}"),
    }
}
