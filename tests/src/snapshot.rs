//! What a test says when a model is no longer the one of its snapshot: member by member, with the class of each change
//! where the older documents can be had, and the commands to run.

mod older;
mod rows;

use skatteetaten_codegen::drift::report::{Format, Judged, write};
use skatteetaten_codegen::drift::{Origin, State, drift_of};
use skatteetaten_codegen::model::Model;
use skatteetaten_codegen::spec::Spec;

pub use older::{Older, older};

/// The command that takes the new models for the ones that were reviewed.
pub const ACCEPT: &str = "INSTA_UPDATE=always cargo test -p skatteetaten-tests --test model_snapshots";

/// Changes that are told; a version of a service can differ in everything.
const SHOWN: usize = 60;

/// A model in both states.
#[derive(Debug)]
pub struct Change<'a> {
    /// `inntekt/v1`.
    pub selector: &'a str,
    /// The snapshot, with or without the header of insta.
    pub snapshot: &'a str,
    /// The same text of the model as it is now.
    pub text: &'a str,
    /// The model and what `api.toml` says, as they are now.
    pub newer: (&'a Spec, &'a Model),
    /// The same of the documents that the snapshot was made of, where they can be had.
    pub older: Option<&'a Older>,
}

impl Change<'_> {
    /// What differs, and what to run.
    #[must_use]
    pub fn told(&self) -> String {
        let documents: Vec<&str> = self.newer.1.documents.iter().map(|document| document.path.as_str()).collect();
        let changed = hashes(self.snapshot) != hashes(self.text);
        let head = if changed {
            format!("{}: {} changed, and the snapshot of the model did not", self.selector, documents.join(", "))
        } else {
            format!("{}: the documents are those of the snapshot, and are understood otherwise", self.selector)
        };
        let lines = self.classified().unwrap_or_else(|| rows::changes(self.snapshot, self.text));
        let mut told = vec![head];
        if lines.is_empty() {
            told.push("  nothing but places in the document".to_owned());
        }
        told.extend(lines.iter().take(SHOWN).map(|line| format!("  {line}")));
        if lines.len() > SHOWN {
            told.push(format!("  and {} more", lines.len() - SHOWN));
        }
        if changed {
            told.push(format!("  what it does to callers: cargo xtask drift {}", self.selector));
            told.push(format!("  the crate:               cargo xtask regen {}", self.selector));
        }
        told.push(format!("  if it is right:          {ACCEPT}"));
        told.join("\n")
    }

    /// The findings of drift, which have a class.
    fn classified(&self) -> Option<Vec<String>> {
        let (spec, model) = self.newer;
        let older = self.older?;
        let old = State { model: &older.model, spec: Some(&older.spec), origin: Origin::Unknown };
        let new = State { model, spec: Some(spec), origin: Origin::Unknown };
        let drift = drift_of(self.selector, Some(old), Some(new));
        if drift.findings.is_empty() {
            return None;
        }
        let prefix = format!("specs/{}/", self.selector);
        let judged = Judged { drift, accepted: Vec::new(), prefix: prefix.clone(), older_prefix: prefix };
        let report = write(&[judged], Format::Text, true);
        Some(report.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
    }
}

/// The hashes of the documents that a snapshot was made of.
fn hashes(text: &str) -> Vec<&str> {
    // They stand in the first lines, before anything else is told.
    let mut hashes: Vec<&str> = text
        .lines()
        .take_while(|line| !rows::is_heading(line))
        .filter_map(|line| line.split_once("sha256 "))
        .map(|(_, rest)| rest.split_whitespace().next().unwrap_or_default())
        .collect();
    hashes.sort_unstable();
    hashes
}
