//! What may have been renamed. Careful: a pair is told where there is evidence and neither has another candidate.

use std::collections::{BTreeMap, BTreeSet};

use super::{Evidence, Names, Walk, aspects, matched, types};
use crate::model::select::distance;
use crate::model::{Body, Docs, Member, Model, Operation, Root, Shape, Struct, TypeDef, TypeKey, TypeRef};

/// Fewer names in common are chance.
const CONTENT: usize = 3;

/// More letters than these make another name.
const LETTERS: usize = 2;

/// Shorter names differ in two letters by chance.
const SHORTEST: usize = 8;

/// Types of the older model alone, with the type of the newer model alone that each may be.
pub(super) fn types<'a>(old: &'a Model, new: &'a Model) -> BTreeMap<&'a TypeKey, (&'a TypeKey, Evidence)> {
    let alone = |of: &'a Model, other: &'a Model| -> Vec<(&'a TypeKey, &'a TypeDef)> {
        of.types.iter().filter(|(key, _)| !other.types.contains_key(*key)).collect()
    };
    let pairs = unique(&alone(old, new), &alone(new, old), |(_, older), (_, newer)| {
        let content = types::content(older);
        if types::kind(&older.shape) != types::kind(&newer.shape) {
            None
        } else if content.len() >= CONTENT && content == types::content(newer) {
            Some(Evidence::Content)
        } else if alike(&older.name, &newer.name) && !content.is_disjoint(&types::content(newer)) {
            Some(Evidence::Spelling)
        } else {
            same_concept(&older.docs, &newer.docs)
        }
    });
    let mut renamed: BTreeMap<_, _> =
        pairs.into_iter().map(|((older, _), (newer, _), evidence)| (older, (newer, evidence))).collect();
    by_use(old, new, &mut renamed);
    renamed
}

/// Adds types that are used by members of one name, of types that are pairs, and by root elements and bodies in the same
/// place. What is found leads further.
fn by_use<'a>(old: &'a Model, new: &'a Model, renamed: &mut BTreeMap<&'a TypeKey, (&'a TypeKey, Evidence)>) {
    let mut taken: BTreeSet<&TypeKey> = renamed.values().map(|(newer, _)| *newer).collect();
    let mut open: Vec<(&'a TypeRef, &'a TypeRef)> = Vec::new();
    for newer in &new.roots {
        open.extend(old.roots.iter().find(|older| older.name == newer.name).map(|older| (&older.ty, &newer.ty)));
    }
    for newer in &new.api.operations {
        let older = old.api.operations.iter().find(|older| older.id == newer.id || same_path(older, newer));
        open.extend(older.into_iter().flat_map(|older| bodies(older, newer)));
    }
    for (key, older) in &old.types {
        let newer = renamed.get(key).map_or(key, |(newer, _)| *newer);
        open.extend(new.types.get(newer).into_iter().flat_map(|newer| uses(older, newer)));
    }
    while let Some((older, newer)) = open.pop() {
        let (TypeRef::Named(older), TypeRef::Named(newer)) = (older, newer) else { continue };
        let free = !new.types.contains_key(older) && !old.types.contains_key(newer);
        if !free || renamed.contains_key(older) || taken.contains(newer) {
            continue;
        }
        let (Some(before), Some(after)) = (old.types.get(older), new.types.get(newer)) else { continue };
        let (had, has) = (types::content(before), types::content(after));
        let alike = (had.is_empty() && has.is_empty()) || !had.is_disjoint(&has);
        if types::kind(&before.shape) == types::kind(&after.shape) && alike {
            renamed.insert(older, (newer, Evidence::Use));
            taken.insert(newer);
            open.extend(uses(before, after));
        }
    }
}

/// References that stand in the same place of two types.
fn uses<'a>(older: &'a TypeDef, newer: &'a TypeDef) -> Vec<(&'a TypeRef, &'a TypeRef)> {
    match (&older.shape, &newer.shape) {
        (Shape::Struct(older), Shape::Struct(newer)) => {
            let pairs = matched(&older.members, &newer.members, |m| &m.name).pairs;
            pairs.into_iter().map(|(older, newer)| (&older.ty, &newer.ty)).collect()
        }
        (Shape::List { item: older, .. }, Shape::List { item: newer, .. })
        | (Shape::Map { value: older }, Shape::Map { value: newer })
        | (Shape::Alias(older), Shape::Alias(newer)) => vec![(older, newer)],
        (Shape::Scalar(older), Shape::Scalar(newer)) => vec![(&older.base, &newer.base)],
        (Shape::Union(older), Shape::Union(newer)) => {
            let pairs = matched(&older.variants, &newer.variants, |v| &v.tag).pairs;
            pairs.into_iter().map(|(older, newer)| (&older.ty, &newer.ty)).collect()
        }
        _ => Vec::new(),
    }
}

/// Types of the same body and parameter of two operations.
fn bodies<'a>(older: &'a Operation, newer: &'a Operation) -> Vec<(&'a TypeRef, &'a TypeRef)> {
    let of = |older: &'a [Body], newer: &'a [Body]| {
        let pairs = matched(older, newer, |b| &b.media_type).pairs.into_iter();
        pairs.filter_map(|(older, newer)| older.ty.as_ref().zip(newer.ty.as_ref())).collect::<Vec<_>>()
    };
    let mut found = of(&older.request, &newer.request);
    for (before, after) in matched(&older.responses, &newer.responses, |r| r.status).pairs {
        found.extend(of(&before.bodies, &after.bodies));
    }
    let parameters = matched(&older.parameters, &newer.parameters, |p| (&p.name, p.location)).pairs;
    found.extend(parameters.into_iter().map(|(older, newer)| (&older.ty, &newer.ty)));
    found
}

fn same_path(older: &Operation, newer: &Operation) -> bool {
    older.method == newer.method && older.path == newer.path
}

/// Operations of another id with the same method and path.
pub(super) fn operations<'a>(
    removed: &[&'a Operation],
    added: &[&'a Operation],
) -> Vec<(&'a Operation, &'a Operation)> {
    let pairs = unique(removed, added, |older, newer| same_path(older, newer).then_some(Evidence::Path));
    pairs.into_iter().map(|(older, newer, _)| (older, newer)).collect()
}

/// Root elements of another name with the same type.
pub(super) fn roots<'a>(walk: &Walk<'_>, removed: &[&'a Root], added: &[&'a Root]) -> Vec<(&'a Root, &'a Root)> {
    let none = BTreeMap::new();
    let (older, newer) = (Names { model: walk.old, renamed: &walk.renamed }, Names { model: walk.new, renamed: &none });
    let pairs = unique(removed, added, |before, after| {
        let same = aspects::comes_down_to(&older, &before.ty) == aspects::comes_down_to(&newer, &after.ty);
        same.then_some(Evidence::Use)
    });
    pairs.into_iter().map(|(older, newer, _)| (older, newer)).collect()
}

/// Members of one record, of those that are gone and those that are new.
pub(super) fn members<'a>(
    walk: &Walk<'_>,
    old: &Struct,
    new: &Struct,
    removed: &[&'a Member],
    added: &[&'a Member],
) -> Vec<(&'a Member, &'a Member, Evidence)> {
    let none = BTreeMap::new();
    let (older, newer) = (Names { model: walk.old, renamed: &walk.renamed }, Names { model: walk.new, renamed: &none });
    unique(removed, added, |before, after| {
        let same = aspects::comes_down_to(&older, &before.ty) == aspects::comes_down_to(&newer, &after.ty)
            && aspects::occurs(before) == aspects::occurs(after);
        let position = neighbours(old, &before.name) == neighbours(new, &after.name);
        let concepts = same_concept(&before.docs, &after.docs);
        let differ = before.docs.concept.is_some() && after.docs.concept.is_some() && concepts.is_none();
        match concepts {
            Some(concept) => Some(concept),
            None if differ || !same => None,
            None if alike(&before.name, &after.name) => Some(Evidence::Spelling),
            None => position.then_some(Evidence::Position),
        }
    })
}

fn same_concept(old: &Docs, new: &Docs) -> Option<Evidence> {
    // Two addresses are in use for one concept; its id is the last part.
    let id = |docs: &Docs| {
        docs.concept.as_deref().and_then(|url| url.trim_end_matches('/').rsplit('/').next().map(str::to_owned))
    };
    (id(old).is_some() && id(old) == id(new)).then_some(Evidence::Concept)
}

/// Whether two names differ in a slip of the pen.
fn alike(old: &str, new: &str) -> bool {
    old.chars().count() >= SHORTEST && distance(&old.to_lowercase(), &new.to_lowercase()) <= LETTERS
}

/// The names before and after a member.
fn neighbours<'a>(of: &'a Struct, name: &str) -> Option<(Option<&'a str>, Option<&'a str>)> {
    let at = of.members.iter().position(|m| m.name == name)?;
    let named = |at: Option<usize>| at.and_then(|at| of.members.get(at)).map(|m| m.name.as_str());
    Some((named(at.checked_sub(1)), named(at.checked_add(1))))
}

/// Pairs with evidence of which neither has evidence with any other.
fn unique<T: Copy>(old: &[T], new: &[T], evidence: impl Fn(T, T) -> Option<Evidence>) -> Vec<(T, T, Evidence)> {
    let mut candidates = Vec::new();
    for (o, before) in old.iter().enumerate() {
        for (n, after) in new.iter().enumerate() {
            candidates.extend(evidence(*before, *after).map(|evidence| (o, n, evidence)));
        }
    }
    let alone = |o: usize, n: usize| candidates.iter().filter(|(a, b, _)| *a == o || *b == n).count() == 1;
    candidates.iter().filter(|(o, n, _)| alone(*o, *n)).map(|(o, n, e)| (old[*o], new[*n], *e)).collect()
}
