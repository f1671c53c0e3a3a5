//! What `api.toml` says of two states: withdrawal, base URLs, scopes, lists of events, rights packages, error codes. It
//! stands in no document, or not in all, and none of it raises the version of one.

use std::collections::{BTreeMap, BTreeSet};

use super::Spot;
use super::events::{
    BASE_URL, CODE_ADDED, CODE_REMOVED, CODE_STATUS, Event, Flavour, OPERATION_ADDED, OPERATION_REMOVED, PACKAGE_ADDED,
    PACKAGE_CHANGED, PACKAGE_REMOVED, SCOPE_ADDED, SCOPE_REMOVED, SERVER_ADDED, SERVER_REMOVED, WITHDRAWN,
};
use super::walk::Change;
use crate::compare::{Matched, Place, matched};
use crate::spec::{BaseUrls, ErrorCode, Grunnlag, Hendelsesliste, Rettighetspakke, Spec};

/// A list of an `api.toml`.
struct List {
    /// What its items are called in the crate.
    name: &'static str,
    /// Its key.
    key: &'static str,
}

const CODES: List = List { name: "Feilkode", key: "errors" };
const PACKAGES: List = List { name: "rettighetspakke", key: "rettighetspakker" };
const LISTS: List = List { name: "hendelsesliste", key: "hendelseslister" };

/// What changed from `old` to `new`. Where a document tells the same, it is one finding.
pub(super) fn changes(old: &Spec, new: &Spec) -> Vec<Change> {
    let mut told = Told { old, new, changes: Vec::new() };
    if new.retired && !old.retired {
        told.push(WITHDRAWN, Place::Api, ("retired", ""), String::new());
    }
    servers(&mut told, Owner::Api, &old.base_urls, &new.base_urls);
    scopes(&mut told, Owner::Api, &old.scopes, &new.scopes);
    lists(&mut told, &old.hendelseslister, &new.hendelseslister);
    packages(&mut told, &old.rettighetspakker, &new.rettighetspakker);
    codes(&mut told, &old.errors, &new.errors);
    told.changes
}

/// A change of the API as a whole that no document tells.
pub(super) fn of_api(event: Event, detail: String) -> Option<Change> {
    Some(Change { row: event.row(Flavour::Property)?, place: Place::Api, detail, spot: None, concept: None })
}

struct Told<'a> {
    old: &'a Spec,
    new: &'a Spec,
    changes: Vec<Change>,
}

impl Told<'_> {
    /// `at` is where it stands: a key of `api.toml`, and the name of an item of its list.
    fn push(&mut self, event: Event, place: Place, at: (&str, &str), detail: String) {
        let Some(row) = event.row(Flavour::Property) else { return };
        let spot = self.spot(false, at).or_else(|| self.spot(true, at));
        self.changes.push(Change { row, place, detail, spot, concept: None });
    }

    fn spot(&self, older: bool, (key, name): (&str, &str)) -> Option<Spot> {
        let spec = if older { self.old } else { self.new };
        let (line, column) = spec.places.of(key, name)?;
        Some(Spot { older, path: "api.toml".to_owned(), line, column })
    }

    /// Those that came, or went, are one line.
    fn among(&mut self, event: Event, list: &List, name: &str) {
        self.push(event, Place::Value(list.name.to_owned(), name.to_owned()), (list.key, name), String::new());
    }

    /// Each that differs is a line of its own, for it says in what.
    fn differs(&mut self, event: Event, list: &List, name: &str, old: &str, new: &str) {
        if old != new {
            let place = Place::Member(list.name.to_owned(), name.to_owned());
            self.push(event, place, (list.key, name), format!("was {old}, is {new}"));
        }
    }
}

/// What has base URLs and scopes.
#[derive(Clone, Copy)]
enum Owner<'a> {
    Api,
    Liste(&'a str),
}

impl<'a> Owner<'a> {
    fn tell(self, told: &mut Told<'_>, event: Event, at: (&'a str, &'a str), detail: String) {
        match self {
            Self::Api => told.push(event, Place::Api, at, detail),
            Self::Liste(navn) => {
                told.push(event, Place::Member(LISTS.name.to_owned(), navn.to_owned()), (LISTS.key, navn), detail);
            }
        }
    }
}

/// Lists of events: each has an address and scopes of its own, and a static in the crate, which callers name as they name an
/// operation.
fn lists(told: &mut Told<'_>, old: &[Hendelsesliste], new: &[Hendelsesliste]) {
    let Matched { pairs, added, removed } = matched(old, new, |liste| &liste.navn);
    for liste in added {
        told.among(OPERATION_ADDED, &LISTS, &liste.navn);
    }
    for liste in removed {
        told.among(OPERATION_REMOVED, &LISTS, &liste.navn);
    }
    for (old, new) in pairs {
        let liste = Owner::Liste(&new.navn);
        servers(told, liste, &old.base_urls, &new.base_urls);
        scopes(told, liste, &old.scopes, &new.scopes);
    }
}

fn servers(told: &mut Told<'_>, of: Owner<'_>, old: &BaseUrls, new: &BaseUrls) {
    for (old, new) in [(&old.test, &new.test), (&old.prod, &new.prod)] {
        let mut tell = |event, detail| of.tell(told, event, ("base_urls", ""), detail);
        match (old, new) {
            (Some(old), Some(new)) if old != new => tell(BASE_URL, format!("was {old}, is {new}")),
            (None, Some(new)) => tell(SERVER_ADDED, new.clone()),
            (Some(old), None) => tell(SERVER_REMOVED, old.clone()),
            _ => {}
        }
    }
}

fn scopes(told: &mut Told<'_>, of: Owner<'_>, old: &[String], new: &[String]) {
    let Matched { added, removed, .. } = matched(old, new, |scope| scope);
    for scope in added {
        of.tell(told, SCOPE_ADDED, ("scopes", scope), scope.clone());
    }
    for scope in removed {
        of.tell(told, SCOPE_REMOVED, ("scopes", scope), scope.clone());
    }
}

fn packages(told: &mut Told<'_>, old: &[Rettighetspakke], new: &[Rettighetspakke]) {
    let Matched { pairs, added, removed } = matched(old, new, |pakke| &pakke.navn);
    for pakke in added {
        told.among(PACKAGE_ADDED, &PACKAGES, &pakke.navn);
    }
    for pakke in removed {
        told.among(PACKAGE_REMOVED, &PACKAGES, &pakke.navn);
    }
    for (older, newer) in pairs {
        told.differs(PACKAGE_CHANGED, &PACKAGES, &newer.navn, &opens(older), &opens(newer));
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

fn codes(told: &mut Told<'_>, old: &[ErrorCode], new: &[ErrorCode]) {
    let (before, after) = (statuses(old), statuses(new));
    for code in after.keys().filter(|code| !before.contains_key(*code)) {
        told.among(CODE_ADDED, &CODES, code);
    }
    for code in before.keys().filter(|code| !after.contains_key(*code)) {
        told.among(CODE_REMOVED, &CODES, code);
    }
    for (code, newer) in &after {
        if let Some(older) = before.get(code) {
            told.differs(CODE_STATUS, &CODES, code, &list(older), &list(newer));
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
