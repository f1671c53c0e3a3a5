//! `Cargo.toml`.

use std::fmt::Write;

use crate::plan::{Plan, RuntimeDependency};

pub(super) fn print(plan: &Plan) -> String {
    let mut out = String::new();
    for line in &plan.header {
        let _ = writeln!(out, "# {line}");
    }
    let _ = writeln!(out, "\n[package]\nname = {}\nversion = \"0.1.0\"", text(&plan.package));
    let _ = writeln!(out, "description = {}", text(&plan.summary));
    out.push_str(match plan.runtime {
        RuntimeDependency::Workspace => {
            "edition.workspace = true\nrust-version.workspace = true\nlicense.workspace = true\nreadme = \"README.md\"\n"
        }
        RuntimeDependency::Path(_) => "edition = \"2024\"\nreadme = \"README.md\"\npublish = false\n",
    });
    let client = !plan.operations.is_empty();
    out.push_str(if client {
        "\n[features]\ndefault = [\"client\", \"xml\"]\n"
    } else {
        "\n[features]\ndefault = [\"xml\"]\n"
    });
    if client {
        out.push_str(
            "# One async method for each operation, over HTTP.\nclient = [\"requests\", \"skatteetaten/client\"]\n",
        );
        out.push_str("# The same, over a transport of one's own.\nrequests = [\"skatteetaten/requests\"]\n");
    }
    out.push_str("# Checking values against what the document says of them.\nvalidate = [\"skatteetaten/validate\"]\n");
    out.push_str("# Reading and writing XML.\nxml = [\"skatteetaten/xml\"]\n\n[dependencies]\n");
    match &plan.runtime {
        RuntimeDependency::Workspace => out.push_str("skatteetaten.workspace = true\n"),
        RuntimeDependency::Path(path) => {
            let _ = writeln!(out, "skatteetaten = {{ path = {}, default-features = false }}", text(path));
        }
    }
    // Building and running nothing for fifty crates takes minutes.
    out.push_str("\n# There are no tests in here.\n[lib]\ndoctest = false\ntest = false\n");
    if !plan.roots.is_empty() {
        out.push_str("\n[[example]]\nname = \"roundtrip\"\nrequired-features = [\"xml\"]\n");
    }
    out.push_str(match plan.runtime {
        RuntimeDependency::Workspace => "\n[lints]\nworkspace = true\n",
        // Stands alone wherever it is written to, also inside of another workspace.
        RuntimeDependency::Path(_) => "\n[workspace]\n",
    });
    out
}

/// A TOML string.
fn text(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
