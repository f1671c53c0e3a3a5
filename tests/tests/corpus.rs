//! One tiny document for each feature of the two languages: its findings, the crate that comes of it, and payloads that
//! must decode and come back equal.
//!
//! A folder of `corpus/` holds `openapi.yaml`, `openapi.json` or `schema.xsd`, files that it refers to, payloads, and
//! where there is something to say an `expect.toml` and an `api.toml`. Beside a payload that goes against its document
//! stands what validation finds, `<payload>.findings`; `UPDATE_EXPECT=1` writes these, for review. `values.toml` has values
//! for single elements, see [`Values`]. To see changed snapshots: `cargo insta review`, or run with
//! `INSTA_UPDATE=always` and look at the diff.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde::Deserialize;
use skatteetaten_codegen::plan::RuntimeDependency;
use skatteetaten_codegen::spec::Spec;
use skatteetaten_tests::pipeline::{self, Made};
use skatteetaten_tests::roundtrip::{self, Format};
use skatteetaten_tests::workspace::{self, Workspace};
use skatteetaten_tests::xml::Order;
use skatteetaten_tests::{all_well, files, folders, read};

const TMP: &str = env!("CARGO_TARGET_TMPDIR");

/// What is expected of a feature beyond the rule.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Expect {
    /// Codes of the findings, in order.
    warnings: Vec<String>,
    /// The type that a payload is read as, where it is not told by its root element or the first of the crate.
    types: BTreeMap<String, String>,
    /// Payloads whose elements come back in another order.
    unordered: Vec<String>,
    /// Payloads in XML that JSON cannot carry, with the reason.
    only_xml: BTreeMap<String, String>,
    /// Payloads in JSON that XML cannot carry, with the reason.
    only_json: BTreeMap<String, String>,
    /// Payloads in XML that validation judges otherwise than xmllint, with the reason.
    judged_otherwise: BTreeMap<String, String>,
}

/// Values of the elements of a schema, each the only child of the root element: `values.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Values {
    /// The root element, up to where the child stands.
    root: String,
    /// By the name of the element.
    elements: BTreeMap<String, Verdicts>,
}

/// Texts of one element as they stand in XML.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Verdicts {
    /// They keep to the document.
    good: Vec<String>,
    /// They do not.
    bad: Vec<String>,
}

struct Feature {
    name: String,
    path: PathBuf,
    expect: Expect,
    made: Made,
}

impl Feature {
    fn schema(&self) -> Option<PathBuf> {
        Some(self.path.join("schema.xsd")).filter(|schema| schema.is_file())
    }

    fn payloads(&self) -> Vec<(String, String)> {
        let is_payload = |name: &str| name.starts_with("payload") && !name.ends_with(".findings");
        let payloads = files(&self.path).into_iter().filter(|(name, _)| is_payload(name));
        payloads.map(|(name, path)| (name, text(&path))).collect()
    }
}

/// All features with their crates formatted, made once for all tests here, and what rustfmt says.
static CORPUS: LazyLock<(Vec<Feature>, Result<(), String>)> = LazyLock::new(|| {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut features: Vec<Feature> = folders(&corpus).into_iter().map(|(name, path)| feature(name, path)).collect();
    let crates = features.iter().filter_map(|f| Some((f.made.package.clone(), f.made.files.clone()?)));
    let mut crates = crates.collect();
    let formatted = workspace::format(TMP, "corpus-format", &mut crates);
    for feature in &mut features {
        feature.made.files = crates.remove(&feature.made.package);
    }
    (features, formatted)
});

fn features() -> &'static [Feature] {
    &CORPUS.0
}

fn feature(name: String, path: PathBuf) -> Feature {
    let document = ["openapi.yaml", "openapi.json", "schema.xsd"].into_iter().find(|d| path.join(d).is_file());
    let document = document.unwrap_or_else(|| panic!("{name} has no document")).to_owned();
    let expect = path.join("expect.toml");
    let expect = if expect.is_file() { text(&expect) } else { String::new() };
    let expect = toml::from_str(&expect).unwrap_or_else(|e| panic!("{name}/expect.toml: {e}"));
    let made = if path.join("api.toml").is_file() {
        pipeline::make_spec(&name, "v1", &path)
    } else {
        let spec = Spec { title: name.clone(), version: "v1".to_owned(), ..Spec::default() };
        let settings = pipeline::settings(&name, "v1", spec, "cargo xtask generate");
        pipeline::make(&skatteetaten_tests::tree(&path), &[document], &settings)
    };
    Feature { name, path, expect, made }
}

fn text(path: &Path) -> String {
    String::from_utf8(read(path)).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn rustfmt_reads_all_sources() {
    CORPUS.1.as_ref().unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn findings_are_the_expected_ones() {
    let mut failures = Vec::new();
    for feature in features() {
        let codes: Vec<&str> = feature.made.diagnostics.iter().map(|d| d.code.id).collect();
        if codes != feature.expect.warnings {
            let found: Vec<String> = feature.made.diagnostics.iter().map(ToString::to_string).collect();
            failures.push(format!("{}: expected {:?}\n{}", feature.name, feature.expect.warnings, found.join("\n")));
        }
    }
    all_well(&failures, features().len());
}

#[test]
fn the_source_is_the_one_that_was_reviewed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots/corpus");
    let mut failures = Vec::new();
    for feature in features() {
        let Some(files) = &feature.made.files else { continue };
        let sources = files.iter().filter(|(path, _)| path.starts_with("src/"));
        let source: String = sources.map(|(path, text)| format!("// ==== {path}\n{text}")).collect();
        let assertion = || settings.bind(|| insta::assert_snapshot!(feature.name.as_str(), source));
        // One run tells all that changed.
        if catch_unwind(AssertUnwindSafe(assertion)).is_err() {
            failures.push(feature.name.clone());
        }
    }
    all_well(&failures, features().len());
}

#[test]
fn every_feature_has_a_payload() {
    let without: Vec<String> = features().iter().filter(|f| f.payloads().is_empty()).map(|f| f.name.clone()).collect();
    all_well(&without, features().len());
    for feature in features() {
        let names: Vec<String> = feature.payloads().into_iter().map(|(name, _)| name).collect();
        let expect = &feature.expect;
        let named = expect.types.keys().chain(&expect.unordered).chain(expect.only_xml.keys());
        let named = named.chain(expect.only_json.keys()).chain(expect.judged_otherwise.keys());
        for name in named {
            assert!(names.contains(name), "{}/expect.toml names {name}, which is not there", feature.name);
        }
    }
}

#[test]
fn crates_build_and_payloads_come_back() {
    let crates = features().iter().filter_map(|f| Some((f.made.package.clone(), f.made.files.clone()?))).collect();
    let workspace = Workspace::write(TMP, "corpus", &crates, &RuntimeDependency::Workspace);
    // Text of a document must not turn into markup either.
    let hostile = features().iter().filter(|f| f.name.starts_with("hostile")).map(|f| f.made.package.clone());
    let hostile: Vec<String> = hostile.collect();
    let mut failures: Vec<String> =
        workspace.check().err().into_iter().chain(workspace.doc_of(&hostile).err()).collect();
    let programs = workspace.examples().unwrap_or_else(|e| panic!("{}\n{e}", failures.join("\n")));
    let lint = roundtrip::has_xmllint();
    let mut of = 0;
    for feature in features() {
        let Some(program) = programs.get(&feature.made.package) else {
            failures.push(format!("{} has no crate", feature.name));
            continue;
        };
        for (name, payload) in feature.payloads() {
            of += 1;
            let checked = comes_back(feature, program, &name, &payload, lint)
                .and_then(|()| is_judged(feature, program, &name, &payload, lint));
            if let Err(error) = checked {
                failures.push(format!("{}/{name}: {error}", feature.name));
            }
        }
        of += judge_values(feature, program, lint, &mut failures);
    }
    all_well(&failures, of);
}

/// Judges a payload, and compares with what is expected and with xmllint.
fn is_judged(feature: &Feature, program: &Path, name: &str, payload: &str, lint: bool) -> Result<(), String> {
    let ty = feature.expect.types.get(name).map(String::as_str);
    let found = roundtrip::findings(program, payload, ty)?;
    let expected = feature.path.join(format!("{name}.findings"));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        update(&expected, &found);
    }
    let wanted = if expected.is_file() { text(&expected) } else { String::new() };
    if found != wanted {
        return Err(format!("validation finds\n{found}where {name}.findings has\n{wanted}"));
    }
    let Some(schema) = feature.schema().filter(|_| lint && Format::of(payload) == Format::Xml) else { return Ok(()) };
    let theirs = roundtrip::validate(&schema, payload);
    let agree = theirs.is_ok() == found.is_empty();
    match (agree, feature.expect.judged_otherwise.contains_key(name)) {
        (true, false) | (false, true) => Ok(()),
        (true, true) => Err("xmllint agrees: judged_otherwise need not name it".to_owned()),
        (false, false) => Err(format!("xmllint: {theirs:?}, validation: {found:?}")),
    }
}

fn update(expected: &Path, found: &str) {
    let written = match found {
        "" if expected.is_file() => std::fs::remove_file(expected),
        "" => Ok(()),
        found => std::fs::write(expected, found),
    };
    written.unwrap_or_else(|e| panic!("{}: {e}", expected.display()));
}

/// Judges the values of `values.toml` one by one.
fn judge_values(feature: &Feature, program: &Path, lint: bool, failures: &mut Vec<String>) -> usize {
    let path = feature.path.join("values.toml");
    if !path.is_file() {
        return 0;
    }
    let values: Values = toml::from_str(&text(&path)).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let schema = feature.schema().filter(|_| lint);
    let name = values.root.trim_start_matches('<').split(' ').next().unwrap_or_default().to_owned();
    let mut of = 0;
    for (element, verdicts) in &values.elements {
        let good = verdicts.good.iter().map(|value| (value, true));
        for (value, is_good) in good.chain(verdicts.bad.iter().map(|value| (value, false))) {
            of += 1;
            let document = format!("{}<{element}>{value}</{element}></{name}>", values.root);
            let found = roundtrip::findings(program, &document, None);
            let theirs = schema.as_ref().map(|schema| roundtrip::validate(schema, &document));
            let ours = found.as_ref().is_ok_and(String::is_empty);
            if found.is_err() || ours != is_good || theirs.as_ref().is_some_and(|theirs| theirs.is_ok() != is_good) {
                failures.push(format!("{element} {value:?}: good {is_good}, found {found:?}, xmllint {theirs:?}"));
            }
        }
    }
    of
}

fn comes_back(feature: &Feature, program: &Path, name: &str, payload: &str, lint: bool) -> Result<(), String> {
    let order = if feature.expect.unordered.iter().any(|n| n == name) { Order::Ignored } else { Order::Matters };
    let ty = feature.expect.types.get(name).map(String::as_str);
    let back = roundtrip::there_and_back(program, payload, ty, order)?;
    if Format::of(payload) == Format::Json {
        if feature.expect.only_json.contains_key(name) {
            return Ok(());
        }
        return roundtrip::over_xml(program, payload, ty);
    }
    // A payload may go against the facets; one that does not must come back valid.
    if let Some(schema) = feature.schema().filter(|_| lint)
        && roundtrip::validate(&schema, payload).is_ok()
    {
        roundtrip::validate(&schema, &back)?;
    }
    if feature.expect.only_xml.contains_key(name) {
        return Ok(());
    }
    let ty = ty.or_else(|| feature.made.type_of_root(payload)).ok_or("no root element of the model is called so")?;
    roundtrip::over_json(program, payload, ty, order)
}
