//! Words for people.

use super::Difference;
use crate::drift::events::{DEPRECATED, TEXT, UNIT, only};
use crate::drift::walk::Walk;

/// Words that say in what an amount is counted. Sorted.
const UNITS: &[&str] = &[
    "brutto",
    "dag",
    "dager",
    "kroner",
    "liter",
    "millioner",
    "måned",
    "måneder",
    "netto",
    "per",
    "promille",
    "prosent",
    "pst",
    "timer",
    "tusen",
    "uke",
    "uker",
    "år",
    "øre",
];

/// A description or a link that differs.
pub(super) fn changed(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let units = |text: &str| {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| UNITS.contains(word));
        let mut words: Vec<String> = words.map(str::to_owned).collect();
        words.sort();
        words
    };
    let (old, new) = (units(difference.old), units(difference.new));
    // A description that comes or goes says nothing of another meaning.
    if old != new && !difference.old.is_empty() && !difference.new.is_empty() {
        walk.push(UNIT, difference.place, format!("was {}, is {}", list(&old), list(&new)));
    } else {
        walk.push(TEXT, difference.place, "");
    }
}

fn list(words: &[String]) -> String {
    if words.is_empty() { "no unit".to_owned() } else { words.join(", ") }
}

/// A mark of deprecation.
pub(super) fn deprecated(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let event = if difference.new.is_empty() { only("B11") } else { DEPRECATED };
    walk.push(event, difference.place, "");
}

#[cfg(test)]
#[test]
fn units_are_sorted() {
    assert!(UNITS.is_sorted());
}
