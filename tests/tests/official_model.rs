//! The documents in `specs/` that are transcribed from an official OpenAPI document say what that one says: their models
//! differ in descriptions alone. Where the official documents are absent, there is nothing to compare.

use std::collections::BTreeSet;
use std::path::Path;

use skatteetaten_codegen::compare::{Change, Finding, compare};
use skatteetaten_codegen::diagnostic::Sink;
use skatteetaten_codegen::model::Model;
use skatteetaten_codegen::source::Limits;
use skatteetaten_tests::{all_well, root, shared, tree};

/// An official document, the folder of `specs/` with our transcription, and where the two may differ.
struct Official {
    document: &'static str,
    spec: &'static str,
    /// Differences, each with the reason.
    accepted: &'static [(&'static str, &'static str)],
}

const OFFICIAL: &[Official] = &[
    Official { document: "aktiv-konto-api-3.2.1.json", spec: "aktivkonto/v3", accepted: &[] },
    Official { document: "arbeidsgiveravgift-api-1.1.1.json", spec: "arbeidsgiveravgift/v1", accepted: &[] },
    Official { document: "avregning-api-2.3.2.json", spec: "avregning/v2", accepted: &[] },
    Official { document: "beregnet-skatt-api-2.5.0.json", spec: "beregnetskatt/v2", accepted: &[] },
    Official {
        document: "beregnet-skatt-upersonlig-api-1.3.1.json",
        spec: "beregnetskattupersonlig/v1",
        accepted: &[],
    },
    Official { document: "boligsparing-for-ungdom-api-1.2.1.json", spec: "bsu/v1", accepted: &[] },
    Official {
        document: "inntekt-api-1.6.2.yaml",
        spec: "inntekt/v1",
        accepted: &[
            ("Api version of the document: \"1.6.2\" became \"1.7.0\"", "ours is of the newer document"),
            (
                "Parameter(\"hentInntektForPerson\", \"AltinnSamtykke\") removed",
                "1.7.0 has no header for consent in Altinn 2 any more",
            ),
        ],
    },
    Official { document: "inntekt-api-1.7.0.yaml", spec: "inntekt/v1", accepted: &[] },
];

#[test]
fn transcriptions_say_what_the_official_documents_say() {
    let Some(folder) = shared("upstream/openapi") else { return };
    let mut failures = Vec::new();
    for official in OFFICIAL {
        let ours = root().join("specs").join(official.spec);
        let findings = compare(&read(&folder, official.document), &read(&ours, "openapi.yaml"));
        let found: BTreeSet<String> = findings.iter().map(told).collect();
        let accepted: BTreeSet<&str> = official.accepted.iter().map(|(finding, _)| *finding).collect();
        let differ = found.iter().filter(|finding| !accepted.contains(finding.as_str()));
        failures.extend(differ.map(|finding| format!("{}: {finding}", official.document)));
        let gone = accepted.iter().filter(|finding| !found.contains(**finding));
        failures.extend(gone.map(|finding| format!("{}: accepted, and no longer so: {finding}", official.document)));
    }
    all_well(&failures, OFFICIAL.len());
}

#[test]
fn every_official_document_is_compared() {
    let Some(folder) = shared("upstream/openapi") else { return };
    let there: BTreeSet<String> = tree(&folder).into_keys().collect();
    let compared: BTreeSet<String> = OFFICIAL.iter().map(|official| official.document.to_owned()).collect();
    assert_eq!(there, compared);
}

#[test]
fn a_difference_is_told() {
    let spec = root().join("specs/bsu/v1");
    let ours = read(&spec, "openapi.yaml");
    let mut other = ours.clone();
    other.types.shift_remove("Beloep");
    let found: Vec<String> = compare(&other, &ours).iter().map(told).collect();
    assert!(found.contains(&"Type(\"Beloep\") added".to_owned()), "{found:?}");
}

fn read(folder: &Path, document: &str) -> Model {
    let mut sink = Sink::default();
    let model = skatteetaten_codegen::read(&tree(folder), &[document.to_owned()], &Limits::default(), &mut sink);
    assert!(!sink.has_errors(), "{document}: {:?}", sink.diagnostics());
    model
}

/// A finding in one line. Older is the official document, newer ours.
fn told(finding: &Finding) -> String {
    let place = format!("{:?}", finding.place);
    match &finding.change {
        Change::Added => format!("{place} added"),
        Change::Removed => format!("{place} removed"),
        Change::PerhapsRenamed { to, evidence } => format!("{place} perhaps renamed to {to} ({evidence:?})"),
        Change::Changed { aspect, old, new } => format!("{place} {aspect}: {old:?} became {new:?}"),
    }
}
