use super::*;
use crate::model::{Location, Method, Status};

/// Reads an API of one path with the given path item.
fn read_path(path: &str, item: &str) -> Read {
    read(&format!("openapi: 3.1.0\ninfo: {{title: Prøve, version: '1'}}\npaths:\n  {path}:\n{item}"))
}

#[test]
fn an_operation_as_the_services_write_it() {
    let model = read(
        "openapi: 3.0.3
info: {title: Konto, version: 1.2.3, description: Om kontoer.}
externalDocs: {url: 'https://x.no/dok', description: Dokumentasjon}
servers:
  - {url: 'https://{miljoe}.x.no/v1', description: Test, variables: {miljoe: {default: test}}}
  - {url: 'https://x.no/v1'}
security: [{maskinporten: [b:scope, a:scope]}]
paths:
  /{pakke}/{aar}/konto:
    parameters:
      - {name: aar, in: path, required: true, schema: {type: integer}}
      - {name: overstyrt, in: query, schema: {type: string}}
    get:
      operationId: hentKonto
      summary: Hent konto
      description: Hent konto.
      tags: [Konto]
      parameters:
        - {name: Korrelasjonsid, in: header, schema: {type: string, format: uuid}, description: id}
        - {name: pakke, in: path, required: true, schema: {type: string}, example: 12}
        - {name: overstyrt, in: query, required: true, schema: {type: boolean, default: false}}
        - {name: liste, in: query, schema: {type: array, items: {type: string, enum: [a, b]}}, explode: false}
        - $ref: '#/components/parameters/Felles'
      responses:
        '200':
          description: Gyldig
          headers:
            X-Antall: {schema: {type: integer}, description: antall}
            Content-Type: {schema: {type: string}}
          content:
            application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Konto'}}}
            application/xml: {schema: {type: array, items: {$ref: '#/components/schemas/Konto'}}}
        204: {description: Tom}
        4XX: {$ref: '#/components/responses/Feil'}
        default: {$ref: '#/components/responses/Feil'}
    post:
      security: [{maskinporten: [c:scope]}, {}]
      requestBody:
        required: true
        content:
          application/json: {schema: {type: object, properties: {navn: {type: string}}}}
      responses: {default: {$ref: '#/components/responses/Feil'}}
      parameters: [{name: pakke, in: path, required: true, schema: {$ref: '#/components/schemas/Pakke'}}]
components:
  securitySchemes:
    maskinporten: {type: http, scheme: bearer, bearerFormat: JWT}
  parameters:
    Felles: {name: felles, in: query, schema: {type: string, pattern: x}, description: delt}
  responses:
    Feil:
      description: Feil
      content: {application/json: {schema: {$ref: '#/components/schemas/Feil'}}}
  schemas:
    Konto: {type: object, properties: {nr: {type: string}}}
    Pakke: {type: string}
    Feil: {type: object, properties: {kode: {type: string}}}
",
    )
    .fine();
    assert_eq!(model.documents[0].dialect, "OpenAPI 3.0.3");
    assert_eq!(model.documents[0].version.as_deref(), Some("1.2.3"));
    let api = &model.api;
    assert_eq!(api.title.as_deref(), Some("Konto"));
    assert_eq!(api.docs.text.as_deref(), Some("Om kontoer.\n\n[Dokumentasjon](https://x.no/dok)"));
    assert_eq!(api.servers[0].url, "https://test.x.no/v1");
    assert_eq!(api.servers[1].description, None);
    assert_eq!(api.scopes, ["a:scope", "b:scope", "c:scope"]);

    let get = &api.operations[0];
    assert_eq!((get.id.as_str(), get.method), ("hentKonto", Method::Get));
    assert_eq!(get.path, "/{pakke}/{aar}/konto");
    assert_eq!(get.docs.text.as_deref(), Some("Hent konto."));
    assert_eq!((get.origin.line, get.origin.column), (13, 5));
    let parameters: Vec<_> = get
        .parameters
        .iter()
        .map(|p| {
            let list = if p.list { "[]" } else { "" };
            let explode = if p.explode { "*" } else { "" };
            format!(
                "{:?} {}: {}{list}{explode}{}",
                p.location,
                p.name,
                show_ref(&p.ty),
                if p.required { "" } else { "?" }
            )
        })
        .collect();
    let expected = [
        "Path pakke: text",
        "Path aar: integer",
        "Query overstyrt: boolean*",
        "Header Korrelasjonsid: uuid?",
        "Query liste: hentKonto/liste[]?",
        "Query felles: parameters/Felles*?",
    ];
    assert_eq!(parameters, expected);
    assert_eq!(get.parameters[2].default.as_deref(), Some("false"));
    assert_eq!(get.parameters[0].example.as_deref(), Some("12"));
    assert_eq!(get.parameters[5].docs.text.as_deref(), Some("delt"));
    assert_eq!(show(&model, "hentKonto/liste"), "enum a|b");

    let responses: Vec<_> = get.responses.iter().map(|r| (r.status, r.bodies.len(), r.headers.len())).collect();
    let expected =
        [(Status::Code(200), 2, 1), (Status::Code(204), 0, 0), (Status::Class(4), 1, 0), (Status::Default, 1, 0)];
    assert_eq!(responses, expected);
    assert_eq!(get.responses[0].bodies[0].ty, get.responses[0].bodies[1].ty);
    assert_eq!(show(&model, "hentKontoResponse"), "[Konto]");
    assert_eq!(get.responses[0].headers[0].name, "X-Antall");
    assert_eq!(get.responses[2].docs.text.as_deref(), Some("Feil"));

    let post = &api.operations[1];
    assert_eq!(post.id, "postByPakkeByAarKonto");
    assert!(post.request_required);
    assert_eq!(show_ref(post.request[0].ty.as_ref().unwrap()), "postByPakkeByAarKontoRequest");
    assert_eq!(show(&model, "postByPakkeByAarKontoRequest"), "{navn: text?}");
    assert_eq!(show_ref(&post.parameters[0].ty), "Pakke");
}

#[test]
fn what_a_parameter_cannot_be() {
    let read = read_path(
        "/a",
        "
    get:
      operationId: hent
      parameters:
        - {name: dyp, in: query, style: deepObject, schema: {type: object, properties: {a: {type: string}}}}
        - {name: json, in: query, content: {application/json: {schema: {type: object}}}}
        - {name: roer, in: query, style: pipeDelimited, schema: {type: array, items: {type: string}}}
        - {name: post, in: query, schema: {type: array, items: {type: object, properties: {a: {type: string}}}}}
        - {name: Accept, in: header, schema: {type: string}}
        - {name: ubrukt, in: path, required: true, schema: {type: string}}
        - {name: kake, in: cookie, schema: {type: string}}
      responses: {}
",
    );
    let parameters = "/paths/~1a/get/parameters";
    let expected = [
        format!("W0201 13:11 {parameters}/4"),
        format!("W0201 14:11 {parameters}/5"),
        format!("W0205 9:61 {parameters}/0/schema"),
        format!("W0205 9:41 {parameters}/0/style"),
        format!("W0205 10:44 {parameters}/1/content"),
        format!("W0205 11:42 {parameters}/2/style"),
        format!("W0205 12:64 {parameters}/3/schema/items"),
    ];
    assert_eq!(read.findings(), expected);
    let operation = &read.model.api.operations[0];
    assert_eq!(operation.parameters.len(), 5);
    assert!(operation.parameters.iter().all(|p| show_ref(&p.ty) == "text"));
    assert_eq!(operation.parameters[4].location, Location::Cookie);
}

#[test]
fn what_a_service_calls_is_noted() {
    let read = read(
        "openapi: 3.1.0
info: {title: X, version: '1'}
webhooks: {a: {post: {responses: {}}}}
paths:
  /a:
    servers: [{url: x}]
    get:
      operationId: a
      callbacks: {b: {}}
      responses: {'200': {description: '', links: {c: {}}, content: {application/pdf: {}, '*/*': {schema: {type: string}}}}}
",
    );
    let expected = [
        "W0201 3:11 /webhooks",
        "W0201 6:14 /paths/~1a/servers",
        "W0201 9:18 /paths/~1a/get/callbacks",
        "W0201 10:51 /paths/~1a/get/responses/200/links",
        "W0202 10:98 /paths/~1a/get/responses/200/content/*~1*",
    ];
    assert_eq!(read.findings(), expected);
    let bodies = &read.model.api.operations[0].responses[0].bodies;
    assert_eq!(bodies[0].ty, None);
    assert_eq!(bodies[1].ty.as_ref().map(show_ref).as_deref(), Some("text"));
}

#[test]
fn security_schemes_and_scopes() {
    let read = read(
        "openapi: 3.0.0
info: {title: X, version: '1'}
security: [{oauth: [ubrukt]}]
paths:
  /a:
    get: {operationId: a, security: [{oauth: [z, a]}, {noekkel: []}], responses: {}}
    put: {operationId: b, security: [], responses: {}}
    patch: {operationId: c, security: [{ukjent: [x]}], responses: {}}
components:
  securitySchemes:
    oauth: {type: oauth2, flows: {}}
    noekkel: {type: apiKey, in: header, name: k}
",
    );
    let expected = ["W0204 12:14 /components/securitySchemes/noekkel", "W0204 8:49 /paths/~1a/patch/security/0/ukjent"];
    assert_eq!(read.findings(), expected);
    assert_eq!(read.model.api.scopes, ["a", "z"]);
}

#[test]
fn path_items_and_bodies_by_reference() {
    let model = read(
        "openapi: 3.1.0
info: {title: X, version: '1'}
paths:
  /a: {$ref: '#/components/pathItems/A'}
components:
  pathItems:
    A: {post: {operationId: a, requestBody: {$ref: '#/components/requestBodies/B'}, responses: {'200': {$ref: '#/components/responses/R'}}}}
  requestBodies:
    B: {content: {application/json: {schema: {type: string}}}}
  responses:
    R: {description: r, headers: {H: {$ref: '#/components/headers/H'}}}
  headers:
    H: {schema: {type: string, maxLength: 3}, description: h}
",
    )
    .fine();
    let operation = &model.api.operations[0];
    assert_eq!(operation.path, "/a");
    assert_eq!(show_ref(operation.request[0].ty.as_ref().unwrap()), "text");
    let header = &operation.responses[0].headers[0];
    assert_eq!((header.docs.text.as_deref(), show_ref(&header.ty).as_str()), (Some("h"), "headers/H"));
    assert_eq!(show(&model, "headers/H"), "scalar text");
}
