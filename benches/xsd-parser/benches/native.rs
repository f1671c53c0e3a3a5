//! Decoding and encoding a business return. `./run SCHEMA DOCUMENT` starts it.

use std::env;
use std::fs;
use std::hint::black_box;
use std::path::Path;

use ours::Naeringsspesifikasjon as Ours;
use quick_xml::Reader;
use quick_xml::events::Event;
use skatteetaten::xml;
use skatteetaten_bench_xsd_parser::Naeringsspesifikasjon as Native;
use skatteetaten_benches::Run;
use xsd_parser_types::quick_xml::{DeserializeSync, SerializeSync, SliceReader, Writer, XmlReader};

fn main() {
    let path = env::var_os("DOCUMENT").expect("DOCUMENT is not set: start this by ./run");
    let document = fs::read_to_string(path).expect("DOCUMENT can be read");
    let ours: Ours = xml::from_slice(document.as_bytes()).expect("DOCUMENT is an instance of the schema");
    let native = decode(&document);
    let written = xml::to_string(&ours).expect("own value");
    let mut run = Run::new(Path::new(env!("CARGO_TARGET_TMPDIR")));
    run.measure(
        "XML decode",
        "business return",
        document.len(),
        &mut [
            ("quick-xml, bare scan", Box::new(|| scan(black_box(document.as_bytes())))),
            ("ours", Box::new(|| drop(black_box(xml::from_slice::<Ours>(black_box(document.as_bytes())))))),
            ("xsd-parser, native", Box::new(|| drop(black_box(decode(black_box(&document)))))),
        ],
    );
    run.measure(
        "XML encode",
        "business return",
        written.len(),
        &mut [
            ("xsd-parser, native", Box::new(|| drop(black_box(encode(black_box(&native)))))),
            ("ours", Box::new(|| drop(black_box(xml::to_string(black_box(&ours)))))),
        ],
    );
    run.finish();
}

fn decode(document: &str) -> Native {
    let mut reader = SliceReader::new(document).with_error_info();
    Native::deserialize(&mut reader).expect("an instance of the schema")
}

fn encode(value: &Native) -> Vec<u8> {
    let mut out = Vec::new();
    value.serialize("naeringsspesifikasjon", &mut Writer::new(&mut out)).expect("own value");
    out
}

fn scan(bytes: &[u8]) {
    let mut reader = Reader::from_reader(bytes);
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Eof => return,
            event => drop(black_box(event)),
        }
    }
}
