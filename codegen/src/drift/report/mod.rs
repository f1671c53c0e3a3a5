//! Findings as text for people, Markdown, JSON, annotations of GitHub, and a page.

mod github;
mod html;
mod json;
mod markdown;
mod text;

pub use html::{Page, html};
pub(crate) use markdown::item;

use super::accepted::{self, Acceptance};
use super::catalogue::Class;
use super::{Drift, Finding, Verdict, verdict};

/// The findings of one crate with what was accepted of them.
#[derive(Clone, Debug)]
pub struct Judged {
    /// What changed.
    pub drift: Drift,
    /// What was accepted.
    pub accepted: Vec<Acceptance>,
    /// What stands before paths of documents of the newer state, for those who open them.
    pub prefix: String,
    /// The same of the older state.
    pub older_prefix: String,
}

/// A way to write a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    Text,
    /// For a pull request or a changelog.
    Markdown,
    /// For programs; `docs/drift.schema.json` describes it.
    Json,
    /// Annotations of GitHub Actions.
    Github,
}

impl Judged {
    /// The entry that accepts a finding.
    fn acceptance(&self, finding: &Finding) -> Option<&Acceptance> {
        accepted::of(&self.accepted, finding)
    }

    /// Findings that nobody has accepted.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.drift.findings.iter().filter(|finding| self.acceptance(finding).is_none())
    }

    /// Findings that are told.
    fn told(&self, verbose: bool) -> Vec<&Finding> {
        self.drift.findings.iter().filter(|finding| verbose || !finding.row.quiet).collect()
    }

    /// Findings that are only counted.
    fn quiet(&self) -> usize {
        self.drift.findings.iter().filter(|finding| finding.row.quiet).count()
    }

    /// The verdict on what is not accepted.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        verdict(self.open())
    }

    /// `inntekt-v1: 3 R, 1 C, 2 A; needs a major release`.
    fn summary(&self) -> String {
        let counts: Vec<String> = self.drift.counts().iter().map(|(class, n)| format!("{n} {class}")).collect();
        let counts = if counts.is_empty() { "no change".to_owned() } else { counts.join(", ") };
        format!("{}: {counts}; release: {}", self.drift.package, self.drift.bump())
    }

    /// Where a finding stands.
    fn at(&self, finding: &Finding) -> Option<String> {
        let place = finding.place.as_ref()?;
        let (prefix, older) = if place.older { (&self.older_prefix, " (older)") } else { (&self.prefix, "") };
        Some(format!("{prefix}{}:{}:{}{older}", place.path, place.line, place.column))
    }
}

/// What a finding says in one line, without its subject.
fn sentence(finding: &Finding) -> String {
    let mut sentence = finding.row.message.to_owned();
    if !finding.parts.is_empty() {
        sentence.push_str(": ");
        sentence.push_str(&finding.parts.join(", "));
    }
    if !finding.detail.is_empty() {
        sentence.push_str(&format!(" ({})", finding.detail));
    }
    sentence
}

/// `R C`.
fn classes(finding: &Finding) -> String {
    finding.classes().iter().map(|class| class.word()).collect::<Vec<_>>().join(" ")
}

/// What a class means, in words.
fn meaning(class: Class) -> &'static str {
    match class {
        Class::R => "released crates fail",
        Class::C => "callers break when they upgrade",
        Class::Ask => "a person decides",
        Class::B => "types hold, meaning differs",
        Class::A => "additions",
        Class::D => "documentation",
    }
}

/// Writes a report. `verbose` tells what is else only counted.
#[must_use]
pub fn write(judged: &[Judged], format: Format, verbose: bool) -> String {
    match format {
        Format::Text => text::write(judged, verbose),
        Format::Markdown => markdown::write(judged, verbose),
        Format::Json => json::write(judged),
        Format::Github => github::write(judged, verbose),
    }
}
