//! What the README of a crate says.

use super::items::Item;
use super::operations::OperationPlan;
use super::scope::Scope;
use super::service::{ConstantValue, ListePlan, ServicePlan};
use super::{docs, operations, service};
use crate::model::{Location, Origin, Response, Status};
use crate::spec::{BaseUrls, Spec, Stoettetjeneste};

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
    /// Addresses, scopes, consent, delegation: a line each.
    pub access: Vec<String>,
    /// Rights packages: name, and what is known of it.
    pub rettighetspakker: Vec<(String, String)>,
    /// Error codes: code, HTTP status, area.
    pub errors: Vec<(String, u16, String)>,
    /// Services beside this one, a line each.
    pub stoettetjenester: Vec<String>,
    /// Lists of events, a line each.
    pub hendelseslister: Vec<String>,
    /// Operations: method of the client, HTTP method and path.
    pub operations: Vec<(String, String)>,
    /// What is not honoured: keyword, what happens instead, where.
    pub not_honoured: Vec<(String, String, String)>,
    /// Corrections of what the documents say: member, what payloads do, why it is known.
    pub fixups: Vec<(String, String, String)>,
    /// Known gaps.
    pub known_gaps: Vec<String>,
    /// Where the facts come from.
    pub sources: Vec<String>,
}

pub(super) fn readme(
    scope: &Scope<'_>,
    package: &str,
    items: &[Item],
    operations: &[OperationPlan],
    service: &ServicePlan,
) -> ReadmePlan {
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
    let mut fact = |name: &str, value: String| {
        if !value.is_empty() {
            facts.push((name.to_owned(), value));
        }
    };
    fact("Income years", spec.income_years.as_deref().map(one_line).unwrap_or_default());
    fact("Formats", spec.formats.join(", ").to_uppercase());
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
    let pakker = spec.rettighetspakker.iter().map(|p| (docs::code(&p.navn), service::about(p)));
    // Names alone are one line of `access`.
    let rettighetspakker =
        if pakker.clone().any(|(_, about)| !about.is_empty()) { pakker.collect() } else { Vec::new() };
    ReadmePlan {
        title,
        summary,
        retired: spec.retired,
        facts,
        access: access(spec, service),
        rettighetspakker,
        errors: spec.errors.iter().map(|e| (docs::code(&e.kode), e.http, one_line(&e.area))).collect(),
        stoettetjenester: spec.stoettetjenester.iter().map(beside).collect(),
        hendelseslister: service.hendelseslister.iter().map(liste).collect(),
        operations: operations
            .iter()
            .map(|o| (o.method.clone(), format!("{} {}", o.http, docs::code(&o.path))))
            .collect(),
        not_honoured: not_honoured.chain(cookies).chain(untyped).collect(),
        fixups: spec
            .fixups
            .iter()
            .map(|f| (docs::code(&f.at), f.rule.told().to_owned(), one_line(&f.reason)))
            .collect(),
        known_gaps: spec.known_gaps.iter().map(|g| one_line(g)).collect(),
        sources: documents.chain(published).collect(),
    }
}

/// How a caller gets in.
fn access(spec: &Spec, service: &ServicePlan) -> Vec<String> {
    let constants = service.constants.iter().map(|constant| {
        let values = match &constant.value {
            ConstantValue::Text(value) => std::slice::from_ref(value),
            ConstantValue::List(values) => values.as_slice(),
        };
        format!("`{}`: {}. {}", constant.ident, code_list(values), constant.docs.join(" "))
    });
    let parametre = spec.samtykke.iter().map(|samtykke| &samtykke.altinn2_parametre).filter(|p| !p.is_empty());
    let parametre =
        parametre.map(|p| format!("A request for consent in Altinn 2 has the parameters {}.", code_list(p)));
    let delegering = spec.delegering.iter().map(|delegering| {
        let name = docs::code(&delegering.altinn_tjeneste);
        format!("A consumer delegates access to a supplier in Altinn, as `{name}`; the call is the same.")
    });
    let pakker: Vec<String> = spec.rettighetspakker.iter().map(|pakke| pakke.navn.clone()).collect();
    let plain = !pakker.is_empty() && spec.rettighetspakker.iter().all(|pakke| service::about(pakke).is_empty());
    let pakker = plain
        .then(|| format!("`rettighetspakke`: {}. Rights packages that callers are placed in.", code_list(&pakker)));
    constants.chain(parametre).chain(delegering).chain(pakker).collect()
}

fn beside(tjeneste: &Stoettetjeneste) -> String {
    let BaseUrls { test, prod } = &tjeneste.base_urls;
    let urls: Vec<String> = [test, prod].into_iter().flatten().map(|url| format!("`{}`", docs::code(url))).collect();
    let at = if urls.is_empty() { String::new() } else { format!(": {}", urls.join(", ")) };
    format!("{} ({}){at}", one_line(&tjeneste.title), one_line(&tjeneste.gives))
}

fn liste(liste: &ListePlan) -> String {
    let urls: Vec<String> =
        [&liste.test, &liste.production].into_iter().flatten().map(|url| format!("`{}`", docs::code(url))).collect();
    let at = if urls.is_empty() { String::new() } else { format!(": {}", urls.join(", ")) };
    format!("`hendelseslister::{}`: {}{at}", liste.ident, liste.about)
}

fn code_list(values: &[String]) -> String {
    values.iter().map(|value| format!("`{}`", docs::code(value))).collect::<Vec<_>>().join(", ")
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
