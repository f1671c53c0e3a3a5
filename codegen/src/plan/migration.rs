//! What a caller of the older version of a service meets in this one: the content of `MIGRATION.md`.

use indexmap::IndexMap;

use super::{Older, docs};
use crate::compare::{Aspect, Change, Evidence, Finding, Place, compare};
use crate::model::tree::words;
use crate::model::{Member, Model, Shape, TypeKey};

/// The content of `MIGRATION.md`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MigrationPlan {
    /// Package of the older version.
    pub from: String,
    /// Versions, older and newer: the heads of the columns.
    pub versions: (String, String),
    /// How many of what, a line each.
    pub counts: Vec<String>,
    /// Addresses, operations, answers and root elements.
    pub service: Vec<MigrationRow>,
    /// Types by what happened to them: a heading and names.
    pub types: Vec<(String, Vec<String>)>,
    /// Types that both have, each with what differs in it.
    pub changed: IndexMap<String, Vec<MigrationRow>>,
}

/// A difference: what, how it was, how it is.
pub type MigrationRow = [String; 3];

/// Not told, for it is nothing to a caller: links, documents, and names that are only other names in Rust.
const LEFT_OUT: &[Aspect] = &[
    Aspect::CodeList,
    Aspect::Concept,
    Aspect::Dialect,
    Aspect::Order,
    Aspect::Title,
    Aspect::TypeName,
    Aspect::Version,
];

const NOTHING: &str = "–";

pub(super) fn migration(older: &Older, model: &Model, version: &str) -> MigrationPlan {
    let mut findings = compare(&older.model, model);
    findings.retain(|f| !matches!(&f.change, Change::Changed { aspect, .. } if LEFT_OUT.contains(aspect)));
    let mut models = Models { old: &older.model, new: model, renamed: IndexMap::new() };
    for Finding { place, change } in &findings {
        if let (Place::Type(key), Change::PerhapsRenamed { to, .. }) = (place, change) {
            models.renamed.insert(to, key);
        }
    }
    let mut plan = MigrationPlan {
        from: older.package.clone(),
        versions: (older.version.clone(), version.to_owned()),
        counts: counts(&findings),
        ..MigrationPlan::default()
    };
    let mut types: [(&str, Vec<String>); 3] =
        [("Added", Vec::new()), ("Removed", Vec::new()), ("Perhaps renamed", Vec::new())];
    for Finding { place, change } in &findings {
        let key = match place {
            Place::Type(key) | Place::Member(key, _) | Place::Value(key, _) | Place::Variant(key, _) => key,
            _ => {
                plan.service.push(models.row(place, change));
                continue;
            }
        };
        match (place, change) {
            (Place::Type(_), Change::Added) => types[0].1.push(code(key)),
            (Place::Type(_), Change::Removed) => types[1].1.push(code(key)),
            (Place::Type(_), Change::PerhapsRenamed { to, evidence }) => types[2].1.push(renamed(key, to, *evidence)),
            _ => plan.changed.entry(key.clone()).or_default().push(models.row(place, change)),
        }
    }
    plan.types = types
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(what, names)| (what.to_owned(), names))
        .collect();
    plan
}

/// Both models, and newer types by the name that they may have had.
struct Models<'a> {
    old: &'a Model,
    new: &'a Model,
    renamed: IndexMap<&'a str, &'a str>,
}

impl Models<'_> {
    fn row(&self, place: &Place, change: &Change) -> MigrationRow {
        let subject = subject(place);
        match change {
            Change::Added => {
                [subject, NOTHING.to_owned(), self.told(place, self.new).unwrap_or_else(|| "added".to_owned())]
            }
            Change::Removed => {
                [subject, self.told(place, self.old).unwrap_or_else(|| "there".to_owned()), NOTHING.to_owned()]
            }
            Change::PerhapsRenamed { to, evidence } => {
                let newer = match place {
                    Place::Member(key, _) => self.told(&Place::Member(key.clone(), to.clone()), self.new),
                    _ => None,
                };
                let older = self.told(place, self.old).unwrap_or_else(|| NOTHING.to_owned());
                let name = match place {
                    Place::Member(_, name) => name,
                    _ => to,
                };
                [renamed(name, to, *evidence), older, newer.unwrap_or_else(|| NOTHING.to_owned())]
            }
            Change::Changed { aspect, old, new } => [format!("{subject}: {aspect}"), value(old), value(new)],
        }
    }

    /// A member in words: type and cardinality.
    fn told(&self, place: &Place, of: &Model) -> Option<String> {
        let Place::Member(key, name) = place else { return None };
        let member = member(of, key, name)
            .or_else(|| member(of, self.renamed.get(key.as_str()).copied().unwrap_or_default(), name))?;
        Some(format!("{}, {}", code(&words::reference(of, &member.ty)), words::cardinality(member.occurs)))
    }
}

fn member<'a>(model: &'a Model, key: &str, name: &str) -> Option<&'a Member> {
    match &model.types.get(key)?.shape {
        Shape::Struct(record) => record.members.iter().find(|m| m.name == name),
        _ => None,
    }
}

/// What a row is about, without the type: that is the heading above.
fn subject(place: &Place) -> String {
    match place {
        Place::Api => "service".to_owned(),
        Place::Operation(id) => format!("operation {}", code(id)),
        Place::Parameter(id, name) => format!("parameter {} of {}", code(name), code(id)),
        Place::Answer(id, status) => format!("answer {} of {}", code(status), code(id)),
        Place::Root(name) => format!("root element {}", code(name)),
        Place::Type(_) => "the type".to_owned(),
        Place::Member(_, name) => code(name),
        Place::Value(_, value) => format!("value {}", code(value)),
        Place::Variant(_, tag) => format!("variant {}", code(tag)),
    }
}

fn renamed(from: &str, to: &TypeKey, evidence: Evidence) -> String {
    let because = match evidence {
        Evidence::Concept => "same concept",
        Evidence::Content => "same content",
        Evidence::Spelling => "almost the same name",
        Evidence::Position => "same type, same place",
        Evidence::Path => "same method and path",
        Evidence::Use => "same use",
    };
    format!("{}, perhaps now {} ({because})", code(from), code(to))
}

/// Picks findings.
type Is<T> = fn(&T) -> bool;

/// `types: 3 added`, in a fixed order, without what is none.
fn counts(findings: &[Finding]) -> Vec<String> {
    let of =
        |place: Is<Place>, change: Is<Change>| findings.iter().filter(|f| place(&f.place) && change(&f.change)).count();
    let places: [(&str, Is<Place>); 3] = [
        ("operations", |place| matches!(place, Place::Operation(_))),
        ("types", |place| matches!(place, Place::Type(_))),
        ("members", |place| matches!(place, Place::Member(..))),
    ];
    let changes: [(&str, Is<Change>); 4] = [
        ("added", |change| *change == Change::Added),
        ("removed", |change| *change == Change::Removed),
        ("perhaps renamed", |change| matches!(change, Change::PerhapsRenamed { .. })),
        ("differences", |change| matches!(change, Change::Changed { .. })),
    ];
    let line = |(what, place): &(&str, Is<Place>)| {
        let told = changes.iter().map(|(word, change)| (of(*place, *change), word)).filter(|(count, _)| *count > 0);
        let told: Vec<String> = told.map(|(count, word)| format!("{count} {word}")).collect();
        (!told.is_empty()).then(|| format!("{what}: {}", told.join(", ")))
    };
    places.iter().filter_map(line).collect()
}

fn value(text: &str) -> String {
    if text.is_empty() { NOTHING.to_owned() } else { code(text) }
}

fn code(text: &str) -> String {
    format!("`{}`", docs::code(text))
}
