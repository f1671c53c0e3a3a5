//! The pull decoder: white space, numbers, literals, skipping. Strings are in `text.rs`, objects and lists in `structure.rs`.

use std::borrow::Cow;
use std::fmt;

use rust_decimal::Decimal;

use super::text;
use crate::error::{DecodeError, ErrorKind, Format, ValueError};
use crate::limits::Limits;
use crate::scalar::number;

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

    /// Reads a whole number: `50`, `50.0` and `5e1` are all fifty.
    ///
    /// # Errors
    /// Something else comes next, or a number that is not whole or does not fit.
    pub fn integer(&mut self) -> Result<i64, DecodeError> {
        let first = self.next_token();
        let negative = first == Some(b'-');
        let start = self.position + usize::from(negative);
        let bytes = self.bytes();
        let (end, value) = digits_value(bytes, start, 0);
        let leading_zero = end > start + 1 && bytes.get(start) == Some(&b'0');
        let is_plain = (start + 1..=start + 18).contains(&end) && !leading_zero;
        if is_plain && !matches!(bytes.get(end), Some(b'.' | b'e' | b'E')) {
            self.position = end;
            return Ok(if negative { -value } else { value });
        }
        let start = self.position;
        let text = self.number("a whole number")?;
        number::integer(text).map_err(|problem| self.error_at(start, problem))
    }

    /// Reads a number exactly.
    ///
    /// # Errors
    /// Something else comes next, or a number of more than 28 digits.
    pub fn decimal(&mut self) -> Result<Decimal, DecodeError> {
        let negative = self.next_token() == Some(b'-');
        let bytes = self.bytes();
        let start = self.position + usize::from(negative);
        let (point, whole) = digits_value(bytes, start, 0);
        let leading_zero = point > start + 1 && bytes.get(start) == Some(&b'0');
        let (end, value) = match bytes.get(point) {
            Some(b'.') => digits_value(bytes, point + 1, whole),
            _ => (point, whole),
        };
        let scale = end.saturating_sub(point + 1);
        let is_plain = point > start && end != point + 1 && end - start <= 18 && !leading_zero;
        if is_plain && !matches!(bytes.get(end), Some(b'e' | b'E')) {
            self.position = end;
            let mut decimal = Decimal::new(value, scale as u32);
            decimal.set_sign_negative(negative);
            return Ok(decimal);
        }
        let start = self.position;
        let text = self.number("a number")?;
        number::decimal(text).map_err(|problem| self.error_at(start, problem))
    }

    /// Reads a number and gives its text. `expected` names the type in errors: "a number".
    ///
    /// # Errors
    /// Something else comes next.
    pub fn number(&mut self, expected: &'static str) -> Result<&'a str, DecodeError> {
        if !matches!(self.next_token(), Some(b'-' | b'0'..=b'9')) {
            return Err(self.expected(expected));
        }
        let bytes = self.bytes();
        let start = self.position;
        let mut at = start + usize::from(bytes.get(start) == Some(&b'-'));
        at = match bytes.get(at) {
            Some(b'0') => at + 1,
            Some(b'1'..=b'9') => digits_end(bytes, at),
            _ => return Err(self.malformed_number(at)),
        };
        if bytes.get(at) == Some(&b'.') {
            let end = digits_end(bytes, at + 1);
            if end == at + 1 {
                return Err(self.malformed_number(end));
            }
            at = end;
        }
        if let Some(b'e' | b'E') = bytes.get(at) {
            at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
            let end = digits_end(bytes, at);
            if end == at {
                return Err(self.malformed_number(end));
            }
            at = end;
        }
        if let Some(b'0'..=b'9') = bytes.get(at) {
            return Err(self.malformed_number(at));
        }
        self.position = at;
        Ok(self.slice(start, at))
    }

    #[cold]
    fn malformed_number(&mut self, at: usize) -> DecodeError {
        self.position = at;
        self.syntax("malformed number")
    }

    /// A part of the text. Both ends are next to ASCII bytes we have read, so it is never empty by accident.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Reads a string.
    ///
    /// # Errors
    /// Something else comes next.
    #[inline]
    pub fn string(&mut self) -> Result<Cow<'a, str>, DecodeError> {
        if self.next_token() != Some(b'"') {
            return Err(self.expected("a string"));
        }
        if self.text_left.is_some() { self.counted() } else { self.quoted() }
    }

    /// Reads a string that starts here and counts its text.
    #[cold]
    fn counted(&mut self) -> Result<Cow<'a, str>, DecodeError> {
        let text = self.quoted()?;
        self.count_text(text.len())?;
        Ok(text)
    }

    /// Reads a string and hands its text to `parse`, whose problem becomes an error at the string's place.
    /// `expected` names the type in errors: "a date".
    ///
    /// # Errors
    /// Something else comes next, or `parse` fails.
    pub fn parse_string(
        &mut self,
        expected: &'static str,
        parse: &mut dyn FnMut(&str) -> Result<(), ValueError>,
    ) -> Result<(), DecodeError> {
        if self.next_token() != Some(b'"') {
            return Err(self.expected(expected));
        }
        let start = self.position;
        let text = self.quoted()?;
        self.count_text(text.len())?;
        parse(&text).map_err(|problem| self.error_at(start, problem))
    }

    /// As [`parse_string`](Self::parse_string), and takes a number too: `parse` gets its text and `true`.
    ///
    /// # Errors
    /// Something else comes next, or `parse` fails.
    pub fn parse_string_or_number(
        &mut self,
        expected: &'static str,
        parse: &mut dyn FnMut(&str, bool) -> Result<(), ValueError>,
    ) -> Result<(), DecodeError> {
        if !matches!(self.next_token(), Some(b'-' | b'0'..=b'9')) {
            return self.parse_string(expected, &mut |text| parse(text, false));
        }
        let start = self.position;
        let text = self.number(expected)?;
        parse(text, true).map_err(|problem| self.error_at(start, problem))
    }

    /// Reads a string that starts here.
    #[inline]
    pub(super) fn quoted(&mut self) -> Result<Cow<'a, str>, DecodeError> {
        let start = self.position + 1;
        let end = text::plain_end(self.bytes(), start);
        if self.bytes().get(end) == Some(&b'"') {
            self.position = end + 1;
            return Ok(Cow::Borrowed(self.slice(start, end)));
        }
        self.escaped(start, end).map(Cow::Owned)
    }

    /// Reads the rest of a string that starts at `start` and has something else than plain text at `at`.
    #[cold]
    fn escaped(&mut self, mut start: usize, mut at: usize) -> Result<String, DecodeError> {
        let mut out = String::new();
        loop {
            out.push_str(self.slice(start, at));
            match self.bytes().get(at) {
                Some(b'"') => {
                    self.position = at + 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.position = at;
                    out.push(self.escape()?);
                }
                _ => return Err(self.bad_string(at)),
            }
            start = self.position;
            at = text::plain_end(self.bytes(), start);
        }
    }

    /// Reads an escape that starts here.
    fn escape(&mut self) -> Result<char, DecodeError> {
        let here = self.bytes().get(self.position..).unwrap_or_default();
        match text::escape(here) {
            Some((character, length)) => {
                self.position += length;
                Ok(character)
            }
            // Truncated rather than wrong if no quote follows at all.
            None if memchr::memchr(b'"', here).is_none() => Err(self.unexpected_end()),
            None => Err(self.syntax("malformed escape in a string")),
        }
    }

    #[cold]
    fn bad_string(&mut self, at: usize) -> DecodeError {
        self.position = at;
        self.syntax("control character in a string")
    }

    /// Skips a string that starts here, checking it as if it were read.
    pub(super) fn skip_quoted(&mut self) -> Result<(), DecodeError> {
        self.position += 1;
        loop {
            let at = text::plain_end(self.bytes(), self.position);
            match self.bytes().get(at) {
                Some(b'"') => {
                    self.position = at + 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.position = at;
                    self.escape()?;
                }
                _ => return Err(self.bad_string(at)),
            }
        }
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

/// The first position from `at` that holds no digit, and `value` with the digits before it appended. The value is right
/// if it has no more than 18 digits: numbers that long are read in the slow way.
#[inline]
fn digits_value(bytes: &[u8], mut at: usize, mut value: i64) -> (usize, i64) {
    while let Some(digit @ b'0'..=b'9') = bytes.get(at) {
        value = value.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
        at += 1;
    }
    (at, value)
}

/// The first position from `at` that holds no digit.
#[inline]
fn digits_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b'0'..=b'9') = bytes.get(at) {
        at += 1;
    }
    at
}
