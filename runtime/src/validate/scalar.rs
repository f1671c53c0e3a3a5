//! One value that is a text or a number, by the rules of its type.

use std::borrow::Cow;
use std::cmp::Ordering;

use regex::{Regex, RegexBuilder};

use super::number::{Exact, is_multiple};
use super::{Limit, Rule, moment};
use crate::rules::{Facet, Rules};
use crate::scalar::Base64;
use crate::scalar::number::decimal;

/// Bytes that a compiled pattern may take. The generator refuses a pattern that takes more.
const PATTERN_SIZE: usize = 1 << 20;

/// A rule that does not hold, with its limit.
type Broken = (Rule, Limit);

/// Checks a value, as it is written, and calls `report` for each rule that does not hold. Of several that say the same
/// only the first is told: that of the most derived type, which is the narrowest.
pub(super) fn check(text: &str, rules: &'static Rules, report: &mut dyn FnMut(Rule, Limit)) {
    let text = &*normalized(text, rules);
    let mut told = Vec::new();
    for step in steps(rules) {
        let mut patterns = patterns(step).iter();
        for facet in step.facets {
            let broken = match facet {
                Facet::Items(rules) => {
                    text.split_ascii_whitespace().for_each(|item| check(item, rules, report));
                    None
                }
                Facet::Pattern(pattern) => {
                    let regex = patterns.next().and_then(Option::as_ref);
                    regex.filter(|regex| !regex.is_match(text)).map(|_| (Rule::Pattern, Limit::Text(pattern)))
                }
                facet => broken(facet, text, step),
            };
            if let Some((rule, limit)) = broken
                && (rule == Rule::Pattern || !told.contains(&aspect(rule)))
            {
                told.push(aspect(rule));
                report(rule, limit);
            }
        }
    }
}

/// The rules of the type, then those of the one that it restricts, and so on.
fn steps(rules: &'static Rules) -> impl Iterator<Item = &'static Rules> {
    std::iter::successors(Some(rules), |step| {
        step.facets.iter().find_map(|facet| match facet {
            Facet::Base(base) => Some(*base),
            _ => None,
        })
    })
}

/// Rules of one aspect say the same, more or less strictly.
fn aspect(rule: Rule) -> Rule {
    match rule {
        Rule::MinExclusive => Rule::MinInclusive,
        Rule::MaxExclusive => Rule::MaxInclusive,
        other => other,
    }
}

/// The patterns of a step, compiled once.
fn patterns(rules: &'static Rules) -> &'static [Option<Regex>] {
    rules.patterns.get_or_init(|| {
        let patterns = rules.facets.iter().filter_map(|facet| match facet {
            Facet::Pattern(pattern) => Some(RegexBuilder::new(pattern).size_limit(PATTERN_SIZE).build().ok()),
            _ => None,
        });
        patterns.collect()
    })
}

/// The text that counts: white space is what the first step says that says something.
fn normalized<'a>(text: &'a str, rules: &'static Rules) -> Cow<'a, str> {
    let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
    let space = steps(rules)
        .flat_map(|step| step.facets)
        .find(|facet| matches!(facet, Facet::Preserve | Facet::Replace | Facet::Collapse));
    match space {
        Some(Facet::Replace) if text.contains(is_space) => Cow::Owned(text.replace(is_space, " ")),
        Some(Facet::Collapse) if text.contains(is_space) => {
            Cow::Owned(text.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
        }
        _ => Cow::Borrowed(text),
    }
}

/// The rule of one facet, if it does not hold.
fn broken(facet: &Facet, text: &str, step: &Rules) -> Option<Broken> {
    use Ordering::{Equal, Greater, Less};
    let length = || length(text, step);
    let items = || text.split_ascii_whitespace().count() as u64;
    let count = |rule, found: u64, limit: u64, allowed: &[Ordering]| {
        (!allowed.contains(&found.cmp(&limit))).then_some((rule, Limit::Count { limit, found }))
    };
    let bound = |rule, limit: &'static str, allowed: &[Ordering]| {
        // Values that have no order are not bounded: no type has such a facet.
        let order = order(text, limit)?;
        (!order.is_some_and(|order| allowed.contains(&order))).then_some((rule, Limit::Text(limit)))
    };
    match *facet {
        Facet::Length(n) => count(Rule::Length, length(), n, &[Equal]),
        Facet::MinLength(n) => count(Rule::MinLength, length(), n, &[Greater, Equal]),
        Facet::MaxLength(n) => count(Rule::MaxLength, length(), n, &[Less, Equal]),
        Facet::MinItems(n) => count(Rule::MinItems, items(), n, &[Greater, Equal]),
        Facet::MaxItems(n) => count(Rule::MaxItems, items(), n, &[Less, Equal]),
        Facet::TotalDigits(n) => count(Rule::TotalDigits, Exact::parse(text)?.total_digits(), n, &[Less, Equal]),
        Facet::FractionDigits(n) => {
            count(Rule::FractionDigits, Exact::parse(text)?.fraction_digits(), n, &[Less, Equal])
        }
        Facet::MinInclusive(limit) => bound(Rule::MinInclusive, limit, &[Greater, Equal]),
        Facet::MaxInclusive(limit) => bound(Rule::MaxInclusive, limit, &[Less, Equal]),
        Facet::MinExclusive(limit) => bound(Rule::MinExclusive, limit, &[Greater]),
        Facet::MaxExclusive(limit) => bound(Rule::MaxExclusive, limit, &[Less]),
        Facet::MultipleOf(of) => {
            let (Ok(value), Ok(unit)) = (decimal(text), decimal(of)) else { return None };
            (!is_multiple(value, unit)).then_some((Rule::MultipleOf, Limit::Text(of)))
        }
        Facet::Values(values) => (!values.contains(&text)).then_some((Rule::Enumeration, Limit::None)),
        Facet::Fixed(value) => (!same(text, value)).then_some((Rule::Fixed, Limit::Text(value))),
        Facet::Reads(reads) => (!reads(text)).then_some((Rule::Type, Limit::None)),
        Facet::Base(_)
        | Facet::Items(_)
        | Facet::Base64
        | Facet::Hex
        | Facet::Preserve
        | Facet::Replace
        | Facet::Collapse
        | Facet::Pattern(_) => None,
    }
}

/// Characters, or bytes where the step says so.
fn length(text: &str, step: &Rules) -> u64 {
    let bytes = step.facets.iter().find_map(|facet| match facet {
        Facet::Base64 => Some(text.parse::<Base64>().map_or(0, |data| data.bytes().len())),
        Facet::Hex => Some(text.len() / 2),
        _ => None,
    });
    bytes.unwrap_or_else(|| text.chars().count()) as u64
}

/// The order of a value and a bound; `None` if they have none.
fn order(value: &str, limit: &str) -> Option<Option<Ordering>> {
    let infinite = |text: &str| match text {
        "INF" | "+INF" => Some(1),
        "-INF" => Some(-1),
        _ => None,
    };
    match (infinite(value), infinite(limit)) {
        (None, None) => {}
        (value, limit) => return Some(Some(value.unwrap_or(0).cmp(&limit.unwrap_or(0)))),
    }
    if value == "NaN" {
        return Some(None);
    }
    match (Exact::parse(value), Exact::parse(limit)) {
        (Some(value), Some(limit)) => Some(Some(value.cmp(&limit))),
        _ => moment::order(value, limit),
    }
}

/// Whether two texts are one value: a number may be written in several ways, and so may true and false.
fn same(value: &str, fixed: &str) -> bool {
    let boolean = |text: &str| match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    };
    let trimmed = fixed.trim_ascii();
    value == fixed
        || (boolean(value).is_some() && boolean(value) == boolean(trimmed))
        || matches!((Exact::parse(value), Exact::parse(trimmed)), (Some(a), Some(b)) if a == b)
        || moment::order(value, trimmed) == Some(Some(Ordering::Equal))
}
