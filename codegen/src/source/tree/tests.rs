use super::*;

fn read(text: &str) -> (Option<Node>, Vec<String>) {
    read_with(text, &Limits::default())
}

/// The tree and the findings as `code line:column`.
fn read_with(text: &str, limits: &Limits) -> (Option<Node>, Vec<String>) {
    let source = Source::from_bytes("t", text.as_bytes(), limits).expect("the test text is a source");
    let mut sink = Sink::default();
    let node = parse(&source, limits, &mut sink);
    let findings = sink.into_diagnostics().into_iter().map(|d| {
        let (line, column) = d.location.position.unwrap_or_default();
        format!("{} {line}:{column}", d.code.id)
    });
    (node, findings.collect())
}

/// The tree as compact JSON, numbers as written.
fn show(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(b) => b.to_string(),
        Value::Number(n) => n.clone(),
        Value::String(s) => format!("{s:?}"),
        Value::Sequence(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(",")),
        Value::Mapping(mapping) => {
            let members: Vec<_> = mapping.iter().map(|(key, entry)| format!("{key:?}:{}", show(&entry.node))).collect();
            format!("{{{}}}", members.join(","))
        }
    }
}

fn good(text: &str) -> String {
    let (node, findings) = read(text);
    assert_eq!(findings, Vec::<String>::new(), "{text}");
    show(&node.expect("a tree"))
}

#[test]
fn yaml_and_json_give_one_tree() {
    let yaml = "a:\n  - 1\n  - \"1\"\n  - true\n  - ~\nb: {c: x y}\n";
    let json = r#"{"a": [1, "1", true, null], "b": {"c": "x y"}}"#;
    assert_eq!(good(yaml), r#"{"a":[1,"1",true,null],"b":{"c":"x y"}}"#);
    assert_eq!(read(yaml).0, read(json).0);
}

#[test]
fn plain_scalars_follow_the_core_schema() {
    for number in ["0", "-12", "+1", "1.5", ".5", "1.", "1e3", "1.5E-3", "0x1F", "0o17", ".inf", "-.INF", ".nan", "007"]
    {
        assert_eq!(read(&format!("a: {number}")).0.and_then(|n| n.get("a").map(|n| n.value.kind())), Some("a number"));
    }
    let texts = ["yes", "no", "on", "2020-01-02", "2020-01", "1_000", "12:30:45", "0b1", "1e", "0x", "nullable", "+"];
    for text in texts {
        assert_eq!(good(&format!("a: {text}")), format!("{{\"a\":\"{text}\"}}"));
    }
    assert_eq!(good("a: 'true'\nb: !!str 12\nc: ! 12\nd: |\n  1\n"), r#"{"a":"true","b":"12","c":"12","d":"1\n"}"#);
}

#[test]
fn keys_are_text_and_have_positions() {
    let (node, _) = read("x:\n  200: a\n  true: b\n  ~: c\n");
    let node = node.unwrap();
    assert_eq!(show(&node), r#"{"x":{"200":"a","true":"b","~":"c"}}"#);
    let entry = node.get("x").and_then(Node::as_mapping).and_then(|m| m.get("true")).unwrap();
    assert_eq!((entry.line, entry.column, entry.node.line, entry.node.column), (3, 3, 3, 9));
    let (node, _) = read("{\"å\": {\n  \"b\" : 1}}");
    let node = node.unwrap();
    assert_eq!((node.line, node.column), (1, 1));
    let inner = node.as_mapping().and_then(|m| m.get("å")).unwrap();
    assert_eq!((inner.line, inner.column, inner.node.column), (1, 2, 7));
    let entry = inner.node.as_mapping().and_then(|m| m.get("b")).unwrap();
    assert_eq!((entry.line, entry.column, entry.node.column), (2, 3, 9));
}

#[test]
fn anchors_aliases_and_merge_keys() {
    assert_eq!(good("a: &x [1, 2]\nb: *x\n"), r#"{"a":[1,2],"b":[1,2]}"#);
    assert_eq!(good("a: &x n\nb: {*x : 1}\n"), r#"{"a":"n","b":{"n":1}}"#);
    let merged = "a: &a {p: 1, q: 2}\nb: &b {q: 3, r: 4}\nc:\n  <<: [*a, *b]\n  p: 0\n";
    assert_eq!(good(merged), r#"{"a":{"p":1,"q":2},"b":{"q":3,"r":4},"c":{"p":0,"q":2,"r":4}}"#);
    assert_eq!(good("\"<<\": 1\n"), r#"{"<<":1}"#);
    assert_eq!(read("a:\n  <<: 1\n").1, ["E0101 2:3"]);
    assert_eq!(read("a:\n  <<: [1]\n").1, ["E0101 2:3"]);
}

#[test]
fn tags_are_ignored_or_understood() {
    assert_eq!(good("a: !!binary aGVp\nb: !egen 1\nc: !egen {d: 1}\n"), r#"{"a":"aGVp","b":1,"c":{"d":1}}"#);
}

#[test]
fn duplicates_are_reported_at_the_second() {
    let (node, findings) = read("a: 1\nb: 2\na: 3\n");
    assert_eq!(findings, ["E0106 3:1"]);
    assert_eq!(show(&node.unwrap()), r#"{"a":1,"b":2}"#);
    let (node, findings) = read("{\"a\": 1,\n \"a\": 2, \"a\": 3}");
    assert_eq!(findings, ["E0106 2:2", "E0106 2:10"]);
    assert_eq!(show(&node.unwrap()), r#"{"a":1}"#);
}

#[test]
fn broken_documents_are_reported_where_they_break() {
    let cases = [
        ("", "E0101 1:1"),
        ("# bare kommentar\n", "E0101 1:1"),
        ("a: 1\n---\nb: 2\n", "E0101 2:1"),
        ("? [a]\n: 1\n", "E0101 1:3"),
        ("a: &x [*x]\n", "E0101 1:8"),
        ("a: *ukjent\n", "E0101 1:4"),
        ("a: [1, 2\n", "E0101 2:1"),
        ("{", "E0101 1:2"),
        ("{\"a\": 1,}", "E0101 1:9"),
        ("{\"a\" 1}", "E0101 1:6"),
        ("{\"a\": 01}", "E0101 1:7"),
        ("{\"a\": .5}", "E0101 1:7"),
        ("{\"a\": +5}", "E0101 1:7"),
        ("{\"a\": 1.}", "E0101 1:7"),
        ("{\"a\": nul}", "E0101 1:7"),
        ("{\"a\": 'b'}", "E0101 1:7"),
        ("{a: 1}", "E0101 1:2"),
        ("{\"a\": \"\\x\"}", "E0101 1:8"),
        ("{\"a\": \"\\ud83d\"}", "E0101 1:8"),
        ("{\"a\": \"b\nc\"}", "E0101 1:9"),
        ("[1] 2", "E0101 1:5"),
        ("[1", "E0101 1:3"),
        ("[\"abc", "E0101 1:6"),
    ];
    for (text, finding) in cases {
        let (node, findings) = read(text);
        assert_eq!(findings, [finding], "{text}");
        assert!(node.is_none(), "{text}");
    }
}

#[test]
fn json_escapes() {
    assert_eq!(good(r#"["\"\\\/\b\f\n\r\t\u00e5\ud83d\ude00"]"#), "[\"\\\"\\\\/\\u{8}\\u{c}\\n\\r\\tå😀\"]");
}

#[test]
fn billion_laughs_and_long_texts_are_stopped() {
    let mut text = "a: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let item = format!("*a{}", level - 1);
        text += &format!("b{level}: &a{level} [{}]\n", [item.as_str(); 10].join(", "));
    }
    assert_eq!(read(&text).1.len(), 1);
    assert!(read(&text).1[0].starts_with("E0104 "));
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), ["*a"; 2000].join(", "));
    assert!(read(&long).1[0].starts_with("E0104 "));
}

#[test]
fn deep_documents_are_stopped() {
    let million = 1_000_000;
    for text in [
        "[".repeat(million),
        "{\"a\":".repeat(million),
        format!("a: {}", "[".repeat(million)),
        format!("a: {}", "{b: ".repeat(million)),
        "- ".repeat(million),
        "? ".repeat(million),
    ] {
        let (node, findings) = read(&text);
        assert!(node.is_none());
        assert!(["E0103", "E0101"].contains(&&findings[0][..5]), "{findings:?}");
    }
    let limits = Limits { depth: 3, ..Limits::default() };
    assert_eq!(read_with("a: [[1]]\n", &limits).1, Vec::<String>::new());
    assert_eq!(read_with("a: [[[1]]]\n", &limits).1, ["E0103 1:6"]);
    assert_eq!(read_with("a: &a [[1]]\nb: [*a]\n", &limits).1, ["E0103 2:5"]);
    assert_eq!(read_with("[[[[1]]]]", &limits).1, ["E0103 1:4"]);
}

#[test]
fn every_cut_of_a_document_is_read_without_a_panic() {
    let yaml =
        "a: &x {b: \"c\\n\", d: [1, 2]}\ne: *x\nf: |\n  æøå\n  tekst\n? g\n: - !!str h\n  - 'i''j'\n<<: *x\n# k\n";
    let json = "{\"a\": [1, -2.5e3, \"\\u00e5\\ud83d\\ude00\"], \"b\": {\"c\": null, \"d\": true}}";
    for text in [yaml, json] {
        for (cut, _) in text.char_indices() {
            let _ = read(&text[..cut]);
            let _ = read(&text[cut..]);
            let _ = read(&format!("{}\0{}", &text[..cut], &text[cut..]));
        }
    }
}
