//! What may have been renamed. Careful: a pair is told where there is evidence and neither has another candidate.

use std::collections::BTreeMap;

use super::{Evidence, Names, Walk, aspects, types};
use crate::model::select::distance;
use crate::model::{Docs, Member, Model, Struct, TypeDef, TypeKey};

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
    pairs.into_iter().map(|((older, _), (newer, _), evidence)| (older, (newer, evidence))).collect()
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
