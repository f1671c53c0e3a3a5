//! What the README shows is what there is. (Its Rust code compiles: see the doctest of this package.)

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use skatteetaten_tests::root;

#[test]
fn the_excerpt_is_generated_code() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let generated = fs::read_to_string(root().join("generated/inntekt-v1/src/types.rs")).unwrap();
    let (_, after) = readme.split_once("```rust,ignore\n").expect("the README has an excerpt");
    let (excerpt, _) = after.split_once("\n```").expect("the excerpt ends");
    assert!(excerpt.lines().count() > 20, "the excerpt is there");
    // Two stretches of the file, one blank line apart.
    let parts = excerpt.split("\n\n/// The branch of a choice").collect::<Vec<_>>();
    assert!(generated.contains(parts[0]), "run `cargo xtask regen` and take the excerpt anew:\n{}", parts[0]);
    assert!(generated.contains(parts[1]), "run `cargo xtask regen` and take the excerpt anew:\n{}", parts[1]);
}

/// What cargo says of the tree of a crate: its lines, without versions and paths. On a machine of this kind, whichever
/// one the test runs on.
fn tree(arguments: &[&str]) -> Vec<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--locked", "-p", "avregning-v2", "-e", "normal", "--target", "x86_64-unknown-linux-gnu"]);
    let output = cargo.args(arguments).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| line.split(" v").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_trees_of_dependencies_are_those_of_cargo() {
    let mut expected = "```text\n".to_owned();
    for (features, flags) in [("default features", &[][..]), ("types alone", &["--no-default-features"])] {
        let mut packages = tree(&[flags, &["--prefix", "none", "--no-dedupe"]].concat());
        packages.sort();
        packages.dedup();
        let command = ["cargo tree -p avregning-v2 -e normal", flags.first().copied().unwrap_or_default()].join(" ");
        let _ = writeln!(expected, "$ {}  # {features}: {} packages", command.trim_end(), packages.len());
        for line in tree(&[flags, &["--depth", "2"]].concat()) {
            let _ = writeln!(expected, "{line}");
        }
    }
    expected.push_str("```\n");
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (_, after) = readme.split_once("<!-- dependencies:begin -->\n").expect("the README has the trees");
    let (shown, _) = after.split_once("<!-- dependencies:end -->").expect("the trees end");
    assert!(shown == expected, "the README has to say, between the marks:\n{expected}");
}
