//! Documents as a whole.

use std::cmp::Ordering;

use super::Difference;
use crate::compare::Place;
use crate::drift::catalogue::Class;
use crate::drift::events::{
    DIALECT, NAMESPACE, ROOT_REMOVED, ROOT_RENAMED, ROOT_TYPE, UNCHANGED, UNUSED, VERSION, VERSION_KEPT, only,
};
use crate::drift::walk::Walk;
use crate::model::{Document, Language, Model, Root, TypeRef};

/// Changes with each export and says nothing.
const EXPORTED: &str = "generertDato";

/// `OpenAPI 3.0.1` and `OpenAPI 3.0.4` are one dialect.
pub(super) fn dialect(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let minor = |dialects: &str| {
        let of_one = |dialect: &str| dialect.split('.').take(2).collect::<Vec<_>>().join(".");
        dialects.split("; ").map(of_one).collect::<Vec<_>>()
    };
    if minor(difference.old) != minor(difference.new) {
        walk.push(DIALECT, difference.place, difference.told());
    }
}

pub(super) fn root_renamed(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Root(old) = difference.place else { return };
    let xml = |model: &Model| {
        let responses = model.api.operations.iter().flat_map(|operation| &operation.responses);
        responses.flat_map(|response| &response.bodies).any(|body| body.media_type.contains("xml"))
    };
    // What is read as JSON alone has no root element.
    if walk.is_xsd() || xml(walk.new) {
        let named = |root: Option<&Root>| match root.map(|root| &root.ty) {
            Some(TypeRef::Named(key)) => walk.new.types.get(key).is_some_and(|def| !def.anonymous),
            _ => false,
        };
        // A type without a name of its own is called after the element.
        let event = if named(walk.roots(difference.new).1) { ROOT_RENAMED } else { ROOT_REMOVED };
        walk.push(event, &Place::Root(difference.new.to_owned()), format!("was `{old}`"));
    }
}

pub(super) fn root_type(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Root(name) = difference.place else { return };
    let (Some(old), Some(new)) = walk.roots(name) else { return };
    if walk.is_xsd() && !walk.same_type(&old.ty, &new.ty) {
        walk.push(ROOT_TYPE, difference.place, difference.told());
    }
}

pub(super) fn root_namespace(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    walk.push(NAMESPACE, difference.place, difference.told());
}

/// Types that nothing reached, and that are gone.
pub(super) fn unused(walk: &mut Walk<'_>) {
    let new = walk.new;
    let gone = walk.old.unused.iter().filter(|key| !new.types.contains_key(*key) && !new.unused.contains(key));
    for key in gone.cloned().collect::<Vec<_>>() {
        walk.push(UNUSED, &Place::Type(key), "");
    }
}

/// The order of declarations in a schema.
pub(super) fn order(walk: &mut Walk<'_>) {
    let order = |of: &Model, other: &Model| -> Vec<String> {
        of.types.keys().filter(|key| other.types.contains_key(*key)).cloned().collect()
    };
    if walk.is_xsd() && order(walk.old, walk.new) != order(walk.new, walk.old) {
        walk.push(only("XA11"), &Place::Api, "declarations stand in another order");
    }
}

/// What the versions of the documents say, beside what changed.
pub(super) fn versions(walk: &mut Walk<'_>) {
    let openapi = |model: &Model| model.documents.iter().find(|d| d.language == Language::JsonSchema).cloned();
    let (old, new) = (openapi(walk.old), openapi(walk.new));
    let step = old.as_ref().zip(new.as_ref()).and_then(|(old, new)| step(old, new));
    let told = || {
        let version =
            |document: &Option<Document>| document.as_ref().and_then(|d| d.version.clone()).unwrap_or_default();
        format!("was {}, is {}", version(&old), version(&new))
    };
    let tells = walk.changes.iter().any(|change| change.row.classes.iter().any(|class| *class != Class::D));
    match step {
        Some(Ordering::Greater) => walk.push(VERSION_KEPT, &Place::Api, told()),
        Some(Ordering::Equal) if tells => walk.push(VERSION_KEPT, &Place::Api, told()),
        Some(Ordering::Less) if walk.changes.is_empty() => walk.push(VERSION, &Place::Api, told()),
        _ => {}
    }
    let hashes = |model: &Model| model.documents.iter().map(|d| d.sha256.clone()).collect::<Vec<_>>();
    if walk.changes.is_empty() && hashes(walk.old) != hashes(walk.new) && !only_exported(walk) {
        walk.push(UNCHANGED, &Place::Api, "");
    }
}

/// How the older version stands to the newer: by its numbers.
fn step(old: &Document, new: &Document) -> Option<Ordering> {
    let numbers = |version: &str| -> Vec<u64> {
        version.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect()
    };
    Some(numbers(old.version.as_deref()?).cmp(&numbers(new.version.as_deref()?)))
}

/// The date of export differs.
fn only_exported(walk: &Walk<'_>) -> bool {
    let exported = |model: &Model| {
        let asides = model.asides.iter().filter(|aside| aside.keyword == "metadata" && aside.place == EXPORTED);
        asides.map(|aside| aside.value.clone()).collect::<Vec<_>>()
    };
    exported(walk.old) != exported(walk.new)
}
