//! `cargo xtask drift` as a person runs it: two files, two folders, a revision, and the exit codes.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A schema whose type `Melding` has these elements.
fn schema(elements: &str) -> String {
    format!(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"urn:a\" xmlns=\"urn:a\" \
         elementFormDefault=\"qualified\">\n  <xs:element name=\"melding\" type=\"Melding\"/>\n  <xs:complexType \
         name=\"Melding\">\n    <xs:sequence>{elements}</xs:sequence>\n  </xs:complexType>\n</xs:schema>\n"
    )
}

const A: &str = "<xs:element name=\"a\" type=\"xs:string\"/>";
const B: &str = "<xs:element name=\"b\" type=\"xs:string\" minOccurs=\"0\"/>";
const TOLD: &str = "<xs:element name=\"a\" type=\"xs:string\"><xs:annotation><xs:documentation>Navn</xs:documentation>\
                    </xs:annotation></xs:element>";

/// A folder with specs/a/v1.
struct Workspace(tempfile::TempDir);

impl Workspace {
    fn new() -> Self {
        let workspace = Self(tempfile::tempdir().unwrap());
        workspace.write("specs/a/v1/api.toml", "title = \"a\"\nversion = \"v1\"\ndocuments = [\"a.xsd\"]\n");
        workspace.write("specs/a/v1/a.xsd", &schema(A));
        workspace
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    fn git(&self, args: &[&str]) {
        let mut command = Command::new("git");
        command.current_dir(self.0.path()).args(["-c", "user.name=a", "-c", "user.email=a@example.org"]).args(args);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn committed() -> Self {
        let workspace = Self::new();
        workspace.git(&["init", "--quiet"]);
        workspace.git(&["add", "."]);
        workspace.git(&["commit", "--quiet", "--message", "a"]);
        workspace
    }

    /// Exit code, standard output and standard error.
    fn drift(&self, args: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.current_dir(self.0.path()).arg("--root").arg(self.0.path()).arg("drift").args(args);
        let Output { status, stdout, stderr } =
            command.stdin(Stdio::null()).env_remove("GITHUB_ACTIONS").output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (status.code().unwrap(), text(stdout), text(stderr))
    }

    fn files(&self, old: &str, new: &str, more: &[&str]) -> (i32, String, String) {
        self.write("old.xsd", &schema(old));
        self.write("new.xsd", &schema(new));
        let mut args = vec!["--old", "old.xsd", "--new", "new.xsd"];
        args.extend(more);
        self.drift(&args)
    }
}

#[test]
fn exit_codes_tell_the_worst() {
    let workspace = Workspace::new();
    let both = format!("{A}{B}");
    for (old, new, code) in [(A, A, 0), (A, TOLD, 0), (A, both.as_str(), 2), (&both, A, 3), (&both, B, 4)] {
        let (found, out, err) = workspace.files(old, new, &[]);
        assert_eq!(found, code, "{out}{err}");
    }
    let union =
        "<xs:element name=\"a\"><xs:simpleType><xs:union memberTypes=\"xs:int xs:date\"/></xs:simpleType></xs:element>";
    assert_eq!(workspace.files(A, union, &[]).0, 5);
    // A break that a major release announces is no reason to stop.
    assert_eq!(workspace.files(&both, A, &["--check"]).0, 0);
    assert_eq!(workspace.files(&both, B, &["--check"]).0, 4);
    assert_eq!(workspace.drift(&["--old", "none.xsd", "--new", "new.xsd"]).0, 2);
    assert_eq!(workspace.drift(&["--old", "new.xsd"]).0, 2);
    workspace.write("bad.xsd", "<a>");
    let (code, _, err) = workspace.drift(&["--old", "new.xsd", "--new", "bad.xsd"]);
    assert_eq!(code, 1);
    assert!(err.contains("error[E0101]") && err.contains("bad.xsd"), "{err}");
}

#[test]
fn a_revision_is_compared_with_the_working_tree() {
    let workspace = Workspace::committed();
    assert_eq!(workspace.drift(&[]).0, 0);
    workspace.write("specs/a/v1/a.xsd", &schema(&format!("{A}{B}")));
    let (code, out, err) = workspace.drift(&["a/v1", "--git", "HEAD"]);
    assert_eq!(code, 2, "{out}{err}");
    assert!(out.contains("a-v1: 1 A; release: minor") && out.contains("specs/a/v1/a.xsd:4:"), "{out}");
    // The index and the files of the repository are as they were.
    workspace.git(&["diff", "--cached", "--quiet"]);
    assert_eq!(workspace.drift(&["--git", "none"]).0, 2);
    assert_eq!(workspace.drift(&["--git=--all"]).0, 2);
    workspace.write("specs/b/v1/api.toml", "title = \"b\"\nversion = \"v1\"\ndocuments = [\"a.xsd\"]\n");
    workspace.write("specs/b/v1/a.xsd", &schema(A));
    let (code, out, _) = workspace.drift(&[]);
    assert_eq!(code, 2);
    assert!(out.contains("A7") && out.contains("b-v1"), "{out}");
}

/// What no document says: withdrawal and error codes.
#[test]
fn api_toml_is_compared_too() {
    let workspace = Workspace::committed();
    let head = "title = \"a\"\nversion = \"v1\"\ndocuments = [\"a.xsd\"]\n";
    let error = "[[errors]]\nkode = \"A-001\"\nhttp = 404\narea = \"none\"\n";
    workspace.write("specs/a/v1/api.toml", &format!("{head}{error}"));
    let (code, out, err) = workspace.drift(&[]);
    assert_eq!(code, 2, "{out}{err}");
    assert!(out.contains("E10   [A] Feilkode: an error code was added: A-001"), "{out}");
    workspace.write("specs/a/v1/api.toml", &format!("{head}retired = true\n"));
    let (code, out, _) = workspace.drift(&["--format", "json"]);
    assert_eq!(code, 4);
    assert!(out.contains("\"id\": \"A8\""), "{out}");
    // Files of their own have none.
    assert_eq!(workspace.drift(&["--old", "specs/a/v1/a.xsd", "--new", "specs/a/v1/a.xsd"]).0, 0);
}

#[test]
fn two_folders_are_compared_by_name() {
    let workspace = Workspace::new();
    workspace.write("old/a.xsd", &schema(A));
    workspace.write("old/gone.xsd", &schema(A));
    workspace.write("new/a.xsd", &schema(&format!("{A}{B}")));
    let (code, out, err) = workspace.drift(&["--old", "old", "--new", "new"]);
    assert_eq!(code, 5, "{out}{err}");
    assert!(out.contains("XB1") && out.contains("A9") && out.contains("gone.xsd"), "{out}");
    workspace.write("later/specs/a/v1/api.toml", "title = \"a\"\nversion = \"v1\"\ndocuments = [\"a.xsd\"]\n");
    workspace.write("later/specs/a/v1/a.xsd", &schema(TOLD));
    let (code, out, err) = workspace.drift(&["--old", "specs", "--new", "later/specs", "--format", "json"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("\"id\": \"XA4\"") && out.contains("\"package\": \"a-v1\""), "{out}");
}

#[test]
fn accepted_findings_do_not_count_and_do_not_outlive_their_reason() {
    let workspace = Workspace::committed();
    workspace.write("specs/a/v1/a.xsd", &schema(B));
    let (code, out, _) = workspace.drift(&["--format", "json"]);
    assert_eq!(code, 4);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    let findings = report["crates"][0]["findings"].as_array().unwrap().clone();
    let entry = |fingerprint: &str| {
        format!(
            "[[accepted]]\nfingerprint = \"{fingerprint}\"\nreason = \"no caller\"\nwho = \"M\"\ndate = \"2026-11-22\"\n\n"
        )
    };
    let all: String = findings.iter().map(|f| entry(f["fingerprint"].as_str().unwrap())).collect();
    workspace.write("specs/a/v1/drift-accepted.toml", &all);
    let (code, out, err) = workspace.drift(&[]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("accepted by M, 2026-11-22: no caller"), "{out}");
    workspace.write("specs/a/v1/drift-accepted.toml", &(all + &entry("0123456789ab")));
    assert_eq!(workspace.drift(&[]).0, 0);
    let (code, _, err) = workspace.drift(&["--check"]);
    assert_eq!(code, 1);
    assert!(err.contains("error[E0504] specs/a/v1/drift-accepted.toml:"), "{err}");
    workspace.write("specs/a/v1/drift-accepted.toml", "[[accepted]]\n");
    let (code, _, err) = workspace.drift(&[]);
    assert_eq!(code, 1);
    assert!(err.contains("error[E0503]"), "{err}");
}

#[test]
fn the_page_is_written_beside_the_report() {
    let workspace = Workspace::new();
    let (code, _, _) = workspace.files(A, B, &["--html", "page.html", "--format", "github"]);
    assert_eq!(code, 4);
    assert!(fs::read_to_string(workspace.at("page.html")).unwrap().starts_with("<!DOCTYPE html>"));
}
