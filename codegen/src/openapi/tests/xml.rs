use super::*;
use crate::model::{Namespace, XmlName, XmlNode};

fn name(local: &str, namespace: Namespace) -> XmlName {
    XmlName { local: local.to_owned(), namespace }
}

fn uri(uri: &str) -> Namespace {
    Namespace::Uri(uri.to_owned())
}

#[test]
fn names_namespaces_attributes_and_text() {
    let model = read_schemas(
        "
    X:
      type: object
      properties:
        a: {type: string}
        b: {type: string, xml: {name: bb, namespace: 'urn:b', prefix: p}}
        c: {type: string, xml: {attribute: true}}
        d: {type: string, xml: {attribute: true, namespace: 'urn:d'}}
        e: {type: string, xml: {nodeType: text}}
        f: {$ref: '#/components/schemas/Y', xml: {name: ff}}
        g: {$ref: '#/components/schemas/Y'}
    Y: {type: object, properties: {y: {type: string}}, xml: {name: ypsilon}}
",
    )
    .fine();
    let form = |member_name: &str| {
        let form = member(&model, "X", member_name).xml.clone();
        (form.node, form.name)
    };
    assert_eq!(form("a"), (XmlNode::Element, name("a", Namespace::Inherit)));
    assert_eq!(form("b"), (XmlNode::Element, name("bb", uri("urn:b"))));
    assert_eq!(form("c"), (XmlNode::Attribute, name("c", Namespace::None)));
    assert_eq!(form("d"), (XmlNode::Attribute, name("d", uri("urn:d"))));
    assert_eq!(form("e").0, XmlNode::Text);
    assert_eq!(form("f"), (XmlNode::Element, name("ff", Namespace::Inherit)));
    assert_eq!(form("g"), (XmlNode::Element, name("g", Namespace::Inherit)));
}

#[test]
fn lists_and_wrappers() {
    let model = read_schemas(
        "
    Liste: {type: array, xml: {wrapped: true, name: lister}, items: {type: string, xml: {name: ledd}}}
    Tag: {type: object, properties: {t: {type: string}}, xml: {name: tag}}
    X:
      type: object
      properties:
        a: {type: array, items: {type: string}}
        b: {type: array, items: {type: string, xml: {name: bb, namespace: 'urn:b'}}}
        c: {type: array, xml: {wrapped: true}, items: {type: string, xml: {name: cc}}}
        d: {type: array, xml: {wrapped: true, name: dd, namespace: 'urn:d'}, items: {type: string}}
        e: {type: array, xml: {wrapped: true}, items: {$ref: '#/components/schemas/Tag'}}
        f: {type: array, items: {$ref: '#/components/schemas/Tag'}}
        g: {$ref: '#/components/schemas/Liste'}
",
    )
    .fine();
    let form = |member_name: &str| {
        let form = member(&model, "X", member_name).xml.clone();
        (form.name, form.wrapper)
    };
    let plain = |local: &str| name(local, Namespace::Inherit);
    assert_eq!(form("a"), (plain("a"), None));
    assert_eq!(form("b"), (name("bb", uri("urn:b")), None));
    assert_eq!(form("c"), (plain("cc"), Some(plain("c"))));
    assert_eq!(form("d"), (plain("dd"), Some(name("dd", uri("urn:d")))));
    assert_eq!(form("e"), (plain("tag"), Some(plain("e"))));
    assert_eq!(form("f"), (plain("f"), None));
    assert_eq!(form("g"), (plain("lister"), Some(plain("lister"))));
    let Shape::List { item_name, .. } = &model.types["Liste"].shape else { panic!("no list") };
    assert_eq!(*item_name, Some(plain("ledd")));
}

#[test]
fn roots_are_named_components_and_bodies() {
    let model = read(
        "openapi: 3.0.3
info: {title: X, version: '1'}
paths:
  /a:
    get:
      operationId: hent
      responses:
        '200':
          description: ''
          content:
            application/json: {schema: {$ref: '#/components/schemas/Svar'}}
            application/xml: {schema: {$ref: '#/components/schemas/Svar'}}
        '201':
          description: ''
          content:
            application/xml: {schema: {$ref: '#/components/schemas/UtenNavn'}}
        default:
          description: ''
          content:
            application/xml: {schema: {type: object, properties: {x: {type: string}}, xml: {name: annet}}}
            text/plain: {schema: {type: string}}
components:
  schemas:
    Svar: {type: object, properties: {a: {type: string}}, xml: {name: svar, namespace: 'urn:svar'}}
    UtenNavn: {type: object, properties: {a: {type: string}}}
    Ubrukt: {type: object, properties: {a: {type: string}}, xml: {name: ubrukt}}
    Skalar: {type: string, xml: {name: skalar}}
",
    );
    assert_eq!(model.codes(), ["W0202"]);
    let roots: Vec<_> =
        model.model.roots.iter().map(|root| (root.name.as_str(), root.namespace.clone(), show_ref(&root.ty))).collect();
    let expected = [
        ("svar", uri("urn:svar"), "Svar".to_owned()),
        ("ubrukt", Namespace::Inherit, "Ubrukt".to_owned()),
        ("UtenNavn", Namespace::Inherit, "UtenNavn".to_owned()),
        ("annet", Namespace::Inherit, "hentResponseDefault".to_owned()),
    ];
    assert_eq!(roots, expected);
}
