//! Maps, lists of lists and any JSON value in XML, and the same value in both formats.

#![cfg(feature = "xml")]

use skatteetaten::json::{self, Json};
use skatteetaten::xml::{self, Any};
use skatteetaten::{
    Base64, Dato, Decimal, HexBytes, Map, Root, TextList, UnknownValue, UnknownVariant, Varighet, list, open_enum,
    record, union,
};

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

#[derive(Clone, Debug, PartialEq)]
struct Skalarer {
    tall: TextList<i64>,
    merker: Option<TextList<String>>,
    flyt: Vec<f64>,
    varighet: Vec<Varighet>,
    base: Option<Base64>,
    heks: Option<HexBytes>,
}

record! {
    Skalarer as "Skalarer" in "urn:a" {
        0 => tall: element("tall").required(),
        1 => merker: attribute("merker"),
        2 => flyt: element("flyt").list(),
        3 => varighet: element("varighet").list(),
        4 => base: element("base"),
        5 => heks: element("heks"),
    }
    root "skalarer" in "urn:a"
}

#[test]
fn lists_in_one_text() {
    let (value, converted) =
        round::<Skalarer>("<skalarer xmlns=\"urn:a\" merker=\"a b &amp;\"><tall>1 2 -3</tall></skalarer>");
    assert_eq!(converted, r#"{"tall":[1,2,-3],"merker":["a","b","&"]}"#);
    assert_eq!(value.tall.0, [1, 2, -3]);
    round::<Skalarer>("<skalarer xmlns=\"urn:a\" merker=\"\"><tall/></skalarer>");
    let value: Skalarer = read("<skalarer xmlns='urn:a'><tall>\n 1\t 2 <!-- --> 3</tall></skalarer>");
    assert_eq!(value.tall.0, [1, 2, 3]);
    let value: Skalarer = json::from_str(r#"{"tall": "1 2", "merker": ["a"]}"#).unwrap();
    assert_eq!(value.tall.0, [1, 2]);
    let error = xml::from_slice::<Skalarer>(b"<skalarer xmlns='urn:a'><tall>1 x</tall></skalarer>").unwrap_err();
    assert_eq!(error.path(), "skalarer/tall");
    assert_eq!(json::from_str::<Skalarer>(r#"{"tall": [1, "x"]}"#).unwrap_err().path(), "tall[1]");
}

#[test]
fn floats_durations_and_bytes() {
    round::<Skalarer>(
        "<skalarer xmlns=\"urn:a\"><tall/><flyt>1.5</flyt><flyt>-0.25</flyt><varighet>P1Y2M3DT4H5M6.70S</varighet>\
         <varighet>-PT0S</varighet><base>aGVp+/==</base><heks>0aFf</heks></skalarer>",
    );
    let value: Skalarer = read(
        "<skalarer xmlns='urn:a'><tall/><flyt> 1E3 </flyt><flyt>INF</flyt><flyt>-INF</flyt><flyt>NaN</flyt>\
         <base>\n aGVp \n</base></skalarer>",
    );
    assert_eq!(value.flyt[..3], [1000.0, f64::INFINITY, f64::NEG_INFINITY]);
    assert!(value.flyt[3].is_nan());
    assert_eq!(value.base.as_ref().unwrap().bytes(), b"hei");
    let text = xml::to_string(&value).unwrap();
    assert!(text.contains("<flyt>1000.0</flyt><flyt>INF</flyt><flyt>-INF</flyt><flyt>NaN</flyt>"), "{text}");
    // JSON has no such numbers.
    assert_eq!(json::to_string(&value).unwrap_err().member(), Some("flyt"));
    for text in [
        "<flyt>1,5</flyt>",
        "<flyt>inf</flyt>",
        "<flyt/>",
        "<varighet>P</varighet>",
        "<base>a</base>",
        "<heks>abc</heks>",
    ] {
        let document = format!("<skalarer xmlns='urn:a'><tall/>{text}</skalarer>");
        assert!(xml::from_slice::<Skalarer>(document.as_bytes()).is_err(), "{text}");
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Rester {
    resten: Map<Verdi>,
}

record! {
    Rester as "Rester" in "urn:a" { 0 => resten: rest("resten") }
    root "rester" in "urn:a"
}

#[derive(Clone, Debug, PartialEq)]
enum Verdi {
    Tall(Decimal),
    Rad(Rad),
    Unknown(UnknownVariant),
}

union! { Verdi as "Verdi" untagged { Tall, Rad } }

#[test]
fn unions_in_the_map_of_the_rest() {
    let (value, _) =
        round::<Rester>("<rester xmlns=\"urn:a\"><a>1.10</a><b><celle>1</celle><celle>2</celle></b></rester>");
    assert!(matches!((&value.resten["a"], &value.resten["b"]), (Verdi::Tall(_), Verdi::Rad(rad)) if rad.0 == [1, 2]));
    let value: Rester = read("<rester xmlns='urn:a'><c>tekst</c></rester>");
    assert!(matches!(value.resten["c"], Verdi::Unknown(_)));
    assert_eq!(xml::to_string(&value).unwrap(), format!("{DECLARATION}<rester xmlns=\"urn:a\"><c>tekst</c></rester>"));
}

/// An item with all kinds of places for a text.
#[derive(Clone, Debug, PartialEq, Default)]
struct Post {
    nr: Option<String>,
    navn: Option<String>,
    verdi: Option<Enhet>,
    merknad: Vec<String>,
    under: Vec<Post>,
    kart: Option<Map<Inni>>,
}

record! {
    Post as "Post" in "urn:a" {
        0 => nr: attribute("nr"),
        1 => navn: element("navn"),
        2 => verdi: element("verdi"),
        3 => merknad: element("merknad").list(),
        4 => under: element("under").list(),
        5 => kart: element("kart"),
    }
    root "post" in "urn:a"
}

#[derive(Clone, Debug, PartialEq, Default)]
struct Inni {
    tekst: Option<String>,
}

record! {
    Inni as "Inni" in "urn:b" { 0 => tekst: element("tekst") }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
enum Enhet {
    Kilo,
    Unknown(UnknownValue),
}

open_enum! { Enhet as "Enhet" { Kilo = "kilo" } }

#[test]
fn what_cannot_be_written_is_reported_with_its_member() {
    let bad = || "\u{1}".to_owned();
    let good = Post { navn: Some("a".to_owned()), ..Post::default() };
    let map = |entries: &[(&str, &str)]| {
        let entry = |(name, text): &(&str, &str)| ((*name).to_owned(), Inni { tekst: Some((*text).to_owned()) });
        Some(entries.iter().map(entry).collect::<Map<_>>())
    };
    for (member, post) in [
        ("nr", Post { nr: Some(bad()), ..good.clone() }),
        ("navn", Post { navn: Some(bad()), under: vec![good.clone()], ..Post::default() }),
        ("verdi", Post { verdi: Some(Enhet::from("\u{1}")), ..good.clone() }),
        ("merknad", Post { merknad: vec!["a".to_owned(), bad()], ..good.clone() }),
        // What was written before, in it or beside it, has no part in it.
        ("nr", Post { under: vec![good.clone(), Post { nr: Some(bad()), ..good.clone() }], ..good.clone() }),
        ("tekst", Post { kart: map(&[("a", "b"), ("b", "\u{1}")]), ..good.clone() }),
        ("kart", Post { kart: map(&[("a", "b"), ("b c", "d")]), ..good.clone() }),
    ] {
        assert_eq!(xml::to_string(&post).unwrap_err().member(), Some(member), "{post:?}");
    }
}

#[test]
fn texts_are_escaped_wherever_they_stand_and_empty_ones_are_empty_elements() {
    let text = "<a & \"b\">";
    let post = Post {
        nr: Some(text.to_owned()),
        navn: Some(text.to_owned()),
        verdi: Some(Enhet::from(text)),
        merknad: vec![String::new(), text.to_owned(), "æ".to_owned()],
        under: vec![Post { verdi: Some(Enhet::Kilo), ..Post::default() }, Post::default()],
        kart: None,
    };
    let written = xml::to_string(&post).unwrap();
    let escaped = "&lt;a &amp; \"b\"&gt;";
    assert_eq!(
        written,
        format!(
            "{DECLARATION}<post xmlns=\"urn:a\" nr=\"&lt;a &amp; &quot;b&quot;&gt;\"><navn>{escaped}</navn>\
             <verdi>{escaped}</verdi><merknad/><merknad>{escaped}</merknad><merknad>æ</merknad>\
             <under><verdi>kilo</verdi></under><under/></post>"
        )
    );
    assert_eq!(xml::from_slice::<Post>(written.as_bytes()), Ok(post));
}
