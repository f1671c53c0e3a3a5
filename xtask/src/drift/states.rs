//! The two states: two files, two folders, or specs/ at a revision and as it is.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use skatteetaten_codegen::released;

use super::side::Side;
use super::usage;
use crate::fetch::{self, Upstream};
use crate::flags::DriftArgs;
use crate::lock::Lock;
use crate::screen::Screen;
use crate::specs::{self, SpecFolder};

/// What `--git` compares with when nothing is said.
const REVISION: &str = "HEAD";

/// All pairs of states.
pub(crate) struct States {
    pub(crate) pairs: Vec<Pair>,
    /// Something is not among them that was asked for; that has been said.
    pub(crate) incomplete: bool,
    /// Where files of the other state are, for as long as they are read.
    _elsewhere: Elsewhere,
}

/// A temporary folder, or none.
enum Elsewhere {
    Nowhere,
    /// At a revision.
    Checkout {
        _folder: Checkout,
    },
    /// As published.
    Upstream {
        _folder: Upstream,
    },
}

/// One API version in two states.
pub(crate) struct Pair {
    /// As it is named on the command line.
    pub(crate) name: String,
    /// Its crate.
    pub(crate) package: String,
    pub(crate) old: Option<Side>,
    pub(crate) new: Option<Side>,
    /// The folder that the list of accepted changes is in.
    pub(crate) accepted: Option<PathBuf>,
    /// What stands before paths of the newer state.
    pub(crate) prefix: String,
    /// The same of the older state.
    pub(crate) older_prefix: String,
}

impl Pair {
    /// Whether its crate was released, and so is held to that.
    pub(crate) fn is_released(&self) -> bool {
        [&self.old, &self.new].into_iter().flatten().any(|side| match side {
            Side::Spec(spec, _) => spec.path.join(released::FILE).is_file(),
            Side::Files(_) => false,
        })
    }

    /// The size of the documents, about.
    pub(crate) fn bytes(&self) -> u64 {
        [&self.old, &self.new].into_iter().flatten().map(Side::bytes).sum()
    }
}

/// The states that the caller asks for.
pub(crate) fn find(root: &Path, args: &DriftArgs, screen: &Screen) -> Result<States> {
    if args.upstream {
        return at_upstream(root, args, screen);
    }
    match (&args.old, &args.new) {
        (Some(old), Some(new)) if args.apis.is_empty() && args.git.is_none() => {
            Ok(States { pairs: between(old, new)?, incomplete: false, _elsewhere: Elsewhere::Nowhere })
        }
        (Some(_), Some(_)) => Err(usage("give two states, or API/VERSION and a revision, not both".to_owned())),
        (None, None) => at_revision(root, args),
        _ => Err(usage("--old and --new go together".to_owned())),
    }
}

fn between(old: &Path, new: &Path) -> Result<Vec<Pair>> {
    for path in [old, new] {
        if !path.exists() {
            return Err(usage(format!("cannot read {}: it is not there", path.display())));
        }
    }
    match (old.is_dir(), new.is_dir()) {
        (true, true) => folders(old, new),
        (false, false) => {
            let name = new.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
            let prefix = |path: &Path| {
                let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
                parent.map_or_else(String::new, |parent| format!("{}/", parent.display()))
            };
            let (older_prefix, prefix) = (prefix(old), prefix(new));
            let (old, new) = (Side::Files(vec![old.to_owned()]), Side::Files(vec![new.to_owned()]));
            let package = name.clone();
            Ok(vec![Pair { name, package, old: Some(old), new: Some(new), accepted: None, prefix, older_prefix }])
        }
        _ => Err(usage("--old and --new are two files or two folders".to_owned())),
    }
}

/// Two folders: of specs/, of one API version, or of documents, which are compared by their names.
fn folders(old: &Path, new: &Path) -> Result<Vec<Pair>> {
    let (before, after) = (all_specs(old)?, all_specs(new)?);
    if !before.folders.is_empty() || !after.folders.is_empty() {
        return Ok(pairs(&before, &after));
    }
    let (before, after) = (files(old)?, files(new)?);
    let names: BTreeSet<&String> = before.iter().chain(&after).collect();
    let side =
        |dir: &Path, among: &[String], name: &String| among.contains(name).then(|| Side::Files(vec![dir.join(name)]));
    let pair = |name: &String| Pair {
        name: name.clone(),
        package: name.clone(),
        old: side(old, &before, name),
        new: side(new, &after, name),
        accepted: None,
        prefix: format!("{}/", new.display()),
        older_prefix: format!("{}/", old.display()),
    };
    let pairs: Vec<Pair> = names.into_iter().map(pair).collect();
    if pairs.is_empty() {
        return Err(usage(format!("there is no document in {} or {}", old.display(), new.display())));
    }
    Ok(pairs)
}

/// Folders of specs/, and what the lock file beside them says.
struct Specs {
    folders: Vec<SpecFolder>,
    lock: Lock,
}

impl Specs {
    fn at(root: &Path) -> Result<Self> {
        Ok(Self { folders: specs::discover(root)?, lock: Lock::read(root)? })
    }

    fn side(&self, api: &str, version: &str) -> Option<Side> {
        let folder = self.folders.iter().find(|spec| spec.api == api && spec.version == version)?;
        Some(Side::Spec(folder.clone(), self.lock.origin(folder)))
    }
}

/// The folders with an `api.toml` below a folder: it holds specs/, is specs/, or is one of them.
fn all_specs(path: &Path) -> Result<Specs> {
    if path.join("api.toml").is_file() {
        let name = |path: Option<&Path>| {
            path.and_then(Path::file_name).map_or_else(String::new, |name| name.to_string_lossy().into_owned())
        };
        let real = fs::canonicalize(path).with_context(|| format!("cannot read {}", path.display()))?;
        let folder = SpecFolder { api: name(real.parent()), version: name(Some(&real)), path: path.to_owned() };
        let lock = real.ancestors().nth(3).map_or_else(|| Ok(Lock::default()), Lock::read)?;
        return Ok(Specs { folders: vec![folder], lock });
    }
    let root = if path.join("specs").is_dir() { path } else { path.parent().unwrap_or(path) };
    let is_specs = path.join("specs").is_dir() || path.file_name().is_some_and(|name| name == "specs");
    if is_specs { Specs::at(root) } else { Ok(Specs { folders: Vec::new(), lock: Lock::default() }) }
}

fn files(dir: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read {}", dir.display()))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let known = [".json", ".xsd", ".yaml", ".yml"].iter().any(|end| name.ends_with(end));
        if known && entry.path().is_file() {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn pairs(old: &Specs, new: &Specs) -> Vec<Pair> {
    let all = old.folders.iter().chain(&new.folders);
    let selectors: BTreeSet<(String, String)> = all.map(|spec| (spec.api.clone(), spec.version.clone())).collect();
    let pair = |(api, version): (String, String)| {
        let (old, new) = (old.side(&api, &version), new.side(&api, &version));
        let named = SpecFolder { api, version, path: PathBuf::new() };
        Pair {
            name: named.selector(),
            package: named.package(),
            accepted: new.as_ref().and_then(Side::folder).map(Path::to_owned),
            prefix: named.shown(),
            older_prefix: named.shown(),
            old,
            new,
        }
    };
    selectors.into_iter().map(pair).collect()
}

/// specs/ at a revision and as it is.
fn at_revision(root: &Path, args: &DriftArgs) -> Result<States> {
    let revision = args.git.as_deref().unwrap_or(REVISION);
    let checkout = Checkout::new(root, revision)?;
    let (old, new) = (Specs::at(&checkout.path)?, Specs::at(root)?);
    let mut pairs = pairs(&old, &new);
    if !args.apis.is_empty() {
        let named = specs::select(&new.folders, &args.apis)?;
        let named: Vec<String> = named.into_iter().map(SpecFolder::selector).collect();
        pairs.retain(|pair| named.contains(&pair.name));
    }
    Ok(States { pairs, incomplete: false, _elsewhere: Elsewhere::Checkout { _folder: checkout } })
}

/// specs/ as it is and as it would be after a fetch.
fn at_upstream(root: &Path, args: &DriftArgs, screen: &Screen) -> Result<States> {
    let upstream = fetch::upstream(root, &args.apis, &args.registry, screen)?;
    for (selector, why) in &upstream.failed {
        screen.error(&format!("{selector}: {why}"));
    }
    let (mut old, new) = (Specs::at(root)?, Specs::at(upstream.root())?);
    old.folders.retain(|spec| new.folders.iter().any(|known| known.selector() == spec.selector()));
    let incomplete = !upstream.failed.is_empty();
    Ok(States { pairs: pairs(&old, &new), incomplete, _elsewhere: Elsewhere::Upstream { _folder: upstream } })
}

/// specs/ at a revision, in a folder of its own that goes when this goes.
struct Checkout {
    path: PathBuf,
}

impl Checkout {
    fn new(root: &Path, revision: &str) -> Result<Self> {
        // A revision that looks like an option would be one.
        if revision.starts_with('-') {
            return Err(usage(format!("`{revision}` is no revision")));
        }
        let git = |args: &[&str]| {
            let mut command = Command::new("git");
            command.arg("-C").arg(root).args(args);
            command
        };
        let tree = format!("{revision}:specs");
        let known = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &tree]).output();
        if !known.context("git does not start")?.status.success() {
            return Err(usage(format!("there is no specs/ at the revision `{revision}`")));
        }
        let path = std::env::temp_dir().join(format!("xtask-drift-{}", std::process::id()));
        let checkout = Self { path };
        let specs = checkout.path.join("specs");
        fs::create_dir_all(&specs).with_context(|| format!("cannot create {}", specs.display()))?;
        // The index is one of our own: that of the working tree stays as it is.
        let index = checkout.path.join("index");
        let prefix = format!("{}/", specs.display());
        for args in [&["read-tree", &tree][..], &["checkout-index", "--all", "--prefix", &prefix]] {
            let output = git(args).env("GIT_INDEX_FILE", &index).output().context("git does not start")?;
            if !output.status.success() {
                bail!("git {} failed: {}", args[0], String::from_utf8_lossy(&output.stderr).trim());
            }
        }
        Ok(checkout)
    }
}

impl Drop for Checkout {
    fn drop(&mut self) {
        // What is left in the folder for temporary files harms nobody.
        let _ = fs::remove_dir_all(&self.path);
    }
}
