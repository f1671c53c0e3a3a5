//! Records, members, scalars and enums.

use skatteetaten::json::{self, Json};
use skatteetaten::{ErrorKind, Root};

use crate::types::{Fond, Grad, Hull, Inntekt, InntektChoice, Kjoenn, Loennsinntekt, Melding, Tabell};
use crate::wide::Wide;
use crate::{error, round_trip};

const SAMPLE: &str = include_str!("sample.json");

#[test]
fn a_document_comes_back_as_it_was() {
    let melding: Melding = json::from_str(SAMPLE).unwrap();
    assert_eq!(melding.personidentifikator.expose(), "17912099997");
    assert_eq!(melding.inntekt.len(), 2);
    assert_eq!(melding.merknad, ["linje én\nlinje to", "\u{1F600} \"sitat\""]);
    let written = json::to_string(&melding).unwrap();
    assert_eq!(json::from_str::<Melding>(&written).unwrap(), melding);
    // The same, but for white space and the unknown members.
    let as_any: Json = json::from_str(SAMPLE).unwrap();
    let written_as_any: Json = json::from_str(&written).unwrap();
    assert_eq!(written_as_any.get("inntekt"), as_any.get("inntekt"));
    assert_eq!(json::to_string_pretty(&as_any).unwrap() + "\n", SAMPLE);
}

#[test]
fn amounts_are_exact() {
    for document in [
        r#"{"beloep":110.759}"#,
        r#"{"beloep":12345678901234567.89}"#,
        r#"{"beloep":1.10}"#,
        r#"{"beloep":100.0,"avvik":[-0.05,0.00]}"#,
    ] {
        assert_eq!(round_trip::<Inntekt>(document), document);
    }
    let error = json::from_str::<Inntekt>(r#"{"beloep":0.12345678901234567890123456789}"#).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutOfRange);
}

#[test]
fn whole_numbers_may_have_zeros_behind_the_point() {
    for document in [r#"{"antall":50}"#, r#"{"antall":50.0}"#, r#"{"antall":5e1}"#] {
        assert_eq!(round_trip::<Inntekt>(document), r#"{"antall":50}"#);
    }
    assert_eq!(
        error::<Inntekt>(r#"{"antall":50.5}"#),
        "expected a whole number, found a number with decimals at antall (line 1, column 11)"
    );
}

#[test]
fn dates_and_times_keep_their_text() {
    for document in [
        r#"{"dato":"1998-12-21"}"#,
        r#"{"dato":"19981221"}"#,
        r#"{"tidspunkt":"2018-07-01T12:00:00Z"}"#,
        r#"{"tidspunkt":"2018-07-01T12:00:00+01:00"}"#,
        r#"{"tidspunkt":"2018-07-01T12:00:00.123456789"}"#,
        r#"{"tidspunkt":"2018-07-01T12:00:00.000+0200"}"#,
        r#"{"tidspunkt":"2018-07-01T12:00:00.12345678901234567890Z"}"#,
        r#"{"periode":"2018-07"}"#,
    ] {
        assert_eq!(round_trip::<Inntekt>(document), document);
    }
}

#[test]
fn unknown_members_are_skipped_wherever_they_stand() {
    let document = r#"{"ny":{"a":[1,{"b":null}],"c":"\u00e5\\"},"antall":1,"nyere":[],"x":-1.5e+3,"y":true}"#;
    assert_eq!(round_trip::<Inntekt>(document), r#"{"antall":1}"#);
    assert!(error::<Inntekt>(r#"{"ny":{"a":[1,}}"#).starts_with("expected a JSON value (line 1"));
}

#[test]
fn unknown_values_of_enums_keep_their_text() {
    let document = r#"{"personidentifikator":"1","merknad":[],"grad":"helt ny ☃"}"#;
    let melding: Melding = json::from_str(document).unwrap();
    let grad = melding.grad.as_ref().unwrap();
    assert_eq!(grad.as_str(), "helt ny ☃");
    assert!(matches!(grad, Grad::Unknown(_)));
    assert_eq!(json::to_string(&melding).unwrap(), document);
    assert_eq!(Grad::from("øyeblikkelig"), Grad::Oeyeblikkelig);
    assert_eq!("avvisning".parse(), Ok(Grad::Avvisning));
    assert_eq!(format!("{:>12}|{}", Grad::Avvisning, Grad::from("ny").as_ref()), "   avvisning|ny");
    assert_eq!(Kjoenn::from("unknown"), Kjoenn::Unknown);
    assert!(matches!(Kjoenn::from("x"), Kjoenn::Annen(_)));
    assert_eq!(error::<Melding>(r#"{"grad":1}"#), "expected a string, found a number at grad (line 1, column 9)");
}

#[test]
fn null_and_absent_lists_are_empty() {
    let written = r#"{"personidentifikator":"1","merknad":[]}"#;
    for document in [
        r#"{"personidentifikator":"1"}"#,
        r#"{"personidentifikator":"1","inntekt":null,"merknad":null}"#,
        r#"{"personidentifikator":"1","inntekt":[],"merknad":[ ]}"#,
        r#"{"personidentifikator":"1","inntektsår":null,"grad":null,"type":null}"#,
    ] {
        assert_eq!(round_trip::<Melding>(document), written);
    }
    assert_eq!(
        error::<Melding>(r#"{"personidentifikator":"1","merknad":["a",null]}"#),
        "expected a string, found null at merknad[1] (line 1, column 43)"
    );
}

#[test]
fn required_members_are_missed() {
    assert_eq!(error::<Melding>("\n {\"inntekt\": []}"), "required personidentifikator is missing (line 2, column 2)");
    assert_eq!(
        error::<Inntekt>(r#"{"loennsinntekt":{"sats":1}}"#),
        "required antall is missing at loennsinntekt (line 1, column 18)"
    );
    assert_eq!(
        error::<Inntekt>(r#"{"loennsinntekt":{"antall":null}}"#),
        "expected a whole number, found null at loennsinntekt.antall (line 1, column 28)"
    );
}

#[test]
fn what_may_be_null_and_is_required_is_written_as_null() {
    for document in [r#"{"antall":1}"#, r#"{"antall":1,"sats":null}"#] {
        assert_eq!(round_trip::<Loennsinntekt>(document), r#"{"antall":1,"sats":null}"#);
    }
}

#[test]
fn errors_name_the_way_to_the_value() {
    let document = "{\n  \"personidentifikator\": \"1\",\n  \"inntekt\": [{}, {}, {}, {\n    \"loennsinntekt\": {\"antall\": \"tolv\"}\n  }]\n}";
    let error = json::from_str::<Melding>(document).unwrap_err();
    assert_eq!(error.path(), "inntekt[3].loennsinntekt.antall");
    assert_eq!((error.line(), error.column()), (4, 33));
    assert!(error.is_type_mismatch());
    assert_eq!(
        error.to_string(),
        "expected a whole number, found a string at inntekt[3].loennsinntekt.antall (line 4, column 33)"
    );
    assert!(!format!("{error:?}").contains("tolv"));
}

#[test]
fn columns_count_characters_and_no_byte_order_mark() {
    let error = json::from_slice::<Melding>("\u{feff}{\"æøå\":1,\"grad\":1}".as_bytes()).unwrap_err();
    assert_eq!((error.line(), error.column()), (1, 17));
}

#[test]
fn a_member_that_occurs_twice_is_an_error() {
    let document = r#"{"antall":1,"dato":"2024-01-01","antall":1}"#;
    let error = json::from_str::<Inntekt>(document).unwrap_err();
    assert!(error.is_duplicate());
    assert_eq!(error.to_string(), "the member occurs twice at antall (line 1, column 33)");
    // Also where the name is written with escapes.
    assert!(json::from_str::<Inntekt>(r#"{"antall":1,"\u0061ntall":1}"#).unwrap_err().is_duplicate());
    assert!(json::from_str::<Fond>(r#"{"a":1,"a":2}"#).unwrap_err().is_duplicate());
}

#[test]
fn names_may_be_escaped_and_in_any_order() {
    let document = r#"{"inntekts\u00e5r":2024,"merknad":[],"\u0070ersonidentifikator":"1"}"#;
    let written = r#"{"personidentifikator":"1","inntektsår":2024,"merknad":[]}"#;
    assert_eq!(round_trip::<Melding>(document), written);
}

#[test]
fn a_choice_tells_its_branch() {
    let inntekt: Inntekt = json::from_str(r#"{"loennsinntekt":{"antall":1}}"#).unwrap();
    assert!(matches!(inntekt.choice(), Ok(Some(InntektChoice::Loennsinntekt(loenn))) if loenn.antall == 1));
    let inntekt: Inntekt = json::from_str(r#"{"loennsinntekt":{"antall":1},"ytelse":{}}"#).unwrap();
    assert_eq!(inntekt.choice().unwrap_err().names(), ["loennsinntekt", "ytelse"]);
    assert_eq!(Inntekt::default().choice(), Ok(None));
}

#[test]
fn members_without_a_field_go_into_the_map() {
    let document = r#"{"navn":"x","b":2.50,"a":1}"#;
    let fond: Fond = json::from_str(document).unwrap();
    assert_eq!(fond.rest.keys().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(json::to_string(&fond).unwrap(), r#"{"navn":"x","a":1,"b":2.50}"#);
    // A key may be personal data: the path does not show it.
    assert_eq!(error::<Fond>(r#"{"01017012345":"x"}"#), "expected a number, found a string at * (line 1, column 16)");
}

#[test]
fn lists_of_lists_and_lists_with_holes() {
    assert_eq!(round_trip::<Tabell>(" [ [1, 2], [] ] "), "[[1,2],[]]");
    assert_eq!(round_trip::<Hull>("[1,null,3]"), "[1,null,3]");
    assert_eq!(
        error::<Tabell>("[[1],[2,\"x\"]]"),
        "expected a whole number, found a string at [1][1] (line 1, column 9)"
    );
    assert_eq!(error::<Tabell>("[[1],2]"), "expected a list, found a number at [1] (line 1, column 6)");
    assert_eq!(error::<Tabell>("{}"), "expected a list, found an object (line 1, column 1)");
}

#[test]
fn any_value_is_kept() {
    let document = r#"{"annet":{"b":1.10,"a":[null,true,"\u0001",-0.0e10],"b":2}}"#;
    assert_eq!(round_trip::<Inntekt>(document), document);
    let inntekt: Inntekt = json::from_str(document).unwrap();
    assert!(!format!("{:?}", inntekt.annet).contains("1.10"));
    assert!(json::to_string(&Json::Number("1 2".to_owned())).is_err());
    let error = json::to_string(&Inntekt { annet: Some(Json::Number(String::new())), ..Inntekt::default() });
    assert_eq!(error.unwrap_err().to_string(), "a number that is none in annet");
}

#[test]
fn roots_have_names() {
    assert_eq!((Melding::NAME, Melding::NAMESPACE), ("melding", Some(crate::types::NAMESPACE)));
}

#[test]
fn a_record_may_have_hundreds_of_members() {
    let members: Vec<String> = (0..400).map(|n| format!("\"f{n}\":{n}")).collect();
    let document = format!("{{{}}}", members.join(","));
    assert_eq!(round_trip::<Wide>(&document), document);
    let backwards: Vec<String> = members.iter().rev().cloned().collect();
    assert_eq!(round_trip::<Wide>(&format!("{{{}}}", backwards.join(","))), document);
    let twice = format!("{{{},\"f399\":1}}", members.join(","));
    assert!(json::from_str::<Wide>(&twice).unwrap_err().is_duplicate());
}
