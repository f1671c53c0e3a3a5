//! What is compared of each kind of thing: one line an aspect.

use super::{Aspect, Names, Tell};
use crate::model::tree::words;
use crate::model::{
    Body, Choice, Docs, EnumValue, Facets, Member, Namespace, Operation, Parameter, Response, Root, Scalar, Shape,
    Struct, Tag, TypeDef, TypeRef, Union, Variant, XmlForm, XmlName, XmlNode,
};

pub(super) const OPERATION: &[(Aspect, Tell<Operation>)] = &[
    (Aspect::Method, |_, o| format!("{:?}", o.method).to_uppercase()),
    (Aspect::Path, |_, o| o.path.clone()),
    (Aspect::Request, |names, o| {
        let required = if o.request_required { "" } else { ", may be left out" };
        if o.request.is_empty() { String::new() } else { bodies(names, &o.request) + required }
    }),
    (Aspect::Deprecated, |_, o| deprecated(&o.docs)),
    (Aspect::Named, |_, o| flag(o.named, "yes")),
    (Aspect::Text, |_, o| text(&o.docs)),
];

pub(super) const PARAMETER: &[(Aspect, Tell<Parameter>)] = &[
    (Aspect::Type, |names, p| comes_down_to(names, &p.ty)),
    (Aspect::TypeName, |names, p| simple_name(names, &p.ty)),
    (Aspect::Occurs, |_, p| {
        let joined = if p.list && !p.explode { ", joined by commas" } else { "" };
        let needed = if p.required { "required" } else { "optional" };
        format!("{needed}{}{joined}", if p.list { ", list" } else { "" })
    }),
    (Aspect::Default, |_, p| p.default.clone().unwrap_or_default()),
    (Aspect::Deprecated, |_, p| deprecated(&p.docs)),
    (Aspect::Text, |_, p| text(&p.docs)),
];

pub(super) const ANSWER: &[(Aspect, Tell<Response>)] = &[
    (Aspect::Bodies, |names, r| bodies(names, &r.bodies)),
    (Aspect::Headers, |names, r| {
        list(r.headers.iter().map(|h| {
            format!("{}: {}{}", h.name, comes_down_to(names, &h.ty), if h.required { ", always" } else { "" })
        }))
    }),
    (Aspect::Text, |_, r| text(&r.docs)),
];

pub(super) const ROOT: &[(Aspect, Tell<Root>)] =
    &[(Aspect::Type, |names, r| comes_down_to(names, &r.ty)), (Aspect::Xml, |_, r| namespace(&r.namespace))];

pub(super) const TYPE: &[(Aspect, Tell<TypeDef>)] = &[
    (Aspect::Concept, |_, t| t.docs.concept.clone().unwrap_or_default()),
    (Aspect::CodeList, |_, t| t.docs.code_list.clone().unwrap_or_default()),
    (Aspect::Deprecated, |_, t| deprecated(&t.docs)),
    (Aspect::Text, |_, t| text(&t.docs)),
];

pub(super) const RECORD: &[(Aspect, Tell<Struct>)] = &[
    (Aspect::Choices, |_, s| list(s.choices.iter().map(choice))),
    (Aspect::Additional, |names, s| s.additional.as_ref().map(|ty| comes_down_to(names, ty)).unwrap_or_default()),
    (Aspect::Mixed, |_, s| flag(s.mixed, "allowed")),
    (Aspect::Abstract, |_, s| flag(s.is_abstract, "abstract")),
    (Aspect::Inherits, |_, s| {
        list(s.inherits.iter().map(|base| format!("{}, {:?}", base.key, base.derivation).to_lowercase()))
    }),
];

pub(super) const MEMBER: &[(Aspect, Tell<Member>)] = &[
    (Aspect::Type, |names, m| comes_down_to(names, &m.ty)),
    (Aspect::TypeName, |names, m| simple_name(names, &m.ty)),
    (Aspect::Occurs, |_, m| occurs(m)),
    (Aspect::Nullable, |_, m| flag(m.nullable, "may be null")),
    (Aspect::Xml, |names, m| xml(names, &m.name, &m.xml)),
    (Aspect::Derived, |_, m| flag(m.derived, "derived by the authority")),
    (Aspect::Direction, |_, m| flag(m.read_only, "only received") + &flag(m.write_only, "only sent")),
    (Aspect::Default, |_, m| m.default.clone().unwrap_or_default()),
    (Aspect::Fixed, |_, m| m.fixed.clone().unwrap_or_default()),
    (Aspect::Facets, |_, m| facets(&m.facets)),
    (Aspect::Concept, |_, m| m.docs.concept.clone().unwrap_or_default()),
    (Aspect::CodeList, |_, m| m.docs.code_list.clone().unwrap_or_default()),
    (Aspect::Deprecated, |_, m| deprecated(&m.docs)),
    (Aspect::Format, |_, m| m.format.clone().unwrap_or_default()),
    (Aspect::Text, |_, m| text(&m.docs)),
];

pub(super) const SCALAR: &[(Aspect, Tell<Scalar>)] = &[
    (Aspect::Type, |names, s| comes_down_to(names, &s.base) + if s.list { ", list" } else { "" }),
    (Aspect::TypeName, |names, s| simple_name(names, &s.base)),
    (Aspect::Facets, |_, s| facets(&s.facets)),
    (Aspect::Format, |_, s| s.format.clone().unwrap_or_default()),
];

pub(super) const UNION: &[(Aspect, Tell<Union>)] = &[(Aspect::Tag, |_, u| match &u.tag {
    Tag::Member(name) => format!("member {name}"),
    Tag::XsiType(of) => format!("xsi:type {}", namespace(of)).trim_end().to_owned(),
    Tag::Untagged => String::new(),
})];

pub(super) const VALUE: &[(Aspect, Tell<EnumValue>)] =
    &[(Aspect::Deprecated, |_, v| deprecated(&v.docs)), (Aspect::Text, |_, v| text(&v.docs))];

pub(super) const VARIANT: &[(Aspect, Tell<Variant>)] = &[(Aspect::Type, |names, v| comes_down_to(names, &v.ty))];

/// What a reference comes down to: the last name of a chain of simple types, the name of any other type. A type that
/// may have been renamed goes by its newer name.
pub(super) fn comes_down_to(names: &Names<'_>, ty: &TypeRef) -> String {
    let (last, list) = words::end_of_chain(names.model, ty);
    let name = match last {
        TypeRef::Named(key) => names.renamed.get(key).map_or(key, |(newer, _)| *newer).clone(),
        TypeRef::Builtin(_) => words::name(last),
    };
    if list { format!("list of {name}") } else { name }
}

/// The name of a simple type; nothing for others.
fn simple_name(names: &Names<'_>, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Named(key) if names.model.types.get(key).is_some_and(|t| matches!(t.shape, Shape::Scalar(_))) => {
            key.clone()
        }
        _ => String::new(),
    }
}

/// How often a member occurs; `required` where that is not the same as at least once.
pub(super) fn occurs(member: &Member) -> String {
    let present = member.occurs.min > 0;
    let apart = match (member.occurs.required, present) {
        (true, false) => ", required",
        (false, true) => ", in a choice",
        _ => "",
    };
    words::cardinality(member.occurs) + apart + if member.or_one { ", or one" } else { "" }
}

fn bodies(names: &Names<'_>, bodies: &[Body]) -> String {
    list(bodies.iter().map(|body| match &body.ty {
        Some(ty) => format!("{}: {}", body.media_type, comes_down_to(names, ty)),
        None => body.media_type.clone(),
    }))
}

fn choice(choice: &Choice) -> String {
    let branches: Vec<String> = choice.branches.iter().map(|b| b.members.join(" and ")).collect();
    let head = if choice.exclusive { "one of" } else { "any of" };
    format!("{head}{}: {}", if choice.required { ", required" } else { "" }, branches.join(" | "))
}

/// Nothing for an element that is called as in JSON and belongs where its parent does: to the namespace of the schema,
/// where there is one schema.
fn xml(names: &Names<'_>, member: &str, form: &XmlForm) -> String {
    let node = match form.node {
        XmlNode::Element => "element",
        XmlNode::Attribute => "attribute",
        XmlNode::Text => return "text".to_owned(),
        XmlNode::Any => return "any element".to_owned(),
        XmlNode::AnyAttribute => return "any attribute".to_owned(),
        XmlNode::Group => return "group".to_owned(),
    };
    let mut words: Vec<String> = Vec::new();
    if form.name.local != member || form.node != XmlNode::Element {
        words.push(format!("{node} {}", form.name.local));
    }
    let own = |uri: &String| matches!(names.model.documents.as_slice(), [only] if only.namespace.as_ref() == Some(uri));
    if !matches!(&form.name.namespace, Namespace::Uri(uri) if own(uri)) {
        words.push(namespace(&form.name.namespace));
    }
    words.extend(form.wrapper.as_ref().map(|wrapper| format!("in {}", name(wrapper))));
    words.retain(|word| !word.is_empty());
    words.join(", ")
}

fn name(name: &XmlName) -> String {
    format!("{} {}", name.local, namespace(&name.namespace)).trim_end().to_owned()
}

fn namespace(namespace: &Namespace) -> String {
    match namespace {
        Namespace::Inherit => String::new(),
        Namespace::None => "no namespace".to_owned(),
        Namespace::Uri(uri) => format!("namespace {uri}"),
    }
}

fn facets(facets: &Facets) -> String {
    words::facets(facets).join(", ")
}

fn text(docs: &Docs) -> String {
    docs.text.clone().unwrap_or_default()
}

fn deprecated(docs: &Docs) -> String {
    flag(docs.deprecated, "deprecated")
}

fn flag(set: bool, word: &str) -> String {
    if set { word.to_owned() } else { String::new() }
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join("; ")
}
