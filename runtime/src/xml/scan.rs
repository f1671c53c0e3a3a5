//! Tags, text and references: the lowest layer of the decoder.
//!
//! quick-xml's parsers find the end of a tag and resolve references; the position is ours, because looking ahead
//! (unions) and reading a leaf element in one step need to move it.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2, memmem};
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::BytesRef;
use quick_xml::parser::{ElementParser, Parser};

use super::decode::{Attribute, Decoder, Tag};
use super::namespace::NsId;
use super::text::{is_char, is_space, name};
use crate::DecodeError;
use crate::error::shown;

/// What stands next inside an element. Comments and processing instructions are passed over.
pub(crate) enum Piece<'a> {
    /// A start tag or an empty element; it is the decoder's tag now.
    Start,
    /// An end tag with this name.
    End(&'a str),
    /// Text up to the next markup or reference, as it stands in the document.
    Text(&'a str),
    /// The content of a CDATA section, as it stands in the document.
    Data(&'a str),
    /// A resolved reference.
    Char(char),
}

impl<'a> Decoder<'a> {
    /// The next piece of the content of the element that is open.
    pub(crate) fn next(&mut self) -> Result<Piece<'a>, DecodeError> {
        loop {
            let bytes = self.src.as_bytes();
            match bytes.get(self.pos) {
                Some(b'<') => match bytes.get(self.pos + 1) {
                    Some(b'/') => return self.end_tag().map(Piece::End),
                    Some(b'!') => {
                        if let Some(data) = self.bang()? {
                            return Ok(Piece::Data(data));
                        }
                    }
                    Some(b'?') => self.instruction()?,
                    _ => return self.start_tag().map(|()| Piece::Start),
                },
                Some(b'&') => return self.reference().map(Piece::Char),
                Some(_) => {
                    let from = self.pos;
                    let Some(len) = memchr2(b'<', b'&', &bytes[from..]) else {
                        return Err(self.cut());
                    };
                    if self.ends_data
                        && let Some(at) = memmem::find(&bytes[from..from + len], b"]]>")
                    {
                        return Err(self.malformed(from + at, "]]> in text: the > must be written &gt;"));
                    }
                    self.pos += len;
                    return Ok(Piece::Text(&self.src[from..self.pos]));
                }
                None => return Err(self.cut()),
            }
        }
    }

    /// Moves over white space.
    pub(crate) fn space(&mut self) {
        let rest = self.src.as_bytes().get(self.pos..).unwrap_or_default();
        self.pos += rest.iter().position(|&b| !is_space(b)).unwrap_or(rest.len());
    }

    /// Reads the start tag here, and what it declares.
    pub(crate) fn start_tag(&mut self) -> Result<(), DecodeError> {
        let at = self.pos;
        let from = at + 1;
        let bytes = self.src.as_bytes();
        let rest = bytes.get(from..).unwrap_or_default();
        let (len, local) = name(rest);
        if len == 0 || len > self.limits.name() {
            return Err(self.bad_name(from, rest.is_empty(), len));
        }
        let end = from + len;
        let name = &self.src[from..end];
        let (attributes, empty) = match bytes.get(end) {
            Some(b'>') => {
                self.pos = end + 1;
                ("", false)
            }
            Some(b'/') if bytes.get(end + 1) == Some(&b'>') => {
                self.pos = end + 2;
                ("", true)
            }
            Some(&b) if is_space(b) => {
                let Some(len) = ElementParser::Outside.feed(&bytes[end..]) else {
                    return Err(self.cut());
                };
                let close = end + len;
                self.pos = close + 1;
                let empty = bytes[close - 1] == b'/';
                (&self.src[end..close - usize::from(empty)], empty)
            }
            None | Some(b'/') if end + 1 >= bytes.len() => return Err(self.cut()),
            _ => return Err(self.malformed(end, "a character that cannot stand in a tag")),
        };
        self.open(Tag { name, local, attributes, empty, ns: NsId::NONE, at })
    }

    /// Makes the tag the current one: its depth, its declarations, its attributes and its namespace.
    pub(crate) fn open(&mut self, mut tag: Tag<'a>) -> Result<(), DecodeError> {
        self.depth += 1;
        if self.depth > self.limits.depth() {
            return Err(self.limit(tag.at, "elements are nested too deep"));
        }
        self.attributes.clear();
        if !tag.attributes.is_empty() {
            self.read_attributes(tag)?;
        }
        tag.ns = if tag.local == 0 { self.ns.default() } else { self.prefix(tag.prefix(), tag.at)? };
        self.tag = tag;
        Ok(())
    }

    /// Leaves the scope of the element.
    #[inline]
    pub(crate) fn close(&mut self) {
        if self.ns.innermost >= self.depth {
            self.ns.leave(self.depth);
        }
        self.depth -= 1;
    }

    pub(crate) fn prefix(&self, prefix: &str, at: usize) -> Result<NsId, DecodeError> {
        match self.ns.lookup(prefix) {
            Some(id) => Ok(id),
            None => {
                let error = self.malformed(at, "a prefix is not declared");
                Err(error.with_detail(shown(prefix)))
            }
        }
    }

    /// Reads the end tag here and hands back its name.
    fn end_tag(&mut self) -> Result<&'a str, DecodeError> {
        let from = self.pos + 2;
        let bytes = self.src.as_bytes();
        let rest = bytes.get(from..).unwrap_or_default();
        let (len, _) = name(rest);
        let mut end = from + len;
        while bytes.get(end).is_some_and(|&b| is_space(b)) {
            end += 1;
        }
        match bytes.get(end) {
            Some(b'>') if len > 0 => {
                self.pos = end + 1;
                Ok(&self.src[from..from + len])
            }
            None => Err(self.cut()),
            _ => Err(self.malformed(self.pos, "a malformed end tag")),
        }
    }

    /// Checks the name of an end tag and leaves the element.
    pub(crate) fn end(&mut self, name: &str, found: &str) -> Result<(), DecodeError> {
        if name != found {
            let error = self.malformed(self.pos, "an end tag does not match");
            return Err(error.with_detail(format!("expected </{}>, found </{}>", shown(name), shown(found))));
        }
        self.close();
        Ok(())
    }

    /// Reads the markup after `<!`: the content of a CDATA section, or `None` after a comment.
    pub(crate) fn bang(&mut self) -> Result<Option<&'a str>, DecodeError> {
        let at = self.pos;
        let rest = &self.src[at..];
        if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let Some(len) = memmem::find(data.as_bytes(), b"]]>") else {
                return Err(self.cut());
            };
            self.pos = at + 9 + len + 3;
            Ok(Some(&data[..len]))
        } else if let Some(comment) = rest.strip_prefix("<!--") {
            let Some(len) = memmem::find(comment.as_bytes(), b"--") else {
                return Err(self.cut());
            };
            match comment.as_bytes().get(len + 2) {
                Some(b'>') => {
                    self.pos = at + 4 + len + 3;
                    Ok(None)
                }
                Some(_) => Err(self.malformed(at + 4 + len, "-- inside a comment")),
                None => Err(self.cut()),
            }
        } else if "<![CDATA[".starts_with(rest) || "<!--".starts_with(rest) {
            Err(self.cut())
        } else if rest.starts_with("<!DOCTYPE") {
            Err(self.malformed(at, "a document type declaration (DOCTYPE) is not read"))
        } else {
            Err(self.malformed(at, "a declaration that cannot stand here"))
        }
    }

    /// Passes over a processing instruction.
    pub(crate) fn instruction(&mut self) -> Result<(), DecodeError> {
        let at = self.pos;
        let rest = &self.src.as_bytes()[at + 2..];
        let Some(len) = memmem::find(rest, b"?>") else {
            return Err(self.cut());
        };
        let (target, _) = name(&rest[..len]);
        let parted = rest[..len].get(target).is_none_or(|&b| is_space(b));
        if target == 0 || !parted || rest[..target].eq_ignore_ascii_case(b"xml") {
            return Err(self.malformed(at, "a malformed processing instruction"));
        }
        self.pos = at + 2 + len + 2;
        Ok(())
    }

    /// Resolves the reference here.
    fn reference(&mut self) -> Result<char, DecodeError> {
        let at = self.pos;
        let rest = &self.src[at + 1..];
        match resolve(rest) {
            Ok((c, len)) => {
                self.pos = at + 1 + len;
                Ok(c)
            }
            Err(_) if rest.len() < 16 && !rest.contains([';', '<', '&', ' ']) => Err(self.cut()),
            Err(problem) => Err(self.malformed(at, problem)),
        }
    }

    fn read_attributes(&mut self, tag: Tag<'a>) -> Result<(), DecodeError> {
        let text = tag.attributes;
        let bytes = text.as_bytes();
        // Byte offset of the text in the document: the name and `<` stand before it.
        let base = tag.at + 1 + tag.name.len();
        let references = memchr(b'&', bytes).is_some();
        let mut i = 0;
        loop {
            let gap = i;
            while bytes.get(i).is_some_and(|&b| is_space(b)) {
                i += 1;
            }
            if i == bytes.len() {
                break;
            }
            let (len, local) = name(&bytes[i..]);
            if len == 0 || len > self.limits.name() {
                return Err(self.bad_name(base + i, false, len));
            }
            if gap == i {
                return Err(self.malformed(base + i, "no space before an attribute"));
            }
            let from = i;
            let name = &text[from..from + len];
            i += len;
            while bytes.get(i).is_some_and(|&b| is_space(b)) {
                i += 1;
            }
            if bytes.get(i) != Some(&b'=') {
                return Err(self.malformed(base + i, "an attribute without a value"));
            }
            i += 1;
            while bytes.get(i).is_some_and(|&b| is_space(b)) {
                i += 1;
            }
            let quote = match bytes.get(i) {
                Some(&b @ (b'"' | b'\'')) => b,
                _ => return Err(self.malformed(base + i, "an attribute value without quotes")),
            };
            i += 1;
            match memchr2(quote, b'<', &bytes[i..]) {
                Some(len) if bytes[i + len] == quote => {
                    if self.attributes.len() >= self.limits.attributes() {
                        return Err(self.limit(base + from, "an element has too many attributes"));
                    }
                    let value = &text[i..i + len];
                    if references {
                        self.check_references(value, base + i)?;
                    }
                    self.attributes.push(Attribute { name, local, value, ns: NsId::NONE, at: base + from });
                    i += len + 1;
                }
                _ => return Err(self.malformed(base + i, "a malformed attribute value")),
            }
        }
        self.declarations()?;
        self.resolve_attributes()
    }

    /// Checks the references in the value of an attribute, which the type may not know and never look at.
    #[cold]
    fn check_references(&self, value: &str, at: usize) -> Result<(), DecodeError> {
        for i in memchr_iter(b'&', value.as_bytes()) {
            if let Err(problem) = resolve(&value[i + 1..]) {
                return Err(self.malformed(at + i, problem));
            }
        }
        Ok(())
    }

    /// Takes the namespace declarations out of the attributes.
    fn declarations(&mut self) -> Result<(), DecodeError> {
        let mut kept = 0;
        for i in 0..self.attributes.len() {
            let attribute = self.attributes[i];
            let prefix = match attribute.name.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) if attribute.local == 6 => &rest[1..],
                _ => {
                    self.attributes[kept] = attribute;
                    kept += 1;
                    continue;
                }
            };
            // The same prefix twice in one tag is the same attribute twice.
            if self.ns.declared_at(prefix, self.depth) {
                return Err(self.twice(attribute));
            }
            let value = self.attribute_text(attribute)?;
            if let Err(problem) = self.ns.declare(prefix, value, self.depth) {
                return Err(self.malformed(attribute.at, problem));
            }
        }
        self.attributes.truncate(kept);
        Ok(())
    }

    /// Finds the namespace of each attribute; two of one name are an error.
    fn resolve_attributes(&mut self) -> Result<(), DecodeError> {
        for i in 0..self.attributes.len() {
            let mut attribute = self.attributes[i];
            if attribute.local > 0 {
                attribute.ns = self.prefix(attribute.prefix(), attribute.at)?;
                self.attributes[i] = attribute;
            }
            let twice = self.attributes[..i]
                .iter()
                .any(|earlier| earlier.ns == attribute.ns && earlier.local_name() == attribute.local_name());
            if twice {
                return Err(self.twice(attribute));
            }
        }
        Ok(())
    }

    fn twice(&self, attribute: Attribute<'a>) -> DecodeError {
        self.malformed(attribute.at, "an attribute occurs twice").with_detail(shown(attribute.name))
    }

    /// The value of an attribute: references resolved, white space made spaces.
    pub(crate) fn attribute_text(&mut self, attribute: Attribute<'a>) -> Result<Cow<'a, str>, DecodeError> {
        let raw = attribute.value;
        let plain = !raw.bytes().fold(false, |found, b| found | (b < b' ') | (b == b'&'));
        if plain {
            return Ok(Cow::Borrowed(raw));
        }
        let mut text = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(i) = rest.find(['&', '\r', '\n', '\t']) {
            text.push_str(&rest[..i]);
            let after = &rest[i + 1..];
            rest = match rest.as_bytes()[i] {
                b'&' => match resolve(after) {
                    Ok((c, len)) => {
                        text.push(c);
                        &after[len..]
                    }
                    Err(problem) => return Err(self.malformed(attribute.at, problem)),
                },
                b => {
                    text.push(' ');
                    let after = (b == b'\r').then(|| after.strip_prefix('\n')).flatten();
                    after.unwrap_or(&rest[i + 1..])
                }
            };
        }
        text.push_str(rest);
        Ok(Cow::Owned(text))
    }

    #[cold]
    fn bad_name(&self, at: usize, cut: bool, len: usize) -> DecodeError {
        if cut {
            self.cut()
        } else if len > 0 {
            self.limit(at, "a name is too long")
        } else {
            self.malformed(at, "a malformed name")
        }
    }
}

/// Resolves the reference whose `&` stands before `text`: the character and the length with `;`.
fn resolve(text: &str) -> Result<(char, usize), &'static str> {
    let len = text
        .bytes()
        .take(64)
        .position(|b| !(b.is_ascii_alphanumeric() || b == b'#' || b == b'.' || b == b'-' || b == b'_'))
        .filter(|&len| len > 0 && text.as_bytes()[len] == b';')
        .ok_or("a & that begins no reference")?;
    let name = &text[..len];
    let c = if name.starts_with('#') {
        let c = BytesRef::new(name).resolve_char_ref();
        c.ok().flatten().filter(|&c| is_char(c)).ok_or("a reference to a character that cannot stand in XML")?
    } else {
        // Entities a document declares itself are never expanded.
        resolve_xml_entity(name)
            .and_then(|text| text.chars().next())
            .ok_or("a reference to an entity other than the five of XML")?
    };
    Ok((c, len + 1))
}
