//! What the README shows is what the generator makes. (Its Rust code compiles: see the doctest of this package.)

use std::fs;

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
