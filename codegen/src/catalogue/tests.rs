//! What a small document becomes.

use std::collections::BTreeMap;

use super::{Catalogue, catalogue};
use crate::diagnostic::Sink;
use crate::source::Limits;
use crate::spec::Spec;

const DOCUMENT: &str = r#"
openapi: "3.0.3"
info: {title: Sak API, version: v1}
security: [{maskinporten: ["skatteetaten:sak"]}]
paths:
  /{pakke}/saker:
    get:
      operationId: hentSaker
      summary: Cases
      parameters:
        - {name: pakke, in: path, required: true, schema: {$ref: '#/components/schemas/Pakke'}, example: ab1}
        - {name: fra, in: query, required: true, schema: {type: string, format: date}}
        - {name: type, in: query, schema: {type: array, items: {type: string, enum: [x, y]}}}
      responses:
        "200":
          description: Cases
          content:
            application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Sak'}}}
        default:
          description: An error
          content:
            application/json: {schema: {$ref: '#/components/schemas/Feil'}}
            application/xml: {schema: {$ref: '#/components/schemas/Feil'}}
  /{pakke}/saker/{nummer}:
    get:
      operationId: hentSak
      parameters:
        - {name: pakke, in: path, required: true, schema: {type: string}}
        - {name: nummer, in: path, required: true, schema: {type: integer, minimum: 1}}
      responses:
        "200":
          description: A case
          content:
            application/json: {schema: {$ref: '#/components/schemas/Sak'}}
            application/xml: {schema: {$ref: '#/components/schemas/Sak'}}
components:
  securitySchemes: {maskinporten: {type: http, scheme: bearer}}
  schemas:
    Pakke: {type: string, minLength: 2, maxLength: 5, pattern: '^[a-z]+\d$'}
    Sak: {type: object, properties: {nummer: {type: integer}}, xml: {name: sak}}
    Feil: {type: object, properties: {kode: {type: string}}, xml: {name: feil, namespace: 'urn:feil'}}
"#;

const API: &str = r#"
title = "Sak API"
documents = ["openapi.yaml"]

[[stoettetjenester]]
title = "Sak hendelser API"
gives = "hendelser"
base_urls = { test = "https://sakhendelser.example.org/v1" }

[[stoettetjenester]]
title = "Sak arkiv hendelser API"
gives = "hendelser"

[[errors]]
kode = "SAK-001"
http = 404
area = "unknown case"
"#;

fn sak(examples: &[&str]) -> Catalogue {
    let spec = Spec::parse("api.toml", API).unwrap();
    let folder = BTreeMap::from([("openapi.yaml".to_owned(), DOCUMENT.as_bytes().to_vec())]);
    let mut sink = Sink::default();
    let model = crate::read_spec(&folder, &spec, &Limits::default(), &mut sink);
    assert!(!sink.has_errors(), "{:?}", sink.into_diagnostics());
    let examples: Vec<String> = examples.iter().map(|file| (*file).to_owned()).collect();
    catalogue("sak-arkiv", "v1", &spec, &model, &examples)
}

#[test]
fn examples_answer_operations_of_their_type() {
    let made = sak(&["minimal.json", "full.xml", "full.json", "feil.json", "branch-2.json"]);
    let [saker, one] = made.operations.as_slice() else { panic!("two operations") };
    assert_eq!(saker.bodies.len(), 1);
    assert!(saker.bodies[0].array, "an example is one item of the list");
    assert_eq!(saker.bodies[0].examples, ["full.json", "branch-2.json", "minimal.json"]);
    assert!(!one.bodies[0].array);
    assert_eq!(one.bodies[1].examples, ["full.xml"]);
    let feil = made.examples.iter().find(|example| example.file == "feil.json");
    assert_eq!(feil.and_then(|example| example.ty.as_deref()), Some("Feil"));
}

#[test]
fn parameters_say_what_they_take() {
    let made = sak(&[]);
    let json = serde_json::to_value(&made.operations[0].parameters).unwrap();
    let expected = serde_json::json!([
        {"name": "pakke", "in": "path", "required": true, "example": "ab1",
         "value": {"reads": "text", "patterns": [r"^[a-z]+[0-9]$"], "min_length": 2, "max_length": 5}},
        {"name": "fra", "in": "query", "required": true, "value": {"reads": "date"}},
        {"name": "type", "in": "query", "list": "repeated", "value": {"reads": "text", "values": ["x", "y"]}},
    ]);
    assert_eq!(json, expected);
    let nummer = &made.operations[1].parameters[1].value;
    assert_eq!(serde_json::to_value(nummer).unwrap(), serde_json::json!({"reads": "integer", "min": "1"}));
}

#[test]
fn errors_lists_and_scopes() {
    let made = sak(&[]);
    assert_eq!(made.scopes, ["skatteetaten:sak"]);
    let names: Vec<&str> = made.lists.iter().map(|list| list.name.as_str()).collect();
    assert_eq!(names, ["sakhendelser", "sakarkivhendelser"], "by host, or what it would be");
    let feil = &made.operations[0].feil;
    assert_eq!(feil.media_types, ["application/json", "application/xml"]);
    assert_eq!((feil.root.as_deref(), feil.namespace.as_deref()), (Some("feil"), Some("urn:feil")));
    assert_eq!(made.operations[1].feil.root, None, "none is declared");
    assert_eq!((made.errors[0].kode.as_str(), made.errors[0].http), ("SAK-001", 404));
}
