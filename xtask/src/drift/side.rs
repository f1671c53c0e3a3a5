//! One state of an API: a folder of specs/, or documents that lie anywhere.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use skatteetaten_codegen::drift::{Origin, State};
use skatteetaten_codegen::model::Model;
use skatteetaten_codegen::spec::Spec;

use crate::documents;
use crate::pipeline::{self, Found};
use crate::specs::SpecFolder;

/// One state.
pub(crate) enum Side {
    /// A folder of specs/, and whose its documents are.
    Spec(SpecFolder, Origin),
    /// Documents that lie anywhere.
    Files(Vec<PathBuf>),
}

/// What was read of one state.
pub(crate) struct Content {
    /// What its `api.toml` says; `None` of documents that lie anywhere.
    pub(crate) spec: Option<Spec>,
    pub(crate) model: Model,
    origin: Origin,
}

impl Content {
    pub(crate) fn state(&self) -> State<'_> {
        State { model: &self.model, spec: self.spec.as_ref(), origin: self.origin }
    }
}

impl Side {
    pub(crate) fn read(&self) -> Result<Found<Option<Content>>> {
        match self {
            Self::Spec(folder, origin) => {
                let read = pipeline::read_spec(folder)?;
                let content = |(spec, model)| Content { spec: Some(spec), model, origin: *origin };
                let value = read.value.map(content);
                Ok(Found { value, diagnostics: read.diagnostics })
            }
            Self::Files(paths) => {
                let read = pipeline::read(&documents::locate(paths)?);
                let value = Some(Content { spec: None, model: read.value, origin: Origin::Unknown });
                Ok(Found { value, diagnostics: read.diagnostics })
            }
        }
    }

    /// The size of its files; those that cannot be read say so when they are.
    pub(super) fn bytes(&self) -> u64 {
        let size = |path: &Path| fs::metadata(path).map_or(0, |file| file.len());
        match self {
            Self::Spec(folder, _) => {
                let entries = fs::read_dir(&folder.path).into_iter().flatten().flatten();
                entries.map(|entry| size(&entry.path())).sum()
            }
            Self::Files(paths) => paths.iter().map(|path| size(path)).sum(),
        }
    }

    /// Its folder in specs/.
    pub(super) fn folder(&self) -> Option<&Path> {
        match self {
            Self::Spec(folder, _) => Some(&folder.path),
            Self::Files(_) => None,
        }
    }

    /// Whether both are folders of specs/ with the same files.
    pub(crate) fn has_bytes_of(&self, other: &Self) -> bool {
        let (Self::Spec(own, _), Self::Spec(other, _)) = (self, other) else { return false };
        let bytes = |spec: &SpecFolder| crate::output::read(&spec.path).ok().flatten();
        bytes(own).zip(bytes(other)).is_some_and(|(own, other)| own == other)
    }
}
