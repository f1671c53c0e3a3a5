//! Any JSON value in the place of an element.
//!
//! Text is a string, `xsi:nil="true"` is null, child elements are the members of an object, elements of one name an
//! array. An attribute is a member whose name begins with `@`, text beside attributes or children the member `#text`.
//! Back: numbers and booleans become text, an array that is not a member of an object has elements called `item`.

use super::decode::Decoder;
use super::encode::Encoder;
use super::namespace::NsId;
use super::scan::Piece;
use super::text::is_space;
use crate::DecodeError;
use crate::json::Json;

const TEXT: &str = "#text";
const ITEM: &str = "item";

/// Bytes that a member takes: itself, and where it is.
const MEMBER: usize = size_of::<(String, Json)>() + size_of::<(&str, (usize, bool))>();

impl Decoder<'_> {
    /// Reads the element whose start tag was just read, through its end tag.
    pub(crate) fn json(&mut self) -> Result<Json, DecodeError> {
        if self.is_nil()? {
            self.skip()?;
            return Ok(Json::Null);
        }
        let tag = self.tag;
        let mut members: Vec<(String, Json)> = Vec::new();
        for i in 0..self.attributes.len() {
            let attribute = self.attributes[i];
            if attribute.ns != NsId::XSI {
                let text = self.attribute_text(attribute)?;
                self.count_text(text.len())?;
                let name = ["@", attribute.local_name()].concat();
                self.count_memory(MEMBER + name.len())?;
                members.push((name, Json::String(text.into_owned())));
            }
        }
        if tag.empty || members.is_empty() && !self.has_children() {
            let text = self.text()?.into_owned();
            if members.is_empty() {
                return Ok(Json::String(text));
            }
            return Ok(Json::Object(members));
        }
        let mut text = String::new();
        // Where in `members` the elements of a name are, in order of name: a document may have very many names.
        let mut known = std::collections::BTreeMap::new();
        loop {
            match self.next()? {
                Piece::Start => {
                    let name = self.tag.local_name();
                    self.count_memory(MEMBER + name.len())?;
                    let value = self.json().map_err(DecodeError::in_entry)?;
                    let Some(&(index, repeated)) = known.get(name) else {
                        known.insert(name, (members.len(), false));
                        members.push((name.to_owned(), value));
                        continue;
                    };
                    known.insert(name, (index, true));
                    let (_, member) = &mut members[index];
                    match member {
                        Json::Array(items) if repeated => items.push(value),
                        _ => *member = Json::Array(vec![std::mem::take(member), value]),
                    }
                }
                Piece::End(found) => {
                    self.end(tag.name, found)?;
                    break;
                }
                piece => self.push_text(&mut text, &piece)?,
            }
        }
        if members.is_empty() {
            return Ok(Json::String(text));
        }
        if !text.bytes().all(is_space) {
            members.push((TEXT.to_owned(), Json::String(text)));
        }
        Ok(Json::Object(members))
    }

    /// Whether there is a child element before the end tag, judged by the first markup. Text is then read piecewise.
    fn has_children(&self) -> bool {
        let rest = self.src.as_bytes().get(self.pos..).unwrap_or_default();
        match memchr::memchr(b'<', rest) {
            Some(at) => rest.get(at + 1) != Some(&b'/'),
            None => false,
        }
    }
}

impl Encoder {
    /// Writes any JSON value into the element that was just opened.
    pub(crate) fn json(&mut self, value: &Json) {
        match value {
            Json::Null => self.nil(),
            Json::Bool(value) => self.text(if *value { "true" } else { "false" }),
            Json::Number(text) | Json::String(text) => self.text(text),
            Json::Array(items) => {
                for item in items {
                    self.json_member(ITEM, item);
                }
            }
            Json::Object(members) => {
                for (name, value) in members {
                    if let Some(name) = name.strip_prefix('@')
                        && let Some(text) = text_of(value)
                        // It would declare a namespace.
                        && self.check_name(if name == "xmlns" { "" } else { name })
                    {
                        self.attribute(name, None, text);
                    }
                }
                for (name, value) in members {
                    match value {
                        _ if name.starts_with('@') => {}
                        _ if name == TEXT => self.text(text_of(value).unwrap_or_default()),
                        Json::Array(items) => {
                            for item in items {
                                self.json_member(name, item);
                            }
                        }
                        value => self.json_member(name, value),
                    }
                }
            }
        }
    }

    fn json_member(&mut self, name: &str, value: &Json) {
        if self.check_name(name) {
            let scope = self.start(name, None);
            self.json(value);
            self.end(name, scope);
        }
    }
}

fn text_of(value: &Json) -> Option<&str> {
    match value {
        Json::Bool(true) => Some("true"),
        Json::Bool(false) => Some("false"),
        Json::Number(text) | Json::String(text) => Some(text),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}
