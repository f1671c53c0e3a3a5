//! The folders of specs/.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::UsageError;

/// `specs/<api>/<version>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SpecFolder {
    /// Name of the API, kebab-case.
    pub(crate) api: String,
    /// `v` and a number.
    pub(crate) version: String,
    /// The folder on disk.
    pub(crate) path: PathBuf,
}

impl SpecFolder {
    /// Name of the package that is made of it.
    pub(crate) fn package(&self) -> String {
        format!("{}-{}", self.api, self.version)
    }

    /// As it is named on the command line.
    pub(crate) fn selector(&self) -> String {
        format!("{}/{}", self.api, self.version)
    }

    /// How paths below it are shown.
    pub(crate) fn shown(&self) -> String {
        format!("specs/{}/{}/", self.api, self.version)
    }
}

/// The version before one of `all`, which is sorted.
pub(crate) fn older<'a>(all: &'a [SpecFolder], of: &SpecFolder) -> Option<&'a SpecFolder> {
    let index = all.iter().position(|spec| spec == of)?;
    all[..index].last().filter(|spec| spec.api == of.api)
}

/// Payloads of our own beside the documents.
pub(crate) fn examples(spec: &SpecFolder) -> Result<usize> {
    let folder = spec.path.join("examples");
    if !folder.is_dir() {
        return Ok(0);
    }
    let entries = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    Ok(entries.filter_map(Result::ok).filter(|entry| entry.path().is_file()).count())
}

/// All folders below `root/specs` that have an `api.toml`, sorted by name and then by number of the version.
pub(crate) fn discover(root: &Path) -> Result<Vec<SpecFolder>> {
    let mut found = Vec::new();
    for (api, path) in folders(&root.join("specs"))? {
        for (version, path) in folders(&path)? {
            if path.join("api.toml").is_file() {
                found.push(SpecFolder { api: api.clone(), version, path });
            }
        }
    }
    found.sort_by_key(|spec| (spec.api.clone(), version_number(&spec.version), spec.version.clone()));
    Ok(found)
}

fn folders(dir: &Path) -> Result<Vec<(String, PathBuf)>> {
    let entries = fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read {}", dir.display()))?;
        if let (true, Ok(name)) = (entry.path().is_dir(), entry.file_name().into_string()) {
            found.push((name, entry.path()));
        }
    }
    Ok(found)
}

/// 10 comes after 9.
fn version_number(version: &str) -> u32 {
    version.trim_start_matches('v').parse().unwrap_or(u32::MAX)
}

/// Picks what was named: `avregning/v2`, and also `specs/avregning/v2/` and `avregning-v2`, as a shell completes them.
/// All when nothing was named; each once, in the order of `all`.
pub(crate) fn select<'a>(all: &'a [SpecFolder], names: &[String]) -> Result<Vec<&'a SpecFolder>> {
    let mut picked = vec![names.is_empty(); all.len()];
    for name in names {
        let bare = name.trim_end_matches('/').trim_start_matches("./");
        let bare = bare.strip_prefix("specs/").or_else(|| bare.strip_prefix("generated/")).unwrap_or(bare);
        let index = all.iter().position(|spec| bare == spec.selector() || bare == spec.package());
        picked[index.ok_or_else(|| unknown(all, name, bare))?] = true;
    }
    Ok(all.iter().zip(picked).filter_map(|(spec, picked)| picked.then_some(spec)).collect())
}

fn unknown(all: &[SpecFolder], name: &str, bare: &str) -> UsageError {
    let api = bare.split('/').next().unwrap_or(bare);
    let near: Vec<String> = all.iter().filter(|spec| spec.api.starts_with(api)).map(SpecFolder::selector).collect();
    let known = if near.is_empty() { all.iter().map(SpecFolder::selector).collect() } else { near };
    UsageError(format!("there is no specs/{bare} with an api.toml (`{name}`)\n  help: there is {}", known.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(paths: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for path in paths {
            fs::create_dir_all(dir.path().join("specs").join(path)).unwrap();
            fs::write(dir.path().join("specs").join(path).join("api.toml"), "").unwrap();
        }
        dir
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn folders_with_an_api_toml_in_order() {
        let dir = tree(&["b/v10", "b/v9", "a/v1"]);
        fs::create_dir_all(dir.path().join("specs/c/v1")).unwrap();
        fs::write(dir.path().join("specs/lock.toml"), "").unwrap();
        let all = discover(dir.path()).unwrap();
        assert_eq!(all.iter().map(SpecFolder::selector).collect::<Vec<_>>(), ["a/v1", "b/v9", "b/v10"]);
    }

    #[test]
    fn the_version_before() {
        let dir = tree(&["b/v10", "b/v9", "a/v1"]);
        let all = discover(dir.path()).unwrap();
        let before: Vec<_> = all.iter().map(|spec| older(&all, spec).map(SpecFolder::selector)).collect();
        assert_eq!(before, [None, None, Some("b/v9".to_owned())]);
    }

    #[test]
    fn examples_are_files() {
        let dir = tree(&["a/v1"]);
        let spec = &discover(dir.path()).unwrap()[0];
        assert_eq!(examples(spec).unwrap(), 0);
        fs::create_dir_all(spec.path.join("examples/more")).unwrap();
        fs::write(spec.path.join("examples/full.json"), "{}").unwrap();
        assert_eq!(examples(spec).unwrap(), 1);
    }

    #[test]
    fn names_as_a_shell_completes_them() {
        let dir = tree(&["a/v1", "b/v1", "b/v2"]);
        let all = discover(dir.path()).unwrap();
        let picked = |given: &[&str]| {
            select(&all, &names(given)).map(|s| s.into_iter().map(SpecFolder::selector).collect::<Vec<_>>())
        };
        assert_eq!(picked(&[]).unwrap(), ["a/v1", "b/v1", "b/v2"]);
        assert_eq!(picked(&["specs/b/v2/", "a-v1", "a/v1"]).unwrap(), ["a/v1", "b/v2"]);
        let error = picked(&["b/v3"]).unwrap_err();
        assert!(error.is::<UsageError>());
        assert!(error.to_string().ends_with("there is b/v1, b/v2"), "{error}");
    }
}
