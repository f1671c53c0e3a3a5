//! The commands as a person runs them, on workspaces of a few files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::SystemTime;

const XSD: &str = r#"<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a" xmlns="urn:a"
    elementFormDefault="qualified">
  <xsd:element name="melding" type="Melding"/>
  <xsd:complexType name="Melding">
    <xsd:sequence><xsd:element name="beloep" type="xsd:decimal" minOccurs="0"/></xsd:sequence>
  </xsd:complexType>
</xsd:schema>
"#;

const README: &str = "# A\n\n<!-- api-table:begin -->\n<!-- api-table:end -->\n\nEnd.\n";

/// A workspace with the APIs a/v1 and b/v2.
struct Workspace {
    dir: tempfile::TempDir,
}

impl Workspace {
    fn new() -> Self {
        let workspace = Self { dir: tempfile::tempdir().unwrap() };
        for (api, version) in [("a", "v1"), ("b", "v2")] {
            workspace.write(&format!("specs/{api}/{version}/melding.xsd"), XSD);
            let api_toml = format!(
                "title = \"{api}\"\nversion = \"{version}\"\ndocuments = [\"melding.xsd\"]\nformats = [\"xml\"]\n"
            );
            workspace.write(&format!("specs/{api}/{version}/api.toml"), &api_toml);
        }
        workspace.write("README.md", README);
        workspace.write("runtime/Cargo.toml", "[package]\nname = \"skatteetaten\"\n");
        workspace
    }

    fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn write(&self, path: &str, content: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), content).unwrap();
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.current_dir(self.dir.path()).arg("--root").arg(self.dir.path()).args(args).stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Run {
        Run::new(&self.command(args).output().unwrap())
    }

    /// All files with their content and time of change.
    fn state(&self, path: &str) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
        let mut state = BTreeMap::new();
        let mut folders = vec![self.at(path)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).unwrap().flatten() {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                } else {
                    let time = entry.metadata().unwrap().modified().unwrap();
                    state.insert(entry.path(), (fs::read(entry.path()).unwrap(), time));
                }
            }
        }
        state
    }
}

struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Run {
    fn new(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let run = Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) };
        assert!(!run.out.contains('\x1b') && !run.err.contains('\x1b'), "colour without a terminal");
        assert!(!run.err.contains("panicked"), "{}", run.err);
        run
    }

    #[track_caller]
    fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }
}

#[test]
fn regen_makes_all_crates_and_the_second_run_touches_nothing() {
    let workspace = Workspace::new();
    let run = workspace.run(&["regen"]).expect(0);
    assert!(run.err.starts_with("regen: 2 crates: 2 written, 0 unchanged; "), "{}", run.err);
    assert_eq!(run.out, "");
    let manifest = fs::read_to_string(workspace.at("generated/b-v2/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"b-v2\""), "{manifest}");
    assert!(manifest.lines().take_while(|l| l.starts_with('#')).any(|l| l.contains("cargo xtask regen")), "{manifest}");
    let readme = fs::read_to_string(workspace.at("README.md")).unwrap();
    assert!(readme.contains("| [a](specs/a/v1) | v1 | [`a-v1`](generated/a-v1) | XML | – | – | 0 | 0 | "), "{readme}");
    assert!(!workspace.at(".regen").exists());

    let before = workspace.state(".");
    let run = workspace.run(&["regen"]).expect(0);
    assert!(run.err.starts_with("regen: 2 crates: 0 written, 2 unchanged; "), "{}", run.err);
    assert!(workspace.state(".") == before, "the second run changed something");
    workspace.run(&["regen", "--check"]).expect(0);
}

#[test]
fn a_second_version_tells_what_differs_from_the_first() {
    let workspace = Workspace::new();
    let newer = XSD
        .replace("\"beloep\"", "\"sum\"")
        .replace("</xsd:sequence>", "<xsd:element name=\"aar\" type=\"xsd:gYear\"/></xsd:sequence>");
    workspace.write("specs/a/v2/melding.xsd", &newer);
    workspace.write("specs/a/v2/api.toml", "title = \"a\"\nversion = \"v2\"\ndocuments = [\"melding.xsd\"]\n");
    // The older one need not be made anew.
    workspace.run(&["regen", "a/v2"]).expect(0);
    let migration = fs::read_to_string(workspace.at("generated/a-v2/MIGRATION.md")).unwrap();
    assert!(
        migration.contains("# From a-v1 to a-v2\n") && migration.contains("| `aar` | – | `year`, 1 |"),
        "{migration}"
    );
    assert!(migration.contains("| `beloep` | `decimal`, 0..1 | – |"), "{migration}");
    workspace.run(&["regen"]).expect(0);
    assert!(!workspace.at("generated/a-v1/MIGRATION.md").exists());
    workspace.run(&["regen", "--check"]).expect(0);

    workspace.write("specs/a/v1/melding.xsd", &XSD.replace("xsd:decimal", "xsd:long"));
    let run = workspace.run(&["regen", "--check", "a/v2"]).expect(1);
    assert!(run.out.contains("generated/a-v2/MIGRATION.md"), "{}", run.out);
}

#[test]
fn check_tells_what_is_stale_and_writes_nothing() {
    let workspace = Workspace::new();
    workspace.run(&["regen"]).expect(0);
    let lib = workspace.at("generated/a-v1/src/lib.rs");
    fs::write(&lib, fs::read_to_string(&lib).unwrap() + "// by hand\n").unwrap();
    workspace.write("generated/a-v1/zzz.rs", "extra");
    fs::remove_dir_all(workspace.at("generated/b-v2")).unwrap();
    workspace.write("generated/old-v1/Cargo.toml", "# Generated by `cargo xtask regen`.\n[package]\n");
    workspace.write("README.md", README);
    let before = workspace.state(".");

    let run = workspace.run(&["regen", "--check"]).expect(1);
    assert!(workspace.state(".") == before, "a check wrote something");
    for part in [
        "generated/a-v1: 2 files are stale\n--- generated/a-v1/src/lib.rs\n+++ generated/a-v1/src/lib.rs (regenerated)\n",
        "\n-// by hand\n",
        "generated/a-v1/zzz.rs should not be there\n",
        "generated/b-v2 is missing\n",
        "generated/old-v1 should not be there: its folder in specs/ is gone\n",
        "--- README.md\n",
    ] {
        assert!(run.out.contains(part), "{part:?} is not in\n{}", run.out);
    }
    assert!(run.err.contains("help: run `cargo xtask regen` and commit what it changes\n"), "{}", run.err);
    let run = workspace.run(&["regen", "--check", "a/v1"]).expect(1);
    assert!(run.err.contains("help: run `cargo xtask regen a/v1` and"), "{}", run.err);
    assert!(!run.out.contains("b-v2 is missing") && !run.out.contains("old-v1"), "{}", run.out);

    let run = workspace.run(&["regen"]).expect(0);
    assert!(run.err.contains("2 written, 0 unchanged, 1 removed"), "{}", run.err);
    assert!(!workspace.at("generated/a-v1/zzz.rs").exists() && !workspace.at("generated/old-v1").exists());
    workspace.run(&["regen", "--check"]).expect(0);
}

#[test]
fn an_error_in_one_spec_leaves_its_crate_and_makes_the_others() {
    let workspace = Workspace::new();
    workspace.run(&["regen"]).expect(0);
    workspace.write("specs/a/v1/melding.xsd", "broken <");
    workspace.write("specs/b/v2/melding.xsd", &XSD.replace("beloep", "sum"));
    workspace.write("generated/by-hand/notes.txt", "");
    let before = workspace.state("generated/a-v1");
    let run = workspace.run(&["regen"]).expect(1);
    assert!(run.err.contains("error[E"), "{}", run.err);
    assert!(run.err.contains("] specs/a/v1/melding.xsd"), "{}", run.err);
    assert!(run.err.contains("1 written, 0 unchanged, 1 not made for errors"), "{}", run.err);
    assert!(run.err.contains("note: generated/by-hand was not made by this command"), "{}", run.err);
    assert!(workspace.state("generated/a-v1") == before);
    workspace.run(&["regen", "--check"]).expect(1);

    workspace.write("specs/a/v1/api.toml", "title = \"a\"\nversion = \"v2\"\ndocuments = [\"melding.xsd\"]\n");
    let run = workspace.run(&["regen", "a/v1"]).expect(1);
    assert!(run.err.contains("error[E0501] specs/a/v1/api.toml: "), "{}", run.err);
    workspace.write("specs/a/v1/api.toml", "title = 1\n");
    let run = workspace.run(&["regen", "a/v1"]).expect(1);
    assert!(run.err.contains("error[E0501] specs/a/v1/api.toml:1:9: "), "{}", run.err);
}

#[test]
fn documents_cannot_leave_their_folder() {
    let workspace = Workspace::new();
    workspace.write("secret.xsd", XSD);
    workspace.write("specs/a/v1/api.toml", "title = \"a\"\nversion = \"v1\"\ndocuments = [\"../../../secret.xsd\"]\n");
    let run = workspace.run(&["regen", "a/v1"]).expect(1);
    assert!(run.err.contains("error[E"), "{}", run.err);
    assert!(!workspace.at("generated/a-v1").exists());
}

#[test]
fn usage_errors_are_told_apart() {
    let workspace = Workspace::new();
    let run = workspace.run(&["regen", "a/v9"]).expect(2);
    assert!(run.err.contains("help: there is a/v1"), "{}", run.err);
    let generate = ["generate", "--name", "x", "--version", "v1", "--out", "out"];
    workspace.run(&generate).expect(2);
    workspace.run(&[&generate[..], &["--xsd", "none.xsd"]].concat()).expect(2);
    workspace.run(&["model"]).expect(2);
    workspace.run(&["model", "a/v1", "Nothing"]).expect(2);
    workspace.run(&["regen", "--no-such-flag"]).expect(2);
    workspace.run(&[]).expect(2);
    for command in ["regen", "generate", "model"] {
        let run = workspace.run(&[command, "--help"]).expect(0);
        assert!(run.out.contains(&format!("Examples:\n  cargo xtask {command}")), "{}", run.out);
    }
}

#[test]
fn generate_makes_a_crate_that_stands_alone() {
    let workspace = Workspace::new();
    let args =
        ["generate", "--name", "Melding", "--version", "1", "--xsd", "specs/a/v1/melding.xsd", "--out", "new/crate"];
    let run = workspace.run(&args).expect(0);
    assert!(run.err.contains("note: the package is called melding-v1"), "{}", run.err);
    assert!(run.err.contains("generate: melding-v1 in new/crate: "), "{}", run.err);
    let manifest = || fs::read_to_string(workspace.at("new/crate/Cargo.toml")).unwrap();
    assert!(manifest().contains("[workspace]"), "{}", manifest());
    let runtime = fs::canonicalize(workspace.at("runtime")).unwrap();
    assert!(manifest().contains(&format!("{:?}", runtime.to_str().unwrap())), "{}", manifest());
    let header = "cargo xtask generate --name melding --version v1 --xsd melding.xsd";
    assert!(manifest().contains(header), "{}", manifest());

    // Again, over what building left there; the runtime is named as it was given.
    workspace.write("new/crate/target/built", "x");
    workspace.write("new/crate/src/old.rs", "x");
    workspace.run(&[&args[..], &["--runtime", "runtime"]].concat()).expect(0);
    assert!(manifest().contains("\"../../runtime\""), "{}", manifest());
    assert!(workspace.at("new/crate/target/built").exists() && !workspace.at("new/crate/src/old.rs").exists());
    let left: Vec<_> = fs::read_dir(workspace.at("new")).unwrap().flatten().map(|e| e.file_name()).collect();
    assert_eq!(left, ["crate"]);

    workspace.write("new/crate/Cargo.toml", "[package]\n");
    let run = workspace.run(&args).expect(2);
    assert!(run.err.contains("was not made by this command"), "{}", run.err);
    assert_eq!(manifest(), "[package]\n");
}

#[test]
fn generate_writes_nothing_when_the_document_has_errors() {
    let workspace = Workspace::new();
    workspace.write("bad.xsd", "broken <");
    let run =
        workspace.run(&["generate", "--name", "x", "--version", "v1", "--xsd", "bad.xsd", "--out", "out"]).expect(1);
    assert!(run.err.contains("] bad.xsd"), "{}", run.err);
    assert!(run.err.contains("generate: nothing was written, 1 error"), "{}", run.err);
    assert!(!workspace.at("out").exists());
}

#[test]
fn model_prints_a_tree_or_json() {
    let workspace = Workspace::new();
    let run = workspace.run(&["model", "a/v1"]).expect(0);
    assert!(run.out.contains("specs/a/v1/melding.xsd"), "{}", run.out);
    let run = workspace.run(&["model", "--xsd", "specs/a/v1/melding.xsd", "--format", "json"]).expect(0);
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json["documents"][0]["path"], "melding.xsd");
    let run = workspace.run(&["model", "specs/a/v1/", "mel"]).expect(0);
    assert!(run.out.contains("melding"), "{}", run.out);
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let workspace = Workspace::new();
    let mut child =
        workspace.command(&["model", "a/v1"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    Run::new(&child.wait_with_output().unwrap()).expect(0);
    assert!(Path::new(env!("CARGO_BIN_EXE_xtask")).exists());
}
