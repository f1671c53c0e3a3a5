//! A crate's folder on disk: compared with what it should hold, and replaced whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Files by path relative to the crate's folder, with `/` as separator.
pub(crate) type Files = BTreeMap<String, String>;

/// How a folder differs from what it should hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// A file that should be there is not.
    Missing,
    /// A file has other content.
    Differs,
    /// A file is there that should not be.
    Extra,
}

/// Reads all files below `dir`; `None` where there is no such folder.
pub(crate) fn read(dir: &Path) -> Result<Option<BTreeMap<String, Vec<u8>>>> {
    let mut files = BTreeMap::new();
    match read_into(dir, "", &mut files) {
        Ok(()) => Ok(Some(files)),
        Err(error) if error.kind() == io::ErrorKind::NotFound && files.is_empty() && !dir.exists() => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", dir.display())),
    }
}

fn read_into(dir: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            read_into(&entry.path(), &format!("{name}/"), files)?;
        } else if kind.is_file() {
            files.insert(name, fs::read(entry.path())?);
        } else {
            // A symbolic link is never ours, whatever it leads to: NUL is in no generated file.
            files.insert(name, vec![0]);
        }
    }
    Ok(())
}

/// What differs, by path.
pub(crate) fn compare(old: &BTreeMap<String, Vec<u8>>, new: &Files) -> BTreeMap<String, Change> {
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let change = |path: &String| match (old.get(path), new.get(path)) {
        (None, _) => Some(Change::Missing),
        (_, None) => Some(Change::Extra),
        (Some(old), Some(new)) => (old != new.as_bytes()).then_some(Change::Differs),
    };
    paths.into_iter().filter_map(|path| Some((path.clone(), change(path)?))).collect()
}

/// Whether `dir` was made by us: the header of its manifest says so.
pub(crate) fn is_ours(dir: &Path) -> bool {
    fs::read_to_string(dir.join("Cargo.toml")).is_ok_and(|manifest| {
        manifest.lines().take_while(|line| line.starts_with('#')).any(|line| line.contains("cargo xtask "))
    })
}

/// A folder on the same file system as the targets, in which new content is prepared and old content is put aside.
///
/// It must not lie in `generated/`: Cargo takes every folder in there for a crate, and what a killed run leaves
/// behind would break the whole workspace.
#[derive(Debug)]
pub(crate) struct Staging {
    dir: PathBuf,
}

impl Staging {
    /// Makes the folder `dir`. What a killed run has put aside goes back to `home` if its place is empty.
    pub(crate) fn new(dir: PathBuf, home: &Path) -> Result<Self> {
        for entry in fs::read_dir(&dir).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let aside = name.to_str().and_then(|n| n.strip_prefix("old-")).map(|n| home.join(n));
            if let Some(target) = aside.filter(|target| !target.exists()) {
                fs::rename(entry.path(), &target).with_context(|| format!("cannot restore {}", target.display()))?;
            }
        }
        remove(&dir)?;
        fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
        Ok(Self { dir })
    }

    /// Replaces the folder `target` by one that holds `files`, and the entries of the old one that are named in
    /// `keep`. Either all of it happens or nothing.
    pub(crate) fn replace(&self, target: &Path, files: &Files, keep: &[&str]) -> Result<()> {
        let name = target.file_name().context("the folder has no name")?.to_string_lossy();
        let (new, old) = (self.dir.join(format!("new-{name}")), self.dir.join(format!("old-{name}")));
        // What a failed attempt has left must not get into this one.
        remove(&new)?;
        write(&new, files)?;
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot create {}", parent.display()))?;
        }
        let exists = target.symlink_metadata().is_ok();
        if exists {
            fs::rename(target, &old).with_context(|| format!("cannot move {} aside", target.display()))?;
        }
        let moved = keep.iter().try_for_each(|entry| move_entry(&old.join(entry), &new.join(entry)));
        if let Err(error) = moved.and_then(|()| fs::rename(&new, target)) {
            if exists {
                for entry in keep {
                    move_entry(&new.join(entry), &old.join(entry))?;
                }
                fs::rename(&old, target).with_context(|| {
                    format!("cannot restore {}; what it held is in {}", target.display(), old.display())
                })?;
            }
            return Err(error).with_context(|| format!("cannot replace {}", target.display()));
        }
        remove(&old)
    }

    /// Removes the folder `target`.
    pub(crate) fn remove(&self, target: &Path) -> Result<()> {
        let name = target.file_name().context("the folder has no name")?.to_string_lossy();
        let old = self.dir.join(format!("gone-{name}"));
        // Renamed first: a folder that is half removed would be taken for a broken crate.
        fs::rename(target, &old).with_context(|| format!("cannot move {} aside", target.display()))?;
        remove(&old)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Only what was put aside and could not be restored is worth more than tidiness.
        let precious = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with("old-");
        if !fs::read_dir(&self.dir).into_iter().flatten().flatten().any(|entry| precious(&entry)) {
            let _ = fs::remove_dir_all(&self.dir);
        }
    }
}

/// Moves what is there; nothing is nothing to do.
fn move_entry(from: &Path, to: &Path) -> io::Result<()> {
    if from.symlink_metadata().is_ok() && to.symlink_metadata().is_err() { fs::rename(from, to) } else { Ok(()) }
}

fn write(dir: &Path, files: &Files) -> Result<()> {
    for (path, content) in files {
        if !Path::new(path).components().all(|part| matches!(part, Component::Normal(_))) {
            bail!("the generator gave a file the name `{path}`: this is a bug in the generator");
        }
        let file = dir.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot create {}", parent.display()))?;
        }
        fs::write(&file, content).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

fn remove(path: &Path) -> Result<()> {
    let removed = match path.symlink_metadata() {
        Ok(data) if data.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(_) => Ok(()),
    };
    removed.with_context(|| format!("cannot remove {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(entries: &[(&str, &str)]) -> Files {
        entries.iter().map(|(path, content)| ((*path).to_owned(), (*content).to_owned())).collect()
    }

    fn setup() -> (tempfile::TempDir, PathBuf, Staging) {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().join("generated");
        let staging = Staging::new(dir.path().join(".regen"), &home).unwrap();
        (dir, home, staging)
    }

    #[test]
    fn a_folder_is_replaced_whole() {
        let (dir, home, staging) = setup();
        let target = home.join("a-v1");
        staging.replace(&target, &files(&[("Cargo.toml", "1"), ("src/old.rs", "old")]), &[]).unwrap();
        fs::create_dir(target.join("target")).unwrap();
        fs::write(target.join("target/x"), "built").unwrap();
        staging.replace(&target, &files(&[("Cargo.toml", "2"), ("src/lib.rs", "new")]), &["target", "none"]).unwrap();
        let now = read(&target).unwrap().unwrap();
        assert_eq!(now.keys().collect::<Vec<_>>(), ["Cargo.toml", "src/lib.rs", "target/x"]);
        assert_eq!(now["Cargo.toml"], b"2");
        drop(staging);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "the staging folder is gone");
    }

    #[test]
    fn a_failure_leaves_the_old_folder_as_it_was() {
        let (_dir, home, staging) = setup();
        let target = home.join("a-v1");
        staging.replace(&target, &files(&[("Cargo.toml", "1")]), &[]).unwrap();
        // A file and a folder of one name cannot both be written.
        let error = staging.replace(&target, &files(&[("Cargo.toml", "2"), ("src", ""), ("src/lib.rs", "")]), &[]);
        assert!(error.is_err());
        let error = staging.replace(&target, &files(&[("../escape", "")]), &[]).unwrap_err();
        assert!(error.to_string().contains("../escape"));
        assert_eq!(read(&target).unwrap().unwrap()["Cargo.toml"], b"1");
        // No new content at all: the second rename fails after the old folder was moved aside.
        assert!(staging.replace(&target, &Files::new(), &[]).is_err());
        assert_eq!(read(&target).unwrap().unwrap()["Cargo.toml"], b"1");
    }

    #[test]
    fn what_a_killed_run_put_aside_comes_back() {
        let dir = tempfile::tempdir().unwrap();
        let (home, stage) = (dir.path().join("generated"), dir.path().join(".regen"));
        fs::create_dir_all(home.join("b-v1")).unwrap();
        for name in ["old-a-v1", "old-b-v1", "new-a-v1"] {
            fs::create_dir_all(stage.join(name)).unwrap();
            fs::write(stage.join(name).join("f"), name).unwrap();
        }
        drop(Staging::new(stage.clone(), &home).unwrap());
        assert_eq!(fs::read(home.join("a-v1/f")).unwrap(), b"old-a-v1");
        assert!(!home.join("b-v1/f").exists(), "its place was taken");
        assert!(!stage.exists());
    }

    #[test]
    fn differences_by_path() {
        let old = BTreeMap::from([("a".to_owned(), b"1".to_vec()), ("b".to_owned(), b"1".to_vec())]);
        let changes = compare(&old, &files(&[("b", "2"), ("c", "3")]));
        let expected = [("a", Change::Extra), ("b", Change::Differs), ("c", Change::Missing)];
        assert_eq!(changes, expected.map(|(path, change)| (path.to_owned(), change)).into());
    }

    #[test]
    fn our_header_tells_our_folders() {
        let dir = tempfile::tempdir().unwrap();
        assert!(!is_ours(dir.path()));
        fs::write(dir.path().join("Cargo.toml"), "# Generated by `cargo xtask regen`.\n[package]").unwrap();
        assert!(is_ours(dir.path()));
        fs::write(dir.path().join("Cargo.toml"), "[package]\n# see cargo xtask regen\n").unwrap();
        assert!(!is_ours(dir.path()));
    }

    #[test]
    fn no_folder_is_none() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read(&dir.path().join("none")).unwrap(), None);
        assert_eq!(read(dir.path()).unwrap(), Some(BTreeMap::new()));
    }
}
