use super::*;

fn findings(text: &str) -> Vec<String> {
    read(text).findings()
}

#[test]
fn documents_that_are_none() {
    assert_eq!(findings(""), ["E0101 1:1 "]);
    assert_eq!(findings("{\"openapi\": "), ["E0101 1:13 "]);
    assert_eq!(findings("a: 1\na: 2\n"), ["E0106 2:1 "]);
    assert_eq!(findings("swagger: '2.0'\n"), ["E0201 1:10 /swagger"]);
    assert_eq!(findings("swagger: 2.0\n"), ["E0201 1:10 /swagger"]);
    assert_eq!(findings("openapi: 4.0.0\n"), ["E0201 1:10 /openapi"]);
    assert_eq!(findings("openapi: 3.3.0\n"), ["E0201 1:10 /openapi"]);
    assert_eq!(findings("openapi: {}\n"), ["E0109 1:10 /openapi"]);
    assert_eq!(findings("type: object\n"), ["E0109 1:1 "]);
    assert_eq!(findings("- a\n"), ["E0109 1:1 "]);
    assert_eq!(findings("bare tekst\n"), ["E0109 1:1 "]);
    let missing = read_folder(&[]);
    assert_eq!(missing.findings(), ["E0108 0:0 "]);
    assert!(missing.model.documents.is_empty());
}

#[test]
fn versions() {
    for version in ["3.0", "3.0.4", "'3.0.0'", "3.1.0", "3.1.1", "3.0.3-rc1"] {
        let text = format!("openapi: {version}\ninfo: {{title: X, version: '1'}}\npaths: {{}}\n");
        assert_eq!(findings(&text), Vec::<String>::new(), "{version}");
    }
    let newer = read("openapi: 3.2.0\ninfo: {title: X, version: '1'}\npaths: {}\n");
    assert_eq!(newer.findings(), ["W0201 1:10 /openapi"]);
    assert_eq!(newer.model.documents[0].dialect, "OpenAPI 3.2.0");
}

#[test]
fn values_of_the_wrong_type() {
    let read = read_schemas(
        "
    A:
      type: 5
      description: [x]
      properties: nei
      required: a
      nullable: ja
    B: {type: tekst, format: 1, minLength: -1, maxLength: '3', pattern: 1, minimum: x, deprecated: 1}
    C: 5
    D: [a]
    E: {type: array, items: 3}
    F: {allOf: {}, oneOf: 1, enum: a, xml: 1, discriminator: 2, additionalProperties: 7}
    G: {type: object, required: [1], discriminator: {mapping: {a: 1}}, properties: {a: null}}
    H: {$ref: 5}
    I: {type: string, enum: [{a: 1}]}
",
    );
    let codes = read.codes();
    assert!(codes.iter().all(|code| ["E0202", "E0207"].contains(code)), "{:#?}", read.findings());
    let expected = [
        "E0202 9:20 /components/schemas/A/description",
        "E0202 12:17 /components/schemas/A/nullable",
        "E0202 8:13 /components/schemas/A/type",
        "E0202 10:19 /components/schemas/A/properties",
        "E0202 11:17 /components/schemas/A/required",
    ];
    assert_eq!(read.findings()[..5], expected);
    let of = |name: &str| {
        let prefix = format!("/components/schemas/{name}");
        read.findings.iter().filter(|d| d.location.pointer.starts_with(&prefix)).count()
    };
    let counts = ["A", "B", "C", "D", "E", "F", "G", "H", "I"].map(of);
    assert_eq!(counts, [5, 7, 1, 1, 1, 6, 4, 1, 1]);
    assert_eq!(read.model.types.len(), 9);
    assert_eq!(read.findings[0].to_string().lines().count(), 2);
}

#[test]
fn wrong_types_outside_of_schemas() {
    let cases = [
        ("info: 5\npaths: {}\n", "E0202 2:7 /info"),
        ("paths: {}\n", "E0207 1:1 "),
        ("info: {title: 5}\npaths: {}\n", "E0202 2:15 /info/title"),
        ("info: {version: 1.0}\npaths: {}\n", "E0202 2:17 /info/version"),
        ("info: {}\npaths: []\n", "E0202 3:8 /paths"),
        ("info: {}\npaths: {/a: 1}\n", "E0202 3:13 /paths/~1a"),
        ("info: {}\npaths: {/a: {get: 1}}\n", "E0202 3:19 /paths/~1a/get"),
        ("info: {}\nservers: {}\n", "E0202 3:10 /servers"),
        ("info: {}\nservers: [{}]\n", "E0207 3:11 /servers/0"),
        ("info: {}\nservers: [{url: 'a{b}', variables: {b: {}}}]\n", "E0207 3:40 /servers/0/variables/b"),
        ("info: {}\nsecurity: [a]\n", "E0202 3:12 /security/0"),
        ("info: {}\ncomponents: 1\n", "E0202 3:13 /components"),
        ("info: {}\ncomponents: {schemas: []}\n", "E0202 3:23 /components/schemas"),
        ("info: {}\ncomponents: {securitySchemes: {a: 1}}\n", "E0202 3:35 /components/securitySchemes/a"),
        ("info: {}\nexternalDocs: x\n", "E0202 3:15 /externalDocs"),
    ];
    for (text, finding) in cases {
        assert_eq!(findings(&format!("openapi: 3.0.3\n{text}")), [finding], "{text}");
    }
}

#[test]
fn operations_with_errors() {
    let read = read(
        "openapi: 3.0.3
info: {title: X, version: '1'}
paths:
  /{a}/{b}:
    get:
      operationId: x
      parameters:
        - {name: a, in: path, required: true, schema: {type: string}}
        - {in: query, schema: {type: string}}
        - {name: c, in: kropp, schema: {type: string}}
        - {name: d, in: query}
        - $ref: '#/components/parameters/Ukjent'
        - 5
      responses:
        '200': {$ref: '#/components/responses/Ukjent'}
        ok: {description: ''}
        '201': 5
        '202': {description: '', content: {application/json: {schema: 5}}}
    put: {operationId: x, responses: {}, parameters: [{name: a, in: path, schema: {type: string}}, {name: b, in: path, schema: {type: string}}]}
  /sirkel: {post: {requestBody: {$ref: '#/components/requestBodies/A'}}}
components: {requestBodies: {A: {$ref: '#/components/requestBodies/A'}}}
",
    );
    let operation = "/paths/~1{a}~1{b}/get";
    let expected = [
        format!("E0207 9:11 {operation}/parameters/1"),
        format!("E0202 10:25 {operation}/parameters/2/in"),
        format!("E0203 12:17 {operation}/parameters/4/$ref"),
        format!("E0202 13:11 {operation}/parameters/5"),
        "E0206 4:3 /paths/~1{a}~1{b}".to_owned(),
        format!("E0207 11:11 {operation}/parameters/3"),
        format!("E0203 15:23 {operation}/responses/200/$ref"),
        format!("E0202 16:9 {operation}/responses/ok"),
        format!("E0202 17:16 {operation}/responses/201"),
        format!("E0202 18:71 {operation}/responses/202/content/application~1json/schema"),
        "E0205 19:24 /paths/~1{a}~1{b}/put/operationId".to_owned(),
        "E0204 21:40 /components/requestBodies/A/$ref".to_owned(),
    ];
    assert_eq!(read.findings(), expected);
    assert_eq!(read.model.api.operations.len(), 3);
}
