//! YAML and JSON documents as one tree with positions.

mod json;
mod yaml;

use indexmap::IndexMap;
use indexmap::map::Entry as Slot;

use super::{Limits, Source, help};
use crate::diagnostic::{Code, Location, Sink, codes};

/// Entries up to which looking at each key takes less time than a hash: objects of a document have few, and are asked
/// for many.
const SHORT: usize = 16;

/// A value with the place where it starts.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in characters.
    pub column: u32,
}

/// A value of the JSON data model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written.
    Number(String),
    /// A text.
    String(String),
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping.
    Mapping(Mapping),
}

/// A mapping from names to values, in document order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    entries: IndexMap<String, Entry>,
}

/// A value of a mapping with the place of its key.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Line of the key, from 1.
    pub line: u32,
    /// Column of the key, from 1, in characters.
    pub column: u32,
    /// The value.
    pub node: Node,
}

/// Nodes are equal when they say the same, wherever they stand.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Node {}

/// Entries are equal when their values are, wherever they stand.
impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

impl Eq for Entry {}

impl Value {
    /// What the value is, for a message.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a text",
            Self::Sequence(_) => "a sequence",
            Self::Mapping(_) => "a mapping",
        }
    }
}

impl Node {
    /// The value of `key`, where this is a mapping that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_mapping().and_then(|mapping| mapping.get(key)).map(|entry| &entry.node)
    }

    /// The mapping, where this is one.
    #[must_use]
    pub fn as_mapping(&self) -> Option<&Mapping> {
        match &self.value {
            Value::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The items, where this is a sequence.
    #[must_use]
    pub fn as_sequence(&self) -> Option<&[Self]> {
        match &self.value {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The text, where this is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value as text, where it is a text, a number or a boolean.
    #[must_use]
    pub fn scalar_text(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) | Value::Number(text) => Some(text),
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            _ => None,
        }
    }
}

impl Mapping {
    /// The entry of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entry> {
        if self.entries.len() <= SHORT {
            return self.entries.iter().find(|(own, _)| *own == key).map(|(_, entry)| entry);
        }
        self.entries.get(key)
    }

    /// The entries in document order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries.iter().map(|(key, entry)| (key.as_str(), entry))
    }

    /// How many entries it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds an entry unless the key is there already; whether it was added.
    fn insert(&mut self, key: String, entry: Entry) -> bool {
        match self.entries.entry(key) {
            Slot::Occupied(_) => false,
            Slot::Vacant(slot) => {
                slot.insert(entry);
                true
            }
        }
    }
}

/// Parses a document: JSON when its first character that is no white space is `{` or `[`, YAML otherwise.
/// `None` when it is not well formed or exceeds a limit; a key that occurs twice is a finding, and the first stays.
#[must_use]
pub fn parse(source: &Source, limits: &Limits, sink: &mut Sink) -> Option<Node> {
    let mut faults = Vec::new();
    let node = if source.text.trim_start().starts_with(['{', '[']) {
        json::parse(&source.text, limits, &mut faults)
    } else {
        yaml::parse(&source.text, limits, &mut faults)
    };
    let node = node.map_err(|fault| faults.push(fault)).ok();
    for fault in faults {
        let location =
            Location { path: source.path.clone(), position: Some((fault.line, fault.column)), pointer: String::new() };
        sink.push(fault.code, location, fault.message, help(fault.code).map(str::to_owned));
    }
    node
}

/// What is wrong with a text.
#[derive(Debug)]
struct Fault {
    code: Code,
    message: String,
    line: u32,
    column: u32,
}

fn duplicate(key: &str, line: u32, column: u32) -> Fault {
    Fault { code: codes::E0106, message: format!("`{key}` occurs twice in one mapping"), line, column }
}

fn too_deep(limits: &Limits, line: u32, column: u32) -> Fault {
    let message = format!("the document is nested more than {} levels deep", limits.depth);
    Fault { code: codes::E0103, message, line, column }
}

#[cfg(test)]
mod tests;
