//! Members of a record that both models have.

use super::{Aspect, Change, Place, Walk, aspects, matched, rename};
use crate::model::{Struct, TypeKey};

pub(super) fn compare(walk: &mut Walk<'_>, key: &TypeKey, old: &Struct, new: &Struct) {
    let place = |name: &str| Place::Member(key.clone(), name.to_owned());
    let found = matched(&old.members, &new.members, |m| &m.name);
    let renamed = rename::members(walk, old, new, &found.removed, &found.added);
    for (older, newer) in found.pairs {
        walk.all(&place(&newer.name), aspects::MEMBER, older, newer);
    }
    for (older, newer, evidence) in &renamed {
        let change = Change::PerhapsRenamed { to: newer.name.clone(), evidence: *evidence };
        walk.push(place(&older.name), change);
        walk.all(&place(&newer.name), aspects::MEMBER, older, newer);
    }
    for member in found.added.iter().filter(|m| renamed.iter().all(|(_, newer, _)| newer.name != m.name)) {
        walk.push(place(&member.name), Change::Added);
    }
    for member in found.removed.iter().filter(|m| renamed.iter().all(|(older, ..)| older.name != m.name)) {
        walk.push(place(&member.name), Change::Removed);
    }
    let order = |of: &Struct, other: &Struct| -> Vec<String> {
        let common = of.members.iter().filter(|m| other.members.iter().any(|o| o.name == m.name));
        common.map(|m| m.name.clone()).collect()
    };
    let (before, after) = (order(old, new), order(new, old));
    walk.differ(&Place::Type(key.clone()), Aspect::Order, before.join(", "), after.join(", "));
}
