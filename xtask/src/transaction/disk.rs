//! The changes of the disk that a transaction makes, one function each, so that a test can stop it at any of them.

use std::fs;
use std::io;
use std::path::Path;
use std::process;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// `error@3` lets the third change of the disk fail; `abort@3` ends the process there, in the middle of a write.
const FAULT: &str = "XTASK_FAULT";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Error,
    Abort,
}

/// Writes a file.
pub(super) fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    step(|| {
        let _ = fs::write(path, &content[..content.len() / 2]);
    })?;
    fs::write(path, content)
}

/// Renames a file or folder.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    step(|| {})?;
    fs::rename(from, to)
}

/// Makes a folder and those that it lies in.
pub(super) fn create_dir_all(path: &Path) -> io::Result<()> {
    step(|| {})?;
    fs::create_dir_all(path)
}

/// Removes an empty folder.
pub(super) fn remove_dir(path: &Path) -> io::Result<()> {
    step(|| {})?;
    fs::remove_dir(path)
}

/// Removes a file, a link or a folder with all that is in it; nothing is nothing to do. Links are not followed.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    let Ok(data) = path.symlink_metadata() else { return Ok(()) };
    step(|| {})?;
    if data.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}

/// Counts the change that follows, and stops at the one that a test has picked; `half` does a part of it.
fn step(half: impl FnOnce()) -> io::Result<()> {
    static PICKED: OnceLock<Option<(Fault, usize)>> = OnceLock::new();
    static DONE: AtomicUsize = AtomicUsize::new(0);
    let picked = PICKED.get_or_init(|| parse(&std::env::var(FAULT).ok()?));
    let number = DONE.fetch_add(1, Ordering::Relaxed) + 1;
    match picked {
        Some((Fault::Error, at)) if *at == number => Err(io::Error::other("a fault that a test asked for")),
        Some((Fault::Abort, at)) if *at == number => {
            half();
            process::abort()
        }
        _ => Ok(()),
    }
}

fn parse(text: &str) -> Option<(Fault, usize)> {
    let (fault, at) = text.split_once('@')?;
    let fault = [("abort", Fault::Abort), ("error", Fault::Error)].into_iter().find(|(name, _)| *name == fault)?.1;
    Some((fault, at.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_a_kind_and_a_number() {
        assert_eq!(parse("abort@12"), Some((Fault::Abort, 12)));
        assert_eq!(parse("error@1"), Some((Fault::Error, 1)));
        for text in ["", "abort", "error@", "panic@1"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
