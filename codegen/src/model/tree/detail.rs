//! One member in full, and who uses a type.

use std::fmt::Write;

use super::super::{Member, Model, Namespace, Shape, TypeKey, TypeRef, XmlNode};
use super::words::{cardinality, chain, facets, flags, name, reference};
use super::{key, origin, uses};

/// Users of a type that are told by name; more are counted.
const MOST_USERS: usize = 8;

/// Writes all that is known about a member.
pub(super) fn write_member(model: &Model, key: &TypeKey, member: &Member, text: &mut String) {
    let (ty, occurs) = (reference(model, &member.ty), cardinality(member.occurs));
    let _ = writeln!(text, "{key}.{}  {ty}  {occurs}  {}", member.name, origin(model, member.origin));
    let mut tell = |label: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(text, "    {label:<13}{value}");
        }
    };
    tell(
        "description",
        &member.docs.text.as_deref().map_or_else(String::new, |t| t.lines().collect::<Vec<_>>().join(" ")),
    );
    tell("concept", member.docs.concept.as_deref().unwrap_or_default());
    tell("code list", member.docs.code_list.as_deref().unwrap_or_default());
    tell("XML", &xml(member));
    tell("marks", &flags(member).join(", "));
    if let Some((choice, branch)) = branch(model, key, member) {
        tell("choice", &format!("branch {branch} of {choice}"));
    }
    tell("type", &chain(model, &member.ty));
    for step in steps(model, &member.ty) {
        tell("", &step);
    }
}

fn xml(member: &Member) -> String {
    let name = &member.xml.name.local;
    let namespace = match &member.xml.name.namespace {
        Namespace::Inherit => "in the namespace of its parent".to_owned(),
        Namespace::None => "in no namespace".to_owned(),
        Namespace::Uri(uri) => format!("in {uri}"),
    };
    let wrapper =
        member.xml.wrapper.as_ref().map_or_else(String::new, |wrapper| format!(", inside of {}", wrapper.local));
    match member.xml.node {
        XmlNode::Element => format!("element {name} {namespace}{wrapper}"),
        XmlNode::Attribute => format!("attribute {name} {namespace}"),
        XmlNode::Text => "text of the element".to_owned(),
        XmlNode::Any => "any element".to_owned(),
        XmlNode::AnyAttribute => "any attribute".to_owned(),
        XmlNode::Group => "its members stand directly in the parent".to_owned(),
    }
}

/// Number of choices' branches, and which one the member belongs to, from 1.
fn branch(model: &Model, key: &TypeKey, member: &Member) -> Option<(usize, usize)> {
    let Shape::Struct(record) = &model.types.get(key)?.shape else { return None };
    record.choices.iter().find_map(|choice| {
        let index = choice.branches.iter().position(|branch| branch.members.contains(&member.name))?;
        Some((choice.branches.len(), index + 1))
    })
}

/// For each simple type of a chain that restricts something: its name and what it restricts.
fn steps(model: &Model, ty: &TypeRef) -> Vec<String> {
    let mut steps = Vec::new();
    let mut at = ty;
    while let TypeRef::Named(key) = at
        && let Some(Shape::Scalar(scalar)) = model.types.get(key).map(|ty| &ty.shape)
        && steps.len() < 32
    {
        let words = facets(&scalar.facets);
        steps.push(if words.is_empty() { String::new() } else { format!("{key}: {}", words.join(", ")) });
        at = &scalar.base;
    }
    steps
}

/// Writes which members, variants and types use a type.
pub(super) fn write_users(model: &Model, used: &TypeKey, text: &mut String) {
    let mut users: Vec<String> = Vec::new();
    for (user, ty) in &model.types {
        let before = users.len();
        if let Shape::Struct(record) = &ty.shape {
            let members = record.members.iter().filter(|member| key(&member.ty) == Some(used));
            users.extend(members.map(|member| format!("{user}.{}", member.name)));
        }
        if users.len() == before && uses(&ty.shape).into_iter().any(|ty| key(ty) == Some(used)) {
            users.push(user.clone());
        }
    }
    for operation in &model.api.operations {
        let bodies = operation.request.iter().chain(operation.responses.iter().flat_map(|response| &response.bodies));
        let mut types = bodies.filter_map(|body| body.ty.as_ref()).chain(operation.parameters.iter().map(|p| &p.ty));
        if types.any(|ty| name(ty) == *used) {
            users.push(operation.id.clone());
        }
    }
    if users.is_empty() {
        return;
    }
    let more = users.len().saturating_sub(MOST_USERS);
    users.truncate(MOST_USERS);
    let tail = if more > 0 { format!(" and {more} more") } else { String::new() };
    let _ = writeln!(text, "  used by {}{tail}", users.join(", "));
}
