//! Unions in XML: by `xsi:type`, by a member, untagged.

#![cfg(feature = "xml")]

use skatteetaten::{Root, UnknownVariant, json, record, union, xml};

const NS: &str = "urn:a";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

#[derive(Clone, Debug, PartialEq)]
struct Rot {
    post: Vec<Linje>,
    spes: Vec<Spesifisering>,
    fri: Vec<Fri>,
    slutt: Option<String>,
}

record! {
    Rot as "Rot" in NS {
        0 => post: element("post").list(),
        1 => spes: element("spes").list(),
        2 => fri: element("fri").list(),
        3 => slutt: element("slutt"),
    }
    root "rot" in NS
}

#[derive(Clone, Debug, PartialEq)]
enum Linje {
    Post(Box<Konto>),
    Aksje(Box<Aksje>),
    Unknown(UnknownVariant),
}

union! { Linje as "Post" by xsi_type(NS) { Post = "Post", Aksje = "Aksje" } }

#[derive(Clone, Debug, PartialEq)]
enum Spesifisering {
    Konto(Box<Konto>),
    Aksje(Box<Aksje>),
    Unknown(UnknownVariant),
}

union! { Spesifisering as "Spesifisering" by member("type") { Konto = "konto", Aksje = "aksje" } }

#[derive(Clone, Debug, PartialEq)]
enum Fri {
    Konto(Box<Konto>),
    Aksje(Box<Aksje>),
    Tall(i64),
    Unknown(UnknownVariant),
}

union! { Fri as "Fri" untagged { Konto, Aksje, Tall } }

#[derive(Clone, Debug, PartialEq)]
struct Konto {
    land: Option<String>,
    nummer: String,
    spes: Vec<Spesifisering>,
}

record! {
    Konto as "Konto" in NS {
        0 => land: attribute("land"),
        1 => nummer: element("nummer").required(),
        2 => spes: element("spes").list(),
    }
}

/// Has a member for the tag.
#[derive(Clone, Debug, PartialEq)]
struct Aksje {
    nummer: Option<String>,
    antall: i64,
    slag: Option<String>,
}

record! {
    Aksje as "Aksje" in NS {
        0 => nummer: element("nummer"),
        1 => antall: element("antall").required(),
        2 => slag: element("type"),
    }
}

fn read<T: Root>(text: &str) -> T {
    match xml::from_slice(text.as_bytes()) {
        Ok(value) => value,
        Err(error) => panic!("{error}\n{text}"),
    }
}

fn round(content: &str) -> Rot {
    let text = format!("<rot xmlns=\"urn:a\">{content}<slutt>x</slutt></rot>");
    let value: Rot = read(&text);
    let written = xml::to_string(&value).unwrap();
    assert_eq!(written, format!("{DECLARATION}{text}"));
    assert_eq!(read::<Rot>(&written), value);
    assert_eq!(value.slutt.as_deref(), Some("x"));
    value
}

const XSI: &str = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

#[test]
fn xsi_type_tells_the_variant() {
    let value = round(&format!(
        "<post {XSI} xsi:type=\"Aksje\"><antall>1</antall></post><post land=\"NO\"><nummer>2</nummer></post>\
         <post {XSI} xsi:type=\"Ny\" a=\"b\"><c/></post>"
    ));
    assert!(matches!(&value.post[0], Linje::Aksje(aksje) if aksje.antall == 1));
    assert!(matches!(&value.post[1], Linje::Post(konto) if konto.nummer == "2"));
    assert!(matches!(&value.post[2], Linje::Unknown(unknown) if unknown.tag() == Some("Ny")));

    // The prefix of the type is resolved where it stands, and so is that of the attribute.
    let value: Rot = read(
        "<p:rot xmlns:p='urn:a' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><p:post i:type=' p:Aksje '>\
         <p:antall>1</p:antall></p:post><p:post i:type='Aksje'><p:antall>1</p:antall></p:post>\
         <p:post xmlns='urn:a' i:type='Aksje'><antall>1</antall></p:post></p:rot>",
    );
    assert!(matches!(value.post[0], Linje::Aksje(_)));
    assert!(matches!(value.post[1], Linje::Unknown(_)));
    assert!(matches!(value.post[2], Linje::Aksje(_)));
    let error = xml::from_slice::<Rot>(format!("<rot xmlns='urn:a'><post {XSI} xsi:type='x:Aksje'/></rot>").as_bytes());
    assert!(error.unwrap_err().is_malformed());
}

#[test]
fn a_member_tells_the_variant() {
    let value = round(
        "<spes><antall>1</antall><type>aksje</type></spes><spes land=\"NO\"><type>konto</type><nummer>2</nummer>\
         <spes><antall>3</antall><type>aksje</type></spes><spes><antall>x</antall><type>ny</type></spes></spes>",
    );
    assert!(matches!(&value.spes[0], Spesifisering::Aksje(aksje) if aksje.antall == 1));
    let Spesifisering::Konto(konto) = &value.spes[1] else { panic!("{value:?}") };
    assert_eq!(konto.spes.len(), 2);
    assert!(matches!(&konto.spes[1], Spesifisering::Unknown(unknown) if unknown.tag() == Some("ny")));

    let value: Rot = read(
        "<rot xmlns='urn:a'><spes type='konto'><nummer>1</nummer></spes><spes><ny><type>konto</type></ny>\
         <nummer>1</nummer><type> aksje<!-- --></type><antall>1</antall></spes><spes/><spes type='konto' land='NO'>\
         <nummer>2</nummer></spes></rot>",
    );
    assert!(matches!(value.spes[0], Spesifisering::Konto(_)));
    assert!(matches!(value.spes[1], Spesifisering::Aksje(_)));
    assert!(matches!(&value.spes[2], Spesifisering::Unknown(unknown) if unknown.tag().is_none()));
    assert!(matches!(&value.spes[3], Spesifisering::Konto(konto) if konto.land.as_deref() == Some("NO")));
}

#[derive(Clone, Debug, PartialEq)]
struct Sak {
    part: Vec<Part>,
}

record! {
    Sak as "Sak" in NS { 0 => part: element("part").list() }
    root "sak" in NS
}

/// Its declared type is no variant; one derived from it is declared in another namespace.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    Konto(Box<Konto>),
    Fremmed(Box<Aksje>),
    Unknown(UnknownVariant),
}

union! { Part as "Part" by xsi_type(NS) { Konto = "Konto", Fremmed = "{urn:b}Konto" } }

#[test]
fn xsi_type_of_another_namespace() {
    let value: Sak = read(&format!(
        "<sak xmlns='urn:a' {XSI} xmlns:b='urn:b' xmlns:c='urn:c'><part xsi:type='Konto'><nummer>1</nummer></part>\
         <part xsi:type='b:Konto'><antall>2</antall></part><part xsi:type='c:Konto'/><part><nummer>1</nummer></part></sak>"
    ));
    assert!(matches!(value.part[0], Part::Konto(_)));
    assert!(matches!(&value.part[1], Part::Fremmed(aksje) if aksje.antall == 2));
    assert!(matches!(&value.part[2], Part::Unknown(unknown) if unknown.tag() == Some("Konto")));
    assert!(matches!(&value.part[3], Part::Unknown(unknown) if unknown.tag().is_none()));
    let text = xml::to_string(&value).unwrap();
    assert_eq!(read::<Sak>(&text), value);
    let known = Sak { part: value.part[..2].to_vec() };
    let text = json::to_string(&known).unwrap();
    assert!(text.contains("\"xsi:type\":\"{urn:b}Konto\""), "{text}");
    assert_eq!(json::from_str::<Sak>(&text).unwrap(), known);
}

#[test]
fn the_declared_type_needs_no_tag_in_json() {
    let text = "{\"post\":[{\"nummer\":\"2\"},{\"xsi:type\":\"Aksje\",\"antall\":1}]}";
    let value: Rot = json::from_str(text).unwrap();
    assert!(matches!((&value.post[0], &value.post[1]), (Linje::Post(_), Linje::Aksje(_))));
    assert_eq!(json::to_string(&value).unwrap(), text);
}

#[test]
fn what_cannot_be_written_is_named_by_the_member_that_holds_it() {
    // The unknown variant follows a known one, whose members are written last.
    let value = round("<spes><antall>1</antall><type>aksje</type></spes><spes><type>ny</type></spes>");
    assert_eq!(json::to_string(&value).unwrap_err().member(), Some("spes"));
    let text = "{\"spes\":[{\"type\":\"aksje\",\"antall\":1},{\"type\":\"ny\"}]}";
    let value: Rot = json::from_str(text).unwrap();
    assert_eq!(xml::to_string(&value).unwrap_err().member(), Some("spes"));
}

#[test]
fn errors_inside_a_variant_have_their_path() {
    let error = xml::from_slice::<Rot>(
        b"<rot xmlns='urn:a'><spes type='aksje'><antall>1</antall></spes><spes type='konto'><nummer>1</nummer>\n\
          <spes type='aksje'><antall>hemmelig</antall></spes></spes></rot>",
    )
    .unwrap_err();
    assert_eq!(error.path(), "rot/spes[2]/spes[1]/antall");
    assert_eq!((error.line(), error.column()), (2, 28));
}

#[test]
fn untagged_takes_the_variant_that_knows_everything() {
    let value = round(
        "<fri><nummer>1</nummer></fri><fri><nummer>1</nummer><antall>2</antall></fri><fri>7</fri>\
         <fri><x xmlns=\"urn:x\"/></fri>",
    );
    assert!(matches!(value.fri[0], Fri::Konto(_)));
    assert!(matches!(value.fri[1], Fri::Aksje(_)));
    assert!(matches!(value.fri[2], Fri::Tall(7)));
    assert!(matches!(value.fri[3], Fri::Unknown(_)));
    // None knows everything: the first that can be read.
    let value: Rot = read("<rot xmlns='urn:a'><fri><ny/><nummer>1</nummer><antall>1</antall></fri></rot>");
    assert!(matches!(value.fri[0], Fri::Konto(_)));
    let error = xml::from_slice::<Rot>(b"<rot xmlns='urn:a'><fri><nummer>1</fri></rot>").unwrap_err();
    assert!(error.is_malformed());
}

#[test]
fn namespaces_hold_when_an_element_is_read_again() {
    let value: Rot = read(
        "<rot xmlns='urn:a'><p:fri xmlns:p='urn:a' xmlns='urn:b'><x/><p:nummer xmlns='urn:c'>1</p:nummer><p:antall>2</p:antall>\
         </p:fri><slutt>x</slutt></rot>",
    );
    assert!(matches!(&value.fri[0], Fri::Konto(konto) if konto.nummer == "1"));
    assert_eq!(value.slutt.as_deref(), Some("x"));
}
