//! `MIGRATION.md`.

use std::fmt::Write;

use super::markdown::cell;
use crate::plan::{MigrationPlan, MigrationRow, Plan};

pub(super) fn print(plan: &Plan) -> Option<String> {
    let migration = plan.migration.as_ref()?;
    let mut out = String::new();
    for line in &plan.header {
        let _ = writeln!(out, "<!-- {} -->", line.replace("--", "- -"));
    }
    let (from, to) = (&migration.from, &plan.package);
    let _ = writeln!(out, "\n# From {from} to {to}\n");
    out.push_str(
        "What differs between the two, by the names of the documents. Both crates can be used side by side. A name is\n\
         perhaps another where there is evidence, and neither has another candidate. Left out: descriptions, links,\n\
         the order of members, and other names of the same simple type.\n\n",
    );
    for count in &migration.counts {
        let _ = writeln!(out, "- {count}");
    }
    if !migration.service.is_empty() {
        out.push_str("\n## Service\n");
        table(&mut out, migration, &migration.service);
    }
    if !migration.types.is_empty() {
        out.push_str("\n## Types\n");
    }
    for (what, names) in &migration.types {
        let _ = writeln!(out, "\n{what}:\n");
        for name in names {
            let _ = writeln!(out, "- {name}");
        }
    }
    if !migration.changed.is_empty() {
        out.push_str("\n## Inside of types\n");
    }
    for (name, rows) in &migration.changed {
        let _ = writeln!(out, "\n### `{name}`");
        table(&mut out, migration, rows);
    }
    Some(out)
}

fn table(out: &mut String, migration: &MigrationPlan, rows: &[MigrationRow]) {
    let (older, newer) = &migration.versions;
    let _ = writeln!(out, "\n| | {older} | {newer} |\n|---|---|---|");
    for [what, old, new] in rows {
        let _ = writeln!(out, "| {} | {} | {} |", cell(what), cell(old), cell(new));
    }
}
