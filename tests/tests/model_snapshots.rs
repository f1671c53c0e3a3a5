//! The model of everything in `specs/`, as `cargo xtask model` prints it, and what is said when one is another.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use skatteetaten_codegen::model::{Model, tree};
use skatteetaten_tests::drift::{State, cases};
use skatteetaten_tests::pipeline;
use skatteetaten_tests::snapshot::{ACCEPT, Change, Older, older};
use skatteetaten_tests::{all_well, root};

const FOLDER: &str = "snapshots/model";

/// The text of a snapshot; `None` where there is none yet.
fn snapshot(name: &str) -> Option<String> {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(FOLDER).join(format!("{name}.snap")))
        .ok()
}

fn text(model: &Model) -> String {
    tree::render(model, None).unwrap_or_else(|_| panic!("{:?} has no tree", model.api.title))
}

/// What insta compares: the text below its header, without white space at the end.
fn is_of(snapshot: &str, text: &str) -> bool {
    snapshot.splitn(3, "---\n").nth(2).is_some_and(|own| own.trim_end() == text.trim_end())
}

#[test]
fn models_are_the_ones_that_were_reviewed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path(FOLDER);
    // Insta shows two texts of a thousand lines whose places all moved; it is asked where it is to write.
    let accepts = env::var_os("INSTA_UPDATE").is_some_and(|how| how != "no");
    let specs = pipeline::specs();
    let mut failures = Vec::new();
    for (api, version, path) in &specs {
        let made = pipeline::make_spec(api, version, path);
        let (name, text) = (format!("{api}-{version}"), text(&made.model));
        if accepts {
            settings.bind(|| insta::assert_snapshot!(name, text));
            continue;
        }
        let selector = format!("{api}/{version}");
        match snapshot(&name) {
            Some(snapshot) if is_of(&snapshot, &text) => {}
            Some(snapshot) => {
                let older = older(&root(), &selector, &snapshot);
                let (newer, selector) = ((&made.spec, &made.model), selector.as_str());
                let older = older.as_ref();
                failures.push(Change { selector, snapshot: &snapshot, text: &text, newer, older }.told());
            }
            None => failures.push(format!("{selector}: its model has no snapshot yet\n  if it is right: {ACCEPT}")),
        }
    }
    all_well(&failures, specs.len());
}

/// A pair of `tests/drift`: the texts before and after, the documents after, and those before.
fn pair(name: &str) -> (String, String, &'static State, Older) {
    let case = cases().iter().find(|case| case.name == name).unwrap_or_else(|| panic!("no {name}"));
    let (before, after) = case.before.as_ref().zip(case.after.as_ref()).expect("two states");
    let older = Older { spec: before.spec.clone(), model: before.model.clone() };
    (text(&before.model), text(&after.model), after, older)
}

#[test]
fn what_changed_is_told_by_member_with_its_class_and_the_commands() {
    let (snapshot, text, after, older) = pair("F4-required");
    let newer = (&after.spec, &after.model);
    let told = Change { selector: "sak/v1", snapshot: &snapshot, text: &text, newer, older: Some(&older) }.told();
    for line in [
        "sak/v1: after.yaml changed, and the snapshot of the model did not",
        "      F4    [R C] Sak.b: a required member was removed (text, 1)",
        "            at specs/sak/v1/before.yaml:13:79 (older)",
        "  what it does to callers: cargo xtask drift sak/v1",
        "  the crate:               cargo xtask regen sak/v1",
        "  if it is right:          INSTA_UPDATE=always cargo test -p skatteetaten-tests --test model_snapshots",
    ] {
        assert!(told.lines().any(|is| is == line), "no {line:?} in\n{told}");
    }
}

#[test]
fn without_the_older_documents_members_are_told_from_the_texts() {
    let (snapshot, text, after, _) = pair("F6-optional");
    let newer = (&after.spec, &after.model);
    let of = |snapshot: &str| Change { selector: "sak/v1", snapshot, text: &text, newer, older: None }.told();
    let told = of(&snapshot);
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines.contains(&"  Sak.b: was `text  1`, is `text  0..1`"), "{told}");
    // The version in the head and the member: not a line more, whatever moved.
    assert_eq!(lines.iter().filter(|line| line.contains(": was ")).count(), 2, "{told}");

    // The same documents, and a generator that understands them otherwise.
    let moved = text.replace(":1", ":7").replace("text  0..1", "integer  0..1");
    let told = of(&moved);
    assert!(
        told.starts_with("sak/v1: the documents are those of the snapshot, and are understood otherwise"),
        "{told}"
    );
    assert!(told.contains("  Sak.b: was `integer  0..1`, is `text  0..1`"), "{told}");
    assert!(!told.contains("cargo xtask regen"), "{told}");
}

/// A repository with the two states of a pair, one commit each.
#[test]
fn the_documents_of_a_snapshot_are_found_in_the_history() {
    let (snapshot, text, ..) = pair("F6-optional");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("snapshot-history");
    // Not there at the first run.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("specs/sak/v1")).expect("a folder");
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.arg("-C").arg(&folder).args(["-c", "user.name=a", "-c", "user.email=a@example.org"]).args(args);
        assert!(command.output().expect("git starts").status.success(), "{args:?}");
    };
    git(&["init", "--quiet"]);
    fs::write(folder.join("specs/sak/v1/api.toml"), "documents = [\"sak.yaml\"]\n").expect("a file");
    for state in ["before", "after"] {
        let document = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("drift/F6-optional/{state}.yaml"));
        fs::copy(document, folder.join("specs/sak/v1/sak.yaml")).expect("a file");
        git(&["add", "."]);
        git(&["commit", "--quiet", "--message", state]);
    }
    for told in [&snapshot, &text] {
        let found = older(&folder, "sak/v1", told).expect("in the history");
        assert!(told.contains(&found.model.documents[0].sha256), "{told}");
    }
    assert!(older(&folder, "sak/v1", &snapshot.replace("sha256 ", "sha256 0")).is_none());
}
