//! Names, references and restrictions in words.

use super::super::{Builtin, Facets, Member, Model, Namespace, Occurs, Shape, TypeRef, WhiteSpace, XmlNode};

/// Longer chains of names can only be a cycle.
const LONGEST_CHAIN: usize = 32;

/// A reference to a type: for a simple type also what it comes down to, `BeloepSomHeltall = integer`.
pub(crate) fn reference(model: &Model, ty: &TypeRef) -> String {
    let own = name(ty);
    let TypeRef::Named(key) = ty else { return own };
    let Some(def) = model.types.get(key) else { return format!("{own} (not declared)") };
    match &def.shape {
        Shape::Scalar(_) => {
            let (last, list) = end_of_chain(model, ty);
            format!("{own} = {}{}", if list { "list of " } else { "" }, name(last))
        }
        Shape::Enumeration(_) => format!("{own} (enum)"),
        Shape::List { item, .. } => format!("{own} = list of {}", name(item)),
        Shape::Alias(_) => format!("{own} = {}", name(end_of_chain(model, ty).0)),
        Shape::Struct(_) | Shape::Map { .. } | Shape::Union(_) => own,
    }
}

/// All names of a chain of simple types: `BeloepSomHeltall = Heltall = integer`.
pub(super) fn chain(model: &Model, ty: &TypeRef) -> String {
    let mut names = vec![name(ty)];
    let mut at = ty;
    while let Some((next, _)) = step(model, at).filter(|_| names.len() < LONGEST_CHAIN) {
        names.push(name(next));
        at = next;
    }
    names.join(" = ")
}

/// The last type of a chain of names, and whether a list stands on the way.
pub(crate) fn end_of_chain<'a>(model: &'a Model, ty: &'a TypeRef) -> (&'a TypeRef, bool) {
    let (mut at, mut list) = (ty, false);
    for _ in 0..LONGEST_CHAIN {
        let Some((next, is_list)) = step(model, at) else { break };
        (at, list) = (next, list || is_list);
    }
    (at, list)
}

fn step<'a>(model: &'a Model, ty: &TypeRef) -> Option<(&'a TypeRef, bool)> {
    let TypeRef::Named(key) = ty else { return None };
    match &model.types.get(key)?.shape {
        Shape::Scalar(scalar) => Some((&scalar.base, scalar.list)),
        Shape::Alias(target) => Some((target, false)),
        _ => None,
    }
}

/// The bare name of a type.
pub(crate) fn name(ty: &TypeRef) -> String {
    match ty {
        TypeRef::Named(key) => key.clone(),
        TypeRef::Builtin(builtin) => builtin_name(*builtin).to_owned(),
    }
}

fn builtin_name(builtin: Builtin) -> &'static str {
    match builtin {
        Builtin::Text => "text",
        Builtin::Boolean => "boolean",
        Builtin::Integer => "integer",
        Builtin::Decimal => "decimal",
        Builtin::Float => "float",
        Builtin::Date => "date",
        Builtin::DateTime => "date-time",
        Builtin::Time => "time",
        Builtin::Year => "year",
        Builtin::YearMonth => "year-month",
        Builtin::Duration => "duration",
        Builtin::Base64 => "base64",
        Builtin::Hex => "hex",
        Builtin::Uuid => "uuid",
        Builtin::AnyJson => "any JSON",
        Builtin::AnyXml => "any XML",
    }
}

/// Restrictions in words, in the order of the model's fields.
pub(crate) fn facets(facets: &Facets) -> Vec<String> {
    let Facets { length, min_length, max_length, total_digits, fraction_digits, min_items, max_items, .. } = facets;
    let numbers = [
        (length, "length"),
        (min_length, "min length"),
        (max_length, "max length"),
        (total_digits, "total digits"),
        (fraction_digits, "fraction digits"),
        (min_items, "min items"),
        (max_items, "max items"),
    ];
    let bounds = [
        (&facets.min_inclusive, ">="),
        (&facets.max_inclusive, "<="),
        (&facets.min_exclusive, ">"),
        (&facets.max_exclusive, "<"),
        (&facets.multiple_of, "multiple of"),
    ];
    let mut words: Vec<String> =
        numbers.iter().filter_map(|(n, word)| Some(format!("{word} {}", (*n).as_ref()?))).collect();
    words.extend(bounds.iter().filter_map(|(bound, word)| Some(format!("{word} {}", bound.as_ref()?))));
    words.extend(facets.patterns.iter().map(|pattern| format!("pattern {pattern}")));
    words.extend(facets.white_space.map(|space| match space {
        WhiteSpace::Preserve => "white space kept".to_owned(),
        WhiteSpace::Replace => "white space replaced".to_owned(),
        WhiteSpace::Collapse => "white space collapsed".to_owned(),
    }));
    words
}

/// A concept's URL down to the start of its id.
pub(super) fn short(concept: &str) -> String {
    let id = concept.trim_end_matches('/').rsplit('/').next().unwrap_or(concept);
    id.chars().take(8).collect()
}

/// What is special about a member, in words.
pub(super) fn flags(member: &Member) -> Vec<String> {
    let mut flags = Vec::new();
    match member.xml.node {
        XmlNode::Element => {}
        XmlNode::Attribute => flags.push("attribute".to_owned()),
        XmlNode::Text => flags.push("text".to_owned()),
        XmlNode::Any => flags.push("any element".to_owned()),
        XmlNode::AnyAttribute => flags.push("any attribute".to_owned()),
        XmlNode::Group => flags.push("group".to_owned()),
    }
    let list_is_required = member.occurs.is_list() && member.occurs.min == 0 && member.occurs.required;
    for (set, flag) in [
        (list_is_required, "required"),
        (member.or_one, "or one"),
        (member.nullable, "nullable"),
        (member.derived, "derived"),
        (member.read_only, "read only"),
        (member.write_only, "write only"),
        (member.docs.deprecated, "deprecated"),
    ] {
        if set {
            flags.push(flag.to_owned());
        }
    }
    let named = matches!(member.xml.node, XmlNode::Element | XmlNode::Attribute);
    if named && member.xml.name.local != member.name {
        flags.push(format!("in XML {}", member.xml.name.local));
    }
    if named && let Namespace::Uri(uri) = &member.xml.name.namespace {
        // The namespace of the whole schema is the rule; telling it at each member would hide the exceptions.
        if member.xml.node == XmlNode::Attribute {
            flags.push(format!("namespace {uri}"));
        }
    }
    flags.extend(member.xml.wrapper.iter().map(|wrapper| format!("in {}", wrapper.local)));
    flags.extend(member.default.iter().map(|value| format!("default {value}")));
    flags.extend(member.fixed.iter().map(|value| format!("fixed {value}")));
    flags.extend(facets(&member.facets));
    flags
}

/// `1`, `0..1`, `0..*`, `2..5`.
pub(crate) fn cardinality(occurs: Occurs) -> String {
    match (occurs.min, occurs.max) {
        (min, Some(max)) if min == max => min.to_string(),
        (min, Some(max)) => format!("{min}..{max}"),
        (min, None) => format!("{min}..*"),
    }
}
