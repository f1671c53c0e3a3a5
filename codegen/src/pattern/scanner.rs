//! What both dialects have in common: characters, literals and counted repetitions.

use super::Unsupported;

/// Groups and classes nest no deeper.
const DEPTH: usize = 64;

/// Reads a pattern from the left.
pub(super) struct Scanner<'a> {
    rest: std::str::Chars<'a>,
    depth: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(pattern: &'a str) -> Self {
        Self { rest: pattern.chars(), depth: 0 }
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        self.rest.next()
    }

    /// Whether this text comes next.
    pub(super) fn sees(&self, text: &str) -> bool {
        self.rest.as_str().starts_with(text)
    }

    /// Takes this text if it comes next.
    pub(super) fn take(&mut self, text: &str) -> bool {
        match self.rest.as_str().strip_prefix(text) {
            Some(rest) => {
                self.rest = rest.chars();
                true
            }
            None => false,
        }
    }

    /// Takes characters while they are of a kind.
    pub(super) fn take_while(&mut self, kind: impl Fn(char) -> bool) -> &'a str {
        let text = self.rest.as_str();
        let end = text.find(|c| !kind(c)).unwrap_or(text.len());
        self.rest = text[end..].chars();
        &text[..end]
    }

    /// Takes exactly this many hexadecimal digits.
    pub(super) fn hex(&mut self, count: usize) -> Option<u32> {
        let digits = self.rest.as_str().get(..count).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        self.rest = self.rest.as_str()[count..].chars();
        u32::from_str_radix(digits, 16).ok()
    }

    /// The text up to a closing brace, which is taken too.
    pub(super) fn braced(&mut self) -> Option<&'a str> {
        let (name, rest) = self.rest.as_str().strip_prefix('{')?.split_once('}')?;
        self.rest = rest.chars();
        Some(name)
    }

    /// `{n}`, `{n,}` or `{n,m}`, as it is written; nothing is taken where something else comes next.
    pub(super) fn counted(&mut self) -> Option<&'a str> {
        let text = self.rest.as_str();
        let (inner, rest) = text.strip_prefix('{')?.split_once('}')?;
        let (least, most) = inner.split_once(',').unwrap_or((inner, inner));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if least.is_empty() || !digits(least) || !digits(most) {
            return None;
        }
        self.rest = rest.chars();
        Some(&text[..text.len() - rest.len()])
    }

    /// Goes one level deeper.
    pub(super) fn enter(&mut self) -> Result<(), Unsupported> {
        self.depth += 1;
        if self.depth > DEPTH { Err(Unsupported::Malformed("it is nested too deeply")) } else { Ok(()) }
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }
}

/// Appends a character that stands for itself, outside or inside of a class.
pub(super) fn push_literal(out: &mut String, c: char) {
    if c.is_control() || c.is_whitespace() && c != ' ' {
        out.push_str(&format!("\\x{{{:X}}}", u32::from(c)));
        return;
    }
    if "\\.+*?()|[]{}^$#&-~".contains(c) {
        out.push('\\');
    }
    out.push(c);
}
