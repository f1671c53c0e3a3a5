//! `specs/lock.toml`: where each document is published, and when it was read.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use skatteetaten_codegen::drift;

use crate::specs::SpecFolder;

/// From the top of the workspace on.
pub(crate) const PATH: &str = "specs/lock.toml";

const HEAD: &str = "\
# One entry for each document of specs/. `origin = \"transcribed\"`: our own transcription of published facts;
# `cargo xtask fetch` replaces such a file by the official one and sets `origin = \"fetched\"`.
";

/// The content of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lock {
    /// By path below `specs/`.
    documents: BTreeMap<String, Document>,
}

/// As it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    document: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    path: String,
    url: Option<String>,
    version: Option<String>,
    sha256: Option<String>,
    etag: Option<String>,
    last_modified: Option<String>,
    read: Option<String>,
    origin: Option<Origin>,
}

/// One document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Document {
    /// Where it is published.
    pub(crate) url: Option<String>,
    /// Version of what is published there.
    pub(crate) version: Option<String>,
    /// Of the file in `specs/`.
    pub(crate) sha256: Option<String>,
    /// What the server said of the file that was fetched.
    pub(crate) etag: Option<String>,
    /// The same.
    pub(crate) last_modified: Option<String>,
    /// When what is published was read: a day, or a point in time. Nothing that is generated may depend on the time.
    pub(crate) read: Option<String>,
    /// Whose file it is.
    pub(crate) origin: Origin,
}

/// Whose file a document is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Origin {
    /// Ours, of published facts.
    #[default]
    Transcribed,
    /// The official file.
    Fetched,
}

impl Lock {
    /// Reads the file; empty where there is none.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let path = root.join(PATH);
        if !path.is_file() {
            return Ok(Self::default());
        }
        let text = fs::read_to_string(&path).context("cannot read specs/lock.toml")?;
        Self::parse(&text).context("specs/lock.toml is not usable")
    }

    fn parse(text: &str) -> Result<Self> {
        let file: File = toml::from_str(text)?;
        let document = |entry: Entry| {
            let Entry { path, url, version, sha256, etag, last_modified, read, origin } = entry;
            let origin = origin.unwrap_or_default();
            (path, Document { url, version, sha256, etag, last_modified, read, origin })
        };
        Ok(Self { documents: file.document.into_iter().map(document).collect() })
    }

    /// The last day on which a document of the folder was read.
    pub(crate) fn read_on(&self, folder: &SpecFolder) -> Option<&str> {
        self.documents_of(folder).filter_map(|document| document.read.as_deref()).map(day).max()
    }

    /// Whose the documents of the folder are: ours as long as one of them is.
    pub(crate) fn origin(&self, folder: &SpecFolder) -> drift::Origin {
        let origins: Vec<Origin> = self.documents_of(folder).map(|document| document.origin).collect();
        match origins.as_slice() {
            [] => drift::Origin::Unknown,
            origins if origins.contains(&Origin::Transcribed) => drift::Origin::Transcribed,
            _ => drift::Origin::Published,
        }
    }

    fn documents_of(&self, folder: &SpecFolder) -> impl Iterator<Item = &Document> {
        let prefix = format!("{}/", folder.selector());
        self.documents.iter().filter(move |(path, _)| path.starts_with(&prefix)).map(|(_, document)| document)
    }

    /// The entry of a document, by its path below `specs/`.
    pub(crate) fn get(&self, path: &str) -> Option<&Document> {
        self.documents.get(path)
    }

    /// Sets the entry of a document.
    pub(crate) fn set(&mut self, path: String, document: Document) {
        self.documents.insert(path, document);
    }

    /// The file's text, sorted by path.
    pub(crate) fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        for (path, document) in &self.documents {
            let origin = match document.origin {
                Origin::Transcribed => "transcribed",
                Origin::Fetched => "fetched",
            };
            text += "\n[[document]]\n";
            for (key, value) in [
                ("path", Some(path.as_str())),
                ("url", document.url.as_deref()),
                ("version", document.version.as_deref()),
                ("sha256", document.sha256.as_deref()),
                ("etag", document.etag.as_deref()),
                ("last_modified", document.last_modified.as_deref()),
                ("read", document.read.as_deref()),
                ("origin", Some(origin)),
            ] {
                if let Some(value) = value {
                    let _ = writeln!(text, "{key} = {}", quoted(value));
                }
            }
        }
        text
    }
}

/// The day of a point in time.
fn day(read: &str) -> &str {
    read.split_once('T').map_or(read, |(day, _)| day)
}

/// A text as TOML writes it.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => _ = write!(quoted, "\\u{:04X}", u32::from(c)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn the_last_day_counts() {
        let lock = Lock::parse(
            "[[document]]\npath = \"a/v1/a.xsd\"\nread = \"2026-11-02\"\nsha256 = \"0\"\n\
             [[document]]\npath = \"a/v1/b.xsd\"\nread = \"2026-11-21T23:59:59Z\"\n\
             [[document]]\npath = \"a/v10/b.xsd\"\nread = \"2027-01-01\"\n",
        )
        .unwrap();
        let folder =
            |version: &str| SpecFolder { api: "a".to_owned(), version: version.to_owned(), path: PathBuf::new() };
        assert_eq!(lock.read_on(&folder("v1")), Some("2026-11-21"));
        assert_eq!(lock.read_on(&folder("v2")), None);
        assert!(Lock::parse("[[document]]\nread = \"2026-11-02\"\n").is_err());
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut lock = Lock::default();
        let etag = Some("W/\"a\\b\"\u{7}".to_owned());
        lock.set("b/v1/b.xsd".to_owned(), Document { etag, origin: Origin::Fetched, ..Document::default() });
        lock.set("a/v1/a.xsd".to_owned(), Document::default());
        assert_eq!(Lock::parse(&lock.text()).unwrap(), lock);
        assert!(lock.text().find("a/v1") < lock.text().find("b/v1"));
    }

    #[test]
    fn our_own_file_is_as_it_would_be_written() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let text = fs::read_to_string(root.join(PATH)).unwrap();
        assert_eq!(Lock::parse(&text).unwrap().text(), text);
    }
}
