//! Picks parts of a model by name, as a person types it.

use std::fmt;

use indexmap::IndexMap;
use serde::Serialize;

use super::{Member, Model, Operation, Root, Shape, TypeDef, TypeKey};

/// What a name picks of a model.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Selection<'a> {
    /// Operations.
    pub operations: Vec<&'a Operation>,
    /// Root elements.
    pub roots: Vec<&'a Root>,
    /// Types.
    pub types: IndexMap<&'a TypeKey, &'a TypeDef>,
    /// Members, each with the type that has it.
    pub members: Vec<(&'a TypeKey, &'a Member)>,
}

impl Selection<'_> {
    fn is_empty(&self) -> bool {
        self.operations.is_empty() && self.roots.is_empty() && self.types.is_empty() && self.members.is_empty()
    }
}

/// A name that picks nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoMatch {
    /// The name.
    pub path: String,
    /// Names that are there and look like it, best first.
    pub suggestions: Vec<String>,
}

impl fmt::Display for NoMatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing in the model is called `{}`", self.path)?;
        if !self.suggestions.is_empty() {
            write!(f, "\n  help: did you mean {}?", self.suggestions.join(", "))?;
        }
        Ok(())
    }
}

impl std::error::Error for NoMatch {}

/// How well a name must fit. The first step at which anything fits is the answer.
const STEPS: [fn(&str, &str) -> bool; 3] = [
    |name, asked| name == asked,
    |name, asked| name.to_lowercase() == asked.to_lowercase(),
    |name, asked| name.to_lowercase().starts_with(&asked.to_lowercase()),
];

/// Picks what `path` names: a type, an operation, a root element, or `Type.member`. The start of a name will do.
///
/// # Errors
/// When nothing fits.
pub fn select<'a>(model: &'a Model, path: &str) -> Result<Selection<'a>, NoMatch> {
    let whole = STEPS.iter().map(|fits| named(model, |name| fits(name, path)));
    let parts = path.rsplit_once('.').into_iter().flat_map(|(ty, member)| {
        STEPS.iter().flat_map(move |type_fits| STEPS.iter().map(move |fits| (type_fits, fits))).map(
            move |(type_fits, fits)| Selection {
                members: members(model, |name| type_fits(name, ty), |name| fits(name, member)),
                ..Selection::default()
            },
        )
    });
    whole
        .chain(parts)
        .find(|selection| !selection.is_empty())
        .ok_or_else(|| NoMatch { path: path.to_owned(), suggestions: suggestions(model, path) })
}

fn named(model: &Model, fits: impl Fn(&str) -> bool) -> Selection<'_> {
    Selection {
        operations: model.api.operations.iter().filter(|operation| fits(&operation.id)).collect(),
        roots: model.roots.iter().filter(|root| fits(&root.name)).collect(),
        types: model.types.iter().filter(|(key, _)| fits(key)).collect(),
        members: Vec::new(),
    }
}

fn members(model: &Model, type_fits: impl Fn(&str) -> bool, fits: impl Fn(&str) -> bool) -> Vec<(&TypeKey, &Member)> {
    let types = model.types.iter().filter(|(key, _)| type_fits(key));
    types.flat_map(|(key, ty)| members_of(ty).filter(|member| fits(&member.name)).map(move |m| (key, m))).collect()
}

fn members_of(ty: &TypeDef) -> impl Iterator<Item = &Member> {
    let members = match &ty.shape {
        Shape::Struct(record) => record.members.as_slice(),
        _ => &[],
    };
    members.iter()
}

/// Up to five names that look like `path`. A path with a dot is compared with `Type.member` names too.
fn suggestions(model: &Model, path: &str) -> Vec<String> {
    let mut names: Vec<String> = model.types.keys().cloned().collect();
    names.extend(model.api.operations.iter().map(|operation| operation.id.clone()));
    names.extend(model.roots.iter().map(|root| root.name.clone()));
    if path.contains('.') {
        for (key, ty) in &model.types {
            names.extend(members_of(ty).map(|member| format!("{key}.{}", member.name)));
        }
    }
    let asked = path.to_lowercase();
    let limit = (asked.chars().count() / 3).max(2);
    let mut near: Vec<(usize, String)> = names
        .into_iter()
        .filter_map(|name| {
            let lower = name.to_lowercase();
            let distance = distance(&lower, &asked);
            // A part of a longer name is a good guess, behind a slip of the finger.
            let rank = if distance <= limit { distance } else { limit + 1 };
            (distance <= limit || (asked.chars().count() > 2 && lower.contains(&asked))).then_some((rank, name))
        })
        .collect();
    near.sort();
    near.dedup();
    near.into_iter().take(5).map(|(_, name)| name).collect()
}

/// Edits between two texts (Levenshtein), in characters.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::super::tree::sample;
    use super::*;

    fn picked(path: &str) -> Vec<String> {
        let model = sample::model();
        let selection = select(&model, path).unwrap();
        let mut names: Vec<String> = selection.operations.iter().map(|o| format!("operation {}", o.id)).collect();
        names.extend(selection.roots.iter().map(|r| format!("root {}", r.name)));
        names.extend(selection.types.keys().map(|key| format!("type {key}")));
        names.extend(selection.members.iter().map(|(key, member)| format!("member {key}.{}", member.name)));
        names
    }

    #[test]
    fn exact_names_before_other_case_before_the_start_of_a_name() {
        assert_eq!(picked("inntekt"), ["root inntekt"]);
        assert_eq!(picked("Inntekt"), ["type Inntekt"]);
        assert_eq!(picked("INNTEKT"), ["root inntekt", "type Inntekt"]);
        assert_eq!(picked("hent"), ["operation hentInntekt"]);
        assert_eq!(picked("Belo"), ["type BeloepSomHeltall", "type Beloep"]);
    }

    #[test]
    fn members_by_their_type() {
        assert_eq!(picked("Inntekt.beloep"), ["member Inntekt.beloep"]);
        assert_eq!(picked("inn.loenns"), ["member Inntekt.loennsinntekt"]);
    }

    #[test]
    fn suggestions_when_nothing_fits() {
        let model = sample::model();
        let error = select(&model, "Intekt.beloep").unwrap_err();
        assert_eq!(error.suggestions.first().map(String::as_str), Some("Inntekt.beloep"));
        let error = select(&model, "SomHeltall").unwrap_err();
        assert_eq!(error.suggestions, ["Heltall", "BeloepSomHeltall"]);
        assert!(error.to_string().contains("did you mean Heltall, BeloepSomHeltall?"));
        assert!(select(&model, "Qqqqqq").unwrap_err().suggestions.is_empty());
    }

    #[test]
    fn distances() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("året", "aret"), 1);
    }
}
