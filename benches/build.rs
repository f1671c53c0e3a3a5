//! Makes the documents to measure with and the structs of the peers, from the spec of the company tax return.

#[path = "build/documents.rs"]
mod documents;
#[path = "build/peers.rs"]
mod peers;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use documents::{Part, Records};
use roxmltree::Document;
use skatteetaten_codegen::diagnostic::Sink;
use skatteetaten_codegen::plan::{Item, Names, Release, RuntimeDependency, Settings};
use skatteetaten_codegen::source::Limits;

/// The spec whose crate is measured.
const SPEC: &str = "../specs/skattemelding-upersonlig/v4";

/// Sections of the smaller tax return; none has a member of several types, which no peer can hold.
const SMALL: &[&str] = &[
    "norskIdentifikator",
    "inntektsaar",
    "formueOgGjeld",
    "opplysningOmSkattesubjekt",
    "vedlegg",
    "formueOgGjeldSvalbard",
    "verdsettingAvAksje",
];

/// What the larger one has besides.
const MORE: &[&str] = &["metodeForAaUnngaaDobbeltbeskatning", "spesifikasjonAvForholdRelevanteForBeskatning"];

fn main() -> Result<(), Box<dyn Error>> {
    let spec = Path::new(SPEC);
    let (document, example) = (spec.join("openapi.yaml"), spec.join("examples/full.xml"));
    for file in [&document, &example] {
        println!("cargo::rerun-if-changed={}", file.display());
    }
    let folder = BTreeMap::from([("openapi.yaml".to_owned(), fs::read(&document)?)]);
    let mut sink = Sink::default();
    let model = skatteetaten_codegen::read(&folder, &["openapi.yaml".to_owned()], &Limits::default(), &mut sink);
    let settings = Settings {
        api: "skattemelding-upersonlig".to_owned(),
        version: "v4".to_owned(),
        spec: Default::default(),
        older: None,
        pinned: Names::default(),
        release: Release::default(),
        runtime: RuntimeDependency::Workspace,
        command: String::new(),
    };
    let plan = skatteetaten_codegen::plan::build(&model, &settings, &mut sink);
    if sink.has_errors() {
        return Err(format!("{} has errors", document.display()).into());
    }
    let records = Records(&plan);
    let Some(Item::Struct(root)) = records.item("Skattemelding") else {
        return Err("there is no Skattemelding".into());
    };

    let text = fs::read_to_string(&example)?;
    let whole = Document::parse(&text)?;
    let more: Vec<&str> = [SMALL, MORE].concat();
    let small = documents::cut(&whole, root, records, &Part { sections: SMALL, times: 1 });
    let large = documents::cut(&whole, root, records, &Part { sections: &more, times: 1 });
    let times = (1..2000)
        .find(|&times| documents::cut(&whole, root, records, &Part { sections: SMALL, times }).len() >= 1_000_000);
    let times = times.ok_or("the lists do not make a document of 1 MB")?;
    let huge = documents::cut(&whole, root, records, &Part { sections: SMALL, times });

    let mut occurring = BTreeSet::new();
    for text in [&small, &large] {
        occurring.extend(documents::occurring(text, root, records)?);
    }
    peers::check(records, &occurring)?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    fs::write(out.join("small.xml"), small)?;
    fs::write(out.join("large.xml"), large)?;
    fs::write(out.join("huge.xml"), huge)?;
    fs::write(out.join("serde.rs"), peers::serde(records, &occurring))?;
    fs::write(out.join("instant_xml.rs"), peers::instant_xml(root, records, &occurring))?;
    Ok(())
}
