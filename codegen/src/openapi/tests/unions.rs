use super::*;

const CAT_AND_DOG: &str = "
    Katt: {type: object, properties: {art: {type: string}, k: {type: string}}}
    Hund: {type: object, properties: {art: {type: string}, h: {type: string}}}
";

#[test]
fn discriminators_with_and_without_mapping() {
    let model = read_schemas(&format!(
        "{CAT_AND_DOG}
    Navn: {{oneOf: [{{$ref: '#/components/schemas/Katt'}}, {{$ref: '#/components/schemas/Hund'}}], discriminator: {{propertyName: art}}}}
    Kart:
      oneOf: [{{$ref: '#/components/schemas/Katt'}}, {{$ref: '#/components/schemas/Hund'}}]
      discriminator:
        propertyName: art
        mapping: {{kat: '#/components/schemas/Katt', pus: Katt, dog: '#/components/schemas/Hund'}}
    Uten: {{anyOf: [{{$ref: '#/components/schemas/Katt'}}, {{type: string}}, {{type: object, properties: {{x: {{type: string}}}}}}, {{type: string}}]}}
"
    ));
    assert_eq!(read_codes(&model), ["W0201"]);
    let model = model.model;
    assert_eq!(show(&model, "Navn"), "union art(Katt: Katt, Hund: Hund)");
    assert_eq!(show(&model, "Kart"), "union art(kat: Katt, pus: Katt, dog: Hund)");
    assert_eq!(show(&model, "Uten"), "union (Katt: Katt, string: text, Uten3: Uten/oneOf/2)");
    assert_eq!(show(&model, "Uten/oneOf/2"), "{x: text?}");
}

fn read_codes(read: &Read) -> Vec<&'static str> {
    read.codes()
}

#[test]
fn a_constant_member_is_the_tag() {
    let model = read_schemas(
        "
    Katt: {type: object, properties: {art: {const: katt}}}
    Hund: {type: object, properties: {art: {type: string, enum: [hund]}}}
    Dyr: {oneOf: [{$ref: '#/components/schemas/Katt'}, {$ref: '#/components/schemas/Hund'}], discriminator: {propertyName: art}}
    X: {type: object, properties: {dyr: {nullable: true, oneOf: [{$ref: '#/components/schemas/Katt'}, {type: object, properties: {art: {const: ku}}}], discriminator: {propertyName: art}}}}
",
    )
    .fine();
    assert_eq!(show(&model, "Dyr"), "union art(katt: Katt, hund: Hund)");
    assert_eq!(show(&model, "X"), "{dyr: X/dyr?~}");
    assert_eq!(show(&model, "X/dyr"), "union art(katt: Katt, ku: X/dyr/oneOf/1)");
}

#[test]
fn a_base_with_a_discriminator_is_the_union_of_what_extends_it() {
    let model = read_schemas(
        "
    Dyr:
      type: object
      properties: {art: {type: string}}
      required: [art]
      discriminator: {propertyName: art, mapping: {kat: Katt}}
    Katt: {allOf: [{$ref: '#/components/schemas/Dyr'}, {type: object, properties: {k: {type: string}}}]}
    Hund: {allOf: [{$ref: '#/components/schemas/Dyr'}, {type: object, properties: {h: {type: string}}}]}
    Valp: {allOf: [{$ref: '#/components/schemas/Hund'}, {type: object, properties: {v: {type: string}}}]}
    X: {type: object, properties: {dyr: {$ref: '#/components/schemas/Dyr'}}}
    Alene: {type: object, properties: {t: {type: string}}, discriminator: {propertyName: t}}
",
    )
    .fine();
    let expected = [
        "Dyr: union art(kat: Katt, Hund: Hund, Valp: Valp)",
        "Katt: Dyr/base + {k: text?}",
        "Hund: Dyr/base + {h: text?}",
        "Valp: Hund + {v: text?}",
        "X: {dyr: Dyr?}",
        "Alene: {t: text?}",
        "Dyr/base: {art: text}",
    ];
    assert_eq!(show_all(&model), expected);
    assert_eq!(model.types["Dyr/base"].name, "DyrBase");
}

#[test]
fn a_base_that_lists_what_extends_it() {
    let model = read_schemas(
        "
    Dyr:
      type: object
      properties: {art: {type: string}}
      required: [art]
      oneOf: [{$ref: '#/components/schemas/Katt'}, {$ref: '#/components/schemas/Hund'}]
      discriminator: {propertyName: art}
    Katt: {allOf: [{$ref: '#/components/schemas/Dyr'}, {type: object, properties: {k: {type: string}}}]}
    Hund: {allOf: [{$ref: '#/components/schemas/Dyr'}, {type: object, properties: {h: {type: string}}}]}
",
    )
    .fine();
    let expected =
        ["Dyr: union art(Katt: Katt, Hund: Hund)", "Katt: {art: text, k: text?}", "Hund: {art: text, h: text?}"];
    assert_eq!(show_all(&model), expected);
}

#[test]
fn a_union_as_a_part_gives_optional_members() {
    let model = read_schemas(&format!(
        "{CAT_AND_DOG}
    Dyr: {{oneOf: [{{type: object, properties: {{a: {{type: string}}}}}}, {{type: object, properties: {{b: {{type: string}}}}}}]}}
    X: {{allOf: [{{$ref: '#/components/schemas/Dyr'}}, {{type: object, properties: {{x: {{type: string}}}}}}]}}
"
    ))
    .fine();
    assert_eq!(show(&model, "X"), "{x: text?, a: text?, b: text?} one(a|b)");
}
