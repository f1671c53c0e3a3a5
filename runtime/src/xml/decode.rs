//! The pull decoder: records and scalars from elements.

use std::borrow::Cow;
use std::fmt;

use memchr::{memchr2, memmem};

use super::namespace::{Namespaces, NsId};
use super::scan::Piece;
use super::text::{is_space, line_ends};
use crate::error::{ErrorKind, Format};
use crate::record::Entries;
use crate::{DecodeError, Limits, ValueError};

/// A start tag.
#[derive(Clone, Copy)]
pub(crate) struct Tag<'a> {
    /// The name as it is written.
    pub(crate) name: &'a str,
    /// Where the local part of the name begins.
    pub(crate) local: usize,
    /// What stands after the name.
    pub(crate) attributes: &'a str,
    /// Whether it is an empty element, `<a/>`: there is no end tag.
    pub(crate) empty: bool,
    pub(crate) ns: NsId,
    /// Where in the document it begins.
    pub(crate) at: usize,
}

impl<'a> Tag<'a> {
    pub(crate) fn prefix(&self) -> &'a str {
        &self.name[..self.local.saturating_sub(1)]
    }

    pub(crate) fn local_name(&self) -> &'a str {
        &self.name[self.local..]
    }
}

/// An attribute of the tag that was read last; declarations of namespaces are not among them.
#[derive(Clone, Copy)]
pub(crate) struct Attribute<'a> {
    pub(crate) name: &'a str,
    pub(crate) local: usize,
    /// Between the quotes, as it is written.
    pub(crate) value: &'a str,
    pub(crate) ns: NsId,
    pub(crate) at: usize,
}

impl<'a> Attribute<'a> {
    pub(crate) fn prefix(&self) -> &'a str {
        &self.name[..self.local.saturating_sub(1)]
    }

    pub(crate) fn local_name(&self) -> &'a str {
        &self.name[self.local..]
    }
}

/// Reads a document element by element. It is used through the generated types; see [`from_slice`](super::from_slice).
/// `Debug` shows where in the document it is, and nothing of that.
pub struct Decoder<'a> {
    pub(crate) src: &'a str,
    pub(crate) pos: usize,
    /// Elements that are open.
    pub(crate) depth: usize,
    pub(crate) tag: Tag<'a>,
    pub(crate) attributes: Vec<Attribute<'a>>,
    pub(crate) ns: Namespaces<'a>,
    pub(crate) limits: Limits,
    /// Bytes of text that may still come.
    text_left: usize,
    /// Bytes that values may still take.
    pub(crate) memory_left: usize,
    /// Whether the document has carriage returns, so that text needs a second look.
    returns: bool,
    /// Whether `]]>` stands anywhere in the document: it ends a CDATA section and is an error in text.
    pub(crate) ends_data: bool,
    /// Whether an element or attribute was passed over: the type does not know it.
    pub(crate) unknown: bool,
    /// Where the variant of a union was told; for the record that is read next.
    pub(crate) union_tag: Option<&'static str>,
    /// Bytes read again after looking ahead.
    again: usize,
    /// Names of the elements open while content is passed over; kept for its allocation.
    names: Vec<&'a str>,
}

/// A place to come back to: the start tag read last.
pub(crate) struct Mark<'a> {
    pos: usize,
    depth: usize,
    tag: Tag<'a>,
    text_left: usize,
    memory_left: usize,
}

impl fmt::Debug for Decoder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder").field("position", &self.pos).finish_non_exhaustive()
    }
}

impl<'a> Decoder<'a> {
    pub(crate) fn new(src: &'a str, limits: Limits) -> Self {
        let tag = Tag { name: "", local: 0, attributes: "", empty: true, ns: NsId::NONE, at: 0 };
        Decoder {
            src,
            pos: 0,
            depth: 0,
            tag,
            attributes: Vec::new(),
            ns: Namespaces::new(),
            text_left: limits.text(),
            memory_left: limits.memory(),
            returns: memchr::memchr(b'\r', src.as_bytes()).is_some(),
            ends_data: memchr::memchr(b']', src.as_bytes())
                .is_some_and(|at| memmem::find(&src.as_bytes()[at..], b"]]>").is_some()),
            limits,
            unknown: false,
            union_tag: None,
            again: 0,
            names: Vec::new(),
        }
    }

    #[cold]
    pub(crate) fn problem(&self, at: usize, problem: ValueError) -> DecodeError {
        DecodeError::new(Format::Xml, problem, at)
    }

    #[cold]
    pub(crate) fn malformed(&self, at: usize, what: &'static str) -> DecodeError {
        self.problem(at, ValueError::new(ErrorKind::Syntax, what))
    }

    #[cold]
    pub(crate) fn limit(&self, at: usize, what: &'static str) -> DecodeError {
        self.problem(at, ValueError::new(ErrorKind::Limit, what))
    }

    /// The document ends where more must come.
    #[cold]
    pub(crate) fn cut(&self) -> DecodeError {
        let problem = ValueError::new(ErrorKind::UnexpectedEnd, "the document ends too early");
        self.problem(self.src.len(), problem)
    }

    /// Text where the type has elements alone.
    #[cold]
    pub(crate) fn stray_text(&self) -> DecodeError {
        self.problem(self.pos, ValueError::wrong_type("elements", "text"))
    }

    /// Reads a scalar from the text of the element whose start tag was just read, through its end tag.
    ///
    /// The text is handed over with references resolved and is not trimmed. Child elements are passed over.
    ///
    /// # Errors
    /// The element is malformed, or `read` refuses its text.
    pub fn scalar(&mut self, read: &mut dyn FnMut(&str) -> Result<(), ValueError>) -> Result<(), DecodeError> {
        let at = self.pos;
        let text = self.text()?;
        match read(&text) {
            Ok(()) => Ok(()),
            Err(problem) => Err(self.problem(at, problem)),
        }
    }

    /// Reads the text of the element whose start tag was just read, through its end tag.
    ///
    /// # Errors
    /// The element is malformed.
    pub fn text(&mut self) -> Result<Cow<'a, str>, DecodeError> {
        let tag = self.tag;
        if tag.empty {
            self.close();
            return Ok(Cow::Borrowed(""));
        }
        // Nearly always there is one run of text and then the end tag.
        let from = self.pos;
        let rest = self.src.as_bytes().get(from..).unwrap_or_default();
        if let Some(len) = memchr2(b'<', b'&', rest)
            && let Some(name) = rest[len..].strip_prefix(b"</")
            && let Some(b">") = name.strip_prefix(tag.name.as_bytes()).and_then(|end| end.get(..1))
            && (!self.ends_data || memmem::find(&rest[..len], b"]]>").is_none())
        {
            self.count_text(len)?;
            self.pos = from + len + 2 + tag.name.len() + 1;
            self.close();
            let text = &self.src[from..from + len];
            return Ok(if self.returns { line_ends(text) } else { Cow::Borrowed(text) });
        }
        self.pieces(tag).map(Cow::Owned)
    }

    /// Text that is interrupted: by references, CDATA sections, comments, elements.
    #[cold]
    fn pieces(&mut self, tag: Tag<'a>) -> Result<String, DecodeError> {
        let mut text = String::new();
        loop {
            match self.next()? {
                Piece::Start => self.skip_unknown()?,
                Piece::End(found) => {
                    self.end(tag.name, found)?;
                    return Ok(text);
                }
                piece => self.push_text(&mut text, &piece)?,
            }
        }
    }

    /// Appends a piece of text.
    pub(crate) fn push_text(&mut self, text: &mut String, piece: &Piece<'a>) -> Result<(), DecodeError> {
        match piece {
            Piece::Text(run) | Piece::Data(run) => {
                self.count_text(run.len())?;
                text.push_str(&line_ends(run));
            }
            Piece::Char(c) => {
                self.count_text(c.len_utf8())?;
                text.push(*c);
            }
            Piece::Start | Piece::End(_) => {}
        }
        Ok(())
    }

    pub(crate) fn count_text(&mut self, len: usize) -> Result<(), DecodeError> {
        match self.text_left.checked_sub(len) {
            Some(left) => {
                self.text_left = left;
                Ok(())
            }
            None => Err(self.limit(self.pos, "the document holds too much text")),
        }
    }

    /// Counts bytes that values take.
    #[inline]
    pub(crate) fn count_memory(&mut self, size: usize) -> Result<(), DecodeError> {
        match self.memory_left.checked_sub(size) {
            Some(left) => {
                self.memory_left = left;
                Ok(())
            }
            None => Err(self.out_of_memory()),
        }
    }

    #[cold]
    fn out_of_memory(&self) -> DecodeError {
        self.limit(self.tag.at, "the document holds more values than memory is allowed for")
    }

    /// Reads on to the next child of an element that holds elements alone: `true` at a start tag, `false` after the
    /// end tag of the element itself.
    pub(crate) fn child(&mut self, parent: Tag<'a>) -> Result<bool, DecodeError> {
        loop {
            self.space();
            // The end tag that is due, written as it should be, needs no look at its name.
            let rest = self.src.as_bytes().get(self.pos..).unwrap_or_default();
            if let Some(name) = rest.strip_prefix(b"</")
                && let Some(b">") = name.strip_prefix(parent.name.as_bytes()).and_then(|end| end.get(..1))
            {
                self.pos += parent.name.len() + 3;
                self.close();
                return Ok(false);
            }
            match self.next()? {
                Piece::Start => return Ok(true),
                Piece::End(found) => {
                    self.end(parent.name, found)?;
                    return Ok(false);
                }
                Piece::Text(text) | Piece::Data(text) if text.bytes().all(is_space) => {}
                Piece::Char(' ' | '\t' | '\n' | '\r') => {}
                _ => return Err(self.stray_text()),
            }
        }
    }

    /// Passes over an element that the type does not know.
    pub(crate) fn skip_unknown(&mut self) -> Result<(), DecodeError> {
        self.unknown = true;
        self.skip()
    }

    /// Passes over the content of the element whose start tag was just read, through its end tag.
    pub(crate) fn skip(&mut self) -> Result<(), DecodeError> {
        if self.tag.empty {
            self.close();
            return Ok(());
        }
        let mut names = std::mem::take(&mut self.names);
        names.clear();
        names.push(self.tag.name);
        while let Some(&name) = names.last() {
            match self.next()? {
                Piece::Start if self.tag.empty => self.close(),
                Piece::Start => names.push(self.tag.name),
                Piece::End(found) => {
                    self.end(name, found)?;
                    names.pop();
                }
                Piece::Text(_) | Piece::Data(_) | Piece::Char(_) => {}
            }
        }
        self.names = names;
        Ok(())
    }

    /// The attribute of XML Schema's instance namespace with this name.
    pub(crate) fn xsi(&self, name: &str) -> Option<Attribute<'a>> {
        let mut attributes = self.attributes.iter();
        attributes.find(|attribute| attribute.ns == NsId::XSI && attribute.local_name() == name).copied()
    }

    /// Whether the element whose start tag was just read says `xsi:nil="true"`.
    pub(crate) fn is_nil(&self) -> Result<bool, DecodeError> {
        let Some(nil) = self.xsi("nil") else {
            return Ok(false);
        };
        match nil.value.trim_ascii() {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(self.problem(nil.at, ValueError::invalid("true or false in xsi:nil"))),
        }
    }

    /// Reads a map: each child element is an entry, named by its local name.
    ///
    /// # Errors
    /// The element is malformed, or an entry occurs twice or is not of the map's type.
    pub fn entries(&mut self, entries: &mut dyn Entries) -> Result<(), DecodeError> {
        let tag = self.tag;
        self.unknown |= !self.attributes.is_empty();
        if tag.empty {
            self.close();
            return Ok(());
        }
        while self.child(tag)? {
            self.entry(entries)?;
        }
        Ok(())
    }

    /// Reads one element into a map.
    pub(crate) fn entry(&mut self, entries: &mut dyn Entries) -> Result<(), DecodeError> {
        let name = self.tag.local_name();
        self.count_memory(entries.entry_size().saturating_add(name.len()))?;
        match entries.add_entry(name) {
            Some(value) => value.decode_xml(self).map_err(DecodeError::in_entry),
            None => Err(self.twice_element(self.tag.at).in_entry()),
        }
    }

    #[cold]
    pub(crate) fn twice_element(&self, at: usize) -> DecodeError {
        let what = "an element that may occur once occurs twice";
        self.problem(at, ValueError::new(ErrorKind::Duplicate, what))
    }

    /// Remembers the start tag that was just read.
    pub(crate) fn mark(&self) -> Mark<'a> {
        Mark {
            pos: self.pos,
            depth: self.depth,
            tag: self.tag,
            text_left: self.text_left,
            memory_left: self.memory_left,
        }
    }

    /// Goes back to a start tag. What lies between is read again, of which a hostile document could make much.
    pub(crate) fn back_to(&mut self, mark: &Mark<'a>) -> Result<(), DecodeError> {
        self.again += self.pos.saturating_sub(mark.pos);
        if self.again > self.src.len().saturating_mul(64).saturating_add(1 << 20) {
            return Err(self.limit(mark.tag.at, "too much of the document must be read twice"));
        }
        self.pos = mark.pos;
        self.text_left = mark.text_left;
        self.memory_left = mark.memory_left;
        self.ns.leave(mark.depth);
        self.depth = mark.depth - 1;
        self.open(mark.tag)
    }

    /// The namespace and local name that a value such as that of `xsi:type` stands for.
    pub(crate) fn qualified<'t>(&self, text: &'t str, at: usize) -> Result<(NsId, &'t str), DecodeError> {
        match text.trim_ascii().split_once(':') {
            Some((prefix, local)) => Ok((self.prefix(prefix, at)?, local)),
            None => Ok((self.ns.default(), text.trim_ascii())),
        }
    }
}
