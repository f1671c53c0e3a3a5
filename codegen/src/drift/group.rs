//! Changes as a person counts them: new values of one enumeration are one, and so is a member of a base type with all
//! types derived from it.

use std::collections::BTreeMap;

use super::Finding;
use super::catalogue::{Area, Row};
use super::fingerprint::fingerprint;
use super::walk::Change;
use crate::compare::Place;
use crate::model::{Derivation, Model, Shape, TypeKey};

/// Rows of which the members of a type are one change.
const BY_TYPE: &[&str] = &["F16", "XA4"];

/// Changes that are one to a person.
struct Group {
    row: &'static Row,
    subject: String,
    /// Each with the part of the subject that it is about.
    changes: Vec<(String, Change)>,
}

/// The findings, the worst first.
pub(super) fn findings(package: &str, old: &Model, new: &Model, changes: Vec<Change>) -> Vec<Finding> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    let bases = Bases { old, new };
    let members: Vec<(&'static str, Place)> = changes.iter().map(|c| (c.row.id, c.place.clone())).collect();
    for change in changes {
        let (subject, part) = match bases.origin_of(&change, &members) {
            Some((base, derived)) => (subject(&base, change.row).0, derived),
            None => subject(&change.place, change.row),
        };
        let index = *known.entry((change.row.id, subject.clone())).or_insert_with(|| {
            groups.push(Group { row: change.row, subject, changes: Vec::new() });
            groups.len() - 1
        });
        groups[index].changes.push((part, change));
    }
    let mut findings: Vec<Finding> = groups.into_iter().map(|group| finding(package, group)).collect();
    sort(&mut findings);
    findings
}

/// The worst first.
pub(super) fn sort(findings: &mut [Finding]) {
    let order = |finding: &Finding| {
        let area = Area::ALL.iter().position(|area| *area == finding.row.area);
        let number: String = finding.row.id.chars().filter(char::is_ascii_digit).collect();
        (finding.class(), area, number.parse::<u32>().unwrap_or(0), finding.row.id)
    };
    // Stable: what is left stands in the order of the documents.
    findings.sort_by_key(order);
}

/// The subject of a change, and its part of it.
fn subject(place: &Place, row: &Row) -> (String, String) {
    let none = String::new;
    match place {
        Place::Api => (row.subject.to_owned(), none()),
        Place::Operation(id) => (id.clone(), none()),
        Place::Parameter(id, name) => (format!("{id} {{{name}}}"), none()),
        Place::Answer(id, status) => (format!("{id} {status}"), none()),
        Place::Root(name) => (format!("<{name}>"), none()),
        Place::Type(key) => (key.clone(), none()),
        Place::Member(key, name) if BY_TYPE.contains(&row.id) => (key.clone(), name.clone()),
        Place::Member(key, name) => (format!("{key}.{name}"), none()),
        Place::Value(key, value) => (key.clone(), value.clone()),
        Place::Variant(key, tag) => (key.clone(), tag.clone()),
    }
}

fn finding(package: &str, group: Group) -> Finding {
    let Group { row, subject, changes } = group;
    let mut parts: Vec<String> = changes.iter().map(|(part, _)| part.clone()).filter(|part| !part.is_empty()).collect();
    let mut details: Vec<&str> = Vec::new();
    for (_, change) in &changes {
        if !change.detail.is_empty() && !details.contains(&change.detail.as_str()) {
            details.push(&change.detail);
        }
    }
    parts.dedup();
    // The order in which values are met is that of the document, and no change.
    let mut sorted = parts.clone();
    sorted.sort();
    let fingerprint = fingerprint(row.id, package, &subject, &details, &sorted);
    let first = changes.first().map(|(_, change)| change);
    Finding {
        row,
        detail: details.join("; "),
        parts,
        held: &[],
        place: first.and_then(|change| change.spot.clone()),
        concept: first.and_then(|change| change.concept.clone()),
        subject,
        fingerprint,
    }
}

struct Bases<'a> {
    old: &'a Model,
    new: &'a Model,
}

impl Bases<'_> {
    /// The place in a base type of the same change, and the type that has it from there.
    fn origin_of(&self, change: &Change, all: &[(&'static str, Place)]) -> Option<(Place, String)> {
        let Place::Member(key, name) = &change.place else { return None };
        let mut found = None;
        let mut at = key.clone();
        // A chain is no longer than there are types.
        for _ in 0..=self.new.types.len() {
            let Some(base) = self.base(&at) else { break };
            let place = Place::Member(base.clone(), name.clone());
            let same = |place: &Place| all.iter().any(|(id, other)| *id == change.row.id && other == place);
            // A base that nothing refers to is not in the model: two types that extend it will do.
            let siblings = all.iter().filter(|(id, other)| {
                let of_base =
                    matches!(other, Place::Member(key, of) if of == name && self.base(key).as_ref() == Some(&base));
                *id == change.row.id && of_base
            });
            if same(&place) || (!self.new.types.contains_key(&base) && siblings.count() > 1) {
                found = Some((place, key.clone()));
            }
            at = base;
        }
        found
    }

    fn base(&self, key: &str) -> Option<TypeKey> {
        let of = |model: &Model| match &model.types.get(key)?.shape {
            Shape::Struct(record) => {
                let extended = record.inherits.iter().find(|base| base.derivation == Derivation::Extension);
                extended.map(|base| {
                    // The record of a type that became a union.
                    let moved = format!("{} (base)", base.key);
                    if model.types.contains_key(&moved) { moved } else { base.key.clone() }
                })
            }
            _ => None,
        };
        of(self.new).or_else(|| of(self.old))
    }
}
