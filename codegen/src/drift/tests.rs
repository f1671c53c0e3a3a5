//! Events name rows, and every row that documents show has an event or a keyword.

use super::catalogue::row;
use super::{Origin, State, Verdict, drift_of, events, verdict};
use crate::model::Model;
use crate::spec::Spec;

#[test]
fn events_name_rows() {
    for event in events::ALL {
        for id in event.ids() {
            assert!(row(id).is_some(), "{id}");
        }
    }
}

#[test]
fn no_finding_is_quiet() {
    assert_eq!(verdict([]), Verdict::Quiet);
    assert!(Verdict::Undecided > Verdict::Failing && Verdict::Failing > Verdict::Breaking);
}

#[test]
fn access_is_told_by_api_toml_too_and_once() {
    let spec = |url: &str, scope: &str| {
        let text = format!(
            "title = \"Sak\"\nversion = \"v1\"\ndocuments = [\"sak.yaml\"]\nscopes = [\"sak:{scope}\"]\n\
             base_urls = {{ prod = \"https://{url}.example.org\" }}\n\
             [[hendelseslister]]\nnavn = \"liste\"\ntitle = \"Liste\"\nscopes = [\"liste:{scope}\"]\n\
             base_urls = {{ prod = \"https://{url}.example.org/liste\" }}\n"
        );
        Spec::parse("api.toml", &text).unwrap()
    };
    let model = |scopes: &[&str]| {
        let mut model = Model::default();
        model.api.scopes = scopes.iter().map(ToString::to_string).collect();
        model
    };
    let told = |old: (&Model, &Spec), new: (&Model, &Spec)| -> Vec<String> {
        let state = |(model, spec)| Some(State { model, spec: Some(spec), origin: Origin::Unknown });
        let findings = drift_of("sak-v1", state(old), state(new)).findings;
        let mut lines: Vec<String> =
            findings.iter().map(|f| format!("{} {}: {}", f.row.id, f.subject, f.detail)).collect();
        lines.sort();
        lines
    };
    let (before, after) = (spec("a", "les"), spec("b", "skriv"));
    let silent = model(&[]);
    let expected = [
        "B1 hendelsesliste.liste: was https://a.example.org/liste, is https://b.example.org/liste",
        "B1 server: was https://a.example.org, is https://b.example.org",
        "B6 hendelsesliste.liste: liste:skriv",
        "B6 scope: sak:skriv",
        "B7 hendelsesliste.liste: liste:les",
        "B7 scope: sak:les",
    ];
    assert_eq!(told((&silent, &before), (&silent, &after)), expected);
    let (old, new) = (model(&["sak:les"]), model(&["sak:skriv"]));
    assert_eq!(told((&old, &before), (&new, &after)), expected, "what the document tells too is told once");
    assert_eq!(told((&silent, &after), (&silent, &after)), [] as [&str; 0]);
}

#[test]
fn what_api_toml_says_has_a_place() {
    let spec = |scopes: &str, rest: &str| {
        let head = "title = \"Sak\"\nversion = \"v1\"\ndocuments = [\"sak.yaml\"]\n";
        Spec::parse("api.toml", &format!("{head}scopes = [{scopes}]\n{rest}")).unwrap()
    };
    let before = spec("\"les\"", "rettighetspakker = [\"ssb\"]\n");
    let after = spec("\"skriv\"", "[[errors]]\nkode = \"SA-001\"\nhttp = 404\narea = \"\"\n");
    let model = Model::default();
    let state = |spec| Some(State { model: &model, spec: Some(spec), origin: Origin::Unknown });
    let findings = drift_of("sak-v1", state(&before), state(&after)).findings;
    let mut places: Vec<String> = findings
        .iter()
        .map(|f| (f.row.id, f.place.as_ref().unwrap()))
        .map(|(id, at)| {
            format!("{id} {} {}:{}:{}", if at.older { "older" } else { "newer" }, at.path, at.line, at.column)
        })
        .collect();
    places.sort();
    let expected =
        ["B6 newer api.toml:4:11", "B7 older api.toml:4:11", "C11c older api.toml:5:21", "E10 newer api.toml:6:8"];
    assert_eq!(places, expected);
}
