//! Documents that lie anywhere on disk.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::UsageError;
use crate::pipeline::{self, Documents, Shown};

/// The documents at `paths`, below their common parent folder.
pub(crate) fn locate(paths: &[PathBuf]) -> Result<Documents> {
    let mut files = Vec::new();
    for path in paths {
        let file = fs::canonicalize(path).map_err(|e| UsageError(format!("cannot read {}: {e}", path.display())))?;
        if !file.is_file() {
            return Err(UsageError(format!("{} is not a file", path.display())).into());
        }
        files.push(file);
    }
    let parent = common_parent(&files).ok_or_else(|| UsageError("no document is given".to_owned()))?;
    let mut shown = Shown { prefix: prefix(&parent), ..Shown::default() };
    let mut inside = Vec::new();
    for (file, given) in files.iter().zip(paths) {
        let below = file.strip_prefix(&parent).ok().and_then(to_slashes);
        let below = below.ok_or_else(|| UsageError(format!("{} is not UTF-8", given.display())))?;
        shown.given.insert(below.clone(), given.display().to_string());
        if !inside.contains(&below) {
            inside.push(below);
        }
    }
    let folder = pipeline::folder(&parent).with_context(|| format!("cannot read {}", parent.display()))?;
    Ok(Documents { folder, paths: inside, shown })
}

fn common_parent(files: &[PathBuf]) -> Option<PathBuf> {
    let mut common = files.first()?.parent()?;
    for file in files {
        while !file.starts_with(common) {
            common = common.parent()?;
        }
    }
    Some(common.to_path_buf())
}

/// What stands before paths below `parent`: relative to the current folder where it lies in there.
fn prefix(parent: &Path) -> String {
    let here = std::env::current_dir().and_then(fs::canonicalize).ok();
    let below = here.and_then(|here| parent.strip_prefix(here).ok().map(Path::to_path_buf));
    let shown = below.unwrap_or_else(|| parent.to_path_buf()).display().to_string();
    if shown.is_empty() || shown.ends_with('/') { shown } else { format!("{shown}/") }
}

/// A relative path with `/` as separator; `None` where it is not UTF-8.
pub(crate) fn to_slashes(path: &Path) -> Option<String> {
    path.iter().map(|part| part.to_str()).collect::<Option<Vec<_>>>().map(|parts| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use skatteetaten_codegen::source::Folder;

    use super::*;

    #[test]
    fn documents_lie_below_their_common_parent() {
        let dir = tempfile::tempdir().unwrap();
        for (path, content) in [("a/x.xsd", "x"), ("b/y.xsd", "y"), ("b/z.xsd", "z")] {
            fs::create_dir_all(dir.path().join(path).parent().unwrap()).unwrap();
            fs::write(dir.path().join(path), content).unwrap();
        }
        let at = |path: &str| dir.path().join(path);
        let one = locate(&[at("b/y.xsd")]).unwrap();
        assert_eq!(one.paths, ["y.xsd"]);
        assert_eq!(one.folder.read("z.xsd").unwrap(), b"z");
        assert!(one.folder.read("../a/x.xsd").is_err());

        let two = locate(&[at("b/y.xsd"), at("a/x.xsd"), at("b/y.xsd")]).unwrap();
        assert_eq!(two.paths, ["b/y.xsd", "a/x.xsd"]);
        assert_eq!(two.shown.path("a/x.xsd"), at("a/x.xsd").display().to_string());
        assert!(two.shown.path("b/z.xsd").ends_with("/b/z.xsd"));
    }

    #[test]
    fn what_is_not_there_is_a_usage_error() {
        let dir = tempfile::tempdir().unwrap();
        for paths in [vec![dir.path().join("none.xsd")], vec![dir.path().to_path_buf()], vec![]] {
            assert!(locate(&paths).unwrap_err().is::<UsageError>());
        }
    }
}
