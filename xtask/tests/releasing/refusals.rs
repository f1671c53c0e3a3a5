//! What `release` does not do, and with which code.

use super::{A, C, read, schema, version, workspace, write};
use crate::support::Workspace;

/// The codes of the errors in what a command says.
fn codes(said: &str) -> Vec<&str> {
    said.lines().filter_map(|line| Some(line.strip_prefix("error[")?.split_once(']')?.0)).collect()
}

#[test]
fn versions_are_neither_lowered_nor_skipped() {
    let workspace = workspace(&schema("Del", &[A, C]));
    workspace.run(&["release", "a/v1"]).expect(0);
    let state = read(&workspace, "specs/a/v1/released.json");
    // Nothing has changed: the version that is released is no other one.
    workspace.run(&["release", "a/v1", "--version", "0.1.0"]).expect(0);
    assert_eq!(read(&workspace, "specs/a/v1/released.json"), state);
    // A required element goes: callers break.
    write(&workspace, &schema("Del", &[C]));
    let before = workspace.contents(".");
    for (asked, code) in
        [("0.0.9", "E0506"), ("0.1.0", "E0506"), ("0.1.1", "E0506"), ("0.4.0", "E0507"), ("2.0.0", "E0507")]
    {
        let run = workspace.run(&["release", "a/v1", "--version", asked]).expect(1);
        assert_eq!(codes(&run.err), [code], "{asked}: {}", run.err);
        assert!(workspace.contents(".") == before, "{asked} has written something");
    }
    workspace.run(&["release", "a/v1", "--version", "next"]).expect(2);
    workspace.run(&["release", "a/v1", "--version", "1.0.0"]).expect(0);
    assert_eq!(version(&workspace), "1.0.0");
}

/// One API that cannot be released stops the others of the same command.
#[test]
fn all_are_released_or_none() {
    let workspace = Workspace::new();
    workspace.write("specs/a/v1/released.json", "{}");
    let before = workspace.contents(".");
    let run = workspace.run(&["release", "a/v1", "b/v2"]).expect(1);
    assert_eq!(codes(&run.err), ["E0505"]);
    assert!(workspace.contents(".") == before);
}

const DOCUMENT: &str = "openapi: 3.0.3\ninfo: { title: Sak, version: 1.0.0 }\npaths:\n  /sak:\n    get:\n      operationId: \
    hentSak\n      responses:\n        '200': { description: ok, content: { application/json: { schema: { $ref: \
    '#/components/schemas/Sak' } } } }\ncomponents:\n  schemas:\n    Sak: { type: object, properties: { a: { type: string } } }\n";

/// What the documents do not decide, a person does before the release.
#[test]
fn what_a_person_decides_is_accepted_first() {
    let workspace = Workspace::new();
    let api_toml = "title = \"c\"\nversion = \"v1\"\ndocuments = [\"openapi.yaml\"]\nformats = [\"json\"]\n";
    workspace.write("specs/c/v1/api.toml", api_toml);
    workspace.write("specs/c/v1/openapi.yaml", DOCUMENT);
    workspace.run(&["release", "c/v1"]).expect(0);
    // Another document of the same version (A3).
    workspace
        .write("specs/c/v1/openapi.yaml", &DOCUMENT.replace("properties: { a", "properties: { b: { type: string }, a"));
    let before = workspace.contents(".");
    let run = workspace.run(&["release", "c/v1"]).expect(5);
    assert_eq!(codes(&run.err), ["E0508"], "{}", run.err);
    assert!(run.err.contains("specs/c/v1/") && run.err.contains(": A3 "), "{}", run.err);
    assert!(workspace.contents(".") == before);
    // Making the crate anew is no release.
    workspace.run(&["regen", "c/v1"]).expect(0);

    let fingerprint = run.err.split("accept `").nth(1).unwrap().split('`').next().unwrap();
    let accepted = format!(
        "[[accepted]]\nfingerprint = \"{fingerprint}\"\nreason = \"they forgot\"\nwho = \"M\"\ndate = \"2026-11-22\"\n"
    );
    workspace.write("specs/c/v1/drift-accepted.toml", &accepted);
    // Since the last commit nothing changes any more; since the release it does, and the entry is needed.
    for (path, bytes) in workspace.contents("specs/c") {
        let path = path.strip_prefix(workspace.at("")).unwrap().to_str().unwrap().to_owned();
        workspace.write(&format!("committed/{path}"), std::str::from_utf8(&bytes).unwrap());
    }
    let drift = ["drift", "--old", "committed/specs/c/v1", "--new", "specs/c/v1", "--check"];
    workspace.run(&drift).expect(0);
    workspace.run(&["release", "c/v1"]).expect(0);
    let run = workspace.run(&drift).expect(1);
    assert_eq!(codes(&run.err), ["E0504"], "{}", run.err);
}

#[test]
fn a_state_that_is_not_usable_stops_its_api() {
    let workspace = workspace(&schema("Del", &[A]));
    workspace.write("specs/a/v1/released.json", "{}");
    let run = workspace.run(&["regen"]).expect(1);
    assert_eq!(codes(&run.err), ["E0505"]);
    assert!(run.err.contains("specs/a/v1/released.json:1:2"), "{}", run.err);
    assert!(!workspace.at("generated/a-v1").exists());
}
