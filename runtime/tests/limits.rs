//! What `Limits` bound, in JSON and in XML: at a limit a document is read, one step beyond it is an error with its place.

#![cfg(feature = "xml")]

use skatteetaten::json::{self, Json};
use skatteetaten::xml::{self, Any};
use skatteetaten::{DecodeError, Limits, Map, UnknownVariant, Varighet, record, union};

/// One member for each way to grow.
#[derive(Clone, Debug, PartialEq, Default)]
struct Tre {
    ord: Vec<i64>,
    gren: Option<Box<Tre>>,
    tre: Vec<Tre>,
    tekst: Vec<String>,
    null: Vec<Option<Stor>>,
    stor: Vec<Stor>,
    kart: Option<Box<Map<i64>>>,
    fritt: Option<Json>,
    valg: Vec<Valg>,
    merket: Vec<Merket>,
    par: Vec<Par>,
    resten: Vec<Any>,
}

record! {
    Tre as "Tre" in "urn:tre" {
        0 => ord: attribute("ord").list(),
        1 => gren: element("gren").nillable(),
        2 => tre: element("tre").list(),
        3 => tekst: element("tekst").list(),
        4 => null: element("null").list().nillable(),
        5 => stor: element("stor").list(),
        6 => kart: element("kart"),
        7 => fritt: element("fritt"),
        8 => valg: element("valg").list(),
        9 => merket: element("merket").list(),
        10 => par: group("par").list(),
        11 => resten: any("resten").list(),
    }
    root "tre" in "urn:tre"
}

/// Large for what a document must say to get one: `<stor/>`, `{}`.
#[derive(Clone, Debug, PartialEq, Default)]
struct Stor {
    a: Option<Varighet>,
    b: Option<Varighet>,
    c: Option<Varighet>,
    d: Option<Varighet>,
    e: Option<Varighet>,
    f: Option<Varighet>,
}

record! {
    Stor as "Stor" in "urn:tre" {
        0 => a: element("a"),
        1 => b: element("b"),
        2 => c: element("c"),
        3 => d: element("d"),
        4 => e: element("e"),
        5 => f: element("f"),
    }
}

#[derive(Clone, Debug, PartialEq, Default)]
struct Par {
    x: Option<i64>,
    y: Option<Box<Stor>>,
}

record! {
    Par as "Par" in "urn:tre" {
        0 => x: element("x"),
        1 => y: element("y"),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Valg {
    Tall(i64),
    Stor(Box<Stor>),
    Unknown(UnknownVariant),
}

union! { Valg as "Valg" untagged { Tall, Stor } }

#[derive(Clone, Debug, PartialEq)]
enum Merket {
    Tre(Box<Tre>),
    Stor(Box<Stor>),
    Unknown(UnknownVariant),
}

union! { Merket as "Merket" by member("slag") { Tre = "tre", Stor = "stor" } }

#[derive(Clone, Copy, Debug, PartialEq)]
enum Format {
    Json,
    Xml,
}

use Format::{Json as J, Xml as X};

/// Reads what stands in a `Tre`: members in JSON, elements in XML.
fn read(format: Format, content: &str, limits: Limits) -> Result<Tre, DecodeError> {
    match format {
        J => json::from_slice_with(format!("{{{content}}}").as_bytes(), &limits),
        X => xml::from_slice_with(format!("<tre xmlns='urn:tre'>{content}</tre>").as_bytes(), &limits),
    }
}

#[test]
fn every_limit_holds_in_both_formats() {
    type With = fn(Limits, usize) -> Limits;
    let name = "n".repeat(40);
    let cases: &[(&str, With, usize, Format, String)] = &[
        ("bytes", Limits::with_bytes, 9, J, "\"ny\":1".to_owned() + " "),
        ("bytes", Limits::with_bytes, 33, X, "<ny/>".to_owned() + " "),
        ("depth", Limits::with_depth, 4, J, "\"gren\":{\"fritt\":[[]]}".to_owned()),
        ("depth", Limits::with_depth, 4, J, "\"gren\":{\"ny\":[{\"a\":1}]}".to_owned()),
        ("depth", Limits::with_depth, 4, X, "<gren><fritt><a/></fritt></gren>".to_owned()),
        ("depth", Limits::with_depth, 4, X, "<gren><ny><a/></ny></gren>".to_owned()),
        ("depth", Limits::with_depth, 4, X, "<gren><gren><tre></tre></gren></gren>".to_owned()),
        ("name", Limits::with_name, 40, J, format!("\"{name}\":1")),
        ("name", Limits::with_name, 40, J, format!("\"ny\":{{\"{name}\":1}}")),
        ("name", Limits::with_name, 40, J, format!("\"fritt\":{{\"{name}\":1}}")),
        ("name", Limits::with_name, 40, J, format!("\"kart\":{{\"{name}\":1}}")),
        ("name", Limits::with_name, 40, J, format!("\"merket\":[{{\"{name}\":1}}]")),
        ("name", Limits::with_name, 40, X, format!("<{name}/>")),
        ("name", Limits::with_name, 40, X, format!("<ny {name}='1'/>")),
        ("name", Limits::with_name, 40, X, format!("<kart><{name}>1</{name}></kart>")),
        ("attributes", Limits::with_attributes, 3, X, "<ny a='' b='' c=''/>".to_owned()),
        ("text", Limits::with_text, 6, J, "\"tekst\":[\"abc\",\"\\u00e6c\"]".to_owned()),
        ("text", Limits::with_text, 6, J, "\"fritt\":[\"abc\",123]".to_owned()),
        ("text", Limits::with_text, 6, J, "\"valg\":[\"abcd\"]".to_owned()),
        ("text", Limits::with_text, 6, X, "<tekst>abc</tekst><tekst>&#xe6;c</tekst>".to_owned()),
        ("text", Limits::with_text, 6, X, "<fritt>abcdef</fritt>".to_owned()),
        ("text", Limits::with_text, 6, X, "<fritt a='abc'>def</fritt>".to_owned()),
    ];
    for (what, with, least, format, content) in cases {
        let limits = Limits::default();
        let enough = read(*format, content, with(limits, *least));
        assert!(enough.is_ok(), "{what} {least}: {content}: {enough:?}");
        let error = read(*format, content, with(limits, least - 1)).expect_err(content);
        assert!(error.is_limit(), "{what} {least}: {content}: {error}");
        assert!(error.line() == 1 && error.column() > 0, "{error}");
    }
}

/// Each repeats something short that becomes something large.
fn amplifiers() -> Vec<(Format, String)> {
    let list = |name: &str, item: &str| {
        let mut content = format!("\"{name}\":[{item}");
        content.push_str(&format!(",{item}").repeat(9_999));
        (J, content + "]")
    };
    let map = |name: &str| {
        let entries: Vec<String> = (0..10_000).map(|i| format!("\"{i}\":1")).collect();
        (J, format!("\"{name}\":{{{}}}", entries.join(",")))
    };
    let elements = |element: &str| (X, element.repeat(10_000));
    vec![
        list("stor", "{}"),
        list("tre", "{}"),
        list("null", "null"),
        list("null", "{}"),
        list("tekst", "\"\""),
        list("valg", "{}"),
        list("valg", "0"),
        list("valg", "[]"),
        list("merket", "{}"),
        list("merket", "{\"slag\":\"stor\"}"),
        list("tre", "{\"kart\":{\"\":0}}"),
        list("fritt", "0"),
        list("fritt", "[]"),
        list("fritt", "{\"\":{}}"),
        map("kart"),
        map("fritt"),
        elements("<stor/>"),
        elements("<tre/>"),
        elements("<tekst/>"),
        elements("<valg/>"),
        elements("<valg>0</valg>"),
        elements("<merket/>"),
        elements("<merket slag='stor'/>"),
        elements("<x>1</x>"),
        elements("<y/>"),
        elements("<tre><kart><a>1</a></kart></tre>"),
        elements("<ny/>"),
        (X, format!("<null xmlns:i='http://www.w3.org/2001/XMLSchema-instance'/>{}", "<stor/>".repeat(10_000))),
        (X, format!("<fritt>{}</fritt>", "<a/>".repeat(10_000))),
        (X, format!("<fritt>{}</fritt>", "<a/><b/>".repeat(10_000))),
        (X, format!("<tre ord='{}'/>", "1 ".repeat(10_000))),
        // The name of a namespace is taken by each element that uses it.
        (X, format!("<gren xmlns:p='{}'>{}</gren>", "u".repeat(1000), "<p:ny/>".repeat(1_000))),
        (X, format!("<t:gren xmlns:t='urn:tre' xmlns='{}'>{}</t:gren>", "u".repeat(1000), "<ny/>".repeat(1_000))),
    ]
}

#[test]
fn short_items_that_become_large_values_are_limited() {
    for (format, content) in amplifiers() {
        let head: String = content.chars().take(40).collect();
        // A quarter more than the document is too little for what these become, the usual limit is plenty.
        let limits = Limits::default().with_memory(content.len() / 4);
        let error = read(format, &content, limits).expect_err(&head);
        assert!(error.is_limit(), "{head}: {error}");
        assert!(error.to_string().contains("memory") && !error.path().is_empty(), "{head}: {error}");
        let read = read(format, &content, Limits::default());
        assert!(read.is_ok(), "{head}: {}", read.unwrap_err());
    }
}

#[test]
fn the_error_names_the_item_that_is_too_much() {
    let limits = Limits::default().with_memory(2 * (size_of::<Tre>() + size_of::<Stor>()));
    let error = read(J, &format!("\"stor\":[{}{{}}]", "{},".repeat(99)), limits).unwrap_err();
    let path = error.path();
    assert!(path.starts_with("stor[") && path != "stor[0]" && path != "stor[99]", "{path}");
    let error = read(X, &"<stor/>".repeat(100), limits).unwrap_err();
    let path = error.path();
    assert!(path.starts_with("tre/stor[") && path != "tre/stor[1]" && path != "tre/stor[100]", "{path}");
}

#[test]
fn variants_that_were_tried_take_no_memory() {
    // The second variant holds what the first one is tried for in vain.
    let limits = Limits::default().with_memory(8 * 1024);
    assert!(read(J, "\"valg\":[{},{},{}]", limits).is_ok());
    assert!(read(X, "<valg/><valg/><valg/>", limits).is_ok());
}

/// Documents that are as deep as may be, in each way that a type can lead back to itself.
fn deepest() -> Vec<(Format, String)> {
    let depth = Limits::default().depth();
    let json = |open: &str, inner: &str, close: &str, levels: usize| {
        let levels = (depth - 1) / levels - 1;
        (J, format!("{}{inner}{}", open.repeat(levels), close.repeat(levels)))
    };
    let xml = |open: &str, close: &str| (X, open.repeat(depth - 1) + &close.repeat(depth - 1));
    vec![
        json("\"gren\":{", "", "}", 1),
        json("\"tre\":[{", "", "}]", 2),
        json("\"merket\":[{\"slag\":\"tre\",", "\"tekst\":[]", "}]", 2),
        (J, format!("\"fritt\":{}{}", "[".repeat(depth - 1), "]".repeat(depth - 1))),
        (J, format!("\"fritt\":{}1{}", "{\"a\":".repeat(depth - 1), "}".repeat(depth - 1))),
        (J, format!("\"ny\":{}{}", "[".repeat(depth - 1), "]".repeat(depth - 1))),
        (J, format!("\"valg\":{}{}", "[".repeat(depth - 1), "]".repeat(depth - 1))),
        xml("<gren>", "</gren>"),
        xml("<tre>", "</tre>"),
        // Written back with its tag as an element.
        (X, "<merket slag='tre'>".repeat(depth - 2) + &"</merket>".repeat(depth - 2)),
        xml("<fritt>", "</fritt>"),
        xml("<ny>", "</ny>"),
        xml("<valg>", "</valg>"),
    ]
}

/// All that a program does with a value.
fn use_up(value: Tre, format: Format) {
    let copy = value.clone();
    assert_eq!(copy, value);
    drop(copy);
    assert!(!format!("{value:?}").is_empty() && !format!("{value:#?}").is_empty());
    let written = match format {
        J => json::to_string(&value).map(String::into_bytes),
        X => xml::to_string(&value).map(String::into_bytes),
    };
    let written = written.unwrap();
    let again = match format {
        J => json::from_slice::<Tre>(&written),
        X => xml::from_slice::<Tre>(&written),
    };
    assert_eq!(again.unwrap(), value);
    assert!(json::to_string_pretty(&value).is_ok() || format == X);
    let _ = xml::to_string(&value);
    drop(value);
}

#[test]
fn the_deepest_document_needs_half_of_a_small_stack() {
    for (format, content) in deepest() {
        let head: String = content.chars().take(20).collect();
        let run = move || use_up(read(format, &content, Limits::default()).unwrap(), format);
        let thread = std::thread::Builder::new().name(head).stack_size(1024 * 1024).spawn(run);
        thread.unwrap().join().unwrap();
    }
}

#[test]
fn a_document_of_any_depth_is_an_error_and_no_overflow() {
    let run = || {
        for (open, close) in [("[", "]"), ("{\"gren\":", "}"), ("{\"tre\":[", "]}"), ("{\"fritt\":[", "]}")] {
            let document = open.repeat(100_000) + &close.repeat(100_000);
            assert!(json::from_str::<Json>(&document).unwrap_err().is_limit());
            let error = json::from_str::<Tre>(&document).unwrap_err();
            assert!(error.is_limit() || error.is_type_mismatch(), "{error}");
        }
        for element in ["gren", "tre", "merket slag='tre'", "valg", "fritt", "ny", "kart"] {
            let name = element.split(' ').next().unwrap();
            let content = format!("<{element}>").repeat(100_000) + &format!("</{name}>").repeat(100_000);
            let error = read(X, &content, Limits::default()).unwrap_err();
            assert!(error.is_limit() || error.is_type_mismatch(), "{error}");
        }
    };
    std::thread::Builder::new().stack_size(1024 * 1024).spawn(run).unwrap().join().unwrap();
}
