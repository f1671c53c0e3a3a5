//! A strict JSON parser that keeps positions (RFC 8259).

use super::{Entry, Fault, Mapping, Node, Value, duplicate, too_deep};
use crate::diagnostic::codes;
use crate::source::Limits;

pub(super) fn parse(text: &str, limits: &Limits, faults: &mut Vec<Fault>) -> Result<Node, Fault> {
    let mut parser = Parser { text, offset: 0, line: 1, column: 1, limits, faults };
    parser.skip_white_space();
    let node = parser.value(1)?;
    parser.skip_white_space();
    match parser.peek() {
        None => Ok(node),
        Some(c) => Err(parser.fault(format!("expected the end of the document, found `{c}`"))),
    }
}

struct Parser<'a> {
    text: &'a str,
    offset: usize,
    line: u32,
    column: u32,
    limits: &'a Limits,
    faults: &'a mut Vec<Fault>,
}

impl Parser<'_> {
    fn value(&mut self, depth: usize) -> Result<Node, Fault> {
        let (line, column) = (self.line, self.column);
        if depth > self.limits.depth {
            return Err(too_deep(self.limits, line, column));
        }
        let value = match self.peek() {
            Some('{') => self.mapping(depth)?,
            Some('[') => self.sequence(depth)?,
            Some('"') => Value::String(self.string()?),
            Some('-' | '0'..='9') => self.number()?,
            Some('a'..='z') => self.word()?,
            Some(c) => return Err(self.fault(format!("expected a value, found `{}`", c.escape_debug()))),
            None => return Err(self.ended("a value")),
        };
        Ok(Node { value, line, column })
    }

    fn mapping(&mut self, depth: usize) -> Result<Value, Fault> {
        self.advance();
        let mut mapping = Mapping::default();
        self.skip_white_space();
        if self.accept('}') {
            return Ok(Value::Mapping(mapping));
        }
        loop {
            self.skip_white_space();
            let (line, column) = (self.line, self.column);
            if self.peek() != Some('"') {
                return Err(self.expected("a name in quotes"));
            }
            let key = self.string()?;
            self.skip_white_space();
            if !self.accept(':') {
                return Err(self.expected("`:`"));
            }
            self.skip_white_space();
            let node = self.value(depth + 1)?;
            if mapping.get(&key).is_some() {
                self.faults.push(duplicate(&key, line, column));
            } else {
                mapping.insert(key, Entry { line, column, node });
            }
            self.skip_white_space();
            if self.accept('}') {
                return Ok(Value::Mapping(mapping));
            }
            if !self.accept(',') {
                return Err(self.expected("`,` or `}`"));
            }
        }
    }

    fn sequence(&mut self, depth: usize) -> Result<Value, Fault> {
        self.advance();
        let mut items = Vec::new();
        self.skip_white_space();
        if self.accept(']') {
            return Ok(Value::Sequence(items));
        }
        loop {
            self.skip_white_space();
            items.push(self.value(depth + 1)?);
            self.skip_white_space();
            if self.accept(']') {
                return Ok(Value::Sequence(items));
            }
            if !self.accept(',') {
                return Err(self.expected("`,` or `]`"));
            }
        }
    }

    fn string(&mut self) -> Result<String, Fault> {
        self.advance();
        let mut text = String::new();
        loop {
            match self.peek() {
                None => return Err(self.ended("`\"`")),
                Some('"') => {
                    self.advance();
                    return Ok(text);
                }
                Some('\\') => text.push(self.escape()?),
                Some(c) if c < ' ' => {
                    return Err(self.fault(format!("the control character `{}` in a text", c.escape_debug())));
                }
                Some(c) => {
                    text.push(c);
                    self.advance();
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let (line, column) = (self.line, self.column);
        self.advance();
        let Some(c) = self.peek() else { return Err(self.ended("an escape")) };
        self.advance();
        let wrong = |what: String| Fault { code: codes::E0101, message: what, line, column };
        match c {
            '"' | '\\' | '/' => Ok(c),
            'b' => Ok('\u{8}'),
            'f' => Ok('\u{c}'),
            'n' => Ok('\n'),
            'r' => Ok('\r'),
            't' => Ok('\t'),
            'u' => {
                let first = self.hex4().ok_or_else(|| wrong("`\\u` needs four hexadecimal digits".to_owned()))?;
                let code = match first {
                    0xd800..=0xdbff => self.low_surrogate(first),
                    _ => char::from_u32(first),
                };
                code.ok_or_else(|| wrong(format!("`\\u{first:04x}` is half of a surrogate pair")))
            }
            _ => Err(wrong(format!("`\\{}` is no escape", c.escape_debug()))),
        }
    }

    fn low_surrogate(&mut self, high: u32) -> Option<char> {
        if !self.accept('\\') || !self.accept('u') {
            return None;
        }
        let low = self.hex4()?;
        let low = (0xdc00..=0xdfff).contains(&low).then_some(low)?;
        char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00))
    }

    fn hex4(&mut self) -> Option<u32> {
        let mut code = 0;
        for _ in 0..4 {
            code = code * 16 + self.peek()?.to_digit(16)?;
            self.advance();
        }
        Some(code)
    }

    fn number(&mut self) -> Result<Value, Fault> {
        let start = self.offset;
        let (line, column) = (self.line, self.column);
        while self.peek().is_some_and(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)) {
            self.advance();
        }
        let text = self.text.get(start..self.offset).unwrap_or_default();
        if is_number(text) {
            return Ok(Value::Number(text.to_owned()));
        }
        Err(Fault { code: codes::E0101, message: format!("`{text}` is no number"), line, column })
    }

    fn word(&mut self) -> Result<Value, Fault> {
        let start = self.offset;
        let (line, column) = (self.line, self.column);
        while self.peek().is_some_and(|c| c.is_ascii_alphanumeric()) {
            self.advance();
        }
        match self.text.get(start..self.offset).unwrap_or_default() {
            "null" => Ok(Value::Null),
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            text => Err(Fault { code: codes::E0101, message: format!("`{text}` is no value"), line, column }),
        }
    }

    fn skip_white_space(&mut self) {
        while self.peek().is_some_and(|c| " \t\r\n".contains(c)) {
            self.advance();
        }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.offset..).and_then(|rest| rest.chars().next())
    }

    fn accept(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.advance();
        }
        found
    }

    fn advance(&mut self) {
        let Some(c) = self.peek() else { return };
        self.offset += c.len_utf8();
        if c == '\n' {
            self.line = self.line.saturating_add(1);
            self.column = 1;
        } else {
            self.column = self.column.saturating_add(1);
        }
    }

    fn expected(&self, what: &str) -> Fault {
        match self.peek() {
            Some(c) => self.fault(format!("expected {what}, found `{}`", c.escape_debug())),
            None => self.ended(what),
        }
    }

    fn ended(&self, what: &str) -> Fault {
        self.fault(format!("the document ends where {what} is expected"))
    }

    fn fault(&self, message: String) -> Fault {
        Fault { code: codes::E0101, message, line: self.line, column: self.column }
    }
}

/// The number grammar: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)))
}
