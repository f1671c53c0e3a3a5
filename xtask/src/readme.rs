//! The table of APIs in README.md.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use skatteetaten_codegen::spec::Spec;

use crate::specs::SpecFolder;

const BEGIN: &str = "<!-- api-table:begin -->";
const END: &str = "<!-- api-table:end -->";

const HEADER: &str = "\
| API | Version | Crate | Formats | Scope | Income years | Operations | Examples | Source | Read |
|---|---|---|---|---|---|--:|--:|---|---|
";

/// Rows by name of the crate.
pub(crate) type Rows = BTreeMap<String, String>;

/// What a row tells of an API.
pub(crate) struct Api<'a> {
    pub(crate) folder: &'a SpecFolder,
    pub(crate) spec: &'a Spec,
    /// How many operations its documents have.
    pub(crate) operations: usize,
    /// How many examples lie beside its documents.
    pub(crate) examples: usize,
    /// When its source was read.
    pub(crate) read: Option<&'a str>,
}

/// The row of an API.
pub(crate) fn row(api: &Api<'_>) -> String {
    let Api { folder, spec, .. } = api;
    let title = if spec.title.is_empty() { &folder.api } else { &spec.title };
    let (package, directory) = (folder.package(), folder.shown());
    let retired = if spec.retired { " (withdrawn)" } else { "" };
    let formats: Vec<String> = spec.formats.iter().map(|format| format.to_uppercase()).collect();
    let scopes: Vec<String> = spec.scopes.iter().map(|scope| format!("`{}`", cell(scope))).collect();
    let cells = [
        format!("[{}]({})", cell(title), directory.trim_end_matches('/')),
        format!("{}{retired}", folder.version),
        format!("[`{package}`](generated/{package})"),
        dash(&formats.join(", ")),
        dash(&scopes.join(", ")),
        dash(&cell(spec.income_years.as_deref().unwrap_or_default())),
        api.operations.to_string(),
        api.examples.to_string(),
        dash(&source(spec)),
        dash(&cell(api.read.unwrap_or_default())),
    ];
    format!("| {} |", cells.join(" | "))
}

/// Which published document the facts are from, and its date where it has one.
fn source(spec: &Spec) -> String {
    let of_model = spec.sources.iter().find(|source| source.of == "model");
    let name = match (&spec.swaggerhub, of_model) {
        (Some(hub), _) => format!("{} {}", hub.api, hub.version.as_deref().unwrap_or_default()),
        (None, Some(source)) => source.document.clone(),
        (None, None) => return String::new(),
    };
    let name = cell(name.trim());
    let name = match of_model.and_then(|source| source.url.as_ref()) {
        Some(url) => format!("[{name}]({url})"),
        None => name,
    };
    match of_model.and_then(|source| source.date.as_ref()) {
        Some(date) => format!("{name}, {}", cell(date)),
        None => name,
    }
}

/// Text that cannot leave its cell.
fn cell(text: &str) -> String {
    text.replace(['\n', '\r'], " ").replace('|', "\\|")
}

fn dash(text: &str) -> String {
    if text.is_empty() { "–".to_owned() } else { text.to_owned() }
}

/// The README with the rows in the order of `order`; a row that is not in `rows` stays as it is. `None` where the
/// README has no place for a table.
pub(crate) fn update(readme: &str, order: &[SpecFolder], rows: &Rows) -> Result<Option<String>> {
    let Some((before, rest)) = readme.split_once(BEGIN) else { return Ok(None) };
    let Some((table, after)) = rest.split_once(END) else {
        bail!("README.md has {BEGIN} and no {END}");
    };
    let mut text = format!("{before}{BEGIN}\n{HEADER}");
    for folder in order {
        let package = folder.package();
        let there = || table.lines().find(|line| line.contains(&format!("[`{package}`]"))).map(str::to_owned);
        if let Some(row) = rows.get(&package).cloned().or_else(there) {
            text.push_str(&row);
            text.push('\n');
        }
    }
    text.push_str(END);
    text.push_str(after);
    Ok(Some(text))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use skatteetaten_codegen::spec::Source;

    use super::*;

    fn folder(api: &str) -> SpecFolder {
        SpecFolder { api: api.to_owned(), version: "v1".to_owned(), path: PathBuf::new() }
    }

    #[test]
    fn a_row_says_where_the_facts_are_from() {
        let source = Source {
            of: "model".to_owned(),
            document: "a | b 1.0".to_owned(),
            url: Some("https://example.org/a".to_owned()),
            date: Some("2025-09-02".to_owned()),
        };
        let spec = Spec {
            title: "A API".to_owned(),
            formats: vec!["json".to_owned(), "xml".to_owned()],
            scopes: vec!["x:a".to_owned()],
            sources: vec![source],
            retired: true,
            income_years: Some("2024 | 2025".to_owned()),
            ..Spec::default()
        };
        let folder = folder("a");
        let api = Api { folder: &folder, spec: &spec, operations: 1, examples: 4, read: Some("2026-11-21") };
        let expected = "| [A API](specs/a/v1) | v1 (withdrawn) | [`a-v1`](generated/a-v1) | JSON, XML | `x:a` | 2024 \\| \
                        2025 | 1 | 4 | [a \\| b 1.0](https://example.org/a), 2025-09-02 | 2026-11-21 |";
        assert_eq!(row(&api), expected);
        let bare = Api { spec: &Spec::default(), operations: 0, examples: 0, read: None, ..api };
        assert!(row(&bare).ends_with("| – | – | – | 0 | 0 | – | – |"), "{}", row(&bare));
    }

    #[test]
    fn rows_that_are_not_new_stay() {
        let readme = "a\n<!-- api-table:begin -->\n| old [`a-v1`] |\n| old [`b-v1`] |\n| gone [`c-v1`] |\n\
                      <!-- api-table:end -->\nb\n";
        let rows = Rows::from([("b-v1".to_owned(), "| new [`b-v1`] |".to_owned())]);
        let text = update(readme, &[folder("a"), folder("b")], &rows).unwrap().unwrap();
        assert!(text.starts_with("a\n<!-- api-table:begin -->\n| API |"));
        assert!(text.ends_with("| old [`a-v1`] |\n| new [`b-v1`] |\n<!-- api-table:end -->\nb\n"), "{text}");
        assert_eq!(update(&text, &[folder("a"), folder("b")], &rows).unwrap().unwrap(), text, "once is enough");
    }

    #[test]
    fn no_place_for_a_table() {
        assert_eq!(update("a", &[], &Rows::new()).unwrap(), None);
        assert!(update(BEGIN, &[], &Rows::new()).is_err());
    }
}
