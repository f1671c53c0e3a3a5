//! Decoding and encoding a company's tax return, in XML and JSON, beside what one would otherwise take.
//!
//! `cargo bench -p skatteetaten-benches` runs for some minutes and ends with the tables of docs/performance.md.

mod decimals;
mod peers;

use std::hint::black_box;
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::Event;
use quick_xml::reader::NsReader;
use skatteetaten::{json, xml};
use skatteetaten_benches::Run;
use skattemelding_upersonlig_v4::Skattemelding;

/// A tax return with a few sections, the same with more, and the first with its lists grown to 1 MB.
const DOCUMENTS: [(&str, &str); 3] = [
    ("10 KB", include_str!(concat!(env!("OUT_DIR"), "/small.xml"))),
    ("35 KB", include_str!(concat!(env!("OUT_DIR"), "/large.xml"))),
    ("1 MB", include_str!(concat!(env!("OUT_DIR"), "/huge.xml"))),
];

fn main() {
    let mut run = Run::new(Path::new(env!("CARGO_TARGET_TMPDIR")));
    for (name, document) in DOCUMENTS {
        measure(&mut run, name, document);
    }
    decimals::measure(&mut run);
    run.finish();
}

fn measure(run: &mut Run, name: &str, document: &str) {
    let value: Skattemelding = xml::from_slice(document.as_bytes()).expect("own document");
    let written = xml::to_string(&value).expect("own value");
    let text = json::to_string(&value).expect("own value");
    let serde: peers::Serde = quick_xml::de::from_str(document).expect("own document");
    let instant: peers::Instant = instant_xml::from_str(document).expect("own document");
    // Whoever is measured has understood the whole document.
    let same = |what: &str, document: &str| {
        let back: Skattemelding =
            xml::from_slice(document.as_bytes()).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert!(back == value, "{what} has lost something");
    };
    same("ours", &written);
    same("quick-xml serde", &quick_xml::se::to_string_with_root("skattemelding", &serde).expect("own value"));
    same("instant-xml", &instant_xml::to_string(&instant).expect("own value"));
    let from_json: peers::Serde = serde_json::from_str(&text).expect("own document");
    let back = serde_json::to_string(&from_json).expect("own value");
    assert!(
        json::from_slice::<Skattemelding>(back.as_bytes()).expect("own document") == value,
        "serde_json has lost something"
    );

    let bytes = document.as_bytes();
    run.measure(
        "XML decode",
        name,
        bytes.len(),
        &mut [
            ("quick-xml, bare scan", Box::new(|| scan(black_box(bytes)))),
            ("ours", Box::new(|| drop(black_box(xml::from_slice::<Skattemelding>(black_box(bytes)))))),
            ("quick-xml, NsReader scan", Box::new(|| ns_scan(black_box(bytes)))),
            ("roxmltree, tree alone", Box::new(|| drop(black_box(roxmltree::Document::parse(black_box(document)))))),
            ("instant-xml", Box::new(|| drop(black_box(instant_xml::from_str::<peers::Instant>(black_box(document)))))),
            (
                "quick-xml serde",
                Box::new(|| drop(black_box(quick_xml::de::from_str::<peers::Serde>(black_box(document))))),
            ),
        ],
    );
    run.measure(
        "XML encode",
        name,
        written.len(),
        &mut [
            (
                "quick-xml serde",
                Box::new(|| drop(black_box(quick_xml::se::to_string_with_root("skattemelding", black_box(&serde))))),
            ),
            ("ours", Box::new(|| drop(black_box(xml::to_string(black_box(&value)))))),
            ("instant-xml", Box::new(|| drop(black_box(instant_xml::to_string(black_box(&instant)))))),
        ],
    );
    let bytes = text.as_bytes();
    run.measure(
        "JSON decode",
        name,
        bytes.len(),
        &mut [
            (
                "serde_json, structs",
                Box::new(|| drop(black_box(serde_json::from_slice::<peers::Serde>(black_box(bytes))))),
            ),
            ("ours", Box::new(|| drop(black_box(json::from_slice::<Skattemelding>(black_box(bytes)))))),
            (
                "serde_json, Value",
                Box::new(|| drop(black_box(serde_json::from_slice::<serde_json::Value>(black_box(bytes))))),
            ),
        ],
    );
    run.measure(
        "JSON encode",
        name,
        bytes.len(),
        &mut [
            ("serde_json, structs", Box::new(|| drop(black_box(serde_json::to_string(black_box(&from_json)))))),
            ("ours", Box::new(|| drop(black_box(json::to_string(black_box(&value)))))),
        ],
    );
}

/// The limit: finds every event, and does nothing with it.
fn scan(bytes: &[u8]) {
    let mut reader = Reader::from_reader(bytes);
    loop {
        match reader.read_event().expect("own document") {
            Event::Eof => return,
            event => drop(black_box(event)),
        }
    }
}

/// The same with the namespace of each element.
fn ns_scan(bytes: &[u8]) {
    let mut reader = NsReader::from_reader(bytes);
    loop {
        match reader.read_resolved_event().expect("own document") {
            (_, Event::Eof) => return,
            event => drop(black_box(event)),
        }
    }
}
