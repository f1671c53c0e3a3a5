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
    out.push_str("| | |\n|---|---|\n");
    let _ = writeln!(out, "| Service | {} |", cell(&readme.title));
    for (name, value) in &readme.facts {
        let _ = writeln!(out, "| {} | {} |", cell(name), cell(value));
    }
    if !readme.operations.is_empty() {
        out.push_str("\n## Operations\n\n| method of `Client` | call |\n|---|---|\n");
        for (method, call) in &readme.operations {
            let _ = writeln!(out, "| `{}` | `{}` |", cell(method), cell(call));
        }
    }
    out.push_str("\n## Features\n\n");
    if !readme.operations.is_empty() {
        out.push_str("- `client` (default): one async method for each operation, over HTTP.\n");
    }
    out.push_str("- `xml` (default): reading and writing XML. Without it, and without `client`, the types pull in no HTTP stack.\n");
    out.push_str("- `validate`: `skatteetaten::Validate` checks a value against what the document says of it.\n");
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

/// A text for a table cell.
fn cell(text: &str) -> String {
    text.replace("\\|", "|").replace('|', "\\|")
}
