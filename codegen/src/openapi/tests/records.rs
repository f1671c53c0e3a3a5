use super::*;

#[test]
fn one_of_required_beside_properties_is_a_choice() {
    let model = read_schemas(
        "
    Inntekt:
      type: object
      properties:
        beloep: {type: number}
        loenn: {type: string}
        pensjon: {type: string}
        naering: {type: string}
      required: [beloep]
      oneOf:
        - required: [loenn]
        - required: [pensjon, naering]
    Kanskje:
      type: object
      properties: {a: {type: string}, b: {type: string}}
      oneOf:
        - required: [a]
        - required: [b]
        - not: {anyOf: [{required: [a]}, {required: [b]}]}
    Tom:
      type: object
      properties: {a: {type: string}, b: {type: string}}
      oneOf: [{required: [a]}, {required: [b], title: B}, {}]
    Gjensidig:
      properties: {a: {type: string}, b: {type: string}}
      oneOf:
        - {required: [a], not: {required: [b]}}
        - {required: [b], not: {required: [a]}}
    Alene:
      properties: {a: {type: array, items: {type: string}}, b: {type: string}}
      anyOf: [{required: [a, b]}]
",
    )
    .fine();
    let expected = [
        "Inntekt: {beloep: decimal, loenn: text?, pensjon: text?, naering: text?} one(loenn|pensjon+naering)",
        "Kanskje: {a: text?, b: text?} maybe(a|b)",
        "Tom: {a: text?, b: text?} maybe(a|b)",
        "Gjensidig: {a: text?, b: text?} one(a|b)",
        "Alene: {a: [text]{0..}, b: text}",
    ];
    assert_eq!(show_all(&model), expected);
    let Shape::Struct(record) = &model.types["Inntekt"].shape else { panic!("no record") };
    assert_eq!((record.choices[0].origin.line, record.choices[0].origin.column), (15, 7));
}

#[test]
fn several_choices_in_all_of() {
    let model = read_schemas(
        "
    Base: {type: object, properties: {x: {type: string}, y: {type: string}}}
    X:
      type: object
      properties: {a: {type: string}, b: {type: string}, c: {type: string}, d: {type: string}}
      allOf:
        - oneOf: [{required: [a]}, {required: [b]}]
        - oneOf: [{required: [c]}, {required: [d]}, {}]
        - $ref: '#/components/schemas/Base'
        - oneOf: [{required: [x]}, {required: [y]}]
",
    )
    .fine();
    assert_eq!(show(&model, "X"), "Base + {a: text?, b: text?, c: text?, d: text?} one(a|b) maybe(c|d) one(x|y)");
}

#[test]
fn choices_that_cannot_be_told_apart_are_noted() {
    let read = read_schemas(
        "
    A: {type: object, properties: {a: {}, b: {}}, oneOf: [{required: [a]}, {required: [a, b]}]}
    B: {type: object, properties: {a: {}, b: {}}, oneOf: [{required: [a]}, {required: [finnesIkke]}]}
    C: {type: object, properties: {a: {}, b: {}}, anyOf: [{required: [a]}, {required: [b]}]}
",
    );
    let expected = [
        "W0201 7:58 /components/schemas/A/oneOf",
        "W0201 8:76 /components/schemas/B/oneOf/1",
        "W0201 9:58 /components/schemas/C/anyOf",
    ];
    assert_eq!(read.findings(), expected);
    assert_eq!(show(&read.model, "A"), "{a: anyjson?, b: anyjson?}");
    assert_eq!(show(&read.model, "B"), "{a: anyjson?, b: anyjson?}");
    assert_eq!(show(&read.model, "C"), "{a: anyjson?, b: anyjson?} one(a|b)");
}

#[test]
fn all_of_one_reference_is_the_reference() {
    let model = read_schemas(
        "
    Beloep: {type: integer}
    Post: {type: object, properties: {b: {$ref: '#/components/schemas/Beloep'}}}
    X:
      type: object
      properties:
        a: {allOf: [{$ref: '#/components/schemas/Beloep'}, {description: summen}]}
        b: {type: array, items: {allOf: [{$ref: '#/components/schemas/Post'}]}, minItems: 0}
        c: {description: ytre, nullable: true, allOf: [{$ref: '#/components/schemas/Post'}]}
        d: {type: object, allOf: [{$ref: '#/components/schemas/Post'}]}
",
    )
    .fine();
    assert_eq!(show(&model, "X"), "{a: Beloep?, b: [Post]{0..}?, c: Post?~, d: Post?}");
    assert_eq!(member(&model, "X", "a").docs.text.as_deref(), Some("summen"));
    assert_eq!(member(&model, "X", "c").docs.text.as_deref(), Some("ytre"));
}

#[test]
fn all_of_several_has_bases_and_members() {
    let model = read_schemas(
        "
    A: {type: object, properties: {a: {type: string}, felles: {type: object, properties: {n: {type: integer}}}}}
    Navn: {$ref: '#/components/schemas/A'}
    B:
      description: ytre
      allOf:
        - $ref: '#/components/schemas/Navn'
        - type: object
          description: indre
          properties: {b: {type: string}, c: {type: string}}
          required: [b]
        - {description: bare tekst}
      properties: {d: {type: string}}
      required: [c, a, felles]
    C:
      allOf:
        - {type: object, properties: {x: {type: string}}}
        - {type: object, properties: {y: {type: string}}, description: y}
    D: {allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/C'}]}
    E: {$ref: '#/components/schemas/A', properties: {e: {type: string}}}
    F: {allOf: [{$ref: '#/components/schemas/B'}], required: [d, b]}
",
    )
    .fine();
    let expected = [
        "A: {a: text?, felles: A/felles?}",
        "Navn: = A",
        "B: A + {b: text, c: text, d: text?, a: text, felles: A/felles}",
        "C: {x: text?, y: text?}",
        "D: A + C + {}",
        "E: A + {e: text?}",
        "F: B + {d: text}",
        "A/felles: {n: integer?}",
    ];
    assert_eq!(show_all(&model), expected);
    assert_eq!(model.types["B"].docs.text.as_deref(), Some("ytre"));
    assert_eq!(model.types["C"].docs.text.as_deref(), Some("y"));
}

#[test]
fn schemas_as_alternatives_beside_properties() {
    let read = read_schemas(
        "
    A: {type: object, properties: {a: {type: string}, aa: {type: string}}, required: [a]}
    X:
      type: object
      properties: {felles: {type: string}}
      oneOf:
        - $ref: '#/components/schemas/A'
        - {type: object, properties: {b: {type: object, properties: {c: {type: string}}}}}
    Y:
      type: object
      properties: {felles: {type: string}}
      oneOf:
        - {properties: {b: {type: string}}}
        - {properties: {b: {type: string}, c: {type: string}}}
",
    );
    assert_eq!(read.findings(), ["W0201 18:9 /components/schemas/Y/oneOf"]);
    let x = "{felles: text?, a: text?, aa: text?, b: X/oneOf/1/b?} one(a+aa|b)";
    assert_eq!(show(&read.model, "X"), x);
    assert_eq!(show(&read.model, "Y"), "{felles: text?, b: text?, c: text?}");
}

#[test]
fn parts_that_are_no_objects() {
    let read = read_schemas(
        "
    Tekst: {type: string}
    Kort: {type: string, maxLength: 3}
    A: {allOf: [{$ref: '#/components/schemas/Tekst'}, {$ref: '#/components/schemas/Kort'}]}
    B: {allOf: [{$ref: '#/components/schemas/Tekst'}, {properties: {b: {type: string}}}]}
    C: {type: object, properties: {a: {type: string}}, required: [a, ukjent]}
",
    );
    let expected = [
        "W0201 9:16 /components/schemas/A/allOf",
        "W0201 10:17 /components/schemas/B/allOf/0",
        "W0201 11:70 /components/schemas/C/required/1",
    ];
    assert_eq!(read.findings(), expected);
    assert_eq!(show(&read.model, "A"), "scalar text");
    assert_eq!(show(&read.model, "B"), "{b: text?}");
    assert_eq!(show(&read.model, "C"), "{a: text}");
}

#[test]
fn anonymous_records_are_named_by_their_members() {
    let model = read_schemas(
        "
    X:
      type: object
      properties:
        adresse:
          type: object
          description: hvor
          properties:
            gate: {type: string}
            land: {type: array, items: {type: object, description: et land, properties: {kode: {type: string}}}}
",
    )
    .fine();
    let expected = [
        "X: {adresse: X/adresse?}",
        "X/adresse: {gate: text?, land: [X/adresse/land]{0..}?}",
        "X/adresse/land: {kode: text?}",
    ];
    assert_eq!(show_all(&model), expected);
    let land = &model.types["X/adresse/land"];
    assert!(land.anonymous);
    assert_eq!((land.name.as_str(), land.docs.text.as_deref()), ("land", Some("et land")));
    assert_eq!(member(&model, "X", "adresse").docs.text.as_deref(), Some("hvor"));
    assert_eq!(model.types["X/adresse"].docs.text, None);
}
