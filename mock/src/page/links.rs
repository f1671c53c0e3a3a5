//! Links to try operations by: the token and the wishes that a caller sends as headers go into the query.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::catalogue::{Api, Operation, Parameter, Place, Reads};
use crate::tokens::TEST_TOKEN;

/// All but letters, digits and what stands for itself in a path and a query.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Whether a link makes a call of the operation: it sends a GET, without a body.
pub(super) fn can_call(operation: &Operation) -> bool {
    operation.method == "GET"
}

/// The path and query of a call that succeeds, with these wishes.
pub(super) fn call(api: &Api, operation: &Operation, wishes: &[(&str, &str)]) -> String {
    let mut path = operation.path.clone();
    for parameter in operation.parameters.iter().filter(|p| p.place == Place::Path) {
        path = path.replace(&format!("{{{}}}", parameter.name), &encode(&value(parameter)));
    }
    let required = operation.parameters.iter().filter(|p| p.place == Place::Query && p.required);
    let query = required.map(|p| (p.name.as_str(), value(p)));
    let wishes = wishes.iter().map(|(name, value)| (*name, (*value).to_owned()));
    let query = query.chain(std::iter::once(("mock_token", TEST_TOKEN.to_owned()))).chain(wishes);
    let query: Vec<String> = query.map(|(name, value)| format!("{}={}", encode(name), encode(&value))).collect();
    format!("/{}{path}?{}", api.package, query.join("&"))
}

/// A value that the document shows, or one that it allows.
fn value(parameter: &Parameter) -> String {
    let value = &parameter.value;
    let own = parameter.example.as_ref().or_else(|| value.values.first()).or(value.min.as_ref());
    own.cloned().unwrap_or_else(|| {
        let any = match value.reads {
            Reads::Boolean => "true",
            Reads::Integer | Reads::Decimal => "1",
            Reads::Date => "2025-01-01",
            Reads::DateTime => "2025-01-01T00:00:00",
            Reads::Year => "2024",
            Reads::YearMonth => "2024-01",
            Reads::Uuid => "6f1c2b7a-4d5e-4f60-a1b2-c3d4e5f60718",
            Reads::Text => by_name(&parameter.name),
        };
        any.to_owned()
    })
}

/// Texts by what their parameter is called.
fn by_name(name: &str) -> &'static str {
    match name {
        "organisasjonsnummer" => "313579247",
        "personidentifikator" | "foedselsnummer" | "identifikator" => "20884512345",
        "inntektsaar" => "2024",
        _ => "ssb",
    }
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}
