//! What the threads of a server share.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::catalogue::{Api, Catalogue};
use crate::events::EventList;
use crate::maskinporten::Maskinporten;
use crate::recorded::Log;
use crate::rule::{Rules, UnknownName};
use crate::tokens::Tokens;

/// Whom events are about where the service beside the list does not say.
const SOMEBODY: &str = "313579247";

/// URLs that faults are counted for.
const MOST_COUNTS: usize = 10_000;

/// The state of a server.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) catalogue: Arc<Catalogue>,
    /// `http://127.0.0.1:PORT`.
    pub(crate) url: String,
    pub(crate) tokens: Mutex<Tokens>,
    pub(crate) maskinporten: Mutex<Maskinporten>,
    pub(crate) rules: Mutex<Rules>,
    pub(crate) log: Mutex<Log>,
    lists: Mutex<BTreeMap<String, EventList>>,
    counts: Mutex<HashMap<String, u32>>,
}

/// A lock that somebody panicked under guards plain data: it is as good as before.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    pub(crate) fn new(catalogue: Arc<Catalogue>, url: String, tokens: Tokens, maskinporten: Maskinporten) -> Self {
        let list = |api: &Api| {
            let about = api.events.as_ref()?;
            let identifikator = about.identifikator.clone().unwrap_or_else(|| SOMEBODY.to_owned());
            Some((api.package.clone(), EventList::new(identifikator, about.periode.clone())))
        };
        let lists = catalogue.apis().filter_map(list).collect();
        Self {
            catalogue,
            url,
            tokens: Mutex::new(tokens),
            maskinporten: Mutex::new(maskinporten),
            rules: Mutex::default(),
            log: Mutex::default(),
            lists: Mutex::new(lists),
            counts: Mutex::default(),
        }
    }

    /// Does something with a list of events, if there is one of the package.
    pub(crate) fn with_list<T>(&self, package: &str, act: impl FnOnce(&mut EventList) -> T) -> Option<T> {
        lock(&self.lists).get_mut(package).map(act)
    }

    /// All lists get an event every so often.
    pub(crate) fn grow_every(&self, every: Duration) {
        lock(&self.lists).values_mut().for_each(|list| list.grow_every(every));
    }

    /// Whether a fault that is asked for by header happens: it does for so many calls, and then once not.
    pub(crate) fn counts_down(&self, what: String, calls: u32) -> bool {
        let mut counts = lock(&self.counts);
        if counts.len() >= MOST_COUNTS {
            counts.clear();
        }
        let count = counts.entry(what).or_default();
        *count = if *count >= calls { 0 } else { *count + 1 };
        *count > 0
    }

    pub(crate) fn unknown_list(&self, name: &str) -> UnknownName {
        let known = self.catalogue.apis().filter(|api| api.events.is_some()).map(|api| api.api.clone()).collect();
        UnknownName { what: "list of events", name: name.to_owned(), known }
    }

    pub(crate) fn unknown_api(&self, name: &str) -> UnknownName {
        let known = self.catalogue.packages().map(str::to_owned).collect();
        UnknownName { what: "API", name: name.to_owned(), known }
    }
}
