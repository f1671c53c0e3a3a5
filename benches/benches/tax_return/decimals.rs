//! What exact amounts cost: a list of them beside the same list as `f64`.

use std::fmt::Write;
use std::hint::black_box;

use serde::{Deserialize, Serialize};
use skatteetaten::{Decimal, json, record, xml};
use skatteetaten_benches::Run;

/// Exact amounts.
#[derive(Debug, PartialEq)]
struct Exact {
    beloep: Vec<Decimal>,
}

record! {
    Exact as "Beloep" { 0 => beloep: element("beloep").list() }
    root "root"
}

/// The same as numbers of the machine, through our codecs.
#[derive(Debug, PartialEq)]
struct Binary {
    beloep: Vec<f64>,
}

record! {
    Binary as "Beloep" { 0 => beloep: element("beloep").list() }
    root "root"
}

/// And through serde.
#[derive(Debug, Deserialize, Serialize)]
struct Peer {
    beloep: Vec<f64>,
}

pub(crate) fn measure(run: &mut Run) {
    let mut document = String::from("<root>");
    let mut text = String::from("{\"beloep\":[");
    for i in 0_u64..5_000 {
        let (kroner, oere) = (i * 7_919 % 10_000_019, i * 31 % 100);
        let _ = write!(document, "<beloep>{kroner}.{oere:02}</beloep>");
        let _ = write!(text, "{}{kroner}.{oere:02}", if i == 0 { "" } else { "," });
    }
    document.push_str("</root>");
    text.push_str("]}");
    let exact: Exact = xml::from_slice(document.as_bytes()).expect("own document");
    assert!(xml::to_string(&exact).expect("own value").ends_with(&document), "amounts are exact");
    assert!(json::to_string(&exact).expect("own value") == text, "amounts are exact");
    let binary: Binary = xml::from_slice(document.as_bytes()).expect("own document");
    let peer: Peer = serde_json::from_str(&text).expect("own document");
    run.measure(
        "XML decode",
        "amounts",
        document.len(),
        &mut [
            (
                "quick-xml serde, f64",
                Box::new(|| drop(black_box(quick_xml::de::from_str::<Peer>(black_box(&document))))),
            ),
            ("ours, f64", Box::new(|| drop(black_box(xml::from_slice::<Binary>(black_box(document.as_bytes())))))),
            ("ours, Decimal", Box::new(|| drop(black_box(xml::from_slice::<Exact>(black_box(document.as_bytes())))))),
        ],
    );
    run.measure(
        "XML encode",
        "amounts",
        document.len(),
        &mut [
            (
                "quick-xml serde, f64",
                Box::new(|| drop(black_box(quick_xml::se::to_string_with_root("root", black_box(&peer))))),
            ),
            ("ours, f64", Box::new(|| drop(black_box(xml::to_string(black_box(&binary)))))),
            ("ours, Decimal", Box::new(|| drop(black_box(xml::to_string(black_box(&exact)))))),
        ],
    );
    run.measure(
        "JSON decode",
        "amounts",
        text.len(),
        &mut [
            (
                "serde_json, f64",
                Box::new(|| drop(black_box(serde_json::from_slice::<Peer>(black_box(text.as_bytes()))))),
            ),
            ("ours, f64", Box::new(|| drop(black_box(json::from_slice::<Binary>(black_box(text.as_bytes())))))),
            ("ours, Decimal", Box::new(|| drop(black_box(json::from_slice::<Exact>(black_box(text.as_bytes())))))),
        ],
    );
    run.measure(
        "JSON encode",
        "amounts",
        text.len(),
        &mut [
            ("serde_json, f64", Box::new(|| drop(black_box(serde_json::to_string(black_box(&peer)))))),
            ("ours, f64", Box::new(|| drop(black_box(json::to_string(black_box(&binary)))))),
            ("ours, Decimal", Box::new(|| drop(black_box(json::to_string(black_box(&exact)))))),
        ],
    );
}
