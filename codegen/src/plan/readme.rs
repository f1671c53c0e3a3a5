//! What the README of a crate says.

use super::operations::OperationPlan;
use super::scope::Scope;
use super::types::Item;
use super::{docs, operations};
use crate::model::{Location, Origin, Response, Status};

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
        let what = if operations.is_empty() { "Types" } else { "Types and client" };
        format!("{what} for {title}, {version}.")
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
    let not_honoured = scope
        .model
        .not_honoured
        .iter()
        .map(|note| (note.keyword.clone(), one_line(&note.instead), place(scope, note.origin)));
    let cookies = scope
        .model
        .api
        .operations
        .iter()
        .flat_map(|o| &o.parameters)
        .filter(|p| p.location == Location::Cookie)
        .map(|p| (format!("cookie {}", docs::code(&p.name)), "it is not sent".to_owned(), place(scope, p.origin)));
    let untyped = scope.model.api.operations.iter().flat_map(|operation| {
        operations::others(operation).filter(|r| !is_feil(scope, r)).map(move |r| (operation, r))
    });
    let untyped = untyped.map(|(operation, response)| {
        let instead = match response.status {
            Status::Code(200..=299) => "it comes as an error of kind `Status`; `body_as` reads its body",
            Status::Class(2) => "its body is read as that of the first success",
            _ => "its body has no type in the error; `body_as` reads it",
        };
        let keyword = format!("answer {} of {}", status(response.status), docs::code(&operation.id));
        (keyword, instead.to_owned(), place(scope, response.origin))
    });
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
        not_honoured: not_honoured.chain(cookies).chain(untyped).collect(),
        known_gaps: spec.known_gaps.iter().map(|g| one_line(g)).collect(),
        sources: documents.chain(published).collect(),
    }
}

/// Document and line of a declaration.
fn place(scope: &Scope<'_>, origin: Origin) -> String {
    let at = scope.location(origin);
    at.position.map_or_else(|| at.path.clone(), |(line, _)| format!("{}:{line}", at.path))
}

/// A foreign text as one line of plain Markdown.
fn one_line(text: &str) -> String {
    docs::plain(text).join(" ")
}

/// Whether the answer has the error body that the runtime reads by itself.
fn is_feil(scope: &Scope<'_>, response: &Response) -> bool {
    response.bodies.iter().filter_map(|b| b.ty.as_ref()).all(|ty| scope.def(ty).is_some_and(|def| def.name == "Feil"))
}

fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}
