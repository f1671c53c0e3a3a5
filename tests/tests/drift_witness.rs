//! What rows say of callers and of released crates, proved: a small caller is compiled against the crate of each state, and
//! the crate of the state before reads what the service sends in the state after.
//!
//! The state after has two crates: one as if nothing had been released, and one that is held to a release of the state
//! before. The first proves the classes without K8 and K9, the second those with them, and it reads what the service sends.
//!
//! One workspace: the crates of all states of one kind as modules of one library, and the callers of each as modules of
//! another. So Cargo runs a handful of times, not once for each pair.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use skatteetaten_codegen::drift::catalogue::{self, Area, Class, OldRelease, Row};
use skatteetaten_codegen::emit::Files;
use skatteetaten_codegen::plan::RuntimeDependency;
use skatteetaten_tests::all_well;
use skatteetaten_tests::drift::{Case, State, cases};
use skatteetaten_tests::workspace::Workspace;

const TMP: &str = env!("CARGO_TARGET_TMPDIR");

const BEFORE: &str = "drift-before";
const AFTER: &str = "drift-after";
const HELD: &str = "drift-held";
const READERS_BEFORE: &str = "drift-readers-before";
const CALLERS_BEFORE: &str = "drift-callers-before";
const CALLERS_AFTER: &str = "drift-callers-after";
const CALLERS_HELD: &str = "drift-callers-held";
const READERS_HELD: &str = "drift-readers-held";

/// Areas whose rows say what becomes of a payload; the others are about the call.
const DECODED: &[Area] = &[
    Area::Property,
    Area::Scalar,
    Area::Enum,
    Area::Composition,
    Area::Component,
    Area::XsdDocument,
    Area::XsdElement,
    Area::XsdGroup,
    Area::XsdSimple,
    Area::XsdAttribute,
    Area::XsdDerivation,
];

fn rows(case: &Case) -> Vec<&'static Row> {
    case.ids.iter().map(|id| catalogue::row(id).unwrap_or_else(|| panic!("{}: no row {id}", case.name))).collect()
}

/// Whether callers break where nothing was released.
fn breaks(case: &Case) -> bool {
    rows(case).iter().any(|row| row.naive().contains(&Class::C))
}

/// Whether callers break although the crate is held to a release of the state before.
fn breaks_held(case: &Case) -> bool {
    rows(case).iter().any(|row| row.classes.contains(&Class::C))
}

/// Whether the crate of the state before fails to read the payload.
fn fails(case: &Case) -> bool {
    rows(case).iter().any(|row| DECODED.contains(&row.area) && row.old_release == OldRelease::Fails)
}

/// Pairs with two states and a caller.
fn witnesses() -> Vec<&'static Case> {
    let all = cases().iter();
    all.filter(|case| case.caller.is_some() && case.before.is_some() && case.after.is_some()).collect()
}

fn manifest(name: &str, dependency: Option<&str>) -> String {
    let mut text =
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n");
    text.push_str(
        "[features]\ndefault = [\"client\", \"requests\", \"xml\"]\nclient = []\nrequests = []\nxml = []\nvalidate = []\n\n[dependencies]\n",
    );
    text.push_str("skatteetaten = { workspace = true, features = [\"client\", \"validate\", \"xml\"] }\n");
    if let Some(dependency) = dependency {
        let _ = writeln!(text, "{dependency} = {{ path = \"../{dependency}\" }}");
    }
    text
}

/// The crates of one state of all cases, a module each.
fn library(name: &str, cases: &[&Case], state: impl Fn(&Case) -> Option<&State>) -> Files {
    let mut files = Files::from([("Cargo.toml".to_owned(), manifest(name, None))]);
    let mut root = String::from("//! States.\n#![allow(deprecated, reason = \"some are\")]\n");
    for case in cases {
        let module = case.module();
        let Some(state) = state(case) else { continue };
        let _ = writeln!(root, "pub mod {module};");
        for (path, text) in state.files.iter().filter(|(path, _)| path.starts_with("src/")) {
            let file = path.trim_start_matches("src/").replace("lib.rs", "mod.rs");
            files.insert(format!("src/{module}/{file}"), text.replace("crate::", &format!("crate::{module}::")));
        }
    }
    files.insert("src/lib.rs".to_owned(), root);
    files
}

/// The callers of one library.
fn callers(name: &str, library: &str, cases: &[&Case]) -> Files {
    let mut files = Files::from([("Cargo.toml".to_owned(), manifest(name, Some(library)))]);
    let head = "//! Callers.\n#![allow(dead_code, deprecated, unused, reason = \"they are only compiled\")]\n";
    let mut root = String::from(head);
    for case in cases {
        let (module, caller) = (case.module(), case.caller.as_deref().unwrap_or_default());
        let _ = writeln!(root, "mod {module};");
        let path = format!("{}::{module}", library.replace('-', "_"));
        files.insert(format!("src/{module}.rs"), format!("use {path} as api;\n\n{caller}\n"));
    }
    files.insert("src/lib.rs".to_owned(), root);
    files
}

/// A program that reads the payloads with the types of one library.
fn readers(name: &str, library: &str, cases: &[&Case]) -> Files {
    let mut main = String::from("//! Readers.\n\nfn main() {\n");
    for case in cases {
        let Some(payload) = &case.payload else { continue };
        let format = if payload.starts_with('<') { "xml" } else { "json" };
        let path = format!("{}::{}::{}", library.replace('-', "_"), case.module(), case.ty);
        let read = format!("skatteetaten::{format}::from_slice::<{path}>({payload:?}.as_bytes())");
        let _ = writeln!(
            main,
            "    println!(\"{} {{}}\", {read}.map_or_else(|e| format!(\"fails: {{e}}\"), |_| \"ok\".to_owned()));",
            case.name
        );
    }
    main.push_str("}\n");
    Files::from([("Cargo.toml".to_owned(), manifest(name, Some(library))), ("src/main.rs".to_owned(), main)])
}

/// What a program of [`readers`] says, by name of the pair.
fn read(workspace: &Workspace, package: &str) -> BTreeMap<String, String> {
    let run = workspace.cargo(&["run", "--quiet", "--package", package]);
    let output = run.unwrap_or_else(|e| panic!("{package} compiles: {e}"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(name, said)| (name.to_owned(), said.to_owned()))
        .collect()
}

#[test]
fn callers_compile_and_payloads_are_read_as_rows_say() {
    let cases = witnesses();
    let held: Vec<&Case> = cases.iter().copied().filter(|case| case.held.is_some()).collect();
    let read_again: Vec<&Case> = held.iter().copied().filter(|case| case.lost.is_none()).collect();
    let crates: BTreeMap<String, Files> = BTreeMap::from([
        (BEFORE.to_owned(), library(BEFORE, &cases, |case| case.before.as_ref())),
        (AFTER.to_owned(), library(AFTER, &cases, |case| case.after.as_ref())),
        (HELD.to_owned(), library(HELD, &held, |case| case.held.as_ref())),
        (CALLERS_BEFORE.to_owned(), callers(CALLERS_BEFORE, BEFORE, &cases)),
        (READERS_BEFORE.to_owned(), readers(READERS_BEFORE, BEFORE, &cases)),
        (CALLERS_AFTER.to_owned(), callers(CALLERS_AFTER, AFTER, &cases)),
        (CALLERS_HELD.to_owned(), callers(CALLERS_HELD, HELD, &held)),
        (READERS_HELD.to_owned(), readers(READERS_HELD, HELD, &read_again)),
    ]);
    let workspace = Workspace::write(TMP, "drift", &crates, &RuntimeDependency::Workspace);
    let before = read(&workspace, READERS_BEFORE);
    workspace
        .cargo(&["build", "--package", CALLERS_BEFORE])
        .unwrap_or_else(|e| panic!("callers of the state before compile: {e}"));
    workspace.cargo(&["check", "--package", AFTER]).unwrap_or_else(|e| panic!("the state after compiles: {e}"));
    let after = read(&workspace, READERS_HELD);
    let (broken, broken_held) = (
        broken(&workspace, &["check", "--package", CALLERS_AFTER]),
        broken(&workspace, &["build", "--package", CALLERS_HELD]),
    );
    let mut failures = Vec::new();
    for case in &cases {
        let module = case.module();
        // Where the crate is the same, so is what becomes of its caller.
        let with = if case.held.is_some() { &broken_held } else { &broken };
        for (broken, expected, which) in
            [(&broken, breaks(case), "without a release"), (with, breaks_held(case), "held to a release")]
        {
            if broken.contains(&module) != expected {
                let said = if expected { "still compiles" } else { "does not compile any more" };
                failures.push(format!("{}: the caller {said} {which}", case.name));
            }
        }
        if let Some(said) = before.get(&case.name).filter(|said| (*said != "ok") != fails(case)) {
            failures.push(format!("{}: the crate before reads the payload: {said}", case.name));
        }
        if let Some(said) = after.get(&case.name).filter(|said| *said != "ok") {
            failures.push(format!("{}: the crate after a release reads the payload: {said}", case.name));
        }
    }
    all_well(&failures, cases.len());
    assert!(before.len() > 120 && broken.len() > 90, "{} payloads, {} broken callers", before.len(), broken.len());
    assert!(after.len() > 30 && broken_held.len() > 5, "{} payloads, {} callers", after.len(), broken_held.len());
}

/// The callers that break.
fn broken(workspace: &Workspace, arguments: &[&str]) -> BTreeSet<String> {
    let Err(said) = workspace.cargo(arguments) else { return BTreeSet::new() };
    let errors = said.lines().filter(|line| line.contains(": error"));
    let file = |line: &str| Some(line.split_once("src/")?.1.split_once(".rs:")?.0.to_owned());
    errors.filter_map(file).collect()
}

/// A pair without a witness says why.
#[test]
fn pairs_have_witnesses() {
    let mut failures = Vec::new();
    let mut by_row: BTreeMap<String, bool> = BTreeMap::new();
    let all = cases();
    for case in all.iter().filter(|case| case.before.is_some() && case.after.is_some()) {
        let row = case.name.split('-').next().unwrap_or_default().to_owned();
        *by_row.entry(row).or_default() |= case.caller.is_some() || case.note.is_some();
        if case.payload.is_none() && case.note.is_none() {
            let decoded = rows(case).iter().any(|row| DECODED.contains(&row.area));
            let first = rows(case).first().is_some_and(|row| DECODED.contains(&row.area));
            if decoded && first && case.caller.is_some() {
                failures.push(format!("{} has no payload and no note", case.name));
            }
        }
    }
    failures.extend(by_row.iter().filter(|(_, some)| !**some).map(|(row, _)| format!("{row} has no caller")));
    all_well(&failures, all.len());
}
