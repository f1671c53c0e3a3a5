//! The documents that one lowering may look at, and references between them.

use std::borrow::Cow;

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic, Sink, codes};
use crate::source::tree::{self, Node, Value};
use crate::source::{Folder, Limits, Source, resolve};

/// The main document (the first) and all that its references reach. Read before lowering starts, so that nodes can be
/// borrowed for as long as the lowering lasts.
pub(super) struct Documents {
    files: IndexMap<String, File>,
}

/// One document. What is wrong with a document is told only where a reference needs it.
pub(super) struct File {
    pub(super) sha256: String,
    pub(super) content: Result<Node, Vec<Broken>>,
}

/// Why a document cannot be used.
#[derive(Clone)]
pub(super) enum Broken {
    Unreadable(Code, String),
    Finding(Diagnostic),
}

/// A node with the way to it.
#[derive(Clone, Debug)]
pub(super) struct Place<'d> {
    /// Index into the documents.
    pub(super) document: usize,
    /// JSON pointer inside the document.
    pub(super) pointer: String,
    /// The node.
    pub(super) node: &'d Node,
    /// One of several types that a schema lists: each is a place of its own, though they share the node.
    pub(super) kind: Option<&'static str>,
    /// Where it is declared: at its key, where it has one.
    pub(super) line: u32,
    /// As `line`.
    pub(super) column: u32,
}

/// What identifies a place: its node, of which there is one. The order says nothing, so nobody may depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PlaceId(*const Node, Option<&'static str>);

/// Why a reference does not resolve.
pub(super) enum Unresolved<'d> {
    /// It is a URL or leaves the folder.
    Outside,
    /// The document is not usable.
    Document(&'d [Broken]),
    /// The document has no such node.
    Missing,
}

impl Documents {
    /// Reads `path` and everything that its references reach. `None` when the main document is not usable.
    pub(super) fn read(folder: &dyn Folder, path: &str, limits: &Limits, sink: &mut Sink) -> Option<Self> {
        let main = read_file(folder, path, limits);
        if let Err(broken) = &main.content {
            for cause in broken {
                match cause {
                    Broken::Unreadable(code, message) => {
                        let location = crate::diagnostic::Location { path: path.to_owned(), ..Default::default() };
                        let help = crate::source::help(*code).map(str::to_owned);
                        sink.push(*code, location, message.clone(), help);
                    }
                    Broken::Finding(d) => sink.push(d.code, d.location.clone(), d.message.clone(), d.help.clone()),
                }
            }
        }
        main.content.as_ref().ok()?;
        let mut documents = Self { files: IndexMap::from([(path.to_owned(), main)]) };
        let mut next = 0;
        while let Some((base, file)) = documents.files.get_index(next) {
            let mut wanted = Vec::new();
            if let Ok(root) = &file.content {
                external_references(root, &mut |reference| wanted.extend(resolve(base, reference)));
            }
            for path in wanted {
                if documents.files.contains_key(&path) {
                    continue;
                }
                let file = if documents.files.len() < limits.documents {
                    read_file(folder, &path, limits)
                } else {
                    let message = format!("references reach more than {} documents", limits.documents);
                    File { sha256: String::new(), content: Err(vec![Broken::Unreadable(codes::E0108, message)]) }
                };
                documents.files.insert(path, file);
            }
            next += 1;
        }
        Some(documents)
    }

    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    pub(super) fn path(&self, document: usize) -> &str {
        self.files.get_index(document).map_or("", |(path, _)| path)
    }

    pub(super) fn sha256(&self, document: usize) -> &str {
        self.files.get_index(document).map_or("", |(_, file)| &file.sha256)
    }

    /// The root of a document, where the document is usable.
    pub(super) fn root(&self, document: usize) -> Option<Place<'_>> {
        let (_, file) = self.files.get_index(document)?;
        let node = file.content.as_ref().ok()?;
        Some(Place { document, pointer: String::new(), node, kind: None, line: node.line, column: node.column })
    }

    /// What `reference`, as it stands in `document`, refers to.
    pub(super) fn resolve(&self, document: usize, reference: &str) -> Result<Place<'_>, Unresolved<'_>> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let target = if file.is_empty() {
            document
        } else {
            let path = resolve(self.path(document), &percent_decode(file)).ok_or(Unresolved::Outside)?;
            let (index, _, file) = self.files.get_full(&path).ok_or(Unresolved::Document(&[]))?;
            if let Err(broken) = &file.content {
                return Err(Unresolved::Document(broken));
            }
            index
        };
        let mut place = self.root(target).ok_or(Unresolved::Missing)?;
        let pointer = percent_decode(fragment);
        if pointer.is_empty() {
            return Ok(place);
        }
        let Some(rest) = pointer.strip_prefix('/') else { return Err(Unresolved::Missing) };
        for segment in rest.split('/') {
            place = place.step(&unescape(segment)).ok_or(Unresolved::Missing)?;
        }
        Ok(place)
    }
}

impl<'d> Place<'d> {
    pub(super) fn id(&self) -> PlaceId {
        PlaceId(std::ptr::from_ref(self.node), self.kind)
    }

    /// Whether two places are the same.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.id() == other.id()
    }

    /// The value of a key, where this is a mapping that has it.
    pub(super) fn child(&self, key: &str) -> Option<Self> {
        let entry = self.node.as_mapping()?.get(key)?;
        Some(self.entry(key, entry))
    }

    /// The entries, where this is a mapping.
    pub(super) fn entries(&self) -> Vec<(&'d str, Self)> {
        let mapping = self.node.as_mapping();
        mapping.into_iter().flat_map(tree::Mapping::iter).map(|(key, entry)| (key, self.entry(key, entry))).collect()
    }

    /// The items, where this is a sequence.
    pub(super) fn items(&self) -> Vec<Self> {
        let items = self.node.as_sequence().unwrap_or_default();
        items.iter().enumerate().map(|(index, node)| self.item(index, node)).collect()
    }

    /// The last segment of the pointer, as text.
    pub(super) fn name(&self) -> String {
        self.pointer.rsplit('/').next().map(unescape).unwrap_or_default()
    }

    fn step(&self, segment: &str) -> Option<Self> {
        if self.node.as_mapping().is_some() {
            return self.child(segment);
        }
        let index = segment.parse().ok()?;
        self.node.as_sequence()?.get(index).map(|node| self.item(index, node))
    }

    /// An entry of this mapping.
    pub(super) fn entry(&self, key: &str, entry: &'d tree::Entry) -> Self {
        let mut pointer = String::with_capacity(self.pointer.len() + 1 + key.len());
        pointer.push_str(&self.pointer);
        pointer.push('/');
        pointer.push_str(&escape(key));
        Place {
            document: self.document,
            pointer,
            node: &entry.node,
            kind: None,
            line: entry.line,
            column: entry.column,
        }
    }

    fn item(&self, index: usize, node: &'d Node) -> Self {
        let pointer = format!("{}/{index}", self.pointer);
        Place { document: self.document, pointer, node, kind: None, line: node.line, column: node.column }
    }
}

fn read_file(folder: &dyn Folder, path: &str, limits: &Limits) -> File {
    match Source::read(folder, path, limits) {
        Err(e) => File { sha256: String::new(), content: Err(vec![Broken::Unreadable(e.code, e.message)]) },
        Ok(source) => {
            let mut sink = Sink::default();
            let node = tree::parse(&source, limits, &mut sink);
            let content = match node {
                Some(node) if !sink.has_errors() => Ok(node),
                _ => Err(sink.into_diagnostics().into_iter().map(Broken::Finding).collect()),
            };
            File { sha256: source.sha256, content }
        }
    }
}

/// Tells the file part of every reference to another file. Also of texts that only look like one, such as in an
/// example: a file that is read in vain does no harm.
fn external_references(node: &Node, found: &mut dyn FnMut(&str)) {
    match &node.value {
        Value::Mapping(mapping) => {
            for (key, entry) in mapping.iter() {
                match (key, &entry.node.value) {
                    ("$ref", Value::String(reference)) => file_part(reference, found),
                    ("mapping", Value::Mapping(values)) => {
                        for target in values.iter().filter_map(|(_, value)| value.node.as_str()) {
                            if target.contains(['/', '.', '#']) {
                                file_part(target, found);
                            }
                        }
                    }
                    _ => external_references(&entry.node, found),
                }
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| external_references(item, found)),
        _ => {}
    }
}

fn file_part(reference: &str, found: &mut dyn FnMut(&str)) {
    let file = reference.split('#').next().unwrap_or_default();
    if !file.is_empty() {
        found(&percent_decode(file));
    }
}

fn escape(segment: &str) -> Cow<'_, str> {
    if segment.contains(['~', '/']) { segment.replace('~', "~0").replace('/', "~1").into() } else { segment.into() }
}

fn unescape(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

/// Decodes `%41`; what is no such escape stays as it is.
fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escaped = match (first, tail) {
            (b'%', [high, low, ..]) => hex_digit(*high).zip(hex_digit(*low)),
            _ => None,
        };
        if let Some((high, low)) = escaped {
            bytes.push(high * 16 + low);
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_and_percents() {
        assert_eq!(percent_decode("a%20b%C3%A5%2"), "a bå%2");
        assert_eq!(percent_decode("%ff"), "%ff");
        assert_eq!(unescape("~01~1"), "~1/");
        assert_eq!(unescape(&escape("~1/~")), "~1/~");
    }
}
