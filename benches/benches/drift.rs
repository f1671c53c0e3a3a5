//! How long it takes to say what changed, beside the limits that docs/drift.md names: large models compared, and all of
//! `specs/` read in two states and compared.
//!
//! One thread, so that a figure is processor time; `cargo xtask drift` spreads the APIs over the cores.
//! `cargo bench -p skatteetaten-benches --bench drift`

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use skatteetaten_codegen::diagnostic::Sink;
use skatteetaten_codegen::drift::drift;
use skatteetaten_codegen::model::{Model, Shape};
use skatteetaten_codegen::source::Limits;
use skatteetaten_codegen::spec::Spec;

/// Two models of some 350 types, compared.
const PAIR: Duration = Duration::from_millis(100);
/// All of `specs/`, both states read and compared.
const ALL: Duration = Duration::from_secs(1);

/// Runs, of which the middle one is told.
const RUNS: usize = 9;

/// The largest document of ours.
const LARGE: &str = "skattemelding/v5";
/// Steps of official schemas, where they are on this machine.
const OFFICIAL: &[(&str, &str)] = &[
    ("skattemeldingUpersonlig_v5_ekstern.xsd", "skattemeldingUpersonlig_v6_ekstern.xsd"),
    ("skattemelding_v12_ekstern.xsd", "skattemelding_v13_ekstern.xsd"),
];

type Failure = Box<dyn std::error::Error>;
type Files = BTreeMap<String, Vec<u8>>;

/// A row of the table: what, how large, how long, and the limit.
type Row = (String, String, Duration, Duration);

fn main() -> Result<(), Failure> {
    if env::args().any(|argument| argument == "--test") {
        return Ok(());
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut rows = Vec::new();
    let large = read_spec(&folder(&root.join("specs").join(LARGE))?)?;
    rows.push(pair(&format!("{LARGE}, each record changed"), &large, &changed(&large)));
    let official = env::var_os("SKATTEETATEN_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let official = official.join("upstream/xsd");
    for (old, new) in OFFICIAL.iter().filter(|(old, new)| [old, new].iter().all(|name| official.join(name).is_file())) {
        let model = |name: &str| -> Result<Model, Failure> {
            read(&Files::from([(name.to_owned(), fs::read(official.join(name))?)]), &[name.to_owned()])
        };
        rows.push(pair(&format!("{old} → {new}"), &model(old)?, &model(new)?));
    }
    rows.push(all(&root)?);

    println!("\n| | | ms | limit, ms |\n|---|---|--:|--:|");
    for (what, size, took, limit) in &rows {
        println!("| {what} | {size} | {:.1} | {} |", took.as_secs_f64() * 1e3, limit.as_millis());
    }
    Ok(())
}

/// The middle of some runs.
fn middle(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[RUNS / 2]
}

fn pair(what: &str, old: &Model, new: &Model) -> Row {
    let findings = drift("sak-v1", Some(old), Some(new)).findings.len();
    let took = middle(|| drop(black_box(drift("sak-v1", Some(old), Some(new)))));
    (what.to_owned(), format!("{} types, {findings} findings", new.types.len()), took, PAIR)
}

/// Everything in `specs/`, read twice, and compared with a state in which each record changed.
fn all(root: &Path) -> Result<Row, Failure> {
    let mut specs = Vec::new();
    for api in fs::read_dir(root.join("specs"))? {
        let api = api?.path();
        for version in if api.is_dir() { fs::read_dir(api)?.collect() } else { Vec::new() } {
            let path = version?.path();
            if path.join("api.toml").is_file() {
                specs.push(folder(&path)?);
            }
        }
    }
    let mut findings = 0;
    let took = middle(|| {
        findings = 0;
        for files in &specs {
            // What cannot be read was told by `regen`, and takes its time all the same.
            let (Ok(old), Ok(new)) = (read_spec(files), read_spec(files)) else { continue };
            findings += black_box(drift("sak-v1", Some(&old), Some(&changed(&new)))).findings.len();
        }
    });
    Ok(("specs/, read twice and compared".to_owned(), format!("{} APIs, {findings} findings", specs.len()), took, ALL))
}

/// A later state: in each record every other member is required where it was not, or the other way, and the last one has
/// another name.
fn changed(model: &Model) -> Model {
    let mut model = model.clone();
    for def in model.types.values_mut() {
        if let Shape::Struct(record) = &mut def.shape {
            for member in record.members.iter_mut().step_by(2) {
                member.occurs.required = !member.occurs.required;
            }
            if let Some(last) = record.members.last_mut() {
                last.name.push_str("Ny");
            }
        }
    }
    model
}

/// The files of a folder of `specs/`, without its examples.
fn folder(path: &Path) -> Result<Files, Failure> {
    let mut files = Files::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            files.insert(entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path())?);
        }
    }
    Ok(files)
}

fn read_spec(files: &Files) -> Result<Model, Failure> {
    let text = String::from_utf8_lossy(files.get("api.toml").ok_or("no api.toml")?).into_owned();
    let spec = Spec::parse("api.toml", &text).map_err(|error| error.to_string())?;
    read(files, &spec.documents)
}

fn read(files: &Files, documents: &[String]) -> Result<Model, Failure> {
    let mut sink = Sink::default();
    let model = skatteetaten_codegen::read(files, documents, &Limits::default(), &mut sink);
    if sink.has_errors() { Err(format!("{documents:?} cannot be read").into()) } else { Ok(model) }
}
