//! Maps, lists of lists and any JSON value in XML, and the same value in both formats.

#![cfg(feature = "xml")]

use skatteetaten::json::{self, Json};
use skatteetaten::xml::{self, Any};
use skatteetaten::{Dato, Decimal, Map, Root, list, record};

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

#[derive(Clone, Debug, PartialEq)]
struct Rot {
    dato: Option<Dato>,
    sant: Option<bool>,
    verdi: Option<Json>,
    kart: Option<Map<i64>>,
    rader: Vec<Rad>,
    resten: Map<Decimal>,
}

record! {
    Rot as "Rot" in "urn:a" {
        0 => dato: element("dato"),
        1 => sant: element("sant"),
        2 => verdi: element("verdi"),
        3 => kart: element("kart"),
        4 => rader: element("rad").list(),
        5 => resten: rest("resten"),
    }
    root "rot" in "urn:a"
}

#[derive(Clone, Debug, PartialEq, Default)]
struct Rad(pub Vec<i64>);

list! { Rad as "Rad" of element("celle") }

#[derive(Clone, Debug, PartialEq)]
struct Aapen {
    resten: Vec<Any>,
}

record! {
    Aapen as "Aapen" {
        0 => resten: any("resten").list(),
    }
    root "aapen"
}

fn read<T: Root>(text: &str) -> T {
    match xml::from_slice(text.as_bytes()) {
        Ok(value) => value,
        Err(error) => panic!("{error}\n{text}"),
    }
}

/// Reads XML, writes it back equal, goes to JSON and back without loss.
fn round<T: Root + PartialEq + std::fmt::Debug>(text: &str) -> (T, String) {
    let value: T = read(text);
    assert_eq!(xml::to_string(&value).unwrap(), format!("{DECLARATION}{text}"));
    let converted = json::to_string(&value).unwrap();
    assert_eq!(json::from_str::<T>(&converted).unwrap(), value, "{converted}");
    (value, converted)
}

#[test]
fn scalars_keep_what_was_written_and_numbers_are_trimmed() {
    round::<Rot>("<rot xmlns=\"urn:a\"><dato>2024-02-29+01:00</dato><sant>true</sant></rot>");
    let rot: Rot = read("<rot xmlns='urn:a'><sant> 1\n</sant><dato>\n2024-02-29</dato></rot>");
    assert_eq!(rot.sant, Some(true));
    let error = xml::from_slice::<Rot>(b"<rot xmlns='urn:a'><dato>2023-02-29</dato></rot>").unwrap_err();
    assert!(error.is_invalid_value() && !error.to_string().contains("2023"), "{error}");
}

#[test]
fn entries_of_a_map_are_elements() {
    let (rot, converted) = round::<Rot>(
        "<rot xmlns=\"urn:a\"><kart><a>1</a><b>2</b></kart><rad><celle>1</celle><celle>2</celle></rad><rad/>\
         <x>1.10</x><y>2</y></rot>",
    );
    assert_eq!(converted, r#"{"kart":{"a":1,"b":2},"rad":[[1,2],[]],"x":1.10,"y":2}"#);
    assert_eq!(rot.rader[0].0, [1, 2]);

    let error = xml::from_slice::<Rot>(b"<rot xmlns='urn:a'><x>1</x><x>2</x></rot>").unwrap_err();
    assert!(error.is_duplicate(), "{error}");
    let error = xml::from_slice::<Rot>(b"<rot xmlns='urn:a'><rad/><rad><celle>x</celle></rad></rot>").unwrap_err();
    assert_eq!(error.path(), "rot/rad[2]/celle[1]");
    // Names come from the document: errors do not show them.
    let error = xml::from_slice::<Rot>(b"<rot xmlns='urn:a'><kart><ola>x</ola></kart></rot>").unwrap_err();
    assert_eq!(error.path(), "rot/kart/*");

    let mut rot = rot;
    rot.resten.insert("no name".to_owned(), Decimal::ONE);
    assert!(xml::to_string(&rot).is_err());
}

#[test]
fn any_json_value_has_a_form_in_xml() {
    let value = |inner: &str| {
        let text = format!("<rot xmlns=\"urn:a\"><verdi{inner}</rot>");
        let rot: Rot = read(&text);
        assert_eq!(xml::to_string(&rot).unwrap(), format!("{DECLARATION}{text}"));
        json::to_string(&rot.verdi.unwrap()).unwrap()
    };
    assert_eq!(value(">a &amp; b</verdi>"), r#""a & b""#);
    assert_eq!(value("/>"), r#""""#);
    assert_eq!(value("><a>1</a><b><c>2</c></b></verdi>"), r#"{"a":"1","b":{"c":"2"}}"#);
    assert_eq!(value("><a>1</a><a>2</a><a>3</a></verdi>"), r#"{"a":["1","2","3"]}"#);
    assert_eq!(value(" id=\"1\"><a/></verdi>"), r##"{"@id":"1","a":""}"##);

    let rot: Rot = read("<rot xmlns='urn:a'><verdi> <a>1</a>tekst<b/> </verdi></rot>");
    assert_eq!(json::to_string(&rot.verdi.unwrap()).unwrap(), r##"{"a":"1","b":"","#text":" tekst "}"##);

    // From JSON: numbers and booleans become text.
    let rot: Rot = json::from_str(r#"{"verdi": {"a": [1.10, true, null, [2]], "b": {}}}"#).unwrap();
    assert_eq!(
        xml::to_string(&rot).unwrap(),
        format!(
            "{DECLARATION}<rot xmlns=\"urn:a\"><verdi><a>1.10</a><a>true</a>\
             <a xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/><a><item>2</item></a><b/></verdi></rot>"
        )
    );
    let rot: Rot = json::from_str(r#"{"verdi": {"ikke et navn": 1}}"#).unwrap();
    assert_eq!(xml::to_string(&rot).unwrap_err().member(), Some("verdi"));
}

#[test]
fn open_content_is_a_string_in_json() {
    let (value, converted) = round::<Aapen>("<aapen><a b=\"1\">x</a><c/></aapen>");
    assert_eq!(converted, r#"{"resten":["<a b=\"1\">x</a>","<c/>"]}"#);
    assert_eq!(value.resten.len(), 2);
    for text in ["", "a", "<a>", "<a/><b/>", "<p:a/>", "<a></b>", "<!DOCTYPE a><a/>"] {
        let document = format!("{{\"resten\":[{}]}}", json::to_string(&text.to_owned()).unwrap());
        assert!(json::from_str::<Aapen>(&document).is_err(), "{text}");
    }
}
