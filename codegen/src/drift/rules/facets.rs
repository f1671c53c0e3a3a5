//! Restrictions of values.

use super::{Difference, members, types};
use crate::compare::Place;
use crate::drift::events::{
    BOUND, BOUND_LOOSER, DIGITS, Event, FORMAT_WORD, ITEMS, LENGTH, LENGTH_LOOSER, PATTERN, PATTERN_LOOSER,
    WHITE_SPACE, WIDTH,
};
use crate::drift::walk::Walk;
use crate::model::{Facets, Shape};

/// Facets before and after.
pub(super) type Pair = (Facets, Facets);

/// Formats that say how wide a number is.
const WIDTHS: &[&str] = &["double", "float", "int32", "int64"];

/// Bounds that the built-in integers of XML Schema have: one that comes or goes is another width.
const WIDTH_BOUNDS: &[&str] = &[
    "-1",
    "-128",
    "-2147483648",
    "-32768",
    "0",
    "1",
    "127",
    "18446744073709551615",
    "2147483647",
    "255",
    "32767",
    "4294967295",
    "65535",
];

/// A group of facets: how to write it, and what a change of it is.
struct Group {
    told: fn(&Facets) -> String,
    event: Event,
    /// What it is where it is only sent and allows more.
    looser: Event,
    is_looser: fn(&Facets, &Facets) -> bool,
}

const GROUPS: &[Group] = &[
    Group {
        told: |f| words(&[("length", &f.length), ("min length", &f.min_length), ("max length", &f.max_length)]),
        event: LENGTH,
        looser: LENGTH_LOOSER,
        is_looser: |old, new| {
            new.length.is_none() && at_most(new.min_length, old.min_length) && at_least(new.max_length, old.max_length)
        },
    },
    Group {
        told: |f| f.patterns.join(" or "),
        event: PATTERN,
        looser: PATTERN_LOOSER,
        is_looser: |_, new| new.patterns.is_empty(),
    },
    Group {
        told: |f| {
            let bounds = [
                (">=", &f.min_inclusive),
                ("<=", &f.max_inclusive),
                (">", &f.min_exclusive),
                ("<", &f.max_exclusive),
                ("multiple of", &f.multiple_of),
            ];
            let told = bounds.iter().filter_map(|(word, bound)| Some(format!("{word} {}", bound.as_ref()?)));
            told.collect::<Vec<_>>().join(", ")
        },
        event: BOUND,
        looser: BOUND_LOOSER,
        is_looser: |old, new| {
            let number = |bound: &Option<String>| bound.as_ref().and_then(|b| b.parse::<f64>().ok());
            let lower = |f: &Facets| number(&f.min_inclusive).or(number(&f.min_exclusive)).unwrap_or(f64::NEG_INFINITY);
            let upper = |f: &Facets| number(&f.max_inclusive).or(number(&f.max_exclusive)).unwrap_or(f64::INFINITY);
            lower(new) <= lower(old) && upper(new) >= upper(old) && new.multiple_of.is_none()
        },
    },
    Group {
        told: |f| words(&[("total digits", &f.total_digits), ("fraction digits", &f.fraction_digits)]),
        event: DIGITS,
        looser: DIGITS,
        is_looser: |_, _| false,
    },
    Group {
        told: |f| words(&[("min items", &f.min_items), ("max items", &f.max_items)]),
        event: ITEMS,
        looser: ITEMS,
        is_looser: |_, _| false,
    },
    Group {
        told: |f| f.white_space.map(|space| format!("{space:?}").to_lowercase()).unwrap_or_default(),
        event: WHITE_SPACE,
        looser: WHITE_SPACE,
        is_looser: |_, _| false,
    },
];

fn words(numbers: &[(&str, &Option<u64>)]) -> String {
    let told = numbers.iter().filter_map(|(word, number)| Some(format!("{word} {}", (*number).as_ref()?)));
    told.collect::<Vec<_>>().join(", ")
}

fn at_most(new: Option<u64>, old: Option<u64>) -> bool {
    new.unwrap_or(0) <= old.unwrap_or(0)
}

fn at_least(new: Option<u64>, old: Option<u64>) -> bool {
    new.unwrap_or(u64::MAX) >= old.unwrap_or(u64::MAX)
}

pub(super) fn of_member(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    if let Some(pair) = members::facets_of(walk, difference.place) {
        changed(walk, difference.place, &pair);
    }
}

pub(super) fn of_type(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Type(key) = difference.place else { return };
    let (Some(old), Some(new)) = walk.types(key) else { return };
    if let (Shape::Scalar(old), Shape::Scalar(new)) = (&old.shape, &new.shape)
        && types::end(walk.old, &old.base) == types::end(walk.new, &new.base)
        && old.list == new.list
    {
        changed(walk, difference.place, &(old.facets.clone(), new.facets.clone()));
    }
}

fn changed(walk: &mut Walk<'_>, place: &Place, (old, new): &Pair) {
    for group in GROUPS {
        let (before, after) = ((group.told)(old), (group.told)(new));
        if before == after {
            continue;
        }
        let event = if group.event == BOUND && is_width(old, new) {
            WIDTH
        } else if (group.is_looser)(old, new) {
            group.looser
        } else {
            group.event
        };
        let told = |text: &str| if text.is_empty() { "nothing".to_owned() } else { format!("`{text}`") };
        walk.push(event, place, format!("was {}, is {}", told(&before), told(&after)));
    }
}

/// All bounds that differ are those of built-in integers, so that the base is another of them.
fn is_width(old: &Facets, new: &Facets) -> bool {
    let bounds = |f: &Facets| [f.min_inclusive.clone(), f.max_inclusive.clone()];
    let pairs = bounds(old).into_iter().zip(bounds(new)).filter(|(old, new)| old != new);
    let mut differing: Vec<String> = pairs.flat_map(|(old, new)| [old, new]).flatten().collect();
    differing.sort();
    // `0` and `1` alone are as likely somebody's own bound.
    let telling = differing.iter().any(|bound| bound.len() > 2);
    telling && differing.iter().all(|bound| WIDTH_BOUNDS.contains(&bound.as_str()))
}

pub(super) fn format_of_member(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Member(key, name) = difference.place else { return };
    let (Some(old), Some(new)) = walk.members(key, name) else { return };
    // A format that has a type of its own is told by the type.
    if old.ty == new.ty {
        format(walk, difference);
    }
}

pub(super) fn format_of_type(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Type(key) = difference.place else { return };
    let (Some(old), Some(new)) = walk.types(key) else { return };
    if let (Shape::Scalar(old), Shape::Scalar(new)) = (&old.shape, &new.shape)
        && old.base == new.base
    {
        format(walk, difference);
    }
}

fn format(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let width = |format: &str| format.is_empty() || WIDTHS.contains(&format);
    let event = if width(difference.old) && width(difference.new) { WIDTH } else { FORMAT_WORD };
    walk.push(event, difference.place, difference.told());
}

#[cfg(test)]
#[test]
fn tables_are_sorted() {
    assert!(WIDTHS.is_sorted() && WIDTH_BOUNDS.is_sorted());
}
