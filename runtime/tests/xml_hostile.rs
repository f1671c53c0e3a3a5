//! Documents that are broken, cut, changed at random or made to hurt: always an error, never a panic.

#![cfg(feature = "xml")]

use skatteetaten::xml::{self, Any};
use skatteetaten::{Limits, UnknownVariant, record, union};

#[derive(Clone, Debug, PartialEq, Default)]
struct Tre {
    id: Option<String>,
    tall: Option<i64>,
    tre: Vec<Tre>,
    gren: Option<Box<Tre>>,
    par: Vec<Par>,
    valg: Vec<Valg>,
    merket: Vec<Merket>,
    tekst: Vec<String>,
    pakket: Vec<String>,
    resten: Vec<Any>,
}

record! {
    Tre as "Tre" in "urn:tre" {
        0 => id: attribute("id"),
        1 => tall: element("tall"),
        2 => tre: element("tre").list(),
        3 => gren: element("gren").nillable(),
        4 => par: group("par").list(),
        5 => valg: element("valg").list(),
        6 => merket: element("merket").list(),
        7 => tekst: element("tekst").list().ns("urn:tekst"),
        8 => pakket: element("pakke").list().wrapped("pakker"),
        9 => resten: any("resten").list(),
    }
    root "tre" in "urn:tre"
}

#[derive(Clone, Debug, PartialEq, Default)]
struct Par {
    a: Option<i64>,
    b: Option<i64>,
}

record! {
    Par as "Par" in "urn:tre" {
        0 => a: element("a"),
        1 => b: element("b"),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Valg {
    Tre(Box<Tre>),
    Tall(i64),
    Unknown(UnknownVariant),
}

union! { Valg as "Valg" untagged { Tre, Tall } }

#[derive(Clone, Debug, PartialEq)]
enum Merket {
    Tre(Box<Tre>),
    Par(Box<Par>),
    Unknown(UnknownVariant),
}

union! { Merket as "Merket" by member("slag") { Tre = "tre", Par = "par" } }

const SAMPLE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- før -->\n<tre xmlns=\"urn:tre\" xmlns:t='urn:tekst' \
    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" id=\"a&amp;b\">\n  <tall>12</tall>\n  \
    <tre><tall>1</tall><gren xsi:nil=\"true\"/></tre><a>1</a><b>2</b><b>3</b><valg>5</valg><valg><tall>1</tall></valg>\
    <merket slag=\"tre\"><tall>1</tall></merket><merket><a>1</a><slag>par</slag></merket><t:tekst>å &lt;&#x41;&gt; \
    <![CDATA[<x>]]></t:tekst><pakker><pakke>p</pakke><pakke/></pakker><ny xmlns:n='urn:n' n:a=\"b\"><n:c/>d</ny>\
    <tre/></tre>";

fn read(document: &[u8]) -> Result<Tre, skatteetaten::DecodeError> {
    xml::from_slice(document)
}

#[test]
fn the_sample_reads_and_writes_back() {
    let value = read(SAMPLE.as_bytes()).unwrap();
    assert_eq!((value.par.len(), value.valg.len(), value.merket.len()), (2, 2, 2));
    assert_eq!(value.tekst, ["å <A> <x>"]);
    assert_eq!(value.pakket, ["p", ""]);
    let written = xml::to_string(&value).unwrap();
    assert_eq!(read(written.as_bytes()).unwrap(), value);
}

#[test]
fn every_cut_is_an_error_with_a_place() {
    for end in 0..SAMPLE.len() {
        let error = read(&SAMPLE.as_bytes()[..end]).unwrap_err();
        assert!(error.line() > 0, "{end}: {error}");
        assert!(error.is_malformed(), "{end}: {error}");
    }
}

#[test]
fn random_changes_never_panic() {
    // xorshift64: the same documents in every run.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    const PIECES: &[&str] = &[
        "<",
        ">",
        "/>",
        "</",
        "&",
        ";",
        "\"",
        "'",
        "=",
        "<tre>",
        "</tre>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "?>",
        " xmlns='urn:tre'",
        " xmlns:t=''",
        "<t:tekst>",
        "&#0;",
        "&#x10FFFF;",
        "&lt;",
        "\r",
        "\0",
        "<valg>",
        "</valg>",
        "<merket>",
        "</merket>",
        " xsi:nil='true'",
        "<a/>",
        "<b/>",
        "<pakker>",
        "<!DOCTYPE a>",
        "<gren/>",
        "æ",
    ];
    let (mut read_well, mut written) = (0, 0);
    for _ in 0..24_000 {
        let mut document = SAMPLE.as_bytes().to_vec();
        for _ in 0..=random(3) {
            let at = random(document.len());
            match random(6) {
                0 => document[at] = u8::try_from(random(256)).unwrap(),
                1 => document[at] ^= 1 << random(8),
                2 => document.truncate(at.max(1)),
                3 => {
                    let end = (at + random(40)).min(document.len());
                    document.drain(at..end);
                    document.push(b'>');
                }
                4 => {
                    let end = (at + random(80)).min(document.len());
                    let part = document[at..end].to_vec();
                    let to = random(document.len());
                    document.splice(to..to, part);
                }
                _ => {
                    let piece = PIECES[random(PIECES.len())];
                    document.splice(at..at, piece.bytes());
                }
            }
        }
        match read(&document) {
            Ok(value) => {
                read_well += 1;
                // What was read can be written and read again.
                let text = xml::to_string(&value).unwrap();
                match read(text.as_bytes()) {
                    Ok(again) => assert_eq!(again, value, "{text}"),
                    Err(error) => panic!("{error}\n{text}\n{}", String::from_utf8_lossy(&document)),
                }
                written += 1;
            }
            Err(error) => assert!(error.line() > 0, "{error}"),
        }
    }
    assert!(read_well > 500 && written == read_well, "{read_well}");
}

#[test]
fn malformed_documents_are_errors() {
    for text in [
        "",
        "   ",
        "tre",
        "{}",
        "<tre xmlns='urn:tre'></tre><tre/>",
        "<tre xmlns='urn:tre'></tre>x",
        "<tre xmlns='urn:tre'></tre><![CDATA[]]>",
        " <?xml version='1.0'?><tre xmlns='urn:tre'/>",
        "<tre xmlns='urn:tre'><?xml version='1.0'?></tre>",
        "<tre xmlns='urn:tre'></Tre>",
        "<tre xmlns='urn:tre'></tre >>",
        "<tre xmlns='urn:tre'><tall>1</tal></tre>",
        "<tre xmlns='urn:tre'><tre></tre>",
        "<tre xmlns='urn:tre' id='a' id='b'/>",
        "<tre xmlns='urn:tre' id='a'tall='b'/>",
        "<tre xmlns='urn:tre' id=a/>",
        "<tre xmlns='urn:tre' id/>",
        "<tre xmlns='urn:tre' id='a<b'/>",
        "<tre xmlns='urn:tre' id='&'/>",
        "<tre xmlns='urn:tre' id='&nbsp;'/>",
        "<tre xmlns='urn:tre' 1d='a'/>",
        "<tre xmlns='urn:tre'>&nbsp;</tre>",
        "<tre xmlns='urn:tre'><ny>&nbsp;</ny></tre>",
        "<tre xmlns='urn:tre'><ny>& </ny></tre>",
        "<tre xmlns='urn:tre'><ny>&#0;</ny></tre>",
        "<tre xmlns='urn:tre'><ny>&#xd800;</ny></tre>",
        "<tre xmlns='urn:tre'><ny>&#1114112;</ny></tre>",
        "<tre xmlns='urn:tre'><ny>&#8;</ny></tre>",
        "<tre xmlns='urn:tre'><ny>&#xFFFF;</ny></tre>",
        "<tre xmlns='urn:tre'><ny>\u{1}</ny></tre>",
        "<tre xmlns='urn:tre'><ny>\u{fffe}</ny></tre>",
        "<tre xmlns='urn:tre' id='\u{ffff}'/>",
        "<tre xmlns='urn:tre'><!-- -- --></tre>",
        "<tre xmlns='urn:tre'><!ELEMENT a></tre>",
        "<tre xmlns='urn:tre'>< /></tre>",
        "<tre xmlns='urn:tre'><1/></tre>",
        "<tre xmlns='urn:tre'><a:/></tre>",
        "<tre xmlns='urn:tre'><:a/></tre>",
        "<tre xmlns='urn:tre'><a:b:c xmlns:a='urn:a'/></tre>",
        "<tre xmlns='urn:tre'><tall</tre>",
        "<!DOCTYPE tre><tre xmlns='urn:tre'/>",
        "<!DOCTYPE tre [<!ENTITY a 'b'>]><tre xmlns='urn:tre'><ny>&a;</ny></tre>",
        "<tre xmlns='urn:tre'><!DOCTYPE a></tre>",
    ] {
        let error = read(text.as_bytes()).expect_err(text);
        assert!(error.is_malformed(), "{text}: {error}");
    }
}

#[test]
fn nothing_but_white_space_and_comments_may_be_cut_off() {
    let document = format!("{SAMPLE}\n<!-- etter -->  ");
    for end in SAMPLE.len()..=document.len() {
        let result = read(&document.as_bytes()[..end]);
        let inside = end > SAMPLE.len() + 1 && end < SAMPLE.len() + 1 + "<!-- etter -->".len();
        assert_eq!(result.is_ok(), !inside, "{end}");
    }
}

fn nested(depth: usize, open: &str, close: &str) -> String {
    format!("<tre xmlns='urn:tre'>{}{}</tre>", open.repeat(depth - 1), close.repeat(depth - 1))
}

#[test]
fn depth_is_limited_and_safe_on_a_small_stack() {
    let test = || {
        for (open, close) in [
            ("<tre>", "</tre>"),
            ("<gren>", "</gren>"),
            ("<ny>", "</ny>"),
            ("<merket slag='tre'>", "</merket>"),
            ("<valg>", "</valg>"),
        ] {
            let result = read(nested(128, open, close).as_bytes());
            // Untagged unions inside each other are tried again and again, within a limit.
            assert!(result.is_ok() || open == "<valg>", "{open}");
            if let Ok(value) = &result {
                assert!(xml::to_string(value).is_ok());
            }
            let error = read(nested(129, open, close).as_bytes()).unwrap_err();
            assert!(error.is_limit(), "{error}");
            assert!(read(nested(100_000, open, close).as_bytes()).unwrap_err().is_limit());
        }
    };
    std::thread::Builder::new().stack_size(2 * 1024 * 1024).spawn(test).unwrap().join().unwrap();
}

#[test]
fn limits_hold() {
    let read = |text: &str, limits: Limits| xml::from_slice_with::<Tre>(text.as_bytes(), &limits);
    let limits = Limits::default();
    let text = "<tre xmlns='urn:tre' id='12345'/>";
    assert!(read(text, limits.with_bytes(text.len())).is_ok());
    assert!(read(text, limits.with_bytes(text.len() - 1)).unwrap_err().is_limit());
    assert!(read(text, limits.with_depth(1)).is_ok());
    assert!(read(text, limits.with_depth(0)).unwrap_err().is_limit());
    assert!(read(text, limits.with_attributes(2)).is_ok());
    assert!(read(text, limits.with_attributes(1)).unwrap_err().is_limit());
    assert!(read(text, limits.with_text(5)).is_ok());
    assert!(read(text, limits.with_text(4)).unwrap_err().is_limit());
    let name = "n".repeat(2000);
    let error = read(&format!("<tre xmlns='urn:tre'><{name}/></tre>"), limits).unwrap_err();
    assert!(error.is_limit(), "{error}");
    let attributes: String = (0..300).map(|i| format!(" a{i}=''")).collect();
    let error = read(&format!("<tre xmlns='urn:tre'><ny{attributes}/></tre>"), limits).unwrap_err();
    assert!(error.is_limit(), "{error}");
    let namespaces: String = (0..300).map(|i| format!("<ny xmlns='urn:{i}'/>")).collect();
    let error = read(&format!("<tre xmlns='urn:tre'>{namespaces}</tre>"), limits).unwrap_err();
    assert!(error.is_malformed() || error.is_limit(), "{error}");
}

#[test]
fn work_stays_linear_where_it_could_explode() {
    // Each would take minutes if something were quadratic or worse.
    let started = std::time::Instant::now();
    let many = "<ny/>".repeat(200_000);
    assert!(read(format!("<tre xmlns='urn:tre'>{many}</tre>").as_bytes()).is_ok());
    let text = "&amp;".repeat(200_000);
    assert!(read(format!("<tre xmlns='urn:tre'><tekst xmlns='urn:tekst'>{text}</tekst></tre>").as_bytes()).is_ok());
    let unions = "<valg>x</valg>".repeat(50_000);
    assert!(read(format!("<tre xmlns='urn:tre'>{unions}</tre>").as_bytes()).is_ok());
    let deep = nested(100, "<valg><tall>x</tall>", "</valg>");
    let _ = read(deep.as_bytes());
    let slags = "<merket><ny/><slag>par</slag></merket>".repeat(20_000);
    assert!(read(format!("<tre xmlns='urn:tre'>{slags}</tre>").as_bytes()).is_ok());
    assert!(started.elapsed().as_secs() < 60);
}
