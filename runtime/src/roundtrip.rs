//! The `roundtrip` example of every generated crate: reads a document, writes it back.
//!
//! ```no_run
//! use skatteetaten::roundtrip::{self, Entry};
//!
//! # type Melding = skatteetaten::json::Json;
//! const TYPES: &[Entry] = &[
//!     Entry::root::<Melding>("Melding", "melding", Some("urn:example")),
//!     Entry::of::<i64>("Heltall"),
//! ];
//!
//! fn main() -> std::process::ExitCode {
//!     roundtrip::main(TYPES)
//! }
//! ```

use std::io::{Read as _, Write as _};
use std::process::ExitCode;

use crate::json;
use crate::limits::Limits;
use crate::record::Value;
use crate::view::View;
#[cfg(feature = "xml")]
use crate::xml;

/// One type of a crate, with a root element if it has one. A type with several has several entries.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    name: &'static str,
    #[cfg_attr(not(feature = "xml"), expect(dead_code, reason = "only XML has root elements"))]
    root: Option<Root>,
    blank: fn() -> Box<dyn Value>,
}

/// Name and namespace of a root element.
type Root = (&'static str, Option<&'static str>);

impl Entry {
    /// A type without a root element of its own.
    #[must_use]
    pub const fn of<T: Value>(name: &'static str) -> Self {
        Self { name, root: None, blank: || Box::new(T::blank()) }
    }

    /// A type with a root element. Without a namespace any is read and none is written.
    #[must_use]
    pub const fn root<T: Value>(name: &'static str, root: &'static str, namespace: Option<&'static str>) -> Self {
        Self { name, root: Some((root, namespace)), blank: || Box::new(T::blank()) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Json,
    Xml,
}

/// What the command line asks for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    help: bool,
    type_name: Option<String>,
    to: Option<Format>,
    validate: bool,
}

/// Reads a document on standard input and writes it back on standard output: see `--help`.
///
/// The document itself is never part of what is printed on standard error.
#[must_use]
pub fn main(types: &[Entry]) -> ExitCode {
    match run(types) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(types: &[Entry]) -> Result<(), String> {
    let options = Options::parse(std::env::args().skip(1))?;
    let mut out = std::io::stdout().lock();
    let mut print = |text: &str| match writeln!(out, "{text}").and_then(|()| out.flush()) {
        // Whoever reads us has seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|error| format!("standard output: {error}")),
    };
    if options.help {
        return print(&help(types));
    }
    let mut document = Vec::new();
    std::io::stdin().lock().read_to_end(&mut document).map_err(|error| format!("standard input: {error}"))?;
    let text = convert(types, &options, &document)?;
    if !options.validate {
        return print(&text);
    }
    if text.is_empty() {
        return Ok(());
    }
    print(&text)?;
    Err("the document is not valid".to_owned())
}

impl Options {
    fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self::default();
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            let (name, mut value) = match argument.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (argument, None),
            };
            let mut value = || {
                let value = value.take().or_else(|| arguments.next());
                value.ok_or_else(|| format!("{name} needs a value: see --help"))
            };
            match name.as_str() {
                "-h" | "--help" => options.help = true,
                "--validate" => options.validate = true,
                "--type" => options.type_name = Some(value()?),
                "--to" => {
                    options.to = Some(match value()?.as_str() {
                        "json" => Format::Json,
                        "xml" => Format::Xml,
                        _ => return Err("--to takes json or xml".to_owned()),
                    });
                }
                _ => return Err("unknown argument: see --help".to_owned()),
            }
        }
        Ok(options)
    }
}

fn help(types: &[Entry]) -> String {
    let mut text = "\
Reads a JSON or XML document on standard input into its type and writes it back.

Usage: roundtrip [--type NAME] [--to json|xml | --validate] < document

  --type NAME   the document's type; by default the one whose root element it has, for JSON the first one below
  --to FORMAT   json or xml; by default the format that was read
  --validate    write what goes against the document's rules, a line each, instead of the document
  --help        this text

Example: cargo run --example roundtrip -- --to xml < document.json

Types:
"
    .to_owned();
    let mut last = "";
    for entry in types {
        if entry.name != last {
            text.push_str("  ");
            text.push_str(entry.name);
            text.push('\n');
        }
        last = entry.name;
    }
    text.truncate(text.trim_end().len());
    text
}

/// The document, read and written; or what goes against its rules, if that is asked for.
fn convert(types: &[Entry], options: &Options, document: &[u8]) -> Result<String, String> {
    let named: Vec<&Entry> = match &options.type_name {
        None => types.iter().collect(),
        Some(name) => types.iter().filter(|entry| entry.name == name).collect(),
    };
    let Some(first) = named.first() else {
        return Err(match options.type_name {
            Some(_) => "there is no type of this name: see --help".to_owned(),
            None => "there are no types".to_owned(),
        });
    };
    let text = document.strip_prefix(b"\xef\xbb\xbf").unwrap_or(document);
    let format = match text.trim_ascii_start().first() {
        Some(b'<') => Format::Xml,
        _ => Format::Json,
    };
    match format {
        Format::Json => {
            let mut value = (first.blank)();
            json::decode_into(value.view_mut(), document, &Limits::default()).map_err(|error| error.to_string())?;
            if options.validate {
                return findings(value.view());
            }
            match options.to.unwrap_or(Format::Json) {
                Format::Json => write_json(value.view()),
                Format::Xml => json_to_xml(first, value.view()),
            }
        }
        Format::Xml => from_xml(&named, options, document),
    }
}

#[cfg(feature = "validate")]
fn findings(value: View<'_>) -> Result<String, String> {
    Ok(crate::validate::view(value).err().map(|findings| findings.to_string()).unwrap_or_default())
}

#[cfg(not(feature = "validate"))]
fn findings(_: View<'_>) -> Result<String, String> {
    Err("this program was built without validation: use the feature validate".to_owned())
}

fn write_json(value: View<'_>) -> Result<String, String> {
    json::encode(value).map_err(|error| error.to_string())
}

#[cfg(not(feature = "xml"))]
const NO_XML: &str = "this program was built without XML: use the feature xml";

#[cfg(not(feature = "xml"))]
fn json_to_xml(_: &Entry, _: View<'_>) -> Result<String, String> {
    Err(NO_XML.to_owned())
}

#[cfg(not(feature = "xml"))]
fn from_xml(_: &[&Entry], _: &Options, _: &[u8]) -> Result<String, String> {
    Err(NO_XML.to_owned())
}

#[cfg(feature = "xml")]
fn json_to_xml(entry: &Entry, value: View<'_>) -> Result<String, String> {
    let Some((name, namespace)) = entry.root else {
        return Err(format!("{} has no root element: it cannot be an XML document", entry.name));
    };
    xml::encode_root(value, name, namespace).map_err(|error| error.to_string())
}

/// Reads XML into the entry whose root element the document has. With `--type`, a type that has none takes any.
#[cfg(feature = "xml")]
fn from_xml(entries: &[&Entry], options: &Options, document: &[u8]) -> Result<String, String> {
    let found = xml::root_name(document).map_err(|error| error.to_string())?;
    let has_root = |entry: &&&Entry| {
        entry.root.is_some_and(|(name, namespace)| {
            name == found.local && (namespace.is_none() || namespace == found.namespace.as_deref())
        })
    };
    let entry = match entries.iter().find(has_root) {
        Some(entry) => entry,
        None if options.type_name.is_none() => {
            return Err("no type has this root element: see --help for --type".to_owned());
        }
        // The decoder names the root element it expected, unless there is none.
        None => entries.first().ok_or("there are no types")?,
    };
    let mut value = (entry.blank)();
    xml::decode_into(value.view_mut(), document, entry.root, &Limits::default()).map_err(|error| error.to_string())?;
    if options.validate {
        return findings(value.view());
    }
    match options.to.unwrap_or(Format::Xml) {
        Format::Json => write_json(value.view()),
        Format::Xml => {
            let name = entry.root.map_or(&*found.local, |(name, _)| name);
            // A root that names no namespace takes any: written back is the one that was read. It lives as long as this
            // process, which is about to end.
            let read = || found.namespace.as_deref().map(|namespace| &*namespace.to_owned().leak());
            let namespace = entry.root.and_then(|(_, namespace)| namespace).or_else(read);
            xml::encode_root(value.view(), name, namespace).map_err(|error| error.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq, Default)]
    struct Melding {
        beloep: Option<crate::Decimal>,
    }

    crate::record! {
        Melding as "Melding" in "urn:example" {
            0 => beloep: element("beloep").check(crate::rules![MaxInclusive("100")]),
        }
    }

    /// Its root element names no namespace.
    #[derive(Clone, Debug, PartialEq, Default)]
    struct Fri {
        beloep: Option<crate::Decimal>,
    }

    crate::record! {
        Fri as "Fri" { 0 => beloep: element("beloep") }
    }

    const TYPES: &[Entry] = &[
        Entry::root::<Melding>("Melding", "melding", Some("urn:example")),
        Entry::root::<Melding>("Melding", "endring", Some("urn:example")),
        Entry::root::<Fri>("Fri", "fri", None),
        Entry::of::<Melding>("Del"),
        Entry::of::<i64>("Heltall"),
    ];

    fn convert_with(arguments: &[&str], document: &str) -> Result<String, String> {
        let options = Options::parse(arguments.iter().map(|argument| (*argument).to_owned()))?;
        convert(TYPES, &options, document.as_bytes())
    }

    #[test]
    fn json_is_the_first_type_or_the_named_one() {
        assert_eq!(convert_with(&[], "\u{feff} {\"beloep\": 1.10}"), Ok("{\"beloep\":1.10}".to_owned()));
        assert_eq!(convert_with(&["--type", "Heltall"], "5.0"), Ok("5".to_owned()));
        assert_eq!(convert_with(&["--type=Heltall", "--to=json"], "5"), Ok("5".to_owned()));
        let error = convert_with(&[], "{\"beloep\": \"hemmelig\"}").unwrap_err();
        assert_eq!(error, "expected a number, found a string at beloep (line 1, column 12)");
    }

    #[test]
    fn arguments_that_are_not_understood() {
        for arguments in [&["--typ", "X"][..], &["--type"], &["--to", "yaml"], &["--type", "X"], &["document.xml"]] {
            assert!(convert_with(arguments, "{}").is_err(), "{arguments:?}");
        }
        assert!(Options::parse(["--help".to_owned()].into_iter()).unwrap().help);
        assert!(help(TYPES).ends_with("Types:\n  Melding\n  Fri\n  Del\n  Heltall"));
    }

    #[cfg(feature = "validate")]
    #[test]
    fn findings_are_written_instead_of_the_document() {
        assert_eq!(convert_with(&["--validate"], "{\"beloep\": 1.10}"), Ok(String::new()));
        assert_eq!(convert_with(&["--validate"], "{\"beloep\": 101}"), Ok("beloep: greater than 100".to_owned()));
    }

    #[cfg(not(feature = "validate"))]
    #[test]
    fn without_validation_that_is_told() {
        assert!(convert_with(&["--validate"], "{\"beloep\": 1.10}").is_err());
    }

    #[cfg(feature = "xml")]
    #[test]
    fn xml_is_told_by_its_root_element() {
        const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
        let free = format!("{HEAD}<fri xmlns=\"urn:read\"><beloep>1.10</beloep></fri>");
        assert_eq!(convert_with(&[], &free), Ok(free));
        let document = "<a:endring xmlns:a='urn:example'><a:beloep>1.10</a:beloep></a:endring>";
        let written = format!("{HEAD}<endring xmlns=\"urn:example\"><beloep>1.10</beloep></endring>");
        assert_eq!(convert_with(&[], document), Ok(written.clone()));
        assert_eq!(convert_with(&["--type", "Melding"], document), Ok(written.clone()));
        assert_eq!(convert_with(&["--type", "Del"], document), Ok(written));
        assert_eq!(convert_with(&["--to", "json"], document), Ok("{\"beloep\":1.10}".to_owned()));
        assert!(convert_with(&[], "<annet/>").is_err());
        assert!(convert_with(&["--type", "Melding"], "<annet/>").is_err());
    }

    #[cfg(feature = "xml")]
    #[test]
    fn json_becomes_xml_where_there_is_a_root_element() {
        let written = convert_with(&["--to", "xml"], "{\"beloep\": 1.10}").unwrap();
        assert!(written.ends_with("<melding xmlns=\"urn:example\"><beloep>1.10</beloep></melding>"));
        assert!(convert_with(&["--to", "xml", "--type", "Heltall"], "5").is_err());
    }
}
