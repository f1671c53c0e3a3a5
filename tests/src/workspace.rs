//! A Cargo workspace below the target folder, for crates that a test generates: all of them in one call of Cargo.
//!
//! It shares the target folder of the test run, so that the runtime's dependencies are not compiled again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use skatteetaten_codegen::emit::Files;
use skatteetaten_codegen::plan::RuntimeDependency;

use crate::{read, root, tree};

/// Crates on disk.
#[derive(Debug)]
pub struct Workspace {
    path: PathBuf,
    target: PathBuf,
    packages: Vec<String>,
}

/// What the round-trip example of each crate is called here: Cargo puts the examples of a workspace into one folder.
fn example(package: &str) -> String {
    format!("roundtrip-{package}")
}

impl Workspace {
    /// Formats the crates and writes them to `name` in `tmp`, the test's `CARGO_TARGET_TMPDIR`.
    ///
    /// What is already there and the same is not touched: Cargo goes by the time of a file.
    ///
    /// # Panics
    /// When that fails.
    #[must_use]
    pub fn write(tmp: &str, name: &str, crates: &BTreeMap<String, Files>, runtime: &RuntimeDependency) -> Self {
        let path = Path::new(tmp).join(name);
        let mut wanted: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        wanted.insert("Cargo.toml".to_owned(), manifest(crates.keys(), runtime).into_bytes());
        wanted.insert("Cargo.lock".to_owned(), read(&root().join("Cargo.lock")));
        for (package, files) in crates {
            for (file, text) in files {
                let text = if file == "Cargo.toml" { member(text, package) } else { text.clone() };
                wanted.insert(format!("{package}/{file}"), text.into_bytes());
            }
        }
        sync(&path, &wanted);
        let target = Path::new(tmp).parent().unwrap_or(&path).to_owned();
        Self { path, target, packages: crates.keys().cloned().collect() }
    }

    /// Runs Cargo in the workspace with `arguments`, and gives its output when it says nothing against it.
    ///
    /// # Errors
    /// When Cargo fails or warns: what it says.
    ///
    /// # Panics
    /// When Cargo does not start.
    pub fn cargo(&self, arguments: &[&str]) -> Result<Output, String> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        // What Cargo tells about the test itself is not about these crates, and build scripts (ring's) run again when it
        // changes.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_"].iter().any(|own| name.starts_with(own)) {
                command.env_remove(&*name);
            }
        }
        let output = command
            .args(arguments)
            .args(["--offline", "--message-format", "short"])
            .current_dir(&self.path)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("RUSTDOCFLAGS", "-D warnings")
            .envs(std::env::var_os("CARGO_BIN_EXE_rustdoc-apart").map(|program| ("RUSTDOC", program)))
            .output()
            .unwrap_or_else(|e| panic!("cargo does not start: {e}"));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if !output.status.success() || said.contains("warning") {
            return Err(format!("cargo {} in {}:\n{said}", arguments.join(" "), self.path.display()));
        }
        Ok(output)
    }

    /// Builds the round-trip examples, with validation and without the client, and gives the program of each package.
    ///
    /// # Errors
    /// When Cargo fails or warns.
    pub fn examples(&self) -> Result<BTreeMap<String, PathBuf>, String> {
        self.examples_of(&self.packages)
    }

    /// The same for some of the packages.
    ///
    /// # Errors
    /// When Cargo fails or warns.
    pub fn examples_of(&self, packages: &[String]) -> Result<BTreeMap<String, PathBuf>, String> {
        let mut arguments =
            vec!["build", "--keep-going", "--examples", "--no-default-features", "--features", "xml,validate"];
        arguments.extend(packages.iter().flat_map(|package| ["--package", package]));
        self.cargo(&arguments)?;
        let at = |package: &String| self.target.join("debug/examples").join(example(package));
        Ok(packages.iter().map(|package| (package.clone(), at(package))).collect())
    }

    /// Checks all crates with the features that are on by default.
    ///
    /// # Errors
    /// When Cargo fails or warns.
    pub fn check(&self) -> Result<(), String> {
        self.cargo(&["check", "--workspace", "--keep-going"]).map(drop)
    }

    /// Makes the documentation of all crates.
    ///
    /// # Errors
    /// When rustdoc fails or warns.
    pub fn doc(&self) -> Result<(), String> {
        self.doc_of(&self.packages)
    }

    /// The same for some of the crates.
    ///
    /// # Errors
    /// When rustdoc fails or warns.
    pub fn doc_of(&self, packages: &[String]) -> Result<(), String> {
        let mut arguments = vec!["doc", "--no-deps", "--keep-going"];
        arguments.extend(packages.iter().flat_map(|package| ["--package", package]));
        self.cargo(&arguments).map(drop)
    }
}

/// Formats files as `cargo xtask` does, all in one call.
///
/// # Errors
/// When there is something that rustfmt cannot read: what it says. The other files are formatted nevertheless.
///
/// # Panics
/// When rustfmt does not start.
pub fn format(tmp: &str, name: &str, crates: &mut BTreeMap<String, Files>) -> Result<(), String> {
    let path = Path::new(tmp).join(name);
    let rust = |files: &Files| files.keys().filter(|f| f.ends_with(".rs")).cloned().collect::<Vec<_>>();
    let mut wanted = BTreeMap::new();
    for (package, files) in &*crates {
        wanted.extend(rust(files).into_iter().map(|f| (format!("{package}/{f}"), files[&f].clone().into_bytes())));
    }
    sync(&path, &wanted);
    let output = Command::new("rustfmt")
        .args(["--edition", "2024", "--config", "max_width=120,use_small_heuristics=Max"])
        .args(wanted.keys())
        .current_dir(&path)
        .output()
        .unwrap_or_else(|e| panic!("rustfmt does not start: {e}"));
    for (package, files) in crates {
        for file in rust(files) {
            let text =
                String::from_utf8(read(&path.join(package).join(&file))).unwrap_or_else(|e| panic!("{file}: {e}"));
            files.insert(file, text);
        }
    }
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// The manifest of the workspace: the project's own settings, and every warning an error.
fn manifest<'a>(members: impl Iterator<Item = &'a String>, runtime: &RuntimeDependency) -> String {
    let project = String::from_utf8(read(&root().join("Cargo.toml"))).unwrap_or_else(|e| panic!("Cargo.toml: {e}"));
    let members: Vec<String> = members.map(|member| format!("{member:?}")).collect();
    let mut text = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n", members.join(", "));
    text.push_str(&section(&project, "[workspace.package]"));
    text.push_str(&format!(
        "[workspace.dependencies]\nskatteetaten = {{ path = {:?}, default-features = false }}\n\n",
        root().join("runtime")
    ));
    match runtime {
        RuntimeDependency::Workspace => {
            let rust = section(&project, "[workspace.lints.rust]");
            text.push_str(&rust.replace("[workspace.lints.rust]", "[workspace.lints.rust]\nwarnings = \"deny\""));
        }
        // A crate of its own has the lints that are on by default.
        RuntimeDependency::Path(_) => text.push_str("[workspace.lints.rust]\nwarnings = \"deny\"\n\n"),
    }
    // The same profile, or the dependencies would be compiled again.
    text.push_str(&section(&project, "[profile.dev]"));
    text
}

/// A table of a manifest, up to the next one.
fn section(manifest: &str, heading: &str) -> String {
    let lines = manifest.lines().skip_while(|line| *line != heading);
    let mut lines = lines.enumerate().take_while(|(i, line)| *i == 0 || !line.starts_with('[')).map(|(_, line)| line);
    assert!(lines.clone().next().is_some(), "{heading} is not in Cargo.toml");
    let mut text = lines.by_ref().collect::<Vec<_>>().join("\n");
    text.push('\n');
    text
}

/// The manifest of a crate as a member of the workspace here.
fn member(manifest: &str, package: &str) -> String {
    let named = format!("name = \"{}\"\npath = \"examples/roundtrip.rs\"", example(package));
    let mut text = manifest.replace("name = \"roundtrip\"", &named);
    if let Some(alone) = text.strip_suffix("\n[workspace]\n") {
        text = format!("{alone}\n[lints]\nworkspace = true\n");
    }
    text
}

/// Makes the folder hold exactly the files that are wanted.
fn sync(path: &Path, wanted: &BTreeMap<String, Vec<u8>>) {
    fs::create_dir_all(path).unwrap_or_else(|e| panic!("cannot create {}: {e}", path.display()));
    let there = tree(path);
    let gone: BTreeSet<&String> = there.keys().filter(|file| !wanted.contains_key(*file)).collect();
    for file in gone {
        fs::remove_file(path.join(file)).unwrap_or_else(|e| panic!("cannot remove {file}: {e}"));
    }
    for (file, bytes) in wanted.iter().filter(|(file, bytes)| there.get(*file) != Some(bytes)) {
        let at = path.join(file);
        fs::create_dir_all(at.parent().unwrap_or(path)).unwrap_or_else(|e| panic!("cannot create a folder: {e}"));
        fs::write(&at, bytes).unwrap_or_else(|e| panic!("cannot write {}: {e}", at.display()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_ends_where_the_next_begins() {
        assert_eq!(section("[a]\nb = 1\n\n[c]\nd = 2\n", "[a]"), "[a]\nb = 1\n\n");
        assert_eq!(section("[a]\nb = 1\n\n[c]\nd = 2\n", "[c]"), "[c]\nd = 2\n");
    }

    #[test]
    fn members_have_an_example_of_their_own_and_no_workspace() {
        let text = member("[[example]]\nname = \"roundtrip\"\n\n[workspace]\n", "sak-v1");
        assert!(text.contains("name = \"roundtrip-sak-v1\"\npath = \"examples/roundtrip.rs\"\n"), "{text}");
        assert!(text.ends_with("\n[lints]\nworkspace = true\n"), "{text}");
    }
}
