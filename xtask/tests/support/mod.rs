//! What tests of the commands share.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::SystemTime;

pub(crate) const XSD: &str = r#"<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a" xmlns="urn:a"
    elementFormDefault="qualified">
  <xsd:element name="melding" type="Melding"/>
  <xsd:complexType name="Melding">
    <xsd:sequence><xsd:element name="beloep" type="xsd:decimal" minOccurs="0"/></xsd:sequence>
  </xsd:complexType>
</xsd:schema>
"#;

pub(crate) const README: &str = "# A\n\n<!-- api-table:begin -->\n<!-- api-table:end -->\n\nEnd.\n";

/// A workspace with the APIs a/v1 and b/v2.
pub(crate) struct Workspace {
    dir: tempfile::TempDir,
}

impl Workspace {
    pub(crate) fn new() -> Self {
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

    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, content: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), content).unwrap();
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.current_dir(self.dir.path()).arg("--root").arg(self.dir.path()).args(args).stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        Run::new(&self.command(args).output().unwrap())
    }

    /// All files with their content.
    pub(crate) fn contents(&self, path: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        self.state(path).into_iter().map(|(path, (content, _))| (path, content)).collect()
    }

    /// All files with their content and time of change.
    pub(crate) fn state(&self, path: &str) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
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

pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    pub(crate) fn new(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let run = Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) };
        assert!(!run.out.contains('\x1b') && !run.err.contains('\x1b'), "colour without a terminal");
        assert!(!run.err.contains("panicked"), "{}", run.err);
        run
    }

    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }
}
