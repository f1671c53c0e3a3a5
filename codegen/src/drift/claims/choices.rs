//! Members that exclude each other, or no longer.

use std::collections::BTreeSet;

use crate::compare::{Aspect, Change, Finding, Place};
use crate::drift::events::{
    BRANCH_ADDED, BRANCH_REMOVED, CHOICE_MADE, CHOICE_MOVED, CHOICE_NEEDED, CHOICE_OPENED, CHOICE_OPTIONAL,
    CHOICE_REPEATED,
};
use crate::drift::walk::{Walk, record};
use crate::model::{Choice, Model, Struct, TypeRef, XmlNode};

pub(super) fn run(walk: &mut Walk<'_>) {
    let keys: Vec<String> = walk.new.types.keys().cloned().collect();
    for key in &keys {
        if let Some((old, new)) = walk.records(key).filter(|(old, new)| old.choices != new.choices) {
            one(walk, key, old, new);
        }
    }
}

fn one(walk: &mut Walk<'_>, key: &str, old: &Struct, new: &Struct) {
    let place = Place::Type(key.to_owned());
    walk.explain(|f| f.place == place && matches!(f.change, Change::Changed { aspect: Aspect::Choices, .. }));
    if repeated(walk, key, old, new) {
        return;
    }
    // Names as the newer model has them.
    let chosen_new = chosen(new);
    let chosen_old: BTreeSet<&str> = {
        let before = chosen(old);
        let names = new.members.iter().map(|m| m.name.as_str());
        names.filter(|name| before.contains(walk.older_member(key, name))).collect()
    };
    let common: Vec<&str> = {
        let had = |name: &str| old.members.iter().any(|m| m.name == walk.older_member(key, name));
        new.members.iter().filter(|m| m.xml.node == XmlNode::Element && had(&m.name)).map(|m| m.name.as_str()).collect()
    };
    let moved: Vec<String> = common
        .iter()
        .filter(|name| chosen_old.contains(**name) != chosen_new.contains(**name))
        .map(|name| (*name).to_owned())
        .collect();
    if !moved.is_empty() {
        let all = moved.len() == common.len();
        let event = match (all, old.choices.is_empty(), new.choices.is_empty()) {
            (true, true, _) => CHOICE_MADE,
            (true, _, true) => CHOICE_OPENED,
            _ => CHOICE_MOVED,
        };
        walk.push(event, &place, moved.join(", "));
        walk.explain(|f| {
            matches!(f.change, Change::Changed { aspect: Aspect::Occurs, .. })
                && matches!(&f.place, Place::Member(of, name) if of == key && moved.contains(name))
        });
        return;
    }
    branches(walk, key, old, new);
    for after in &new.choices {
        let Some(before) = old.choices.iter().find(|before| overlap(before, after)) else { continue };
        let names = names(after);
        match (before.required, after.required) {
            (true, false) => walk.push(CHOICE_OPTIONAL, &place, names.clone()),
            (false, true) => walk.push(CHOICE_NEEDED, &place, names.clone()),
            _ => {}
        }
        match (before.exclusive, after.exclusive) {
            (true, false) => walk.push(CHOICE_OPENED, &place, names),
            (false, true) => walk.push(CHOICE_MADE, &place, names),
            _ => {}
        }
    }
}

/// Members that came or went as branches of a choice that is there in both.
fn branches(walk: &mut Walk<'_>, key: &str, old: &Struct, new: &Struct) {
    let member = |place: &Place| match place {
        Place::Member(of, name) if of == key => Some(name.clone()),
        _ => None,
    };
    let of_choice = |name: &String, of: &Struct, other: &Struct| {
        let choices = of.choices.iter().filter(|choice| other.choices.iter().any(|o| overlap(o, choice)));
        choices.flat_map(|choice| &choice.branches).any(|branch| branch.members.contains(name))
    };
    for (change, event, of, other) in
        [(Change::Added, BRANCH_ADDED, new, old), (Change::Removed, BRANCH_REMOVED, old, new)]
    {
        for name in walk.places(&change, member).into_iter().filter(|name| of_choice(name, of, other)) {
            let place = Place::Member(key.to_owned(), name);
            walk.push(event, &place, "");
            walk.explain(|f| f.place == place && f.change == change);
        }
    }
}

/// A choice that became a list of choices, or the other way: the list is a member whose type has the branches.
fn repeated(walk: &mut Walk<'_>, key: &str, old: &Struct, new: &Struct) -> bool {
    let group = |model: &Model, of: &Struct| -> Vec<String> {
        let groups = of.members.iter().filter(|m| m.xml.node == XmlNode::Group);
        let inner = groups.filter_map(|m| match &m.ty {
            TypeRef::Named(key) => record(model.types.get(key)?),
            TypeRef::Builtin(_) => None,
        });
        inner.flat_map(|inner| inner.members.iter().map(|m| m.name.clone())).collect()
    };
    let of_choice = |of: &Struct, inner: &[String]| {
        let chosen = chosen(of);
        !inner.is_empty() && inner.iter().any(|name| chosen.contains(name.as_str()))
    };
    let (before, after) = (group(walk.old, old), group(walk.new, new));
    let inner = match (of_choice(old, &after), of_choice(new, &before)) {
        (true, _) => after,
        (_, true) => before,
        _ => return false,
    };
    walk.push(CHOICE_REPEATED, &Place::Type(key.to_owned()), inner.join(", "));
    let is_group = |name: &str| {
        let named = |of: &Struct| of.members.iter().any(|m| m.name == name && m.xml.node == XmlNode::Group);
        named(old) || named(new)
    };
    walk.explain(|Finding { place, .. }| {
        matches!(place, Place::Member(of, name) if of == key && (inner.contains(name) || is_group(name)))
    });
    true
}

fn chosen(of: &Struct) -> BTreeSet<&str> {
    of.choices.iter().flat_map(|c| &c.branches).flat_map(|b| &b.members).map(String::as_str).collect()
}

fn overlap(a: &Choice, b: &Choice) -> bool {
    let names = |choice: &Choice| -> BTreeSet<String> {
        choice.branches.iter().flat_map(|branch| branch.members.iter().cloned()).collect()
    };
    !names(a).is_disjoint(&names(b))
}

fn names(choice: &Choice) -> String {
    choice.branches.iter().map(|b| b.members.join(" and ")).collect::<Vec<_>>().join(" | ")
}
