//! What rows say of callers and of released crates, proved: a small caller is compiled against the crate of each state, and
//! the crate of the state before reads what the service sends in the state after.
//!
//! One workspace of four packages: the crates of all states before as modules of one library, those after as modules of
//! another, and the callers of each. So Cargo runs three times, not once for each pair.

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
const CALLERS_BEFORE: &str = "drift-callers-before";
const CALLERS_AFTER: &str = "drift-callers-after";

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

/// Whether callers break: by the classes that hold without a lock file, which is what the generator does.
fn breaks(case: &Case) -> bool {
    rows(case).iter().any(|row| row.naive().contains(&Class::C))
}

/// Whether the crate of the state before fails to read the payload.
fn fails(case: &Case) -> bool {
    rows(case).iter().any(|row| DECODED.contains(&row.area) && row.old_release == OldRelease::Fails)
}

/// Pairs with two states and a caller.
fn witnesses() -> Vec<Case> {
    let all = cases().iter();
    all.filter(|case| case.caller.is_some() && case.before.is_some() && case.after.is_some()).cloned().collect()
}

fn manifest(name: &str, dependency: Option<&str>) -> String {
    let mut text =
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n");
    text.push_str(
        "[features]\ndefault = [\"client\", \"xml\"]\nclient = []\nxml = []\nvalidate = []\n\n[dependencies]\n",
    );
    text.push_str("skatteetaten = { workspace = true, features = [\"client\", \"validate\", \"xml\"] }\n");
    if let Some(dependency) = dependency {
        let _ = writeln!(text, "{dependency} = {{ path = \"../{dependency}\" }}");
    }
    text
}

/// The crates of one state of all cases, a module each.
fn library(name: &str, cases: &[Case], state: impl Fn(&Case) -> Option<&State>) -> Files {
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

/// The callers of one library; `read` adds a program that reads the payloads.
fn callers(name: &str, library: &str, cases: &[Case], read: bool) -> Files {
    let mut files = Files::from([("Cargo.toml".to_owned(), manifest(name, Some(library)))]);
    let head = "//! Callers.\n#![allow(dead_code, unused, reason = \"they are only compiled\")]\n";
    let mut root = String::from(head);
    let mut main = String::from("fn main() {\n");
    for case in cases {
        let (module, caller) = (case.module(), case.caller.as_deref().unwrap_or_default());
        let _ = writeln!(root, "mod {module};");
        let path = format!("{}::{module}", library.replace('-', "_"));
        files.insert(format!("src/{module}.rs"), format!("use {path} as api;\n\n{caller}\n"));
        if let Some(payload) = &case.payload {
            let format = if payload.starts_with('<') { "xml" } else { "json" };
            let read = format!("skatteetaten::{format}::from_slice::<{path}::{}>({payload:?}.as_bytes())", case.ty);
            let _ = writeln!(
                main,
                "    println!(\"{} {{}}\", {read}.map_or_else(|e| format!(\"fails: {{e}}\"), |_| \"ok\".to_owned()));",
                case.name
            );
        }
    }
    main.push_str("}\n");
    if read {
        files.insert("src/main.rs".to_owned(), root + &main);
    } else {
        files.insert("src/lib.rs".to_owned(), root);
    }
    files
}

#[test]
fn callers_compile_and_payloads_are_read_as_rows_say() {
    let cases = witnesses();
    let crates: BTreeMap<String, Files> = BTreeMap::from([
        (BEFORE.to_owned(), library(BEFORE, &cases, |case| case.before.as_ref())),
        (AFTER.to_owned(), library(AFTER, &cases, |case| case.after.as_ref())),
        (CALLERS_BEFORE.to_owned(), callers(CALLERS_BEFORE, BEFORE, &cases, true)),
        (CALLERS_AFTER.to_owned(), callers(CALLERS_AFTER, AFTER, &cases, false)),
    ]);
    let workspace = Workspace::write(TMP, "drift", &crates, &RuntimeDependency::Workspace);
    let run = workspace.cargo(&["run", "--quiet", "--package", CALLERS_BEFORE]);
    let read = run.unwrap_or_else(|e| panic!("callers of the state before compile: {e}"));
    workspace.cargo(&["check", "--package", AFTER]).unwrap_or_else(|e| panic!("the state after compiles: {e}"));
    let broken = match workspace.cargo(&["check", "--package", CALLERS_AFTER]) {
        Ok(_) => BTreeSet::new(),
        Err(said) => broken(&said),
    };
    let read = String::from_utf8_lossy(&read.stdout).into_owned();
    let read: BTreeMap<&str, &str> = read.lines().filter_map(|line| line.split_once(' ')).collect();
    let mut failures = Vec::new();
    for case in &cases {
        let compiles = !broken.contains(&case.module());
        if compiles == breaks(case) {
            let said = if compiles { "still compiles" } else { "does not compile any more" };
            failures.push(format!("{}: the caller {said}", case.name));
        }
        let Some(result) = read.get(case.name.as_str()) else { continue };
        if (*result != "ok") != fails(case) {
            failures.push(format!("{}: the crate before reads the payload: {result}", case.name));
        }
    }
    all_well(&failures, cases.len());
    assert!(read.len() > 120 && broken.len() > 50, "{} payloads, {} broken callers", read.len(), broken.len());
}

/// The callers that Cargo has an error for.
fn broken(said: &str) -> BTreeSet<String> {
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
