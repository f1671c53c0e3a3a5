//! Each construct of both dialects against values that match and values that do not; XML Schema's against xmllint too.

use std::io::Write as _;
use std::process::{Command, Stdio};

use regex::Regex;

use super::names::{BLOCKS, is_category};
use super::{Unsupported, translate, translate_one};
use crate::model::Language;

/// A pattern, values that match it and values that do not.
type Row = (&'static str, &'static [&'static str], &'static [&'static str]);

const XSD: &[Row] = &[
    ("", &[""], &["a"]),
    ("abc", &["abc"], &["xabc", "abcx", "abc\n", "ab"]),
    ("a|b|", &["a", "b", ""], &["ab"]),
    ("([0-9]){4}", &["2024"], &["202", "20245", "２０２４"]),
    ("[HUKLhukl]{1}[0-9]{4}", &["H0512", "k0000"], &["A0512", "H051"]),
    ("[A-Z]{2}[0-9A-Z]{9}[0-9]{1}", &["NO00100300X5"], &["no00100300X5"]),
    ("a{2,3}b*c+d?", &["aabccd", "aaac"], &["ac", "aaaac"]),
    ("a{2,}", &["aa", "aaaaa"], &["a"]),
    ("a{0}b", &["b"], &["ab"]),
    ("^a$", &["^a$"], &["a"]),
    (".", &["a", "ø", "$", " "], &["", "\n", "\r", "ab"]),
    (r"\.\?\*\+\(\)\|\[\]\{\}\\\-\^", &[r".?*+()|[]{}\-^"], &["."]),
    (r"\d", &["0", "٣"], &["a", "½"]),
    (r"\D", &["a", " "], &["7"]),
    (r"\s\S", &[" a", "\tø"], &["a ", "  "]),
    (r"\w+", &["aø1", "ß"], &["a b", "-", ".", "\u{a0}"]),
    (r"\W", &["-", " ", "."], &["a", "1"]),
    (r"\i\c*", &["a-b.c", "_x", "øre", ":a"], &["-a", "1a", "a b", ""]),
    (r"\I\C", &["1 ", "-/"], &["a ", "1a"]),
    (r"[\i-[:]][\c-[:]]*", &["navn", "_a-1"], &["a:b", ":a", "1"]),
    ("[a-z-[aeiou]]", &["b", "z"], &["a", "u", "-", "B"]),
    ("[^a-z-[0-9]]", &["A", "ø", "-"], &["a", "5"]),
    ("[a-z-[b-y-[m]]]", &["a", "m", "z"], &["b", "n"]),
    ("[-a]", &["-", "a"], &["b"]),
    ("[a-]", &["-", "a"], &["b"]),
    ("[^-]", &["a"], &["-"]),
    (r"[\]\[^]", &["]", "[", "^"], &["a"]),
    (r"[a&&b]+", &["a&b"], &["c"]),
    (r"[~a]+", &["~~", "a"], &["b"]),
    (r"[\d\s]+", &["1 2"], &["a"]),
    (r"[^\d]", &["a"], &["1"]),
    (r"[\S]", &["a"], &[" "]),
    (r"\p{Lu}\p{Ll}+", &["Åse"], &["åse", "ÅSE"]),
    (r"\P{L}", &["1"], &["a"]),
    (r"[\P{L}x]+", &["1x"], &["a"]),
    (r"\p{IsBasicLatin}+", &["abc~"], &["ø"]),
    (r"\P{IsBasicLatin}", &["ø"], &["a"]),
    (r"[\p{IsLatin-1Supplement}a]+", &["øa"], &["b", "ā"]),
    (r"\n\r\t", &["\n\r\t"], &["nrt"]),
    ("(a(b|c))+", &["abac", "ab"], &["aab", ""]),
    ("#&<>-/~", &["#&<>-/~"], &["#"]),
    ("x y", &["x y"], &["xy"]),
];

const ECMA: &[Row] = &[
    ("", &["", "a"], &[]),
    ("abc", &["xabcx"], &["ab"]),
    ("^[0-9]+$", &["12"], &["12\n", "a12", ""]),
    ("^a|b$", &["ax", "xb"], &["xa", "bx"]),
    (r"^\d{4}-\d{2}$", &["2024-01"], &["２０２４-01"]),
    (r"^\w+$", &["a_1"], &["ø", "a b"]),
    (r"^\s\S$", &["\u{feff}a", "\u{a0}b"], &["ab"]),
    (r"^\W\D$", &["øa"], &["aa", "-1"]),
    ("^.$", &["a", "ø"], &["\n", "\u{2028}"]),
    (r"\bskatt\b", &["en skatt her"], &["skatter"]),
    (r"^\/\.\-\$$", &["/.-$"], &["x"]),
    (r"^[\w.-]+@[\b/]$", &["a.b-c@/"], &["a@b"]),
    (r"^\x41\u0042\u{43}\0\t\v\f$", &["ABC\0\t\u{b}\u{c}"], &["ABC"]),
    ("^(?:a|b)(?<navn>c)(d)$", &["acd"], &["cd"]),
    ("^a+?b*?c{1,2}?$", &["aabcc"], &["ccc"]),
    ("^{a}$", &["{a}"], &["a"]),
    ("^a{,2}$", &["a{,2}"], &["aa"]),
    ("^[[&&~~-]+$", &["[&~-"], &["a"]),
    ("^[^]$", &["a", "\n"], &[]),
    ("[]", &[], &["", "a"]),
    (r"^[a-\d]+$", &["a-1"], &["b"]),
    (r"^\p{Lu}\P{L}$", &["Å1"], &["å1"]),
    (r"^]}$", &["]}"], &["]"]),
];

#[test]
fn constructs_match_what_they_should() {
    for (rows, language) in [(XSD, Language::XmlSchema), (ECMA, Language::JsonSchema)] {
        for (pattern, good, bad) in rows {
            let translated = translate(&[(*pattern).to_owned()], language);
            let [translated] = translated.as_slice() else { panic!("{pattern} gives nothing") };
            let regex = Regex::new(translated).unwrap();
            for value in *good {
                assert!(regex.is_match(value), "{pattern} → {translated} does not match {value:?}");
            }
            for value in *bad {
                assert!(!regex.is_match(value), "{pattern} → {translated} matches {value:?}");
            }
        }
    }
}

#[test]
fn patterns_of_one_step_are_alternatives_in_a_schema() {
    let patterns = ["a|b".to_owned(), "c".to_owned()];
    assert_eq!(translate(&patterns, Language::XmlSchema), ["^(?:a|b|c)$"]);
    assert_eq!(translate(&patterns, Language::JsonSchema), ["a|b", "c"]);
    // An alternative that is not known may be the one that matches.
    assert!(translate(&["a".to_owned(), "(".to_owned()], Language::XmlSchema).is_empty());
    assert_eq!(translate(&["a".to_owned(), "(".to_owned()], Language::JsonSchema), ["a"]);
    assert!(translate(&[], Language::XmlSchema).is_empty());
}

#[test]
fn what_cannot_be_checked_is_told() {
    let deep = format!("{}{}", "(".repeat(100), ")".repeat(100));
    for pattern in [
        "(",
        ")",
        "[",
        "[]",
        "a**",
        "*",
        "{1}",
        "a{",
        "a{,2}",
        "a{x}",
        "a]",
        r"\",
        r"\p",
        r"\p{Xx}",
        r"\p{IsMars}",
        r"\q",
        "[b-a]",
        "[a-z-[b]c]",
        "[a[b]]",
        "(?:a)",
        "(?i)a",
        "a{2,1}",
        &deep,
    ] {
        let error = translate_one(pattern, Language::XmlSchema).unwrap_err();
        assert!(matches!(error, Unsupported::Malformed(_)), "{pattern}: {error}");
    }
    for pattern in ["(?=a)", "(?!a)", "(?<=a)", "(?<!a)", r"(a)\1", r"\k<a>", r"\B"] {
        let error = translate_one(pattern, Language::JsonSchema).unwrap_err();
        assert!(matches!(error, Unsupported::Unsupported(_)), "{pattern}: {error}");
    }
    for pattern in ["(", ")", "[", "*", "(?i)a", r"\q", r"\uD800", r"\u12", r"\p{<}", "[b-a]", &deep] {
        let error = translate_one(pattern, Language::JsonSchema).unwrap_err();
        assert!(matches!(error, Unsupported::Malformed(_)), "{pattern}: {error}");
    }
    for language in [Language::XmlSchema, Language::JsonSchema] {
        assert_eq!(translate_one("((a{1000}){1000}){1000}", language), Err(Unsupported::TooLarge));
    }
}

#[test]
fn tables_are_sorted() {
    assert!(BLOCKS.is_sorted_by(|a, b| a.0 < b.0));
    assert!(BLOCKS.iter().all(|(_, first, last)| first < last));
    assert!(is_category("L") && is_category("Nd") && !is_category("Lx") && !is_category("") && !is_category("Ndx"));
}

/// Where libxml2 errs: it subtracts once, and reads `\P` in a class as `\p`.
const NOT_XMLLINT: &[&str] = &["[a-z-[b-y-[m]]]", r"[\P{L}x]+"];

/// The same rows, judged by another implementation: a schema with a type for each pattern, and an instance for each value.
#[test]
fn xmllint_agrees() {
    let xmllint = |arguments: &[&str], input: &str| {
        let mut command = Command::new("xmllint");
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().ok()?;
        child.stdin.take()?.write_all(input.as_bytes()).ok()?;
        child.wait_with_output().ok()
    };
    if xmllint(&["--version"], "").is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let schema = folder.path().join("schema.xsd");
    let mut types = String::new();
    let mut values = Vec::new();
    for (number, (pattern, good, bad)) in XSD.iter().enumerate().filter(|(_, row)| !NOT_XMLLINT.contains(&row.0)) {
        types.push_str(&format!(
            "<xs:element name='p{number}'><xs:simpleType><xs:restriction base='xs:string'><xs:pattern value='{}'/>\
             </xs:restriction></xs:simpleType></xs:element>",
            escaped(pattern)
        ));
        let verdicts = good.iter().map(|value| (value, true)).chain(bad.iter().map(|value| (value, false)));
        values.extend(verdicts.map(|(value, valid)| (number, *pattern, *value, valid)));
    }
    let text = format!("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>{types}</xs:schema>");
    std::fs::write(&schema, text).unwrap();
    let mut differing = Vec::new();
    for (number, pattern, value, valid) in values {
        let instance = format!("<p{number}>{}</p{number}>", escaped(value));
        let path = schema.to_str().unwrap();
        let output = xmllint(&["--nonet", "--noout", "--schema", path, "-"], &instance).unwrap();
        // 3 is an invalid document; anything else is about the schema.
        match output.status.code() {
            Some(0) if valid => {}
            Some(3) if !valid => {}
            code => {
                differing.push(format!("{pattern} {value:?}: {code:?} {}", String::from_utf8_lossy(&output.stderr)));
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

fn escaped(text: &str) -> String {
    let escape = |c: char| match c {
        '\n' | '\r' | '\t' | '&' | '<' | '\'' => format!("&#{};", u32::from(c)),
        c => c.to_string(),
    };
    text.chars().map(escape).collect()
}
