//! What upstream has, as a folder of its own: for whoever wants to compare and not to write.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{gather, new_api_toml, pick};
use crate::flags::RegistryArgs;
use crate::lock;
use crate::output;
use crate::screen::Screen;
use crate::specs;

/// A folder with `specs/<api>/<version>/` as they would be after a fetch. It goes when this is dropped.
#[derive(Debug)]
pub(crate) struct Upstream {
    dir: tempfile::TempDir,
    /// API versions that could not be had, and are not in the folder: selector and reason.
    pub(crate) failed: Vec<(String, String)>,
}

impl Upstream {
    /// The folder that `specs/` is in.
    pub(crate) fn root(&self) -> &Path {
        self.dir.path()
    }
}

/// Asks for the documents of the specs that are named, of all when none is, and leaves `root` alone.
pub(crate) fn upstream(root: &Path, names: &[String], args: &RegistryArgs, screen: &Screen) -> Result<Upstream> {
    let all = specs::discover(root)?;
    let gathered = gather(root, &pick(&all, names, screen)?, false, args, screen)?;
    let dir = tempfile::tempdir().context("cannot make a temporary folder")?;
    fs::create_dir(dir.path().join("specs")).context("cannot make a temporary folder")?;
    let (mut failed, mut known) = (Vec::new(), gathered.lock);
    for (spec, news) in gathered.news {
        let news = match news {
            Ok(news) => news,
            Err(error) => {
                failed.push((spec.selector(), format!("{error:#}")));
                continue;
            }
        };
        let mut files: BTreeMap<String, Vec<u8>> = output::read(&spec.path)?.unwrap_or_default();
        if let Some(text) = new_api_toml(spec, &news)? {
            files.insert("api.toml".to_owned(), text.into_bytes());
        }
        for file in news.files {
            known.set(format!("{}/{}", spec.selector(), file.path), file.entry);
            files.extend(file.bytes.map(|bytes| (file.path, bytes)));
        }
        for (path, bytes) in files {
            let file: PathBuf = dir.path().join(spec.shown()).join(path);
            let parent = file.parent().context("a file is in a folder")?;
            fs::create_dir_all(parent)
                .and_then(|()| fs::write(&file, bytes))
                .with_context(|| format!("cannot write {}", file.display()))?;
        }
    }
    let path = dir.path().join(lock::PATH);
    fs::write(&path, known.text()).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(Upstream { dir, failed })
}
