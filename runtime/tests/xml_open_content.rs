//! What schemas leave open: attributes and elements of any name, also inside of groups that repeat; and elements that
//! stand at two places of one content model.

#![cfg(feature = "xml")]

use skatteetaten::xml::{self, Any};
use skatteetaten::{Map, Root, json, record};

const NS: &str = "urn:a";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

fn read<T: Root>(text: &str) -> T {
    xml::from_slice(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Reads XML, writes it back equal, goes to JSON and back without loss.
fn round<T: Root + PartialEq + std::fmt::Debug>(text: &str) -> T {
    let value: T = read(text);
    assert_eq!(xml::to_string(&value).unwrap(), format!("{DECLARATION}{text}"));
    let converted = json::to_string(&value).unwrap();
    assert_eq!(json::from_str::<T>(&converted).unwrap(), value, "{converted}");
    value
}

#[derive(Clone, Debug, PartialEq, Default)]
struct Merket {
    id: Option<i64>,
    andre: Option<Map<String>>,
    tekst: Option<String>,
}

record! {
    Merket as "Merket" in NS {
        0 => id: attribute("id"),
        1 => andre: other_attributes("andre"),
        2 => tekst: element("tekst"),
    }
    root "merket" in NS
}

#[test]
fn attributes_that_no_member_claims_are_kept() {
    let value: Merket = round(
        "<merket xmlns=\"urn:a\" id=\"1\" kode=\"a &amp; b\" xml:lang=\"nb\" xmlns:a1=\"urn:x\" a1:id=\"2\" \
         xmlns:a2=\"urn:x\" a2:til=\"&lt;&#10;\"><tekst>x</tekst></merket>",
    );
    let andre = value.andre.as_ref().unwrap();
    let names: Vec<&str> = andre.keys().map(String::as_str).collect();
    assert_eq!(names, ["kode", "{http://www.w3.org/XML/1998/namespace}lang", "{urn:x}id", "{urn:x}til"]);
    assert_eq!(andre["{urn:x}til"], "<\n");
    // Prefixes are the writer's; what XML Schema says of an instance is no attribute of it.
    let other: Merket = read(
        "<p:merket xmlns:p='urn:a' xmlns:q='urn:x' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' q:til='&lt;&#10;' \
         xsi:schemaLocation='urn:a a.xsd' q:id='2' kode='a &amp; b' id='1' xml:lang='nb'><p:tekst>x</p:tekst></p:merket>",
    );
    assert_eq!(other, value);
    assert_eq!(read::<Merket>("<merket xmlns='urn:a'/>").andre, None);
}

#[test]
fn names_from_json_cannot_make_other_xml() {
    for name in [
        "xmlns",
        "id",
        "a b",
        "",
        "p:a",
        "{urn:x}",
        "{urn:x}a=",
        "{http://www.w3.org/2001/XMLSchema-instance}nil",
        "{http://www.w3.org/2000/xmlns/}p",
    ] {
        let value = Merket { andre: Some(Map::from([(name.to_owned(), "x".to_owned())])), ..Merket::default() };
        assert!(xml::to_string(&value).is_err(), "{name}");
    }
    let value = Merket { andre: Some(Map::from([("{urn:\"<}a".to_owned(), "\"<".to_owned())])), ..Merket::default() };
    let text = xml::to_string(&value).unwrap();
    assert_eq!(xml::from_slice::<Merket>(text.as_bytes()).unwrap(), value);
}

#[derive(Clone, Debug, PartialEq)]
struct Liste {
    rad: Vec<Rad>,
    slutt: Option<String>,
    resten: Vec<Any>,
}

record! {
    Liste as "Liste" in NS {
        0 => rad: group("rad").list(),
        1 => slutt: element("slutt"),
        2 => resten: any("resten").list(),
    }
    root "liste" in NS
}

/// A name, and one element of any kind.
#[derive(Clone, Debug, PartialEq)]
struct Rad {
    navn: String,
    fri: Option<Any>,
}

record! {
    Rad as "Rad" in NS {
        0 => navn: element("navn").required(),
        1 => fri: any("fri"),
    }
}

#[test]
fn any_element_inside_of_a_group_that_repeats() {
    let value: Liste = round(
        "<liste xmlns=\"urn:a\"><navn>a</navn><x xmlns=\"urn:x\" y=\"1\">&lt;</x><navn>b</navn><navn>c</navn>\
         <p:y xmlns:p=\"urn:p\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/><slutt>z</slutt></liste>",
    );
    let names: Vec<Option<&str>> = value.rad.iter().map(|rad| rad.fri.as_ref().map(Any::local_name)).collect();
    assert_eq!(names, [Some("x"), None, Some("y")]);
    // One too many is for whoever takes any number.
    let value: Liste = read("<liste xmlns='urn:a'><navn>a</navn><x/><slutt>z</slutt><y/></liste>");
    assert_eq!((value.rad.len(), value.resten.len()), (1, 1));
    let value: Liste = round("<liste xmlns=\"urn:a\"><navn>a</navn><slutt>z</slutt><x/><y/></liste>");
    assert_eq!((value.rad[0].fri.is_none(), value.resten.len()), (true, 2));
}

#[derive(Clone, Debug, PartialEq)]
struct ToSteder {
    a: String,
    b: Option<String>,
    a2: String,
    ab: Vec<Par>,
}

record! {
    ToSteder as "ToSteder" in NS {
        0 => a: element("a").required(),
        1 => b: element("b"),
        2 => a2: element("a2").named("a").required(),
        3 => ab: group("ab").list(),
    }
    root "to" in NS
}

#[derive(Clone, Debug, PartialEq)]
struct Par {
    c: i64,
    d: Option<i64>,
    c2: i64,
}

record! {
    Par as "Par" in NS {
        0 => c: element("c").required(),
        1 => d: element("d"),
        2 => c2: element("c2").named("c").required(),
    }
}

#[test]
fn an_element_at_two_places() {
    let value: ToSteder = round(
        "<to xmlns=\"urn:a\"><a>1</a><b>2</b><a>3</a><c>1</c><d>2</d><c>3</c><c>4</c><c>5</c><c>6</c><d>7</d><c>8</c></to>",
    );
    assert_eq!((value.a.as_str(), value.a2.as_str(), value.ab.len()), ("1", "3", 3));
    assert_eq!((value.ab[1].c, value.ab[1].d, value.ab[1].c2), (4, None, 5));
    let value: ToSteder = round("<to xmlns=\"urn:a\"><a>1</a><a>3</a></to>");
    assert_eq!((value.a.as_str(), value.a2.as_str()), ("1", "3"));
    let error = xml::from_slice::<ToSteder>(b"<to xmlns='urn:a'><a>1</a></to>").unwrap_err();
    assert!(error.is_missing(), "{error}");
    let error = xml::from_slice::<ToSteder>(b"<to xmlns='urn:a'><a>1</a><a>1</a><a>1</a></to>").unwrap_err();
    assert!(error.is_duplicate(), "{error}");
}

#[derive(Clone, Debug, PartialEq)]
struct Poster {
    post: Vec<Post>,
}

record! {
    Poster as "Poster" in NS {
        0 => post: group("post").list(),
    }
    root "poster" in NS
}

#[derive(Clone, Debug, PartialEq)]
struct Post {
    x: i64,
    y: i64,
    merknad: Option<String>,
}

record! {
    Post as "Post" in NS {
        0 => x: element("x").required(),
        1 => y: element("y").required(),
        2 => merknad: element("merknad"),
    }
}

#[test]
fn the_order_inside_of_an_item_is_free_while_it_lacks_something() {
    let posts = |text: &str| -> Vec<(i64, i64, Option<String>)> {
        let poster: Poster = read(&format!("<poster xmlns='urn:a'>{text}</poster>"));
        poster.post.into_iter().map(|post| (post.x, post.y, post.merknad)).collect()
    };
    let expected = [(1, 2, Some("m".to_owned())), (3, 4, None)];
    for text in [
        "<x>1</x><y>2</y><merknad>m</merknad><x>3</x><y>4</y>",
        "<y>2</y><x>1</x><merknad>m</merknad><y>4</y><x>3</x>",
        "<merknad>m</merknad><y>2</y><x>1</x><x>3</x><y>4</y>",
        "<x>1</x><merknad>m</merknad><y>2</y><y>4</y><x>3</x>",
    ] {
        assert_eq!(posts(text), expected, "{text}");
    }
    // A new item begins where the place is taken: the first lacks its y.
    let error =
        xml::from_slice::<Poster>(b"<poster xmlns='urn:a'><x>1</x><x>3</x><y>4</y><y>2</y></poster>").unwrap_err();
    assert!(error.is_missing(), "{error}");
}
