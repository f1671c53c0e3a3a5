//! From the bytes of a document to its text: encodings, the declaration, what XML forbids outright.

use std::borrow::Cow;

use quick_xml::events::{BytesDecl, BytesStart};

use crate::error::{ErrorKind, Format};
use crate::{DecodeError, Limits, ValueError};

/// The document as text, without byte order mark.
pub(crate) fn text<'a>(document: &'a [u8], limits: &Limits) -> Result<Cow<'a, str>, DecodeError> {
    if document.len() > limits.bytes() {
        let what = "the document is too large";
        return Err(error(ErrorKind::Limit, what, 0).locate(b""));
    }
    if document.starts_with(&[0xfe, 0xff])
        || document.starts_with(&[0xff, 0xfe])
        || document.get(..2).is_some_and(|two| two.contains(&0))
    {
        let what = "UTF-16 and UTF-32 are not read, UTF-8 and ISO-8859-1 are";
        return Err(error(ErrorKind::Encoding, what, 0).locate(b""));
    }
    let (marked, document) = match document.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (true, rest),
        None => (false, document),
    };
    let encoding = if marked { Encoding::Utf8 } else { declared(document)? };
    let text = match encoding {
        Encoding::Utf8 => match std::str::from_utf8(document) {
            Ok(text) => Cow::Borrowed(text),
            Err(invalid) => {
                let what = "the document is not UTF-8";
                return Err(error(ErrorKind::Encoding, what, invalid.valid_up_to()).locate(document));
            }
        },
        Encoding::Latin1 => document.iter().map(|&b| char::from(b)).collect(),
        Encoding::Windows1252 => document.iter().map(|&b| windows_1252(b)).collect(),
    };
    if let Some(at) = forbidden(text.as_bytes()) {
        let what = "a character that XML forbids";
        return Err(error(ErrorKind::Syntax, what, at).locate(text.as_bytes()));
    }
    Ok(text)
}

enum Encoding {
    Utf8,
    Latin1,
    Windows1252,
}

/// The encoding the XML declaration names.
fn declared(document: &[u8]) -> Result<Encoding, DecodeError> {
    let declaration = document
        .strip_prefix(b"<?")
        .filter(|rest| rest.starts_with(b"xml"))
        .and_then(|rest| rest.get(..rest.iter().take(512).position(|&b| b == b'?')?))
        .and_then(|text| std::str::from_utf8(text).ok());
    let Some(declaration) = declaration else {
        return Ok(Encoding::Utf8);
    };
    let declaration = BytesDecl::from_start(BytesStart::from_content(declaration, 3));
    let Some(Ok(name)) = declaration.encoding() else {
        return Ok(Encoding::Utf8);
    };
    let is = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
    if is(&["UTF-8", "UTF8", "US-ASCII", "ASCII"]) {
        Ok(Encoding::Utf8)
    } else if is(&["ISO-8859-1", "ISO8859-1", "ISO_8859-1", "latin1", "latin-1", "l1"]) {
        Ok(Encoding::Latin1)
    } else if is(&["windows-1252", "cp1252", "x-cp1252"]) {
        Ok(Encoding::Windows1252)
    } else {
        let what = "the declared encoding is none of UTF-8, ISO-8859-1 and windows-1252";
        Err(error(ErrorKind::Encoding, what, 0).locate(document))
    }
}

/// Where XML 1.0 forbids a character to stand, as itself or as a reference: control characters but tab and line ends, and
/// U+FFFE and U+FFFF.
fn forbidden(text: &[u8]) -> Option<usize> {
    let control = |b: u8| (b < b' ') & (b != b'\n') & (b != b'\t') & (b != b'\r');
    let bad = |at: usize| control(text[at]) || matches!(text.get(at..at + 3), Some([0xef, 0xbf, 0xbe | 0xbf]));
    // A block at a time without an early end compiles to vector instructions; the lead byte of U+FFFE is rare.
    let blocks = text.chunks(1024).enumerate();
    for (i, block) in blocks {
        if block.iter().fold(false, |found, &b| found | control(b) | (b == 0xef)) {
            let found = (i * 1024..i * 1024 + block.len()).find(|&at| bad(at));
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

fn windows_1252(b: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match b {
        0x80..=0x9f => HIGH[usize::from(b - 0x80)],
        _ => char::from(b),
    }
}

fn error(kind: ErrorKind, what: &'static str, at: usize) -> DecodeError {
    DecodeError::new(Format::Xml, ValueError::new(kind, what), at)
}
