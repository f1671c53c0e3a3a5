//! Lists of events: a sequence that grows and has holes.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::text::escape;

const NAMESPACE: &str = "urn:no:skatteetaten:datasamarbeid:hendelser:v1";

/// How far apart the numbers of events are, over and over: the sequence has holes.
const STEPS: &[u64] = &[1, 1, 2, 1, 3];

/// Events of a list that is new.
const AT_FIRST: usize = 12;

/// The first event was registered at the beginning of this day, and each an hour after the one before: no clock is asked, so
/// that a test finds the same list every time.
const FIRST_DAY: (u32, u32, u32) = (2025, 3, 1);

/// Events that are kept; the oldest go first.
const MOST: usize = 100_000;

/// An event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hendelse {
    /// Its place in the list.
    pub sekvensnummer: u64,
    /// Whom or what it is about.
    pub identifikator: String,
    /// The period that has changed.
    pub gjelder_periode: Option<String>,
    /// `NY`, `ENDRET` or `SLETTET`.
    pub hendelsetype: Option<String>,
    /// When its reason was registered.
    pub registreringstidspunkt: String,
}

/// A list of events.
#[derive(Debug)]
pub(crate) struct EventList {
    events: Vec<Hendelse>,
    /// Events that there have been, also those that are no longer kept.
    count: u64,
    /// The next number, if there is no hole before it.
    next: u64,
    identifikator: String,
    periode: Option<String>,
    growth: Option<Growth>,
}

#[derive(Debug)]
struct Growth {
    every: Duration,
    last: Instant,
}

impl EventList {
    /// A list whose first events are about `identifikator`.
    pub(crate) fn new(identifikator: String, periode: Option<String>) -> Self {
        let mut list = Self { events: Vec::new(), count: 0, next: 1, identifikator, periode, growth: None };
        for _ in 0..AT_FIRST {
            list.grow();
        }
        list
    }

    /// Adds an event and tells its number.
    pub(crate) fn push(&mut self, identifikator: &str, periode: Option<&str>, hendelsetype: Option<&str>) -> u64 {
        let sekvensnummer = self.next;
        self.next = self.next.saturating_add(1);
        if self.events.len() >= MOST {
            self.events.remove(0);
        }
        self.events.push(Hendelse {
            sekvensnummer,
            identifikator: identifikator.to_owned(),
            gjelder_periode: periode.map(str::to_owned),
            hendelsetype: hendelsetype.map(str::to_owned),
            registreringstidspunkt: moment(self.count),
        });
        self.count += 1;
        sekvensnummer
    }

    /// Leaves numbers out.
    pub(crate) fn skip(&mut self, numbers: u64) {
        self.next = self.next.saturating_add(numbers);
    }

    pub(crate) fn clear(&mut self) {
        self.events.clear();
    }

    pub(crate) fn all(&mut self) -> &[Hendelse] {
        self.catch_up();
        &self.events
    }

    pub(crate) fn grow_every(&mut self, every: Duration) {
        self.growth = (!every.is_zero()).then(|| Growth { every, last: Instant::now() });
    }

    /// At most `most` events from a number on.
    pub(crate) fn from(&mut self, number: u64, most: usize) -> &[Hendelse] {
        self.catch_up();
        let start = self.events.partition_point(|event| event.sekvensnummer < number);
        let end = start.saturating_add(most).min(self.events.len());
        &self.events[start..end]
    }

    /// The number of the first event of a date or later; the one that comes next where there is none yet.
    pub(crate) fn start(&mut self, date: Option<&str>) -> u64 {
        self.catch_up();
        let start = date.map_or(0, |date| self.events.partition_point(|e| e.registreringstidspunkt.as_str() < date));
        self.events.get(start).map_or(self.next, |event| event.sekvensnummer)
    }

    /// Adds an event of the list's own, with a hole before it now and then.
    fn grow(&mut self) {
        let index = usize::try_from(self.count).unwrap_or(0);
        self.skip(STEPS[index % STEPS.len()] - 1);
        let (identifikator, periode) = (self.identifikator.clone(), self.periode.clone());
        let hendelsetype = if index % 3 == 0 { "NY" } else { "ENDRET" };
        self.push(&identifikator, periode.as_deref(), Some(hendelsetype));
    }

    /// Adds the events that time has brought.
    fn catch_up(&mut self) {
        let Some(growth) = &mut self.growth else { return };
        let due = growth.last.elapsed().as_nanos() / growth.every.as_nanos();
        let due = u32::try_from(due).unwrap_or(u32::MAX).min(10_000);
        growth.last += growth.every * due;
        for _ in 0..due {
            self.grow();
        }
    }
}

/// A page of a list in JSON.
pub(crate) fn json(events: &[Hendelse]) -> String {
    let event = |event: &Hendelse| {
        let mut members = serde_json::Map::new();
        members.insert("sekvensnummer".to_owned(), event.sekvensnummer.into());
        for (name, text) in members_of(event) {
            members.insert(name.to_owned(), text.into());
        }
        serde_json::Value::Object(members)
    };
    serde_json::json!({"hendelser": events.iter().map(event).collect::<Vec<_>>()}).to_string()
}

/// A page of a list in XML.
pub(crate) fn xml(events: &[Hendelse]) -> String {
    let mut text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<hendelser xmlns=\"{NAMESPACE}\">");
    for event in events {
        let _ = write!(text, "<hendelse><sekvensnummer>{}</sekvensnummer>", event.sekvensnummer);
        for (name, value) in members_of(event) {
            let _ = write!(text, "<{name}>{}</{name}>", escape(value));
        }
        text.push_str("</hendelse>");
    }
    text.push_str("</hendelser>");
    text
}

/// The members that are text and there, in the order of the schema.
fn members_of(event: &Hendelse) -> impl Iterator<Item = (&'static str, &str)> {
    let members = [
        ("identifikator", Some(&event.identifikator)),
        ("gjelderPeriode", event.gjelder_periode.as_ref()),
        ("registreringstidspunkt", Some(&event.registreringstidspunkt)),
        ("hendelsetype", event.hendelsetype.as_ref()),
    ];
    members.into_iter().filter_map(|(name, text)| Some((name, text?.as_str())))
}

/// So many hours after the beginning of the first day.
fn moment(hours: u64) -> String {
    let (mut year, mut month, first) = FIRST_DAY;
    let mut day = u64::from(first) + hours / 24;
    loop {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 => 28 + u64::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        if day <= days {
            return format!("{year:04}-{month:02}-{day:02}T{:02}:00:00Z", hours % 24);
        }
        day -= days;
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(events: &[Hendelse]) -> Vec<u64> {
        events.iter().map(|event| event.sekvensnummer).collect()
    }

    #[test]
    fn numbers_grow_and_have_holes() {
        let mut list = EventList::new("314028198".to_owned(), None);
        assert_eq!(numbers(list.all()), [1, 2, 4, 5, 8, 9, 10, 12, 13, 16, 17, 18]);
        assert_eq!(numbers(list.from(3, 2)), [4, 5], "from is inclusive, and most counts events");
        assert_eq!(numbers(list.from(18, 10)), [18]);
        assert_eq!(numbers(list.from(19, 10)), [0; 0]);
        assert_eq!(list.push("314028198", None, None), 19);
        list.skip(5);
        assert_eq!(list.push("314028198", None, None), 25);
        assert_eq!(numbers(list.from(19, 10)), [19, 25]);
        list.clear();
        assert_eq!((list.from(1, 10).len(), list.start(None)), (0, 26), "numbers are never given twice");
    }

    #[test]
    fn a_date_has_a_place() {
        let mut list = EventList::new("314028198".to_owned(), None);
        for _ in 0..24 {
            list.push("314028198", None, None);
        }
        assert_eq!(list.start(None), 1);
        assert_eq!(list.start(Some("2025-03-01")), 1);
        let second_day = list.start(Some("2025-03-02"));
        let event = &list.from(second_day, 1)[0];
        assert_eq!(event.registreringstidspunkt, "2025-03-02T00:00:00Z");
        assert_eq!(list.start(Some("2030-01-01")), list.next);
    }

    #[test]
    fn time_brings_events() {
        let mut list = EventList::new("314028198".to_owned(), Some("2024".to_owned()));
        let before = list.all().len();
        list.grow_every(Duration::from_millis(5));
        std::thread::sleep(Duration::from_millis(30));
        let after = list.all().len();
        assert!(after > before, "{before} {after}");
        assert_eq!(list.all()[before].gjelder_periode.as_deref(), Some("2024"));
        list.grow_every(Duration::ZERO);
        let then = list.all().len();
        std::thread::sleep(Duration::from_millis(10));
        assert_eq!(list.all().len(), then, "it stands still again");
    }

    #[test]
    fn moments() {
        assert_eq!(moment(0), "2025-03-01T00:00:00Z");
        assert_eq!(moment(31 * 24 + 5), "2025-04-01T05:00:00Z");
        assert_eq!(moment(306 * 24), "2026-01-01T00:00:00Z");
        assert_eq!(moment((306 + 365 + 365 + 59) * 24), "2028-02-29T00:00:00Z");
    }

    #[test]
    fn text_is_escaped() {
        let mut list = EventList::new("<&>".to_owned(), None);
        assert!(xml(list.from(1, 1)).contains("<identifikator>&lt;&amp;&gt;</identifikator>"));
        assert!(json(list.from(1, 1)).contains(r#""identifikator":"<&>""#));
    }
}
