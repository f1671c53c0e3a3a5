//! Enumerations that were merged or split, and values that are spelt otherwise.

use std::collections::BTreeSet;

use crate::compare::{Aspect, Change, Place};
use crate::drift::events::{ENUM_MERGED, RESPELT};
use crate::drift::walk::Walk;
use crate::model::select::distance;
use crate::model::{Model, Shape, TypeDef};

/// Shorter values differ in a letter by chance.
const SHORTEST: usize = 4;

pub(super) fn run(walk: &mut Walk<'_>) {
    // The type that came of several, and the way back.
    regrouped(walk, true);
    regrouped(walk, false);
    respelt(walk);
}

fn values(def: &TypeDef) -> Option<BTreeSet<&str>> {
    match &def.shape {
        Shape::Enumeration(enumeration) => Some(enumeration.values.iter().map(|v| v.value.as_str()).collect()),
        _ => None,
    }
}

/// Types of `apart` that are in the other model no more, whose values together are those of one new type of the other.
fn regrouped(walk: &mut Walk<'_>, merged: bool) {
    let (apart, whole): (&Model, &Model) = if merged { (walk.old, walk.new) } else { (walk.new, walk.old) };
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for (key, def) in whole.types.iter().filter(|(key, _)| !apart.types.contains_key(*key)) {
        let Some(all) = values(def) else { continue };
        let parts: Vec<(&String, BTreeSet<&str>)> = apart
            .types
            .iter()
            .filter(|(part, _)| !whole.types.contains_key(*part))
            .filter_map(|(part, def)| Some((part, values(def)?)))
            .filter(|(_, part)| part.is_subset(&all))
            .collect();
        let together: BTreeSet<&str> = parts.iter().flat_map(|(_, part)| part.iter().copied()).collect();
        if parts.len() > 1 && together == all {
            found.push((key.clone(), parts.into_iter().map(|(part, _)| part.clone()).collect()));
        }
    }
    for (key, parts) in found {
        let detail = if merged {
            format!("{key} was {}", parts.join(" and "))
        } else {
            format!("{key} is {}", parts.join(" and "))
        };
        let place = Place::Type(if merged { key.clone() } else { parts[0].clone() });
        walk.push(ENUM_MERGED, &place, detail);
        let is_part = |name: &str| name == key || parts.iter().any(|part| part == name);
        walk.explain(|finding| match (&finding.place, &finding.change) {
            (Place::Type(of) | Place::Value(of, _), _) => is_part(of),
            (Place::Member(..), Change::Changed { aspect: Aspect::Type, old, new }) => is_part(old) && is_part(new),
            _ => false,
        });
    }
}

/// A value that is gone and one that is new, of one enumeration, that read alike.
fn respelt(walk: &mut Walk<'_>) {
    let value = |place: &Place| match place {
        Place::Value(key, value) => Some((key.clone(), value.clone())),
        _ => None,
    };
    let added = walk.places(&Change::Added, value);
    for (key, old) in walk.places(&Change::Removed, value) {
        let mut candidates = added.iter().filter(|(of, new)| *of == key && alike(&old, new));
        let (Some((_, new)), None) = (candidates.next(), candidates.next()) else { continue };
        // Schemas of XML have no row for it: two rows tell it.
        if walk.is_xsd() {
            continue;
        }
        let (gone, come) = (Place::Value(key.clone(), old.clone()), Place::Value(key.clone(), new.clone()));
        walk.push(RESPELT, &come, format!("was `{old}`, is `{new}`"));
        walk.explain(|finding| finding.place == gone || finding.place == come);
    }
}

fn alike(old: &str, new: &str) -> bool {
    let bare =
        |value: &str| value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (old, new) = (bare(old), bare(new));
    old == new
        || (old.chars().count() >= SHORTEST
            && distance(&old, &new) == 1
            && !old.ends_with(|c: char| c.is_ascii_digit()))
}
