use super::*;

const XS: &str = "xmlns:xs='http://www.w3.org/2001/XMLSchema'";

/// A schema of the namespace `uri` with the attributes `more` on its root.
fn schema(uri: &str, more: &str, body: &str) -> String {
    format!("<xs:schema {XS} targetNamespace='{uri}' xmlns='{uri}' {more}>{body}</xs:schema>")
}

fn simple(name: &str, base: &str) -> String {
    format!("<xs:simpleType name='{name}'><xs:restriction base='{base}'/></xs:simpleType>")
}

#[test]
fn includes_and_cycles_are_read_once() {
    let a = schema("urn:a", "", &format!("<xs:include schemaLocation='felles/b.xsd'/>{}", simple("A", "B")));
    let b = schema(
        "urn:a",
        "",
        &format!(
            "<xs:include schemaLocation='../a.xsd'/><xs:include schemaLocation='./b.xsd'/>{}",
            simple("B", "xs:date")
        ),
    );
    let outcome = read(&[("a.xsd", &a), ("felles/b.xsd", &b)]);
    assert_eq!(outcome.codes(), [""; 0]);
    assert_eq!((show(&outcome.model, "A"), show(&outcome.model, "B")), ("B".to_owned(), "Date".to_owned()));
    let paths: Vec<_> = outcome.model.documents.iter().map(|d| d.path.as_str()).collect();
    assert_eq!(paths, ["a.xsd", "felles/b.xsd"]);
    assert_eq!(outcome.model.types["B"].origin.document, 1);
}

#[test]
fn imports_and_names_in_two_namespaces() {
    let a = schema(
        "urn:a",
        "xmlns:b='urn:b' elementFormDefault='qualified'",
        &format!(
            "<xs:import namespace='urn:b' schemaLocation='b.xsd'/>{}
             <xs:complexType name='T'><xs:sequence><xs:element name='x' type='Kode'/><xs:element name='y' type='b:Kode'/><xs:element ref='b:z'/></xs:sequence></xs:complexType>",
            simple("Kode", "xs:string")
        ),
    );
    let b = schema("urn:b", "", &format!("<xs:element name='z' type='Kode'/>{}", simple("Kode", "xs:date")));
    let outcome = read(&[("a.xsd", &a), ("b.xsd", &b)]);
    assert_eq!(outcome.codes(), [""; 0]);
    assert_eq!(show(&outcome.model, "T"), "x:Kode! y:{urn:b}Kode! z:{urn:b}Kode!");
    assert_eq!(show(&outcome.model, "{urn:b}Kode"), "Date");
    assert_eq!(body(&outcome.model, "T").members[2].xml.name.namespace, Namespace::Uri("urn:b".to_owned()));
    assert_eq!(outcome.model.types["{urn:b}Kode"].name, "Kode");
}

#[test]
fn an_import_without_location_is_found_among_the_documents_given() {
    let a = schema("urn:a", "xmlns:b='urn:b'", &format!("<xs:import namespace='urn:b'/>{}", simple("A", "b:B")));
    let b = schema("urn:b", "", &simple("B", "xs:date"));
    let documents = [("a.xsd", a.as_str()), ("b.xsd", b.as_str())];
    assert_eq!(read_paths(&documents, &["a.xsd", "b.xsd"], &Limits::default()).codes(), [""; 0]);
    assert_eq!(read(&documents).codes(), ["E0303"]);
    let unused = schema(
        "urn:a",
        "",
        "<xs:import namespace='urn:b'/><xs:import namespace='urn:c' schemaLocation='http://x/c.xsd'/>",
    );
    assert_eq!(read(&[("a.xsd", &unused)]).codes(), [""; 0]);
}

#[test]
fn an_import_that_is_not_at_hand_is_text_by_its_names_with_one_warning() {
    let body = format!(
        "<xs:import namespace='urn:b' schemaLocation='b/b.xsd'/>{}
         <xs:complexType name='T'><xs:sequence><xs:element name='x' type='b:B'/><xs:element name='y' type='b:A'/></xs:sequence></xs:complexType>",
        simple("A", "b:A")
    );
    for location in ["b/b.xsd", "http://example/b/b.xsd"] {
        let outcome = read(&[("a.xsd", &schema("urn:a", "xmlns:b='urn:b'", &body.replace("b/b.xsd", location)))]);
        assert_eq!(outcome.codes(), ["W0301"]);
        let shown = outcome.sink.diagnostics()[0].to_string();
        assert!(
            shown.starts_with("warning[W0301] a.xsd:1:") && shown.contains(location) && shown.contains("`A`, `B`"),
            "{shown}"
        );
        assert_eq!(show(&outcome.model, "T"), "x:B! y:{urn:b}A!");
        assert_eq!((show(&outcome.model, "A"), show(&outcome.model, "B")), ("{urn:b}A".to_owned(), "Text".to_owned()));
        assert_eq!(show(&outcome.model, "{urn:b}A"), "Text");
        assert_eq!(outcome.model.not_honoured.len(), 1);
    }
}

#[test]
fn the_file_of_a_url_is_looked_for_beside_the_document() {
    let a = schema(
        "urn:a",
        "xmlns:b='urn:b'",
        &format!("<xs:import namespace='urn:b' schemaLocation='https://example/x/b.xsd'/>{}", simple("A", "b:B")),
    );
    let b = schema("urn:b", "", &simple("B", "xs:date"));
    let outcome = read(&[("v1/a.xsd", &a), ("v1/b.xsd", &b)]);
    assert_eq!(outcome.codes(), [""; 0]);
    assert_eq!(show(&outcome.model, "B"), "Date");
}

#[test]
fn a_chameleon_takes_the_namespace_of_who_includes_it() {
    let felles = format!(
        "<xs:schema {XS} elementFormDefault='qualified'>{}<xs:complexType name='T'><xs:sequence><xs:element name='a' type='Tekst'/></xs:sequence></xs:complexType></xs:schema>",
        simple("Tekst", "xs:string")
    );
    let a = schema(
        "urn:a",
        "xmlns:b='urn:b'",
        "<xs:include schemaLocation='felles.xsd'/><xs:import namespace='urn:b' schemaLocation='b.xsd'/>",
    );
    let b = schema("urn:b", "", "<xs:include schemaLocation='felles.xsd'/>");
    let outcome = read(&[("a.xsd", &a), ("b.xsd", &b), ("felles.xsd", &felles)]);
    assert_eq!(outcome.codes(), [""; 0]);
    assert_eq!(show(&outcome.model, "T"), "a:Tekst!");
    assert_eq!(show(&outcome.model, "{urn:b}T"), "a:{urn:b}Tekst!");
    assert_eq!(body(&outcome.model, "T").members[0].xml.name.namespace, super::a());
    assert_eq!(outcome.model.documents.len(), 3);
}

#[test]
fn redefine_is_an_include() {
    let a = schema("urn:a", "", &format!("<xs:redefine schemaLocation='b.xsd'>{}</xs:redefine>", simple("B", "B")));
    let b = schema("urn:a", "", &simple("B", "xs:date"));
    let outcome = read(&[("a.xsd", &a), ("b.xsd", &b)]);
    assert_eq!(outcome.codes(), ["W0301"]);
    assert_eq!(show(&outcome.model, "B"), "Date");
}

#[test]
fn documents_that_cannot_be_found() {
    let cases = [
        ("<xs:include schemaLocation='b.xsd'/>", "E0108"),
        ("<xs:include schemaLocation='../b.xsd'/>", "E0107"),
        ("<xs:import namespace='urn:b' schemaLocation='../b.xsd'/>", "E0107"),
        ("<xs:include schemaLocation='http://x/b.xsd'/>", "E0107"),
        ("<xs:include/>", "E0305"),
        ("<xs:import namespace='urn:a' schemaLocation='b.xsd'/>", "E0305"),
        ("<xs:include schemaLocation='c.xsd'/>", "E0303"),
        ("<xs:import namespace='urn:x' schemaLocation='c.xsd'/>", "E0303"),
        ("<xs:include schemaLocation='d.xsd'/>", "E0105"),
    ];
    let c = schema("urn:c", "", "");
    let d = "<?xml version='1.0' encoding='UTF-16'?><a/>";
    for (link, code) in cases {
        let outcome = read(&[("a.xsd", &schema("urn:a", "", link)), ("c.xsd", &c), ("d.xsd", d)]);
        assert_eq!(outcome.codes(), [code], "{link} {:?}", outcome.sink);
        let location = &outcome.sink.diagnostics()[0].location;
        assert_eq!((location.path.as_str(), location.position.is_some()), ("a.xsd", true), "{link}");
    }
    assert_eq!(read_paths(&[], &["x.xsd"], &Limits::default()).codes(), ["E0108"]);
}

#[test]
fn the_number_of_documents_is_bounded() {
    let documents: Vec<_> = (0..10)
        .map(|i| (format!("{i}.xsd"), schema("urn:a", "", &format!("<xs:include schemaLocation='{}.xsd'/>", i + 1))))
        .collect();
    let documents: Vec<_> = documents.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let outcome = read_paths(&documents, &["0.xsd"], &Limits { documents: 5, ..Limits::default() });
    assert_eq!(outcome.codes(), ["E0303"]);
    assert_eq!(outcome.model.documents.len(), 5);
}

#[test]
fn a_second_call_adds_to_the_same_model() {
    let mut outcome = read(&[("a.xsd", &schema("urn:a", "", &simple("A", "xs:date")))]);
    let folder = BTreeMap::from([("b.xsd".to_owned(), schema("urn:b", "", &simple("A", "xs:time")).into_bytes())]);
    super::super::lower(&folder, &["b.xsd"], &Limits::default(), &mut outcome.model, &mut outcome.sink);
    assert_eq!(outcome.codes(), [""; 0]);
    assert_eq!(keys(&outcome.model), ["A", "{urn:b}A"]);
    assert_eq!(outcome.model.types["{urn:b}A"].origin.document, 1);
}
