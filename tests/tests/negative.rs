//! Bad documents: exactly these findings, at exactly these places, and never a panic.
//!
//! `negative/` holds a document for each code of an error, beside it `<document>.expect` with a line for each finding:
//! `E0203 openapi.yaml:12:9`; `UPDATE_EXPECT=1` writes them, for review. A folder is one case of several documents, of which `openapi.yaml` or `schema.xsd` is read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use skatteetaten_codegen::diagnostic::{Severity, Sink, codes};
use skatteetaten_codegen::source::Limits;
use skatteetaten_codegen::spec::Spec;
use skatteetaten_tests::pipeline::{self, finding};
use skatteetaten_tests::{all_well, files, folders, read, tree};

/// Codes that no document can be written for here, with the reason.
const WITHOUT_DOCUMENT: &[(&str, &str)] = &[
    ("E0102", "a document of 16 MiB; made in a test below"),
    ("E0103", "a document that is nested 100,000 deep; made in a test below"),
    ("E0402", "a defect of the generator: no document is known to show one"),
    ("E0501", "about api.toml; in a test below"),
    ("E0502", "about api.toml; in a test below"),
    ("E0503", "about drift-accepted.toml; tested where it is read"),
    ("E0504", "about drift-accepted.toml; tested where it is read"),
    ("E0505", "about released.json; tested where it is read"),
    ("E0506", "about the version of a release; tested where it is chosen"),
    ("E0507", "about the version of a release; tested where it is chosen"),
    ("E0508", "about a step of documents; tested with the command"),
];

/// A case: its name, its files and the documents that are read.
struct Case {
    name: String,
    folder: BTreeMap<String, Vec<u8>>,
    documents: Vec<String>,
    /// Where the expected findings are.
    expect: PathBuf,
}

impl Case {
    fn expected(&self) -> Vec<String> {
        String::from_utf8_lossy(&read(&self.expect)).lines().map(str::to_owned).collect()
    }
}

fn cases() -> Vec<Case> {
    let negative = Path::new(env!("CARGO_MANIFEST_DIR")).join("negative");
    let documents = files(&negative).into_iter().filter(|(name, _)| !name.ends_with(".expect"));
    let single = documents.map(|(name, path)| Case {
        expect: negative.join(format!("{name}.expect")),
        folder: BTreeMap::from([(name.clone(), read(&path))]),
        documents: vec![name.clone()],
        name,
    });
    let several = folders(&negative).into_iter().map(|(name, path)| Case {
        expect: negative.join(format!("{name}.expect")),
        folder: tree(&path),
        documents: vec![if path.join("schema.xsd").is_file() { "schema.xsd" } else { "openapi.yaml" }.to_owned()],
        name,
    });
    single.chain(several).collect()
}

fn findings(folder: &BTreeMap<String, Vec<u8>>, documents: &[String]) -> Vec<String> {
    let settings = pipeline::settings("sak", "v1", Spec::default(), "cargo xtask generate");
    let made = pipeline::make(folder, documents, &settings);
    let errors = made.diagnostics.iter().any(|d| d.code.severity() == Severity::Error);
    assert_eq!(made.files.is_none(), errors, "a crate comes of a document without errors, and of no other");
    for diagnostic in &made.diagnostics {
        assert!(!diagnostic.message.ends_with('.'), "{diagnostic}");
        assert!(diagnostic.help.as_ref().is_some_and(|help| !help.is_empty()), "what to do: {diagnostic}");
    }
    made.findings()
}

#[test]
fn bad_documents_give_exactly_the_expected_findings() {
    let mut failures = Vec::new();
    let cases = cases();
    for case in &cases {
        let found = findings(&case.folder, &case.documents);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            let lines: String = found.iter().map(|line| format!("{line}\n")).collect();
            std::fs::write(&case.expect, lines).unwrap_or_else(|e| panic!("{}: {e}", case.expect.display()));
        }
        let expected = case.expected();
        if found != expected {
            failures.push(format!("{}:\n{}\nexpected:\n{}", case.name, found.join("\n"), expected.join("\n")));
        }
    }
    all_well(&failures, cases.len());
}

#[test]
fn every_error_has_a_document() {
    let mut covered: BTreeSet<String> = WITHOUT_DOCUMENT.iter().map(|(code, _)| (*code).to_owned()).collect();
    covered.extend(cases().iter().flat_map(Case::expected).filter_map(|line| line.get(..5).map(str::to_owned)));
    let errors = codes::ALL.iter().filter(|code| code.severity() == Severity::Error);
    let missing: Vec<&str> = errors.map(|code| code.id).filter(|id| !covered.contains(*id)).collect();
    assert!(missing.is_empty(), "no document shows {missing:?}");
}

fn one(name: &str, document: String) -> Vec<String> {
    findings(&BTreeMap::from([(name.to_owned(), document.into_bytes())]), &[name.to_owned()])
}

#[test]
fn a_document_that_is_not_there() {
    assert_eq!(findings(&BTreeMap::new(), &["borte.yaml".to_owned()]), ["E0108 borte.yaml"]);
    assert_eq!(findings(&BTreeMap::new(), &["borte.xsd".to_owned()]), ["E0108 borte.xsd"]);
}

#[test]
fn a_document_that_is_too_large() {
    let size = Limits::default().bytes + 1;
    assert_eq!(one("stor.yaml", " ".repeat(size)), ["E0102 stor.yaml"]);
    assert_eq!(one("stor.xsd", " ".repeat(size)), ["E0102 stor.xsd"]);
}

const DEEP: usize = 100_000;
const HEAD: &str = "openapi: 3.0.3\ninfo: { title: Dyp, version: 1.0.0 }\npaths: {}\n";

#[test]
fn nested_a_hundred_thousand_deep() {
    let json = format!("{}{}", "[".repeat(DEEP), "]".repeat(DEEP));
    assert_eq!(one("dyp.json", json), ["E0103 dyp.json:1:101"]);
    let flow = format!("{HEAD}x-dyp: {}{}\n", "[".repeat(DEEP), "]".repeat(DEEP));
    // The YAML parser has a limit of its own, and meets it first: at the same fault.
    assert_eq!(codes_of(&one("dyp.yaml", flow)), ["E0103"]);
    // Block style needs a deeper indentation a level: fewer levels, or the document is too large.
    let block: String = (0..2_000).map(|i| format!("{}a:\n", " ".repeat(i))).collect();
    assert_eq!(codes_of(&one("dyp.yaml", format!("{HEAD}x-dyp:\n{block}"))), ["E0103"]);
    let open = "<xs:sequence xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">".repeat(DEEP);
    assert_eq!(codes_of(&one("dyp.xsd", format!("{open}{}", "</xs:sequence>".repeat(DEEP)))), ["E0103"]);
}

#[test]
fn long_chains_of_references_do_not_overflow() {
    let mut yaml = format!("{HEAD}components:\n  schemas:\n    A0: {{ type: string }}\n");
    let mut xsd = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\n".to_owned();
    for i in 1..20_000 {
        yaml += &format!("    A{i}: {{ $ref: \"#/components/schemas/A{}\" }}\n", i - 1);
        xsd += &format!("<xs:complexType name=\"A{i}\"><xs:complexContent><xs:extension base=\"A{}\"/>", i - 1);
        xsd += "</xs:complexContent></xs:complexType>\n";
    }
    xsd += "<xs:complexType name=\"A0\"/></xs:schema>";
    // Either is fine: what counts is that the generator says so and lives.
    for (name, document) in [("kjede.yaml", yaml), ("kjede.xsd", xsd)] {
        let mut found = codes_of(&one(name, document));
        found.dedup();
        assert!(found.is_empty() || found == ["E0103"], "{name}: {found:?}");
    }
}

fn codes_of(findings: &[String]) -> Vec<String> {
    findings.iter().map(|finding| finding.split(' ').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn bytes_that_are_not_text() {
    for (name, bytes) in
        [("b.yaml", &b"openapi: \xe5\n"[..]), ("b.json", b"{\"a\": \"\xff\"}"), ("b.xsd", b"<a>\xe5</a>")]
    {
        let found = findings(&BTreeMap::from([(name.to_owned(), bytes.to_vec())]), &[name.to_owned()]);
        assert_eq!(codes_of(&found), ["E0105"], "{name}");
    }
}

#[test]
fn api_toml() {
    for (text, expected) in [
        ("title = \"Sak\"\nversjon = \"v1\"\n", "E0501 api.toml:2:1"),
        ("title = 7\n", "E0501 api.toml:1:9"),
        ("title = \"Sak\n", "E0501 api.toml:1:13"),
        ("[[errors]]\nkode = \"SA-001\"\nhttp = 70000\narea = \"a\"\n", "E0501 api.toml:3:8"),
    ] {
        let error = Spec::parse("api.toml", text).map(|_| ()).expect_err(text);
        assert_eq!(finding(&error), expected, "{text}");
    }
}

#[test]
fn fixups_that_fit_nothing() {
    let text =
        "documents = [\"openapi.yaml\"]\n[[fixups]]\nrule = \"one-or-many\"\nat = \"Sak.deler\"\nreason = \"r\"\n";
    let spec = Spec::parse("api.toml", text).unwrap_or_else(|e| panic!("{e}"));
    let folder = BTreeMap::from([("openapi.yaml".to_owned(), HEAD.as_bytes().to_vec())]);
    let mut sink = Sink::default();
    let _ = skatteetaten_codegen::read_spec(&folder, &spec, &Limits::default(), &mut sink);
    assert_eq!(sink.diagnostics().iter().map(finding).collect::<Vec<_>>(), ["E0502 api.toml:4:6"]);
}

#[test]
fn prefixes_of_a_document_never_panic() {
    let root = skatteetaten_tests::root();
    for path in [
        "tests/corpus/xml-names/openapi.yaml",
        "tests/corpus/extension/schema.xsd",
        "tests/corpus/json-document/openapi.json",
    ] {
        let name = path.rsplit('/').next().unwrap_or(path).to_owned();
        let bytes = read(&root.join(path));
        for end in 0..bytes.len() {
            let mut sink = Sink::default();
            let folder = BTreeMap::from([(name.clone(), bytes[..end].to_vec())]);
            let _ = skatteetaten_codegen::read(&folder, std::slice::from_ref(&name), &Limits::default(), &mut sink);
        }
    }
}
