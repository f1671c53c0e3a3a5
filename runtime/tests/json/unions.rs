//! Unions: by a member, by `xsi:type`, untagged.

use skatteetaten::json;

use crate::types::{Fond, Konto, Spesifisering, Utvidet, Verdi, Verdier};
use crate::{error, round_trip};

#[test]
fn the_member_tells_the_variant_wherever_it_stands() {
    for document in [r#"{"type":"konto","nummer":1}"#, r#"{"nummer":1,"x":[{}],"type":"konto"}"#] {
        let value: Spesifisering = json::from_str(document).unwrap();
        assert!(matches!(&value, Spesifisering::Konto(konto) if konto.nummer == Some(1)));
        assert_eq!(json::to_string(&value).unwrap(), r#"{"nummer":1,"type":"konto"}"#);
    }
}

#[test]
fn the_union_writes_the_member_that_the_variant_does_not_have() {
    // The map of other members does not swallow it either.
    let document = r#"{"type":"fond","navn":"x","a":1}"#;
    let value: Spesifisering = json::from_str(document).unwrap();
    assert!(matches!(&value, Spesifisering::Fond(fond) if fond.rest.len() == 1));
    assert_eq!(json::to_string(&value).unwrap(), document);
    // Nor does a map without a union around it lose one.
    assert_eq!(json::to_string(&Fond::default()).unwrap(), "{}");
}

#[test]
fn the_variant_decides_what_the_member_says() {
    let konto = Konto::default();
    let value = Spesifisering::Konto(Box::new(konto.clone()));
    assert_eq!(json::to_string(&value).unwrap(), r#"{"type":"konto"}"#);
    assert_eq!(json::to_string(&konto).unwrap(), "{}");
}

#[test]
fn unknown_variants_come_back_as_they_were() {
    for (document, tag) in
        [(r#"{"type":"ny","x":[1.10, {}]}"#, Some("ny")), (r#"{"x":1}"#, None), (r#"{"type":5}"#, None), ("{}", None)]
    {
        let value: Spesifisering = json::from_str(&format!(" {document} ")).unwrap();
        let Spesifisering::Unknown(unknown) = &value else { panic!("{document}") };
        assert_eq!(unknown.tag(), tag);
        assert_eq!(json::to_string(&value).unwrap(), document);
    }
    let value: Spesifisering = json::from_str(r#"{"type":"ny","fnr":"01017012345"}"#).unwrap();
    assert_eq!(format!("{value:?}"), r#"Unknown(UnknownVariant { tag: Some("ny"), .. })"#);
}

#[test]
fn a_wrong_value_inside_a_variant_is_an_error_with_its_path() {
    assert_eq!(
        error::<Spesifisering>(r#"{"type":"konto","nummer":"x"}"#),
        "expected a whole number, found a string at nummer (line 1, column 26)"
    );
    assert_eq!(error::<Spesifisering>("[]"), "expected an object, found a list (line 1, column 1)");
    assert_eq!(
        error::<Spesifisering>(r#"{"type":"konto","type":"fond"}"#),
        "the member occurs twice at type (line 1, column 17)"
    );
}

#[test]
fn xsi_type_is_a_member_in_json() {
    let document = r#"{"xsi:type":"Konto","nummer":1}"#;
    assert_eq!(round_trip::<Utvidet>(document), document);
    assert_eq!(round_trip::<Utvidet>(r#"{"nummer":1,"xsi:type":"ns:Konto"}"#), document);
    let unknown = r#"{"xsi:type":"Ny","a":1}"#;
    assert_eq!(round_trip::<Utvidet>(unknown), unknown);
}

#[test]
fn untagged_takes_the_first_that_knows_every_member() {
    let read = |document: &str| json::from_str::<Verdi>(document).unwrap();
    assert!(matches!(read(r#"{"nummer":1}"#), Verdi::Konto(_)));
    // A Konto could be read here too, but would lose a member.
    assert!(matches!(read(r#"{"antall":1}"#), Verdi::Loennsinntekt(_)));
    // Neither knows every member: the first that can be read.
    assert!(matches!(read(r#"{"antall":1,"nytt":2}"#), Verdi::Konto(_)));
    assert!(matches!(read("1.10"), Verdi::Tall(_)));
    assert!(matches!(read("\"2024-01-01\""), Verdi::Dato(_)));
    assert!(matches!(read("[1,[2]]"), Verdi::Indre(_)));
    for document in ["\"tekst\"", "true", "null", r#"{"nummer":"x","antall":"y"}"#] {
        let value = read(document);
        assert!(matches!(value, Verdi::Unknown(_)), "{document}");
        assert_eq!(json::to_string(&value).unwrap(), document);
    }
    assert_eq!(
        round_trip::<Verdier>(r#"[1.10,{"antall":1,"sats":null},["x"]]"#),
        r#"[1.10,{"antall":1,"sats":null},["x"]]"#
    );
}

#[test]
fn untagged_does_not_hide_what_is_malformed() {
    assert!(json::from_str::<Verdi>(r#"{"nummer":1"#).unwrap_err().is_truncated());
    assert!(json::from_str::<Verdi>(r#"{"nummer":"x","antall":}"#).unwrap_err().is_malformed());
}

#[test]
fn untagged_unions_inside_each_other_do_not_take_for_ever() {
    // Each level is tried by several variants, all of which fail at the innermost value.
    let document = format!("{}\"x{}\"{}", "[".repeat(100), "y".repeat(100), "]".repeat(100));
    let started = std::time::Instant::now();
    let _ = json::from_str::<Verdi>(&document);
    assert!(started.elapsed().as_secs() < 5);
}
