//! Types, each with its counterpart.

use std::collections::{BTreeMap, BTreeSet};

use super::{Aspect, Change, Place, Walk, aspects, matched, members};
use crate::model::{Enumeration, Shape, TypeDef, TypeKey, TypeRef, Variant};

pub(super) fn compare(walk: &mut Walk<'_>) {
    let (old, new) = (walk.old, walk.new);
    let older: BTreeMap<&TypeKey, &TypeKey> = walk.renamed.iter().map(|(older, (newer, _))| (*newer, *older)).collect();
    for (key, def) in &new.types {
        let place = Place::Type(key.clone());
        match older.get(key) {
            Some(&before) => {
                let evidence = walk.renamed[before].1;
                let change = Change::PerhapsRenamed { to: key.clone(), evidence };
                walk.push(Place::Type(before.clone()), change);
                pair(walk, key, &old.types[before], def);
            }
            None => match old.types.get(key) {
                Some(before) => pair(walk, key, before, def),
                None => walk.push(place, Change::Added),
            },
        }
    }
    for key in old.types.keys() {
        if !new.types.contains_key(key) && !walk.renamed.contains_key(key) {
            walk.push(Place::Type(key.clone()), Change::Removed);
        }
    }
}

fn pair(walk: &mut Walk<'_>, key: &TypeKey, old: &TypeDef, new: &TypeDef) {
    let place = Place::Type(key.clone());
    walk.all(&place, aspects::TYPE, old, new);
    match (&old.shape, &new.shape) {
        (Shape::Struct(old), Shape::Struct(new)) => {
            walk.all(&place, aspects::RECORD, old, new);
            members::compare(walk, key, old, new);
        }
        (Shape::Enumeration(old), Shape::Enumeration(new)) => {
            let values = matched(&old.values, &new.values, |v| &v.value);
            for (older, newer) in &values.pairs {
                walk.all(&Place::Value(key.clone(), newer.value.clone()), aspects::VALUE, *older, *newer);
            }
            let order = |of: &Enumeration, other: &Enumeration| -> String {
                let common = of.values.iter().filter(|v| other.values.iter().any(|o| o.value == v.value));
                common.map(|v| v.value.as_str()).collect::<Vec<_>>().join(", ")
            };
            walk.differ(&place, Aspect::ValueOrder, order(old, new), order(new, old));
            for (change, found) in [(Change::Added, &values.added), (Change::Removed, &values.removed)] {
                for value in found {
                    walk.push(Place::Value(key.clone(), value.value.clone()), change.clone());
                }
            }
        }
        (Shape::Scalar(old), Shape::Scalar(new)) => walk.all(&place, aspects::SCALAR, old, new),
        (Shape::Union(old), Shape::Union(new)) => {
            walk.all(&place, aspects::UNION, old, new);
            let variants = matched(&old.variants, &new.variants, |v| &v.tag);
            for (older, newer) in variants.pairs {
                walk.all(&Place::Variant(key.clone(), newer.tag.clone()), aspects::VARIANT, older, newer);
            }
            for (change, found) in [(Change::Added, &variants.added), (Change::Removed, &variants.removed)] {
                for variant in found {
                    walk.push(Place::Variant(key.clone(), variant.tag.clone()), change.clone());
                }
            }
        }
        (Shape::List { item: old, item_name: before }, Shape::List { item: new, item_name: after }) => {
            walk.all(&place, aspects::VARIANT, &one(old), &one(new));
            let named =
                |name: &Option<crate::model::XmlName>| name.as_ref().map(|n| n.local.clone()).unwrap_or_default();
            walk.differ(&place, Aspect::Xml, named(before), named(after));
        }
        (Shape::Map { value: old }, Shape::Map { value: new }) | (Shape::Alias(old), Shape::Alias(new)) => {
            walk.all(&place, aspects::VARIANT, &one(old), &one(new));
        }
        (old, new) => walk.differ(&place, Aspect::Kind, kind(old).to_owned(), kind(new).to_owned()),
    }
}

/// A type alone, for the table of what has nothing else.
fn one(ty: &TypeRef) -> Variant {
    Variant { tag: String::new(), ty: ty.clone() }
}

pub(super) fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Struct(_) => "record",
        Shape::Enumeration(_) => "enumeration",
        Shape::Scalar(_) => "simple type",
        Shape::List { .. } => "list",
        Shape::Map { .. } => "map",
        Shape::Union(_) => "union",
        Shape::Alias(_) => "alias",
    }
}

/// What tells a type apart from others of its kind: names of its members, values or variants.
pub(super) fn content(def: &TypeDef) -> BTreeSet<&str> {
    match &def.shape {
        Shape::Struct(s) => s.members.iter().map(|m| m.name.as_str()).collect(),
        Shape::Enumeration(e) => e.values.iter().map(|v| v.value.as_str()).collect(),
        Shape::Union(u) => u.variants.iter().map(|v| v.tag.as_str()).collect(),
        Shape::Scalar(_) | Shape::List { .. } | Shape::Map { .. } | Shape::Alias(_) => BTreeSet::new(),
    }
}
