//! `README.md` and `CHANGELOG.md`.

use std::fmt::Write;

use crate::plan::Plan;

pub(super) fn changelog(plan: &Plan) -> String {
    let mut out = format!("# Changelog of {}\n\n## 0.1.0\n\nFirst version, generated from:\n\n", plan.package);
    for line in &plan.readme.sources {
        let _ = writeln!(out, "- {line}");
    }
    out
}

pub(super) fn readme(plan: &Plan) -> String {
    let readme = &plan.readme;
    let mut out = String::new();
    for line in &plan.header {
        let _ = writeln!(out, "<!-- {} -->", line.replace("--", "- -"));
    }
    let _ = writeln!(out, "\n# {}\n\n{}\n", plan.package, readme.summary);
    if readme.retired {
        out.push_str("**Retired upstream.** The types read stored answers; nothing answers calls.\n\n");
    }
    if let Some(migration) = &plan.migration {
        let _ = writeln!(out, "What differs from {}: [MIGRATION.md](MIGRATION.md).\n", migration.from);
    }
    out.push_str("| | |\n|---|---|\n");
    let _ = writeln!(out, "| Service | {} |", cell(&readme.title));
    for (name, value) in &readme.facts {
        let _ = writeln!(out, "| {} | {} |", cell(name), cell(value));
    }
    section(&mut out, "Access", "", &readme.access);
    let packages = readme.rettighetspakker.iter().map(|(name, about)| [format!("`{name}`"), about.clone()]);
    table(&mut out, None, "| `rettighetspakke` | |\n|---|---|", packages);
    if !readme.operations.is_empty() {
        out.push_str("\n## Operations\n\n| method of `Client` | call |\n|---|---|\n");
        for (method, call) in &readme.operations {
            let _ = writeln!(out, "| `{}` | `{}` |", cell(method), cell(call));
        }
    }
    let errors = readme.errors.iter().map(|(kode, http, area)| [format!("`{kode}`"), http.to_string(), area.clone()]);
    table(&mut out, Some("Error codes"), "| kode | HTTP | about |\n|---|--:|---|", errors);
    out.push_str("\n## Features\n\n");
    if !readme.operations.is_empty() {
        out.push_str("- `client` (default): one async method for each operation, over HTTP.\n");
        out.push_str("- `requests`: the same without an HTTP stack, over a transport of one's own.\n");
    }
    out.push_str("- `xml` (default): reading and writing XML. Without it, and without `client`, the types pull in no HTTP stack.\n");
    out.push_str("- `validate`: `skatteetaten::Validate` checks a value against what the document says of it.\n");
    let intro = "Each list has base URLs and scopes of its own; `Client::of_list` takes one:\n\n";
    section(&mut out, "Lists of events", intro, &readme.hendelseslister);
    section(&mut out, "Services beside this one", "", &readme.stoettetjenester);
    let fixups: Vec<String> =
        readme.fixups.iter().map(|(at, told, reason)| format!("`{at}` {told}: {reason}")).collect();
    let intro = "What real payloads do and the documents do not say, and this crate reads and writes:\n\n";
    section(&mut out, "Beyond the documents", intro, &fixups);
    section(&mut out, "Known gaps", "", &readme.known_gaps);
    let not_honoured: Vec<String> =
        readme.not_honoured.iter().map(|(keyword, instead, at)| format!("`{keyword}` ({at}): {instead}")).collect();
    section(&mut out, "Not honoured", "What the documents say and this crate does not do:\n\n", &not_honoured);
    section(&mut out, "Sources", "", &readme.sources);
    if !plan.roots.is_empty() {
        out.push_str("\n## Try it\n\n```sh\ncargo run --example roundtrip < document.json\n```\n");
    }
    out
}

fn section(out: &mut String, title: &str, intro: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let _ = write!(out, "\n## {title}\n\n{intro}");
    for line in lines {
        let _ = writeln!(out, "- {line}");
    }
}

/// A table under a heading, where it has rows.
fn table<const N: usize>(
    out: &mut String,
    title: Option<&str>,
    head: &str,
    rows: impl ExactSizeIterator<Item = [String; N]>,
) {
    if rows.len() == 0 {
        return;
    }
    if let Some(title) = title {
        let _ = write!(out, "\n## {title}\n");
    }
    let _ = writeln!(out, "\n{head}");
    for row in rows {
        let _ = writeln!(out, "| {} |", row.map(|text| cell(&text)).join(" | "));
    }
}

/// A text for a table cell.
pub(super) fn cell(text: &str) -> String {
    text.replace("\\|", "|").replace('|', "\\|")
}
