//! Goes through a value by the tables of its types.

use super::scalar;
use super::{Finding, Findings, Limit, Rule};
use crate::error::{Format, Segment, write_path};
use crate::record::{Arity, Member, Record};
use crate::rules::{Choice, Rules};
use crate::shape::{Field, Kind};
use crate::union::{Selected, Union};
use crate::view::View;

/// Checks a value, and all that is in it, by the tables and by `rules`.
pub(super) fn value(view: View<'_>, rules: Option<&'static Rules>) -> Result<(), Findings> {
    let mut walk = Walk::default();
    walk.value(view, rules);
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

    fn value(&mut self, view: View<'_>, rules: Option<&'static Rules>) {
        match view {
            View::Text(text) => self.text(text, rules),
            View::Scalar(value) => {
                if !value.is_known() {
                    self.report(Rule::Enumeration, Limit::None);
                }
                if rules.is_some() {
                    let mut text = std::mem::take(&mut self.buffer);
                    text.clear();
                    value.encode_text(&mut text);
                    self.text(&text, rules);
                    self.buffer = text;
                }
            }
            View::Record(record) => self.record(record),
            View::List(record) => {
                if let (Some(field), Some(items)) = (record.shape().fields.first(), record.member(0)) {
                    self.member(field, items);
                }
            }
            View::Union(union) => self.union(union),
            View::Entries(entries) => {
                entries.for_each(&mut |_, view| self.within(Segment::Entry, |walk| walk.value(view, rules)));
            }
            // Nothing is said of them.
            View::Json(_) | View::Any(_) => {}
        }
    }

    fn text(&mut self, text: &str, rules: Option<&'static Rules>) {
        if let Some(rules) = rules {
            scalar::check(text, rules, &mut |rule, limit| self.report(rule, limit));
        }
    }

    fn record(&mut self, record: &dyn Record) {
        let shape = record.shape();
        for (index, field) in shape.fields.iter().enumerate() {
            let Some(member) = record.member(index) else { continue };
            // Members without a field stand beside the others.
            if field.kind == Kind::Rest {
                self.member(field, member);
            } else {
                self.within(Segment::Name(field.json), |walk| walk.member(field, member));
            }
        }
        for choice in shape.choices {
            self.choice(record, choice);
        }
    }

    fn member(&mut self, field: &Field, member: &dyn Member) {
        let count = member.count();
        let is_list = member.arity() == Arity::List;
        if is_list {
            self.occurs(field, count as u64);
        } else if count == 0 && field.must_occur() {
            self.report(Rule::Missing, Limit::None);
        }
        for index in 0..count {
            let Some(view) = member.get(index) else { continue };
            if is_list {
                self.within(Segment::Index(index), |walk| walk.value(view, field.rules));
            } else {
                self.value(view, field.rules);
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
                self.value(view, rules);
            }
            Selected::Unknown(_) => self.report(Rule::Type, Limit::None),
        }
    }

    /// The members that are there must all belong to one branch.
    fn choice(&mut self, record: &dyn Record, choice: &Choice) {
        let present = |index: &usize| record.member(*index).is_some_and(|member| member.count() > 0);
        let mut all = choice.branches.iter().flat_map(|branch| branch.iter()).filter(|index| present(index)).peekable();
        if all.peek().is_none() {
            if choice.required {
                self.report(Rule::NoChoice, Limit::None);
            }
            return;
        }
        let all: Vec<&usize> = all.collect();
        if choice.exclusive && !choice.branches.iter().any(|branch| all.iter().all(|index| branch.contains(index))) {
            self.report(Rule::Choice, Limit::None);
        }
    }
}
