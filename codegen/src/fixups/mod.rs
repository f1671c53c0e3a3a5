//! Corrections of what documents say, by what real payloads do: named rules, each applied where `api.toml` says so.
//!
//! A correction that finds nothing to correct is an error: what it was for has been mended upstream, and it can go.

mod rules;
#[cfg(test)]
mod tests;

use crate::diagnostic::{Location, Sink, codes};
use crate::model::Model;
use crate::spec::{Fixup, Rule};

/// A rule: changes the model where the fixup says, or tells why it cannot.
type Apply = fn(&mut Model, &Fixup, &rules::Target) -> Result<(), String>;

/// How each rule is applied, in the order of the enum.
const RULES: &[(Rule, Apply)] = &[
    (Rule::AlsoNamed, rules::also_named),
    (Rule::NumberAsText, rules::number_as_text),
    (Rule::OnlyInJson, rules::only_in_json),
    (Rule::OneOrMany, rules::one_or_many),
    (Rule::TextAsNumber, rules::text_as_number),
    (Rule::WrappedItems, rules::wrapped_items),
];

/// Applies fixups in their order to a model that all passes have run over. `path` is that of `api.toml`.
pub fn apply(model: &mut Model, fixups: &[Fixup], path: &str, sink: &mut Sink) {
    for fixup in fixups {
        let applied = rules::Target::find(model, fixup).and_then(|target| {
            let rule = RULES.iter().find(|(rule, _)| *rule == fixup.rule);
            rule.map_or(Ok(()), |(_, apply)| apply(model, fixup, &target))
        });
        if let Err(message) = applied {
            let location = Location { path: path.to_owned(), position: fixup.position, pointer: fixup.at.clone() };
            let help = Some("take the fixup out where upstream has mended what it was for".to_owned());
            sink.push(codes::E0502, location, message, help);
        }
    }
}
