//! Documents as text: bytes in, UTF-8 text with positions and a hash out. Everything here stays inside the folder
//! that the caller gave.

mod lines;
mod path;
pub mod tree;

pub use lines::LineTable;
pub use path::resolve;

use std::collections::BTreeMap;
use std::io;

use sha2::{Digest, Sha256};

use crate::diagnostic::{Code, codes};

/// Bounds on what is read. Documents come from the network: none of these may be exceeded by accident.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Greatest size of one document in bytes.
    pub bytes: usize,
    /// Greatest nesting of mappings, sequences, elements or references.
    pub depth: usize,
    /// Greatest number of nodes that aliases may add to one YAML document.
    pub aliased_nodes: usize,
    /// Greatest number of documents that imports may pull in.
    pub documents: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 16 << 20, depth: 100, aliased_nodes: 100_000, documents: 200 }
    }
}

/// Where documents are read from: one folder, whose paths are relative with `/` as separator.
pub trait Folder {
    /// Reads a document.
    ///
    /// # Errors
    /// When it is not there or cannot be read.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;
}

/// A folder in memory, for tests and for documents that are already read.
impl Folder for BTreeMap<String, Vec<u8>> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.get(path).cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }
}

/// A document as text.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path inside the folder.
    pub path: String,
    /// The text, without byte order mark.
    pub text: String,
    /// SHA-256 of the bytes as read, in lower-case hex.
    pub sha256: String,
    /// Where lines start in the text.
    pub lines: LineTable,
}

/// Why bytes are not a source.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// The code of the finding.
    pub code: Code,
    /// What is wrong.
    pub message: String,
}

impl Source {
    /// Reads `path` from `folder` and decodes it.
    ///
    /// # Errors
    /// When the document is not there, larger than the limit, or in an encoding that is not supported.
    pub fn read(folder: &dyn Folder, path: &str, limits: &Limits) -> Result<Self, Unreadable> {
        let bytes = folder
            .read(path)
            .map_err(|e| Unreadable { code: codes::E0108, message: format!("cannot read `{path}`: {e}") })?;
        Self::from_bytes(path, &bytes, limits)
    }

    /// Decodes a document that is already read.
    ///
    /// # Errors
    /// When it is larger than the limit, or in an encoding that is not supported.
    pub fn from_bytes(path: &str, bytes: &[u8], limits: &Limits) -> Result<Self, Unreadable> {
        if bytes.len() > limits.bytes {
            let message = format!("the document has {} bytes, more than the limit of {}", bytes.len(), limits.bytes);
            return Err(Unreadable { code: codes::E0102, message });
        }
        let text = decode(bytes).map_err(|message| Unreadable { code: codes::E0105, message })?;
        let lines = LineTable::new(&text);
        Ok(Self { path: path.to_owned(), text, sha256: sha256(bytes), lines })
    }
}

/// What to do about the findings of this stage.
const HELP: &[(Code, &str)] = &[
    (codes::E0101, "correct the document at this place: nothing is made of one that is not well formed"),
    (codes::E0102, "split the document: the limit protects against documents that are made to exhaust memory"),
    (codes::E0103, "flatten the document: the limit protects against documents that are made to exhaust memory"),
    (codes::E0104, "write the repeated parts out, or move them to `components`"),
    (codes::E0105, "save the document as UTF-8, or name ISO-8859-1 in its XML declaration"),
    (codes::E0106, "remove one of the two; the first is used"),
    (codes::E0108, "put the document into the folder, or correct its name"),
];

/// What to do about a finding with this code.
pub(crate) fn help(code: Code) -> Option<&'static str> {
    HELP.iter().find(|(known, _)| *known == code).map(|(_, help)| *help)
}

/// UTF-8 with or without byte order mark; ISO-8859-1 where an XML declaration says so.
fn decode(bytes: &[u8]) -> Result<String, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match declared_encoding(bytes) {
        Some(name) if ["iso-8859-1", "latin1", "us-ascii"].contains(&name.to_ascii_lowercase().as_str()) => {
            Ok(bytes.iter().map(|&b| char::from(b)).collect())
        }
        Some(name) if !name.eq_ignore_ascii_case("utf-8") => Err(format!("the encoding `{name}` is not supported")),
        _ => {
            std::str::from_utf8(bytes).map(str::to_owned).map_err(|e| format!("not UTF-8 at byte {}", e.valid_up_to()))
        }
    }
}

/// The encoding in the XML declaration, where there is one.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = bytes.strip_prefix(b"<?xml")?;
    let head = &head[..head.len().min(200)];
    let end = head.windows(2).position(|w| w == b"?>")?;
    let head = std::str::from_utf8(&head[..end]).ok()?;
    let value = head.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| ['"', '\''].contains(c))?;
    Some(value[1..].split(quote).next()?.to_owned())
}

/// SHA-256 in lower-case hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Result<String, &'static str> {
        Source::from_bytes("t", bytes, &Limits::default()).map(|s| s.text).map_err(|e| e.code.id)
    }

    #[test]
    fn byte_order_mark_and_declared_encodings() {
        assert_eq!(text(b"\xef\xbb\xbf\xc3\xa5").as_deref(), Ok("å"));
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe5</a>";
        assert!(text(latin).is_ok_and(|t| t.ends_with("<a>å</a>")));
        assert_eq!(text(b"<?xml version=\"1.0\" encoding=\"UTF-16\"?>"), Err("E0105"));
        assert_eq!(text(b"\xe5"), Err("E0105"));
    }

    #[test]
    fn a_document_over_the_limit_is_refused() {
        let limits = Limits { bytes: 3, ..Limits::default() };
        assert_eq!(Source::from_bytes("t", b"1234", &limits).map(|s| s.text).map_err(|e| e.code.id), Err("E0102"));
    }
}
