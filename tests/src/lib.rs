//! Helpers of the workspace's tests: comparing documents by what they say, generating crates, building and running them.

pub mod drift;
pub mod http;
pub mod json;
pub mod mutation;
pub mod pipeline;
pub mod random;
pub mod roundtrip;
pub mod snapshot;
pub mod tls;
pub mod workspace;
pub mod xml;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Where documents and payloads lie that are not part of the project, relative to the root of the workspace. The
/// environment variable `SKATTEETATEN_SHARED` names another place.
const SHARED: &str = "../shared";

/// The root of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_owned()
}

/// A path below the shared folder; `None`, with a printed line, where it is absent.
#[must_use]
pub fn shared(path: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("SKATTEETATEN_SHARED").map_or_else(|| root().join(SHARED), PathBuf::from);
    let found = folder.join(path);
    if found.exists() {
        return Some(found);
    }
    say(&format!("skipped: {} is not there", found.display()));
    None
}

/// Says something to the person who runs the tests, also where the test passes: `eprintln!` would be swallowed.
pub fn say(line: &str) {
    use std::io::Write as _;
    // Nobody can be told when this fails.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// The folders in `path`, sorted, with their names.
///
/// # Panics
/// When it cannot be read: a test that finds nothing must not pass.
#[must_use]
pub fn folders(path: &Path) -> Vec<(String, PathBuf)> {
    entries(path).into_iter().filter(|(_, path)| path.is_dir()).collect()
}

/// The files in `path`, sorted, with their names.
///
/// # Panics
/// When it cannot be read.
#[must_use]
pub fn files(path: &Path) -> Vec<(String, PathBuf)> {
    entries(path).into_iter().filter(|(_, path)| path.is_file()).collect()
}

fn entries(path: &Path) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(path).unwrap_or_else(|e| panic!("cannot read {}: {e}", path.display()));
    let mut found: Vec<_> = entries
        .map(|entry| {
            let path = entry.unwrap_or_else(|e| panic!("cannot read {}: {e}", path.display())).path();
            (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), path)
        })
        .collect();
    found.sort();
    found
}

/// All files below `path`, by their path in it with `/` as separator.
///
/// # Panics
/// When it cannot be read.
#[must_use]
pub fn tree(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for (name, path) in entries(path) {
        if path.is_dir() {
            found.extend(tree(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            found.insert(name, read(&path));
        }
    }
    found
}

/// The bytes of a file.
///
/// # Panics
/// When it cannot be read.
#[must_use]
pub fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|e| panic!("cannot read {}: {e}", path.display()))
}

/// Fails with all that went wrong, not with the first.
///
/// # Panics
/// When there are failures.
pub fn all_well(failures: &[String], of: usize) {
    assert!(failures.is_empty(), "{} of {of}:\n\n{}", failures.len(), failures.join("\n\n"));
    assert!(of > 0, "nothing was tested");
}

/// The code of the pages that users read compiles, and runs where it is a whole program.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../../docs/authentication.md")]
    struct Authentication;
    #[doc = include_str!("../../docs/errors.md")]
    struct Errors;
    #[doc = include_str!("../../docs/events.md")]
    struct Events;
    #[doc = include_str!("../../README.md")]
    struct Readme;
    #[doc = include_str!("../../docs/testing.md")]
    struct Testing;
}
