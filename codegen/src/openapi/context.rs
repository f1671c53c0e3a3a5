//! What every part of the lowering shares: the documents, the model, and a way to tell what is wrong.

use std::collections::BTreeSet;

use super::documents::{Broken, Documents, Place, Unresolved};
use crate::diagnostic::{Code, Location, Sink, codes};
use crate::model::{Aside, Document, Language, Model, NotHonoured, Origin};
use crate::source::Limits;
use crate::source::tree::{Mapping, Node, Value};

/// How a keyword of an object is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Treatment {
    /// It is understood.
    Read,
    /// It changes nothing that we generate.
    Ignored,
    /// It would change something: what happens instead.
    NotHonoured(&'static str),
}

/// The keywords of one kind of object, sorted.
pub(super) type Keywords = &'static [(&'static str, Treatment)];

pub(super) struct Context<'d, 'a> {
    pub(super) documents: &'d Documents,
    pub(super) limits: &'a Limits,
    pub(super) model: &'a mut Model,
    pub(super) sink: &'a mut Sink,
    /// Index into the documents → index into [`Model::documents`], for those that are used.
    registered: Vec<Option<u32>>,
    /// Keywords that are in [`Model::asides`].
    asides: BTreeSet<(String, String, Origin)>,
}

impl<'d, 'a> Context<'d, 'a> {
    pub(super) fn new(documents: &'d Documents, limits: &'a Limits, model: &'a mut Model, sink: &'a mut Sink) -> Self {
        Self { documents, limits, model, sink, registered: vec![None; documents.len()], asides: BTreeSet::new() }
    }

    /// Registers a document in the model, or finds it there from an earlier lowering.
    pub(super) fn register(&mut self, document: usize, describe: impl FnOnce() -> (String, Option<String>)) -> u32 {
        if let Some(Some(index)) = self.registered.get(document) {
            return *index;
        }
        let (path, sha256) = (self.documents.path(document), self.documents.sha256(document));
        let known = self.model.documents.iter().position(|d| d.path == path && d.sha256 == sha256);
        let index = known.unwrap_or_else(|| {
            let (dialect, version) = describe();
            let (path, sha256) = (path.to_owned(), sha256.to_owned());
            self.model.documents.push(Document {
                path,
                sha256,
                dialect,
                language: Language::JsonSchema,
                version,
                namespace: None,
                library: false,
            });
            self.model.documents.len() - 1
        });
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        if let Some(slot) = self.registered.get_mut(document) {
            *slot = Some(index);
        }
        index
    }

    /// Where a place is, for the model.
    pub(super) fn origin(&mut self, place: &Place<'d>) -> Origin {
        let documents = self.documents;
        let describe = || describe(documents.root(place.document).map(|root| root.node));
        let document = self.register(place.document, describe);
        Origin { document, line: place.line, column: place.column }
    }

    /// A finding about the value at a place.
    pub(super) fn report(&mut self, code: Code, place: &Place<'_>, message: impl Into<String>, help: &str) {
        self.report_at(code, place, (place.node.line, place.node.column), message, help);
    }

    /// A finding about the key of a place.
    pub(super) fn report_at_key(&mut self, code: Code, place: &Place<'_>, message: impl Into<String>, help: &str) {
        self.report_at(code, place, (place.line, place.column), message, help);
    }

    fn report_at(
        &mut self,
        code: Code,
        place: &Place<'_>,
        position: (u32, u32),
        message: impl Into<String>,
        help: &str,
    ) {
        let path = self.documents.path(place.document).to_owned();
        let location = Location { path, position: Some(position), pointer: place.pointer.clone() };
        self.sink.push(code, location, message, (!help.is_empty()).then(|| help.to_owned()));
    }

    /// A keyword that is read and then not honoured.
    pub(super) fn not_honoured(&mut self, place: &Place<'d>, keyword: &str, instead: &str) {
        let message = format!("`{keyword}` is not honoured");
        self.report(codes::W0201, place, message, instead);
        let origin = self.origin(place);
        self.model.not_honoured.push(NotHonoured { keyword: keyword.to_owned(), instead: instead.to_owned(), origin });
    }

    /// Resolves a reference; what is wrong with it is told at the place where it stands.
    pub(super) fn resolve(&mut self, at: &Place<'d>, reference: &str) -> Option<Place<'d>> {
        let help = match self.documents.resolve(at.document, reference) {
            Ok(place) => return Some(place),
            Err(Unresolved::Outside) => {
                let message = format!("`{reference}` is not a file of the spec folder");
                self.report(
                    codes::E0107,
                    at,
                    message,
                    "put the file into the folder and refer to it by a relative path",
                );
                return None;
            }
            Err(Unresolved::Document(broken)) => {
                self.broken(at, reference, broken);
                return None;
            }
            Err(Unresolved::Missing) => "check the spelling; references are case-sensitive",
        };
        self.report(codes::E0203, at, format!("`{reference}` does not exist"), help);
        None
    }

    fn broken(&mut self, at: &Place<'d>, reference: &str, broken: &[Broken]) {
        let mut told = false;
        for cause in broken {
            match cause {
                Broken::Unreadable(code, message) => {
                    self.report(*code, at, message.clone(), "references are resolved inside of the spec folder");
                }
                // The same file may be referred to often: its own findings are told once.
                Broken::Finding(d) if self.sink.diagnostics().contains(d) => {}
                Broken::Finding(d) => self.sink.push(d.code, d.location.clone(), d.message.clone(), d.help.clone()),
            }
            told = true;
        }
        if !told {
            self.report(codes::E0108, at, format!("cannot read the document of `{reference}`"), "");
        }
    }

    /// Tells keywords that are not honoured or not known. Extensions (`x-…`) are free.
    pub(super) fn check_keywords(&mut self, place: &Place<'d>, keywords: Keywords) {
        for (key, entry) in place.node.as_mapping().into_iter().flat_map(Mapping::iter) {
            let instead = match treatment(keywords, key) {
                Some(Treatment::Ignored) => {
                    self.aside(place, key, &entry.node);
                    continue;
                }
                Some(Treatment::Read) => {
                    if is_aside(key, &entry.node) {
                        self.aside(place, key, &entry.node);
                    }
                    continue;
                }
                Some(Treatment::NotHonoured(instead)) => instead,
                None if key.starts_with("x-") => continue,
                None => "The keyword is not known here; it is skipped.",
            };
            self.not_honoured(&place.entry(key, entry), key, instead);
        }
    }

    /// Keeps a keyword that changes no type, for those who compare.
    pub(super) fn aside(&mut self, place: &Place<'d>, keyword: &str, node: &Node) {
        let origin = self.origin(place);
        let (keyword, place) = (keyword.to_owned(), place.pointer.clone());
        let aside = Aside { keyword, place, value: one_line(node), origin };
        // An object that several refer to is read as often.
        if !self.asides.insert((aside.keyword.clone(), aside.place.clone(), origin)) {
            return;
        }
        self.model.asides.push(aside);
    }

    /// The value of a keyword, read by `read`; E0202 where it has another type.
    fn keyword<T>(
        &mut self,
        place: &Place<'d>,
        key: &str,
        expected: &str,
        read: impl FnOnce(&'d Node) -> Option<T>,
    ) -> Option<T> {
        let entry = place.node.as_mapping()?.get(key)?;
        let found = read(&entry.node);
        if found.is_none() {
            self.wrong_type(&place.entry(key, entry), expected);
        }
        found
    }

    /// E0202 at a value.
    pub(super) fn wrong_type(&mut self, place: &Place<'d>, expected: &str) {
        let message = format!("expected {expected}, found {}", place.node.value.kind());
        let help = match place.node.value {
            Value::Number(_) | Value::Bool(_) if expected == TEXT => "put the value in quotes",
            _ => "the keyword is skipped",
        };
        self.report(codes::E0202, place, message, help);
    }

    pub(super) fn text(&mut self, place: &Place<'d>, key: &str) -> Option<&'d str> {
        self.keyword(place, key, TEXT, Node::as_str)
    }

    /// Text for people: an empty value (`description:`) is none.
    pub(super) fn prose(&mut self, place: &Place<'d>, key: &str) -> Option<&'d str> {
        if place.node.get(key).is_some_and(|node| node.value == Value::Null) {
            return None;
        }
        self.text(place, key)
    }

    pub(super) fn flag(&mut self, place: &Place<'d>, key: &str) -> Option<bool> {
        self.keyword(place, key, "`true` or `false`", |node| match node.value {
            Value::Bool(value) => Some(value),
            _ => None,
        })
    }

    pub(super) fn count(&mut self, place: &Place<'d>, key: &str) -> Option<u64> {
        self.keyword(place, key, "a whole number that is not negative", |node| match &node.value {
            Value::Number(text) => whole(text),
            _ => None,
        })
    }

    /// A number as it is written.
    pub(super) fn number(&mut self, place: &Place<'d>, key: &str) -> Option<&'d str> {
        self.keyword(place, key, "a number", |node| match &node.value {
            Value::Number(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// The entries of a mapping; none where the keyword is absent.
    pub(super) fn mapping(&mut self, place: &Place<'d>, key: &str) -> Vec<(&'d str, Place<'d>)> {
        let found = self.keyword(place, key, "a mapping", |node| node.as_mapping().map(|_| ()));
        found.and_then(|()| place.child(key)).map(|value| value.entries()).unwrap_or_default()
    }

    /// The items of a sequence; none where the keyword is absent.
    pub(super) fn sequence(&mut self, place: &Place<'d>, key: &str) -> Vec<Place<'d>> {
        let found = self.keyword(place, key, "a sequence", |node| node.as_sequence().map(|_| ()));
        found.and_then(|()| place.child(key)).map(|value| value.items()).unwrap_or_default()
    }

    /// The items of a sequence of texts; others are told and skipped.
    pub(super) fn texts(&mut self, place: &Place<'d>, key: &str) -> Vec<(&'d str, Place<'d>)> {
        let mut texts = Vec::new();
        for item in self.sequence(place, key) {
            match item.node.as_str() {
                Some(text) => texts.push((text, item)),
                None => self.wrong_type(&item, TEXT),
            }
        }
        texts
    }
}

const TEXT: &str = "a text";

/// Whether a keyword that is read says nothing of a type here.
fn is_aside(key: &str, node: &Node) -> bool {
    match key {
        "additionalProperties" => matches!(node.value, Value::Bool(_)),
        "style" => true,
        _ => false,
    }
}

/// A value in one line, members in the order of their names.
fn one_line(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(text) | Value::String(text) => text.clone(),
        Value::Sequence(items) => format!("[{}]", items.iter().map(one_line).collect::<Vec<_>>().join(", ")),
        Value::Mapping(mapping) => {
            let mut members: Vec<String> =
                mapping.iter().map(|(key, entry)| format!("{key}: {}", one_line(&entry.node))).collect();
            members.sort();
            format!("{{{}}}", members.join(", "))
        }
    }
}

/// A whole number, also when it is written `10.0`.
fn whole(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    fraction.bytes().all(|b| b == b'0').then(|| whole.parse().ok()).flatten()
}

/// The treatment of a keyword.
pub(super) fn treatment(keywords: Keywords, key: &str) -> Option<Treatment> {
    keywords.binary_search_by(|(name, _)| (*name).cmp(key)).ok().map(|found| keywords[found].1)
}

/// Dialect and version of a document that is reached by a reference.
fn describe(root: Option<&Node>) -> (String, Option<String>) {
    let version = root.and_then(|root| root.get("openapi")).and_then(Node::scalar_text);
    let dialect = version.map_or_else(|| "JSON Schema".to_owned(), |version| format!("OpenAPI {version}"));
    let version = root.and_then(|root| root.get("info")?.get("version")?.scalar_text());
    (dialect, version.map(str::to_owned))
}
