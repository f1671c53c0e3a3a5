//! The official documents, where they are there: each gives a crate that builds and documents itself without a warning,
//! and every official payload decodes and comes back without loss.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use skatteetaten_codegen::emit::Files;
use skatteetaten_codegen::plan::{Names, Release, RuntimeDependency, Settings};
use skatteetaten_codegen::spec::Spec;
use skatteetaten_tests::pipeline::{self, Made};
use skatteetaten_tests::roundtrip::{self, Format};
use skatteetaten_tests::workspace::Workspace;
use skatteetaten_tests::xml::{self, Order};
use skatteetaten_tests::{all_well, files, folders, json, read, shared, tree};

const TMP: &str = env!("CARGO_TARGET_TMPDIR");

/// Services with official payloads, and the folders of `specs/` that their versions are in: payloads are called
/// `<version>-….json`. Sorted.
const SERVICES: &[(&str, &str)] = &[
    ("aksjebeholdning", "aksjebeholdning"),
    ("aksjonaerivirksomhet", "aksjonaer-i-virksomhet"),
    ("aktivkonto", "aktivkonto"),
    ("arbeidsforhold", "arbeidsforhold"),
    ("arbeidsgiveravgift", "arbeidsgiveravgift"),
    ("avregning", "avregning"),
    ("beregnetskatt", "beregnetskatt"),
    ("beregningsgrunnlagvannkraftanlegg", "beregningsgrunnlag-vannkraftanlegg"),
    ("boligsameie", "boligsameie"),
    ("bsu", "bsu"),
    ("eiendomsskattegrunnlagvannkraftanlegg", "eiendomsskattegrunnlag-vannkraftanlegg"),
    ("feil", "feil"),
    ("formuesgrunnlageiendomsskatt", "formuesgrunnlag-eiendomsskatt"),
    ("formuesobjektfasteiendom", "formuesobjekt-fast-eiendom"),
    ("formuesverdifasteiendom", "formuesverdi-fast-eiendom"),
    ("frister", "frister"),
    ("hendelser", "hendelser"),
    ("inntekt", "inntekt"),
    ("kravogbetalinger", "kravogbetalinger"),
    ("mva_meldingsopplysning", "mva-meldingsopplysning"),
    ("mvafastsetting", "mvafastsetting"),
    ("mvamelding", "mvamelding"),
    ("mvaregisteravgiftssubjekt", "mvaregister"),
    ("naeringsspesifikasjon", "naeringsspesifikasjon"),
    ("omregistreringsavgift", "omregistreringsavgift"),
    ("oppdragutenlandskevirksomheter", "oppdrag-utenlandske-virksomheter"),
    ("pgi", "pgi"),
    ("pgi_folketrygden", "pgi-folketrygden"),
    ("restanser", "restanser"),
    ("rettsinformasjon", "rettsinformasjon"),
    ("selskapsmelding", "selskapsmelding"),
    ("sistetilgjengeligeskatteoppgjoer", "sistetilgjengeligeskatteoppgjoer"),
    ("skatteetatenregistrertselskap", "skatteetatenregistrertselskap"),
    ("skattekorttilarbeidsgiver", "skattekort-til-arbeidsgiver"),
    ("skattemelding", "skattemelding"),
    ("skattemeldingupersonlig", "skattemelding-upersonlig"),
    ("skatteplikt", "skatteplikt"),
    ("skattepliktig", "skattepliktig"),
    ("skattepliktupersonlig", "skatteplikt-upersonlig"),
    ("spesifisertsummertskattegrunnlag", "spesifisertsummertskattegrunnlag"),
    ("summertskattegrunnlag", "summertskattegrunnlag"),
    ("tilleggsskatt", "tilleggsskatt"),
    ("tjenestepensjonsavtale", "tjenestepensjonsavtale"),
    ("trekkpaalegg", "trekkpaalegg"),
];

/// What an official XML example is read by.
enum By {
    /// The document of this file name, in `upstream/` or beside the example.
    Document(&'static str),
    /// Nothing here, for this reason.
    Without(&'static str),
}

use By::{Document as OfDocument, Without};

const BY_SPECS: &str = "by the crate of specs/, in official_payloads_come_back";

/// Every XML file below `upstream/examples`, sorted: a new one fails until it has a row.
const XML_EXAMPLES: &[(&str, By)] = &[
    ("arbeidsforhold/v1.xml", Without(BY_SPECS)),
    ("avregning/v2-2020-older-doc.xml", OfDocument("avregning-api-2.3.2.json")),
    ("avregning/v2-2024.xml", OfDocument("avregning-api-2.3.2.json")),
    ("beregnetskatt/v1-2020.xml", Without(BY_SPECS)),
    ("bsu/v1-2015.xml", OfDocument("boligsparing-for-ungdom-api-1.2.1.json")),
    ("feil/v1-feil-doc.xml", OfDocument("feil.xsd")),
    ("feil/v1-feil.xml", OfDocument("feil.xsd")),
    ("frister/beta-kalendertjenester-01-endepunkter-hent-frister-2.xml", OfDocument("kalendertjeneste.v1.xsd")),
    ("frister/beta-kalendertjenester-01-endepunkter-hent-frister-4.xml", OfDocument("kalendertjeneste.v1.xsd")),
    ("hendelser/v1-hendelser.xml", OfDocument("hendelser.xsd")),
    ("hendelser/v1-hendelser_skattemelding_fastsatt.xml", OfDocument("hendelser_utvidet.xsd")),
    ("mvamelding/v1-2022.xml", Without(BY_SPECS)),
    ("omregistreringsavgift/v1.xml", Without(BY_SPECS)),
    ("pgi/v1-2024.xml", Without(BY_SPECS)),
    ("sistetilgjengeligeskatteoppgjoer/v1.xml", Without(BY_SPECS)),
    ("skattepliktig/skattepliktig.xml", Without(BY_SPECS)),
    ("skattepliktig/skattepliktig_skjermet.xml", Without(BY_SPECS)),
    ("skattepliktig/skattepliktig_skjermet_adresse.xml", Without(BY_SPECS)),
    ("skattepliktig/skattepliktig_skjermet_bostedloes.xml", Without(BY_SPECS)),
    ("summertskattegrunnlag/v1-2021.xml", Without(BY_SPECS)),
    ("tilleggsskatt/v1-2024.xml", Without(BY_SPECS)),
    (
        "tjenestepensjonsavtale/v1-avtaleforholdGyldighet.xml",
        OfDocument("tjenestepensjonsavtaleAvtaleforholdGyldighetV1.xsd"),
    ),
];

/// Packages of payloads that are not of their service, or whose name does not begin with a version. The longest beginning
/// of a name holds.
const PACKAGES: &[(&str, &str)] = &[
    ("frister/beta-", "kalendertjeneste-v1"),
    ("kravogbetalinger/beta-", "kravogbetalinger-v0"),
    ("kravogbetalinger/beta-kravogbetalinger-02-", "kravogbetalinger-v1"),
    ("skattemelding/2021-", "skattemelding-v1"),
    ("skattepliktig/skattepliktig", "skattepliktig-v1"),
];

/// Types of JSON payloads that are not of the first type of the crate. The longest beginning of a name holds.
const TYPES: &[(&str, &str)] = &[
    ("boligsameie/v1-innsending-response", "Kvittering"),
    ("frister/beta-kalendertjenester-01-endepunkter-hent-frister-1", "KalenderRequestDokument"),
    ("hendelser/v1-start", "Startpunkt"),
    ("kravogbetalinger/beta-kravogbetalinger-01-endepunkter-01-aapne-krav-1", "Forespoersel"),
    ("kravogbetalinger/beta-kravogbetalinger-01-endepunkter-02-alle-krav-1", "Forespoersel"),
    ("kravogbetalinger/beta-kravogbetalinger-01-endepunkter-02-alle-krav-2", "AlleKrav"),
    ("kravogbetalinger/beta-kravogbetalinger-01-endepunkter-03-innbetalinger-1", "Forespoersel"),
    ("kravogbetalinger/beta-kravogbetalinger-01-endepunkter-03-innbetalinger-2", "Innbetalinger"),
    ("kravogbetalinger/beta-kravogbetalinger-01-endepunkter-04-utbetalinger-1", "Forespoersel"),
    ("kravogbetalinger/beta-kravogbetalinger-01-endepunkter-04-utbetalinger-2", "Utbetalinger"),
    ("kravogbetalinger/beta-kravogbetalinger-02-endepunkter-02", "AlleKrav"),
    ("kravogbetalinger/beta-kravogbetalinger-02-endepunkter-03", "Innbetalinger"),
    ("kravogbetalinger/beta-kravogbetalinger-endepunkter-1", "Forespoersel"),
    ("kravogbetalinger/beta-kravogbetalinger-endepunkter-3", "Forespoersel"),
    ("kravogbetalinger/beta-kravogbetalinger-endepunkter-4", "AlleKrav"),
    ("kravogbetalinger/beta-kravogbetalinger-endepunkter-5", "Forespoersel"),
    ("kravogbetalinger/beta-kravogbetalinger-endepunkter-6", "Innbetalinger"),
    ("kravogbetalinger/beta-kravogbetalinger-endepunkter-7", "Forespoersel"),
    ("kravogbetalinger/beta-kravogbetalinger-endepunkter-8", "Utbetalinger"),
    ("kravogbetalinger/v1-innbetalinger", "Innbetalinger"),
    ("kravogbetalinger/v1-krav", "AlleKrav"),
    ("kravogbetalinger/v1-utbetalinger", "Utbetalinger"),
    ("rettsinformasjon/v1-haandbok", "Haandbok"),
    ("skattekorttilarbeidsgiver/v1-bestillskattekort", "Bestilling"),
];

/// Payloads that do not come back, and why. One that does is a failure: its line goes.
const NOT_HANDLED: &[(&str, &str)] = &[(
    "skattekorttilarbeidsgiver/v1-bestillskattekort-endring-request.invalid.json",
    "not JSON as published: a comma after the last member",
)];

#[test]
fn what_is_not_json_as_published_is_so_by_one_comma() {
    let Some(examples) = shared("upstream/examples") else { return };
    for (name, _) in NOT_HANDLED {
        let payload = String::from_utf8(read(&examples.join(name))).unwrap_or_else(|e| panic!("{name}: {e}"));
        let (before, after) = payload.rsplit_once(',').unwrap_or_else(|| panic!("{name} has no comma"));
        let mended = format!("{before}{after}");
        assert!(json::difference(&mended, &payload).is_some_and(|d| d.starts_with("right is not JSON")), "{name}");
        assert_eq!(json::difference(&mended, &mended), None, "{name}");
    }
}

/// The entry of a table for a payload: the one with the longest beginning of its path.
fn entry(table: &[(&str, &'static str)], payload: &str) -> Option<&'static str> {
    let fitting = table.iter().filter(|(beginning, _)| payload.starts_with(beginning));
    fitting.max_by_key(|(beginning, _)| beginning.len()).map(|(_, value)| *value)
}

/// A document that a crate of its own is made of.
struct Document {
    path: PathBuf,
    made: Made,
}

/// All official documents; empty where the folder is absent.
static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| {
    let paths = ["upstream/openapi", "upstream/xsd"]
        .into_iter()
        .filter_map(shared)
        .flat_map(|folder| files(&folder))
        .filter(|(name, _)| [".json", ".yaml", ".xsd"].iter().any(|ending| name.ends_with(ending)));
    let mut paths: Vec<(String, PathBuf)> = paths.collect();
    // Some schemas lie beside the examples alone.
    let beside = shared("upstream/examples").into_iter().flat_map(|folder| folders(&folder));
    let beside = beside.map(|(_, folder)| folder.join("schema")).filter(|schema| schema.is_dir());
    for (name, path) in beside.flat_map(|schema| files(&schema)) {
        let used = XML_EXAMPLES.iter().any(|(_, by)| matches!(by, OfDocument(document) if *document == name));
        if used && paths.iter().all(|(known, _)| *known != name) {
            paths.push((name, path));
        }
    }
    paths.into_iter().map(|(name, path)| Document { made: make(&name, &path), path }).collect()
});

/// As `cargo xtask generate` does it: the document can see its neighbours, and the crate stands alone.
fn make(name: &str, path: &Path) -> Made {
    let folder = path.parent().map(skatteetaten_tests::tree).unwrap_or_default();
    let api = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    let settings = Settings {
        spec: Spec { title: api.clone(), ..Spec::default() },
        version: "v1".to_owned(),
        older: None,
        pinned: Names::default(),
        release: Release::default(),
        runtime: runtime(),
        command: "cargo xtask generate".to_owned(),
        api,
    };
    pipeline::make(&folder, &[name.to_owned()], &settings)
}

fn runtime() -> RuntimeDependency {
    RuntimeDependency::Path(skatteetaten_tests::root().join("runtime").display().to_string())
}

fn workspace() -> Option<Workspace> {
    let crates: BTreeMap<String, Files> =
        DOCUMENTS.iter().filter_map(|d| Some((d.made.package.clone(), d.made.files.clone()?))).collect();
    (!crates.is_empty()).then(|| Workspace::write(TMP, "upstream", &crates, &runtime()))
}

#[test]
fn every_document_gives_a_crate() {
    let failures: Vec<String> = DOCUMENTS
        .iter()
        .filter(|document| document.made.files.is_none())
        .map(|document| {
            let errors = document.made.diagnostics.iter().filter(|d| d.code.id.starts_with('E'));
            let errors: Vec<String> = errors.map(ToString::to_string).collect();
            format!("{}:\n{}", document.path.display(), errors.join("\n"))
        })
        .collect();
    if !DOCUMENTS.is_empty() {
        all_well(&failures, DOCUMENTS.len());
    }
}

#[test]
fn crates_and_their_documentation_build_without_a_warning() {
    let Some(workspace) = workspace() else { return };
    let failures: Vec<String> = [workspace.check(), workspace.doc()].into_iter().filter_map(Result::err).collect();
    all_well(&failures, DOCUMENTS.len());
}

/// An official instance with the document whose namespace its root element has.
struct Instance {
    path: PathBuf,
    text: String,
    document: &'static Document,
}

fn instances(folder: &Path) -> Vec<Instance> {
    let paths = folders(folder).into_iter().flat_map(|(_, folder)| files(&folder));
    let instance = |(_, path): (String, PathBuf)| {
        let text = String::from_utf8(read(&path)).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let (namespace, _) = xml::root(&text).unwrap_or_else(|| panic!("{} is not XML", path.display()));
        let of = |d: &&Document| d.made.model.documents.first().is_some_and(|d| d.namespace == namespace);
        let document = DOCUMENTS.iter().find(of).unwrap_or_else(|| panic!("no schema for {}", path.display()));
        Instance { path, text, document }
    };
    paths.map(instance).collect()
}

/// The examples that have a document, as [`XML_EXAMPLES`] says.
fn examples(folder: &Path) -> Vec<Instance> {
    let found: Vec<String> = tree(folder).into_keys().filter(|name| name.ends_with(".xml")).collect();
    let known: Vec<&str> = XML_EXAMPLES.iter().map(|(name, _)| *name).collect();
    assert_eq!(found, known, "every XML example has a row: the document that describes it, or why there is none");
    let instance = |(name, by): &(&str, By)| match by {
        OfDocument(document) => {
            let of = |d: &&Document| d.path.file_name().is_some_and(|name| name.to_str() == Some(document));
            let path = folder.join(name);
            Some(Instance {
                text: String::from_utf8(read(&path)).unwrap_or_else(|e| panic!("{name}: {e}")),
                path,
                document: DOCUMENTS.iter().find(of).unwrap_or_else(|| panic!("{document} is not there")),
            })
        }
        Without(why) => {
            skatteetaten_tests::say(&format!("not read: {name}: {why}"));
            None
        }
    };
    XML_EXAMPLES.iter().filter_map(instance).collect()
}

#[test]
fn official_instances_come_back_valid() {
    let Some(folder) = shared("upstream/xml") else { return };
    let mut instances = instances(&folder);
    instances.extend(shared("upstream/examples").iter().flat_map(|folder| examples(folder)));
    let packages: BTreeSet<String> = instances.iter().map(|i| i.document.made.package.clone()).collect();
    let packages: Vec<String> = packages.into_iter().collect();
    let programs = workspace().expect("documents").examples_of(&packages).unwrap_or_else(|e| panic!("{e}"));
    let lint = roundtrip::has_xmllint();
    let comes_back = |i: &Instance| {
        let (document, program) = (i.document, &programs[&i.document.made.package]);
        let back = roundtrip::there_and_back(program, &i.text, None, Order::Matters)?;
        // Some official instances do not fit their own schema; those that do must go on to, and validation agrees.
        let is_schema = document.path.extension().is_some_and(|ending| ending == "xsd");
        if lint && is_schema && roundtrip::validate(&document.path, &i.text).is_ok() {
            roundtrip::validate(&document.path, &back)?;
            let found = roundtrip::findings(program, &i.text, None)?;
            if !found.is_empty() {
                return Err(format!("validation finds\n{found}"));
            }
        }
        let ty = document.made.type_of_root(&i.text).ok_or("no root element of the model is called so")?;
        roundtrip::over_json(program, &i.text, ty, Order::Matters)
    };
    let failed = |i: &Instance| comes_back(i).err().map(|error| format!("{}: {error}", i.path.display()));
    let failures: Vec<String> = instances.iter().filter_map(failed).collect();
    all_well(&failures, instances.len());
}

#[test]
fn official_payloads_come_back() {
    let Some(examples) = shared("upstream/examples") else { return };
    let specs = pipeline::specs().into_iter();
    let made: Vec<Made> = specs.map(|(api, version, path)| pipeline::make_spec(&api, &version, &path)).collect();
    let crates: BTreeMap<String, Files> =
        made.iter().filter_map(|made| Some((made.package.clone(), made.files.clone()?))).collect();
    // The same folder as that of the tests of specs/: built once for both.
    let workspace = Workspace::write(TMP, "specs", &crates, &RuntimeDependency::Workspace);
    let programs = workspace.examples().unwrap_or_else(|e| panic!("{e}"));
    let mut failures = Vec::new();
    let mut of = 0;
    for (service, api) in SERVICES {
        for (name, path) in files(&examples.join(service)) {
            let name = format!("{service}/{name}");
            of += 1;
            let comes_back = || {
                let version = name.split(['/', '-', '.']).nth(1).unwrap_or_default();
                let package = entry(PACKAGES, &name).map_or_else(|| format!("{api}-{version}"), str::to_owned);
                let program = programs.get(&package).ok_or_else(|| format!("there is no {package}"))?;
                let payload = String::from_utf8(read(&path)).map_err(|e| e.to_string())?;
                // The root element says it all.
                let ty = entry(TYPES, &name).filter(|_| Format::of(&payload) == Format::Json);
                roundtrip::there_and_back(program, &payload, ty, Order::Matters)?;
                let found = roundtrip::findings(program, &payload, ty)?;
                if found.is_empty() { Ok(()) } else { Err(format!("validation finds\n{found}")) }
            };
            match (comes_back(), entry(NOT_HANDLED, &name)) {
                (Ok(()), None) | (Err(_), Some(_)) => {}
                (Ok(()), Some(reason)) => failures.push(format!("{name} comes back, but is listed: {reason}")),
                (Err(error), None) => failures.push(format!("{name}: {error}")),
            }
        }
    }
    all_well(&failures, of);
}
