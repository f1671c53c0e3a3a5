//! Keywords that change no type: those that are read over, and those that are not honoured.

use std::collections::{BTreeMap, BTreeSet};

use crate::compare::Place;
use crate::drift::events::only;
use crate::drift::walk::Walk;
use crate::model::{Aside, Model, TypeKey};

/// When a keyword that is read over counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    /// Always: it is there or not, or has another value.
    Always,
    /// Where it has another value.
    Changed,
    /// Where it is new.
    New,
}

/// Keyword and row. Sorted.
const ASIDES: &[(&str, &str, When)] = &[
    ("additionalProperties", "F17", When::Always),
    ("all", "XC2", When::Always),
    ("block", "XF12", When::Always),
    ("blockDefault", "XF12", When::Always),
    ("contact", "A4", When::Always),
    ("example", "G16", When::Changed),
    ("examples", "G16", When::Changed),
    ("final", "XF12", When::Always),
    ("finalDefault", "XF12", When::Always),
    ("group", "XC12", When::Always),
    ("import", "XA6", When::New),
    ("license", "A10", When::Always),
    ("memberTypes", "XD14", When::Changed),
    ("metadata", "XA3", When::Always),
    ("processContents", "XB23", When::Changed),
    ("schemaLocation", "XA5", When::Changed),
    ("style", "D14", When::Changed),
    ("tags", "C8", When::Always),
    ("termsOfService", "A4", When::Always),
    ("xmlns", "XA11", When::Changed),
];

/// Keywords that are not honoured, and the row of a change; any other is A6 or XA10 when it appears. Sorted.
const NOT_HONOURED: &[(&str, &str)] = &[
    ("contains", "I12"),
    ("dependencies", "F19"),
    ("dependentRequired", "F19"),
    ("dependentSchemas", "F19"),
    ("else", "I12"),
    ("if", "I12"),
    ("maxContains", "I12"),
    ("maxProperties", "F19"),
    ("minContains", "I12"),
    ("minProperties", "F19"),
    ("mixed", "XF7"),
    ("not", "I12"),
    ("patternProperties", "I12"),
    ("prefixItems", "J7"),
    ("propertyNames", "I12"),
    ("then", "I12"),
    ("uniqueItems", "J7"),
    ("xs:key", "XB24"),
    ("xs:keyref", "XB24"),
    ("xs:unique", "XB24"),
];

/// Told by other rules.
const TOLD: &[&str] = &["XF7"];

/// The date of an export, which is nothing at all.
const EXPORTED: &str = "generertDato";

type Values<'a> = BTreeMap<(&'a str, &'a str), Vec<&'a str>>;

pub(super) fn asides(walk: &mut Walk<'_>) {
    let (old, new) = (values(walk.old), values(walk.new));
    let places: BTreeSet<(&str, &str)> = old.keys().chain(new.keys()).copied().collect();
    for at @ (keyword, place) in places {
        let Ok(found) = ASIDES.binary_search_by(|(name, ..)| (*name).cmp(keyword)) else { continue };
        let (_, id, when) = ASIDES[found];
        let (before, after) = (old.get(&at), new.get(&at));
        let counts = match when {
            When::Always => true,
            When::Changed => before.is_some() && after.is_some(),
            When::New => before.is_none_or(|before| after.is_some_and(|after| after.len() > before.len())),
        };
        if before == after || !counts || !is_in_both(walk, place) || (keyword, place) == ("metadata", EXPORTED) {
            continue;
        }
        // The tags of the document are a list with descriptions.
        let id = if keyword == "tags" && place.is_empty() { "A4" } else { id };
        let told = |values: Option<&Vec<&str>>| values.map_or_else(|| "nothing".to_owned(), |v| v.join(", "));
        let detail = format!("{keyword} at {place}: was {}, is {}", told(before), told(after));
        walk.push(only(id), &Place::Api, detail);
    }
}

fn values(model: &Model) -> Values<'_> {
    let mut values = Values::new();
    for Aside { keyword, place, value, .. } in &model.asides {
        values.entry((keyword, place)).or_default().push(value);
    }
    values
}

/// Whether the type that a keyword stands in is there in both states: else the type is what changed.
fn is_in_both(walk: &Walk<'_>, place: &str) -> bool {
    let known = |model: &Model, key: &TypeKey| model.types.contains_key(key) || model.unused.contains(key);
    let ty = match place.strip_prefix("/components/schemas/") {
        Some(rest) => rest.split('/').next().unwrap_or(rest).replace("~1", "/").replace("~0", "~"),
        None if walk.is_xsd() && !place.is_empty() => place.split('/').next().unwrap_or(place).to_owned(),
        None => return true,
    };
    known(walk.old, &ty) == known(walk.new, &ty)
}

pub(super) fn not_honoured(walk: &mut Walk<'_>) {
    let count = |model: &Model| -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for not in &model.not_honoured {
            *counts.entry(not.keyword.clone()).or_default() += 1;
        }
        counts
    };
    let (old, new) = (count(walk.old), count(walk.new));
    let keywords: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for keyword in keywords {
        let (before, after) = (old.get(keyword).copied().unwrap_or(0), new.get(keyword).copied().unwrap_or(0));
        let known = NOT_HONOURED.binary_search_by(|(name, _)| (*name).cmp(keyword));
        let id = match known {
            Ok(found) if before != after => NOT_HONOURED[found].1,
            Err(_) if before == 0 && after > 0 => {
                if walk.is_xsd() {
                    "XA10"
                } else {
                    "A6"
                }
            }
            _ => continue,
        };
        if !TOLD.contains(&id) {
            walk.push(only(id), &Place::Api, format!("`{keyword}`: was at {before} places, is at {after}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::catalogue::row;

    #[test]
    fn tables_are_sorted_and_name_rows() {
        assert!(ASIDES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(NOT_HONOURED.is_sorted_by(|a, b| a.0 < b.0));
        assert!(ASIDES.iter().all(|(_, id, _)| row(id).is_some()));
        assert!(NOT_HONOURED.iter().all(|(_, id)| row(id).is_some()));
    }
}
