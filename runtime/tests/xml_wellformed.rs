//! What is XML and what is not: our scanner beside quick-xml's reader and, where it is there, libxml2's `xmllint`.
//!
//! Each row of [`ROWS`] says what we do. Where another reader does not, the row says why; a disagreement that is not
//! explained fails, and so does an explanation of one with quick-xml that is gone.

#![cfg(feature = "xml")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use quick_xml::NsReader;
use quick_xml::events::Event;
use skatteetaten::xml::{self, Any};
use skatteetaten::{Map, record};

/// Takes any content: what is refused is refused as XML.
#[derive(Clone, Debug, PartialEq)]
struct Alt {
    tekst: Option<String>,
    resten: Vec<Any>,
    attributter: Option<Map<String>>,
}

record! {
    Alt as "Alt" {
        0 => tekst: text("tekst"),
        1 => resten: any("resten").list(),
        2 => attributter: other_attributes("attributter"),
    }
}

/// As [`Alt`], and knows nothing of what is in it.
#[derive(Clone, Debug, PartialEq, Default)]
struct Intet {
    tekst: Option<String>,
}

record! {
    Intet as "Intet" {
        0 => tekst: text("tekst"),
    }
}

struct Row {
    text: &'static str,
    /// Whether it is read.
    read: bool,
    /// Why quick-xml does otherwise; empty where it does not.
    quick: &'static str,
    /// Why xmllint does otherwise.
    lint: &'static str,
}

const fn good(text: &'static str) -> Row {
    Row { text, read: true, quick: "", lint: "" }
}

const fn bad(text: &'static str) -> Row {
    Row { text, read: false, quick: "", lint: "" }
}

impl Row {
    const fn quick(mut self, why: &'static str) -> Self {
        self.quick = why;
        self
    }

    const fn lint(mut self, why: &'static str) -> Self {
        self.lint = why;
        self
    }
}

const TOKENS: &str = "quick-xml hands on tokens and leaves it to its caller what may stand where";
const CHARS: &str = "quick-xml does not look at characters";
const NAMES: &str = "quick-xml does not look at names";
const ENTITIES: &str = "a DOCTYPE is refused, so that no entity is ever expanded";
const SPACES: &str = "libxml2 goes on after an error of namespaces";
const LAX_NAMES: &str =
    "beyond ASCII every character is taken as one of a name: told apart it would cost, and harm nobody";

const ROWS: &[Row] = &[
    // Odd, and right.
    good("<a/>"),
    good("<a></a >"),
    good("<a\n/>"),
    good("<a b = 'c' />"),
    good("<a b=\">\" c='/>'/>"),
    good("<a b=\"]]>\"/>"),
    good("<a>></a>"),
    good("<a>]]</a>"),
    good("<a>]]&gt;</a>"),
    good("<a>]] ></a>"),
    good("<a>]]&#x3e;</a>"),
    good("<a><![CDATA[]]]]><![CDATA[>]]></a>"),
    good("<a><![CDATA[<b>&amp;]]></a>"),
    good("<a><!--]]>--></a>"),
    good("<a><?p ]]>?></a>"),
    good("<a><!----></a>"),
    good("<a><!-- <b> & --></a>"),
    good("<a><?p?><?p q?><?xmlish?></a>"),
    good("<?p?><!-- --><a/><!-- --><?p?> \n"),
    good("<a xmlns='urn:a' xmlns:p='urn:a' b='1' p:b='2'/>"),
    good("<p:a xmlns:p='urn:p'><p:a xmlns:p='urn:q'/></p:a>"),
    good("<a xmlns='urn:a'><b xmlns=''/></a>"),
    good("<a xml:lang='nb' xmlns:xml='http://www.w3.org/XML/1998/namespace'/>"),
    good("<a>&lt;&gt;&amp;&apos;&quot;&#65;&#x41;&#x1F600;</a>"),
    good("<a b='&lt;&#10;&#9;'/>"),
    good("<_a.-1 æ='ø'/>"),
    good("<a>\u{e5}\u{1f600}\u{fffd}</a>"),
    good("\u{feff}<a/>"),
    good("<?xml version='1.0'?><a/>"),
    good("<?xml version=\"1.0\" encoding='UTF-8' standalone = 'yes' ?>\n<a/>"),
    // Not well-formed.
    bad("<a>]]></a>").quick(CHARS),
    bad("<a>x]]>y</a>").quick(CHARS),
    bad("<a><b>]]></b></a>").quick(CHARS),
    bad("<a><b>x</b>]]></a>").quick(CHARS),
    bad("<a>]]]></a>").quick(CHARS),
    bad("<a><![CDATA[x]]>]]></a>").quick(CHARS),
    bad("<a><![CDATA[x]></a>"),
    bad("<a><![cdata[x]]></a>"),
    bad("<![CDATA[x]]><a/>").quick(TOKENS),
    bad("<a/><![CDATA[]]>").quick(TOKENS),
    bad("<a>&</a>"),
    bad("<a>& b</a>"),
    bad("<a>&b</a>"),
    bad("<a>&b;</a>"),
    bad("<a>&LT;</a>"),
    bad("<a>&#;</a>"),
    bad("<a>&#x;</a>"),
    bad("<a>&#a;</a>"),
    bad("<a>&#-1;</a>"),
    bad("<a>&#0;</a>"),
    bad("<a>&#1;</a>").quick(CHARS),
    bad("<a>&#xD800;</a>"),
    bad("<a>&#xFFFE;</a>").quick(CHARS),
    bad("<a>&#x110000;</a>"),
    bad("<a b='&c;'/>"),
    bad("<a b='&'/>"),
    bad("<a><c b='&#0;'/></a>"),
    bad("<a b='<'/>").quick(CHARS),
    bad("<a b=c/>"),
    bad("<a b/>"),
    bad("<a b='c"),
    bad("<a b='c' b='d'/>"),
    bad("<a b='c'd='e'/>").quick(CHARS),
    bad("<a xmlns:p='u' xmlns:q='u' p:b='' q:b=''/>")
        .quick("quick-xml compares attributes as they are written")
        .lint(SPACES),
    bad("<a xmlns='u' xmlns='v'/>"),
    bad("<a xmlns:p=''/>").quick("quick-xml does not look at declarations that nothing uses").lint(SPACES),
    bad("<p:a/>").lint(SPACES),
    bad("<a p:b=''/>").lint(SPACES),
    bad("<a xmlns:xmlns='u'/>").lint(SPACES),
    bad("<a xmlns:xml='u'/>").lint(SPACES),
    bad("<a:b:c xmlns:a='u'/>").quick(NAMES).lint(SPACES),
    bad("<:a/>").lint(SPACES),
    bad("<a:/>").lint(SPACES),
    bad("<1/>").quick(NAMES),
    bad("<-a/>").quick(NAMES),
    bad("<a$/>").quick(NAMES),
    bad("< a/>"),
    bad("<a / >"),
    bad("<a/ >"),
    bad("<>"),
    bad("<a"),
    bad("<a>"),
    bad("<a></b>"),
    bad("<a></A>"),
    bad("<a></a b='c'>"),
    bad("</a>"),
    bad("<a/></a>"),
    bad("<a><b></a></b>"),
    bad("<a/><b/>").quick(TOKENS),
    bad("<a/>x").quick(TOKENS),
    bad("x<a/>").quick(TOKENS),
    bad("<a/>&#32;").quick(TOKENS),
    bad("").quick(TOKENS),
    bad(" \n").quick(TOKENS),
    bad("<!-- -->").quick(TOKENS),
    bad("<a><!-- -- --></a>").quick(CHARS),
    bad("<a><!-- ---></a>").quick(CHARS),
    bad("<a><!-></a>"),
    bad("<a><!b></a>"),
    bad("<a><? p?></a>").quick(NAMES),
    bad("<a><??></a>").quick(NAMES),
    bad("<a><?p</a>"),
    bad("<a><?p\"q\"?></a>").quick(NAMES),
    bad("<a><?xml version='1.0'?></a>").quick(TOKENS),
    bad("<a><?XML?></a>").quick(NAMES),
    bad(" <?xml version='1.0'?><a/>").quick(TOKENS),
    bad("<?xml?><a/>").quick(TOKENS),
    bad("<?xml encoding='UTF-8'?><a/>").quick(TOKENS),
    bad("<?xml version='1.0' standalone='yes' encoding='UTF-8'?><a/>").quick(TOKENS),
    bad("<?xml version='1.0'encoding='UTF-8'?><a/>").quick(TOKENS),
    bad("<?xml version='2.0'?><a/>").quick(TOKENS),
    bad("<?xml version='1.0' standalone='perhaps'?><a/>").quick(TOKENS),
    bad("<?xml version=1.0?><a/>").quick(TOKENS),
    bad("<a>\u{1}</a>").quick(CHARS),
    bad("<a b='\u{b}'/>").quick(CHARS),
    bad("<a><!--\u{0}--></a>").quick(CHARS),
    bad("<a>\u{fffe}</a>").quick(CHARS),
    bad("<a><b>\u{ffff}</b></a>").quick(CHARS),
    // Well-formed, and refused.
    bad("<!DOCTYPE a><a/>").quick(ENTITIES).lint(ENTITIES),
    bad("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>").lint(ENTITIES),
    bad("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///x'>]><a/>").quick(ENTITIES).lint(ENTITIES),
    // Not well-formed, and read.
    good("<a\u{d7}/>").lint(LAX_NAMES),
    good("<\u{300}a/>").lint(LAX_NAMES),
];

fn ours(text: &str) -> bool {
    let kept = xml::from_slice_as::<Alt>(text.as_bytes(), "a", None);
    let skipped = xml::from_slice_as::<Intet>(text.as_bytes(), "a", None);
    let refused = |error: &skatteetaten::DecodeError| !error.to_string().contains("unexpected root element");
    // Another name of the root element is no error of XML.
    let kept = kept.err().is_none_or(|error| !refused(&error));
    assert_eq!(kept, skipped.err().is_none_or(|error| !refused(&error)), "known and unknown content: {text}");
    kept
}

/// Reads all with quick-xml: every check that it offers.
fn quick(text: &str) -> bool {
    let mut reader = NsReader::from_str(text);
    let mut depth = 0_usize;
    loop {
        let Ok((namespace, event)) = reader.read_resolved_event() else { return false };
        if matches!(namespace, quick_xml::name::ResolveResult::Unknown(_)) {
            return false;
        }
        match event {
            Event::Eof => return depth == 0,
            Event::Start(tag) | Event::Empty(tag) if !attributes_are_read(&reader, &tag) => return false,
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(_)) => {}
                Ok(None) if quick_xml::escape::resolve_xml_entity(&reference).is_some() => {}
                _ => return false,
            },
            _ => {}
        }
    }
}

fn attributes_are_read(reader: &NsReader<&[u8]>, tag: &quick_xml::events::BytesStart<'_>) -> bool {
    tag.attributes().all(|attribute| {
        attribute.is_ok_and(|attribute| {
            let (namespace, _) = reader.resolver().resolve_attribute(attribute.key);
            !matches!(namespace, quick_xml::name::ResolveResult::Unknown(_))
                && attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).is_ok()
        })
    })
}

/// `None` where there is no xmllint.
fn lint(text: &str) -> Option<bool> {
    let mut command = Command::new("xmllint");
    command.args(["--nonet", "--noout", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    Some(child.wait().ok()?.success())
}

#[test]
fn what_is_read_is_xml_and_the_rest_is_refused() {
    let mut failures = Vec::new();
    let lints = lint("<a/>").is_some();
    for row in ROWS {
        let found = ours(row.text);
        if found != row.read {
            failures.push(format!("{:?}: read {found}", row.text));
        }
        if (quick(row.text) != row.read) == row.quick.is_empty() {
            failures.push(format!("{:?}: we {}, quick-xml {:?}", row.text, row.read, row.quick));
        }
        // Versions of libxml2 differ: one may agree where another does not.
        let other = lint(row.text).filter(|_| lints);
        if other.is_some_and(|other| other != row.read) && row.lint.is_empty() {
            failures.push(format!("{:?}: we {}, xmllint otherwise", row.text, row.read));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
