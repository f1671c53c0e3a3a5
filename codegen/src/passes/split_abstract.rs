//! An abstract type becomes the union of the concrete types derived from it, told apart by `xsi:type`.
//!
//! The record itself moves to a key of its own, so that `flatten_bases` finds its members; nothing else refers to it
//! and `prune` drops it in the end.

use std::collections::BTreeMap;

use crate::diagnostic::Sink;
use crate::model::{Model, Namespace, Shape, Tag, TypeKey, TypeRef, Union, Variant};

pub(super) fn run(model: &mut Model, _sink: &mut Sink) {
    let mut derived: BTreeMap<TypeKey, Vec<TypeKey>> = BTreeMap::new();
    for (key, def) in &model.types {
        let Shape::Struct(s) = &def.shape else { continue };
        for base in &s.bases {
            if let TypeRef::Named(base) = base {
                derived.entry(base.clone()).or_default().push(key.clone());
            }
        }
    }
    let unions: Vec<(TypeKey, Vec<TypeKey>)> = model
        .types
        .iter()
        .filter(|(_, def)| is_abstract(&def.shape))
        .map(|(key, _)| (key.clone(), concrete_descendants(model, &derived, key)))
        .filter(|(_, variants)| !variants.is_empty())
        .collect();
    let moved: BTreeMap<TypeKey, TypeKey> =
        unions.iter().map(|(key, _)| (key.clone(), format!("{key} (base)"))).collect();

    for def in model.types.values_mut() {
        if let Shape::Struct(s) = &mut def.shape {
            for base in &mut s.bases {
                if let TypeRef::Named(key) = base
                    && let Some(new) = moved.get(key)
                {
                    new.clone_into(key);
                }
            }
        }
    }
    for (key, variants) in unions {
        let variants: Vec<Variant> = variants
            .iter()
            .filter_map(|variant| model.types.get(variant).map(|def| (variant, def)))
            .map(|(variant, def)| Variant { tag: def.name.clone(), ty: TypeRef::Named(variant.clone()) })
            .collect();
        let Some(def) = model.types.get_mut(&key) else { continue };
        let namespace = model.documents.get(def.origin.document as usize).and_then(|d| d.namespace.clone());
        let tag = Tag::XsiType(namespace.map_or(Namespace::None, Namespace::Uri));
        let mut base = def.clone();
        base.shape = std::mem::replace(&mut def.shape, Shape::Union(Union { variants, tag }));
        base.name.push_str("Base");
        model.types.insert(format!("{key} (base)"), base);
    }
}

fn is_abstract(shape: &Shape) -> bool {
    matches!(shape, Shape::Struct(s) if s.is_abstract)
}

/// All types below `key` that are not abstract themselves, in document order.
fn concrete_descendants(model: &Model, derived: &BTreeMap<TypeKey, Vec<TypeKey>>, key: &str) -> Vec<TypeKey> {
    let mut seen: Vec<&TypeKey> = Vec::new();
    let mut open: Vec<&str> = vec![key];
    while let Some(next) = open.pop() {
        for child in derived.get(next).into_iter().flatten() {
            if !seen.contains(&child) {
                seen.push(child);
                open.push(child);
            }
        }
    }
    let concrete = |k: &&TypeKey| model.types.get(*k).is_some_and(|def| !is_abstract(&def.shape));
    let mut result: Vec<TypeKey> = seen.into_iter().filter(concrete).cloned().collect();
    result.sort_by_key(|k| model.types.get_index_of(k));
    result
}
