//! YAML events to a tree: core schema of YAML 1.2, aliases within limits, merge keys.

use std::borrow::Cow;
use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};

use super::{Entry, Fault, Mapping, Node, Value, duplicate, too_deep};
use crate::diagnostic::codes;
use crate::source::Limits;

/// Text of an alias that weighs as much as one node.
const TEXT_PER_NODE: usize = 16;

/// What the parser says of flow style that is nested deeper than it counts: it meets that before we see an event.
const TOO_DEEP: &str = "recursion limit exceeded";

pub(super) fn parse(text: &str, limits: &Limits, faults: &mut Vec<Fault>) -> Result<Node, Fault> {
    let mut builder =
        Builder { limits, faults, frames: Vec::new(), anchors: BTreeMap::new(), aliased: 0, root: None, documents: 0 };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|e| match e.info() {
            TOO_DEEP => {
                let (line, column) = position(e.marker());
                too_deep(limits, line, column)
            }
            what => fault(what.to_owned(), position(e.marker())),
        })?;
        builder.event(event, position(&span.start))?;
    }
    builder.root.map(|built| built.node).ok_or_else(|| fault("the document is empty".to_owned(), (1, 1)))
}

type Position = (u32, u32);

fn position(marker: &Marker) -> Position {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (number(marker.line()).max(1), number(marker.col()).saturating_add(1))
}

fn fault(message: String, (line, column): Position) -> Fault {
    Fault { code: codes::E0101, message, line, column }
}

/// A finished node with what an alias to it would add.
#[derive(Clone)]
struct Built {
    node: Node,
    weight: usize,
    depth: usize,
}

/// A sequence or mapping whose end is not yet read.
struct Frame {
    value: Value,
    position: Position,
    anchor: usize,
    weight: usize,
    depth: usize,
    /// The key whose value comes next.
    key: Option<Key>,
    /// Values of merge keys.
    merged: Vec<(Node, Position)>,
}

struct Key {
    text: String,
    position: Position,
    merge: bool,
}

struct Builder<'a> {
    limits: &'a Limits,
    faults: &'a mut Vec<Fault>,
    frames: Vec<Frame>,
    anchors: BTreeMap<usize, Built>,
    aliased: usize,
    root: Option<Built>,
    documents: usize,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, at: Position) -> Result<(), Fault> {
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(fault("a second document starts in the same file".to_owned(), at));
                }
                Ok(())
            }
            Event::SequenceStart(anchor, _) => self.open(Value::Sequence(Vec::new()), anchor, at),
            Event::MappingStart(anchor, _) => self.open(Value::Mapping(Mapping::default()), anchor, at),
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(anchor) => self.alias(anchor, at),
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_ref(), at),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    fn open(&mut self, value: Value, anchor: usize, at: Position) -> Result<(), Fault> {
        if self.frames.len() >= self.limits.depth {
            return Err(too_deep(self.limits, at.0, at.1));
        }
        if self.expects_key() {
            return Err(fault(format!("{} cannot be a key", value.kind()), at));
        }
        self.frames.push(Frame { value, position: at, anchor, weight: 1, depth: 1, key: None, merged: Vec::new() });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Fault> {
        let Some(mut frame) = self.frames.pop() else { return Ok(()) };
        if let Value::Mapping(mapping) = &mut frame.value {
            for (node, at) in std::mem::take(&mut frame.merged) {
                merge(mapping, node, at)?;
            }
        }
        let node = Node { value: frame.value, line: frame.position.0, column: frame.position.1 };
        self.finish(Built { node, weight: frame.weight, depth: frame.depth }, frame.anchor)
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Cow<'_, Tag>>,
        at: Position,
    ) -> Result<(), Fault> {
        let plain = style == ScalarStyle::Plain;
        if self.expects_key() {
            if anchor != 0 {
                self.anchors.insert(anchor, built(Value::String(text.to_owned()), at));
            }
            self.key(text.to_owned(), plain && text == "<<", at);
            return Ok(());
        }
        let is_text = tag.is_some_and(|tag| (tag.is_yaml_core_schema() && tag.suffix == "str") || is_non_specific(tag));
        let value = if plain && !is_text { core_schema(text) } else { Value::String(text.to_owned()) };
        self.finish(built(value, at), anchor)
    }

    fn alias(&mut self, anchor: usize, at: Position) -> Result<(), Fault> {
        let Some(target) = self.anchors.get(&anchor) else {
            return Err(fault("the alias stands inside of what it refers to".to_owned(), at));
        };
        self.aliased = self.aliased.saturating_add(target.weight);
        if self.aliased > self.limits.aliased_nodes {
            let message = format!("the aliases add more than {} nodes", self.limits.aliased_nodes);
            return Err(Fault { code: codes::E0104, message, line: at.0, column: at.1 });
        }
        if self.frames.len() + target.depth > self.limits.depth {
            return Err(too_deep(self.limits, at.0, at.1));
        }
        if self.expects_key() {
            let Some(text) = target.node.scalar_text() else {
                return Err(fault(format!("{} cannot be a key", target.node.value.kind()), at));
            };
            let text = text.to_owned();
            self.key(text, false, at);
            return Ok(());
        }
        let target = target.clone();
        self.finish(target, 0)
    }

    fn expects_key(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.key.is_none() && matches!(frame.value, Value::Mapping(_)))
    }

    fn key(&mut self, text: String, merge: bool, position: Position) {
        if let Some(frame) = self.frames.last_mut() {
            frame.key = Some(Key { text, position, merge });
        }
    }

    fn finish(&mut self, built: Built, anchor: usize) -> Result<(), Fault> {
        if anchor != 0 {
            self.anchors.insert(anchor, built.clone());
        }
        let Some(frame) = self.frames.last_mut() else {
            self.root = Some(built);
            return Ok(());
        };
        frame.weight = frame.weight.saturating_add(built.weight);
        frame.depth = frame.depth.max(built.depth + 1);
        match &mut frame.value {
            Value::Sequence(items) => items.push(built.node),
            Value::Mapping(mapping) => {
                let Some(key) = frame.key.take() else { return Ok(()) };
                let (line, column) = key.position;
                if key.merge {
                    frame.merged.push((built.node, key.position));
                } else if mapping.get(&key.text).is_some() {
                    self.faults.push(duplicate(&key.text, line, column));
                } else {
                    mapping.insert(key.text, Entry { line, column, node: built.node });
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Whether the tag is `!` alone: a text, whatever it looks like.
fn is_non_specific(tag: &Tag) -> bool {
    (tag.handle == "!" && tag.suffix.is_empty()) || (tag.handle.is_empty() && tag.suffix == "!")
}

fn built(value: Value, (line, column): Position) -> Built {
    let text = match &value {
        Value::String(text) | Value::Number(text) => text.len(),
        _ => 0,
    };
    Built { node: Node { value, line, column }, weight: 1 + text / TEXT_PER_NODE, depth: 1 }
}

/// Adds the members of a merge key's value that the mapping does not have itself.
fn merge(mapping: &mut Mapping, node: Node, at: Position) -> Result<(), Fault> {
    let sources = match node.value {
        Value::Mapping(source) => vec![source],
        Value::Sequence(items) => items
            .into_iter()
            .map(|item| match item.value {
                Value::Mapping(source) => Ok(source),
                other => Err(fault(format!("a merge key needs mappings, not {}", other.kind()), at)),
            })
            .collect::<Result<_, _>>()?,
        other => return Err(fault(format!("a merge key needs a mapping, not {}", other.kind()), at)),
    };
    for (key, entry) in sources.into_iter().flat_map(|source| source.entries) {
        mapping.insert(key, entry);
    }
    Ok(())
}

/// What a plain scalar means in the core schema (YAML 1.2.2, 10.3.2).
fn core_schema(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if is_number(text) => Value::Number(text.to_owned()),
        _ => Value::String(text.to_owned()),
    }
}

fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if let Some(octal) = text.strip_prefix("0o") {
        return digits(octal) && !octal.contains(['8', '9']);
    }
    if let Some(hex) = text.strip_prefix("0x") {
        return !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit());
    }
    if [".nan", ".NaN", ".NAN"].contains(&text) {
        return true;
    }
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    if [".inf", ".Inf", ".INF"].contains(&text) {
        return true;
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let mantissa_is_fine = match mantissa.split_once('.') {
        Some(("", fraction)) => digits(fraction),
        Some((whole, "")) => digits(whole),
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(mantissa),
    };
    mantissa_is_fine && exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)))
}
