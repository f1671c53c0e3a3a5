//! Two models on the way through what differs between them.

use std::collections::BTreeMap;

use super::Spot;
use super::catalogue::Row;
use super::events::{Event, Flavour, NEW_VERSION};
use super::usage::Usage;
use crate::compare::{self, Finding, Place};
use crate::model::{
    Language, Member, Model, Operation, Origin, Parameter, Response, Root, Shape, Struct, TypeDef, TypeRef, XmlNode,
};

/// A change that has found its row.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) row: &'static Row,
    pub(super) place: Place,
    /// What it was and what it is, in words.
    pub(super) detail: String,
    /// Where it is declared.
    pub(super) spot: Option<Spot>,
    pub(super) concept: Option<String>,
}

impl Change {
    /// Of a document as a whole, with the name of its crate.
    pub(super) fn of_document(event: Event, package: &str) -> Self {
        let row = event.row(Flavour::Property).or(NEW_VERSION.row(Flavour::Property));
        let row = row.unwrap_or(&super::catalogue::CATALOGUE[0][0]);
        Self { row, place: Place::Api, detail: package.to_owned(), spot: None, concept: None }
    }
}

/// An older and a newer thing, of which either may be absent.
pub(super) type Both<'a, T> = (Option<&'a T>, Option<&'a T>);

pub(super) struct Walk<'a> {
    pub(super) old: &'a Model,
    pub(super) new: &'a Model,
    /// What differs; `None` once it is explained.
    raw: Vec<Option<Finding>>,
    /// Keys of types in the newer model → in the older one, where they differ.
    older_types: BTreeMap<&'a str, &'a str>,
    newer_types: BTreeMap<&'a str, &'a str>,
    /// Type in the newer model and name of a member there → name in the older model, where they differ.
    older_members: BTreeMap<(String, String), String>,
    older_operations: BTreeMap<String, String>,
    usage: (Usage<'a>, Usage<'a>),
    pub(super) changes: Vec<Change>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(old: &'a Model, new: &'a Model) -> Self {
        let renamed = compare::renamed_types(old, new);
        let raw = compare::compare_all(old, new);
        let (mut older_members, mut older_operations) = (BTreeMap::new(), BTreeMap::new());
        for Finding { place, change } in &raw {
            let compare::Change::PerhapsRenamed { to, .. } = change else { continue };
            match place {
                Place::Member(key, name) => {
                    older_members.insert((key.clone(), to.clone()), name.clone());
                }
                Place::Operation(id) => {
                    older_operations.insert(to.clone(), id.clone());
                }
                _ => {}
            }
        }
        Self {
            old,
            new,
            raw: raw.into_iter().map(Some).collect(),
            older_types: renamed.iter().map(|(older, newer)| (newer.as_str(), older.as_str())).collect(),
            newer_types: renamed.iter().map(|(older, newer)| (older.as_str(), newer.as_str())).collect(),
            older_members,
            older_operations,
            usage: (Usage::of(old), Usage::of(new)),
            changes: Vec::new(),
        }
    }

    /// What is not explained yet.
    pub(super) fn open(&self) -> impl Iterator<Item = &Finding> {
        self.raw.iter().flatten()
    }

    /// The places of open findings of one change, picked.
    pub(super) fn places<T>(&self, change: &compare::Change, pick: impl Fn(&Place) -> Option<T>) -> Vec<T> {
        self.open().filter(|finding| finding.change == *change).filter_map(|finding| pick(&finding.place)).collect()
    }

    /// Takes findings that a claim explains.
    pub(super) fn explain(&mut self, is: impl Fn(&Finding) -> bool) {
        for slot in &mut self.raw {
            if slot.as_ref().is_some_and(&is) {
                *slot = None;
            }
        }
    }

    /// Takes all that is left.
    pub(super) fn take(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.raw).into_iter().flatten().collect()
    }

    /// The key of a type of the newer model in the older one.
    pub(super) fn older_key<'k>(&self, key: &'k str) -> &'k str
    where
        'a: 'k,
    {
        self.older_types.get(key).copied().unwrap_or(key)
    }

    /// The key of a type of the older model in the newer one.
    pub(super) fn newer_key<'k>(&self, key: &'k str) -> &'k str
    where
        'a: 'k,
    {
        self.newer_types.get(key).copied().unwrap_or(key)
    }

    pub(super) fn types(&self, key: &str) -> Both<'a, TypeDef> {
        (self.old.types.get(self.older_key(key)), self.new.types.get(key))
    }

    /// The records of a type, where it is one in both models.
    pub(super) fn records(&self, key: &str) -> Option<(&'a Struct, &'a Struct)> {
        let (old, new) = self.types(key);
        record(old?).zip(record(new?))
    }

    pub(super) fn members(&self, key: &str, name: &str) -> Both<'a, Member> {
        let (old, new) = self.types(key);
        let older = self.older_member(key, name);
        let of = |def: Option<&'a TypeDef>, name: &str| record(def?)?.members.iter().find(|m| m.name == name);
        (of(old, older), of(new, name))
    }

    /// The name of a member of the newer model in the older one.
    pub(super) fn older_member<'k>(&'k self, key: &str, name: &'k str) -> &'k str {
        let renamed = self.older_members.get(&(key.to_owned(), name.to_owned()));
        renamed.map_or(name, String::as_str)
    }

    pub(super) fn operations(&self, id: &str) -> Both<'a, Operation> {
        let older = self.older_operations.get(id).map_or(id, String::as_str);
        let of = |model: &'a Model, id: &str| model.api.operations.iter().find(|o| o.id == id);
        (of(self.old, older), of(self.new, id))
    }

    pub(super) fn parameters(&self, id: &str, name: &str) -> Both<'a, Parameter> {
        let (old, new) = self.operations(id);
        let of = |operation: Option<&'a Operation>| operation?.parameters.iter().find(|p| p.name == name);
        (of(old), of(new))
    }

    pub(super) fn answers(&self, id: &str, status: &str) -> Both<'a, Response> {
        let (old, new) = self.operations(id);
        let of = |operation: Option<&'a Operation>| {
            operation?.responses.iter().find(|r| compare::status(r.status) == status)
        };
        (of(old), of(new))
    }

    pub(super) fn roots(&self, name: &str) -> Both<'a, Root> {
        let of = |model: &'a Model| model.roots.iter().find(|root| root.name == name);
        (of(self.old), of(self.new))
    }

    /// Whether two references are the same type, under whatever names.
    pub(super) fn same_type(&self, old: &TypeRef, new: &TypeRef) -> bool {
        match (old, new) {
            (TypeRef::Named(old), TypeRef::Named(new)) => self.newer_key(old) == new.as_str(),
            (old, new) => old == new,
        }
    }

    /// Adds a change.
    pub(super) fn push(&mut self, event: Event, place: &Place, detail: impl Into<String>) {
        let Some(row) = event.row(self.flavour(place)) else { return };
        let (origin, concept) = self.about(place);
        let spot = origin.and_then(|(older, origin)| self.spot(older, origin));
        self.changes.push(Change { row, place: place.clone(), detail: detail.into(), spot, concept });
    }

    /// Whether a type of the newer model is sent, and read too.
    pub(super) fn is_also_sent(&self, key: &str) -> bool {
        self.usage.1.is_also_sent(key)
    }

    /// Whether the documents are schemas of XML.
    pub(super) fn is_xsd(&self) -> bool {
        let language = |model: &Model| model.documents.first().map(|d| d.language);
        language(self.new).or_else(|| language(self.old)) == Some(Language::XmlSchema)
    }

    fn flavour(&self, place: &Place) -> Flavour {
        let key = match place {
            Place::Type(key) | Place::Member(key, _) | Place::Value(key, _) | Place::Variant(key, _) => key,
            _ => return Flavour::Property,
        };
        let attribute = match place {
            Place::Member(key, name) => {
                let (old, new) = self.members(key, name);
                new.or(old).is_some_and(|m| matches!(m.xml.node, XmlNode::Attribute | XmlNode::AnyAttribute))
            }
            _ => false,
        };
        let (old, new) = self.types(key);
        let of = |model: &Model, def: Option<&TypeDef>| {
            Some(model.documents.get(usize::try_from(def?.origin.document).ok()?)?.language)
        };
        let language = of(self.new, new).or_else(|| of(self.old, old));
        let usage = if new.is_some() { (&self.usage.1, key.as_str()) } else { (&self.usage.0, self.older_key(key)) };
        match language {
            _ if usage.0.is_only_sent(usage.1) => Flavour::Sent,
            _ if usage.0.is_only_in_errors(usage.1) => Flavour::Error,
            Some(Language::XmlSchema) if attribute => Flavour::Attribute,
            Some(Language::XmlSchema) => Flavour::Element,
            _ => Flavour::Property,
        }
    }

    fn spot(&self, older: bool, origin: Origin) -> Option<Spot> {
        let documents = if older { &self.old.documents } else { &self.new.documents };
        let path = documents.get(usize::try_from(origin.document).ok()?)?.path.clone();
        Some(Spot { older, path, line: origin.line, column: origin.column })
    }

    /// Where a thing is declared, and the concept behind it.
    fn about(&self, place: &Place) -> (Option<(bool, Origin)>, Option<String>) {
        fn told<T>(
            (old, new): Both<'_, T>,
            origin: impl Fn(&T) -> Origin,
            concept: impl Fn(&T) -> Option<String>,
        ) -> (Option<(bool, Origin)>, Option<String>) {
            let origin = new.map(|new| (false, origin(new))).or_else(|| old.map(|old| (true, origin(old))));
            (origin, new.or(old).and_then(concept))
        }
        match place {
            Place::Api => (None, None),
            Place::Operation(id) => told(self.operations(id), |o| o.origin, |o| o.docs.concept.clone()),
            Place::Parameter(id, name) => told(self.parameters(id, name), |p| p.origin, |p| p.docs.concept.clone()),
            Place::Answer(id, status) => told(self.answers(id, status), |r| r.origin, |_| None),
            Place::Root(name) => told(self.roots(name), |r| r.origin, |_| None),
            Place::Type(key) | Place::Value(key, _) | Place::Variant(key, _) => {
                told(self.types(key), |t| t.origin, |t| t.docs.concept.clone())
            }
            Place::Member(key, name) => told(self.members(key, name), |m| m.origin, |m| m.docs.concept.clone()),
        }
    }
}

/// The record that a type is.
pub(super) fn record(def: &TypeDef) -> Option<&Struct> {
    match &def.shape {
        Shape::Struct(record) => Some(record),
        _ => None,
    }
}
