//! Compares two models of one API: what was added, removed, renamed or changed, one finding each.
//!
//! Knows neither documents nor Rust, and judges nothing: whether a change breaks a caller is for the reader of the
//! findings to say ([`crate::drift`] does). Places in the documents are not compared.

mod aspects;
mod members;
mod operations;
mod rename;
#[cfg(test)]
mod tests;
mod types;

use std::collections::BTreeMap;
use std::fmt;

pub(crate) use operations::status;

use crate::model::{Model, TypeKey};

/// A difference between two models.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is about: as the newer model calls it, or the older one where it is gone or may have been renamed.
    pub place: Place,
    /// What happened to it.
    pub change: Change,
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The API as a whole.
    Api,
    /// An operation, by its id.
    Operation(String),
    /// A parameter: operation and name.
    Parameter(String, String),
    /// An answer: operation and status, such as `200`, `4XX` or `default`.
    Answer(String, String),
    /// A root element, by its local name.
    Root(String),
    /// A type.
    Type(TypeKey),
    /// A member of a record: type and name.
    Member(TypeKey, String),
    /// A known value of an enumeration: type and value.
    Value(TypeKey, String),
    /// A variant of a union: type and tag.
    Variant(TypeKey, String),
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is only in the newer model.
    Added,
    /// It is only in the older model.
    Removed,
    /// It is only in the older model, and this name is only in the newer one: perhaps it was renamed. Both names have
    /// no other candidate.
    PerhapsRenamed {
        /// The name in the newer model.
        to: String,
        /// Why the two may be the same.
        evidence: Evidence,
    },
    /// It is in both, and differs.
    Changed {
        /// In what.
        aspect: Aspect,
        /// How it was, in words; empty for nothing.
        old: String,
        /// How it is.
        new: String,
    },
}

/// Why two names may stand for the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// Both link to the same concept.
    Concept,
    /// Types: both have the same members or values.
    Content,
    /// The names differ in one or two letters. Members: same type and cardinality; types: something in common.
    Spelling,
    /// Members: same type and cardinality, between the same neighbours.
    Position,
    /// Operations: same method and path.
    Path,
    /// Types: members of one name have the one and then the other. Root elements: they have the same type.
    Use,
}

macro_rules! aspects {
    ($($name:ident $text:literal;)*) => {
        /// In what a thing can differ.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Aspect {
            $(#[doc = concat!("The ", $text, ".")] $name,)*
        }

        impl fmt::Display for Aspect {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$name => $text),* })
            }
        }
    };
}

aspects! {
    Abstract "abstractness";
    Additional "type of undeclared members";
    Bodies "bodies";
    Choices "choices";
    CodeList "code list";
    Concept "concept";
    Default "default";
    Deprecated "deprecation";
    Derived "derivation by the authority";
    Dialect "dialect of the document";
    Direction "direction";
    Facets "restrictions";
    Fixed "fixed value";
    Format "format";
    Headers "headers";
    Inherits "types that it is derived from";
    Kind "kind of type";
    Method "method";
    Named "whether it has an id";
    Mixed "text between elements";
    Nullable "nullability";
    Occurs "cardinality";
    Order "order";
    Path "path";
    Request "request body";
    Scopes "scopes";
    Security "ways to show who calls";
    Servers "base URLs";
    Tag "tag";
    Text "description";
    Title "title";
    Type "type";
    TypeName "name of the simple type";
    ValueOrder "order of values";
    Version "version of the document";
    Xml "form in XML";
}

/// Types that have another name in the newer model: older key to newer key.
#[must_use]
pub fn renamed_types<'a>(old: &'a Model, new: &'a Model) -> BTreeMap<&'a TypeKey, &'a TypeKey> {
    rename::types(old, new).into_iter().map(|(older, (newer, _))| (older, newer)).collect()
}

/// What only those ask who compare two states of one document: it changes nothing that is read.
const BESIDE: &[Aspect] =
    &[Aspect::Abstract, Aspect::Inherits, Aspect::Named, Aspect::Security, Aspect::Text, Aspect::ValueOrder];

/// What differs between `old` and `new`, in the order of the newer documents; what is gone stands behind what is left.
/// Descriptions are not compared.
#[must_use]
pub fn compare(old: &Model, new: &Model) -> Vec<Finding> {
    let mut findings = compare_all(old, new);
    findings.retain(|Finding { place, change }| match change {
        Change::Changed { aspect: Aspect::Format, .. } => !matches!(place, Place::Member(..)),
        Change::Changed { aspect, .. } => !BESIDE.contains(aspect),
        _ => true,
    });
    findings
}

/// The same, and what changes nothing that is read: descriptions, ids, ways to show who calls.
#[must_use]
pub fn compare_all(old: &Model, new: &Model) -> Vec<Finding> {
    let mut walk = Walk { old, new, renamed: rename::types(old, new), findings: Vec::new() };
    operations::compare(&mut walk);
    types::compare(&mut walk);
    walk.findings
}

/// Two models on the way through them.
struct Walk<'a> {
    old: &'a Model,
    new: &'a Model,
    /// Types that may have been renamed: older key to newer key.
    renamed: BTreeMap<&'a TypeKey, (&'a TypeKey, Evidence)>,
    findings: Vec<Finding>,
}

impl Walk<'_> {
    fn push(&mut self, place: Place, change: Change) {
        self.findings.push(Finding { place, change });
    }

    /// Tells `old` and `new` apart in one aspect.
    fn differ(&mut self, place: &Place, aspect: Aspect, old: String, new: String) {
        if old != new {
            self.push(place.clone(), Change::Changed { aspect, old, new });
        }
    }
}

/// How a thing of type `T` is in one aspect, in words.
type Tell<T> = fn(&Names<'_>, &T) -> String;

/// A model, and what its types are called in the newer model.
struct Names<'a> {
    model: &'a Model,
    renamed: &'a BTreeMap<&'a TypeKey, (&'a TypeKey, Evidence)>,
}

impl Walk<'_> {
    /// Tells two things apart in each aspect of a table.
    fn all<T>(&mut self, place: &Place, table: &[(Aspect, Tell<T>)], old: &T, new: &T) {
        let none = BTreeMap::new();
        let (older, newer) =
            (Names { model: self.old, renamed: &self.renamed }, Names { model: self.new, renamed: &none });
        let told: Vec<_> = table.iter().map(|(aspect, tell)| (*aspect, tell(&older, old), tell(&newer, new))).collect();
        for (aspect, old, new) in told {
            self.differ(place, aspect, old, new);
        }
    }
}

/// Pairs of one name, in the order of `new`, with what has no counterpart.
pub(crate) struct Matched<'a, T> {
    pub(crate) pairs: Vec<(&'a T, &'a T)>,
    pub(crate) added: Vec<&'a T>,
    pub(crate) removed: Vec<&'a T>,
}

pub(crate) fn matched<'a, T, K: PartialEq>(old: &'a [T], new: &'a [T], key: impl Fn(&'a T) -> K) -> Matched<'a, T> {
    let counterpart = |of: &K, among: &'a [T]| among.iter().find(|item| key(item) == *of);
    let mut result = Matched { pairs: Vec::new(), added: Vec::new(), removed: Vec::new() };
    for item in new {
        match counterpart(&key(item), old) {
            Some(older) => result.pairs.push((older, item)),
            None => result.added.push(item),
        }
    }
    result.removed.extend(old.iter().filter(|item| counterpart(&key(item), new).is_none()));
    result
}
