//! Goes through a value by the tables of its types.

use super::scalar;
use super::{Finding, Findings, Limit, Rule};
use crate::error::{Format, Segment, write_path};
use crate::record::{Member, Record, Visitor};
use crate::rules::{Choice, Rules};
use crate::shape::{Field, Kind, Shape};
use crate::union::{Selected, Union};
use crate::view::View;

/// Checks a value, and all that is in it, by the tables and by `rules`.
pub(super) fn value(view: View<'_>, rules: Option<&'static Rules>) -> Result<(), Findings> {
    let mut walk = Walk::default();
    walk.value(&view, rules);
    if walk.findings.is_empty() { Ok(()) } else { Err(Findings(walk.findings)) }
}

#[derive(Default)]
struct Walk {
    /// From the value that is checked to the one at hand.
    path: Vec<Segment>,
    findings: Vec<Finding>,
    /// The text of the scalar at hand: one allocation for all.
    buffer: String,
}

impl Walk {
    fn report(&mut self, rule: Rule, limit: Limit) {
        let path = write_path(self.path.iter(), Format::Json).into();
        self.findings.push(Finding { path, rule, limit });
    }

    fn within(&mut self, segment: Segment, check: impl FnOnce(&mut Self)) {
        self.path.push(segment);
        check(self);
        self.path.pop();
    }

    fn value(&mut self, view: &View<'_>, rules: Option<&'static Rules>) {
        match *view {
            View::Text(text) | View::Plain(text) => self.text(text, rules),
            View::Integer(_) => self.scalar(view, rules),
            View::Scalar(value) => {
                if !value.is_known() {
                    self.report(Rule::Enumeration, Limit::None);
                }
                self.scalar(view, rules);
            }
            View::Record(record) => self.record(record),
            View::List(record) => record.visit(&mut Items { walk: self, shape: record.shape() }),
            View::Union(union) => self.union(union),
            View::Entries(entries) => {
                entries.for_each(&mut |_, view| self.within(Segment::Entry, |walk| walk.value(&view, rules)));
            }
            // Nothing is said of them.
            View::Json(_) | View::Any(_) => {}
        }
    }

    /// Checks a value by its text.
    fn scalar(&mut self, view: &View<'_>, rules: Option<&'static Rules>) {
        if rules.is_some() {
            let mut text = std::mem::take(&mut self.buffer);
            text.clear();
            view.encode_text(&mut text);
            self.text(&text, rules);
            self.buffer = text;
        }
    }

    fn text(&mut self, text: &str, rules: Option<&'static Rules>) {
        if let Some(rules) = rules {
            scalar::check(text, rules, &mut |rule, limit| self.report(rule, limit));
        }
    }

    fn record(&mut self, record: &dyn Record) {
        let shape = record.shape();
        let mut members = Members { walk: self, shape, present: vec![false; shape.fields.len()] };
        record.visit(&mut members);
        let present = members.present;
        for choice in shape.choices {
            self.choice(&present, choice);
        }
    }

    fn list(&mut self, field: &Field, list: &dyn Member) {
        let count = list.count();
        self.occurs(field, count as u64);
        for index in 0..count {
            if let Some(view) = &list.get(index) {
                self.within(Segment::Index(index), |walk| walk.value(view, field.rules));
            }
        }
    }

    /// How many items there are. A list that need not be there may be empty.
    fn occurs(&mut self, field: &Field, found: u64) {
        let min = u64::from(field.min);
        if found < min && (found > 0 || field.required) {
            self.report(Rule::MinItems, Limit::Count { limit: min, found });
        }
        if let Some(max) = field.max.map(u64::from).filter(|max| found > *max) {
            self.report(Rule::MaxItems, Limit::Count { limit: max, found });
        }
    }

    fn union(&mut self, union: &dyn Union) {
        match union.selected() {
            Selected::Known(tag, view) => {
                let checks = union.union_shape().checks;
                let rules = checks.iter().find(|(checked, _)| *checked == tag).map(|(_, rules)| *rules);
                self.value(&view, rules);
            }
            Selected::Unknown(_) => self.report(Rule::Type, Limit::None),
        }
    }

    /// The members that are there must all belong to one branch.
    fn choice(&mut self, present: &[bool], choice: &Choice) {
        let is_present = |index: &usize| present.get(*index).copied().unwrap_or_default();
        let found: Vec<usize> =
            choice.branches.iter().flat_map(|branch| branch.iter().copied()).filter(is_present).collect();
        if found.is_empty() {
            if choice.required {
                self.report(Rule::NoChoice, Limit::None);
            }
        } else if choice.exclusive && !choice.branches.iter().any(|branch| found.iter().all(|i| branch.contains(i))) {
            self.report(Rule::Choice, Limit::None);
        }
    }
}

/// Checks the members that a record shows.
struct Members<'w> {
    walk: &'w mut Walk,
    shape: &'static Shape,
    /// Which of them hold something.
    present: Vec<bool>,
}

impl Members<'_> {
    fn member(&mut self, index: usize, present: bool, check: impl FnOnce(&mut Walk, &'static Field)) {
        let (Some(field), Some(found)) = (self.shape.fields.get(index), self.present.get_mut(index)) else {
            return;
        };
        *found = present;
        // Members without a field stand beside the others.
        if field.kind == Kind::Rest {
            check(self.walk, field);
        } else {
            self.walk.within(Segment::Name(field.json), |walk| check(walk, field));
        }
    }
}

impl<'a> Visitor<'a> for Members<'_> {
    fn one(&mut self, index: usize, value: &View<'a>) {
        self.member(index, true, |walk, field| walk.value(value, field.rules));
    }

    fn none(&mut self, index: usize) {
        self.member(index, false, |walk, field| {
            if field.must_occur() {
                walk.report(Rule::Missing, Limit::None);
            }
        });
    }

    fn list(&mut self, index: usize, list: &'a dyn Member) {
        self.member(index, list.count() > 0, |walk, field| walk.list(field, list));
    }
}

/// Checks the items of a type that is a list: they have no name before them.
struct Items<'w> {
    walk: &'w mut Walk,
    shape: &'static Shape,
}

impl<'a> Visitor<'a> for Items<'_> {
    fn one(&mut self, _: usize, _: &View<'a>) {}

    fn none(&mut self, _: usize) {}

    fn list(&mut self, index: usize, list: &'a dyn Member) {
        if let Some(field) = self.shape.fields.get(index) {
            self.walk.list(field, list);
        }
    }
}
