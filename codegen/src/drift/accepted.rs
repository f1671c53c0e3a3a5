//! `drift-accepted.toml`: findings that a person has looked at.

use serde::Deserialize;

use super::{Drift, Finding};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::source::LineTable;

/// The name of the file, beside `api.toml`.
pub const FILE: &str = "drift-accepted.toml";

/// A finding that a person has looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// Which one.
    pub fingerprint: String,
    /// Why it needs no more.
    pub reason: String,
    /// Who has looked.
    pub who: String,
    /// When, as `2026-11-22`.
    pub date: String,
    /// Line and column of the fingerprint.
    pub position: (u32, u32),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    accepted: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    fingerprint: toml::Spanned<String>,
    reason: String,
    who: String,
    date: String,
}

/// Reads the file at `path`.
///
/// # Errors
/// When it is not TOML of this form, or an entry says nothing; with the line.
pub fn parse(path: &str, text: &str) -> Result<Vec<Acceptance>, Box<Diagnostic>> {
    let at = |start: usize| LineTable::new(text).position(text, start);
    let fault = |position: Option<(u32, u32)>, message: String| {
        let location = Location { path: path.to_owned(), position, pointer: String::new() };
        let help = Some("each [[accepted]] has fingerprint, reason, who and date".to_owned());
        Box::new(Diagnostic { code: codes::E0503, message, location, help })
    };
    let file: File =
        toml::from_str(text).map_err(|e| fault(e.span().map(|span| at(span.start)), e.message().to_owned()))?;
    let mut found: Vec<Acceptance> = Vec::new();
    for entry in file.accepted {
        let position = at(entry.fingerprint.span().start);
        let fingerprint = entry.fingerprint.into_inner();
        if [&entry.reason, &entry.who, &entry.date].iter().any(|text| text.trim().is_empty()) {
            return Err(fault(Some(position), "an accepted finding says nothing of who, when or why".to_owned()));
        }
        if found.iter().any(|other| other.fingerprint == fingerprint) {
            return Err(fault(Some(position), format!("`{fingerprint}` is accepted twice")));
        }
        found.push(Acceptance { fingerprint, reason: entry.reason, who: entry.who, date: entry.date, position });
    }
    Ok(found)
}

/// The entry that accepts a finding.
#[must_use]
pub fn of<'a>(accepted: &'a [Acceptance], finding: &Finding) -> Option<&'a Acceptance> {
    accepted.iter().find(|entry| entry.fingerprint == finding.fingerprint)
}

/// Entries whose finding is not there any more, as errors.
#[must_use]
pub fn stale(path: &str, accepted: &[Acceptance], drift: &Drift) -> Vec<Diagnostic> {
    let gone = accepted.iter().filter(|entry| drift.findings.iter().all(|f| f.fingerprint != entry.fingerprint));
    let tell = |entry: &Acceptance| Diagnostic {
        code: codes::E0504,
        message: format!("`{}` is accepted and does not occur", entry.fingerprint),
        location: Location { path: path.to_owned(), position: Some(entry.position), pointer: String::new() },
        help: Some("take the entry out".to_owned()),
    };
    gone.map(tell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str =
        "[[accepted]]\nfingerprint = \"a1\"\nreason = \"no caller\"\nwho = \"M\"\ndate = \"2026-11-22\"\n";

    #[test]
    fn entries_have_a_line() {
        let found = parse(FILE, ENTRY).unwrap();
        assert_eq!((found[0].fingerprint.as_str(), found[0].position), ("a1", (2, 15)));
        assert_eq!(parse(FILE, "").unwrap(), []);
    }

    #[test]
    fn what_says_nothing_is_an_error() {
        for text in [
            ENTRY.replace("no caller", " "),
            ENTRY.replace("who", "whom"),
            format!("{ENTRY}{ENTRY}"),
            "[[accepted]]\n".to_owned(),
        ] {
            assert_eq!(parse(FILE, &text).unwrap_err().code.id, "E0503", "{text}");
        }
    }

    #[test]
    fn an_entry_without_its_finding_is_stale() {
        let found = stale(FILE, &parse(FILE, ENTRY).unwrap(), &Drift::default());
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].code.id, found[0].location.position), ("E0504", Some((2, 15))));
    }
}
