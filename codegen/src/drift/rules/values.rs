//! Values of enumerations and variants of unions.

use super::Difference;
use crate::compare::Place;
use crate::drift::events::{
    MAPPING_ADDED, MAPPING_CHANGED, MAPPING_REMOVED, VALUE_ADDED, VALUE_COLLIDES, VALUE_REMOVED, VALUE_TEXT,
    VARIANT_ADDED, VARIANT_REMOVED,
};
use crate::drift::walk::Walk;
use crate::model::{Shape, Tag, TypeDef, TypeRef, Union};

pub(super) fn added(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Value(key, value) = difference.place else { return };
    walk.push(VALUE_ADDED, difference.place, "");
    let bare =
        |value: &str| value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    if let (_, Some(TypeDef { shape: Shape::Enumeration(enumeration), .. })) = walk.types(key)
        && let Some(other) = enumeration.values.iter().find(|v| v.value != *value && bare(&v.value) == bare(value))
    {
        walk.push(VALUE_COLLIDES, difference.place, format!("like `{}`", other.value));
    }
}

pub(super) fn removed(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    walk.push(VALUE_REMOVED, difference.place, "");
}

pub(super) fn text(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    walk.push(VALUE_TEXT, difference.place, "");
}

fn union(def: Option<&TypeDef>) -> Option<&Union> {
    match &def?.shape {
        Shape::Union(union) => Some(union),
        _ => None,
    }
}

/// The type of a variant, and whether another tag of the union stands for it.
fn variant<'a>(of: Option<&'a Union>, tag: &str) -> Option<&'a TypeRef> {
    of?.variants.iter().find(|variant| variant.tag == tag).map(|variant| &variant.ty)
}

pub(super) fn variant_added(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Variant(key, tag) = difference.place else { return };
    let (old, new) = walk.types(key);
    let (old, new) = (union(old), union(new));
    let known = variant(new, tag).is_some_and(|ty| {
        old.is_some_and(|old| {
            matches!(old.tag, Tag::Member(_)) && old.variants.iter().any(|v| walk.same_type(&v.ty, ty))
        })
    });
    walk.push(if known { MAPPING_ADDED } else { VARIANT_ADDED }, difference.place, "");
}

pub(super) fn variant_removed(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Variant(key, tag) = difference.place else { return };
    let (old, new) = walk.types(key);
    let (old, new) = (union(old), union(new));
    let known = variant(old, tag).is_some_and(|ty| {
        new.is_some_and(|new| {
            matches!(new.tag, Tag::Member(_)) && new.variants.iter().any(|v| walk.same_type(ty, &v.ty))
        })
    });
    walk.push(if known { MAPPING_REMOVED } else { VARIANT_REMOVED }, difference.place, "");
}

pub(super) fn variant_type(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Variant(key, tag) = difference.place else { return };
    let (old, new) = walk.types(key);
    let (Some(before), Some(after)) = (variant(union(old), tag), variant(union(new), tag)) else { return };
    if !walk.same_type(before, after) {
        walk.push(MAPPING_CHANGED, difference.place, difference.told());
    }
}
