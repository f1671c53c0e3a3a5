//! Compares JSON documents by what they say: numbers as exact decimals, strings letter by letter, members in any order,
//! and null or an empty list as good as an absent member.
//!
//! A reader of its own: the one of the product is what is being tested, and others read numbers as binary ones.

use std::collections::BTreeMap;

/// A value.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Null,
    Bool(bool),
    Number(Decimal),
    Text(String),
    List(Vec<Value>),
    Object(BTreeMap<String, Value>),
}

/// A number as the digits that are not zeros at either end, and the power of ten behind the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Decimal {
    /// Reads a number of JSON or XML Schema.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (text, 0),
        };
        let (negative, mantissa) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        if all.is_empty() || !all.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let significant = all.trim_start_matches('0').trim_end_matches('0');
        if significant.is_empty() {
            return Some(Self { negative: false, digits: String::new(), exponent: 0 });
        }
        let dropped = all.len() - all.trim_end_matches('0').len();
        let exponent = exponent - i64::try_from(fraction.len()).ok()? + i64::try_from(dropped).ok()?;
        Some(Self { negative, digits: significant.to_owned(), exponent })
    }
}

/// How the documents differ: the path of the first difference, and what stands there in each. `None` when they say the
/// same.
#[must_use]
pub fn difference(left: &str, right: &str) -> Option<String> {
    let (left, right) = match (parse(left), parse(right)) {
        (Ok(left), Ok(right)) => (left, right),
        (Err(error), _) => return Some(format!("left is not JSON: {error}")),
        (_, Err(error)) => return Some(format!("right is not JSON: {error}")),
    };
    compare("$", &left, &right)
}

fn compare(path: &str, left: &Value, right: &Value) -> Option<String> {
    match (left, right) {
        (Value::List(a), Value::List(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(i, (a, b))| compare(&format!("{path}[{i}]"), a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let names: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            names.into_iter().find_map(|name| {
                let path = format!("{path}.{name}");
                match (a.get(name).filter(|v| !is_nothing(v)), b.get(name).filter(|v| !is_nothing(v))) {
                    (None, None) => None,
                    (Some(a), Some(b)) => compare(&path, a, b),
                    (Some(a), None) => Some(format!("{path}: {a:?} is missing on the right")),
                    (None, Some(b)) => Some(format!("{path}: {b:?} is only on the right")),
                }
            })
        }
        (a, b) if a == b => None,
        (a, b) => Some(format!("{path}: {a:?} is not {b:?}")),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::List(items) => items.is_empty(),
        _ => false,
    }
}

fn parse(text: &str) -> Result<Value, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { rest: text };
    let value = reader.value()?;
    reader.space();
    if reader.rest.is_empty() { Ok(value) } else { Err(format!("more after the end: {:.20}", reader.rest)) }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
    }

    fn take(&mut self, token: &str) -> bool {
        self.space();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, token: &str) -> Result<(), String> {
        if self.take(token) { Ok(()) } else { Err(format!("expected {token} at {:.20}", self.rest)) }
    }

    fn value(&mut self) -> Result<Value, String> {
        if self.take("{") {
            return self.object();
        }
        if self.take("[") {
            let mut items = Vec::new();
            if self.take("]") {
                return Ok(Value::List(items));
            }
            loop {
                items.push(self.value()?);
                if !self.take(",") {
                    self.expect("]")?;
                    return Ok(Value::List(items));
                }
            }
        }
        if self.rest.starts_with('"') {
            return self.string().map(Value::Text);
        }
        for (token, value) in [("null", Value::Null), ("true", Value::Bool(true)), ("false", Value::Bool(false))] {
            if self.take(token) {
                return Ok(value);
            }
        }
        let end = self.rest.find([',', '}', ']', ' ', '\n', '\r', '\t']).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        self.rest = rest;
        Decimal::parse(number).map(Value::Number).ok_or_else(|| format!("`{number:.20}` is no value"))
    }

    fn object(&mut self) -> Result<Value, String> {
        let mut members = BTreeMap::new();
        if self.take("}") {
            return Ok(Value::Object(members));
        }
        loop {
            self.space();
            let name = self.string()?;
            self.expect(":")?;
            let value = self.value()?;
            if members.insert(name.clone(), value).is_some() {
                return Err(format!("`{name}` occurs twice"));
            }
            if !self.take(",") {
                self.expect("}")?;
                return Ok(Value::Object(members));
            }
        }
    }

    fn string(&mut self) -> Result<String, String> {
        self.expect("\"")?;
        let mut text = String::new();
        let mut chars = self.rest.char_indices();
        // Halves of a surrogate pair come as two escapes.
        let mut units: Vec<u16> = Vec::new();
        loop {
            let (at, c) = chars.next().ok_or("a string has no end")?;
            if c != '\\' {
                if !units.is_empty() {
                    text.push_str(&String::from_utf16(&units).map_err(|e| e.to_string())?);
                    units.clear();
                }
                if c == '"' {
                    self.rest = &self.rest[at + 1..];
                    return Ok(text);
                }
                text.push(c);
                continue;
            }
            let (_, escaped) = chars.next().ok_or("a string has no end")?;
            match escaped {
                'u' => {
                    let hex: String = chars.by_ref().take(4).map(|(_, c)| c).collect();
                    units.push(u16::from_str_radix(&hex, 16).map_err(|e| format!("\\u{hex}: {e}"))?);
                }
                _ => {
                    let plain = match escaped {
                        'b' => '\u{8}',
                        'f' => '\u{c}',
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        '"' | '\\' | '/' => escaped,
                        other => return Err(format!("\\{other}")),
                    };
                    units.extend(plain.encode_utf16(&mut [0; 2]).iter());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_said_otherwise() {
        for (left, right) in [
            (r#"{"a":1,"b":[]}"#, r#"{ "b" : null , "a" : 1.00 }"#),
            (r#"{"a":{"b":null}}"#, r#"{"a":{}}"#),
            ("[1e3, 0.00, -0, 1.50]", "[1000,0,0,15E-1]"),
            (r#""\u00e6\ud83e\uded0\n""#, "\"æ\u{1fad0}\\n\""),
            ("{}", "{}"),
        ] {
            assert_eq!(difference(left, right), None, "{left} {right}");
        }
    }

    #[test]
    fn what_differs_is_told_with_its_path() {
        for (left, right, path) in [
            (r#"{"a":[{"b":1},{"b":2}]}"#, r#"{"a":[{"b":1},{"b":3}]}"#, "$.a[1].b:"),
            ("[12345678901234567.89]", "[12345678901234568]", "$[0]:"),
            (r#"{"a":0}"#, "{}", "$.a:"),
            (r#"{"a":""}"#, "{}", "$.a:"),
            (r#"{"a":{}}"#, "{}", "$.a:"),
            ("{}", r#"{"a":false}"#, "$.a:"),
            (r#"["1"]"#, "[1]", "$[0]:"),
            ("[null]", "[]", "$:"),
            (r#"["a"]"#, r#"["a "]"#, "$[0]:"),
            (r#"{"a":1,"a":1}"#, r#"{"a":1}"#, "left is not JSON"),
            ("[1]", "[1] 2", "right is not JSON"),
            ("[1]", "[1,]", "right is not JSON"),
        ] {
            let found = difference(left, right);
            assert!(found.as_ref().is_some_and(|f| f.starts_with(path)), "{left} {right}: {found:?}");
        }
    }

    #[test]
    fn decimals_are_exact() {
        assert_eq!(Decimal::parse("110.759"), Decimal::parse("110759e-3"));
        assert_eq!(Decimal::parse("+007.50"), Decimal::parse("7.5"));
        assert_ne!(Decimal::parse("1"), Decimal::parse("-1"));
        assert_ne!(Decimal::parse("10"), Decimal::parse("1"));
        assert_eq!(Decimal::parse("1,5"), None);
        assert_eq!(Decimal::parse("."), None);
    }
}
