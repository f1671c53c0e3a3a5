//! A small model that has one of everything.

use super::super::{
    Body, Branch, Builtin, Choice, Docs, Document, EnumValue, Enumeration, Facets, Language, Location, Member, Method,
    Model, Namespace, NotHonoured, Occurs, Operation, Origin, Parameter, Response, Root, Scalar, Server, Shape, Status,
    Struct, Tag, TypeDef, TypeRef, Union, Variant, XmlForm, XmlName, XmlNode,
};

const CONCEPT: &str = "https://data.skatteetaten.no/begrep/20b2e146-9fe1-11e5-a9f8-e4115b280940";

fn at(line: u32) -> Origin {
    Origin { document: 0, line, column: 5 }
}

fn named(key: &str) -> TypeRef {
    TypeRef::Named(key.to_owned())
}

fn member(name: &str, ty: TypeRef, occurs: Occurs, line: u32) -> Member {
    let xml_name = XmlName { local: name.to_owned(), namespace: Namespace::Inherit };
    Member {
        name: name.to_owned(),
        ty,
        occurs,
        nullable: false,
        xml: XmlForm { node: XmlNode::Element, name: xml_name, wrapper: None },
        docs: Docs::default(),
        derived: false,
        write_only: false,
        or_one: false,
        read_only: false,
        default: None,
        fixed: None,
        facets: Facets::default(),
        format: None,
        origin: at(line),
    }
}

fn scalar(base: TypeRef, facets: Facets) -> Shape {
    Shape::Scalar(Scalar { base, facets, list: false, format: None })
}

fn inntekt() -> Shape {
    let many = Occurs { min: 0, max: None, required: true };
    let in_choice = Occurs { min: 1, max: Some(1), required: false };
    let mut beloep = member("beloep", named("BeloepSomHeltall"), Occurs::OPTIONAL, 21);
    beloep.derived = true;
    beloep.docs.text = Some("Amount in whole kroner.\nNegative for a correction.".to_owned());
    beloep.docs.concept = Some(CONCEPT.to_owned());
    let mut id = member("id", TypeRef::Builtin(Builtin::Text), Occurs::ONE, 20);
    id.xml.node = XmlNode::Attribute;
    let branch = |names: &[&str]| Branch { members: names.iter().map(|n| (*n).to_owned()).collect() };
    Shape::Struct(Struct {
        members: vec![
            id,
            beloep,
            member("avvik", named("Spesifisering"), many, 22),
            member("loennsinntekt", named("Loennsinntekt"), in_choice, 23),
            member("ytelse", named("Beloep"), in_choice, 24),
            member("ytelsestype", named("Ytelsestype"), in_choice, 25),
            member("merknad", TypeRef::Builtin(Builtin::Text), Occurs::OPTIONAL, 26),
        ],
        choices: vec![Choice {
            branches: vec![branch(&["loennsinntekt"]), branch(&["ytelse", "ytelsestype"])],
            required: true,
            exclusive: true,
            origin: at(19),
        }],
        ..Struct::default()
    })
}

fn operation() -> Operation {
    let parameter = |name: &str, location, required, line| Parameter {
        name: name.to_owned(),
        location,
        required,
        ty: TypeRef::Builtin(Builtin::Text),
        list: false,
        explode: false,
        default: None,
        example: None,
        docs: Docs::default(),
        origin: at(line),
    };
    let bodies = |types: [&str; 2], ty: &str| -> Vec<Body> {
        types.iter().map(|media| Body { media_type: (*media).to_owned(), ty: Some(named(ty)) }).collect()
    };
    let response =
        |status, bodies| Response { status, bodies, headers: Vec::new(), docs: Docs::default(), origin: at(12) };
    Operation {
        id: "hentInntekt".to_owned(),
        named: true,
        method: Method::Get,
        path: "/{personidentifikator}".to_owned(),
        parameters: vec![
            parameter("personidentifikator", Location::Path, true, 10),
            parameter("Korrelasjonsid", Location::Header, false, 11),
        ],
        request: Vec::new(),
        request_required: false,
        responses: vec![
            response(Status::Code(200), bodies(["application/json", "application/xml"], "Inntekt")),
            response(Status::Default, Vec::new()),
        ],
        docs: Docs::default(),
        origin: at(9),
    }
}

/// The model.
pub(in super::super) fn model() -> Model {
    let value = |value: &str| EnumValue { value: value.to_owned(), docs: Docs::default() };
    let ytelsestype = Enumeration { values: vec![value("pensjon"), value("annen ytelse")] };
    let variant = |tag: &str, ty: &str| Variant { tag: tag.to_owned(), ty: named(ty), gone: false };
    let union = Union {
        variants: vec![variant("Loennsinntekt", "Loennsinntekt"), variant("annen", "Inntekt")],
        tag: Tag::Member("type".to_owned()),
    };
    let loenn = Struct { members: vec![member("beloep", named("Beloep"), Occurs::ONE, 31)], ..Struct::default() };
    let digits = Facets { total_digits: Some(9), min_inclusive: Some("0".to_owned()), ..Facets::default() };
    let types = [
        ("BeloepSomHeltall", scalar(named("Heltall"), digits), 15),
        ("Inntekt", inntekt(), 18),
        ("Loennsinntekt", Shape::Struct(loenn), 30),
        ("Spesifisering", Shape::Union(union), 40),
        ("Ytelsestype", Shape::Enumeration(ytelsestype), 50),
        ("Beloep", scalar(TypeRef::Builtin(Builtin::Decimal), Facets::default()), 60),
        ("Heltall", scalar(TypeRef::Builtin(Builtin::Integer), Facets::default()), 61),
    ];
    let mut model = Model {
        documents: vec![Document {
            path: "openapi.yaml".to_owned(),
            sha256: "2c".repeat(32),
            dialect: "OpenAPI 3.0.3".to_owned(),
            language: Language::JsonSchema,
            version: Some("1.7.0".to_owned()),
            namespace: None,
            library: false,
        }],
        types: types
            .into_iter()
            .map(|(name, shape, line)| {
                let docs = Docs { concept: (line == 18).then(|| CONCEPT.to_owned()), ..Docs::default() };
                (name.to_owned(), TypeDef { name: name.to_owned(), anonymous: false, docs, origin: at(line), shape })
            })
            .collect(),
        roots: vec![Root {
            name: "inntekt".to_owned(),
            namespace: Namespace::Uri("urn:no:inntekt:v1".to_owned()),
            ty: named("Inntekt"),
            origin: at(18),
        }],
        not_honoured: vec![NotHonoured {
            keyword: "not".to_owned(),
            instead: "any value is accepted".to_owned(),
            origin: at(70),
        }],
        ..Model::default()
    };
    model.api.title = Some("Inntekt API".to_owned());
    model.api.scopes = vec!["skatteetaten:inntekt".to_owned()];
    model.api.servers = vec![Server {
        url: "https://inntekt.example/v1".to_owned(),
        template: "https://inntekt.example/v1".to_owned(),
        description: Some("test".to_owned()),
    }];
    model.api.operations = vec![operation()];
    model
}
