//! Why a document or a text could not be read or written. No error holds a value of the document.

use std::fmt;

/// What went wrong, in one word.
///
/// Prefer the predicates of [`DecodeError`]: a later version may tell more kinds apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Not well-formed JSON or XML.
    Syntax,
    /// The document ends too early.
    UnexpectedEnd,
    /// Not UTF-8, or not the encoding it says it has.
    Encoding,
    /// Another kind of value than the type asks for: a string where a number belongs.
    WrongType,
    /// The right kind of value, but not a text of this type: `2024-13-01` for a date.
    InvalidValue,
    /// A number that does not fit without loss.
    OutOfRange,
    /// A required member, element or attribute is absent.
    Missing,
    /// A member, element or attribute that may occur once occurs twice.
    Duplicate,
    /// The root element is not the one of this type.
    UnexpectedRoot,
    /// The document is deeper, longer or larger than [`Limits`](crate::Limits) allow.
    Limit,
}

/// What is wrong with one value, without where: the error of `FromStr` of every scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueError {
    pub(crate) kind: ErrorKind,
    /// Completes "expected …", or says what is wrong when the kind is not about a value.
    pub(crate) what: &'static str,
    /// Completes "found …".
    pub(crate) found: Option<&'static str>,
}

impl ValueError {
    /// "expected `expected`, found `found`".
    pub(crate) const fn wrong_type(expected: &'static str, found: &'static str) -> Self {
        Self { kind: ErrorKind::WrongType, what: expected, found: Some(found) }
    }

    /// "expected `expected`": the text is not one of this type.
    pub(crate) const fn invalid(expected: &'static str) -> Self {
        Self { kind: ErrorKind::InvalidValue, what: expected, found: None }
    }

    /// "expected `expected`, found a number that does not fit".
    pub(crate) const fn out_of_range(expected: &'static str) -> Self {
        Self { kind: ErrorKind::OutOfRange, what: expected, found: Some("a number that does not fit") }
    }

    /// A required member of this name is missing; the name is one of our tables, never of the document.
    pub(crate) const fn missing(name: &'static str) -> Self {
        Self { kind: ErrorKind::Missing, what: name, found: None }
    }

    /// Any other kind, with a whole sentence.
    pub(crate) const fn new(kind: ErrorKind, what: &'static str) -> Self {
        Self { kind, what, found: None }
    }

    /// The kind of error.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind, self.found) {
            (ErrorKind::Missing, _) => write!(f, "required {} is missing", self.what),
            (_, Some(found)) => write!(f, "expected {}, found {found}", self.what),
            (ErrorKind::WrongType | ErrorKind::InvalidValue | ErrorKind::OutOfRange, None) => {
                write!(f, "expected {}", self.what)
            }
            (_, None) => f.write_str(self.what),
        }
    }
}

impl std::error::Error for ValueError {}

/// One step from the document's root to the place of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    /// A member, element or attribute of a record.
    Name(&'static str),
    /// An item of a list, from zero.
    Index(usize),
    /// An entry of a map. Its key comes from the document, so it is not kept.
    Entry,
}

/// How a path is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// `a[3].b`
    Json,
    /// `a[4]/b`
    #[cfg_attr(not(feature = "xml"), allow(dead_code, reason = "only the XML codec makes these"))]
    Xml,
}

/// A path as it is printed, from the outermost segment on.
pub(crate) fn write_path<'a>(segments: impl Iterator<Item = &'a Segment>, format: Format) -> String {
    let separator = match format {
        Format::Json => '.',
        Format::Xml => '/',
    };
    let mut path = String::new();
    for segment in segments {
        match segment {
            // XPath counts from one.
            Segment::Index(index) => {
                let shown = index + usize::from(format == Format::Xml);
                path.push_str(&format!("[{shown}]"));
            }
            Segment::Name(_) | Segment::Entry => {
                if !path.is_empty() {
                    path.push(separator);
                }
                path.push_str(if let Segment::Name(name) = segment { name } else { "*" });
            }
        }
    }
    path
}

/// A name of the document's making, fit for an error: short, and without numbers that could tell a person. In a broken
/// document a value may stand where a name belongs.
#[cold]
#[cfg_attr(not(feature = "xml"), allow(dead_code, reason = "only the XML codec shows such names"))]
pub(crate) fn shown(name: &str) -> String {
    const LONGEST: usize = 100;
    /// Years and versions are shorter.
    const DIGITS: usize = 5;
    let mut shown = String::new();
    let mut digits = String::new();
    for c in name.chars().take(LONGEST) {
        if c.is_numeric() {
            digits.push(c);
            continue;
        }
        shown.push_str(if digits.chars().count() < DIGITS { &digits } else { "***" });
        digits.clear();
        shown.push(c);
    }
    shown.push_str(if digits.chars().count() < DIGITS { &digits } else { "***" });
    if name.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

/// A document that could not be read: what was expected, where, and never what the document held.
///
/// ```
/// let error = skatteetaten::json::from_slice::<i64>(b"\"tolv\"").unwrap_err();
/// assert_eq!(error.to_string(), "expected a whole number, found a string (line 1, column 1)");
/// assert!(error.is_type_mismatch());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError {
    // One pointer, so that `Result<(), DecodeError>` travels in a register.
    inner: Box<Inner>,
}

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    problem: ValueError,
    format: Format,
    /// Innermost first: segments are added while the decoder unwinds.
    path: Vec<Segment>,
    offset: usize,
    line: u32,
    column: u32,
    /// Names of the document's own making that the problem is about: the root found, say.
    detail: Option<Box<str>>,
}

impl DecodeError {
    /// An error at a byte offset; the line is worked out by [`DecodeError::locate`] once the document is at hand.
    #[cold]
    pub(crate) fn new(format: Format, problem: ValueError, offset: usize) -> Self {
        let inner = Inner { problem, format, path: Vec::new(), offset, line: 0, column: 0, detail: None };
        Self { inner: Box::new(inner) }
    }

    /// Adds what cannot be known before: names, never values. Those of the document's making are made fit by [`shown`].
    #[cold]
    #[cfg_attr(not(feature = "xml"), allow(dead_code, reason = "only the XML codec needs it"))]
    pub(crate) fn with_detail(mut self, detail: String) -> Self {
        self.inner.detail = Some(detail.into());
        self
    }

    /// Adds the member, element or attribute that the error is inside.
    #[cold]
    pub(crate) fn in_member(mut self, name: &'static str) -> Self {
        self.inner.path.push(Segment::Name(name));
        self
    }

    /// Adds the list item, from zero, that the error is inside.
    #[cold]
    pub(crate) fn in_item(mut self, index: usize) -> Self {
        self.inner.path.push(Segment::Index(index));
        self
    }

    /// Adds that the error is inside an entry of a map.
    #[cold]
    pub(crate) fn in_entry(mut self) -> Self {
        self.inner.path.push(Segment::Entry);
        self
    }

    /// Works out line and column. `document` is what offsets count in; a byte order mark counts as no column.
    #[cold]
    pub(crate) fn locate(mut self, document: &[u8]) -> Self {
        let before = document.get(..self.inner.offset).unwrap_or(document);
        let before = before.strip_prefix(b"\xef\xbb\xbf").unwrap_or(before);
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let newlines = memchr::memchr_iter(b'\n', before).count();
        let on_line = before.get(line_start..).unwrap_or_default();
        // Columns count characters: bytes that do not continue a UTF-8 sequence.
        let characters = on_line.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        self.inner.line = u32::try_from(newlines + 1).unwrap_or(u32::MAX);
        self.inner.column = u32::try_from(characters + 1).unwrap_or(u32::MAX);
        self
    }

    /// The kind of error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.problem.kind
    }

    /// Where in the document: `inntekt[3].antall` in JSON, counted from zero; in XML it is an `XPath`,
    /// `oppgave/inntekt[4]/antall`, counted from one. Empty at the root of JSON.
    ///
    /// Names are those of the type, never of the document; an entry of a map is shown as `*`.
    #[must_use]
    pub fn path(&self) -> String {
        write_path(self.inner.path.iter().rev(), self.inner.format)
    }

    /// Line in the document, from one.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.inner.line
    }

    /// Column on that line in characters, from one.
    #[must_use]
    pub fn column(&self) -> u32 {
        self.inner.column
    }

    /// The document is not well-formed, ends too early or is not UTF-8.
    #[must_use]
    pub fn is_malformed(&self) -> bool {
        matches!(self.kind(), ErrorKind::Syntax | ErrorKind::UnexpectedEnd | ErrorKind::Encoding)
    }

    /// The document ends too early.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.kind() == ErrorKind::UnexpectedEnd
    }

    /// A value is of another kind than the type asks for.
    #[must_use]
    pub fn is_type_mismatch(&self) -> bool {
        self.kind() == ErrorKind::WrongType
    }

    /// A value has the right kind but no valid text, or does not fit.
    #[must_use]
    pub fn is_invalid_value(&self) -> bool {
        matches!(self.kind(), ErrorKind::InvalidValue | ErrorKind::OutOfRange)
    }

    /// A required member is absent.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.kind() == ErrorKind::Missing
    }

    /// A member occurs twice.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        self.kind() == ErrorKind::Duplicate
    }

    /// The root element belongs to another type.
    #[must_use]
    pub fn is_unexpected_root(&self) -> bool {
        self.kind() == ErrorKind::UnexpectedRoot
    }

    /// The document exceeds the [`Limits`](crate::Limits).
    #[must_use]
    pub fn is_limit(&self) -> bool {
        self.kind() == ErrorKind::Limit
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        write!(f, "{}", inner.problem)?;
        if let Some(detail) = &inner.detail {
            write!(f, ": {detail}")?;
        }
        if !inner.path.is_empty() {
            write!(f, " at {}", self.path())?;
        }
        if inner.line > 0 {
            write!(f, " (line {}, column {})", inner.line, inner.column)?;
        }
        Ok(())
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError").field("kind", &self.kind()).field("message", &self.to_string()).finish()
    }
}

impl std::error::Error for DecodeError {}

/// A value that the format cannot hold: a control character in XML, a not-a-number in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError {
    what: &'static str,
    member: Option<&'static str>,
}

impl EncodeError {
    pub(crate) const fn new(what: &'static str) -> Self {
        Self { what, member: None }
    }

    /// Names the innermost member the value stands in, unless one is named already.
    pub(crate) fn in_member(mut self, name: &'static str) -> Self {
        self.member.get_or_insert(name);
        self
    }

    /// The innermost member or element the value stands in.
    #[must_use]
    pub fn member(&self) -> Option<&'static str> {
        self.member
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.member {
            Some(member) => write!(f, "{} in {member}", self.what),
            None => f.write_str(self.what),
        }
    }
}

impl std::error::Error for EncodeError {}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn names_of_a_document_are_shown_without_what_may_be_a_value() {
        assert_eq!(shown("skattemeldingV4-2024"), "skattemeldingV4-2024");
        assert_eq!(shown("parts01810112345nr"), "parts***nr");
        assert_eq!(shown("nr12345"), "nr***");
        assert_eq!(shown(&"å".repeat(100)), "å".repeat(100));
        assert_eq!(shown(&"å".repeat(1000)), "å".repeat(100) + "…");
        assert_eq!(shown(&"1".repeat(1000)), "***…");
    }
}
