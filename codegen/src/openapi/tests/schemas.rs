use super::*;
use crate::model::Facets;

fn scalar_facets(model: &Model, key: &str) -> Facets {
    match &model.types[key].shape {
        Shape::Scalar(scalar) => scalar.facets.clone(),
        other => panic!("{key} is {other:?}"),
    }
}

#[test]
fn every_scalar_is_a_named_type() {
    let model = read_schemas(
        "
    Tekst: {type: string, maxLength: 4000}
    Heltall: {type: integer, format: int64}
    Desimaltall: {type: number, format: double}
    Boolsk: {type: boolean}
    Dato: {type: string, format: date}
    Tidspunkt: {type: string, format: date-time}
    Aar: {type: string, format: year}
    Periode: {type: string, format: year-month}
    Klokke: {type: string, format: time}
    Varighet: {type: string, format: duration}
    Id: {type: string, format: uuid}
    Vedlegg: {type: string, format: byte}
    Fil: {type: string, format: binary}
    Kodet: {type: string, contentEncoding: base64}
    Samtykke: {type: string, format: jws}
    Gammel: {type: string, format: datetime}
",
    )
    .fine();
    let expected = [
        "Tekst: scalar text",
        "Heltall: scalar integer (int64)",
        "Desimaltall: scalar decimal (double)",
        "Boolsk: scalar boolean",
        "Dato: scalar date (date)",
        "Tidspunkt: scalar datetime (date-time)",
        "Aar: scalar year (year)",
        "Periode: scalar yearmonth (year-month)",
        "Klokke: scalar time (time)",
        "Varighet: scalar duration (duration)",
        "Id: scalar uuid (uuid)",
        "Vedlegg: scalar base64 (byte)",
        "Fil: scalar base64 (binary)",
        "Kodet: scalar base64",
        "Samtykke: scalar text (jws)",
        "Gammel: scalar text (datetime)",
    ];
    assert_eq!(show_all(&model), expected);
}

#[test]
fn facets_in_both_dialects() {
    let model = read_schemas(
        "
    A: {type: string, minLength: 2, maxLength: 11, pattern: '[0-9]+'}
    B: {type: integer, minimum: 0, exclusiveMinimum: true, maximum: 10.50}
    C: {type: number, exclusiveMinimum: 0, exclusiveMaximum: 99.9, multipleOf: 0.01}
    D: {type: number, minimum: 1, exclusiveMinimum: false}
    E: {type: number, x-skatt-totalDigits: 30, x-skatt-fractionDigits: 2}
",
    )
    .fine();
    let text = |text: &str| Some(text.to_owned());
    let a =
        Facets { min_length: Some(2), max_length: Some(11), patterns: vec!["[0-9]+".to_owned()], ..Facets::default() };
    assert_eq!(scalar_facets(&model, "A"), a);
    let b = Facets { min_exclusive: text("0"), max_inclusive: text("10.50"), ..Facets::default() };
    assert_eq!(scalar_facets(&model, "B"), b);
    let c = Facets {
        min_exclusive: text("0"),
        max_exclusive: text("99.9"),
        multiple_of: text("0.01"),
        ..Facets::default()
    };
    assert_eq!(scalar_facets(&model, "C"), c);
    let e = Facets { total_digits: Some(30), fraction_digits: Some(2), ..Facets::default() };
    assert_eq!(scalar_facets(&model, "E"), e);
    assert_eq!(scalar_facets(&model, "D"), Facets { min_inclusive: text("1"), ..Facets::default() });
}

#[test]
fn enums_of_texts_are_enumerations() {
    let model = read_schemas(
        "
    Termin: {type: string, enum: [jan-feb, mar-apr, jan-feb]}
    En: {type: string, enum: [bare]}
    UtenType: {enum: [å, ø]}
    Aar: {type: string, enum: [2020, 2021, true]}
    Fast: {type: string, const: fast}
    Apen: {anyOf: [{type: string, enum: [a, b]}, {type: string}]}
    Forklart:
      oneOf:
        - {const: A, description: den første}
        - {const: B}
    X:
      type: object
      properties:
        farge: {type: string, nullable: true, enum: [roed, blaa, null]}
        fast: {type: string, const: ja}
        liste: {type: array, items: {type: string, enum: [a, b]}}
",
    )
    .fine();
    let expected = [
        "Termin: enum jan-feb|mar-apr",
        "En: enum bare",
        "UtenType: enum å|ø",
        "Aar: enum 2020|2021|true",
        "Fast: enum fast",
        "Apen: enum a|b",
        "Forklart: enum A|B",
        "X: {farge: X/farge?~, fast: text? = ja, liste: [X/liste]{0..}?}",
        "X/farge: enum roed|blaa",
        "X/liste: enum a|b",
    ];
    assert_eq!(show_all(&model), expected);
    assert!(model.types["X/farge"].anonymous);
    assert_eq!(model.types["X/farge"].name, "farge");
    let Shape::Enumeration(found) = &model.types["Forklart"].shape else { panic!("no enum") };
    assert_eq!(found.values[0].docs.text.as_deref(), Some("den første"));
}

#[test]
fn other_enums_are_noted() {
    let read = read_schemas(
        "
    Sats: {type: integer, enum: [15, 25]}
    Blandet: {enum: [1, ja]}
",
    );
    assert_eq!(
        read.findings(),
        ["W0201 7:33 /components/schemas/Sats/enum", "W0201 8:21 /components/schemas/Blandet/enum"]
    );
    assert_eq!(show_all(&read.model), ["Sats: scalar integer", "Blandet: = anyjson"]);
    assert_eq!(read.model.not_honoured.len(), 2);
    assert_eq!(read.model.not_honoured[0].keyword, "enum");
}

#[test]
fn null_in_all_spellings() {
    let model = read_schemas(
        "
    Tekst: {type: string}
    Kanskje: {type: [string, 'null']}
    X:
      type: object
      properties:
        a: {type: string, nullable: true}
        b: {type: [integer, 'null']}
        c: {oneOf: [{$ref: '#/components/schemas/Tekst'}, {type: 'null'}]}
        d: {anyOf: [{type: 'null'}, {$ref: '#/components/schemas/Tekst'}], description: d}
        e: {$ref: '#/components/schemas/Tekst', nullable: true}
        f: {allOf: [{$ref: '#/components/schemas/Tekst'}], nullable: true}
        g: {$ref: '#/components/schemas/Kanskje'}
        h: {oneOf: [{type: string, format: date}, {enum: [null]}]}
        i: {type: string}
      required: [a]
",
    )
    .fine();
    let members =
        "a: text~, b: integer?~, c: Tekst?~, d: Tekst?~, e: Tekst?~, f: Tekst?~, g: Kanskje?~, h: date?~, i: text?";
    assert_eq!(show(&model, "X"), format!("{{{members}}}"));
    assert_eq!(member(&model, "X", "d").docs.text.as_deref(), Some("d"));
}

#[test]
fn any_json_maps_and_lists() {
    let model = read_schemas(
        "
    Fri: {type: object}
    Alt: {}
    Lukket: {type: object, additionalProperties: false}
    Kart: {type: object, additionalProperties: {type: integer}}
    KartAvListe: {additionalProperties: {type: array, items: {type: string}}}
    Liste: {type: array, items: {$ref: '#/components/schemas/Fri'}, minItems: 1}
    Tabell: {type: array, items: {type: array, items: {type: number}}}
    X:
      type: object
      properties:
        a: {}
        b: true
        c: {type: array}
        d: {type: object, additionalProperties: {type: object, properties: {e: {type: string}}}}
        e: {$ref: '#/components/schemas/Liste'}
        f: {type: array, items: {type: array, items: {type: string, maxLength: 3}}}
      additionalProperties: {type: string}
",
    )
    .fine();
    let expected = [
        "Fri: = anyjson",
        "Alt: = anyjson",
        "Lukket: = anyjson",
        "Kart: map integer",
        "KartAvListe: map KartAvListe/additionalProperties",
        "Liste: [Fri]",
        "Tabell: [Tabell/items]",
        "X: {a: anyjson?, b: anyjson?, c: [anyjson]{0..}?, d: X/d?, e: Liste?, f: [X/f]{0..}?, *: text}",
        "KartAvListe/additionalProperties: [text]",
        "Tabell/items: [decimal]",
        "X/d: map X/d/additionalProperties",
        "X/d/additionalProperties: {e: text?}",
        "X/f: [X/f/items]",
        "X/f/items: scalar text",
    ];
    assert_eq!(show_all(&model), expected);
    assert_eq!(member(&model, "X", "e").facets.min_items, Some(1));
}

#[test]
fn several_types_are_a_union() {
    let model = read_schemas(
        "
    Verdi: {type: [string, number, integer, 'null']}
    X: {type: object, properties: {v: {type: [boolean, array], items: {type: string}}}}
",
    )
    .fine();
    let expected = [
        "Verdi: union (string: text, number: decimal)",
        "X: {v: X/v?}",
        "X/v: union (boolean: boolean, array: X/v/type/array)",
        "X/v/type/array: [text]",
    ];
    assert_eq!(show_all(&model), expected);
}

#[test]
fn types_are_told_by_keywords_where_there_is_no_type() {
    let model = read_schemas(
        "
    A: {properties: {a: {maxLength: 3}, b: {minimum: 1}, c: {items: {}}, d: {format: date}, e: {const: 1.5}, f: {pattern: x}}}
",
    )
    .fine();
    let members = "a: text?, b: decimal?, c: [anyjson]{0..}?, d: date?, e: decimal? = 1.5, f: text?";
    assert_eq!(show(&model, "A"), format!("{{{members}}}"));
}

#[test]
fn what_a_member_says_stays_at_the_member() {
    let model = read_schemas(
        "
    Tekst: {type: string, description: om typen, default: standard}
    X:
      type: object
      properties:
        a:
          description: \"om medlemmet (<a href='https://x.no/b/1'>Begrepsreferanse</a>)\"
          $ref: '#/components/schemas/Tekst'
          readOnly: true
          maxLength: 5
        b:
          $ref: '#/components/schemas/Tekst'
          x-skatt-erAvledet: true
          x-skatt-eksternKodeliste: kode-1
          x-skatt-begrepsreferanse: begrep-1
          writeOnly: true
          deprecated: true
          default: 5
        c: {type: array, items: {$ref: '#/components/schemas/Tekst', description: om leddet}, description: om lista}
        d: {type: array, items: {$ref: '#/components/schemas/Tekst', description: om leddet}}
        e: {type: array, items: {type: string, pattern: x}, maxItems: 1, minItems: 1}
        f: {type: string, pattern: y, example: 12, examples: [1], title: F, externalDocs: {url: x}}
      required: [e]
",
    )
    .fine();
    let a = member(&model, "X", "a");
    assert_eq!(a.docs.text.as_deref(), Some("om medlemmet"));
    assert_eq!(a.docs.concept.as_deref(), Some("https://x.no/b/1"));
    assert!(a.read_only && !a.write_only && !a.derived);
    assert_eq!((a.facets.max_length, a.default.as_deref()), (Some(5), Some("standard")));
    assert_eq!((a.origin.line, a.origin.column), (11, 9));
    let b = member(&model, "X", "b");
    assert!(b.derived && b.write_only && b.docs.deprecated);
    assert_eq!(b.docs.text, None);
    assert_eq!((b.docs.code_list.as_deref(), b.docs.concept.as_deref()), (Some("kode-1"), Some("begrep-1")));
    assert_eq!(b.default.as_deref(), Some("5"));
    assert_eq!(member(&model, "X", "c").docs.text.as_deref(), Some("om lista"));
    assert_eq!(member(&model, "X", "d").docs.text.as_deref(), Some("om leddet"));
    let e = member(&model, "X", "e");
    assert!(e.occurs.is_list() && e.occurs.required);
    assert_eq!((e.occurs.min, e.facets.max_items), (1, Some(1)));
    assert_eq!(e.facets.patterns, ["x"]);
    assert_eq!(member(&model, "X", "f").facets.patterns, ["y"]);
    assert_eq!(model.types["Tekst"].docs.text.as_deref(), Some("om typen"));
}

#[test]
fn recursive_schemas() {
    let model = read_schemas(
        "
    Tre: {type: object, properties: {barn: {type: array, items: {$ref: '#/components/schemas/Tre'}}, rot: {$ref: '#/components/schemas/Tre'}}}
    Liste: {type: array, items: {$ref: '#/components/schemas/Liste'}}
    A: {type: object, properties: {b: {type: object, properties: {b: {$ref: '#/components/schemas/A/properties/b'}}}}}
",
    )
    .fine();
    let expected = ["Tre: {barn: [Tre]{0..}?, rot: Tre?}", "Liste: [Liste]", "A: {b: A/b?}", "A/b: {b: A/b?}"];
    assert_eq!(show_all(&model), expected);
}

#[test]
fn aliases_and_restrictions_of_scalars() {
    let model = read_schemas(
        "
    Tekst: {type: string}
    Navn: {$ref: '#/components/schemas/Tekst', description: et navn}
    Kort: {allOf: [{$ref: '#/components/schemas/Tekst'}, {maxLength: 10}]}
    Selv: {type: string, allOf: [{maxLength: 10}, {pattern: x}]}
    X: {type: object, properties: {k: {allOf: [{$ref: '#/components/schemas/Kort'}, {description: kort}]}}}
",
    )
    .fine();
    let expected = ["Tekst: scalar text", "Navn: = Tekst", "Kort: scalar Tekst", "Selv: scalar text", "X: {k: Kort?}"];
    assert_eq!(show_all(&model), expected);
    assert_eq!(model.types["Navn"].docs.text.as_deref(), Some("et navn"));
    assert_eq!(scalar_facets(&model, "Kort").max_length, Some(10));
    assert_eq!(scalar_facets(&model, "Selv").max_length, Some(10));
    assert_eq!(scalar_facets(&model, "Selv").patterns, ["x"]);
    assert_eq!(member(&model, "X", "k").docs.text.as_deref(), Some("kort"));
}

#[test]
fn keywords_that_are_not_honoured_are_listed() {
    let read = read_schemas(
        "
    X:
      type: object
      minProperties: 1
      patternProperties: {'^x': {type: string}}
      ukjent: 1
      x-egen: 1
      properties:
        a: {type: array, uniqueItems: true, items: {type: string, nullable: true}}
        b: {not: {type: string}}
        c: false
",
    );
    let expected = [
        "W0201 9:22 /components/schemas/X/minProperties",
        "W0201 10:26 /components/schemas/X/patternProperties",
        "W0201 11:15 /components/schemas/X/ukjent",
        "W0201 14:39 /components/schemas/X/properties/a/uniqueItems",
        "W0201 14:52 /components/schemas/X/properties/a/items",
        "W0201 15:18 /components/schemas/X/properties/b/not",
        "W0201 16:12 /components/schemas/X/properties/c",
    ];
    assert_eq!(read.findings(), expected);
    assert_eq!(read.model.not_honoured.len(), expected.len());
    assert!(read.model.not_honoured.iter().all(|note| !note.instead.is_empty()));
}
