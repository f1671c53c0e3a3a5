//! Parts of the page.

use std::fmt::Write as _;

use super::links;
use crate::catalogue::{Api, Operation, Parameter, Place};
use crate::fault::{Argument, FAULTS};
use crate::http;
use crate::state::State;
use crate::text::escape;
use crate::tokens::TEST_TOKEN;
use crate::values;

/// Headers that change an answer, with the parameters that stand for them in a link.
const WISHES: &[(&str, &str, &str)] = &[
    ("X-Mock-Feil: AR-007", "mock_feil", "that error code, with its documented status"),
    ("X-Mock-Example: minimal", "mock_example", "another example"),
    ("X-Mock-Fault: cut-body", "mock_fault", "a fault, see below"),
    ("Accept: application/xml", "mock_format", "json or xml"),
    ("Authorization: Bearer …", "mock_token", "the token"),
];

/// How to use the server.
pub(super) fn usage(page: &mut String, state: &State) {
    let url = escape(&state.url);
    let _ = write!(
        page,
        "<section id=\"usage\">\n<h2>Use</h2>\n<dl>\n\
         <dt>Base URL</dt><dd><code>{url}/<var>api</var>-<var>vN</var></code>, such as <code>{url}/avregning-v2</code></dd>\n\
         <dt>Token</dt><dd><code>Authorization: Bearer {TEST_TOKEN}</code>, unless only issued tokens are taken</dd>\n\
         <dt>Token endpoint</dt><dd><code>{}</code> takes grants of registered clients; issuer <code>{}</code>, \
         <a href=\"/maskinporten/.well-known/oauth-authorization-server\">metadata</a></dd>\n</dl>\n",
        escape(&http::token_endpoint(&state.url)),
        escape(&http::issuer(&state.url)),
    );
    page.push_str(
        "<details>\n<summary>Errors, examples and faults on request</summary>\n<div class=\"wide\"><table>\n",
    );
    page.push_str("<thead><tr><th>header</th><th>in a link</th><th>gives</th></tr></thead>\n<tbody>\n");
    for (header, parameter, about) in WISHES {
        let _ = writeln!(
            page,
            "<tr><td><code>{}</code></td><td><code>{parameter}=</code></td><td>{}</td></tr>",
            escape(header),
            escape(about)
        );
    }
    page.push_str(
        "</tbody></table></div>\n<p>An error code in place of an identifier in the path gives that error, too. ",
    );
    page.push_str(
        "Required parameters, their types, values and patterns are checked, and the scopes of issued tokens.</p>\n",
    );
    page.push_str("<div class=\"wide\"><table>\n<thead><tr><th>fault</th><th>does</th></tr></thead>\n<tbody>\n");
    for fault in FAULTS {
        let number = match fault.argument {
            Argument::None => String::new(),
            Argument::Number(or) => format!("={or}"),
            Argument::Calls(or) => format!("={or}"),
        };
        let _ = writeln!(page, "<tr><td><code>{}{number}</code></td><td>{}</td></tr>", fault.name, escape(fault.about));
    }
    page.push_str("</tbody></table></div>\n<p>An operation answers in the formats that have an example: one that is ");
    page.push_str(
        "declared and has none gives a 501 that says so. Nothing is converted.</p>\n</details>\n</section>\n",
    );
}

/// One API version.
pub(super) fn api(page: &mut String, api: &Api) {
    let retired = if api.retired { " <em class=\"retired\">withdrawn</em>" } else { "" };
    // The id is inside, so that a browser opens what a link leads to.
    let _ = write!(
        page,
        "<details class=\"api\">\n<summary><code>{package}</code> <small>{}</small> <span>{}</span>{retired}</summary>\n\
         <p id=\"{package}\">{}</p>\n",
        formats(api),
        escape(&api.title),
        escape(&api.summary),
        package = escape(&api.package),
    );
    if !api.scopes.is_empty() {
        let _ = writeln!(page, "<p>Scope: {}</p>", codes(api.scopes.iter().map(String::as_str), " or "));
    }
    if !api.lists.is_empty() {
        page.push_str("<p>Events:");
        for list in &api.lists {
            let _ = write!(page, " <a href=\"#{0}-v1\"><code>{0}-v1</code></a>", escape(list));
        }
        page.push_str("</p>\n");
    }
    for served in &api.operations {
        operation(page, api, &served.operation);
    }
    if !api.examples.is_empty() && api.events.is_none() {
        page.push_str("<p>Examples:");
        for file in api.examples.keys() {
            let _ = write!(page, " <a href=\"/examples/{}/{1}\">{1}</a>", escape(&api.package), escape(file));
        }
        page.push_str("</p>\n");
    }
    if !api.errors.is_empty() {
        errors(page, api);
    }
    page.push_str("</details>\n");
}

/// `JSON, XML`: what its operations answer in.
fn formats(api: &Api) -> String {
    let bodies = || api.operations.iter().flat_map(|served| &served.operation.bodies);
    let has = |format: &str| bodies().any(|body| body.media_type.contains(format));
    let formats = [("json", "JSON"), ("xml", "XML")].into_iter().filter(|(format, _)| has(format));
    formats.map(|(_, name)| name).collect::<Vec<_>>().join(", ")
}

fn operation(page: &mut String, api: &Api, operation: &Operation) {
    let link = links::can_call(operation);
    let _ = write!(
        page,
        "<article>\n<h3><span class=\"method\">{}</span> <code>{}</code></h3>\n<p><code>{}</code> {}</p>\n<p class=\"try\">{}:",
        escape(&operation.method),
        escape(&operation.path),
        escape(&operation.id),
        escape(operation.summary.as_deref().unwrap_or_default()),
        if link { "Try" } else { "No link can send it. It answers in" },
    );
    for body in &operation.bodies {
        let format = if body.media_type.contains("xml") { "xml" } else { "json" };
        let href = links::call(api, operation, &[("mock_format", format)]);
        let missing = if body.examples.is_empty() && api.events.is_none() { " (no example: 501)" } else { "" };
        let media_type = escape(&body.media_type);
        let _ = match link {
            true => write!(page, " <a href=\"{}\">{media_type}</a>{missing}", escape(&href)),
            false => write!(page, " {media_type}{missing}"),
        };
    }
    page.push_str("</p>\n");
    parameters(page, &operation.parameters);
    page.push_str("</article>\n");
}

fn parameters(page: &mut String, parameters: &[Parameter]) {
    page.push_str(
        "<div class=\"wide\"><table>\n<thead><tr><th>parameter</th><th>in</th><th>type</th><th>about</th></tr></thead>\n<tbody>\n",
    );
    for parameter in parameters {
        let place = match parameter.place {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
            Place::Cookie => "cookie",
        };
        let required = if parameter.required { "" } else { " <small>optional</small>" };
        let values = codes(parameter.value.values.iter().map(String::as_str), ", ");
        let about = [values, escape(parameter.about.as_deref().unwrap_or_default()).into_owned()];
        let about: Vec<String> = about.into_iter().filter(|part| !part.is_empty()).collect();
        let _ = writeln!(
            page,
            "<tr><td><code>{}</code>{required}</td><td>{place}</td><td>{}</td><td>{}</td></tr>",
            escape(&parameter.name),
            values::named(parameter.value.reads),
            about.join(": "),
        );
    }
    page.push_str("</tbody></table></div>\n");
}

/// The catalogue of codes, each with a link that gives it where there is an operation that a link can ask.
fn errors(page: &mut String, api: &Api) {
    page.push_str(
        "<div class=\"wide\"><table>\n<thead><tr><th>code</th><th>status</th><th>about</th></tr></thead>\n<tbody>\n",
    );
    let asked = api.operations.iter().map(|served| &served.operation).find(|operation| links::can_call(operation));
    for feil in &api.errors {
        let kode = escape(&feil.kode);
        let link = asked.map(|operation| links::call(api, operation, &[("mock_feil", &feil.kode)]));
        let kode = match link {
            Some(href) => format!("<a href=\"{}\">{kode}</a>", escape(&href)),
            None => kode.into_owned(),
        };
        let _ = writeln!(page, "<tr><td>{kode}</td><td>{}</td><td>{}</td></tr>", feil.http, escape(&feil.area));
    }
    page.push_str("</tbody></table></div>\n");
}

fn codes<'a>(texts: impl Iterator<Item = &'a str>, between: &str) -> String {
    texts.map(|text| format!("<code>{}</code>", escape(text))).collect::<Vec<_>>().join(between)
}
