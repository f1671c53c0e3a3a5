//! Documents that are made to break the reader: it must end, soon, and with a finding or a model.

use super::*;

fn codes(schemas: &str) -> Vec<&'static str> {
    let mut codes = read_schemas(schemas).codes();
    codes.dedup();
    codes
}

/// `Name0` refers to `Name1` and so on, by `link`, which has `@` where the next name stands.
fn chain(length: usize, link: &str, last: &str) -> String {
    let mut text = String::new();
    for index in 0..length {
        let next = format!("'#/components/schemas/N{}'", index + 1);
        text += &format!("    N{index}: {}\n", link.replace('@', &next));
    }
    text + &format!("    N{length}: {last}\n")
}

#[test]
fn long_chains() {
    let any = "{type: object, properties: {a: {type: string}}}";
    assert_eq!(codes(&chain(1000, "{$ref: @}", any)), ["E0103"]);
    assert_eq!(codes(&chain(1000, "{allOf: [{$ref: @}, {properties: {x: {type: string}}}]}", any)), ["E0103"]);
    assert_eq!(codes(&chain(1000, "{oneOf: [{$ref: @}, {type: string}]}", any)), Vec::<&str>::new());
    assert_eq!(codes(&chain(1000, "{type: array, items: {$ref: @}}", any)), Vec::<&str>::new());
    assert_eq!(codes(&chain(1000, "{properties: {p: {$ref: @}}}", any)), Vec::<&str>::new());
}

#[test]
fn wide_compositions_are_not_exponential() {
    let any = "{type: object, properties: {a: {type: string}}}";
    for link in [
        "{allOf: [{$ref: @}, {$ref: @}, {properties: {x: {type: string}}}]}",
        "{oneOf: [{$ref: @}, {properties: {b: {$ref: @}}}, {$ref: @}]}",
        "{properties: {y: {type: string}}, oneOf: [{$ref: @}, {allOf: [{$ref: @}, {$ref: @}]}]}",
        "{allOf: [{allOf: [{$ref: @}, {$ref: @}]}, {anyOf: [{$ref: @}, {$ref: @}]}]}",
    ] {
        let _ = codes(&chain(60, link, any));
    }
}

#[test]
fn chains_through_the_middle_of_schemas() {
    let mut text = String::new();
    for index in 0..3000 {
        let next = format!("'#/components/schemas/N{}/properties/p'", index + 1);
        text +=
            &format!("    N{index}: {{properties: {{p: {{type: object, properties: {{q: {{$ref: {next}}}}}}}}}}}\n");
    }
    text += "    N3000: {properties: {p: {type: string}}}\n";
    assert_eq!(codes(&text), ["E0103"]);
}

#[test]
fn compositions_that_contain_themselves() {
    let own = "'#/components/schemas/A'";
    for schema in [
        format!("{{oneOf: [{{$ref: {own}}}, {{$ref: {own}}}]}}"),
        format!("{{allOf: [{{$ref: {own}}}, {{properties: {{a: {{type: string}}}}}}]}}"),
        format!("{{allOf: [{{$ref: {own}}}, {{$ref: {own}}}]}}"),
        format!(
            "{{properties: {{a: {{type: string}}}}, oneOf: [{{$ref: {own}}}, {{properties: {{b: {{type: string}}}}}}]}}"
        ),
        format!("{{type: array, items: {{$ref: {own}}}}}"),
        format!("{{additionalProperties: {{$ref: {own}}}}}"),
        format!(
            "{{discriminator: {{propertyName: t}}, allOf: [{{$ref: {own}}}], properties: {{t: {{type: string}}}}}}"
        ),
        "{allOf: [{$ref: '#/components/schemas/A/allOf/0'}, {properties: {x: {}}}]}".to_owned(),
        "{allOf: [{allOf: [{$ref: '#/components/schemas/A/allOf/0'}, {properties: {x: {}}}]}, {properties: {y: {}}}]}"
            .to_owned(),
        "{properties: {x: {properties: {y: {$ref: '#/components/schemas/A/properties/x/properties/y'}}}}}".to_owned(),
    ] {
        let read = read_schemas(&format!("    A: {schema}\n"));
        assert!(read.codes().iter().all(|code| ["E0204", "W0201"].contains(code)), "{schema}: {:?}", read.findings());
    }
}

/// Every value of a document replaced by each kind of value in turn, and every line left out.
#[test]
fn mutations_never_panic() {
    let text = "openapi: 3.1.0
info:
  title: X
  version: '1'
servers:
- url: 'https://{a}'
  variables: {a: {default: b}}
security:
- m: [s]
paths:
  /{a}:
    parameters:
    - name: a
      in: path
      required: true
      schema: {type: array, items: {type: string}}
    get:
      operationId: x
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/U'}
      responses:
        '200':
          description: d
          headers:
            H:
              schema: {type: string}
          content:
            application/xml:
              schema:
                type: array
                items: {$ref: '#/components/schemas/X'}
components:
  securitySchemes:
    m:
      type: http
      scheme: bearer
  schemas:
    X:
      type: object
      required: [a]
      xml:
        name: x
      properties:
        a:
          $ref: '#/components/schemas/S'
          description: d
        b:
          type: [string, 'null']
          enum: [a, b]
      oneOf:
      - required: [a]
      - not: {required: [a]}
    S:
      type: string
      pattern: x
      maxLength: 3
    B:
      type: object
      discriminator:
        propertyName: t
        mapping: {c: C}
      properties:
        t: {const: c}
    C:
      allOf:
      - $ref: '#/components/schemas/B'
      - properties:
          d: {additionalProperties: {type: number, minimum: 1}}
    U:
      anyOf:
      - $ref: '#/components/schemas/B'
      - type: 'null'
";
    assert_eq!(read(text).findings(), ["W0205 16:15 /paths/~1{a}/parameters/0/schema"][..0].to_vec());
    let lines: Vec<&str> = text.lines().collect();
    for index in 0..lines.len() {
        let without: Vec<_> = lines.iter().enumerate().filter(|(i, _)| *i != index).map(|(_, line)| *line).collect();
        let _ = read(&without.join("\n"));
        let _ = read(&lines[..index].join("\n"));
        let Some((key, _)) = lines[index].split_once(':') else { continue };
        for value in
            ["", " 5", " true", " tekst", " [1, {a: b}]", " {a: [b], $ref: '#/x'}", " '#/components/schemas/X'"]
        {
            let mut changed = lines.clone();
            let line = format!("{key}:{value}");
            changed[index] = &line;
            let _ = read(&changed.join("\n"));
            // Also without what belonged to the old value.
            let indent = |line: &str| line.len() - line.trim_start().len();
            let own = indent(lines[index]);
            let rest = changed[index + 1..].iter().skip_while(|line| indent(line) > own);
            let cut: Vec<_> = changed[..=index].iter().chain(rest).copied().collect();
            let _ = read(&cut.join("\n"));
        }
    }
}
