//! What a transaction is about to do, as it is written down before any of it is done.
//!
//! What has been done is not written: it shows. While `new-N` is there, the operation is still to be done; while
//! `old-N` is there, it can be undone. So doing and undoing may stop anywhere and start anew.

use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::disk;

/// All operations of a transaction, in their order.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    pub(super) operations: Vec<Operation>,
}

/// One file or folder is replaced or removed.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Operation {
    /// Path below the root, with `/` as separator.
    pub(super) target: String,
    /// There is something to put in its place.
    pub(super) put: bool,
    /// Entries of the old folder that move to the new one.
    pub(super) keep: Vec<String>,
    /// Folders that the target needs and that were not there, the outermost first.
    pub(super) parents: Vec<String>,
}

impl Journal {
    /// Whether all of it stays below the root: it may have been written by somebody else.
    pub(super) fn check(&self, root: &Path, staging: &Path) -> Result<()> {
        let mut operations = self.operations.iter().enumerate();
        operations.try_for_each(|(number, operation)| Places::of(operation, number, root, staging).map(|_| ()))
    }

    /// Does what has not been done.
    pub(super) fn redo(&self, root: &Path, staging: &Path) -> Result<()> {
        self.operations.iter().enumerate().try_for_each(|(number, operation)| {
            let places = Places::of(operation, number, root, staging)?;
            redo(operation, &places).with_context(|| format!("cannot replace {}", places.target.display()))
        })
    }

    /// Undoes what has been done, the last first.
    pub(super) fn undo(&self, root: &Path, staging: &Path) -> Result<()> {
        self.operations.iter().enumerate().rev().try_for_each(|(number, operation)| {
            let places = Places::of(operation, number, root, staging)?;
            undo(operation, &places, root).with_context(|| {
                format!("cannot restore {}; what it held is in {}", places.target.display(), places.old.display())
            })
        })
    }
}

/// The three places of an operation.
struct Places {
    target: PathBuf,
    new: PathBuf,
    old: PathBuf,
}

impl Places {
    fn of(operation: &Operation, number: usize, root: &Path, staging: &Path) -> Result<Self> {
        let target = inside(root, &operation.target)?;
        for name in operation.keep.iter().chain(&operation.parents) {
            inside(root, name)?;
        }
        Ok(Self { target, new: new(staging, number), old: staging.join(format!("old-{number}")) })
    }
}

/// Where new content of operation `number` is prepared.
pub(super) fn new(staging: &Path, number: usize) -> PathBuf {
    staging.join(format!("new-{number}"))
}

fn redo(operation: &Operation, places: &Places) -> io::Result<()> {
    let Places { target, new, old } = places;
    if operation.put && !exists(new) {
        return Ok(());
    }
    if exists(target) {
        // Both are there only if somebody has put something into the gap that a killed run left: theirs is kept.
        disk::remove(old)?;
        disk::rename(target, old)?;
    }
    if !operation.put {
        return Ok(());
    }
    for name in &operation.keep {
        move_entry(&old.join(name), &new.join(name))?;
    }
    if let Some(parent) = target.parent().filter(|parent| !exists(parent)) {
        disk::create_dir_all(parent)?;
    }
    disk::rename(new, target)
}

fn undo(operation: &Operation, places: &Places, root: &Path) -> io::Result<()> {
    let Places { target, new, old } = places;
    if operation.put && exists(target) && !exists(new) {
        disk::rename(target, new)?;
    }
    for name in &operation.keep {
        move_entry(&new.join(name), &old.join(name))?;
    }
    if exists(old) && !exists(target) {
        disk::rename(old, target)?;
    }
    for parent in operation.parents.iter().rev() {
        // What somebody else has put in there stays, and so does the folder.
        let _ = disk::remove_dir(&root.join(parent));
    }
    Ok(())
}

/// Moves what is there; nothing is nothing to do.
fn move_entry(from: &Path, to: &Path) -> io::Result<()> {
    if exists(from) && !exists(to) { disk::rename(from, to) } else { Ok(()) }
}

/// A link counts as there, wherever it leads.
pub(super) fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// `target` below `root`, if no way out of the root leads through it: no `..`, and no symbolic link on the way.
pub(super) fn inside(root: &Path, target: &str) -> Result<PathBuf> {
    let path = Path::new(target);
    if target.is_empty() || !path.components().all(|part| matches!(part, Component::Normal(_))) {
        bail!("`{target}` is no path below {}", root.display());
    }
    for ancestor in path.ancestors().skip(1).filter(|ancestor| *ancestor != Path::new("")) {
        let ancestor = root.join(ancestor);
        if ancestor.symlink_metadata().is_ok_and(|data| data.is_symlink()) {
            bail!("{} is a symbolic link, and nothing is written through one", ancestor.display());
        }
    }
    Ok(root.join(path))
}
