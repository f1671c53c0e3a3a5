use super::*;

/// Findings of one schema, as they are shown.
fn shown(body: &str) -> Vec<String> {
    read(&[("a.xsd", &wrap(body))]).sink.diagnostics().iter().map(ToString::to_string).collect()
}

#[test]
fn a_missing_type_is_named_with_its_place_and_the_rest_is_read() {
    let body = "<xs:complexType name='T'><xs:sequence>\n<xs:element name='a' type='Mangler'/><xs:element name='b' type='xs:date'/></xs:sequence></xs:complexType>";
    let model = with_codes(body, &["E0302"]);
    assert_eq!(show(&model, "T"), "a:Text! b:Date!");
    assert_eq!(
        shown(body),
        [
            "error[E0302] a.xsd:3:1 at T/a: the type `{urn:a}Mangler` is not declared\n  help: declare it, or add the document that does"
        ]
    );
    let builtin = shown("<xs:simpleType name='T'><xs:restriction base='string'/></xs:simpleType>");
    assert!(builtin[0].contains("the built-in type is `string` in the namespace"), "{builtin:?}");
}

#[test]
fn every_wrong_schema_gives_exactly_its_codes() {
    let complex = |content: &str| format!("<xs:complexType name='T'>{content}</xs:complexType>");
    let sequence = |content: &str| complex(&format!("<xs:sequence>{content}</xs:sequence>"));
    let simple = |content: &str| format!("<xs:simpleType name='T'>{content}</xs:simpleType>");
    let cases: Vec<(String, &[&str])> = vec![
        (sequence("<xs:element ref='x'/>"), &["E0302"]),
        (sequence("<xs:element name='a' type='q:x'/>"), &["E0302"]),
        (sequence("<xs:element name='a' type='xs:strin'/>"), &["E0302"]),
        (sequence("<xs:group ref='x'/>"), &["E0302"]),
        (complex("<xs:attributeGroup ref='x'/>"), &["E0302"]),
        (complex("<xs:attribute ref='x'/>"), &["E0302"]),
        (complex("<xs:attribute name='x' type='T'/>"), &["E0302"]),
        (complex("<xs:complexContent><xs:extension base='xs:string'/></xs:complexContent>"), &["E0302"]),
        (complex("<xs:complexContent><xs:extension base='X'/></xs:complexContent>"), &["E0302"]),
        (complex("<xs:simpleContent><xs:extension base='X'/></xs:simpleContent>"), &["E0302"]),
        (format!("{}{}", complex(""), simple("<xs:restriction base='xs:string'/>")), &["E0304"]),
        ("<xs:element name='a' type='xs:string'/><xs:element name='a' type='xs:string'/>".to_owned(), &["E0304"]),
        (sequence("<xs:element name='a' type='xs:string' minOccurs='x'/>"), &["E0305"]),
        (sequence("<xs:element name='a' type='xs:string' minOccurs='-1'/>"), &["E0305"]),
        (sequence("<xs:element name='a' type='xs:string' minOccurs='2'/>"), &["E0305"]),
        (sequence("<xs:element name='a' type='xs:string' maxOccurs=''/>"), &["E0305"]),
        (sequence("<xs:element name='a' type='xs:string' nillable='ja'/>"), &["E0305"]),
        (sequence("<xs:element name='a' type='xs:string' form='x'/>"), &["E0305"]),
        (sequence("<xs:element name='a:b' type='xs:string'/>"), &["E0305"]),
        (sequence("<xs:element type='xs:string'/>"), &["E0305"]),
        (sequence("<xs:element name='a' ref='a'/>"), &["E0305", "E0302"]),
        (sequence("<xs:element name='a' type='xs:string' default='1' fixed='1'/>"), &["E0305"]),
        (complex("<xs:attribute name='a' use='maybe'/>"), &["E0305"]),
        (simple("<xs:restriction/>"), &["E0305"]),
        (simple("<xs:list/>"), &["E0305"]),
        (simple("<xs:restriction base='xs:string'><xs:maxLength value='x'/></xs:restriction>"), &["E0305"]),
        (simple("<xs:restriction base='xs:string'><xs:maxLength/></xs:restriction>"), &["E0305"]),
        (simple("<xs:restriction base='xs:string'><xs:whiteSpace value='x'/></xs:restriction>"), &["E0305"]),
        ("<xs:complexType/>".to_owned(), &["E0305"]),
        (simple("<xs:restriction base='T'/>"), &["E0306"]),
        (simple("<xs:union memberTypes='T'/>"), &["E0306"]),
        (complex("<xs:complexContent><xs:extension base='T'/></xs:complexContent>"), &["E0306"]),
        (
            "<xs:element name='a' substitutionGroup='b'/><xs:element name='b' substitutionGroup='a'/>".to_owned(),
            &["E0306", "E0306"],
        ),
        (
            "<xs:group name='G'><xs:sequence><xs:group ref='G'/></xs:sequence></xs:group><xs:complexType name='T'><xs:group ref='G'/></xs:complexType>".to_owned(),
            &["E0306"],
        ),
        (
            "<xs:attributeGroup name='G'><xs:attributeGroup ref='G'/></xs:attributeGroup><xs:complexType name='T'><xs:attributeGroup ref='G'/></xs:complexType>".to_owned(),
            &["E0306"],
        ),
        (simple(""), &["E0307"]),
        (sequence("<xs:attribute name='a'/>"), &["E0307"]),
        (sequence("<xs:elment name='a'/>"), &["E0307"]),
        (sequence("<html/>"), &["E0307"]),
        (sequence("tekst"), &["E0307"]),
        (complex("<xs:complexContent/>"), &["E0307"]),
        (complex("<xs:sequence/><xs:choice/>"), &["E0307"]),
        (sequence("<xs:element name='a' type='xs:string'><xs:complexType/></xs:element>"), &["E0307"]),
        (sequence("<xs:element name='a' type='xs:string' minOccur='0'/>"), &["W0301"]),
        (complex("<xs:sequence/><xs:assert test='true()'/>"), &["W0301"]),
    ];
    for (body, codes) in cases {
        let outcome = read(&[("a.xsd", &wrap(&body))]);
        assert_eq!(outcome.codes(), codes, "{body}\n{:#?}", outcome.sink);
        assert!(outcome.sink.diagnostics().iter().all(|d| d.help.is_some() && d.location.position.is_some()), "{body}");
    }
}

#[test]
fn cycles_over_several_types_keep_their_members() {
    let derived = |name: &str, base: &str| {
        format!(
            "<xs:complexType name='{name}'><xs:complexContent><xs:extension base='{base}'><xs:sequence><xs:element name='a' type='xs:date'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>"
        )
    };
    let model = with_codes(&format!("{}{}{}", derived("A", "B"), derived("B", "A"), derived("C", "A")), &["E0306"]);
    assert_eq!(
        (show(&model, "A"), show(&model, "B"), show(&model, "C")),
        ("a:Date!".to_owned(), "a:Date!".to_owned(), "< A a:Date!".to_owned())
    );
}

#[test]
fn documents_that_are_no_schema() {
    let cases = [
        ("<a b></a>", "E0101", Some((1, 5))),
        ("<a>\n<b></a>", "E0101", Some((2, 4))),
        ("", "E0101", Some((1, 1))),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "E0101", Some((1, 1))),
        ("<a/>", "E0301", Some((1, 1))),
        ("<!-- x --><schema xmlns='http://www.w3.org/2001/XMLschema'/>", "E0301", Some((1, 11))),
    ];
    for (text, code, position) in cases {
        let outcome = read(&[("a.xsd", text)]);
        assert_eq!(outcome.codes(), [code], "{text}");
        assert_eq!(outcome.sink.diagnostics()[0].location.position, position, "{text} {:?}", outcome.sink);
    }
}

/// Runs on a small stack: nothing may recurse as deep as a document asks for.
#[test]
fn depth_is_an_error_and_never_a_crash() {
    let run = || {
        let nested = |depth: usize| format!("{}{}", "<xs:sequence>".repeat(depth), "</xs:sequence>".repeat(depth));
        let body = format!("<xs:complexType name='T'>{}</xs:complexType>", nested(100_000));
        with_codes(&body, &["E0103"]);
        let deep = "<xs:element name='a'><xs:complexType><xs:sequence>".repeat(32);
        let deep = format!("{deep}{}", "</xs:sequence></xs:complexType></xs:element>".repeat(32));
        assert_eq!(clean(&deep).types.len(), 32);

        let chain: String = (0..5000)
            .map(|i| format!("<xs:simpleType name='T{i}'><xs:restriction base='T{}'/></xs:simpleType>", i + 1))
            .collect();
        let end = "<xs:simpleType name='T5000'><xs:restriction base='xs:string'/></xs:simpleType>";
        for body in [format!("{chain}{end}"), format!("{end}{chain}")] {
            let outcome = read(&[("a.xsd", &wrap(&body))]);
            assert!(outcome.codes().iter().all(|code| *code == "E0103") && !outcome.codes().is_empty());
        }
        let backwards: String = (0..5000)
            .rev()
            .map(|i| format!("<xs:simpleType name='T{i}'><xs:restriction base='T{}'/></xs:simpleType>", i + 1))
            .collect();
        assert!(read(&[("a.xsd", &wrap(&format!("{end}{backwards}")))]).codes().contains(&"E0103"));

        let groups: String = (0..5000)
            .map(|i| {
                format!("<xs:group name='G{i}'><xs:sequence><xs:group ref='G{}'/></xs:sequence></xs:group>", i + 1)
            })
            .collect();
        with_codes(
            &format!("{groups}<xs:group name='G5000'/><xs:complexType name='T'><xs:group ref='G0'/></xs:complexType>"),
            &["E0103"],
        );

        let heads: String =
            (1..5000).map(|i| format!("<xs:element name='e{i}' substitutionGroup='e{}'/>", i - 1)).collect();
        let outcome = read(&[("a.xsd", &wrap(&format!("<xs:element name='e0' type='xs:date'/>{heads}")))]);
        assert!(outcome.codes().iter().all(|code| *code == "E0103"));
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(run).unwrap().join().unwrap();
}

#[test]
fn groups_that_multiply_are_cut_off() {
    let groups: String = (0..60)
        .map(|i| format!("<xs:group name='G{i}'><xs:choice><xs:sequence><xs:group ref='G{0}'/></xs:sequence><xs:sequence><xs:group ref='G{0}'/><xs:element name='e{i}'/></xs:sequence></xs:choice></xs:group>", i + 1))
        .collect();
    let last = "<xs:group name='G60'><xs:sequence><xs:element name='x'/></xs:sequence></xs:group>";
    with_codes(&format!("{groups}{last}<xs:complexType name='T'><xs:group ref='G0'/></xs:complexType>"), &["E0102"]);
}
