//! What is left when the claims are done, each difference by itself: one row of a table for each kind of thing and each
//! way to differ.

mod answers;
mod documents;
mod facets;
mod keywords;
mod members;
mod service;
mod texts;
pub(super) mod types;
mod values;

use super::events::{
    OPERATION_ADDED, OPERATION_NAMED, OPERATION_REMOVED, OPERATION_TEXT, ROOT_ADDED, ROOT_REMOVED, TITLE,
};
use super::walk::Walk;
use crate::compare::{Aspect, Change, Finding, Place};

/// Kinds of things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Api,
    Operation,
    Parameter,
    Answer,
    Root,
    Type,
    Member,
    Value,
    Variant,
}

/// How they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum On {
    Added,
    Removed,
    Renamed,
    Is(Aspect),
}

/// A difference on its way to a rule.
struct Difference<'f> {
    place: &'f Place,
    /// In words, of a renamed thing the other name.
    old: &'f str,
    new: &'f str,
}

impl Difference<'_> {
    /// `was x, is y`.
    fn told(&self) -> String {
        match (self.old, self.new) {
            ("", "") => String::new(),
            ("", new) => format!("is {new}"),
            (old, "") => format!("was {old}"),
            (old, new) => format!("was {old}, is {new}"),
        }
    }
}

type Rule = fn(&mut Walk<'_>, &Difference<'_>);

/// What has no row of its own, with the reason.
const NOTHING: Rule = |_, _| {};

const RULES: &[(Kind, On, Rule)] = &[
    (Kind::Api, On::Is(Aspect::Title), |walk, d| walk.push(TITLE, d.place, d.told())),
    (Kind::Api, On::Is(Aspect::Text), |walk, d| walk.push(TITLE, d.place, "the description differs")),
    (Kind::Api, On::Is(Aspect::Dialect), documents::dialect),
    // `documents::versions` sees them beside all other changes.
    (Kind::Api, On::Is(Aspect::Version), NOTHING),
    (Kind::Api, On::Is(Aspect::Servers), service::servers),
    (Kind::Api, On::Is(Aspect::Scopes), service::scopes),
    (Kind::Api, On::Is(Aspect::Security), service::security),
    (Kind::Operation, On::Added, |walk, d| walk.push(OPERATION_ADDED, d.place, "")),
    (Kind::Operation, On::Removed, |walk, d| walk.push(OPERATION_REMOVED, d.place, "")),
    (Kind::Operation, On::Renamed, service::operation_id),
    (Kind::Operation, On::Is(Aspect::Method), service::method),
    (Kind::Operation, On::Is(Aspect::Path), service::path),
    (Kind::Operation, On::Is(Aspect::Request), service::request),
    (Kind::Operation, On::Is(Aspect::Deprecated), texts::deprecated),
    (Kind::Operation, On::Is(Aspect::Named), |walk, d| walk.push(OPERATION_NAMED, d.place, "")),
    (Kind::Operation, On::Is(Aspect::Text), |walk, d| walk.push(OPERATION_TEXT, d.place, "")),
    (Kind::Parameter, On::Added, service::parameter_added),
    (Kind::Parameter, On::Removed, service::parameter_removed),
    (Kind::Parameter, On::Is(Aspect::Type), service::parameter_type),
    (Kind::Parameter, On::Is(Aspect::TypeName), NOTHING),
    (Kind::Parameter, On::Is(Aspect::Occurs), service::parameter_occurs),
    (Kind::Parameter, On::Is(Aspect::Default), service::parameter_default),
    (Kind::Parameter, On::Is(Aspect::Deprecated), texts::deprecated),
    (Kind::Parameter, On::Is(Aspect::Text), |walk, d| walk.push(OPERATION_TEXT, d.place, "")),
    (Kind::Answer, On::Added, answers::added),
    (Kind::Answer, On::Removed, answers::removed),
    (Kind::Answer, On::Is(Aspect::Bodies), answers::bodies),
    (Kind::Answer, On::Is(Aspect::Headers), answers::headers),
    (Kind::Answer, On::Is(Aspect::Text), |walk, d| walk.push(OPERATION_TEXT, d.place, "")),
    (Kind::Root, On::Added, |walk, d| of_schema(walk, d, ROOT_ADDED)),
    (Kind::Root, On::Removed, |walk, d| of_schema(walk, d, ROOT_REMOVED)),
    (Kind::Root, On::Renamed, documents::root_renamed),
    (Kind::Root, On::Is(Aspect::Type), documents::root_type),
    (Kind::Root, On::Is(Aspect::Xml), documents::root_namespace),
    (Kind::Type, On::Added, types::added),
    (Kind::Type, On::Removed, types::removed),
    (Kind::Type, On::Renamed, types::renamed),
    (Kind::Type, On::Is(Aspect::Kind), types::kind),
    (Kind::Type, On::Is(Aspect::Type), types::base),
    (Kind::Type, On::Is(Aspect::TypeName), types::base_name),
    (Kind::Type, On::Is(Aspect::Facets), facets::of_type),
    (Kind::Type, On::Is(Aspect::Format), facets::format_of_type),
    (Kind::Type, On::Is(Aspect::Tag), types::tag),
    (Kind::Type, On::Is(Aspect::Xml), members::namespace),
    (Kind::Type, On::Is(Aspect::Choices), NOTHING),
    (Kind::Type, On::Is(Aspect::Additional), types::additional),
    (Kind::Type, On::Is(Aspect::Mixed), types::mixed),
    (Kind::Type, On::Is(Aspect::Abstract), types::is_abstract),
    (Kind::Type, On::Is(Aspect::Inherits), types::inherits),
    (Kind::Type, On::Is(Aspect::Order), types::order),
    (Kind::Type, On::Is(Aspect::ValueOrder), types::value_order),
    (Kind::Type, On::Is(Aspect::Concept), texts::changed),
    (Kind::Type, On::Is(Aspect::CodeList), texts::changed),
    (Kind::Type, On::Is(Aspect::Text), texts::changed),
    (Kind::Type, On::Is(Aspect::Deprecated), texts::deprecated),
    (Kind::Member, On::Added, members::added),
    (Kind::Member, On::Removed, members::removed),
    (Kind::Member, On::Renamed, members::renamed),
    (Kind::Member, On::Is(Aspect::Type), members::retyped),
    (Kind::Member, On::Is(Aspect::TypeName), members::type_name),
    (Kind::Member, On::Is(Aspect::Occurs), members::occurs),
    (Kind::Member, On::Is(Aspect::Nullable), members::nullable),
    (Kind::Member, On::Is(Aspect::Xml), members::xml),
    (Kind::Member, On::Is(Aspect::Derived), texts::changed),
    (Kind::Member, On::Is(Aspect::Direction), members::direction),
    (Kind::Member, On::Is(Aspect::Default), members::default),
    (Kind::Member, On::Is(Aspect::Fixed), members::fixed),
    (Kind::Member, On::Is(Aspect::Facets), facets::of_member),
    (Kind::Member, On::Is(Aspect::Format), facets::format_of_member),
    (Kind::Member, On::Is(Aspect::Concept), texts::changed),
    (Kind::Member, On::Is(Aspect::CodeList), texts::changed),
    (Kind::Member, On::Is(Aspect::Text), texts::changed),
    (Kind::Member, On::Is(Aspect::Deprecated), texts::deprecated),
    (Kind::Value, On::Added, values::added),
    (Kind::Value, On::Removed, values::removed),
    (Kind::Value, On::Is(Aspect::Text), values::text),
    (Kind::Value, On::Is(Aspect::Deprecated), texts::deprecated),
    (Kind::Variant, On::Added, values::variant_added),
    (Kind::Variant, On::Removed, values::variant_removed),
    (Kind::Variant, On::Is(Aspect::Type), values::variant_type),
];

/// Applies the rules to all that is not explained.
pub(super) fn run(walk: &mut Walk<'_>) {
    for Finding { place, change } in walk.take() {
        let (on, old, new) = match &change {
            Change::Added => (On::Added, "", ""),
            Change::Removed => (On::Removed, "", ""),
            Change::PerhapsRenamed { to, .. } => (On::Renamed, "", to.as_str()),
            Change::Changed { aspect, old, new } => (On::Is(*aspect), old.as_str(), new.as_str()),
        };
        if let Some(rule) = rule(kind(&place), on) {
            rule(walk, &Difference { place: &place, old, new });
        }
    }
    keywords::asides(walk);
    keywords::not_honoured(walk);
    documents::unused(walk);
    documents::order(walk);
    documents::versions(walk);
}

fn rule(kind: Kind, on: On) -> Option<Rule> {
    RULES.iter().find(|(of, when, _)| *of == kind && *when == on).map(|(.., rule)| *rule)
}

fn kind(place: &Place) -> Kind {
    match place {
        Place::Api => Kind::Api,
        Place::Operation(_) => Kind::Operation,
        Place::Parameter(..) => Kind::Parameter,
        Place::Answer(..) => Kind::Answer,
        Place::Root(_) => Kind::Root,
        Place::Type(_) => Kind::Type,
        Place::Member(..) => Kind::Member,
        Place::Value(..) => Kind::Value,
        Place::Variant(..) => Kind::Variant,
    }
}

/// Root elements of an OpenAPI document come and go with its bodies.
fn of_schema(walk: &mut Walk<'_>, difference: &Difference<'_>, event: super::events::Event) {
    if walk.is_xsd() {
        walk.push(event, difference.place, "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `compare` can tell of each kind of thing, in `compare::aspects`.
    const TOLD: &[(Kind, &[Aspect])] = &[
        (Kind::Parameter, &[Aspect::Type, Aspect::TypeName, Aspect::Occurs, Aspect::Default, Aspect::Deprecated]),
        (Kind::Answer, &[Aspect::Bodies, Aspect::Headers, Aspect::Text]),
        (Kind::Root, &[Aspect::Type, Aspect::Xml]),
        (Kind::Type, &[Aspect::Choices, Aspect::Additional, Aspect::Mixed, Aspect::Abstract, Aspect::Inherits]),
        (Kind::Type, &[Aspect::Kind, Aspect::Tag, Aspect::Format, Aspect::Facets, Aspect::TypeName, Aspect::Order]),
        (Kind::Member, &[Aspect::Type, Aspect::TypeName, Aspect::Occurs, Aspect::Nullable, Aspect::Xml]),
        (Kind::Member, &[Aspect::Derived, Aspect::Direction, Aspect::Default, Aspect::Fixed, Aspect::Facets]),
        (Kind::Value, &[Aspect::Text, Aspect::Deprecated]),
        (Kind::Variant, &[Aspect::Type]),
    ];

    #[test]
    fn every_difference_has_one_rule() {
        for (kind, aspects) in TOLD {
            for aspect in *aspects {
                assert!(rule(*kind, On::Is(*aspect)).is_some(), "{kind:?} {aspect}");
            }
        }
        for (index, (kind, on, _)) in RULES.iter().enumerate() {
            assert!(RULES[..index].iter().all(|(k, o, _)| (k, o) != (kind, on)), "{kind:?} {on:?} twice");
        }
    }
}
