//! Branches of `oneOf` and `anyOf` that are no types: choices between members, and values of an enum.

use super::Lowerer;
use crate::model::EnumValue;
use crate::openapi::documents::Place;
use crate::openapi::formats::Kind;
use crate::source::tree::{Node, Value};

/// Keywords that may stand in a branch that only requires members.
const BRANCH_KEYWORDS: &[&str] = &["$comment", "description", "not", "required", "title", "type"];

/// What a branch of a choice asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked<'d> {
    /// Members that must be there.
    Members(Vec<&'d str>),
    /// Nothing, or that none of the other branches is there.
    Nothing,
}

/// Reads a branch that only requires members; `None` for any other.
pub(super) fn asked(node: &Node) -> Option<Asked<'_>> {
    let mapping = node.as_mapping()?;
    let known = |key: &str| BRANCH_KEYWORDS.contains(&key) || key.starts_with("x-");
    if !mapping.iter().all(|(key, _)| known(key)) {
        return None;
    }
    if node.get("type").is_some_and(|node| node.as_str() != Some("object")) {
        return None;
    }
    // `not` may only exclude other branches.
    if node.get("not").is_some_and(|not| !excludes_members(not)) {
        return None;
    }
    let Some(required) = node.get("required") else { return Some(Asked::Nothing) };
    let names: Vec<_> = required.as_sequence()?.iter().filter_map(Node::as_str).collect();
    Some(if names.is_empty() { Asked::Nothing } else { Asked::Members(names) })
}

fn excludes_members(node: &Node) -> bool {
    let alternatives = ["anyOf", "oneOf", "allOf"].iter().find_map(|keyword| node.get(keyword)?.as_sequence());
    match alternatives {
        Some(branches) => branches.iter().all(|branch| matches!(asked(branch), Some(Asked::Members(_)))),
        None => matches!(asked(node), Some(Asked::Members(_))),
    }
}

/// Whether alternatives only choose between members.
pub(super) fn is_choice(alternatives: &[Place<'_>]) -> bool {
    let asked: Option<Vec<_>> = alternatives.iter().map(|branch| asked(branch.node)).collect();
    asked.is_some_and(|asked| asked.iter().any(|asked| matches!(asked, Asked::Members(_))))
}

impl<'d> Lowerer<'d, '_> {
    /// The known values of alternatives that all are texts, where at least one lists values: `oneOf` of `const`, or
    /// an enum beside any text.
    pub(super) fn values_of_alternatives(&mut self, alternatives: &[Place<'d>]) -> Option<Vec<EnumValue>> {
        let mut values = Vec::new();
        for place in alternatives {
            let schema = self.schema(place);
            let composed = schema.reference.is_some() || !schema.all_of.is_empty() || !schema.alternatives().is_empty();
            if composed || schema.kinds != [Kind::String] || schema.format.is_some() {
                return None;
            }
            match &schema.notes.fixed {
                Some(fixed) => values.push(EnumValue { value: fixed.clone(), docs: schema.notes.docs.clone() }),
                None => values.extend(self.values(schema.values.as_deref().unwrap_or_default())),
            }
        }
        (!values.is_empty()).then(|| without_repeats(values))
    }

    /// The values of an enum of texts. A number or boolean without quotes is what its characters say.
    pub(super) fn values(&mut self, places: &[Place<'d>]) -> Vec<EnumValue> {
        let mut values = Vec::new();
        for place in places {
            match (place.node.scalar_text(), &place.node.value) {
                (Some(text), _) => values.push(EnumValue { value: text.to_owned(), docs: Default::default() }),
                (None, Value::Null) => {}
                (None, _) => self.cx.wrong_type(place, "a text"),
            }
        }
        without_repeats(values)
    }
}

fn without_repeats(values: Vec<EnumValue>) -> Vec<EnumValue> {
    let mut seen = std::collections::BTreeSet::new();
    values.into_iter().filter(|value| seen.insert(value.value.clone())).collect()
}
