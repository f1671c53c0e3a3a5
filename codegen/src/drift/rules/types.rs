//! Types, and what a value of one type is where it was of another.

use std::collections::BTreeSet;

use super::Difference;
use crate::compare::Place;
use crate::drift::events::{
    ABSTRACT, ADDITIONAL_CHANGED, ADDITIONAL_TYPED, BYTES, COMPONENT, DATE_TIME, DERIVATION, DISCRIMINATOR_ADDED,
    DISCRIMINATOR_GONE, ENUM_DROPPED, ENUM_INTRODUCED, Event, FORMAT_GAINED, FORMAT_LOST, FRACTIONS, FREE_TO_RECORD,
    KIND, LIST_IN_TEXT, MIXED, MIXED_GONE, ORDER, RECORD_TO_FREE, RETYPED, SAME, SAME_CONTENT, SIMPLE_RENAMED,
    TEXT_OPENED, TYPE_ADDED, TYPE_BASE, TYPE_BYTES, TYPE_DATE_TIME, TYPE_FORMAT_GAINED, TYPE_FORMAT_LOST,
    TYPE_FRACTIONS, TYPE_REMOVED, TYPE_RENAMED, UNION_LEFT, UNION_MADE, VALUE_ORDER, WHOLE, WRAPPED,
};
use crate::drift::walk::Walk;
use crate::model::tree::words;
use crate::model::{Builtin, Derivation, Model, Shape, Struct, Tag, TypeDef, TypeRef};

/// Where a type changed: at a member that has another one, or in the type itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Member,
    Type,
}

/// What a reference comes down to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End<'a> {
    Scalar(Builtin),
    Enumeration(&'a TypeDef),
    Record(&'a Struct),
    Union,
    Map,
    List(&'a TypeRef),
    /// Any value.
    Free,
}

pub(super) fn end<'a>(model: &'a Model, ty: &'a TypeRef) -> (End<'a>, bool) {
    let (last, list) = words::end_of_chain(model, ty);
    let end = match last {
        TypeRef::Builtin(Builtin::AnyJson | Builtin::AnyXml) => End::Free,
        TypeRef::Builtin(builtin) => End::Scalar(*builtin),
        TypeRef::Named(key) => match model.types.get(key) {
            Some(def) => match &def.shape {
                Shape::Enumeration(_) => End::Enumeration(def),
                Shape::Struct(record) => End::Record(record),
                Shape::Union(_) => End::Union,
                Shape::Map { .. } => End::Map,
                Shape::List { item, .. } => End::List(item),
                Shape::Scalar(_) | Shape::Alias(_) => End::Free,
            },
            None => End::Free,
        },
    };
    (end, list)
}

/// Types of texts with a format.
const FORMATTED: &[Builtin] = &[
    Builtin::Date,
    Builtin::DateTime,
    Builtin::Time,
    Builtin::Year,
    Builtin::YearMonth,
    Builtin::Duration,
    Builtin::Uuid,
];

/// Scalars by what they were and what they are: the change at a member, and in a type.
fn scalars(old: Builtin, new: Builtin) -> (Event, Event) {
    use Builtin::{Base64, Date, DateTime, Decimal, Hex, Integer, Text};
    match (old, new) {
        (Integer, Decimal) => (FRACTIONS, TYPE_FRACTIONS),
        (Decimal, Integer) => (WHOLE, WHOLE),
        (Date, DateTime) | (DateTime, Date) => (DATE_TIME, TYPE_DATE_TIME),
        (Text, Base64 | Hex) | (Base64 | Hex, Text) => (BYTES, TYPE_BYTES),
        (Text, new) if FORMATTED.contains(&new) => (FORMAT_GAINED, TYPE_FORMAT_GAINED),
        (old, Text) if FORMATTED.contains(&old) => (FORMAT_LOST, TYPE_FORMAT_LOST),
        _ => (KIND, TYPE_BASE),
    }
}

/// What a value of type `new` is to a reader of `old`, and what there is to say of it. `None` where it is nothing.
pub(super) fn judge(walk: &Walk<'_>, old: &TypeRef, new: &TypeRef, level: Level) -> Option<(Event, String)> {
    let ((before, list_before), (after, list_after)) = (end(walk.old, old), end(walk.new, new));
    if list_before != list_after {
        return Some((LIST_IN_TEXT, String::new()));
    }
    let event = match (before, after) {
        (End::Scalar(before), End::Scalar(after)) if before == after => return None,
        (End::Scalar(before), End::Scalar(after)) => {
            let (member, ty) = scalars(before, after);
            if level == Level::Member { member } else { ty }
        }
        (End::Scalar(Builtin::Text), End::Enumeration(_)) => ENUM_INTRODUCED,
        (End::Enumeration(_), End::Scalar(Builtin::Text)) => ENUM_DROPPED,
        (End::Free | End::Map, End::Record(_)) => FREE_TO_RECORD,
        (End::Record(_), End::Free | End::Map) => RECORD_TO_FREE,
        (End::Union, End::Union) | (End::Free, End::Free) | (End::Map, End::Map) => return None,
        (_, End::Union) => UNION_MADE,
        (End::Union, _) => UNION_LEFT,
        (End::Scalar(Builtin::Text) | End::Enumeration(_), End::Record(_)) => TEXT_OPENED,
        (End::Record(record), _) if holds(walk.old, record, after) => WRAPPED,
        (_, End::Record(record)) if holds(walk.new, record, before) => WRAPPED,
        (End::Record(_), End::Record(_)) | (End::Enumeration(_), End::Enumeration(_)) => {
            let same = same_shape(walk, old, new, &mut BTreeSet::new());
            if same { named_or_not(walk, old, new).unwrap_or(SAME_CONTENT) } else { RETYPED }
        }
        _ if level == Level::Type => TYPE_BASE,
        _ => KIND,
    };
    Some((event, String::new()))
}

/// Whether a change is one of the values that a text may have.
pub(super) fn is_of_values(event: Event) -> bool {
    [ENUM_INTRODUCED, ENUM_DROPPED].contains(&event)
}

/// Whether a record has such a scalar as its only member.
fn holds(of: &Model, record: &Struct, value: End<'_>) -> bool {
    let End::Scalar(value) = value else { return false };
    record.members.len() == 1 && record.members.iter().any(|m| end(of, &m.ty).0 == End::Scalar(value))
}

/// Whether a type is any text, with known values or none.
pub(in crate::drift) fn is_text(model: &Model, ty: &TypeRef) -> bool {
    matches!(end(model, ty).0, End::Scalar(Builtin::Text) | End::Enumeration(_))
}

/// A type that got a name, or lost it.
pub(super) fn named_or_not(walk: &Walk<'_>, old: &TypeRef, new: &TypeRef) -> Option<Event> {
    let anonymous = |model: &Model, ty: &TypeRef| match ty {
        TypeRef::Named(key) => model.types.get(key).map(|def| def.anonymous),
        TypeRef::Builtin(_) => None,
    };
    let (before, after) = (anonymous(walk.old, old)?, anonymous(walk.new, new)?);
    (before != after).then_some(COMPONENT)
}

/// Whether two types have the same members or values all the way down. `seen` are the pairs on the way.
fn same_shape(walk: &Walk<'_>, old: &TypeRef, new: &TypeRef, seen: &mut BTreeSet<(String, String)>) -> bool {
    if walk.same_type(old, new) || !seen.insert((words::name(old), words::name(new))) {
        return true;
    }
    let ((before, list_before), (after, list_after)) = (end(walk.old, old), end(walk.new, new));
    let same = match (before, after) {
        (End::Scalar(before), End::Scalar(after)) => before == after,
        (End::Enumeration(before), End::Enumeration(after)) => before.shape == after.shape,
        (End::Record(before), End::Record(after)) => {
            before.members.len() == after.members.len()
                && before.members.iter().zip(&after.members).all(|(before, after)| {
                    before.name == after.name
                        && before.occurs == after.occurs
                        && before.nullable == after.nullable
                        && same_shape(walk, &before.ty, &after.ty, seen)
                })
        }
        (End::List(before), End::List(after)) => same_shape(walk, before, after, seen),
        (End::Free, End::Free) => true,
        _ => false,
    };
    same && list_before == list_after
}

fn named(key: &str) -> TypeRef {
    TypeRef::Named(key.to_owned())
}

pub(super) fn added(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Type(key) = difference.place else { return };
    let (_, Some(def)) = walk.types(key) else { return };
    // In a schema simple types come and go with their uses.
    let counts = !walk.is_xsd() || matches!(def.shape, Shape::Struct(_) | Shape::Union(_));
    if !def.anonymous && !is_record_of_union(key) && counts {
        walk.push(TYPE_ADDED, difference.place, "");
    }
}

pub(super) fn removed(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Type(key) = difference.place else { return };
    let (Some(def), _) = walk.types(key) else { return };
    if def.anonymous || is_record_of_union(key) {
        return;
    }
    let simple = matches!(def.shape, Shape::Scalar(_) | Shape::Enumeration(_));
    walk.push(if simple && walk.is_xsd() { SIMPLE_RENAMED } else { TYPE_REMOVED }, difference.place, "it is gone");
}

/// The record behind a type that others are derived from goes with that type.
fn is_record_of_union(key: &str) -> bool {
    key.ends_with(" (base)") || key.ends_with("/base")
}

pub(super) fn renamed(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Type(old) = difference.place else { return };
    let (Some(before), Some(after)) = walk.types(difference.new) else { return };
    let event = match (before.anonymous, after.anonymous) {
        (true, true) => return,
        (false, false) if matches!(after.shape, Shape::Scalar(_) | Shape::Enumeration(_)) => SIMPLE_RENAMED,
        (false, false) if is_record_of_union(difference.new) => return,
        (false, false) => TYPE_RENAMED,
        _ => COMPONENT,
    };
    walk.push(event, &Place::Type(difference.new.to_owned()), format!("was `{old}`"));
}

/// Another kind of type under the same name.
pub(super) fn kind(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Type(key) = difference.place else { return };
    let old = named(walk.older_key(key));
    if let Some((event, _)) = judge(walk, &old, &named(key), Level::Type) {
        walk.push(event, difference.place, difference.told());
    }
}

/// A simple type, a list or a map over another type.
pub(super) fn base(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Type(key) = difference.place else { return };
    let (Some(old), Some(new)) = walk.types(key) else { return };
    let parts = match (&old.shape, &new.shape) {
        (Shape::Scalar(old), Shape::Scalar(new)) if old.list != new.list => {
            return walk.push(LIST_IN_TEXT, difference.place, difference.told());
        }
        (Shape::Scalar(old), Shape::Scalar(new)) => (&old.base, &new.base),
        (Shape::List { item: old, .. }, Shape::List { item: new, .. })
        | (Shape::Map { value: old }, Shape::Map { value: new })
        | (Shape::Alias(old), Shape::Alias(new)) => (old, new),
        _ => return,
    };
    if walk.same_type(parts.0, parts.1) {
        return;
    }
    if let Some((event, _)) = judge(walk, parts.0, parts.1, Level::Type) {
        walk.push(event, difference.place, difference.told());
    }
}

/// A simple type over another name of the same kind of value.
pub(super) fn base_name(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Type(key) = difference.place else { return };
    let same = end(walk.old, &named(walk.older_key(key))) == end(walk.new, &named(key));
    let renamed = walk.newer_key(difference.old) == difference.new;
    if same && !renamed {
        walk.push(SAME, difference.place, difference.told());
    }
}

pub(super) fn tag(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Type(key) = difference.place else { return };
    let (Some(old), Some(new)) = walk.types(key) else { return };
    let (Shape::Union(old), Shape::Union(new)) = (&old.shape, &new.shape) else { return };
    match (&old.tag, &new.tag) {
        (Tag::Untagged, Tag::Member(_)) => walk.push(DISCRIMINATOR_ADDED, difference.place, difference.told()),
        (Tag::Member(_), Tag::Untagged | Tag::Member(_)) => {
            walk.push(DISCRIMINATOR_GONE, difference.place, difference.told());
        }
        _ => {}
    }
}

pub(super) fn additional(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let event = if difference.old.is_empty() { ADDITIONAL_TYPED } else { ADDITIONAL_CHANGED };
    walk.push(event, difference.place, difference.told());
}

pub(super) fn mixed(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    walk.push(if difference.new.is_empty() { MIXED_GONE } else { MIXED }, difference.place, "");
}

pub(super) fn is_abstract(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    if !difference.new.is_empty() {
        walk.push(ABSTRACT, difference.place, "");
    }
}

/// Bases: their members are judged one by one. That a type is derived the other way is for a person.
pub(super) fn inherits(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Type(key) = difference.place else { return };
    let Some((old, new)) = walk.records(key) else { return };
    let how = |of: &Struct, key: &str| -> Option<Derivation> {
        of.inherits.iter().find(|base| base.key == key).map(|base| base.derivation)
    };
    let mut turned = new.inherits.iter().filter(|base| how(old, &base.key).is_some_and(|how| how != base.derivation));
    if turned.next().is_some() {
        walk.push(DERIVATION, difference.place, difference.told());
    }
}

pub(super) fn order(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    walk.push(ORDER, difference.place, moved(difference));
}

pub(super) fn value_order(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    walk.push(VALUE_ORDER, difference.place, moved(difference));
}

/// The names that stand elsewhere: the shortest telling of it.
fn moved(difference: &Difference<'_>) -> String {
    let names = |text: &str| text.split(", ").map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (names(difference.old), names(difference.new));
    let first = old.iter().zip(&new).position(|(old, new)| old != new).unwrap_or(0);
    let last = old.iter().rev().zip(new.iter().rev()).position(|(old, new)| old != new).unwrap_or(0);
    let part = new.get(first..new.len().saturating_sub(last)).unwrap_or_default();
    format!("now {}", part.join(", "))
}
