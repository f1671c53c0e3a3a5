//! Files and folders that are replaced together: all of them or none, also when the process is killed.
//!
//! New content is prepared in a staging folder on the same file system. Then a journal tells what will be renamed
//! where: once it has its name, the change is decided, and whoever comes next completes it. If a rename fails, the
//! journal is given another name and all is renamed back. A run that is killed has done neither; the next one does.
//!
//! Power that fails is another matter: nothing here waits for the disk. What it may tear is in git.

mod disk;
mod journal;

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use journal::{Journal, Operation, inside};

/// The staging folder of a workspace. Not inside of `generated/`: Cargo takes every folder in there for a member.
pub(crate) const STAGING: &str = ".staging";

/// The change is decided: forward.
const JOURNAL: &str = "journal.json";
/// The change has failed: back.
const ROLLBACK: &str = "rollback.json";

/// Changes that are prepared and not yet made. Dropped without a commit, nothing has happened.
#[derive(Debug)]
pub(crate) struct Transaction {
    place: Place,
    journal: Journal,
}

/// What was found of a run that was killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recovered {
    /// Nothing, or nothing but preparations.
    Nothing,
    /// What it had decided is done now.
    Completed,
    /// What it had done is undone now.
    RolledBack,
}

impl Transaction {
    /// Starts one below `root`, with the staging folder `staging` in it. Only one can be under way.
    pub(crate) fn begin(root: &Path, staging: &str) -> Result<Self> {
        let Some(place) = Place::lock(root, staging)? else {
            bail!("another command is writing to {}\n  help: try again when it is done", root.display());
        };
        place.recover()?;
        disk::create_dir_all(&place.staging).with_context(|| format!("cannot create {}", place.staging.display()))?;
        Ok(Self { place, journal: Journal::default() })
    }

    /// The file `target`, a path below the root, will hold `content`.
    pub(crate) fn put_file(&mut self, target: &str, content: &[u8]) -> Result<()> {
        let new = self.add(target, true, &[])?;
        disk::write(&new, content).with_context(|| format!("cannot write {}", new.display()))
    }

    /// The folder `target` will hold `files` and nothing else, but for the entries of the old one named in `keep`.
    pub(crate) fn put_folder<'f>(
        &mut self,
        target: &str,
        files: impl IntoIterator<Item = (&'f str, &'f [u8])>,
        keep: &[&str],
    ) -> Result<()> {
        let new = self.add(target, true, keep)?;
        disk::create_dir_all(&new).with_context(|| format!("cannot create {}", new.display()))?;
        for (path, content) in files {
            let file = inside(&new, path)?;
            if let Some(parent) = file.parent().filter(|parent| !journal::exists(parent)) {
                disk::create_dir_all(parent).with_context(|| format!("cannot create {}", parent.display()))?;
            }
            disk::write(&file, content).with_context(|| format!("cannot write {}", file.display()))?;
        }
        Ok(())
    }

    /// The file or folder `target` will be gone.
    pub(crate) fn remove(&mut self, target: &str) -> Result<()> {
        self.add(target, false, &[]).map(|_| ())
    }

    /// Makes the changes. On an error none of them is made.
    pub(crate) fn commit(self) -> Result<()> {
        let Place { root, staging, .. } = &self.place;
        let (draft, journal) = (staging.join("journal.tmp"), staging.join(JOURNAL));
        let text = serde_json::to_vec_pretty(&self.journal)?;
        disk::write(&draft, &text)
            .and_then(|()| disk::rename(&draft, &journal))
            .with_context(|| format!("cannot write {}", journal.display()))?;
        let Err(error) = self.journal.redo(root, staging) else { return self.place.finish() };
        // The direction first: a run that is killed on its way back must not be completed by the next one.
        disk::rename(&journal, &staging.join(ROLLBACK)).with_context(|| format!("cannot go back after: {error:#}"))?;
        self.journal.undo(root, staging).with_context(|| format!("cannot go back after: {error:#}"))?;
        self.place.finish()?;
        Err(error)
    }

    /// Writes an operation down and returns the place of its new content.
    fn add(&mut self, target: &str, put: bool, keep: &[&str]) -> Result<PathBuf> {
        let root = &self.place.root;
        let path = inside(root, target)?;
        let missing = path.ancestors().skip(1).take_while(|ancestor| ancestor.starts_with(root) && !ancestor.exists());
        let below = |path: &Path| path.strip_prefix(root).ok().and_then(crate::documents::to_slashes);
        let mut parents: Vec<String> = missing.filter_map(below).collect();
        parents.reverse();
        let keep = keep.iter().map(|name| (*name).to_owned()).collect();
        self.journal.operations.push(Operation { target: target.to_owned(), put, keep, parents });
        Ok(journal::new(&self.place.staging, self.journal.operations.len() - 1))
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        // What is decided and not done is left to the next run.
        if !journal::exists(&self.place.staging.join(JOURNAL)) && !journal::exists(&self.place.staging.join(ROLLBACK)) {
            let _ = disk::remove(&self.place.staging);
        }
    }
}

/// Completes or undoes what a run that was killed has left below `root`. What a live one is about is left alone.
pub(crate) fn recover(root: &Path, staging: &str) -> Result<Recovered> {
    if !journal::exists(&root.join(staging)) {
        return Ok(Recovered::Nothing);
    }
    Place::lock(root, staging)?.map_or(Ok(Recovered::Nothing), |place| place.recover())
}

/// A root and its staging folder, locked.
#[derive(Debug)]
struct Place {
    root: PathBuf,
    staging: PathBuf,
    /// Held for its lock, which goes with the process, however that ends.
    _lock: Option<File>,
}

impl Place {
    /// `None` where another process has it.
    fn lock(root: &Path, staging: &str) -> Result<Option<Self>> {
        // A folder cannot be opened everywhere; where it cannot, two commands at once are the caller's risk.
        let lock = File::open(root).ok();
        match lock.as_ref().map(File::try_lock) {
            Some(Err(TryLockError::WouldBlock)) => return Ok(None),
            Some(Ok(()) | Err(TryLockError::Error(_))) | None => {}
        }
        Ok(Some(Self { root: root.to_owned(), staging: inside(root, staging)?, _lock: lock }))
    }

    fn recover(&self) -> Result<Recovered> {
        if let Some(journal) = self.read(ROLLBACK)? {
            journal.undo(&self.root, &self.staging)?;
            return self.finish().map(|()| Recovered::RolledBack);
        }
        let Some(journal) = self.read(JOURNAL)? else {
            return self.finish().map(|()| Recovered::Nothing);
        };
        if let Err(error) = journal.redo(&self.root, &self.staging) {
            disk::rename(&self.staging.join(JOURNAL), &self.staging.join(ROLLBACK))
                .with_context(|| format!("cannot go back after: {error:#}"))?;
            journal.undo(&self.root, &self.staging)?;
            return self.finish().map(|()| Recovered::RolledBack);
        }
        self.finish().map(|()| Recovered::Completed)
    }

    fn read(&self, name: &str) -> Result<Option<Journal>> {
        let path = self.staging.join(name);
        if self.staging.symlink_metadata().is_ok_and(|data| data.is_symlink()) || !journal::exists(&path) {
            return Ok(None);
        }
        let text = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let help = "git tells what differs; remove the folder when all is in order";
        let journal: Journal = serde_json::from_slice(&text)
            .with_context(|| format!("{} is not usable\n  help: {help}", path.display()))?;
        journal.check(&self.root, &self.staging)?;
        Ok(Some(journal))
    }

    /// The journal goes first: without it, all that is left is waste.
    fn finish(&self) -> Result<()> {
        [self.staging.join(JOURNAL), self.staging.join(ROLLBACK), self.staging.clone()]
            .iter()
            .try_for_each(|path| disk::remove(path).with_context(|| format!("cannot remove {}", path.display())))
    }
}

#[cfg(test)]
mod tests;
