//! Members of records.

use super::types::{self, Level};
use super::{Difference, facets};
use crate::compare::Place;
use crate::drift::events::{
    ADDED_BETWEEN, ADDED_LAST, ADDED_REQUIRED, ANY_ADDED, ANY_ATTRIBUTE, ANY_REMOVED, ATTRIBUTE_OR_ELEMENT, DEFAULT,
    FIXED, ITEMS, ITEMS_LEAST, NAMESPACE, NOT_NULL, NULLABLE, NULLABLE_OPTIONAL, OPTIONAL, PARAMETER_REQUIRED,
    READ_ONLY, RECASED, REMOVED, REMOVED_REQUIRED, RENAMED, RENAMED_OPTIONAL, REQUIRED, SAME, TO_LIST, TO_ONE,
};
use crate::drift::walk::{Walk, record};
use crate::model::tree::words;
use crate::model::{Member, Model, TypeDef, TypeKey, XmlNode};

/// Type and cardinality.
fn told(model: &Model, member: &Member) -> String {
    format!("{}, {}", words::reference(model, &member.ty), words::cardinality(member.occurs))
}

fn of(place: &Place) -> Option<(&TypeKey, &String)> {
    match place {
        Place::Member(key, name) => Some((key, name)),
        _ => None,
    }
}

/// Whether released crates decode a record in which it is not there.
fn may_be_absent(member: &Member) -> bool {
    !member.occurs.required || member.nullable || member.occurs.is_list()
}

pub(super) fn added(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Some((key, name)) = of(difference.place) else { return };
    let (_, Some(member)) = walk.members(key, name) else { return };
    // What is only sent is not received.
    if member.write_only || is_text_between(walk.types(key).1, member) {
        return;
    }
    let event = match member.xml.node {
        XmlNode::Any => ANY_ADDED,
        XmlNode::AnyAttribute => ANY_ATTRIBUTE,
        _ if member.occurs.required && !member.nullable => ADDED_REQUIRED,
        _ if is_last(walk, key, name) => ADDED_LAST,
        _ => ADDED_BETWEEN,
    };
    walk.push(event, difference.place, told(walk.new, member));
    // Whoever sends it makes it with `new`, which takes all that is required.
    if event == ADDED_REQUIRED && walk.is_also_sent(key) {
        walk.push(PARAMETER_REQUIRED, difference.place, told(walk.new, member));
    }
}

/// The text between elements comes and goes with `mixed`.
fn is_text_between(of: Option<&TypeDef>, member: &Member) -> bool {
    member.xml.node == XmlNode::Text && of.and_then(record).is_some_and(|record| record.mixed)
}

/// No member stands behind it that was there before.
fn is_last(walk: &Walk<'_>, key: &str, name: &str) -> bool {
    let Some((old, new)) = walk.records(key) else { return true };
    let behind = new.members.iter().skip_while(|m| m.name != name).skip(1);
    let mut elements = behind.filter(|m| m.xml.node == XmlNode::Element);
    elements.all(|m| old.members.iter().all(|o| o.name != walk.older_member(key, &m.name)))
}

pub(super) fn removed(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Some((key, name)) = of(difference.place) else { return };
    let (Some(member), _) = walk.members(key, name) else { return };
    if member.write_only || is_text_between(walk.types(key).0, member) {
        return;
    }
    let event = match member.xml.node {
        XmlNode::Any => ANY_REMOVED,
        XmlNode::AnyAttribute => ANY_ATTRIBUTE,
        _ if may_be_absent(member) => REMOVED,
        _ => REMOVED_REQUIRED,
    };
    walk.push(event, difference.place, told(walk.old, member));
}

pub(super) fn renamed(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Some((key, old)) = of(difference.place) else { return };
    let place = Place::Member(key.clone(), difference.new.to_owned());
    let recased = old.to_lowercase() == difference.new.to_lowercase();
    let event = match walk.members(key, difference.new) {
        _ if recased => RECASED,
        (Some(member), _) if may_be_absent(member) => RENAMED_OPTIONAL,
        _ => RENAMED,
    };
    walk.push(event, &place, format!("was `{old}`"));
}

pub(super) fn retyped(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Some((key, name)) = of(difference.place) else { return };
    let (Some(old), Some(new)) = walk.members(key, name) else { return };
    // The type's own change is told where the type is.
    if walk.same_type(&old.ty, &new.ty) || matches!(new.xml.node, XmlNode::Any | XmlNode::AnyAttribute) {
        return;
    }
    if let Some((event, more)) = types::judge(walk, &old.ty, &new.ty, Level::Member) {
        let detail = if more.is_empty() { difference.told() } else { format!("{}; {more}", difference.told()) };
        walk.push(event, difference.place, detail);
    }
}

/// The simple type has another name, and what it comes down to is the same.
pub(super) fn type_name(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Some((key, name)) = of(difference.place) else { return };
    let (Some(old), Some(new)) = walk.members(key, name) else { return };
    let same_end = types::end(walk.old, &old.ty) == types::end(walk.new, &new.ty);
    if same_end && !walk.same_type(&old.ty, &new.ty) {
        let event = types::named_or_not(walk, &old.ty, &new.ty).unwrap_or(SAME);
        walk.push(event, difference.place, difference.told());
    }
}

pub(super) fn occurs(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Some((key, name)) = of(difference.place) else { return };
    let (Some(old), Some(new)) = walk.members(key, name) else { return };
    let (before, after) = (old.occurs, new.occurs);
    let place = difference.place;
    match (before.is_list(), after.is_list()) {
        (false, true) => return walk.push(TO_LIST, place, difference.told()),
        (true, false) => return walk.push(TO_ONE, place, difference.told()),
        (true, true) => {
            let least = (before.min == 0) != (after.min == 0) || before.required != after.required;
            return walk.push(if least { ITEMS_LEAST } else { ITEMS }, place, difference.told());
        }
        (false, false) => {}
    }
    match (before.required, after.required) {
        // Null was allowed, so that the field is an `Option` already.
        (true, false) if old.nullable => walk.push(NULLABLE_OPTIONAL, place, difference.told()),
        (true, false) => walk.push(OPTIONAL, place, difference.told()),
        (false, true) => walk.push(REQUIRED, place, difference.told()),
        _ => {}
    }
}

pub(super) fn nullable(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Some((key, name)) = of(difference.place) else { return };
    let (Some(old), Some(new)) = walk.members(key, name) else { return };
    let event = match new.nullable {
        false => NOT_NULL,
        true if may_be_absent(old) => NULLABLE_OPTIONAL,
        true => NULLABLE,
    };
    walk.push(event, difference.place, "");
}

pub(super) fn xml(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Some((key, name)) = of(difference.place) else { return };
    let (Some(old), Some(new)) = walk.members(key, name) else { return };
    let event = if old.xml.node == new.xml.node { NAMESPACE } else { ATTRIBUTE_OR_ELEMENT };
    // Its name is that of the member, which is told.
    let renamed = walk.older_member(key, name) != name
        && old.xml.name.namespace == new.xml.name.namespace
        && old.xml.node == new.xml.node;
    if !renamed {
        walk.push(event, difference.place, difference.told());
    }
}

/// The name of an item, for lists that are types.
pub(super) fn namespace(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    walk.push(NAMESPACE, difference.place, difference.told());
}

/// Read only, or write only: what is only sent is not there for readers.
pub(super) fn direction(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Some((key, name)) = of(difference.place) else { return };
    let (Some(old), Some(new)) = walk.members(key, name) else { return };
    match (old.write_only, new.write_only) {
        (false, true) => {
            let event = if may_be_absent(old) { REMOVED } else { REMOVED_REQUIRED };
            walk.push(event, difference.place, "it is only sent");
        }
        (true, false) => {
            let event = if may_be_absent(new) { ADDED_BETWEEN } else { ADDED_REQUIRED };
            walk.push(event, difference.place, "it is received");
        }
        _ => {}
    }
    if old.read_only != new.read_only {
        walk.push(READ_ONLY, difference.place, difference.told());
    }
}

pub(super) fn default(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    walk.push(DEFAULT, difference.place, difference.told());
}

pub(super) fn fixed(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    walk.push(FIXED, difference.place, difference.told());
}

/// Facets of a member: those of its type stand there.
pub(super) fn facets_of(walk: &Walk<'_>, place: &Place) -> Option<facets::Pair> {
    let (key, name) = of(place)?;
    let (old, new) = walk.members(key, name);
    let (old, new) = (old?, new?);
    let same = types::end(walk.old, &old.ty) == types::end(walk.new, &new.ty);
    // Of another kind of value they are other facets.
    same.then(|| (old.facets.clone(), new.facets.clone()))
}
