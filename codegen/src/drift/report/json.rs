//! For programs. What it looks like is a promise: `docs/drift.schema.json`.

use serde_json::{Value, json};

use super::Judged;
use crate::drift::Finding;

/// Rises when a member changes its meaning or goes.
const SCHEMA: u32 = 1;

pub(super) fn write(judged: &[Judged]) -> String {
    let crates: Vec<Value> = judged.iter().map(of_crate).collect();
    let exit = judged.iter().map(Judged::verdict).max().map_or(0, |verdict| verdict as u8);
    let report = json!({ "schema": SCHEMA, "exit_code": exit, "crates": crates });
    // The report is plain data: it is always written.
    serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
}

fn of_crate(one: &Judged) -> Value {
    let counts: serde_json::Map<String, Value> =
        one.drift.counts().into_iter().map(|(class, count)| (class.word().to_owned(), json!(count))).collect();
    json!({
        "package": one.drift.package,
        "bump": one.drift.bump(),
        "exit_code": one.verdict() as u8,
        "counts": counts,
        "findings": one.drift.findings.iter().map(|finding| of_finding(one, finding)).collect::<Vec<_>>(),
    })
}

fn of_finding(one: &Judged, finding: &Finding) -> Value {
    let place = finding.place.as_ref().map(|place| {
        let (state, prefix) = if place.older { ("old", &one.older_prefix) } else { ("new", &one.prefix) };
        json!({ "state": state, "path": format!("{prefix}{}", place.path), "line": place.line, "column": place.column })
    });
    let accepted = one.acceptance(finding);
    let row = finding.row;
    json!({
        "id": row.id,
        "area": row.area,
        "action": row.action,
        "subject": finding.subject,
        "parts": finding.parts,
        "message": row.message,
        "detail": finding.detail,
        "help": finding.help(),
        "old_release": row.old_release,
        "classes": finding.classes(),
        "bump": finding.bump(),
        "quiet": row.quiet,
        "place": place,
        "concept": finding.concept,
        "fingerprint": finding.fingerprint,
        "accepted": accepted.map(|a| json!({ "reason": a.reason, "who": a.who, "date": a.date })),
    })
}
