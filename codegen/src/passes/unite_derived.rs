//! A type that others are derived from becomes the union of them, told apart by `xsi:type`: an abstract type, and one
//! that is declared somewhere as the type of an element, whose own values need no `xsi:type`.
//!
//! The record itself moves to a key of its own, so that `flatten_bases` finds its members. Of an abstract type nothing
//! else refers to it, and `prune` drops it in the end.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Sink;
use crate::model::{Base, Derivation, Model, Namespace, Shape, Struct, Tag, TypeDef, TypeKey, TypeRef, Union, Variant};

pub(super) fn run(model: &mut Model, _sink: &mut Sink) {
    let derived = derivations(model);
    let declared = declared_types(model);
    let is_union = |key: &TypeKey, s: &Struct| s.is_abstract || (s.substitutable && declared.contains(key));
    let unions: Vec<(TypeKey, Vec<TypeKey>)> = model
        .types
        .iter()
        .filter(|(key, def)| matches!(&def.shape, Shape::Struct(s) if is_union(key, s)))
        .map(|(key, _)| (key.clone(), concrete_descendants(model, &derived, key)))
        .filter(|(_, descendants)| !descendants.is_empty())
        .collect();
    let moved: BTreeMap<TypeKey, TypeKey> =
        unions.iter().map(|(key, _)| (key.clone(), format!("{key} (base)"))).collect();

    for def in model.types.values_mut() {
        let Shape::Struct(s) = &mut def.shape else { continue };
        s.inherits = inherits(s);
        s.restricts = None;
        for base in &mut s.bases {
            if let TypeRef::Named(key) = base
                && let Some(new) = moved.get(key)
            {
                new.clone_into(key);
            }
        }
    }
    // A variant that is a union itself is meant as the record that it was: the types below it are variants too.
    let record = |key: &TypeKey| TypeRef::Named(moved.get(key).unwrap_or(key).clone());
    let unions: Vec<(TypeKey, Union)> = unions
        .into_iter()
        .filter_map(|(key, descendants)| {
            let namespace = namespace(model, model.types.get(&key)?);
            let own = std::iter::once(&key).filter(|key| !is_abstract(model, key));
            let variants = own.chain(&descendants).filter_map(|variant| {
                let def = model.types.get(variant)?;
                Some(Variant { tag: tag(model, def, namespace), ty: record(variant) })
            });
            let variants = variants.collect();
            let tag = Tag::XsiType(namespace.map_or(Namespace::None, |uri| Namespace::Uri(uri.to_owned())));
            Some((key, Union { variants, tag }))
        })
        .collect();
    for (key, union) in unions {
        let Some(def) = model.types.get_mut(&key) else { continue };
        let mut base = def.clone();
        base.shape = std::mem::replace(&mut def.shape, Shape::Union(union));
        base.name.push_str("Base");
        model.types.insert(format!("{key} (base)"), base);
    }
}

/// What a record is derived from; kept when the bases themselves are gone.
fn inherits(record: &Struct) -> Vec<Base> {
    let named = |reference: &TypeRef, derivation| match reference {
        TypeRef::Named(key) => Some(Base { key: key.clone(), derivation }),
        TypeRef::Builtin(_) => None,
    };
    let extended = record.bases.iter().filter_map(|base| named(base, Derivation::Extension));
    extended.chain(record.restricts.iter().filter_map(|base| named(base, Derivation::Restriction))).collect()
}

/// The types derived from each type in one step.
fn derivations(model: &Model) -> BTreeMap<TypeKey, Vec<TypeKey>> {
    let mut derived: BTreeMap<TypeKey, Vec<TypeKey>> = BTreeMap::new();
    for (key, def) in &model.types {
        let Shape::Struct(s) = &def.shape else { continue };
        for base in s.bases.iter().chain(&s.restricts) {
            if let TypeRef::Named(base) = base {
                derived.entry(base.clone()).or_default().push(key.clone());
            }
        }
    }
    derived
}

/// Types that something is declared to have, other than as a base.
fn declared_types(model: &Model) -> BTreeSet<TypeKey> {
    let members = model.types.values().filter_map(|def| match &def.shape {
        Shape::Struct(s) => Some(s.members.iter().map(|member| &member.ty)),
        _ => None,
    });
    let references = members.flatten().chain(model.roots.iter().map(|root| &root.ty));
    let named = references.filter_map(|reference| match reference {
        TypeRef::Named(key) => Some(key.clone()),
        TypeRef::Builtin(_) => None,
    });
    named.collect()
}

/// The namespace of the document that declares a type.
fn namespace<'a>(model: &'a Model, def: &TypeDef) -> Option<&'a str> {
    model.documents.get(def.origin.document as usize)?.namespace.as_deref()
}

/// The name of a type in `xsi:type`, seen from a namespace.
fn tag(model: &Model, def: &TypeDef, from: Option<&str>) -> String {
    match namespace(model, def) {
        own if own == from => def.name.clone(),
        own => format!("{{{}}}{}", own.unwrap_or_default(), def.name),
    }
}

fn is_abstract(model: &Model, key: &str) -> bool {
    matches!(model.types.get(key).map(|def| &def.shape), Some(Shape::Struct(s)) if s.is_abstract)
}

/// All types below `key` that `xsi:type` can name, in document order: those that are not abstract themselves and have a
/// name.
fn concrete_descendants(model: &Model, derived: &BTreeMap<TypeKey, Vec<TypeKey>>, key: &str) -> Vec<TypeKey> {
    let mut seen: Vec<&TypeKey> = Vec::new();
    let mut open: Vec<&str> = vec![key];
    while let Some(next) = open.pop() {
        for child in derived.get(next).into_iter().flatten() {
            if child != key && !seen.contains(&child) {
                seen.push(child);
                open.push(child);
            }
        }
    }
    let named = |key: &&TypeKey| model.types.get(*key).is_some_and(|def| !def.anonymous) && !is_abstract(model, key);
    let mut result: Vec<TypeKey> = seen.into_iter().filter(named).cloned().collect();
    result.sort_by_key(|k| model.types.get_index_of(k));
    result
}
