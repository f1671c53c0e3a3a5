//! `cargo xtask release` and what `regen` makes after it: released, narrowed, renamed, and released again.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A schema whose type `Melding` has these elements, and `Del` under another name.
fn schema(part: &str, elements: &str) -> String {
    format!(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"urn:a\" xmlns=\"urn:a\" \
         elementFormDefault=\"qualified\">\n  <xs:element name=\"melding\" type=\"Melding\"/>\n  <xs:complexType \
         name=\"Melding\">\n    <xs:sequence>{elements}<xs:element name=\"del\" type=\"{part}\" minOccurs=\"0\"/>\
         </xs:sequence>\n  </xs:complexType>\n  <xs:complexType name=\"{part}\"><xs:sequence><xs:element name=\"p\" \
         type=\"xs:string\"/><xs:element name=\"q\" type=\"xs:string\"/><xs:element name=\"r\" type=\"xs:string\"/>\
         </xs:sequence></xs:complexType>\n</xs:schema>\n"
    )
}

const A: &str = "<xs:element name=\"a\" type=\"xs:string\"/>";
const MANY: &str = "<xs:element name=\"b\" type=\"xs:string\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>";
const ONE: &str = "<xs:element name=\"b\" type=\"xs:string\" minOccurs=\"0\"/>";
const C: &str = "<xs:element name=\"c\" type=\"xs:string\" minOccurs=\"0\"/>";

struct Workspace(tempfile::TempDir);

impl Workspace {
    fn new() -> Self {
        let workspace = Self(tempfile::tempdir().unwrap());
        workspace.write("specs/a/v1/api.toml", "title = \"a\"\nversion = \"v1\"\ndocuments = [\"a.xsd\"]\n");
        workspace.write("runtime/Cargo.toml", "[package]\nname = \"skatteetaten\"\n");
        workspace.write("specs/a/v1/a.xsd", &schema("Del", &[A, MANY, C].concat()));
        workspace
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    /// Exit code and standard error.
    fn run(&self, args: &[&str]) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.current_dir(self.0.path()).arg("--root").arg(self.0.path()).args(args).stdin(Stdio::null());
        let output = command.output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    }

    fn succeeds(&self, args: &[&str]) {
        let (code, said) = self.run(args);
        assert_eq!(code, 0, "{args:?}: {said}");
    }

    fn version(&self) -> String {
        let manifest = self.read("generated/a-v1/Cargo.toml");
        manifest.lines().find_map(|line| line.strip_prefix("version = ")).unwrap().trim_matches('"').to_owned()
    }
}

#[test]
fn from_release_to_release() {
    let workspace = Workspace::new();
    workspace.succeeds(&["regen"]);
    let first = workspace.read("generated/a-v1/src/types.rs");
    workspace.succeeds(&["release", "a/v1"]);
    assert_eq!((workspace.version(), workspace.read("generated/a-v1/src/types.rs")), ("0.1.0".to_owned(), first));

    // Nothing has changed, so that there is nothing to release.
    let state = workspace.read("specs/a/v1/released.json");
    workspace.succeeds(&["release", "a/v1"]);
    assert_eq!(workspace.read("specs/a/v1/released.json"), state);

    // A list becomes one, an optional element goes, a type is renamed: plain `regen` holds the crate to what it was.
    workspace.write("specs/a/v1/a.xsd", &schema("Part", &[A, ONE].concat()));
    workspace.succeeds(&["regen"]);
    let types = workspace.read("generated/a-v1/src/types.rs");
    for kept in ["pub b: Vec<String>,", "pub c: Option<String>,", "pub del: Option<Box<Del>>,", "pub struct Del {"] {
        assert!(types.contains(kept), "{kept} is not in {types}");
    }
    assert_eq!(workspace.version(), "0.1.1");
    let told = workspace.read("generated/a-v1/CHANGELOG.md");
    assert!(told.starts_with("# Changelog of a-v1\n\n## 0.1.1\n\n"), "{told}");
    for row in ["(XB4)", "(XB10)", "(XF9)"] {
        assert!(told.contains(row), "{row} is not in {told}");
    }
    assert!(told.contains("\n## 0.1.0\n\nFirst version"), "{told}");
    assert_eq!(workspace.read("specs/a/v1/released.json"), state, "plain regen releases nothing");
    workspace.succeeds(&["regen", "--check"]);

    // Changes accumulate, and the largest step holds.
    workspace.write("specs/a/v1/a.xsd", &schema("Part", ONE));
    workspace.succeeds(&["regen"]);
    assert_eq!(workspace.version(), "0.2.0");
    assert!(workspace.read("generated/a-v1/CHANGELOG.md").contains("Releases before 0.2.0 cannot decode it."));

    // Neither a lower version nor one that leaves some out.
    for (version, code) in [("0.1.1", "E0506"), ("0.1.0", "E0506"), ("0.4.0", "E0507")] {
        let (exit, said) = workspace.run(&["release", "a/v1", "--version", version]);
        assert!(exit == 1 && said.contains(code), "{version}: {said}");
        assert_eq!(workspace.read("specs/a/v1/released.json"), state);
    }
    assert_eq!(workspace.run(&["release", "a/v1", "--version", "next"]).0, 2);
    workspace.succeeds(&["release", "a/v1"]);
    assert_eq!(workspace.version(), "0.2.0");
    workspace.succeeds(&["regen", "--check"]);
    assert!(
        workspace.read("generated/a-v1/src/types.rs").contains("pub c: Option<String>,"),
        "what is kept stays kept"
    );
}

#[test]
fn a_state_that_is_not_usable_stops_its_api() {
    let workspace = Workspace::new();
    workspace.write("specs/a/v1/released.json", "{}");
    let (code, said) = workspace.run(&["regen"]);
    assert!(code == 1 && said.contains("E0505") && said.contains("specs/a/v1/released.json:1:2"), "{said}");
    assert!(!workspace.at("generated/a-v1").exists());
}
