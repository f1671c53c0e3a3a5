//! What `validate` finds, shape by shape: each rule once kept and once broken, and where it is found.
#![cfg(feature = "validate")]

use skatteetaten::json::Json;
use skatteetaten::{
    Aar, Base64, Dato, Decimal, Facet, Finding, HexBytes, Map, Rule, Rules, Tidspunkt, UnknownValue, UnknownVariant,
    Validate, Value, json, reads, rules,
};

static TEKST: Rules = Rules::new(&[Facet::MinLength(2), Facet::MaxLength(4)]);
static KODE: Rules = Rules::new(&[Facet::Base(&TEKST), Facet::MaxLength(3), Facet::Pattern("^(?:[a-zæøå]+)$")]);

#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
enum Grad {
    Lav,
    Unknown(UnknownValue),
}

skatteetaten::open_enum! { Grad as "Grad" { Lav = "lav" } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
enum Verdi {
    Tall(Decimal),
    Tekst(String),
    Post(Box<Post>),
    Unknown(UnknownVariant),
}

skatteetaten::union! {
    Verdi as "Verdi" untagged { Tall, Tekst, Post }
    check { "Tall": rules![MaxInclusive("10")], "Tekst": &TEKST }
}

#[derive(Clone, Debug, PartialEq, Default)]
struct Koder(Vec<String>);

skatteetaten::list! { Koder as "Koder" of element("kode").at_most(2).check(&KODE) }

#[derive(Clone, Debug, PartialEq, Default)]
struct Post {
    grad: Option<Grad>,
    navn: Vec<String>,
    verdi: Option<Box<Verdi>>,
    koder: Option<Koder>,
    del: Vec<Post>,
    a: Option<i64>,
    b: Option<i64>,
    c: Vec<i64>,
    fritt: Option<Json>,
    rest: Map<String>,
}

skatteetaten::record! {
    Post as "Post" {
        0 => grad: element("grad"),
        1 => navn: element("navn").required().list().at_least(1).at_most(2).check(&TEKST),
        2 => verdi: element("verdi"),
        3 => koder: element("koder"),
        4 => del: element("del").list().at_least(2),
        5 => a: element("a"),
        6 => b: element("b"),
        7 => c: element("c").list(),
        8 => fritt: element("fritt"),
        9 => rest: rest("rest").check(&TEKST),
    }
    choice at_most_one { [5 6] [5 7] }
}

#[derive(Clone, Debug, PartialEq, Default)]
struct Valg {
    paakrevd: Option<i64>,
    x: Option<i64>,
    y: Option<i64>,
    kart: Option<Map<Map<String>>>,
}

skatteetaten::record! {
    Valg as "Valg" {
        0 => paakrevd: element("paakrevd").required(),
        1 => x: element("x"),
        2 => y: element("y"),
        3 => kart: element("kart").check(&TEKST),
    }
    choice exactly_one { [1] [2] }
    choice at_least_one { [1] [3] }
}

fn found(value: &impl Value) -> Vec<String> {
    told(value.validate().map_err(|findings| findings.into_iter().collect()))
}

fn by<V: Value>(value: &V, rules: &'static Rules) -> Vec<Rule> {
    value.validate_by(rules).err().into_iter().flatten().map(|finding| finding.rule()).collect()
}

fn told(result: Result<(), Vec<Finding>>) -> Vec<String> {
    result.err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

fn post(members: &str) -> Vec<String> {
    let separator = if members.is_empty() { "" } else { "," };
    found(&json::from_str::<Post>(&format!("{{\"navn\":[\"Kari\"]{separator}{members}}}")).unwrap())
}

#[test]
fn a_value_that_keeps_to_the_document() {
    let members = r#""grad":"lav","verdi":"ja","koder":["ab","å"],"c":[1],"fritt":{"x":1},"annet":"ja","koder2":"nei""#;
    assert_eq!(post(members), ["koder[1]: length 1 where at least 2 is allowed"], "a base's rules hold as well");
    assert_eq!(post(r#""grad":"lav","verdi":10,"koder":["ab","øå"],"a":1,"b":2,"annet":"ja""#), [""; 0]);
    assert_eq!(post(""), [""; 0]);
}

#[test]
fn numbers_of_items() {
    assert_eq!(found(&Post::default()), ["navn: number of items 0 where at least 1 is allowed"]);
    let many = Post { navn: vec!["Kari".to_owned(); 3], ..Post::default() };
    assert_eq!(found(&many), ["navn: number of items 3 where at most 2 is allowed"]);
    // A list that need not be there may be empty, but not too short.
    assert_eq!(post(r#""del":[]"#), [""; 0]);
    assert_eq!(post(r#""del":[{"navn":["Ola"]}]"#), ["del: number of items 1 where at least 2 is allowed"]);
    assert_eq!(post(r#""koder":["ab","cd","ef"]"#), ["koder: number of items 3 where at most 2 is allowed"]);
}

#[test]
fn paths_lead_through_lists_maps_and_unions() {
    let del = r#"{"navn":["O"],"verdi":{"navn":["Ola","Kari Nord"],"annet":"e"}}"#;
    assert_eq!(
        post(&format!(r#""del":[{{"navn":["Ola"]}},{del}],"annet":"for langt","koder":["xyz","X9"]"#)),
        [
            "koder[1]: does not match the pattern ^(?:[a-zæøå]+)$",
            "del[1].navn[0]: length 1 where at least 2 is allowed",
            "del[1].verdi.navn[1]: length 9 where at most 4 is allowed",
            "del[1].verdi.*: length 1 where at least 2 is allowed",
            "*: length 9 where at most 4 is allowed",
        ]
    );
    let valg = json::from_str::<Valg>(r#"{"paakrevd":1,"x":1,"kart":{"hemmelig":{"nøkkel":"e"}}}"#).unwrap();
    assert_eq!(found(&valg), ["kart.*.*: length 1 where at least 2 is allowed"]);
    let koder = Koder(vec!["ABC".to_owned()]);
    assert_eq!(found(&koder), ["[0]: does not match the pattern ^(?:[a-zæøå]+)$"]);
}

#[test]
fn what_is_not_known() {
    assert_eq!(post(r#""grad":"skyhøy""#), ["grad: not one of the known values"]);
    assert_eq!(post(r#""verdi":true"#), ["verdi: not a value of its type"]);
    assert_eq!(post(r#""verdi":10.1"#), ["verdi: greater than 10"]);
    assert_eq!(post(r#""verdi":"e""#), ["verdi: length 1 where at least 2 is allowed"]);
}

#[test]
fn choices() {
    let both = ["more than one branch of a choice is present"];
    assert_eq!(post(r#""a":1,"b":2"#), [""; 0]);
    assert_eq!(post(r#""a":1,"c":[2]"#), [""; 0]);
    assert_eq!(post(r#""b":1,"c":[2]"#), both);
    assert_eq!(post(r#""a":1,"b":1,"c":[2]"#), both);
    let valg = |members: &str| found(&json::from_str::<Valg>(&format!("{{\"paakrevd\":1{members}}}")).unwrap());
    let none = "no branch of a choice is present";
    assert_eq!(valg(r#","x":1"#), [""; 0]);
    assert_eq!(valg(r#","x":1,"kart":{}"#), [""; 0], "branches that do not exclude each other");
    assert_eq!(valg(""), [none, none]);
    assert_eq!(valg(r#","x":1,"y":1"#), both);
    assert_eq!(found(&Valg { x: Some(1), ..Valg::default() }), ["paakrevd: a required member is absent"]);
}

/// A rule, texts that keep to it and texts that do not.
macro_rules! rows {
    ($type:ty: $($facets:tt => $good:expr, $bad:expr, $rule:ident;)*) => {
        $(
            static RULES: &Rules = rules! $facets;
            for good in $good {
                let value: $type = good.parse().unwrap();
                assert_eq!(by(&value, RULES), [], "{good} keeps to {}", stringify!($facets));
            }
            for bad in $bad {
                let value: $type = bad.parse().unwrap();
                assert_eq!(by(&value, RULES), [Rule::$rule], "{bad} goes against {}", stringify!($facets));
            }
        )*
    };
}

macro_rules! each {
    ($name:ident, $type:ty: $($facets:tt => $good:expr, $bad:expr, $rule:ident;)*) => {
        #[test]
        fn $name() {
            $({ rows! { $type: $facets => $good, $bad, $rule; } })*
        }
    };
}

each! { facets_of_texts, String:
    [Length(3)] => ["abc", "æøå"], ["ab", "abcd", ""], Length;
    [MinLength(1)] => ["a"], [""], MinLength;
    [MaxLength(2)] => ["øå", "", "🦀🦀"], ["abc"], MaxLength;
    [Pattern("^(?:[0-9]{2})$")] => ["12"], ["1", "123", "12\n"], Pattern;
    [Pattern("[0-9]")] => ["a1b"], ["ab"], Pattern;
    [Values(&["a", "b"])] => ["a"], ["c", ""], Enumeration;
    [Fixed("NOK")] => ["NOK"], ["nok", "NOK "], Fixed;
    [Collapse, MaxLength(3)] => ["  a \t b \n"], ["a  b  c"], MaxLength;
    [Replace, Pattern("^(?:a b)$")] => ["a\nb", "a b"], ["a  b"], Pattern;
    [Base(rules![Collapse]), Preserve, MaxLength(1)] => ["a"], [" a"], MaxLength;
    [Base(rules![Collapse]), MaxLength(1)] => [" a "], ["a b"], MaxLength;
    [MinItems(2)] => ["a b", " a\tb c "], ["a", ""], MinItems;
    [MaxItems(2)] => ["a b", ""], ["a b c"], MaxItems;
    [Items(rules![MaxLength(2)])] => ["ab c", ""], ["ab abc"], MaxLength;
    [Items(rules![Reads(reads::<i64>)])] => ["1 -2", ""], ["1 to"], Type;
}

each! { facets_of_numbers, Decimal:
    [MinInclusive("0")] => ["0", "-0", "0.01"], ["-0.01"], MinInclusive;
    [MinExclusive("0")] => ["0.0000000000000000000000000001"], ["0.00", "-1"], MinExclusive;
    [MaxInclusive("99.5")] => ["99.50", "-1000"], ["99.5000000000000000000000001"], MaxInclusive;
    [MaxExclusive("1e2")] => ["99.9"], ["100", "100.0"], MaxExclusive;
    [TotalDigits(4)] => ["12.34", "9999", "-99.99", "1.50000"], ["123.45", "10000"], TotalDigits;
    [FractionDigits(2)] => ["1", "1.25", "1.2500"], ["1.255"], FractionDigits;
    [MultipleOf("0.05")] => ["0", "1.15", "-2"], ["1.01"], MultipleOf;
    [Fixed("1.0")] => ["1", "1.00"], ["1.01"], Fixed;
    [Base(rules![MaxInclusive("100")]), MaxInclusive("10")] => ["10"], ["11", "101"], MaxInclusive;
    [Base(rules![MaxInclusive("10")]), MaxExclusive("100")] => ["10"], ["11"], MaxInclusive;
}

// Both rules of an upper bound are one aspect: the narrower says it.
#[test]
fn of_two_steps_the_first_that_is_broken_is_told() {
    let outer: &'static Rules = rules![Base(rules![MaxInclusive("100")]), MaxExclusive("10")];
    let findings = Decimal::from(1000).validate_by(outer).unwrap_err();
    assert_eq!(findings.to_string(), "not less than 10");
    assert_eq!(findings.iter().next().unwrap().limit().as_deref(), Some("10"));
}

each! { facets_of_whole_numbers, i64:
    [MaxInclusive("18446744073709551615")] => ["9223372036854775807"], [""; 0], MaxInclusive;
    [MinInclusive("-128")] => ["-128"], ["-129", "-9223372036854775808"], MinInclusive;
    [MultipleOf("7")] => ["49", "0", "-7"], ["50"], MultipleOf;
    [TotalDigits(3)] => ["100", "-999"], ["1000"], TotalDigits;
    [Pattern("^(?:[0-9]{4})$")] => ["2024"], ["24"], Pattern;
}

each! { facets_of_dates, Dato:
    [MinInclusive("2024-01-01")] => ["2024-01-01", "2025-06-30"], ["2023-12-31"], MinInclusive;
    [MaxExclusive("2024-01-01Z")] => ["2023-12-31Z", "2023-12-30"], ["2024-01-01Z", "2024-01-01"], MaxExclusive;
    [Pattern("^(?:[^Z]*)$")] => ["2024-01-01"], ["2024-01-01Z"], Pattern;
}

each! { facets_of_points_in_time, Tidspunkt:
    [MaxInclusive("2024-01-01T00:00:00Z")] => ["2024-01-01T01:00:00+01:00"], ["2024-01-01T00:00:00.1Z"], MaxInclusive;
}

each! { facets_of_years, Aar:
    [MinInclusive("1900")] => ["1900", "2024"], ["1899"], MinInclusive;
    [MaxInclusive("2099")] => ["2099"], ["2100"], MaxInclusive;
}

each! { bytes_are_counted_where_the_table_says_so, Base64:
    [Base64, Length(3)] => ["aGVp"], ["aGVpIQ=="], Length;
    [Length(4)] => ["aGVp"], ["aGVpIQ=="], Length;
}

each! { bytes_in_hexadecimal, HexBytes:
    [Hex, MaxLength(1)] => ["ff"], ["ffff"], MaxLength;
    [MaxLength(2)] => ["ff"], ["ffff"], MaxLength;
}

#[test]
fn floating_point_numbers() {
    let bounded: &'static Rules = rules![MinInclusive("-1.5"), MaxInclusive("1e300")];
    for good in [0.0, -1.5, 1e300] {
        assert_eq!(by(&good, bounded), []);
    }
    assert_eq!(by(&f64::INFINITY, bounded), [Rule::MaxInclusive]);
    assert_eq!(by(&f64::NEG_INFINITY, bounded), [Rule::MinInclusive]);
    assert_eq!(by(&1.1e300, bounded), [Rule::MaxInclusive]);
    assert_eq!(by(&f64::NAN, bounded), [Rule::MinInclusive, Rule::MaxInclusive]);
}

#[test]
fn booleans_have_two_spellings() {
    assert_eq!(by(&true, rules![Fixed("1")]), []);
    assert_eq!(by(&false, rules![Fixed("true")]), [Rule::Fixed]);
}

#[test]
fn no_value_is_told() {
    let secret = "hemmelig-verdi";
    let document = format!(
        r#"{{"navn":["{secret}"],"grad":"{secret}","verdi":"{secret}","koder":["{secret}"],"{secret}":"{secret}"}}"#
    );
    let findings = json::from_str::<Post>(&document).unwrap().validate().unwrap_err();
    assert_eq!(findings.iter().count(), 6);
    for text in [findings.to_string(), format!("{findings:?}"), format!("{findings:#?}")] {
        assert!(!text.contains("hemmelig"), "{text}");
    }
}

/// Values of many kinds against rules of every kind: none fits all, and nothing may panic.
#[test]
fn rules_for_another_kind_of_value_do_no_harm() {
    static ALL: Rules = Rules::new(&[
        Facet::Base64,
        Facet::Hex,
        Facet::Collapse,
        Facet::Length(0),
        Facet::MinLength(u64::MAX),
        Facet::MaxLength(0),
        Facet::Pattern("("),
        Facet::Pattern(""),
        Facet::Values(&[]),
        Facet::Fixed(""),
        Facet::MinInclusive("9e999999999999999999999"),
        Facet::MaxInclusive("-1e9223372036854775807"),
        Facet::MinExclusive("P9999999999Y"),
        Facet::MaxExclusive("2024-13-45"),
        Facet::TotalDigits(0),
        Facet::FractionDigits(0),
        Facet::MultipleOf("0"),
        Facet::MultipleOf("tekst"),
        Facet::MinItems(u64::MAX),
        Facet::MaxItems(0),
        Facet::Items(rules![Reads(reads::<i64>), MinInclusive("P1D")]),
    ]);
    let texts = [
        "",
        " ",
        "0",
        "-0.0",
        "1e9223372036854775807",
        "-1e-9223372036854775808",
        "INF",
        "-INF",
        "NaN",
        "true",
        "P1Y",
        "-P9999Y",
        "PT0S",
        "9999-12-31T24:00:00-14:00",
        "-9999-01-01",
        "24:00:00",
        "9999",
        "-9999",
        "2024-02",
        "ÿ\u{0}\u{10ffff}",
        "aGVp",
        "(",
        "....",
        "e",
        "1e",
        "+",
        "\u{85}\u{a0}",
    ];
    for text in texts {
        let _ = text.to_owned().validate_by(&ALL);
        // Each text as a limit, too.
        for limit in texts {
            let facets =
                [Facet::MinInclusive(limit), Facet::MaxExclusive(limit), Facet::MultipleOf(limit), Facet::Fixed(limit)];
            let rules: &'static Rules = Box::leak(Box::new(Rules::new(Box::leak(Box::new(facets)))));
            let _ = text.to_owned().validate_by(rules);
        }
    }
    for number in [0, 1, -1, i64::MAX, i64::MIN] {
        let _ = number.validate_by(&ALL);
        let _ = Decimal::from(number).validate_by(&ALL);
    }
    for number in [0.0, f64::MIN_POSITIVE, f64::MAX, f64::INFINITY, f64::NAN] {
        let _ = number.validate_by(&ALL);
    }
}
