use super::*;

const MAIN: &str = "openapi: 3.0.3
info: {title: X, version: '1'}
paths: {}
components:
  schemas:
    A: {$ref: 'felles/typer.yaml#/components/schemas/A'}
    B:
      type: object
      properties:
        a: {$ref: 'felles/typer.yaml#/components/schemas/A', description: vår}
        c: {$ref: 'felles/typer.yaml#/components/schemas/C/properties/med~1strek'}
        d: {$ref: felles/Hel.json}
        e: {$ref: 'felles/deler.yaml#/Del'}
        f: {$ref: '#/components/schemas/B/properties/%61'}
";

#[test]
fn references_to_other_files() {
    let read = read_folder(&[
        ("main.yaml", MAIN),
        (
            "felles/typer.yaml",
            "openapi: 3.0.0\ninfo: {title: T, version: '7'}\ncomponents:\n  schemas:\n    A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}\n    B: {type: string}\n    C: {properties: {med/strek: {type: object, properties: {opp: {$ref: '../main.yaml#/components/schemas/B'}}}}}\n",
        ),
        ("felles/Hel.json", "{\"type\": \"object\", \"properties\": {\"x\": {\"type\": \"string\"}}}"),
        ("felles/deler.yaml", "Del: {type: integer}\n"),
    ]);
    let model = read.fine();
    let expected = [
        "A: = felles/typer.yaml#A",
        "B: {a: felles/typer.yaml#A?, c: B/c?, d: Hel?, e: Del?, f: felles/typer.yaml#A?}",
        "felles/typer.yaml#A: {b: felles/typer.yaml#B?}",
        "B/c: {opp: B?}",
        "Hel: {x: text?}",
        "Del: scalar integer",
        "felles/typer.yaml#B: scalar text",
    ];
    assert_eq!(show_all(&model), expected);
    assert_eq!(model.types["felles/typer.yaml#A"].name, "A");
    let documents: Vec<_> = model.documents.iter().map(|d| (d.path.as_str(), d.dialect.as_str())).collect();
    let expected = [
        ("main.yaml", "OpenAPI 3.0.3"),
        ("felles/typer.yaml", "OpenAPI 3.0.0"),
        ("felles/Hel.json", "JSON Schema"),
        ("felles/deler.yaml", "JSON Schema"),
    ];
    assert_eq!(documents, expected);
    assert_eq!(model.documents[1].version.as_deref(), Some("7"));
    assert_eq!(model.types["Hel"].origin.document, 2);
}

#[test]
fn references_that_lead_nowhere() {
    let read = read_folder(&[
        (
            "main.yaml",
            "openapi: 3.0.3
info: {title: X, version: '1'}
paths: {}
components:
  schemas:
    A: {$ref: 'https://x.no/y.yaml#/A'}
    B: {$ref: '../y.yaml'}
    C: {$ref: 'finnes-ikke.yaml'}
    D: {$ref: '#/components/schemas/Ukjent'}
    E: {type: object, properties: {a: {$ref: '#/components/schemas/Ukjent'}, b: {type: array, items: {$ref: 'feil.yaml#/X'}}}}
    F: {$ref: '#anker'}
",
        ),
        ("feil.yaml", "a: [\n"),
    ]);
    let expected = [
        "E0107 6:15 /components/schemas/A/$ref",
        "E0107 7:15 /components/schemas/B/$ref",
        "E0108 8:15 /components/schemas/C/$ref",
        "E0203 9:15 /components/schemas/D/$ref",
        "E0203 10:46 /components/schemas/E/properties/a/$ref",
        "E0101 2:1 ",
        "E0203 11:15 /components/schemas/F/$ref",
    ];
    assert_eq!(read.findings(), expected);
    assert_eq!(read.findings[5].location.path, "feil.yaml");
    assert_eq!(show(&read.model, "E"), "{a: anyjson?, b: [anyjson]{0..}?}");
}

#[test]
fn an_example_that_looks_like_a_reference_does_no_harm() {
    read_schemas("    A: {type: object, example: {$ref: 'https://x.no'}, default: {$ref: borte.yaml}}\n").fine();
}

#[test]
fn cycles_are_told_once() {
    let read = read_schemas(
        "
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/C'}
    C: {allOf: [{$ref: '#/components/schemas/A'}]}
    Selv: {$ref: '#/components/schemas/Selv'}
    X: {type: object, properties: {a: {$ref: '#/components/schemas/B'}}}
    P: {allOf: [{$ref: '#/components/schemas/Q'}, {properties: {p: {type: string}}}]}
    Q: {allOf: [{$ref: '#/components/schemas/P'}, {properties: {q: {type: string}}}]}
    R: {type: object, properties: {r: {$ref: '#/components/schemas/R/properties/r'}}}
",
    );
    let codes = read.codes();
    assert!(codes.iter().all(|code| *code == "E0204"), "{:?}", read.findings());
    let expected = ["A", "Selv", "P", "R/properties/r"].map(|name| format!("/components/schemas/{name}"));
    let pointers: Vec<_> = read.findings.iter().map(|d| d.location.pointer.clone()).collect();
    assert_eq!(pointers, expected);
    assert_eq!(show(&read.model, "A"), "= anyjson");
    assert_eq!(show(&read.model, "P"), "{p: text?}");
}

#[test]
fn several_documents_of_one_api() {
    let first = "openapi: 3.0.3\ninfo: {title: En, version: '1'}\nservers: [{url: a}]\npaths: {/a: {get: {operationId: a, responses: {default: {description: '', content: {application/json: {schema: {$ref: 'feil.yaml#/Feil'}}}}}}}}\ncomponents: {schemas: {X: {type: string}}}\n";
    let second = first
        .replace("title: En", "title: To")
        .replace("/a:", "/b:")
        .replace("operationId: a", "operationId: b")
        .replace("type: string", "type: integer");
    let files = [
        ("en.yaml", first),
        ("to.yaml", second.as_str()),
        ("feil.yaml", "Feil: {type: object, properties: {kode: {type: string}}}\n"),
    ];
    let folder: BTreeMap<String, Vec<u8>> =
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let (mut model, mut sink) = (Model::default(), Sink::default());
    for path in ["en.yaml", "to.yaml"] {
        super::super::lower(&folder, path, &Limits::default(), &mut model, &mut sink);
    }
    assert_eq!(sink.diagnostics(), []);
    assert_eq!(show_all(&model), ["X: scalar text", "Feil: {kode: text?}", "to.yaml#X: scalar integer"]);
    let paths: Vec<_> = model.documents.iter().map(|d| d.path.as_str()).collect();
    assert_eq!(paths, ["en.yaml", "feil.yaml", "to.yaml"]);
    assert_eq!(model.api.title.as_deref(), Some("En"));
    assert_eq!((model.api.servers.len(), model.api.operations.len(), model.roots.len()), (1, 2, 1));
    assert_eq!(model.api.operations[1].origin.document, 2);
}

#[test]
fn json_and_yaml_give_the_same_model() {
    let yaml = "openapi: 3.0.3\ninfo: {title: X, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {type: object, properties: {b: {type: string}}}}}\n";
    let json = r#"{"openapi": "3.0.3", "info": {"title": "X", "version": "1"}, "paths": {},
        "components": {"schemas": {"A": {"type": "object", "properties": {"b": {"type": "string"}}}}}}"#;
    let (yaml, json) = (read(yaml).fine(), read(json).fine());
    assert_eq!(show_all(&yaml), show_all(&json));
    assert_eq!((json.types["A"].origin.line, json.types["A"].origin.column), (2, 36));
}
