//! What changed between two states of an API, and what that does to callers.
//!
//! [`crate::compare`] says in what two models differ; here each difference becomes a row of the [`catalogue`]:
//! first the `claims`, which recognise one change behind several differences, then the `rules` for what is left. `group`
//! brings together what is one change to a person. Knows no files: what is read and where the result goes is for the
//! caller to say. `docs/drift.md` explains the words.

pub mod accepted;
pub mod catalogue;
mod claims;
mod events;
mod facts;
mod fingerprint;
mod group;
mod replaced;
pub mod report;
mod rules;
#[cfg(test)]
mod tests;
mod usage;
mod walk;

pub(crate) use usage::Usage;

use catalogue::{Bump, Class, Contract, Row};

use crate::model::Model;
use crate::spec::Spec;

pub use replaced::Origin;

/// What a caller does about a row that needs a release to hold the crate to.
const NOT_PINNED: &str = "Adapt to the name or type that changed.";

/// All changes of one API.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drift {
    /// The crate that it is about, such as `inntekt-v1`.
    pub package: String,
    /// What changed, the worst first.
    pub findings: Vec<Finding>,
}

/// A change, as a person sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Its kind.
    pub row: &'static Row,
    /// What it is about, as a path: `Sak.navn`, `hentSak`, `hentSak 200`.
    pub subject: String,
    /// What it was and what it is, in words.
    pub detail: String,
    /// What else it is about: values of the subject, types derived from it.
    pub parts: Vec<String>,
    /// Where it stands: of the newer state, or of the older where it is gone.
    pub place: Option<Spot>,
    /// Link to the concept behind the subject.
    pub concept: Option<String>,
    /// Contracts that are kept for its crate, because it was released ([`crate::released`]).
    pub held: &'static [Contract],
    /// Tells it apart from all others, and stays the same as long as it is the same change.
    pub fingerprint: String,
}

/// A place in a document, or in `api.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// It is in the older state.
    pub older: bool,
    /// The file, in the folder of the API version.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
}

impl Finding {
    fn is_pinned(&self) -> bool {
        self.row.sticky.is_none_or(|sticky| self.held.contains(&sticky.needs))
    }

    /// What it means to callers of the crate as the generator makes it, the worst first.
    #[must_use]
    pub fn classes(&self) -> &'static [Class] {
        if self.is_pinned() { self.row.classes } else { self.row.naive() }
    }

    /// The worst of its classes.
    #[must_use]
    pub fn class(&self) -> Class {
        self.classes().iter().copied().min().unwrap_or(Class::D)
    }

    /// The least step of the crate's version.
    #[must_use]
    pub fn bump(&self) -> Bump {
        match self.row.sticky {
            Some(sticky) if !self.is_pinned() => sticky.bump,
            _ => self.row.bump,
        }
    }

    /// What a caller does about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        if self.is_pinned() { self.row.help } else { NOT_PINNED }
    }
}

impl Drift {
    /// The least step of the crate's version that all changes ask for.
    #[must_use]
    pub fn bump(&self) -> Bump {
        self.findings.iter().map(Finding::bump).max().unwrap_or(Bump::No)
    }

    /// The same of a crate that was released, and is made with the state of its release.
    #[must_use]
    pub fn of_release(self) -> Self {
        self.with(Contract::ALL)
    }

    /// The same of a crate that was released, and of which the names alone are kept.
    #[must_use]
    pub fn of_names(self) -> Self {
        self.with(&[Contract::K9])
    }

    fn with(mut self, contracts: &'static [Contract]) -> Self {
        for finding in &mut self.findings {
            finding.held = contracts;
        }
        group::sort(&mut self.findings);
        self
    }

    /// Adds the findings of another comparison that callers break on, but for those that are told here.
    pub(crate) fn add_breaks(&mut self, other: Self) {
        let is_told = |own: &[Finding], f: &Finding| own.iter().any(|o| (o.row, &o.subject) == (f.row, &f.subject));
        let breaks = |f: &Finding| f.classes().contains(&Class::C) && !is_told(&self.findings, f);
        let more: Vec<Finding> = other.findings.into_iter().filter(breaks).collect();
        self.findings.extend(more);
        group::sort(&mut self.findings);
    }

    /// Findings that a person has to decide on and that nobody has accepted.
    pub fn undecided<'d>(&'d self, accepted: &'d [accepted::Acceptance]) -> impl Iterator<Item = &'d Finding> {
        let is_open = |f: &&Finding| f.classes().contains(&Class::Ask) && accepted::of(accepted, f).is_none();
        self.findings.iter().filter(is_open)
    }

    /// How many findings have each class as their worst, in the order of reports.
    #[must_use]
    pub fn counts(&self) -> Vec<(Class, usize)> {
        let of = |class: Class| self.findings.iter().filter(|finding| finding.class() == class).count();
        Class::ALL.iter().map(|class| (*class, of(*class))).filter(|(_, count)| *count > 0).collect()
    }
}

/// What the exit code of the command says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing, or documentation only.
    Quiet = 0,
    /// Additions and changes of behaviour.
    Additive = 2,
    /// Callers break on upgrade.
    Breaking = 3,
    /// Released crates fail.
    Failing = 4,
    /// A person decides.
    Undecided = 5,
}

/// The verdict on findings.
pub fn verdict<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Verdict {
    let of = |class: &Class| match class {
        Class::Ask => Verdict::Undecided,
        Class::R => Verdict::Failing,
        Class::C => Verdict::Breaking,
        Class::A | Class::B => Verdict::Additive,
        Class::D => Verdict::Quiet,
    };
    findings.into_iter().flat_map(Finding::classes).map(of).max().unwrap_or(Verdict::Quiet)
}

/// An API in one state.
#[derive(Clone, Copy, Debug)]
pub struct State<'a> {
    /// What its documents say.
    pub model: &'a Model,
    /// What its `api.toml` says; `None` where there are documents alone.
    pub spec: Option<&'a Spec>,
    /// Whose the documents are.
    pub origin: Origin,
}

/// What changed from `old` to `new`. `None` is a state that is not there: a new version, or a document that is gone.
#[must_use]
pub fn drift(package: &str, old: Option<&Model>, new: Option<&Model>) -> Drift {
    let state = |model| State { model, spec: None, origin: Origin::Unknown };
    drift_of(package, old.map(state), new.map(state))
}

/// The same, with what is known beside the documents.
#[must_use]
pub fn drift_of(package: &str, old: Option<State<'_>>, new: Option<State<'_>>) -> Drift {
    let empty = Model::default();
    let changes = match (old, new) {
        (Some(old), Some(new)) => {
            let mut walk = walk::Walk::new(old.model, new.model);
            claims::run(&mut walk);
            rules::run(&mut walk);
            let mut changes = walk.changes;
            if replaced::is(&old, &new) {
                replaced::without_words(&mut changes);
            }
            changes.extend(old.spec.zip(new.spec).map_or_else(Vec::new, |(old, new)| facts::changes(old, new)));
            changes
        }
        (None, Some(_)) => vec![walk::Change::of_document(events::NEW_VERSION, package)],
        (Some(_), None) => vec![walk::Change::of_document(events::GONE, package)],
        (None, None) => Vec::new(),
    };
    let (old, new) = (old.map_or(&empty, |old| old.model), new.map_or(&empty, |new| new.model));
    Drift { package: package.to_owned(), findings: group::findings(package, old, new, changes) }
}
