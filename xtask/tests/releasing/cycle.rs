//! Released, narrowed, renamed, and released again: a caller of the first release compiles as long as the version says so.

use std::collections::BTreeMap;

use skatteetaten_codegen::plan::RuntimeDependency;
use skatteetaten_tests::workspace;

use super::{A, BEFORE, C, CHOICE, FULL, FULL_RECASED, MANY, ONE, read, schema, version, write};
use crate::support::Workspace;

/// Code against the first release.
const CALLER: &str = r#"//! A caller.
#![allow(deprecated, reason = "it was written before that")]

use a_v1 as api;

/// Uses all there is.
pub fn caller(melding: &api::Melding) -> bool {
    let _: (&String, &Vec<String>, &Option<String>) = (&melding.a, &melding.b, &melding.c);
    let _: &String = &melding.fullt_navn;
    let _: Option<&api::Del> = melding.del.as_deref();
    let _ = skatteetaten::xml::from_slice::<api::Melding>(b"").map(|read| skatteetaten::xml::to_string(&read));
    matches!(melding.choice(), Ok(Some(api::MeldingChoice::X(_))))
}
"#;

const MANIFEST: &str = "[package]\nname = \"caller\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
    [dependencies]\na-v1 = { path = \"../a-v1\", default-features = false, features = [\"xml\"] }\n\
    skatteetaten = { workspace = true, features = [\"xml\"] }\n";

/// Whether the caller compiles against the crate as it is now, without a warning; what the compiler says where not.
fn compiles(workspace: &Workspace) -> Result<(), String> {
    let root = workspace.at("generated/a-v1");
    let files = workspace.contents("generated/a-v1").into_iter().map(|(path, bytes)| {
        let path = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        (path, String::from_utf8(bytes).unwrap())
    });
    let caller =
        [("Cargo.toml", MANIFEST), ("src/lib.rs", CALLER)].map(|(path, text)| (path.to_owned(), text.to_owned()));
    let crates =
        BTreeMap::from([("a-v1".to_owned(), files.collect()), ("caller".to_owned(), caller.into_iter().collect())]);
    let tmp = env!("CARGO_TARGET_TMPDIR");
    let made = workspace::Workspace::write(tmp, "release", &crates, &RuntimeDependency::Workspace);
    made.cargo(&["check", "--package", "caller"]).map(drop)
}

#[test]
fn from_release_to_release() {
    let workspace = super::workspace(&schema("Del", &[A, MANY, C, FULL, CHOICE]));
    workspace.run(&["regen"]).expect(0);
    let first = read(&workspace, "generated/a-v1/src/types.rs");
    workspace.run(&["release", "a/v1"]).expect(0);
    assert_eq!(version(&workspace), "0.1.0");
    assert_eq!(read(&workspace, "generated/a-v1/src/types.rs"), first);
    compiles(&workspace).unwrap();

    // Nothing has changed, so that there is nothing to release.
    let state = read(&workspace, "specs/a/v1/released.json");
    workspace.run(&["release", "a/v1"]).expect(0);
    assert_eq!(read(&workspace, "specs/a/v1/released.json"), state);

    // A list becomes one, an optional element goes, a type is renamed, an element is spelt otherwise, another choice comes
    // first: plain `regen` holds the crate to what it was.
    write(&workspace, &schema("Part", &[BEFORE, A, ONE, FULL_RECASED, CHOICE]));
    workspace.run(&["regen"]).expect(0);
    compiles(&workspace).unwrap();
    assert_eq!(version(&workspace), "0.1.1");
    let types = read(&workspace, "generated/a-v1/src/types.rs");
    for made in ["pub b: Vec<String>,", "pub c: Option<String>,", "pub struct Del {", "pub enum MeldingChoice2<'a> {"] {
        assert!(types.contains(made), "{made} is not in {types}");
    }
    let told = read(&workspace, "generated/a-v1/CHANGELOG.md");
    assert!(told.starts_with("# Changelog of a-v1\n\n## 0.1.1\n\n"), "{told}");
    for row in ["(XB4)", "(XB6c)", "(XB10)", "(XF9)"] {
        assert!(told.contains(row), "{row} is not in {told}");
    }
    assert!(told.contains("\n## 0.1.0\n\nFirst version"), "{told}");
    assert_eq!(read(&workspace, "specs/a/v1/released.json"), state, "plain regen releases nothing");
    workspace.run(&["regen", "--check"]).expect(0);

    // Changes accumulate, and the largest step holds: a required element that is gone cannot be held.
    write(&workspace, &schema("Part", &[BEFORE, ONE, FULL_RECASED, CHOICE]));
    workspace.run(&["regen"]).expect(0);
    assert_eq!(version(&workspace), "0.2.0");
    assert!(read(&workspace, "generated/a-v1/CHANGELOG.md").contains("Releases before 0.2.0 cannot decode it."));
    let said = compiles(&workspace).unwrap_err();
    assert!(said.contains("no field `a`") && !said.contains("warning"), "{said}");

    workspace.run(&["release", "a/v1"]).expect(0);
    assert_eq!(version(&workspace), "0.2.0");
    workspace.run(&["regen", "--check"]).expect(0);
    let types = read(&workspace, "generated/a-v1/src/types.rs");
    assert!(types.contains("pub c: Option<String>,"), "what is kept stays kept: {types}");

    // Until it is let go, which is a major step; names stay.
    workspace.run(&["release", "a/v1", "--drop-kept"]).expect(0);
    assert_eq!(version(&workspace), "0.3.0");
    let types = read(&workspace, "generated/a-v1/src/types.rs");
    assert!(!types.contains("pub c:") && types.contains("pub b: Option<String>,"), "{types}");
    assert!(types.contains("pub struct Del {") && types.contains("pub fullt_navn: String,"), "{types}");
    workspace.run(&["regen", "--check"]).expect(0);
    workspace.run(&["release", "a/v1", "--drop-kept"]).expect(0);
    assert_eq!(version(&workspace), "0.3.0", "there is nothing more to let go");
}
