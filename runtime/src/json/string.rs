//! Reading strings: borrowed where they have no escapes.

use std::borrow::Cow;

use super::decode::Decoder;
use super::text;
use crate::error::{DecodeError, ValueError};

impl<'a> Decoder<'a> {
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
}
