//! What the README of a crate says.

use super::docs;
use super::operations::OperationPlan;
use super::scope::Scope;
use super::types::Item;
use crate::model::Location;

/// The content of a crate's README.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadmePlan {
    /// Title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// The version is withdrawn upstream.
    pub retired: bool,
    /// Facts as rows: what and which.
    pub facts: Vec<(String, String)>,
    /// Operations: method of the client, HTTP method and path.
    pub operations: Vec<(String, String)>,
    /// What is not honoured: keyword, what happens instead, where.
    pub not_honoured: Vec<(String, String, String)>,
    /// Known gaps.
    pub known_gaps: Vec<String>,
    /// Where the facts come from.
    pub sources: Vec<String>,
}

pub(super) fn readme(scope: &Scope<'_>, package: &str, items: &[Item], operations: &[OperationPlan]) -> ReadmePlan {
    let spec = &scope.settings.spec;
    let named = if spec.title.is_empty() { scope.model.api.title.clone() } else { Some(spec.title.clone()) };
    let title = named.map_or_else(|| package.to_owned(), |t| one_line(&t));
    let version = &scope.settings.version;
    let summary = if spec.summary.is_empty() {
        {
            let what = if operations.is_empty() { "Types" } else { "Types and client" };
            format!("{what} for {title}, {version}.")
        }
    } else {
        one_line(&spec.summary)
    };
    let count = |kind: fn(&Item) -> bool| items.iter().filter(|i| kind(i)).count();
    let mut facts = vec![(
        "Types".to_owned(),
        format!(
            "{} records, {} codes, {} unions, {} simple types",
            count(|i| matches!(i, Item::Struct(_))),
            count(|i| matches!(i, Item::Enum(_))),
            count(|i| matches!(i, Item::Union(_))),
            count(|i| matches!(i, Item::Alias(_))),
        ),
    )];
    let list = |values: &[String]| values.iter().map(|v| format!("`{}`", docs::code(v))).collect::<Vec<_>>().join(", ");
    let mut fact = |name: &str, value: String| {
        if !value.is_empty() {
            facts.push((name.to_owned(), value));
        }
    };
    fact("Income years", spec.income_years.as_deref().map(one_line).unwrap_or_default());
    fact("Formats", spec.formats.join(", ").to_uppercase());
    fact("Scopes", list(if spec.scopes.is_empty() { &scope.model.api.scopes } else { &spec.scopes }));
    fact("Rights packages", list(&spec.rettighetspakker));
    let not_honoured = scope.model.not_honoured.iter().map(|note| {
        let at = scope.location(note.origin);
        let line = at.position.map_or_else(String::new, |(line, _)| format!(":{line}"));
        (note.keyword.clone(), one_line(&note.instead), format!("{}{line}", at.path))
    });
    let cookies =
        scope.model.api.operations.iter().flat_map(|o| &o.parameters).filter(|p| p.location == Location::Cookie).map(
            |p| {
                let at = scope.location(p.origin);
                let line = at.position.map_or_else(String::new, |(line, _)| format!(":{line}"));
                (format!("cookie {}", docs::code(&p.name)), "it is not sent".to_owned(), format!("{}{line}", at.path))
            },
        );
    let documents = scope
        .model
        .documents
        .iter()
        .map(|d| format!("`{}`: {}, sha256 `{}`", docs::code(&d.path), one_line(&d.dialect), d.sha256));
    let published = spec.sources.iter().map(|s| {
        let date = s.date.as_ref().map_or_else(String::new, |d| format!(", {}", one_line(d)));
        format!("{}: {}{date}", one_line(&s.of), one_line(&s.document))
    });
    ReadmePlan {
        title,
        summary,
        retired: spec.retired,
        facts,
        operations: operations
            .iter()
            .map(|o| (o.method.clone(), format!("{} {}", o.http, docs::code(&o.path))))
            .collect(),
        not_honoured: not_honoured.chain(cookies).collect(),
        known_gaps: spec.known_gaps.iter().map(|g| one_line(g)).collect(),
        sources: documents.chain(published).collect(),
    }
}

/// A foreign text as one line of plain Markdown.
fn one_line(text: &str) -> String {
    docs::plain(text).join(" ")
}
