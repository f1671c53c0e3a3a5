//! Our types inside the caller's own serde types.

use serde::{Deserialize, Serialize};
use skatteetaten::{Aar, Dato, Decimal, Map, Personidentifikator};

use crate::types::{Grad, Inntekt, Melding, Spesifisering, Tabell};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Konvolutt {
    id: u32,
    innhold: Inntekt,
    flere: Vec<Inntekt>,
    grad: Option<Grad>,
    aar: Aar,
}

#[test]
fn amounts_stay_exact_through_serde_json() {
    let document = r#"{"id":1,"innhold":{"beloep":12345678901234567.89},"flere":[{"beloep":1.10,"avvik":[100.0]}],"grad":"ny","aar":2024}"#;
    let konvolutt: Konvolutt = serde_json::from_str(document).unwrap();
    assert_eq!(konvolutt.innhold.beloep, Some(Decimal::new(1_234_567_890_123_456_789, 2)));
    assert_eq!(serde_json::to_string(&konvolutt).unwrap(), document);
    let from_reader: Konvolutt = serde_json::from_reader(document.as_bytes()).unwrap();
    assert_eq!(from_reader, konvolutt);
    let inntekt: Inntekt = serde_json::from_str(r#"{"beloep":12345678901234567.89}"#).unwrap();
    assert_eq!(serde_json::to_string(&inntekt).unwrap(), r#"{"beloep":12345678901234567.89}"#);
    assert!(serde_json::to_string_pretty(&konvolutt).unwrap().contains("12345678901234567.89"));
}

#[test]
fn values_of_serde_json_work_too() {
    let value = serde_json::json!({"personidentifikator": "17912099997", "inntekt": [{"antall": 3}], "merknad": []});
    let melding: Melding = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(melding.inntekt[0].antall, Some(3));
    assert_eq!(serde_json::to_value(&melding).unwrap(), value);
}

#[test]
fn every_kind_of_type_is_serde() {
    fn round_trip<T: Serialize + for<'de> Deserialize<'de>>(document: &str) {
        let value: T = serde_json::from_str(document).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), document);
        let value: T = serde_json::from_value(serde_json::from_str(document).unwrap()).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), document);
    }
    round_trip::<Tabell>("[[1,2],[]]");
    round_trip::<Spesifisering>(r#"{"type":"ny","x":1}"#);
    round_trip::<Grad>("\"avvisning\"");
    round_trip::<Dato>("\"19981221\"");
    round_trip::<Aar>("2024");
    round_trip::<Aar>("\"2024\"");
    round_trip::<Personidentifikator>("\"01017012345\"");
    round_trip::<Personidentifikator>("1017012345");
    round_trip::<Map<Inntekt>>(r#"{"a":{"antall":1}}"#);
    round_trip::<skatteetaten::json::Json>(r#"{"b":1,"c":[null]}"#);
}

#[test]
fn errors_of_serde_name_the_path() {
    let error = serde_json::from_str::<Konvolutt>(r#"{"id":1,"innhold":{"beloep":"hemmelig"}}"#).unwrap_err();
    assert!(error.to_string().starts_with("expected a number, found a string at beloep"), "{error}");
    let error = serde_json::from_str::<Dato>("\"hemmelig\"").unwrap_err();
    assert!(!error.to_string().contains("hemmelig"), "{error}");
}
