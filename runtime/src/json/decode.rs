//! The pull decoder: white space, literals, limits, skipping. Numbers are in `number.rs`, strings in `string.rs`, objects and
//! lists in `structure.rs`.

use std::borrow::Cow;
use std::fmt;

use crate::error::{DecodeError, ErrorKind, Format, ValueError};
use crate::limits::Limits;

/// Reads JSON from a text in memory, strictly by RFC 8259.
///
/// Every method reads from where the one before it stopped, and skips white space first.
/// `Debug` shows where that is, and nothing of the text.
pub struct Decoder<'a> {
    pub(super) text: &'a str,
    pub(super) position: usize,
    /// Levels that may still be opened.
    pub(super) depth: usize,
    /// Bytes of text that may still come; `None` where the document itself is no longer than that.
    pub(super) text_left: Option<usize>,
    /// Bytes that values may still take.
    pub(super) memory_left: usize,
    /// Greatest length of a member's name.
    longest_name: usize,
    /// Members skipped because no field has their name. Untagged unions compare this.
    pub(super) unknown: usize,
    /// Bytes that untagged unions may still read again.
    pub(super) rereads: usize,
    /// The tag of the union whose variant is read next: not an unknown member of it.
    pub(super) tag: Option<&'static str>,
}

impl fmt::Debug for Decoder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder").field("position", &self.position).finish_non_exhaustive()
    }
}

impl<'a> Decoder<'a> {
    pub(super) fn new(text: &'a str, limits: &Limits) -> Self {
        // Generous for honest documents; nested unions that fail late would otherwise cost exponential time.
        let rereads = text.len().saturating_mul(32).saturating_add(1 << 20);
        Self {
            text,
            position: 0,
            depth: limits.depth(),
            text_left: (text.len() > limits.text()).then_some(limits.text()),
            memory_left: limits.memory(),
            longest_name: limits.name(),
            unknown: 0,
            rereads,
            tag: None,
        }
    }

    pub(super) fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes().get(self.position).copied()
    }

    /// Skips white space and gives the byte after it.
    #[inline]
    pub(crate) fn next_token(&mut self) -> Option<u8> {
        let bytes = self.bytes();
        let mut position = self.position;
        let token = loop {
            match bytes.get(position) {
                Some(b' ' | b'\n' | b'\t' | b'\r') => position += 1,
                other => break other.copied(),
            }
        };
        self.position = position;
        token
    }

    /// An error at this place.
    #[cold]
    pub fn error(&self, problem: ValueError) -> DecodeError {
        self.error_at(self.position, problem)
    }

    #[cold]
    pub(super) fn error_at(&self, position: usize, problem: ValueError) -> DecodeError {
        DecodeError::new(Format::Json, problem, position)
    }

    #[cold]
    pub(super) fn syntax(&self, what: &'static str) -> DecodeError {
        let rest = self.bytes().get(self.position..).unwrap_or_default();
        // Nothing, or the beginning of a literal, is no mistake but too little.
        if LITERALS.iter().any(|literal| literal.starts_with(rest) && literal.len() > rest.len()) {
            return self.unexpected_end();
        }
        self.error(ValueError::new(ErrorKind::Syntax, what))
    }

    #[cold]
    pub(super) fn unexpected_end(&self) -> DecodeError {
        let problem = ValueError::new(ErrorKind::UnexpectedEnd, "the document ends too early");
        self.error_at(self.text.len(), problem)
    }

    /// The error of finding anything else than what is expected at this place.
    #[cold]
    pub(super) fn expected(&self, what: &'static str) -> DecodeError {
        let found = match self.peek() {
            Some(b'"') => "a string",
            Some(b'{') => "an object",
            Some(b'[') => "a list",
            Some(b'-' | b'0'..=b'9') => "a number",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            _ => return self.syntax("expected a JSON value"),
        };
        self.error(ValueError::wrong_type(what, found))
    }

    #[inline]
    pub(super) fn enter(&mut self) -> Result<(), DecodeError> {
        match self.depth.checked_sub(1) {
            Some(depth) => {
                self.depth = depth;
                self.position += 1;
                Ok(())
            }
            None => Err(self.too_deep()),
        }
    }

    #[cold]
    fn too_deep(&self) -> DecodeError {
        self.limit("the document is nested too deeply")
    }

    /// Counts bytes of text that are kept.
    #[inline]
    pub(super) fn count_text(&mut self, len: usize) -> Result<(), DecodeError> {
        let Some(left) = self.text_left else {
            return Ok(());
        };
        match left.checked_sub(len) {
            Some(left) => {
                self.text_left = Some(left);
                Ok(())
            }
            None => Err(self.limit("the document holds too much text")),
        }
    }

    /// Counts bytes that values take.
    #[inline]
    pub(super) fn count_memory(&mut self, size: usize) -> Result<(), DecodeError> {
        match self.memory_left.checked_sub(size) {
            Some(left) => {
                self.memory_left = left;
                Ok(())
            }
            None => Err(self.limit("the document holds more values than memory is allowed for")),
        }
    }

    #[cold]
    pub(super) fn limit(&self, what: &'static str) -> DecodeError {
        self.error(ValueError::new(ErrorKind::Limit, what))
    }

    /// Takes a literal if it stands here. What follows it is checked by whoever reads on.
    fn take_literal(&mut self, literal: &[u8]) -> bool {
        let here = self.bytes().get(self.position..).unwrap_or_default();
        let found = here.starts_with(literal);
        if found {
            self.position += literal.len();
        }
        found
    }

    /// Takes a `null` if that is what comes next.
    ///
    /// # Errors
    /// None at present.
    #[inline]
    pub fn take_null(&mut self) -> Result<bool, DecodeError> {
        Ok(self.next_token() == Some(b'n') && self.take_literal(b"null"))
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// Something else comes next.
    pub fn boolean(&mut self) -> Result<bool, DecodeError> {
        match self.next_token() {
            Some(b't') if self.take_literal(b"true") => Ok(true),
            Some(b'f') if self.take_literal(b"false") => Ok(false),
            Some(b't' | b'f' | b'n') if !self.at_literal() => Err(self.syntax("expected a JSON value")),
            _ => Err(self.expected("true or false")),
        }
    }

    /// Whether a whole literal stands here.
    fn at_literal(&self) -> bool {
        let here = self.bytes().get(self.position..).unwrap_or_default();
        LITERALS.iter().any(|literal| here.starts_with(literal))
    }

    /// A part of the text. Both ends are next to ASCII bytes we have read, so it is never empty by accident.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Skips one value of any kind, checking that it is well-formed. Needs no stack, however deep the value is.
    ///
    /// # Errors
    /// The value is malformed or nested too deeply.
    pub fn skip(&mut self) -> Result<(), DecodeError> {
        // The brackets that close what is open.
        let mut open: Vec<u8> = Vec::new();
        loop {
            match self.next_token() {
                Some(b'"') => self.skip_quoted()?,
                Some(b'-' | b'0'..=b'9') => {
                    self.number("a value")?;
                }
                Some(bracket @ (b'{' | b'[')) => {
                    if open.len() >= self.depth {
                        return Err(self.too_deep());
                    }
                    self.position += 1;
                    // In ASCII a closing bracket is two after its opening one.
                    let close = bracket + 2;
                    if self.next_token() == Some(close) {
                        self.position += 1;
                    } else {
                        open.push(close);
                        if close == b'}' {
                            self.key()?;
                        }
                        continue;
                    }
                }
                Some(b't') if self.take_literal(b"true") => {}
                Some(b'f') if self.take_literal(b"false") => {}
                Some(b'n') if self.take_literal(b"null") => {}
                _ => return Err(self.syntax("expected a JSON value")),
            }
            // After a value: the next one, or the end of what is open.
            loop {
                let Some(close) = open.last().copied() else {
                    return Ok(());
                };
                if !self.go_on(close)? {
                    open.pop();
                } else {
                    if close == b'}' {
                        self.key()?;
                    }
                    break;
                }
            }
        }
    }

    /// After an item: `true` past a comma, `false` past the closing bracket.
    #[inline]
    pub(super) fn go_on(&mut self, close: u8) -> Result<bool, DecodeError> {
        let token = self.next_token();
        if token != Some(b',') && token != Some(close) {
            let what = if close == b'}' { "expected a comma or }" } else { "expected a comma or ]" };
            return Err(self.syntax(what));
        }
        self.position += 1;
        Ok(token == Some(b','))
    }

    /// Reads a member's name and its colon.
    pub(super) fn key(&mut self) -> Result<Cow<'a, str>, DecodeError> {
        if self.next_token() != Some(b'"') {
            return Err(self.syntax("expected a member's name in quotes"));
        }
        let at = self.position;
        let name = self.quoted()?;
        if name.len() > self.longest_name {
            return Err(self.error_at(at, ValueError::new(ErrorKind::Limit, "a name is too long")));
        }
        self.colon()?;
        Ok(name)
    }

    #[inline]
    pub(super) fn colon(&mut self) -> Result<(), DecodeError> {
        if self.next_token() != Some(b':') {
            return Err(self.syntax("expected a colon"));
        }
        self.position += 1;
        Ok(())
    }

    /// Reads one value of any kind and gives its text, which is well-formed JSON.
    ///
    /// # Errors
    /// The value is malformed or nested too deeply.
    pub fn raw(&mut self) -> Result<&'a str, DecodeError> {
        self.next_token();
        let start = self.position;
        self.skip()?;
        Ok(self.slice(start, self.position))
    }

    /// Checks that nothing but white space is left.
    pub(super) fn end(&mut self) -> Result<(), DecodeError> {
        match self.next_token() {
            None => Ok(()),
            Some(_) => Err(self.syntax("expected nothing after the document's end")),
        }
    }
}

/// The words of JSON.
const LITERALS: [&[u8]; 3] = [b"true", b"false", b"null"];
