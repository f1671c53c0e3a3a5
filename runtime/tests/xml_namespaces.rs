//! Namespaces in XML: prefixes of any kind, declarations anywhere, names of one spelling in two namespaces.

#![cfg(feature = "xml")]

use skatteetaten::{Root, record, xml};

const A: &str = "urn:a";
const B: &str = "urn:b";

/// Element fields in three namespaces; two of one local name.
#[derive(Clone, Debug, PartialEq)]
struct Rot {
    navn: Option<String>,
    navn_b: Option<String>,
    lokal: Option<String>,
    barn: Vec<Barn>,
    id: Option<String>,
    id_b: Option<String>,
    sprak: Option<String>,
}

record! {
    Rot as "Rot" in A {
        0 => navn: element("navn"),
        1 => navn_b: element("navnB").named("navn").ns("urn:b"),
        2 => lokal: element("lokal").unqualified(),
        3 => barn: element("barn").list(),
        4 => id: attribute("id"),
        5 => id_b: attribute("idB").named("id").ns("urn:b"),
        6 => sprak: attribute("lang").ns("http://www.w3.org/XML/1998/namespace"),
    }
    root "rot" in A
}

/// A type of another schema.
#[derive(Clone, Debug, PartialEq)]
struct Barn {
    tall: Option<i64>,
}

record! {
    Barn as "Barn" in B {
        0 => tall: element("tall"),
    }
}

/// Elements have the namespace of the one around them.
#[derive(Clone, Debug, PartialEq)]
struct Arvet {
    navn: Option<String>,
    indre: Option<Box<Arvet>>,
}

record! {
    Arvet as "Arvet" {
        0 => navn: element("navn"),
        1 => indre: element("indre"),
    }
    root "arvet"
}

fn read<T: Root>(text: &str) -> T {
    match xml::from_slice(text.as_bytes()) {
        Ok(value) => value,
        Err(error) => panic!("{error}\n{text}"),
    }
}

fn full() -> Rot {
    Rot {
        navn: Some("a".to_owned()),
        navn_b: Some("b".to_owned()),
        lokal: Some("c".to_owned()),
        barn: vec![Barn { tall: Some(1) }, Barn { tall: None }],
        id: Some("1".to_owned()),
        id_b: Some("2".to_owned()),
        sprak: Some("nb".to_owned()),
    }
}

#[test]
fn namespaces_are_declared_where_they_change() {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
        <rot xmlns=\"urn:a\" id=\"1\" xmlns:ns1=\"urn:b\" ns1:id=\"2\" xml:lang=\"nb\"><navn>a</navn>\
        <navn xmlns=\"urn:b\">b</navn><lokal xmlns=\"\">c</lokal><barn><tall xmlns=\"urn:b\">1</tall></barn><barn/></rot>";
    assert_eq!(xml::to_string(&full()).unwrap(), text);
    assert_eq!(read::<Rot>(text), full());
}

#[test]
fn prefixes_and_places_of_declarations_do_not_matter() {
    for text in [
        "<p:rot xmlns:p='urn:a' xmlns:q='urn:b' id='1' q:id='2' xml:lang='nb'><p:navn>a</p:navn><q:navn>b</q:navn>\
         <lokal>c</lokal><p:barn><q:tall>1</q:tall></p:barn><p:barn/></p:rot>",
        "<rot xmlns='urn:a' id='1' b:id='2' xmlns:b='urn:b' xml:lang='nb'><navn>a</navn><b:navn>b</b:navn>\
         <lokal xmlns=''>c</lokal><x:barn xmlns:x='urn:a' xmlns='urn:b'><tall>1</tall></x:barn><barn/></rot>",
        "<a:rot xmlns:a='urn:a' xmlns:b='urn:b' id='1' b:id='2' xml:lang='nb'><b:navn xmlns:b='urn:a'>a</b:navn>\
         <a:navn xmlns:a='urn:b'>b</a:navn><lokal>c</lokal><a:barn><a:tall xmlns:a='urn:b'>1</a:tall></a:barn><a:barn\n/></a:rot>",
    ] {
        assert_eq!(read::<Rot>(text), full());
    }
    // Escaped in the declaration, the same name.
    assert_eq!(read::<Rot>("<rot xmlns='urn&#58;a'><navn>a</navn></rot>").navn.as_deref(), Some("a"));
}

#[test]
fn a_name_in_another_namespace_is_another_name() {
    let rot: Rot =
        read("<rot xmlns='urn:a'><x:navn xmlns:x='urn:c'>x</x:navn><lokal>x</lokal><barn><tall>1</tall></barn></rot>");
    assert_eq!((rot.navn, rot.navn_b, rot.lokal), (None, None, None));
    assert_eq!(rot.barn, [Barn { tall: None }]);
    // An attribute is never in the default namespace.
    let rot: Rot = read("<p:rot xmlns:p='urn:a' p:id='1'/>");
    assert_eq!(rot.id, None);
}

#[test]
fn a_declaration_ends_with_its_element() {
    let rot: Rot =
        read("<rot xmlns='urn:a'><barn xmlns='urn:a'/><barn><tall xmlns='urn:b'>1</tall></barn><navn>a</navn></rot>");
    assert_eq!(rot.navn.as_deref(), Some("a"));
    let error =
        xml::from_slice::<Rot>(b"<rot xmlns='urn:a'><ny xmlns:x='urn:b'/><x:navn>b</x:navn></rot>").unwrap_err();
    assert!(error.is_malformed() && error.to_string().contains("prefix"), "{error}");
}

#[test]
fn undeclared_prefixes_are_errors_everywhere() {
    for text in [
        "<x:rot/>",
        "<rot xmlns='urn:a' x:id='1'/>",
        "<rot xmlns='urn:a'><x:navn/></rot>",
        "<rot xmlns='urn:a'><ny><x:ny/></ny></rot>",
        "<rot xmlns='urn:a' xmlns:x=''/>",
        "<rot xmlns='urn:a' xmlns='urn:b'/>",
        "<rot xmlns='urn:a' xmlns:x='urn:b' xmlns:y='urn:b' x:id='1' y:id='1'/>",
        "<rot xmlns='urn:a' xmlns:xml='urn:b'/>",
    ] {
        let error = xml::from_slice::<Rot>(text.as_bytes()).unwrap_err();
        assert!(error.is_malformed(), "{text}: {error}");
    }
}

#[test]
fn elements_inherit_the_namespace_around_them() {
    let value =
        Arvet { navn: Some("a".to_owned()), indre: Some(Box::new(Arvet { navn: Some("b".to_owned()), indre: None })) };
    for text in [
        "<arvet><navn>a</navn><indre><navn>b</navn></indre></arvet>",
        "<arvet xmlns='urn:x'><navn>a</navn><indre><navn>b</navn></indre></arvet>",
        "<x:arvet xmlns:x='urn:x'><x:navn>a</x:navn><x:indre><x:navn>b</x:navn><navn>c</navn></x:indre></x:arvet>",
    ] {
        assert_eq!(read::<Arvet>(text), value);
    }
    let text = xml::to_string_as(&value, "arvet", Some("urn:y")).unwrap();
    assert!(text.ends_with("<arvet xmlns=\"urn:y\"><navn>a</navn><indre><navn>b</navn></indre></arvet>"), "{text}");
}
