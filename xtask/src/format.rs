//! Generated Rust through rustfmt, so that `cargo fmt` finds nothing to do in a crate.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::output::Files;

/// The workspace's settings; a crate of its own gets a file that says the same.
const SETTINGS: &str = include_str!("../../rustfmt.toml");

/// Formats all Rust files of a crate, in one call: starting rustfmt takes longer than most of them.
pub(crate) fn rust(files: &mut Files) -> Result<()> {
    let mut rust: Vec<(&String, &mut String)> = files.iter_mut().filter(|(path, _)| path.ends_with(".rs")).collect();
    if rust.is_empty() {
        return Ok(());
    }
    let folder = tempfile::tempdir().context("cannot make a folder for rustfmt")?;
    for (path, text) in &rust {
        let at = folder.path().join(path);
        at.parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&at, text.as_bytes()))
            .with_context(|| format!("cannot write {}", at.display()))?;
    }
    // Or rustfmt would look for its settings above, in a folder that is not ours.
    fs::write(folder.path().join("rustfmt.toml"), SETTINGS).context("cannot write rustfmt.toml")?;
    // The modules of a crate are found from its root.
    let roots =
        rust.iter().map(|(path, _)| path).filter(|path| !path.starts_with("src/") || path.as_str() == "src/lib.rs");
    let output = Command::new("rustfmt")
        .args(["--edition", "2024", "--quiet"])
        .args(roots)
        .current_dir(folder.path())
        .output()
        .context("rustfmt does not start; `rustup component add rustfmt` installs it")?;
    if !output.status.success() {
        bail!("rustfmt: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    for (path, text) in &mut rust {
        let at = folder.path().join(path);
        **text = fs::read_to_string(&at).with_context(|| format!("cannot read {}", at.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(lib: &str) -> Files {
        let more = [("src/types.rs", "pub  struct A ;"), ("examples/a.rs", "fn  main( ) {}"), ("README.md", "pub  fn")];
        let files = more.into_iter().chain([("src/lib.rs", lib)]);
        files.map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
    }

    #[test]
    fn modules_and_examples_are_formatted_and_nothing_else() {
        let mut files = files("mod  types ;");
        rust(&mut files).unwrap();
        assert_eq!(files["src/lib.rs"], "mod types;\n");
        assert_eq!(files["src/types.rs"], "pub struct A;\n");
        assert_eq!(files["examples/a.rs"], "fn main() {}\n");
        assert_eq!(files["README.md"], "pub  fn");
    }

    #[test]
    fn what_is_not_rust_is_told_with_file_and_line() {
        let error = rust(&mut files("mod types;\nfn")).unwrap_err().to_string();
        assert!(error.contains("src/lib.rs:2"), "{error}");
    }
}
