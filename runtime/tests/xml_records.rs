//! Records, text, attributes, lists, groups and open content in XML: each reads and writes back.

#![cfg(feature = "xml")]

use skatteetaten::xml::{self, Any};
use skatteetaten::{Decimal, DecodeError, ErrorKind, Root, record};

const NS: &str = "urn:no:example:melding:v1";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

#[derive(Clone, Debug, PartialEq)]
struct Melding {
    partsnummer: i64,
    navn: Option<String>,
    formue: Option<Box<Formue>>,
    merknad: Vec<String>,
    versjon: Option<String>,
}

record! {
    Melding as "Melding" in NS {
        0 => partsnummer: element("partsnummer").required(),
        1 => navn: element("navn"),
        2 => formue: element("formue"),
        3 => merknad: element("merknad").list(),
        4 => versjon: attribute("versjon"),
    }
    root "melding" in NS
}

#[derive(Clone, Debug, PartialEq)]
struct Formue {
    objekt: Vec<Objekt>,
    sum: Option<Beloep>,
}

record! {
    Formue as "Formue" in NS {
        0 => objekt: element("objekt").list(),
        1 => sum: element("sum"),
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Objekt {
    id: Option<String>,
    verdi: Decimal,
}

record! {
    Objekt as "Objekt" in NS {
        0 => id: element("id"),
        1 => verdi: element("verdi").required(),
    }
}

/// Simple content: text with attributes.
#[derive(Clone, Debug, PartialEq)]
struct Beloep {
    valuta: String,
    value: Option<Decimal>,
}

record! {
    Beloep as "Beloep" in NS {
        0 => valuta: attribute("valuta").required(),
        1 => value: text("value"),
    }
}

fn read<T: Root>(text: &str) -> T {
    match xml::from_slice(text.as_bytes()) {
        Ok(value) => value,
        Err(error) => panic!("{error}\n{text}"),
    }
}

fn fail<T: Root + std::fmt::Debug>(text: &str) -> DecodeError {
    xml::from_slice::<T>(text.as_bytes()).expect_err(text)
}

/// Reads, writes back equal, and reads again equal.
fn round<T: Root + PartialEq + std::fmt::Debug>(text: &str) -> T {
    let value: T = read(text);
    let written = xml::to_string(&value).unwrap();
    assert_eq!(written, format!("{DECLARATION}{text}"));
    assert_eq!(read::<T>(&written), value);
    value
}

fn melding(content: &str) -> String {
    format!("<melding xmlns=\"{NS}\">{content}</melding>")
}

#[test]
fn a_document_reads_and_writes_back() {
    let value: Melding = round(
        "<melding xmlns=\"urn:no:example:melding:v1\" versjon=\"1 &lt; 2\"><partsnummer>12</partsnummer>\
         <navn>Bakar Åse &amp; søner</navn><formue><objekt><id>a</id><verdi>1.10</verdi></objekt><objekt>\
         <verdi>100.0</verdi></objekt><sum valuta=\"NOK\">101.10</sum></formue><merknad>en</merknad>\
         <merknad/></melding>",
    );
    assert_eq!(value.navn.as_deref(), Some("Bakar Åse & søner"));
    assert_eq!(value.versjon.as_deref(), Some("1 < 2"));
    let formue = value.formue.unwrap();
    assert_eq!(formue.objekt[1].verdi.to_string(), "100.0");
    assert_eq!(value.merknad, ["en", ""]);
}

#[test]
fn order_white_space_comments_and_instructions_do_not_matter() {
    let value: Melding = read(&format!(
        "\u{feff}<?xml version='1.0' encoding='utf-8' standalone=\"yes\"?>\n<!-- før --><?pi a?>\n\
         <melding\n xmlns = '{NS}' >\r\n <merknad>a</merknad><!-- - -->\n<navn >N</navn\t><?x?>\
         <partsnummer> 0<!-- midt i -->7 </partsnummer><merknad>b</merknad></melding> <!-- etter --><?pi?>\n"
    ));
    assert_eq!(value.partsnummer, 7);
    assert_eq!(value.merknad, ["a", "b"]);
    assert_eq!(value.navn.as_deref(), Some("N"));
}

#[test]
fn text_is_kept_and_references_are_resolved() {
    let text = |inner: &str| {
        let document = melding(&format!("<partsnummer>1</partsnummer><navn>{inner}</navn>"));
        read::<Melding>(&document).navn.unwrap()
    };
    assert_eq!(text(" a  b\n"), " a  b\n");
    assert_eq!(text("a\r\nb\rc"), "a\nb\nc");
    assert_eq!(text("&lt;&gt;&amp;&apos;&quot;&#65;&#x1F600;&#13;"), "<>&'\"A😀\r");
    assert_eq!(text("<![CDATA[<a>&amp;]]]]><![CDATA[>]]>"), "<a>&amp;]]>");
    assert_eq!(text("a<!-- b -->c<?d?>e"), "ace");
    // What a later version of the schema may put there.
    assert_eq!(text("a<ny><navn>x</navn></ny>b"), "ab");
}

#[test]
fn what_needs_escaping_survives() {
    let mut value: Melding = read(&melding("<partsnummer>1</partsnummer>"));
    for text in ["<a>&\"'", "a\r\nb\tc\rd", "]]>", " x ", "æøå 😀 \u{85}\u{2028}", "\u{ff0c}"] {
        value.navn = Some(text.to_owned());
        value.versjon = Some(text.to_owned());
        let written = xml::to_string(&value).unwrap();
        assert_eq!(read::<Melding>(&written), value, "{written}");
    }
}

#[test]
fn characters_xml_cannot_hold_are_an_error_when_written() {
    let mut value: Melding = read(&melding("<partsnummer>1</partsnummer>"));
    for text in ["\0", "a\u{1}", "\u{b}", "\u{1f}", "\u{fffe}", "x\u{ffff}"] {
        value.versjon = None;
        value.navn = Some(text.to_owned());
        let error = xml::to_string(&value).unwrap_err();
        assert_eq!(error.member(), Some("navn"));
        value.navn = None;
        value.versjon = Some(text.to_owned());
        let error = xml::to_string(&value).unwrap_err();
        assert_eq!(error.member(), Some("versjon"));
    }
}

#[test]
fn unknown_elements_and_attributes_are_passed_over() {
    let value: Melding = read(
        "<melding ny=\"1\" xmlns=\"urn:no:example:melding:v1\" xmlns:x=\"urn:x\" x:versjon=\"nei\"><x:navn>nei</x:navn>\
         <ny a='>'><navn>nei</navn><ny/><ny>&#65;<![CDATA[</ny>]]></ny></ny><partsnummer ny='&lt;'>1</partsnummer>\
         <ny/></melding>",
    );
    assert_eq!((value.navn, value.versjon), (None, None));
}

#[test]
fn an_element_that_may_occur_once_occurs_once() {
    let error = fail::<Melding>(&melding("<navn>a</navn><partsnummer>1</partsnummer>\n<navn>hemmelig</navn>"));
    assert!(error.is_duplicate());
    assert_eq!(error.path(), "melding/navn");
    assert_eq!((error.line(), error.column()), (2, 1));
}

#[test]
fn errors_tell_where_and_never_what() {
    let error = fail::<Melding>(&melding(
        "<partsnummer>1</partsnummer>\n <formue><objekt><verdi>1</verdi></objekt>\
         <objekt><id>æ</id><verdi>hemmelig</verdi></objekt></formue>",
    ));
    assert!(error.is_invalid_value(), "{error}");
    assert_eq!(error.path(), "melding/formue/objekt[2]/verdi");
    assert_eq!((error.line(), error.column()), (2, 68));
    assert!(!error.to_string().contains("hemmelig"), "{error}");

    let error = fail::<Melding>(&melding("<partsnummer>1</partsnummer><formue><objekt/></formue>"));
    assert!(error.is_missing());
    assert_eq!(error.path(), "melding/formue/objekt[1]");
    assert!(error.to_string().contains("verdi"), "{error}");

    let error = fail::<Melding>(&melding("<partsnummer>1</partsnummer><formue><sum>1</sum></formue>"));
    assert_eq!(error.path(), "melding/formue/sum");
    assert!(error.is_missing() && error.to_string().contains("valuta"), "{error}");

    let error = fail::<Melding>(&melding("<partsnummer>1</partsnummer><merknad>a</merknad>x"));
    assert!(error.is_type_mismatch(), "{error}");
}

#[test]
fn the_root_element_is_checked() {
    let error = fail::<Melding>("<skjema xmlns='urn:no:example:melding:v1'/>");
    assert!(error.is_unexpected_root());
    assert_eq!(
        error.to_string(),
        "unexpected root element: expected <melding> in urn:no:example:melding:v1, found <skjema> in \
         urn:no:example:melding:v1 (line 1, column 1)"
    );
    let error = fail::<Melding>("<a:melding xmlns:a='urn:no:example:melding:v2'/>");
    assert!(error.is_unexpected_root());
    let error = fail::<Melding>("<melding/>");
    assert!(error.to_string().contains("found <melding>"), "{error}");
    let name = xml::root_name(b"<!-- a --><p:b xmlns:p='urn:p'><").unwrap();
    assert_eq!((name.local.as_str(), name.namespace.as_deref()), ("b", Some("urn:p")));
}

#[test]
fn empty_elements_by_type() {
    let value: Melding = read(&melding("<partsnummer>1</partsnummer><navn/><formue/><merknad></merknad>"));
    assert_eq!(value.navn.as_deref(), Some(""));
    assert_eq!(value.formue.unwrap().objekt, []);
    assert_eq!(value.merknad, [""]);
    assert!(fail::<Melding>(&melding("<partsnummer/>")).is_invalid_value());
    // XML cannot tell absent text from empty text: an optional one is absent.
    let value: Melding = round(&melding("<partsnummer>1</partsnummer><formue><sum valuta=\"NOK\"/></formue>"));
    assert_eq!(value.formue.unwrap().sum.unwrap().value, None);
}

#[derive(Clone, Debug, PartialEq)]
struct Nil {
    a: Option<i64>,
    b: Vec<Option<i64>>,
    c: Option<i64>,
    d: Vec<i64>,
    e: i64,
}

record! {
    Nil as "Nil" {
        0 => a: element("a"),
        1 => b: element("b").list().nillable(),
        2 => c: element("c").required().nillable(),
        3 => d: element("d").list(),
        4 => e: element("e").required(),
    }
    root "nil"
}

#[test]
fn nil_is_absent_or_a_null_item() {
    let xsi = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"";
    let value: Nil = round(&format!("<nil><b>1</b><b {xsi}/><b>3</b><c {xsi}/><e>1</e></nil>"));
    assert_eq!(value.b, [Some(1), None, Some(3)]);
    assert_eq!(value.c, None);
    let value: Nil = read(&format!("<nil><a {xsi}></a><c>2</c><e>1</e></nil>"));
    assert_eq!((value.a, value.c), (None, Some(2)));
    let value: Nil = read(&format!("<nil><a {}>5</a><e>1</e></nil>", xsi.replace("true", "0")));
    assert_eq!(value.a, Some(5));
    let error = fail::<Nil>(&format!("<nil><d>1</d><d {xsi}/><e>1</e></nil>"));
    assert_eq!((error.kind(), error.path().as_str()), (ErrorKind::WrongType, "nil/d[2]"));
    let error = fail::<Nil>(&format!("<nil><e {xsi}/></nil>"));
    assert_eq!((error.kind(), error.path().as_str()), (ErrorKind::WrongType, "nil/e"));
    let error = fail::<Nil>(&format!("<nil><a {}/></nil>", xsi.replace("true", "ja")));
    assert_eq!(error.path(), "nil/a");
}

#[derive(Clone, Debug, PartialEq)]
struct Wrapped {
    konti: Vec<String>,
    tomme: Vec<i64>,
    etter: Option<i64>,
}

record! {
    Wrapped as "Wrapped" in NS {
        0 => konti: element("konto").list().wrapped("konti"),
        1 => tomme: element("tall").list().required().wrapped_ns("tomme", "urn:b"),
        2 => etter: element("etter"),
    }
    root "wrapped" in NS
}

#[test]
fn wrapped_lists_have_an_element_around_them() {
    let value: Wrapped = round(&format!(
        "<wrapped xmlns=\"{NS}\"><konti><konto>a</konto><konto>b</konto></konti>\
         <tomme xmlns=\"urn:b\"><tall xmlns=\"{NS}\">1</tall></tomme><etter>1</etter></wrapped>"
    ));
    assert_eq!(value.konti, ["a", "b"]);
    assert_eq!(value.tomme, [1]);
    let value: Wrapped = round(&format!("<wrapped xmlns=\"{NS}\"><tomme xmlns=\"urn:b\"/></wrapped>"));
    assert_eq!((value.konti.len(), value.tomme.len()), (0, 0));
    let value: Wrapped = read(&format!("<wrapped xmlns=\"{NS}\"><konti><ny/><konto>a</konto></konti></wrapped>"));
    assert_eq!(value.konti, ["a"]);
    let error = fail::<Wrapped>(&format!("<wrapped xmlns=\"{NS}\"><konti/><konti/></wrapped>"));
    assert!(error.is_duplicate());
    let error = fail::<Wrapped>(&format!(
        "<wrapped xmlns=\"{NS}\"><tomme xmlns='urn:b'><tall xmlns='{NS}'>1</tall><tall xmlns='{NS}'>x</tall></tomme></wrapped>"
    ));
    assert_eq!(error.path(), "wrapped/tomme/tall[2]");
}

#[derive(Clone, Debug, PartialEq)]
struct Grupper {
    foer: Option<String>,
    par: Vec<Par>,
    valg: Vec<Valg>,
    etter: Option<String>,
}

record! {
    Grupper as "Grupper" in NS {
        0 => foer: element("foer"),
        1 => par: group("par").list(),
        2 => valg: group("valg").list(),
        3 => etter: element("etter"),
    }
    root "grupper" in NS
}

/// A sequence that repeats: key, then any number of values.
#[derive(Clone, Debug, PartialEq)]
struct Par {
    noekkel: String,
    verdi: Vec<i64>,
}

record! {
    Par as "Par" in NS {
        0 => noekkel: element("noekkel").required(),
        1 => verdi: element("verdi").list(),
    }
}

/// A choice that repeats; one branch is a group itself.
#[derive(Clone, Debug, PartialEq, Default)]
struct Valg {
    a: Option<i64>,
    b: Vec<i64>,
    indre: Option<Box<Indre>>,
}

record! {
    Valg as "Valg" in NS {
        0 => a: element("a"),
        1 => b: element("b").list(),
        2 => indre: group("indre"),
    }
    choice exactly_one { [0] [1] [2] }
}

#[derive(Clone, Debug, PartialEq, Default)]
struct Indre {
    c: Option<i64>,
    d: Option<i64>,
}

record! {
    Indre as "Indre" in NS {
        0 => c: element("c"),
        1 => d: element("d"),
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Rekke {
    ledd: Vec<Ledd>,
}

record! {
    Rekke as "Rekke" in NS { 0 => ledd: group("ledd").list() }
    root "rekke" in NS
}

/// A choice that repeats; one branch is a sequence.
#[derive(Clone, Debug, PartialEq, Default)]
struct Ledd {
    a: Option<i64>,
    b: Option<i64>,
    c: Option<i64>,
}

record! {
    Ledd as "Ledd" in NS {
        0 => a: element("a"),
        1 => b: element("b"),
        2 => c: element("c"),
    }
    choice exactly_one { [0] [1 2] }
}

#[test]
fn what_belongs_to_one_branch_of_a_choice_stays_together() {
    let value: Rekke =
        round(&format!("<rekke xmlns=\"{NS}\"><a>1</a><b>2</b><c>3</c><b>4</b><c>5</c><a>6</a></rekke>"));
    let items: Vec<_> = value.ledd.iter().map(|ledd| (ledd.a, ledd.b, ledd.c)).collect();
    let (one, both) = (|a| (Some(a), None, None), |b, c| (None, Some(b), Some(c)));
    assert_eq!(items, [one(1), both(2, 3), both(4, 5), one(6)]);
}

#[test]
fn groups_repeat_in_the_order_they_came() {
    let value: Grupper = round(&format!(
        "<grupper xmlns=\"{NS}\"><foer>x</foer><noekkel>k1</noekkel><verdi>1</verdi><verdi>2</verdi>\
         <noekkel>k2</noekkel><noekkel>k3</noekkel><verdi>3</verdi>\
         <a>1</a><a>2</a><b>3</b><b>4</b><a>5</a><c>6</c><d>7</d><b>8</b><c>9</c><c>10</c><etter>y</etter></grupper>"
    ));
    assert_eq!(value.par.iter().map(|par| par.verdi.len()).collect::<Vec<_>>(), [2, 0, 1]);
    assert_eq!(value.valg[2].b, [3, 4]);
    assert_eq!(value.valg[4].indre.as_ref().unwrap().d, Some(7));
    assert_eq!(value.valg.len(), 8);

    let error = fail::<Grupper>(&format!(
        "<grupper xmlns=\"{NS}\"><noekkel>k</noekkel><verdi>1</verdi><verdi>x</verdi></grupper>"
    ));
    assert_eq!(error.path(), "grupper/verdi[2]");
    // As long as an item lacks what every item has, its members may come in any order.
    let value: Grupper = read(&format!(
        "<grupper xmlns=\"{NS}\"><verdi>1</verdi><verdi>2</verdi><noekkel>k</noekkel><noekkel>l</noekkel></grupper>"
    ));
    assert_eq!(value.par.iter().map(|par| par.verdi.len()).collect::<Vec<_>>(), [2, 0]);
    // A value without its key.
    let error = fail::<Grupper>(&format!("<grupper xmlns=\"{NS}\"><verdi>1</verdi></grupper>"));
    assert!(error.is_missing(), "{error}");
}

#[derive(Clone, Debug, PartialEq)]
struct EnGruppe {
    par: Par,
    valg: Option<Box<Indre>>,
}

record! {
    EnGruppe as "EnGruppe" in NS {
        0 => par: group("par").required(),
        1 => valg: group("valg"),
    }
    root "en" in NS
}

#[test]
fn groups_that_do_not_repeat() {
    let value: EnGruppe = round(&format!("<en xmlns=\"{NS}\"><noekkel>k</noekkel><verdi>1</verdi><d>2</d></en>"));
    assert_eq!(value.valg.as_ref().unwrap().d, Some(2));
    // Members may come in any order here, for no other item can be meant.
    let other: EnGruppe = read(&format!("<en xmlns=\"{NS}\"><d>2</d><verdi>1</verdi><noekkel>k</noekkel></en>"));
    assert_eq!(other, value);
    let error = fail::<EnGruppe>(&format!("<en xmlns=\"{NS}\"><d>2</d></en>"));
    assert!(error.is_missing() && error.to_string().contains("noekkel"), "{error}");
    let error = fail::<EnGruppe>(&format!("<en xmlns=\"{NS}\"><noekkel>k</noekkel><noekkel>k</noekkel></en>"));
    assert!(error.is_duplicate(), "{error}");
}

#[derive(Clone, Debug, PartialEq)]
struct Aapen {
    kjent: Option<String>,
    resten: Vec<Any>,
    sist: Option<String>,
}

record! {
    Aapen as "Aapen" in NS {
        0 => kjent: element("kjent"),
        1 => resten: any("resten").list(),
        2 => sist: element("sist"),
    }
    root "aapen" in NS
}

#[test]
fn open_content_is_kept_as_it_was() {
    let value: Aapen = round(&format!(
        "<aapen xmlns=\"{NS}\"><kjent>a</kjent><ny b='1'  c=\"&#10;\"><d>&lt;<![CDATA[x]]><!-- y --></d></ny>\
         <x:y xmlns:x=\"urn:x\" x:z=\"1\"><kjent/></x:y><uten xmlns=\"\"><a/></uten><sist>z</sist></aapen>"
    ));
    assert_eq!(value.resten.len(), 3);
    assert_eq!(value.resten[1].local_name(), "y");
    assert_eq!(format!("{:?}", value.resten[0]), "Any(<ny …>)");

    // Namespaces declared further out travel with the element.
    let value: Aapen = read(&format!(
        "<p:aapen xmlns:p=\"{NS}\" xmlns:q=\"urn:q\" xmlns:ubrukt=\"urn:u\"><uten><q:b/></uten><p:ny/></p:aapen>"
    ));
    assert_eq!(value.resten[0].as_str(), "<uten xmlns:q=\"urn:q\"><q:b/></uten>");
    assert_eq!(
        xml::to_string(&value).unwrap(),
        format!(
            "{DECLARATION}<aapen xmlns=\"{NS}\"><uten xmlns=\"\" xmlns:q=\"urn:q\"><q:b/></uten>\
             <p:ny xmlns:p=\"{NS}\"/></aapen>"
        )
    );
    assert_eq!(read::<Aapen>(&xml::to_string(&value).unwrap()).resten[1], value.resten[1]);
}

/// Open content under a name of its own (`xs:anyType`).
#[derive(Clone, Debug, PartialEq)]
struct Konvolutt {
    innhold: Any,
    liste: Option<String>,
}

record! {
    Konvolutt as "Konvolutt" in NS {
        0 => innhold: element("innhold").required(),
        1 => liste: attribute("liste"),
    }
    root "konvolutt" in NS
}

#[test]
fn a_named_element_can_be_kept_as_it_was() {
    for inner in ["<innhold a=\"1\"><b/>x</innhold>", "<innhold/>", "<innhold><b xmlns=\"urn:b\"/></innhold>"] {
        round::<Konvolutt>(&format!("<konvolutt xmlns=\"{NS}\" liste=\"a\">{inner}</konvolutt>"));
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Blandet {
    value: Option<String>,
    fet: Vec<String>,
}

record! {
    Blandet as "Blandet" {
        0 => value: text("value"),
        1 => fet: element("fet").list(),
    }
    root "blandet"
}

#[test]
fn mixed_content_keeps_all_text() {
    let value: Blandet = read("<blandet>a <fet>b</fet> c<fet>d</fet></blandet>");
    assert_eq!(value.value.as_deref(), Some("a  c"));
    assert_eq!(value.fet, ["b", "d"]);
    let value: Blandet = read("<blandet>\n <fet>b</fet>\n</blandet>");
    assert_eq!(value.value, None);
}

#[derive(Clone, Debug, PartialEq)]
struct Koder {
    kode: Vec<String>,
    tall: Vec<i64>,
}

record! {
    Koder as "Koder" {
        0 => kode: attribute("kode").list(),
        1 => tall: text("tall").list(),
    }
    root "koder"
}

#[test]
fn lists_in_attributes_and_text_are_words() {
    let value: Koder = round("<koder kode=\"a b\">1 2 3</koder>");
    assert_eq!((value.kode.len(), value.tall), (2, vec![1, 2, 3]));
    let value: Koder = read("<koder kode=' a\n\tb '/>");
    assert_eq!((value.kode.len(), value.tall), (2, vec![]));
}

#[test]
fn a_record_reads_under_another_name() {
    let value: Formue =
        xml::from_slice_as(b"<x><sum xmlns='urn:no:example:melding:v1' valuta='NOK'/></x>", "x", None).unwrap();
    assert_eq!(
        xml::to_string_as(&value, "x", None).unwrap(),
        format!("{DECLARATION}<x><sum xmlns=\"{NS}\" valuta=\"NOK\"/></x>")
    );
    assert!(xml::to_string_as(&value, "1 x", None).is_err());
}

#[test]
fn other_encodings() {
    let latin = |name: &str, byte: u8| {
        let head = format!("<?xml version=\"1.0\" encoding=\"{name}\"?><blandet><fet>");
        let mut document = head.into_bytes();
        document.push(byte);
        document.extend(b"</fet></blandet>");
        xml::from_slice::<Blandet>(&document).map(|value| value.fet[0].clone())
    };
    assert_eq!(latin("ISO-8859-1", 0xe5).unwrap(), "å");
    assert_eq!(latin("latin1", 0xd8).unwrap(), "Ø");
    assert_eq!(latin("Windows-1252", 0x80).unwrap(), "€");
    assert_eq!(latin("utf-8", 0xe5).unwrap_err().kind(), ErrorKind::Encoding);
    assert_eq!(latin("UTF-16", b'a').unwrap_err().kind(), ErrorKind::Encoding);
    assert_eq!(latin("ISO-8859-5", b'a').unwrap_err().kind(), ErrorKind::Encoding);
    let utf16: Vec<u8> = "<a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(xml::from_slice::<Blandet>(&utf16).unwrap_err().kind(), ErrorKind::Encoding);
}
