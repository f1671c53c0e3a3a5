//! Pairs of tiny documents, one for each kind of change that documents show: the exact rows that a pair gives, and what
//! the reports make of them.

use std::collections::{BTreeMap, BTreeSet};

use skatteetaten_codegen::diagnostic::Sink;
use skatteetaten_codegen::drift::catalogue::{self, Shown};
use skatteetaten_codegen::drift::report::{Format, Judged, write};
use skatteetaten_codegen::drift::{Drift, Verdict, drift, drift_of, verdict};
use skatteetaten_codegen::source::Limits;
use skatteetaten_tests::drift::{Case, cases};
use skatteetaten_tests::{all_well, pipeline, say};

/// The row that a case is for: what its name begins with.
fn row_of(case: &Case) -> &str {
    case.name.split('-').next().unwrap_or_default()
}

fn ids(drift: &Drift) -> Vec<&'static str> {
    let ids: BTreeSet<&str> = drift.findings.iter().map(|finding| finding.row.id).collect();
    ids.into_iter().collect()
}

#[test]
fn each_pair_gives_exactly_its_rows() {
    let mut failures = Vec::new();
    let cases = cases();
    for case in cases {
        let found = case.drift();
        let mut expected: Vec<&str> = case.ids.iter().map(String::as_str).collect();
        expected.sort_unstable();
        if ids(&found) != expected {
            let told: Vec<String> =
                found.findings.iter().map(|f| format!("  {} {} {}", f.row.id, f.subject, f.detail)).collect();
            failures.push(format!("{}: expected {expected:?}\n{}", case.name, told.join("\n")));
        }
    }
    all_well(&failures, cases.len());
}

/// Each row has a pair that yields it, or other rows that tell it, or a reason why no document shows it.
#[test]
fn pairs_and_reasons_cover_the_catalogue() {
    let cases = cases();
    let mut failures = Vec::new();
    for row in catalogue::rows() {
        let own: Vec<&Case> = cases.iter().filter(|case| row_of(case) == row.id).collect();
        let yields = own.iter().any(|case| case.ids.iter().any(|id| id == row.id));
        match row.shown {
            Shown::Here if !yields => failures.push(format!("{} has no pair", row.id)),
            Shown::As(_) if own.is_empty() => {
                failures.push(format!("{} has no pair for the rows that tell it", row.id));
            }
            Shown::As(_) | Shown::Not(_) if yields => failures.push(format!("{} is said not to be told", row.id)),
            _ => {}
        }
    }
    for case in cases {
        if catalogue::row(row_of(case)).is_none() {
            failures.push(format!("{} is named after no row", case.name));
        }
    }
    all_well(&failures, catalogue::rows().count());
}

#[test]
fn nothing_drifts_from_itself() {
    for case in cases() {
        for state in [&case.before, &case.after].into_iter().flatten() {
            let found = drift_of("sak-v1", Some(state.for_drift()), Some(state.for_drift()));
            assert_eq!(found.findings, [], "{}", case.name);
            assert_eq!(verdict(&found.findings), Verdict::Quiet);
        }
    }
}

#[test]
fn no_service_drifts_from_itself() {
    for (api, version, path) in pipeline::specs() {
        let model = pipeline::make_spec(&api, &version, &path).model;
        assert_eq!(drift(&api, Some(&model), Some(&model)).findings, [], "{api}/{version}");
    }
}

/// Large models are compared, and neither state drifts from itself. How long that takes: `benches/benches/drift.rs`.
#[test]
fn large_schemas_are_compared() {
    for (old, new) in [
        ("skattemeldingUpersonlig_v5_ekstern.xsd", "skattemeldingUpersonlig_v6_ekstern.xsd"),
        ("skattemelding_v12_ekstern.xsd", "skattemelding_v13_ekstern.xsd"),
    ] {
        let Some(folder) = skatteetaten_tests::shared("upstream/xsd") else {
            return say("drift: the official schemas are not here; none is compared");
        };
        let files =
            BTreeMap::from([old, new].map(|name| (name.to_owned(), skatteetaten_tests::read(&folder.join(name)))));
        let model = |name: &str| {
            let mut sink = Sink::default();
            skatteetaten_codegen::read(&files, &[name.to_owned()], &Limits::default(), &mut sink)
        };
        let (before, after) = (model(old), model(new));
        assert!(!drift("sak-v1", Some(&before), Some(&after)).findings.is_empty());
        for model in [&before, &after] {
            assert_eq!(drift("sak-v1", Some(model), Some(model)).findings, [], "{old} to {new}");
        }
    }
}

/// A fingerprint is of one finding, and the same in each run.
#[test]
fn fingerprints_are_stable_and_unique() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for case in cases() {
        let found = case.drift();
        assert_eq!(found, case.drift(), "{}", case.name);
        let own: BTreeSet<&String> = found.findings.iter().map(|finding| &finding.fingerprint).collect();
        assert_eq!(own.len(), found.findings.len(), "{}", case.name);
        for finding in &found.findings {
            seen.insert(finding.fingerprint.clone(), finding.subject.clone());
        }
    }
    assert!(seen.len() > 100);
}

fn judged(name: &str) -> Judged {
    let case = cases().iter().find(|case| case.name.starts_with(name)).unwrap_or_else(|| panic!("no {name}"));
    Judged {
        drift: case.drift(),
        accepted: Vec::new(),
        prefix: "specs/sak/v1/".to_owned(),
        older_prefix: String::new(),
    }
}

#[test]
fn annotations_and_tables_hold_no_markup_of_documents() {
    let report = write(&[judged("F4-")], Format::Github, false);
    assert!(report.starts_with("::error title=F4 [R C] sak-v1 Sak.b::a required member was removed"), "{report}");
    let report = write(&[judged("F2-")], Format::Github, false);
    assert!(report.starts_with("::notice file=specs/sak/v1/after.yaml,line="), "{report}");
    let report = write(&[judged("F4-")], Format::Markdown, false);
    assert!(report.contains("| F4 | R C | `Sak.b` |"), "{report}");
}

#[test]
fn quiet_rows_are_counted() {
    let (short, long) = (write(&[judged("F14-")], Format::Text, false), write(&[judged("F14-")], Format::Text, true));
    assert!(short.contains("1 more that nobody notices") && !short.contains("F14"), "{short}");
    assert!(long.contains("F14"), "{long}");
}

/// The members that `docs/drift.schema.json` promises are the members that are there.
#[test]
fn json_has_the_members_of_its_schema() {
    let schema =
        std::fs::read_to_string(skatteetaten_tests::root().join("docs/drift.schema.json")).expect("the schema");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    let report: serde_json::Value = serde_json::from_str(&write(&[judged("F4-")], Format::Json, false)).expect("JSON");
    let keys = |value: &serde_json::Value| -> BTreeSet<String> {
        value.as_object().expect("an object").keys().cloned().collect()
    };
    let promised = |pointer: &str| keys(schema.pointer(pointer).expect(pointer));
    assert_eq!(keys(&report), promised("/properties"));
    assert_eq!(keys(&report["crates"][0]), promised("/$defs/crate/properties"));
    assert_eq!(keys(&report["crates"][0]["findings"][0]), promised("/$defs/finding/properties"));
    assert_eq!(keys(&report["crates"][0]["findings"][0]["place"]), promised("/$defs/place/properties"));
    assert_eq!(report["exit_code"], 4);
}
