//! Schemas in one normal form, whatever dialect they are written in: `nullable: true`, `type: [x, "null"]` and an enum
//! with null say the same, as do both kinds of exclusive bounds, and keywords beside `$ref` count.

use super::context::{Context, Keywords, Treatment};
use super::docs;
use super::documents::Place;
use super::formats::{self, Kind};
use crate::diagnostic::codes;
use crate::model::{Builtin, Docs, Facets};
use crate::source::tree::{Node, Value};
use Treatment::{Ignored, NotHonoured, Read};

/// The keywords of a schema, sorted.
pub(super) const KEYWORDS: Keywords = &[
    ("$anchor", Ignored),
    ("$comment", Ignored),
    ("$defs", Ignored),
    ("$dynamicAnchor", Ignored),
    ("$dynamicRef", NotHonoured("The value may be any JSON.")),
    ("$id", Ignored),
    ("$ref", Read),
    ("$schema", Ignored),
    ("$vocabulary", Ignored),
    ("additionalProperties", Read),
    ("allOf", Read),
    ("anyOf", Read),
    ("const", Read),
    ("contains", NotHonoured("Items are not checked.")),
    ("contentEncoding", Read),
    ("contentMediaType", Ignored),
    ("contentSchema", NotHonoured("The content stays text.")),
    ("default", Read),
    ("definitions", Ignored),
    ("dependencies", NotHonoured("Which members go together is not checked.")),
    ("dependentRequired", NotHonoured("Which members go together is not checked.")),
    ("dependentSchemas", NotHonoured("Which members go together is not checked.")),
    ("deprecated", Read),
    ("description", Read),
    ("discriminator", Read),
    ("else", NotHonoured("The condition is not checked; members of its branches are not typed.")),
    ("enum", Read),
    ("example", Ignored),
    ("examples", Ignored),
    ("exclusiveMaximum", Read),
    ("exclusiveMinimum", Read),
    ("externalDocs", Ignored),
    ("format", Read),
    ("if", NotHonoured("The condition is not checked; members of its branches are not typed.")),
    ("items", Read),
    ("maxContains", NotHonoured("Items are not checked.")),
    ("maxItems", Read),
    ("maxLength", Read),
    ("maxProperties", NotHonoured("The number of members is not checked.")),
    ("maximum", Read),
    ("minContains", NotHonoured("Items are not checked.")),
    ("minItems", Read),
    ("minLength", Read),
    ("minProperties", NotHonoured("The number of members is not checked.")),
    ("minimum", Read),
    ("multipleOf", Read),
    ("not", NotHonoured("What is excluded is not checked.")),
    ("nullable", Read),
    ("oneOf", Read),
    ("pattern", Read),
    ("patternProperties", NotHonoured("Members that match are treated as members that are not declared.")),
    ("prefixItems", NotHonoured("Items by position are not typed.")),
    ("properties", Read),
    ("propertyNames", NotHonoured("Names of members are not checked.")),
    ("readOnly", Read),
    ("required", Read),
    ("then", NotHonoured("The condition is not checked; members of its branches are not typed.")),
    ("title", Ignored),
    ("type", Read),
    ("unevaluatedItems", NotHonoured("Further items are not checked.")),
    ("unevaluatedProperties", NotHonoured("Further members are skipped.")),
    ("uniqueItems", NotHonoured("Repeated items are not checked.")),
    ("writeOnly", Read),
    ("xml", Read),
];

const XML_KEYWORDS: Keywords = &[
    ("attribute", Read),
    ("name", Read),
    ("namespace", Read),
    ("nodeType", Read),
    ("prefix", Ignored),
    ("wrapped", Read),
];

/// A schema in normal form.
#[derive(Clone, Debug)]
pub(super) struct Schema<'d> {
    pub(super) place: Place<'d>,
    pub(super) reference: Option<&'d str>,
    /// Allowed types without null; empty: any.
    pub(super) kinds: Vec<Kind>,
    /// The type is said, and not only implied by a facet.
    pub(super) typed: bool,
    pub(super) format: Option<&'d str>,
    /// `contentEncoding: base64`.
    pub(super) base64: bool,
    pub(super) notes: Notes<'d>,
    /// Values of `enum` without null.
    pub(super) values: Option<Vec<Place<'d>>>,
    pub(super) properties: Vec<(&'d str, Place<'d>)>,
    pub(super) required: Vec<(&'d str, Place<'d>)>,
    pub(super) items: Option<Place<'d>>,
    /// `additionalProperties` with a schema.
    pub(super) additional: Option<Place<'d>>,
    pub(super) all_of: Vec<Place<'d>>,
    pub(super) one_of: Vec<Place<'d>>,
    pub(super) any_of: Vec<Place<'d>>,
    pub(super) discriminator: Option<Discriminator<'d>>,
}

/// What a schema says about its use, which schemas around it may say too.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes<'d> {
    pub(super) docs: Docs,
    pub(super) nullable: bool,
    pub(super) derived: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) default: Option<String>,
    pub(super) fixed: Option<String>,
    pub(super) facets: Facets,
    pub(super) xml: Option<Xml<'d>>,
}

/// The `xml` keyword.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Xml<'d> {
    pub(super) name: Option<&'d str>,
    pub(super) namespace: Option<&'d str>,
    pub(super) attribute: bool,
    pub(super) wrapped: bool,
    /// `nodeType: text` or `cdata` (3.2).
    pub(super) text: bool,
}

/// The `discriminator` keyword.
#[derive(Clone, Debug)]
pub(super) struct Discriminator<'d> {
    pub(super) property: Option<&'d str>,
    /// Tags and the texts that name their types.
    pub(super) mapping: Vec<(&'d str, Place<'d>)>,
}

impl<'d> Schema<'d> {
    /// Reads a schema; what is wrong with it is told, and the rest goes on.
    pub(super) fn read(cx: &mut Context<'d, '_>, place: Place<'d>) -> Self {
        match &place.node.value {
            Value::Mapping(_) => {}
            Value::Bool(true) => return Self::any(place),
            Value::Bool(false) => {
                cx.not_honoured(&place, "false", "The value may be any JSON.");
                return Self::any(place);
            }
            _ => {
                cx.wrong_type(&place, "a schema");
                return Self::any(place);
            }
        }
        cx.check_keywords(&place, KEYWORDS);
        let mut notes = read_notes(cx, &place);
        let format = cx.text(&place, "format");
        let mut kinds = read_kinds(cx, &place, &mut notes);
        let values = read_values(cx, &place, &mut notes);
        notes.fixed = place.child("const").and_then(|value| value.node.scalar_text()).map(str::to_owned);
        let typed = !kinds.is_empty() || formats::text_format(format).is_some();
        if kinds.is_empty() {
            kinds.extend(implied_kind(&place, format, values.as_deref()));
        }
        Self {
            reference: cx.text(&place, "$ref"),
            kinds,
            typed,
            format,
            base64: cx.text(&place, "contentEncoding") == Some("base64"),
            notes,
            values,
            properties: cx.mapping(&place, "properties"),
            required: cx.texts(&place, "required"),
            items: place.child("items"),
            additional: read_additional(cx, &place),
            all_of: cx.sequence(&place, "allOf"),
            one_of: cx.sequence(&place, "oneOf"),
            any_of: cx.sequence(&place, "anyOf"),
            discriminator: read_discriminator(cx, &place),
            place,
        }
    }

    /// A schema that says nothing.
    fn any(place: Place<'d>) -> Self {
        Self {
            place,
            reference: None,
            kinds: Vec::new(),
            typed: false,
            format: None,
            base64: false,
            notes: Notes::default(),
            values: None,
            properties: Vec::new(),
            required: Vec::new(),
            items: None,
            additional: None,
            all_of: Vec::new(),
            one_of: Vec::new(),
            any_of: Vec::new(),
            discriminator: None,
        }
    }

    /// Whether it is a record or adds to one, apart from `allOf` and alternatives.
    pub(super) fn has_members(&self) -> bool {
        !self.properties.is_empty() || !self.required.is_empty() || self.additional.is_some()
    }

    /// Whether it says what the value is, and not only something about it. `type: object` alone says nothing beside
    /// a composition.
    pub(super) fn has_substance(&self) -> bool {
        self.reference.is_some()
            || self.has_members()
            || (self.typed && self.kinds != [Kind::Object])
            || self.values.is_some()
            || self.notes.fixed.is_some()
            || self.items.is_some()
            || !(self.all_of.is_empty() && self.one_of.is_empty() && self.any_of.is_empty())
    }

    /// The alternatives: `oneOf`, else `anyOf`, without branches that only allow null.
    pub(super) fn alternatives(&self) -> Vec<Place<'d>> {
        let branches = if self.one_of.is_empty() { &self.any_of } else { &self.one_of };
        branches.iter().filter(|branch| !is_null(branch.node)).cloned().collect()
    }

    /// Whether an alternative only allows null.
    pub(super) fn has_null_alternative(&self) -> bool {
        self.one_of.iter().chain(&self.any_of).any(|branch| is_null(branch.node))
    }

    /// The builtin type of a value of one kind.
    pub(super) fn scalar(&self, kind: Kind) -> Option<Builtin> {
        if kind == Kind::String && self.base64 {
            return Some(Builtin::Base64);
        }
        kind.scalar(self.format)
    }
}

impl<'d> Notes<'d> {
    /// What is not said here is taken from `inner`.
    pub(super) fn fill(&mut self, inner: &Self) {
        fill_docs(&mut self.docs, &inner.docs);
        self.nullable |= inner.nullable;
        self.derived |= inner.derived;
        self.read_only |= inner.read_only;
        self.write_only |= inner.write_only;
        fill(&mut self.default, inner.default.as_ref());
        fill(&mut self.fixed, inner.fixed.as_ref());
        fill_facets(&mut self.facets, &inner.facets);
        match (&mut self.xml, inner.xml) {
            (Some(own), Some(inner)) => {
                own.name = own.name.or(inner.name);
                own.namespace = own.namespace.or(inner.namespace);
                own.attribute |= inner.attribute;
                own.wrapped |= inner.wrapped;
                own.text |= inner.text;
            }
            (own @ None, inner) => *own = inner,
            _ => {}
        }
    }
}

fn fill<T: Clone>(own: &mut Option<T>, other: Option<&T>) {
    if own.is_none() {
        *own = other.cloned();
    }
}

pub(super) fn fill_docs(own: &mut Docs, other: &Docs) {
    fill(&mut own.text, other.text.as_ref());
    fill(&mut own.concept, other.concept.as_ref());
    fill(&mut own.code_list, other.code_list.as_ref());
    own.deprecated |= other.deprecated;
}

fn fill_facets(own: &mut Facets, other: &Facets) {
    fill(&mut own.min_length, other.min_length.as_ref());
    fill(&mut own.max_length, other.max_length.as_ref());
    own.patterns.extend(other.patterns.iter().cloned());
    fill(&mut own.min_inclusive, other.min_inclusive.as_ref());
    fill(&mut own.max_inclusive, other.max_inclusive.as_ref());
    fill(&mut own.min_exclusive, other.min_exclusive.as_ref());
    fill(&mut own.max_exclusive, other.max_exclusive.as_ref());
    fill(&mut own.total_digits, other.total_digits.as_ref());
    fill(&mut own.fraction_digits, other.fraction_digits.as_ref());
    fill(&mut own.multiple_of, other.multiple_of.as_ref());
    fill(&mut own.min_items, other.min_items.as_ref());
    fill(&mut own.max_items, other.max_items.as_ref());
}

/// Whether a schema only allows null.
fn is_null(node: &Node) -> bool {
    let only = |key: &str, is: fn(&Value) -> bool| node.get(key).is_some_and(|node| is(&node.value));
    only("type", |value| match value {
        Value::String(name) => name == "null",
        Value::Sequence(names) => !names.is_empty() && names.iter().all(|name| name.as_str() == Some("null")),
        _ => false,
    }) || only("const", |value| *value == Value::Null)
        || only("enum", |value| match value {
            Value::Sequence(values) => !values.is_empty() && values.iter().all(|v| v.value == Value::Null),
            _ => false,
        })
}

fn read_notes<'d>(cx: &mut Context<'d, '_>, place: &Place<'d>) -> Notes<'d> {
    let mut docs = cx.prose(place, "description").map(docs::docs).unwrap_or_default();
    if let Some(concept) = cx.text(place, "x-skatt-begrepsreferanse") {
        docs.concept = Some(concept.to_owned());
    }
    if let Some(code_list) = cx.text(place, "x-skatt-eksternKodeliste") {
        docs.code_list = Some(code_list.to_owned());
    }
    docs.deprecated = cx.flag(place, "deprecated").unwrap_or(false);
    Notes {
        docs,
        nullable: cx.flag(place, "nullable").unwrap_or(false),
        derived: cx.flag(place, "x-skatt-erAvledet").unwrap_or(false),
        read_only: cx.flag(place, "readOnly").unwrap_or(false),
        write_only: cx.flag(place, "writeOnly").unwrap_or(false),
        default: place.child("default").and_then(|value| value.node.scalar_text()).map(str::to_owned),
        fixed: None,
        facets: read_facets(cx, place),
        xml: read_xml(cx, place),
    }
}

fn read_facets<'d>(cx: &mut Context<'d, '_>, place: &Place<'d>) -> Facets {
    let mut facets = Facets {
        min_length: cx.count(place, "minLength"),
        max_length: cx.count(place, "maxLength"),
        patterns: cx.text(place, "pattern").map(str::to_owned).into_iter().collect(),
        multiple_of: cx.number(place, "multipleOf").map(str::to_owned),
        min_items: cx.count(place, "minItems"),
        max_items: cx.count(place, "maxItems"),
        // Extensions for what XML Schema says and JSON Schema cannot.
        total_digits: cx.count(place, "x-skatt-totalDigits"),
        fraction_digits: cx.count(place, "x-skatt-fractionDigits"),
        ..Facets::default()
    };
    (facets.min_inclusive, facets.min_exclusive) = bounds(cx, place, "minimum", "exclusiveMinimum");
    (facets.max_inclusive, facets.max_exclusive) = bounds(cx, place, "maximum", "exclusiveMaximum");
    facets
}

/// A bound, included or excluded: in 3.0 the second keyword is a flag of the first, in 3.1 a bound of its own.
fn bounds<'d>(
    cx: &mut Context<'d, '_>,
    place: &Place<'d>,
    bound: &str,
    exclusive: &str,
) -> (Option<String>, Option<String>) {
    let limit = cx.number(place, bound).map(str::to_owned);
    match place.child(exclusive).map(|value| &value.node.value) {
        Some(Value::Bool(true)) => (None, limit),
        None | Some(Value::Bool(false)) => (limit, None),
        Some(_) => (limit, cx.number(place, exclusive).map(str::to_owned)),
    }
}

fn read_xml<'d>(cx: &mut Context<'d, '_>, place: &Place<'d>) -> Option<Xml<'d>> {
    let xml = place.child("xml")?;
    if xml.node.as_mapping().is_none() {
        cx.wrong_type(&xml, "a mapping");
        return None;
    }
    cx.check_keywords(&xml, XML_KEYWORDS);
    let node_type = cx.text(&xml, "nodeType");
    Some(Xml {
        name: cx.text(&xml, "name").filter(|name| !name.is_empty()),
        namespace: cx.text(&xml, "namespace").filter(|namespace| !namespace.is_empty()),
        attribute: cx.flag(&xml, "attribute").unwrap_or(false) || node_type == Some("attribute"),
        wrapped: cx.flag(&xml, "wrapped").unwrap_or(false) || node_type == Some("element"),
        text: matches!(node_type, Some("text" | "cdata")),
    })
}

fn read_kinds<'d>(cx: &mut Context<'d, '_>, place: &Place<'d>, notes: &mut Notes<'d>) -> Vec<Kind> {
    let Some(value) = place.child("type") else { return Vec::new() };
    let names = match &value.node.value {
        Value::Sequence(_) => value.items(),
        _ => vec![value],
    };
    let mut kinds = Vec::new();
    for name in names {
        match name.node.as_str() {
            Some("null") => notes.nullable = true,
            Some(text) => match Kind::from_name(text) {
                Some(kind) if !kinds.contains(&kind) => kinds.push(kind),
                Some(_) => {}
                None => {
                    let help = "the types are array, boolean, integer, null, number, object and string";
                    cx.report(codes::E0202, &name, format!("`{text}` is no type"), help);
                }
            },
            None => cx.wrong_type(&name, "a text"),
        }
    }
    // Every integer is a number.
    if kinds.contains(&Kind::Number) {
        kinds.retain(|kind| *kind != Kind::Integer);
    }
    kinds
}

fn read_values<'d>(cx: &mut Context<'d, '_>, place: &Place<'d>, notes: &mut Notes<'d>) -> Option<Vec<Place<'d>>> {
    place.child("enum")?;
    let (nulls, values): (Vec<_>, Vec<_>) =
        cx.sequence(place, "enum").into_iter().partition(|value| value.node.value == Value::Null);
    notes.nullable |= !nulls.is_empty();
    (!values.is_empty()).then_some(values)
}

fn read_additional<'d>(cx: &mut Context<'d, '_>, place: &Place<'d>) -> Option<Place<'d>> {
    let value = place.child("additionalProperties")?;
    match &value.node.value {
        Value::Bool(_) => None,
        Value::Mapping(mapping) if mapping.is_empty() => None,
        Value::Mapping(_) => Some(value),
        _ => {
            cx.wrong_type(&value, "a schema or a boolean");
            None
        }
    }
}

fn read_discriminator<'d>(cx: &mut Context<'d, '_>, place: &Place<'d>) -> Option<Discriminator<'d>> {
    let place = place.child("discriminator")?;
    if place.node.as_mapping().is_none() {
        cx.wrong_type(&place, "a mapping");
        return None;
    }
    let property = cx.text(&place, "propertyName");
    if place.child("propertyName").is_none() {
        cx.report(codes::E0207, &place, "`propertyName` is missing", "name the member that tells the types apart");
    }
    let mut mapping = Vec::new();
    for (tag, target) in cx.mapping(&place, "mapping") {
        if target.node.as_str().is_some() {
            mapping.push((tag, target));
        } else {
            cx.wrong_type(&target, "a text");
        }
    }
    Some(Discriminator { property, mapping })
}

/// The type of a schema without `type`, told by its other keywords.
fn implied_kind(place: &Place<'_>, format: Option<&str>, values: Option<&[Place<'_>]>) -> Option<Kind> {
    let fixed = place.node.get("const").into_iter();
    let values: Vec<_> = values.unwrap_or_default().iter().map(|value| value.node).chain(fixed).collect();
    if !values.is_empty() {
        return kind_of_values(&values);
    }
    if formats::text_format(format).is_some() {
        return Some(Kind::String);
    }
    place.entries().into_iter().find_map(|(key, _)| Kind::implied_by(key))
}

/// The one type of all values.
fn kind_of_values(values: &[&Node]) -> Option<Kind> {
    let kind = |node: &Node| match &node.value {
        Value::String(_) => Some(Kind::String),
        Value::Bool(_) => Some(Kind::Boolean),
        Value::Number(text) if text.contains(['.', 'e', 'E']) => Some(Kind::Number),
        Value::Number(_) => Some(Kind::Integer),
        _ => None,
    };
    let first = kind(values.first()?)?;
    values.iter().all(|value| kind(value) == Some(first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_sorted() {
        assert!(KEYWORDS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(XML_KEYWORDS.is_sorted_by(|a, b| a.0 < b.0));
    }
}
