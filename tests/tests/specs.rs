//! Everything in `specs/`: the crates build, and the examples decode and come back, in JSON, in XML and over both.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use skatteetaten_codegen::emit::Files;
use skatteetaten_codegen::plan::RuntimeDependency;
use skatteetaten_tests::pipeline::{self, Made};
use skatteetaten_tests::roundtrip::{self, Format};
use skatteetaten_tests::workspace::Workspace;
use skatteetaten_tests::xml::{self, Order};
use skatteetaten_tests::{all_well, files, read};

const TMP: &str = env!("CARGO_TARGET_TMPDIR");

/// Each folder of `specs/` with what came of it.
static SPECS: LazyLock<Vec<(PathBuf, Made)>> = LazyLock::new(|| {
    let specs = pipeline::specs().into_iter();
    specs.map(|(api, version, path)| (path.clone(), pipeline::make_spec(&api, &version, &path))).collect()
});

#[test]
fn the_same_bytes_every_time() {
    for (api, version, path) in pipeline::specs() {
        let (_, first) = SPECS.iter().find(|(p, _)| *p == path).expect("made");
        let second = pipeline::make_spec(&api, &version, &path);
        assert!(first.files.is_some(), "{api}/{version}: {:?}", first.diagnostics);
        assert!(first.files == second.files, "{api}/{version} differs when it is made again");
        assert_eq!(first.findings(), second.findings(), "{api}/{version}");
    }
}

/// Examples in which validation finds something, and why that is right.
const FINDINGS: &[(&str, &str)] = &[
    ("hendelser-v1/hendelser-skattemelding.json", "a kind of event in the other case, as payloads have had it"),
    ("hendelser-v1/hendelser-skattemelding.xml", "a kind of event in the other case, as payloads have had it"),
];

/// Examples in JSON that XML cannot carry, and why.
const ONLY_JSON: &[(&str, &str)] = &[
    (
        "kalendertjeneste-v1/kalenderRequestDokument-en.json",
        "XML tells neither a list of one from its only item nor a number from its text",
    ),
    ("mva-meldingsopplysning-v1/full.json", "members of any type: XML does not tell a number from its text"),
    ("summertskattegrunnlag-v1/full-kategori-alene.json", "XML does not tell a list of one from its only item"),
];

/// Whether a table has the example. A line without use fails: `holds` is what the others must do.
fn is_listed(table: &[(&str, &str)], example: &str, holds: bool) -> Result<(), String> {
    match (table.iter().find(|(listed, _)| *listed == example), holds) {
        (None, true) | (Some(_), false) => Ok(()),
        (None, false) => Err(String::new()),
        (Some((_, reason)), true) => Err(format!("is listed without need: {reason}")),
    }
}

#[test]
fn examples_come_back() {
    let crates: BTreeMap<String, Files> =
        SPECS.iter().filter_map(|(_, made)| Some((made.package.clone(), made.files.clone()?))).collect();
    let workspace = Workspace::write(TMP, "specs", &crates, &RuntimeDependency::Workspace);
    let programs = workspace.examples().unwrap_or_else(|e| panic!("{e}"));
    let lint = roundtrip::has_xmllint();
    let mut failures = Vec::new();
    let mut of = 0;
    for (path, made) in &*SPECS {
        let program = &programs[&made.package];
        let schemas: Vec<PathBuf> =
            files(path).into_iter().filter(|(name, _)| lint && name.ends_with(".xsd")).map(|(_, path)| path).collect();
        for (name, example) in files(&path.join("examples")) {
            of += 1;
            let document = String::from_utf8(read(&example)).unwrap_or_else(|e| panic!("{name}: {e}"));
            if let Err(error) = comes_back(made, program, &name, &document, &schemas) {
                failures.push(format!("{}/{name}: {error}", made.package));
            }
        }
    }
    all_well(&failures, of);
}

fn comes_back(made: &Made, program: &Path, name: &str, document: &str, schemas: &[PathBuf]) -> Result<(), String> {
    // `feil.json` and `alleKrav-full.json` begin with the name of their type, others are of the first one.
    let ty = made.type_of_example(name);
    let back = roundtrip::there_and_back(program, document, ty, Order::Matters)?;
    let example = format!("{}/{name}", made.package);
    let found = roundtrip::findings(program, document, ty)?;
    is_listed(FINDINGS, &example, found.is_empty()).map_err(|said| format!("{said}validation finds\n{found}"))?;
    if Format::of(document) == Format::Json {
        let over = roundtrip::over_xml(program, document, ty);
        return is_listed(ONLY_JSON, &example, over.is_ok())
            .map_err(|said| format!("{said}{}", over.err().unwrap_or_default()));
    }
    if !schemas.is_empty() {
        let schema = schema_of(document, schemas).ok_or("no schema of the folder declares its namespace")?;
        roundtrip::validate(schema, &back)?;
    }
    let ty = made.type_of_root(document).ok_or("no root element of the model is called so")?;
    roundtrip::over_json(program, document, ty, Order::Matters)
}

/// The schema that declares the namespace of the document.
fn schema_of<'s>(document: &str, schemas: &'s [PathBuf]) -> Option<&'s Path> {
    let (namespace, _) = xml::root(document)?;
    let declaration = format!("targetNamespace=\"{}\"", namespace?);
    let mut found = schemas.iter().filter(|path| String::from_utf8_lossy(&read(path)).contains(&declaration));
    found.next().map(PathBuf::as_path)
}
