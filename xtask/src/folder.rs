//! A folder on disk that documents cannot leave.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use skatteetaten_codegen::source::{Folder, Limits};

/// Reads files below one folder. A path or a symbolic link that leads out of it is refused: documents come from the
/// network and may name any file of this machine.
#[derive(Clone, Debug)]
pub(crate) struct DiskFolder {
    root: PathBuf,
    limit: u64,
}

impl DiskFolder {
    /// The folder at `path`.
    pub(crate) fn new(path: &Path, limits: &Limits) -> io::Result<Self> {
        // One byte more than allowed, so that the reader sees that there is too much without reading all of it.
        let limit = u64::try_from(limits.bytes).unwrap_or(u64::MAX).saturating_add(1);
        Ok(Self { root: fs::canonicalize(path)?, limit })
    }
}

impl Folder for DiskFolder {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        if !Path::new(path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
            return Err(outside());
        }
        let file = fs::canonicalize(self.root.join(path))?;
        if !file.starts_with(&self.root) {
            return Err(outside());
        }
        // A device or a pipe could keep us waiting for ever.
        if !fs::metadata(&file)?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
        }
        let mut bytes = Vec::new();
        File::open(&file)?.take(self.limit).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// A folder on disk in which some documents are others: as it will be, should they be written.
#[derive(Debug)]
pub(crate) struct Overlay<'a> {
    pub(crate) below: Option<&'a DiskFolder>,
    pub(crate) above: &'a BTreeMap<String, Vec<u8>>,
}

impl Folder for Overlay<'_> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        match (self.above.get(path), self.below) {
            (Some(bytes), _) => Ok(bytes.clone()),
            (None, Some(folder)) => folder.read(path),
            (None, None) => Err(io::Error::from(io::ErrorKind::NotFound)),
        }
    }
}

fn outside() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, "it lies outside of the folder of the documents")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, DiskFolder) {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("spec/sub")).unwrap();
        fs::write(dir.path().join("spec/sub/a.xsd"), "inside").unwrap();
        fs::write(dir.path().join("secret"), "outside").unwrap();
        let folder = DiskFolder::new(&dir.path().join("spec"), &Limits { bytes: 10, ..Limits::default() }).unwrap();
        (dir, folder)
    }

    #[test]
    fn reads_below_and_nowhere_else() {
        let (dir, folder) = folder();
        assert_eq!(folder.read("sub/a.xsd").unwrap(), b"inside");
        let absolute = dir.path().join("secret").to_str().unwrap().to_owned();
        for path in ["../secret", "sub/../../secret", &absolute] {
            assert_eq!(folder.read(path).unwrap_err().kind(), io::ErrorKind::PermissionDenied, "{path}");
        }
        assert_eq!(folder.read("none").unwrap_err().kind(), io::ErrorKind::NotFound);
        assert_eq!(folder.read("sub").unwrap_err().kind(), io::ErrorKind::InvalidInput);
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_may_stay_inside_and_not_lead_out() {
        use std::os::unix::fs::symlink;
        let (dir, folder) = folder();
        symlink("sub/a.xsd", dir.path().join("spec/link.xsd")).unwrap();
        symlink("../secret", dir.path().join("spec/out.xsd")).unwrap();
        symlink(dir.path(), dir.path().join("spec/up")).unwrap();
        assert_eq!(folder.read("link.xsd").unwrap(), b"inside");
        for path in ["out.xsd", "up/secret"] {
            assert_eq!(folder.read(path).unwrap_err().kind(), io::ErrorKind::PermissionDenied, "{path}");
        }
    }

    #[test]
    fn documents_over_others() {
        let (_dir, folder) = folder();
        let above = BTreeMap::from([("b.xsd".to_owned(), b"new".to_vec())]);
        let overlay = Overlay { below: Some(&folder), above: &above };
        assert_eq!(overlay.read("b.xsd").unwrap(), b"new");
        assert_eq!(overlay.read("sub/a.xsd").unwrap(), b"inside");
        assert!(Overlay { below: None, above: &above }.read("sub/a.xsd").is_err());
    }

    #[test]
    fn a_file_over_the_limit_is_not_read_whole() {
        let (dir, folder) = folder();
        fs::write(dir.path().join("spec/large"), vec![b'x'; 1000]).unwrap();
        assert_eq!(folder.read("large").unwrap().len(), 11);
    }
}
