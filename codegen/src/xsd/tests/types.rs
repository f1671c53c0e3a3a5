use super::*;
use crate::model::Occurs;

#[test]
fn roots_are_records() {
    let model = clean(
        "<xs:element name='melding' type='Melding'/>
         <xs:complexType name='Melding'><xs:sequence/></xs:complexType>
         <xs:element name='tall' type='xs:long' default='1'/>
         <xs:element name='kode'><xs:simpleType><xs:restriction base='xs:string'><xs:enumeration value='a'/></xs:restriction></xs:simpleType></xs:element>
         <xs:element name='anonym'><xs:complexType><xs:sequence><xs:element ref='tall'/><xs:element ref='kode'/></xs:sequence></xs:complexType></xs:element>
         <xs:element name='hva'/>",
    );
    let roots: Vec<_> = model.roots.iter().map(|r| format!("{}:{}", r.name, show_ref(&r.ty))).collect();
    assert_eq!(roots, ["melding:Melding", "tall:tall", "kode:kode", "anonym:anonym", "hva:hva"]);
    assert!(model.roots.iter().all(|root| root.namespace == a()));
    assert_eq!(show(&model, "tall"), "#value:Integer!");
    assert_eq!(body(&model, "tall").members[0].default.as_deref(), Some("1"));
    assert_eq!(show(&model, "kode"), "#value:kode/value!");
    assert_eq!(show(&model, "kode/value"), "enum a");
    assert_eq!(show(&model, "anonym"), "tall:Integer! kode:kode/value!");
    assert_eq!(show(&model, "hva"), "mixed #text:Text? **any:AnyXml{0,}? @**anyAttribute:anyAttribute?");
    assert!(model.types["anonym"].anonymous && !model.types["Melding"].anonymous);
    assert_eq!(keys(&model), ["Melding", "tall", "kode", "kode/value", "anonym", "anyAttribute", "hva"]);
}

#[test]
fn forms_and_namespaces() {
    let schema = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:a' attributeFormDefault='qualified'>
        <xs:complexType name='T'><xs:sequence>
            <xs:element name='a' type='xs:string'/><xs:element name='b' type='xs:string' form='qualified'/>
        </xs:sequence><xs:attribute name='c'/><xs:attribute name='d' form='unqualified'/></xs:complexType>
    </xs:schema>";
    let model = read(&[("a.xsd", schema)]).model;
    let spaces: Vec<_> = body(&model, "T").members.iter().map(|m| m.xml.name.namespace.clone()).collect();
    assert_eq!(spaces, [Namespace::None, a(), a(), Namespace::None]);
}

#[test]
fn no_target_namespace_and_the_default_namespace_of_xml_schema() {
    let schema = "<schema xmlns='http://www.w3.org/2001/XMLSchema' elementFormDefault='qualified'>
        <element name='a'><complexType><sequence><element name='b' type='date'/></sequence></complexType></element>
    </schema>";
    let outcome = read(&[("a.xsd", schema)]);
    assert_eq!(outcome.codes(), [""; 0]);
    assert_eq!(show(&outcome.model, "a"), "b:Date!");
    assert_eq!(outcome.model.roots[0].namespace, Namespace::None);
    assert_eq!(outcome.model.documents[0].namespace, None);
    let strange = schema
        .replace("<schema xmlns=", "<å:schema xmlns:å=")
        .replace("<element", "<å:element")
        .replace("</element", "</å:element");
    let strange = strange.replace("complexType>", "å:complexType>").replace("</å:", "</").replace("</", "</å:");
    let strange = strange.replace("<sequence>", "<å:sequence>").replace("'date'", "'å:date'");
    let outcome = read(&[("a.xsd", &strange)]);
    assert_eq!(outcome.codes(), [""; 0], "{strange} {:?}", outcome.sink);
    assert_eq!(show(&outcome.model, "a"), "b:Date!");
}

#[test]
fn anonymous_and_recursive_types() {
    let model = clean(
        "<xs:complexType name='Node'><xs:sequence>
            <xs:element name='barn' type='Node' minOccurs='0' maxOccurs='unbounded'/>
            <xs:element name='info'><xs:complexType><xs:sequence>
                <xs:element name='kode'><xs:simpleType><xs:restriction base='xs:string'>
                    <xs:enumeration value='a'/><xs:enumeration value='b'/><xs:enumeration value='a'/>
                </xs:restriction></xs:simpleType></xs:element>
                <xs:element ref='rot' minOccurs='0'/>
            </xs:sequence></xs:complexType></xs:element>
        </xs:sequence></xs:complexType>
        <xs:element name='rot'><xs:complexType><xs:sequence><xs:element ref='rot' minOccurs='0'/></xs:sequence></xs:complexType></xs:element>",
    );
    assert_eq!(show(&model, "Node"), "barn:Node{0,}? info:Node/info!");
    assert_eq!(show(&model, "Node/info"), "kode:Node/info/kode! rot:rot?");
    assert_eq!(show(&model, "Node/info/kode"), "enum a b");
    assert_eq!(show(&model, "rot"), "rot:rot?");
    assert_eq!((model.types["Node/info"].name.as_str(), model.types["Node/info"].anonymous), ("info", true));
    assert_eq!(keys(&model), ["Node", "Node/info", "Node/info/kode", "rot"]);
}

#[test]
fn a_type_and_an_element_may_have_the_same_name() {
    let model = clean(
        "<xs:element name='T' type='xs:string'/><xs:simpleType name='T'><xs:restriction base='xs:date'/></xs:simpleType>",
    );
    assert_eq!(show(&model, "T"), "Date");
    assert_eq!(model.roots[0].ty, TypeRef::Named("{urn:a}T".to_owned()));
    assert_eq!(show(&model, "{urn:a}T"), "#value:Text!");
}

#[test]
fn documentation_metadata_and_the_authoritys_attributes() {
    let model = clean(
        "<xs:annotation><xs:documentation>
            <xs:attribute name='modellnavn' fixed='A'/><xs:attribute name='versjon' fixed='v4'/>
         </xs:documentation></xs:annotation>
         <xs:complexType name='T' skatt:begrepsreferanse='https://data.skatteetaten.no/begrep/1 '>
            <xs:annotation><xs:appinfo>nei</xs:appinfo><xs:documentation>
                Første <b>linje</b>
                  andre linje
                <xs:attribute name='x' fixed='y'>metadata</xs:attribute>
            </xs:documentation><xs:documentation>Mer.</xs:documentation></xs:annotation>
            <xs:sequence>
                <xs:element name='a' type='Kode' skatt:erAvledet='true' skatt:begrepsreferanse='2'>
                    <xs:annotation><xs:documentation>Om a.</xs:documentation></xs:annotation>
                </xs:element>
                <xs:element name='b' type='Kode' skatt:erAvledet='false'/>
            </xs:sequence>
         </xs:complexType>
         <xs:simpleType name='Kode' skatt:eksternKodeliste='https://kodeliste'><xs:restriction base='xs:string'>
            <xs:enumeration value='a b'><xs:annotation><xs:documentation>Verdi.</xs:documentation></xs:annotation></xs:enumeration>
         </xs:restriction></xs:simpleType>",
    );
    assert_eq!(model.documents[0].version.as_deref(), Some("v4"));
    assert_eq!((model.documents[0].dialect.as_str(), model.documents[0].sha256.len()), ("XML Schema", 64));
    let ty = &model.types["T"];
    assert_eq!(ty.docs.text.as_deref(), Some("Første linje\nandre linje\n\nMer."));
    assert_eq!(ty.docs.concept.as_deref(), Some("https://data.skatteetaten.no/begrep/1"));
    assert_eq!((ty.origin.line, ty.origin.column), (5, 10));
    let members = &body(&model, "T").members;
    assert_eq!(members.len(), 2, "metadata is no attribute");
    assert_eq!((members[0].derived, members[1].derived), (true, false));
    assert_eq!(members[0].docs.text.as_deref(), Some("Om a."));
    assert_eq!(members[0].docs.concept.as_deref(), Some("2"));
    assert_eq!(members[1].docs, crate::model::Docs::default());
    assert_eq!(model.types["Kode"].docs.code_list.as_deref(), Some("https://kodeliste"));
    let Shape::Enumeration(kode) = &model.types["Kode"].shape else { panic!() };
    assert_eq!(kode.values[0].docs.text.as_deref(), Some("Verdi."));
}

#[test]
fn chains_of_simple_types_and_facets() {
    let model = clean(
        "<xs:simpleType name='Tekst'><xs:restriction base='xs:string'><xs:maxLength value='4000'/><xs:minLength value=' 1 '/></xs:restriction></xs:simpleType>
         <xs:simpleType name='Orgnr'><xs:restriction base='Tekst'><xs:length value='9'/><xs:pattern value='[0-9]+'/><xs:pattern value='S.*'/><xs:whiteSpace value='collapse'/></xs:restriction></xs:simpleType>
         <xs:simpleType name='Prosent'><xs:restriction base='xs:decimal'><xs:totalDigits value='5'/><xs:fractionDigits value='2'/><xs:minInclusive value='0'/><xs:maxExclusive value='100.5'/></xs:restriction></xs:simpleType>
         <xs:simpleType name='Antall'><xs:restriction base='xs:nonNegativeInteger'><xs:minInclusive value='3'/></xs:restriction></xs:simpleType>",
    );
    assert_eq!(show(&model, "Tekst"), "Text[max_length=4000 min_length=1]");
    assert_eq!(show(&model, "Orgnr"), "Tekst[length=9 patterns=[[0-9]+,S.*] white_space=collapse]");
    assert_eq!(
        show(&model, "Prosent"),
        "Decimal[fraction_digits=2 max_exclusive=100.5 min_inclusive=0 total_digits=5]"
    );
    assert_eq!(show(&model, "Antall"), "Integer[min_inclusive=3]");
}

#[test]
fn inline_simple_types_that_only_add_facets_leave_them_at_the_member() {
    let inline = |facets: &str| {
        format!("<xs:simpleType><xs:restriction base='xs:string'>{facets}</xs:restriction></xs:simpleType>")
    };
    let model = clean(&format!(
        "<xs:complexType name='T'><xs:sequence>
            <xs:element name='a' maxOccurs='2'>{}</xs:element>
            <xs:element name='b'><xs:simpleType><xs:list itemType='xs:int'/></xs:simpleType></xs:element>
         </xs:sequence><xs:attribute name='c'>{}</xs:attribute><xs:attribute name='d'>{}</xs:attribute></xs:complexType>",
        inline("<xs:maxLength value='3'/>"),
        inline("<xs:pattern value='x'/>"),
        inline("<xs:enumeration value='x'/>"),
    ));
    assert_eq!(show(&model, "T"), "a:Text{1,2}![max_length=3] b:T/b! @c:Text?[patterns=[x]] @d:T/d?");
    assert_eq!(show(&model, "T/b"), "T/b/item list");
    assert_eq!(show(&model, "T/d"), "enum x");
}

#[test]
fn enumerations_are_text() {
    let model = with_codes(
        "<xs:simpleType name='Kode'><xs:restriction base='xs:token'><xs:enumeration value='a'/><xs:enumeration value='b'/></xs:restriction></xs:simpleType>
         <xs:simpleType name='Samme'><xs:restriction base='Kode'/></xs:simpleType>
         <xs:simpleType name='Smalere'><xs:restriction base='Kode'><xs:enumeration value='a'/></xs:restriction></xs:simpleType>
         <xs:simpleType name='Tall'><xs:restriction base='xs:int'><xs:enumeration value='1'/></xs:restriction></xs:simpleType>",
        &["W0301"],
    );
    assert_eq!(show(&model, "Kode"), "enum a b");
    assert_eq!(show(&model, "Samme"), "= Kode");
    assert_eq!(show(&model, "Smalere"), "enum a");
    assert_eq!(show(&model, "Tall"), "Integer[max_inclusive=2147483647 min_inclusive=-2147483648]");
    assert_eq!(model.not_honoured.len(), 1);
}

#[test]
fn lists_and_unions() {
    let model = with_codes(
        "<xs:simpleType name='Datoer'><xs:list itemType='xs:date'/></xs:simpleType>
         <xs:simpleType name='To'><xs:restriction base='Datoer'><xs:length value='2'/></xs:restriction></xs:simpleType>
         <xs:simpleType name='A'><xs:restriction base='xs:string'><xs:enumeration value='a'/><xs:enumeration value='b'/></xs:restriction></xs:simpleType>
         <xs:simpleType name='AB'><xs:union memberTypes='A AA'><xs:simpleType><xs:restriction base='xs:string'><xs:enumeration value='c'/><xs:enumeration value='b'/></xs:restriction></xs:simpleType></xs:union></xs:simpleType>
         <xs:simpleType name='AA'><xs:union memberTypes='A'/></xs:simpleType>
         <xs:simpleType name='Noe'><xs:union memberTypes='A xs:date'/></xs:simpleType>
         <xs:simpleType name='Koder'><xs:list><xs:simpleType><xs:restriction base='A'><xs:enumeration value='a'/></xs:restriction></xs:simpleType></xs:list></xs:simpleType>",
        &["W0301"],
    );
    assert_eq!(show(&model, "Datoer"), "Date list");
    assert_eq!(show(&model, "To"), "Datoer[max_items=2 min_items=2]");
    assert_eq!(show(&model, "AB"), "enum a b c");
    assert_eq!(show(&model, "AA"), "enum a b");
    assert_eq!(show(&model, "Noe"), "Text");
    assert_eq!(show(&model, "Koder"), "Koder/item list");
    assert_eq!(show(&model, "Koder/item"), "enum a");
}

#[test]
fn attributes_and_attribute_groups() {
    let model = clean(
        "<xs:attribute name='g' type='xs:date' default='2024-01-01'/>
         <xs:attributeGroup name='G'><xs:attribute name='b' type='xs:string'/><xs:attributeGroup ref='H'/></xs:attributeGroup>
         <xs:attributeGroup name='H'><xs:attribute ref='g' use='required'/></xs:attributeGroup>
         <xs:complexType name='T'>
            <xs:attribute name='a' use='required' fixed='1'/>
            <xs:attributeGroup ref='G'/>
            <xs:attribute name='p' use='prohibited'/>
            <xs:attribute ref='xml:lang'/>
         </xs:complexType>",
    );
    assert_eq!(show(&model, "T"), "@a:Text! @b:Text? @g:Date! @lang:Text?");
    let members = &body(&model, "T").members;
    assert_eq!(members[0].fixed.as_deref(), Some("1"));
    assert_eq!(members[0].occurs, Occurs::ONE);
    assert_eq!((members[2].default.as_deref(), &members[2].xml.name.namespace), (Some("2024-01-01"), &a()));
    assert_eq!(members[0].xml.name.namespace, Namespace::None);
    assert_eq!(members[3].xml.name.namespace, Namespace::Uri("http://www.w3.org/XML/1998/namespace".to_owned()));
}

#[test]
fn simple_content() {
    let model = clean(
        "<xs:complexType name='Beloep'><xs:simpleContent><xs:extension base='xs:decimal'><xs:attribute name='valuta' type='xs:string' use='required'/></xs:extension></xs:simpleContent></xs:complexType>
         <xs:complexType name='Mer'><xs:simpleContent><xs:extension base='Beloep'><xs:attribute name='kurs' type='xs:decimal'/></xs:extension></xs:simpleContent></xs:complexType>
         <xs:complexType name='Lite'><xs:simpleContent><xs:restriction base='Mer'><xs:maxInclusive value='10'/><xs:attribute name='kurs' use='prohibited'/></xs:restriction></xs:simpleContent></xs:complexType>
         <xs:complexType name='Tekst'><xs:simpleContent><xs:extension base='xs:string'/></xs:simpleContent></xs:complexType>
         <xs:complexType name='Kode'><xs:simpleContent><xs:restriction base='Tekst'><xs:enumeration value='a'/></xs:restriction></xs:simpleContent></xs:complexType>
         <xs:complexType name='KodeIgjen'><xs:simpleContent><xs:restriction base='Kode'/></xs:simpleContent></xs:complexType>
         <xs:element name='anonym'><xs:complexType><xs:simpleContent><xs:restriction base='Tekst'><xs:enumeration value='b'/></xs:restriction></xs:simpleContent></xs:complexType></xs:element>
         <xs:complexType name='T'><xs:sequence><xs:element name='tom'><xs:complexType><xs:simpleContent><xs:restriction base='Tekst'><xs:enumeration value=''/></xs:restriction></xs:simpleContent></xs:complexType></xs:element></xs:sequence></xs:complexType>",
    );
    assert_eq!(show(&model, "Beloep"), "#value:Decimal! @valuta:Text!");
    assert_eq!(show(&model, "Mer"), "< Beloep @kurs:Decimal?");
    assert_eq!(show(&model, "Lite"), "<< Mer #value:Decimal![max_inclusive=10] @valuta:Text!");
    assert_eq!(show(&model, "Kode"), "<< Tekst #value:Kode/value!");
    assert_eq!(show(&model, "Kode/value"), "enum a");
    assert_eq!(show(&model, "KodeIgjen"), "<< Kode #value:Kode/value!");
    assert_eq!(show(&model, "anonym"), "<< Tekst #value:anonym/value!");
    assert_eq!(show(&model, "T/tom"), "<< Tekst #value:T/tom/value!");
}

#[test]
fn derivation_of_complex_types() {
    let model = with_codes(
        "<xs:complexType name='Base' abstract='true'><xs:sequence><xs:element name='a' type='xs:string' minOccurs='0'/></xs:sequence><xs:attribute name='id' type='xs:string'/></xs:complexType>
         <xs:complexType name='En'><xs:complexContent><xs:extension base='Base'><xs:sequence><xs:element name='b' type='xs:string'/></xs:sequence><xs:attribute name='c'/></xs:extension></xs:complexContent></xs:complexType>
         <xs:complexType name='To'><xs:complexContent><xs:extension base='En'/></xs:complexContent></xs:complexType>
         <xs:complexType name='Uten'><xs:complexContent><xs:restriction base='To'><xs:sequence><xs:element name='b' type='xs:string'/></xs:sequence><xs:attribute name='c' use='prohibited'/></xs:restriction></xs:complexContent></xs:complexType>
         <xs:complexType name='Fri'><xs:complexContent><xs:restriction base='xs:anyType'><xs:sequence><xs:element name='x' type='xs:string'/></xs:sequence></xs:restriction></xs:complexContent></xs:complexType>
         <xs:complexType name='Blandet' mixed='true'><xs:sequence/></xs:complexType>",
        &["W0301"],
    );
    assert_eq!(show(&model, "Base"), "abstract a:Text? @id:Text?");
    assert_eq!(show(&model, "En"), "< Base b:Text! @c:Text?");
    assert_eq!(show(&model, "To"), "< En");
    assert_eq!(show(&model, "Uten"), "<< To b:Text! @id:Text?");
    assert_eq!(show(&model, "Fri"), "x:Text!");
    assert_eq!(show(&model, "Blandet"), "mixed #text:Text?");
    let noted: Vec<_> = model.not_honoured.iter().map(|n| n.keyword.as_str()).collect();
    assert_eq!(noted, ["mixed"]);
}

#[test]
fn every_builtin_has_its_type() {
    let cases = [
        ("string", Builtin::Text),
        ("boolean", Builtin::Boolean),
        ("integer", Builtin::Integer),
        ("unsignedShort", Builtin::Integer),
        ("decimal", Builtin::Decimal),
        ("double", Builtin::Float),
        ("date", Builtin::Date),
        ("dateTime", Builtin::DateTime),
        ("time", Builtin::Time),
        ("gYear", Builtin::Year),
        ("gYearMonth", Builtin::YearMonth),
        ("duration", Builtin::Duration),
        ("base64Binary", Builtin::Base64),
        ("hexBinary", Builtin::Hex),
        ("anyURI", Builtin::Text),
        ("gMonthDay", Builtin::Text),
        ("anySimpleType", Builtin::Text),
        ("anyType", Builtin::AnyXml),
    ];
    for (name, expected) in cases {
        let model = clean(&format!(
            "<xs:complexType name='T'><xs:sequence><xs:element name='a' type='xs:{name}'/></xs:sequence></xs:complexType>"
        ));
        assert_eq!(body(&model, "T").members[0].ty, TypeRef::Builtin(expected), "{name}");
    }
}

#[test]
fn identity_constraints_and_notations_are_listed() {
    let model = with_codes(
        "<xs:notation name='n' public='x'/>
         <xs:element name='a' nillable='true'><xs:complexType><xs:sequence/></xs:complexType>
            <xs:key name='k'><xs:selector xpath='b'/><xs:field xpath='@c'/></xs:key>
            <xs:unique name='u'><xs:selector xpath='b'/><xs:field xpath='@c'/></xs:unique></xs:element>",
        &["W0301", "W0301", "W0301", "W0301"],
    );
    let noted: Vec<_> = model.not_honoured.iter().map(|n| n.keyword.as_str()).collect();
    assert_eq!(noted, ["xs:notation", "xs:key", "xs:unique", "nillable of a global element"]);
}
