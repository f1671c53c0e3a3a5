//! `specs/lock.toml`: where each document is published, and when it was read.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::specs::SpecFolder;

/// The content of the file.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Lock {
    #[serde(default)]
    document: Vec<Document>,
}

/// One document. What else the file has of it is for people.
#[derive(Debug, Deserialize)]
struct Document {
    /// Path below `specs/`.
    path: String,
    /// The day on which what is published was read.
    read: Option<String>,
}

impl Lock {
    /// Reads the file; empty where there is none.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let path = root.join("specs/lock.toml");
        if !path.is_file() {
            return Ok(Self::default());
        }
        let text = fs::read_to_string(&path).context("cannot read specs/lock.toml")?;
        Self::parse(&text).context("specs/lock.toml is not usable")
    }

    fn parse(text: &str) -> Result<Self> {
        Ok(toml::from_str(text)?)
    }

    /// The last day on which a document of the folder was read.
    pub(crate) fn read_on(&self, folder: &SpecFolder) -> Option<&str> {
        let prefix = format!("{}/", folder.selector());
        let documents = self.document.iter().filter(|document| document.path.starts_with(&prefix));
        documents.filter_map(|document| document.read.as_deref()).max()
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn the_last_day_counts() {
        let lock = Lock::parse(
            "[[document]]\npath = \"a/v1/a.xsd\"\nread = \"2026-11-02\"\nsha256 = \"0\"\n\
             [[document]]\npath = \"a/v1/b.xsd\"\nread = \"2026-11-21\"\n\
             [[document]]\npath = \"a/v10/b.xsd\"\nread = \"2027-01-01\"\n",
        )
        .unwrap();
        let folder =
            |version: &str| SpecFolder { api: "a".to_owned(), version: version.to_owned(), path: PathBuf::new() };
        assert_eq!(lock.read_on(&folder("v1")), Some("2026-11-21"));
        assert_eq!(lock.read_on(&folder("v2")), None);
        assert!(Lock::parse("[[document]]\nread = \"2026-11-02\"\n").is_err());
    }
}
