//! `cargo xtask fetch`: the official documents, from where they are published into specs/.

mod api_toml;
mod collect;
mod http;
mod registry;
mod report;
mod sniff;
mod upstream;
mod url;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use skatteetaten_codegen::source::Limits;

use crate::flags::{FetchArgs, RegistryArgs};
use crate::lock::{self, Lock};
use crate::screen::{Screen, count};
use crate::specs::{self, SpecFolder};
use crate::transaction::{STAGING, Transaction};
use crate::{Outcome, UsageError, clock, pipeline, work};

use collect::{News, Session};
pub(crate) use http::{Answer, Http, Validators};
pub(crate) use registry::{PUBLIC, Registry, is_name, number};
pub(crate) use sniff::{accept, check as sniff, refers_elsewhere};
pub(crate) use upstream::{Upstream, upstream};

/// No server was reached: an exit code of its own, so that a script can tell a lost network from bad news.
#[derive(Debug)]
pub(crate) struct Offline(String);

impl std::fmt::Display for Offline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let help = "is there a network, and does a proxy need to be named (HTTPS_PROXY)? Nothing was written";
        write!(f, "{} cannot be reached\n  help: {help}", self.0)
    }
}

impl std::error::Error for Offline {}

/// All that is known before anything is written.
struct Gathered<'a> {
    /// In the order of the specs: what upstream has, or why that is not known.
    news: Vec<(&'a SpecFolder, Result<News>)>,
    /// APIs of the same owners that no spec names; `None` where they were not asked for.
    others: Option<Vec<String>>,
    lock: Lock,
}

/// Runs the command.
pub(crate) fn run(root: &Path, args: &FetchArgs, screen: &Screen) -> Result<Outcome> {
    let start = Instant::now();
    let all = specs::discover(root)?;
    let picked = pick(&all, &args.apis, screen)?;
    let gathered = gather(root, &picked, args.apis.is_empty(), &args.registry, screen)?;
    report::print_news(&gathered, screen)?;
    let written = write(root, &gathered, args.dry_run)?;
    report::summary(&gathered, written, args.dry_run, start.elapsed(), screen);
    let failed = gathered.news.iter().any(|(_, news)| news.is_err());
    Ok(if failed { Outcome::Bad } else { Outcome::Done })
}

/// The specs that were named; when none was, all that are not withdrawn.
fn pick<'a>(all: &'a [SpecFolder], names: &[String], screen: &Screen) -> Result<Vec<&'a SpecFolder>> {
    let mut picked = specs::select(all, names)?;
    if names.is_empty() {
        let before = picked.len();
        picked.retain(|spec| !is_retired(spec));
        if picked.len() < before {
            let number = count(before - picked.len(), "API version");
            screen.note(&format!("{number} withdrawn by upstream: asked for only by name"));
        }
    }
    Ok(picked)
}

fn is_retired(spec: &SpecFolder) -> bool {
    let folder = pipeline::folder(&spec.path).ok();
    folder.and_then(|folder| pipeline::api_toml(&folder, spec).ok()).is_some_and(|known| known.retired)
}

/// A client for the registry that the caller has named.
pub(crate) fn client(args: &RegistryArgs) -> Result<Http> {
    let allowed = url::Allowed::with(&args.registry).map_err(|why| UsageError(format!("--registry: {why}")))?;
    let timeout = Duration::from_secs(args.timeout.max(1));
    Ok(Http::new(allowed, &args.registry, Limits::default().bytes, timeout))
}

/// An error of its own where no server was reached.
pub(crate) fn offline(http: &Http, args: &RegistryArgs) -> Result<()> {
    if http.is_offline() { Err(Offline(args.registry.clone()).into()) } else { Ok(()) }
}

fn gather<'a>(
    root: &Path,
    picked: &[&'a SpecFolder],
    others: bool,
    args: &RegistryArgs,
    screen: &Screen,
) -> Result<Gathered<'a>> {
    let http = client(args)?;
    let registry = Registry::new(&http, &args.registry);
    let (lock, now) = (Lock::read(root)?, clock::now());
    let session = Session { http: &http, registry: &registry, lock: &lock, now: &now };
    let names: Vec<String> = picked.iter().map(|spec| spec.selector()).collect();
    // A failure is a result of its own: one API that cannot be had must not hide the others.
    let news = work::run("fetching", &names, screen, |index| Ok(collect::collect(&session, picked[index])))?;
    offline(&http, args)?;
    let news: Vec<_> = picked.iter().copied().zip(news).collect();
    let others = others.then(|| not_named(&registry, &news, screen));
    Ok(Gathered { news, others, lock })
}

/// APIs of the owners of our documents that none of our folders names.
fn not_named(registry: &Registry<'_>, news: &[(&SpecFolder, Result<News>)], screen: &Screen) -> Vec<String> {
    let mut ours: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (spec, _) in news {
        let folder = pipeline::folder(&spec.path).ok();
        let known = folder.and_then(|folder| pipeline::api_toml(&folder, spec).ok());
        if let Some(hub) = known.and_then(|known| known.swaggerhub).filter(|hub| is_name(&hub.owner)) {
            ours.entry(hub.owner).or_default().push(hub.api);
        }
    }
    let mut others = Vec::new();
    for (owner, names) in ours {
        match registry.apis(&owner) {
            Ok(apis) => {
                others.extend(apis.into_iter().filter(|api| !names.contains(api)).map(|api| format!("{owner}/{api}")));
            }
            Err(failure) => screen.note(&format!("the APIs of {owner} are not known: {failure}")),
        }
    }
    others
}

/// Writes what has changed, as one change. Returns how many files that are, the lock file apart.
fn write(root: &Path, gathered: &Gathered<'_>, dry_run: bool) -> Result<usize> {
    let (mut lock, mut files) = (gathered.lock.clone(), Vec::new());
    for (spec, news) in &gathered.news {
        let Ok(news) = news else { continue };
        for file in &news.files {
            let path = format!("{}/{}", spec.selector(), file.path);
            if let Some(bytes) = &file.bytes {
                files.push((format!("specs/{path}"), bytes.clone()));
            }
            lock.set(path, file.entry.clone());
        }
        if let Some(text) = new_api_toml(spec, news)? {
            files.push((format!("{}api.toml", spec.shown()), text.into_bytes()));
        }
    }
    if !dry_run && (!files.is_empty() || lock != gathered.lock) {
        let mut change = Transaction::begin(root, STAGING)?;
        for (path, bytes) in &files {
            change.put_file(path, bytes)?;
        }
        change.put_file(lock::PATH, lock.text().as_bytes())?;
        change.commit()?;
    }
    Ok(files.len())
}

/// The `api.toml` with the version that was taken, where that is another than it names.
fn new_api_toml(spec: &SpecFolder, news: &News) -> Result<Option<String>> {
    let Some(taken) = news.taken.as_ref().filter(|taken| taken.known.as_ref() != Some(&taken.version)) else {
        return Ok(None);
    };
    let path = spec.path.join("api.toml");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let new = api_toml::with_version(&text, &taken.version);
    new.map(Some)
        .with_context(|| format!("{}api.toml: write version {} into `swaggerhub`", spec.shown(), taken.version))
}
