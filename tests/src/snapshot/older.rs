//! The documents that a snapshot was made of, from the history of the workspace.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use skatteetaten_codegen::diagnostic::Sink;
use skatteetaten_codegen::model::Model;
use skatteetaten_codegen::source::Limits;
use skatteetaten_codegen::spec::Spec;

/// Commits that are looked through: a snapshot is accepted soon, or was forgotten with the last one.
const DEPTH: &str = "-5";

/// An API in an older state.
#[derive(Debug)]
pub struct Older {
    /// What its `api.toml` said.
    pub spec: Spec,
    /// What its documents said.
    pub model: Model,
}

/// The state of `specs/<selector>` below `root` that a snapshot was made of. `None` where there is no history, or it is
/// not in there: a copy without git, a checkout of the last commit alone.
#[must_use]
pub fn older(root: &Path, selector: &str, snapshot: &str) -> Option<Older> {
    let folder = format!("specs/{selector}/");
    let commits = git(root, &["log", DEPTH, "--format=%H", "--", &folder])?;
    let wanted = super::hashes(snapshot);
    String::from_utf8(commits).ok()?.lines().find_map(|commit| {
        let found = at(root, &folder, commit)?;
        let mut hashes: Vec<&str> = found.model.documents.iter().map(|document| document.sha256.as_str()).collect();
        hashes.sort_unstable();
        (hashes == wanted).then_some(found)
    })
}

fn at(root: &Path, folder: &str, commit: &str) -> Option<Older> {
    let listed = git(root, &["ls-tree", "-r", "--name-only", "-z", commit, folder])?;
    let listed = String::from_utf8(listed).ok()?;
    let mut files = BTreeMap::new();
    for path in listed.split('\0').filter_map(|path| path.strip_prefix(folder)) {
        if !path.starts_with("examples/") {
            files.insert(path.to_owned(), git(root, &["show", &format!("{commit}:{folder}{path}")])?);
        }
    }
    let spec = Spec::parse("api.toml", &String::from_utf8_lossy(files.get("api.toml")?)).ok()?;
    let mut sink = Sink::default();
    let model = skatteetaten_codegen::read_spec(&files, &spec, &Limits::default(), &mut sink);
    (!sink.has_errors()).then_some(Older { spec, model })
}

fn git(root: &Path, args: &[&str]) -> Option<Vec<u8>> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(args).stdin(Stdio::null()).stderr(Stdio::null());
    let output = command.output().ok()?;
    output.status.success().then_some(output.stdout)
}
