//! What `api.toml` says of two states: withdrawal, base URLs, scopes, lists of events, rights packages, error codes. It
//! stands in no document, or not in all, and none of it raises the version of one.

use std::collections::{BTreeMap, BTreeSet};

use super::events::{
    BASE_URL, CODE_ADDED, CODE_REMOVED, CODE_STATUS, Event, Flavour, OPERATION_ADDED, OPERATION_REMOVED, PACKAGE_ADDED,
    PACKAGE_CHANGED, PACKAGE_REMOVED, SCOPE_ADDED, SCOPE_REMOVED, SERVER_ADDED, SERVER_REMOVED, WITHDRAWN,
};
use super::walk::Change;
use crate::compare::{Matched, Place, matched};
use crate::spec::{BaseUrls, ErrorCode, Grunnlag, Hendelsesliste, Rettighetspakke, Spec};

/// What the codes are called in the crate.
const CODES: &str = "Feilkode";

/// The same of the packages.
const PACKAGES: &str = "rettighetspakke";

/// And of the lists of events.
const LISTS: &str = "hendelsesliste";

/// What changed from `old` to `new`. Where a document tells the same, it is one finding.
pub(super) fn changes(old: &Spec, new: &Spec) -> Vec<Change> {
    let mut told = Told(Vec::new());
    if new.retired && !old.retired {
        told.push(WITHDRAWN, Place::Api, String::new());
    }
    servers(&mut told, &Place::Api, &old.base_urls, &new.base_urls);
    scopes(&mut told, &Place::Api, &old.scopes, &new.scopes);
    lists(&mut told, &old.hendelseslister, &new.hendelseslister);
    packages(&mut told, &old.rettighetspakker, &new.rettighetspakker);
    codes(&mut told, &old.errors, &new.errors);
    told.0
}

/// A change of the API as a whole that no document tells.
pub(super) fn of_api(event: Event, detail: String) -> Option<Change> {
    of(event, Place::Api, detail)
}

fn of(event: Event, place: Place, detail: String) -> Option<Change> {
    Some(Change { row: event.row(Flavour::Property)?, place, detail, origin: None, concept: None })
}

struct Told(Vec<Change>);

impl Told {
    fn push(&mut self, event: Event, place: Place, detail: String) {
        self.0.extend(of(event, place, detail));
    }

    /// Those that came, or went, are one line.
    fn among(&mut self, event: Event, list: &str, name: &str) {
        self.push(event, Place::Value(list.to_owned(), name.to_owned()), String::new());
    }

    /// Each that differs is a line of its own, for it says in what.
    fn differs(&mut self, event: Event, list: &str, name: &str, old: &str, new: &str) {
        if old != new {
            self.push(event, Place::Member(list.to_owned(), name.to_owned()), format!("was {old}, is {new}"));
        }
    }
}

/// Lists of events: each has an address and scopes of its own, and a static in the crate, which callers name as they name an
/// operation.
fn lists(told: &mut Told, old: &[Hendelsesliste], new: &[Hendelsesliste]) {
    let Matched { pairs, added, removed } = matched(old, new, |liste| &liste.navn);
    for liste in added {
        told.among(OPERATION_ADDED, LISTS, &liste.navn);
    }
    for liste in removed {
        told.among(OPERATION_REMOVED, LISTS, &liste.navn);
    }
    for (old, new) in pairs {
        let liste = Place::Member(LISTS.to_owned(), new.navn.clone());
        servers(told, &liste, &old.base_urls, &new.base_urls);
        scopes(told, &liste, &old.scopes, &new.scopes);
    }
}

fn servers(told: &mut Told, of: &Place, old: &BaseUrls, new: &BaseUrls) {
    for (old, new) in [(&old.test, &new.test), (&old.prod, &new.prod)] {
        match (old, new) {
            (Some(old), Some(new)) if old != new => told.push(BASE_URL, of.clone(), format!("was {old}, is {new}")),
            (None, Some(new)) => told.push(SERVER_ADDED, of.clone(), new.clone()),
            (Some(old), None) => told.push(SERVER_REMOVED, of.clone(), old.clone()),
            _ => {}
        }
    }
}

fn scopes(told: &mut Told, of: &Place, old: &[String], new: &[String]) {
    let Matched { added, removed, .. } = matched(old, new, |scope| scope);
    for scope in added {
        told.push(SCOPE_ADDED, of.clone(), scope.clone());
    }
    for scope in removed {
        told.push(SCOPE_REMOVED, of.clone(), scope.clone());
    }
}

fn packages(told: &mut Told, old: &[Rettighetspakke], new: &[Rettighetspakke]) {
    let Matched { pairs, added, removed } = matched(old, new, |pakke| &pakke.navn);
    for pakke in added {
        told.among(PACKAGE_ADDED, PACKAGES, &pakke.navn);
    }
    for pakke in removed {
        told.among(PACKAGE_REMOVED, PACKAGES, &pakke.navn);
    }
    for (older, newer) in pairs {
        told.differs(PACKAGE_CHANGED, PACKAGES, &newer.navn, &opens(older), &opens(newer));
    }
}

/// What a package opens, in words.
fn opens(pakke: &Rettighetspakke) -> String {
    let stadier: BTreeSet<&str> = pakke.stadier.iter().map(String::as_str).collect();
    let mut words: Vec<String> = Vec::new();
    if !stadier.is_empty() {
        words.push(stadier.into_iter().collect::<Vec<_>>().join(", "));
    }
    words.extend(pakke.years.clone());
    words.extend(pakke.grunnlag.map(|grunnlag| match grunnlag {
        Grunnlag::Hjemmel => "hjemmel".to_owned(),
        Grunnlag::Samtykke => "samtykke".to_owned(),
    }));
    if words.is_empty() { "not said".to_owned() } else { words.join("; ") }
}

fn codes(told: &mut Told, old: &[ErrorCode], new: &[ErrorCode]) {
    let (before, after) = (statuses(old), statuses(new));
    for code in after.keys().filter(|code| !before.contains_key(*code)) {
        told.among(CODE_ADDED, CODES, code);
    }
    for code in before.keys().filter(|code| !after.contains_key(*code)) {
        told.among(CODE_REMOVED, CODES, code);
    }
    for (code, newer) in &after {
        if let Some(older) = before.get(code) {
            told.differs(CODE_STATUS, CODES, code, &list(older), &list(newer));
        }
    }
}

/// The statuses of each code: a code may be listed with several.
fn statuses(errors: &[ErrorCode]) -> BTreeMap<&str, BTreeSet<u16>> {
    let mut statuses: BTreeMap<&str, BTreeSet<u16>> = BTreeMap::new();
    for error in errors {
        statuses.entry(&error.kode).or_default().insert(error.http);
    }
    statuses
}

fn list(statuses: &BTreeSet<u16>) -> String {
    let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
    format!("HTTP {}", statuses.join(", "))
}
