//! The program that keeps the pages of rustdoc apart lets through what rustdoc finds, and leaves nothing behind.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Documents a crate of this text as Cargo would, with warnings denied.
fn document(folder: &Path, text: &str) -> Output {
    fs::write(folder.join("lib.rs"), text).unwrap();
    Command::new(env!("CARGO_BIN_EXE_rustdoc-apart"))
        .args(["--edition=2024", "--crate-type", "lib", "--crate-name", "sak", "lib.rs", "-o", "doc", "-D", "warnings"])
        .current_dir(folder)
        .output()
        .unwrap()
}

#[test]
fn warnings_come_through_and_pages_do_not_stay() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rustdoc-apart");
    // What another run has left.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let good = document(&folder, "//! A crate.\n");
    assert!(good.status.success(), "{}", String::from_utf8_lossy(&good.stderr));

    let bad = document(&folder, "//! See [`Nowhere`].\n");
    let said = String::from_utf8_lossy(&bad.stderr);
    assert!(!bad.status.success() && said.contains("unresolved link to `Nowhere`"), "{said}");

    let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["lib.rs"]);
}

#[test]
fn what_has_no_pages_is_passed_on() {
    let output = Command::new(env!("CARGO_BIN_EXE_rustdoc-apart")).arg("--version").output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("rustdoc 1."));
}
