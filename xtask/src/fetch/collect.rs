//! What upstream has for one API version: asked for, checked, and not yet written.

use std::collections::BTreeMap;

use anyhow::{Context, Result, anyhow, bail};
use skatteetaten_codegen::diagnostic::{Diagnostic, Severity};
use skatteetaten_codegen::source::{Folder as _, sha256};
use skatteetaten_codegen::spec::{Spec, SwaggerHub};

use super::http::{Answer, Failure, Http, Validators};
use super::registry::{self, Registry, Versions};
use super::sniff;
use crate::folder::{DiskFolder, Overlay};
use crate::lock::{Document, Lock, Origin};
use crate::pipeline;
use crate::specs::SpecFolder;

/// What all requests of one command share.
pub(crate) struct Session<'s> {
    pub(crate) http: &'s Http,
    pub(crate) registry: &'s Registry<'s>,
    pub(crate) lock: &'s Lock,
    /// The time that entries of the lock file get.
    pub(crate) now: &'s str,
}

/// What upstream has for one API version.
#[derive(Debug, Default)]
pub(crate) struct News {
    /// Its files, those that are as they were too.
    pub(crate) files: Vec<File>,
    /// What was taken from SwaggerHub.
    pub(crate) taken: Option<Taken>,
    /// What a person has to look at after this: fixups that no longer fit.
    pub(crate) findings: Vec<Diagnostic>,
    /// What could not be asked for, and why.
    pub(crate) notes: Vec<String>,
}

/// A version of a document of SwaggerHub.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    pub(crate) owner: String,
    pub(crate) api: String,
    pub(crate) version: String,
    /// The version that `api.toml` names.
    pub(crate) known: Option<String>,
    /// The newest that is published.
    pub(crate) newest: Option<String>,
}

/// A file of the folder.
#[derive(Debug)]
pub(crate) struct File {
    /// Path in the folder.
    pub(crate) path: String,
    /// Its new content; `None` where what is there is what is published.
    pub(crate) bytes: Option<Vec<u8>>,
    /// Its entry in the lock file.
    pub(crate) entry: Document,
}

/// A file that is wanted.
struct Wanted {
    path: String,
    url: String,
    version: Option<String>,
    /// A registry knows how to put what it refers to into it.
    resolvable: bool,
}

/// Asks for all files of `spec` and checks them together. An error leaves nothing of them.
pub(crate) fn collect(session: &Session<'_>, spec: &SpecFolder) -> Result<News> {
    let folder = pipeline::folder(&spec.path).with_context(|| format!("cannot read {}", spec.path.display()))?;
    let known = pipeline::api_toml(&folder, spec).map_err(|fault| anyhow!("{}: {}", spec.shown(), fault.message))?;
    let mut news = News::default();
    let wanted = wanted(session, spec, &known, &mut news)?;
    for wanted in &wanted {
        news.files.push(get(session, spec, &folder, wanted)?);
    }
    check(spec, &folder, &mut news)?;
    Ok(news)
}

fn wanted(session: &Session<'_>, spec: &SpecFolder, known: &Spec, news: &mut News) -> Result<Vec<Wanted>> {
    let mut wanted = Vec::new();
    let openapi = known.documents.iter().find(|path| [".yaml", ".yml", ".json"].iter().any(|end| path.ends_with(end)));
    match (&known.swaggerhub, openapi) {
        (Some(hub), Some(path)) => {
            let taken = version(session, spec, hub, news)?;
            let extension = path.rsplit('.').next().unwrap_or_default();
            let url = session.registry.document(&taken.owner, &taken.api, &taken.version, extension);
            wanted.push(Wanted { path: path.clone(), url, version: Some(taken.version.clone()), resolvable: true });
            news.taken = Some(taken);
        }
        (Some(hub), None) => {
            news.notes.push(format!("{} is on SwaggerHub, and no OpenAPI document is among `documents`", hub.api));
        }
        (None, _) => {}
    }
    for published in &known.published {
        let (path, url) = (published.file.clone(), published.url.clone());
        if !path.split('/').all(|part| !part.is_empty() && registry::is_name(part)) || path == "api.toml" {
            bail!("`published` of api.toml names the file `{path}`, which is no path in the folder");
        }
        wanted.push(Wanted { path, url, version: None, resolvable: false });
    }
    if wanted.is_empty() {
        news.notes.push("api.toml names no place where its documents are published".to_owned());
    }
    Ok(wanted)
}

/// Which version to take.
fn version(session: &Session<'_>, spec: &SpecFolder, hub: &SwaggerHub, news: &mut News) -> Result<Taken> {
    let SwaggerHub { owner, api, version: known } = hub.clone();
    for name in [&owner, &api].into_iter().chain(&known) {
        if !registry::is_name(name) {
            bail!("`swaggerhub` of api.toml: `{name}` is no name on SwaggerHub");
        }
    }
    let versions = match (session.registry.versions(&owner, &api), &known) {
        (Ok(versions), _) => versions,
        (Err(Failure::Status(status)), Some(known)) => {
            news.notes.push(format!("the versions of {owner}/{api} are not told ({status}); {known} is asked for"));
            Versions { published: vec![known.clone()], default: None }
        }
        (Err(failure), _) => return Err(failure).with_context(|| format!("{owner}/{api}")),
    };
    let major = registry::number(known.as_deref().unwrap_or(&spec.version)).first().copied().unwrap_or(0);
    let Some(taken) = versions.of_major(major, known.as_deref()) else {
        let all = if versions.published.is_empty() { "none".to_owned() } else { versions.published.join(", ") };
        let help = "name the version to take: `version` in `swaggerhub` of api.toml";
        bail!("{owner}/{api} has no published version {major}.*; published: {all}\n  help: {help}");
    };
    let (version, newest) = (taken.to_owned(), versions.published.last().cloned());
    Ok(Taken { owner, api, version, known, newest })
}

fn get(session: &Session<'_>, spec: &SpecFolder, folder: &DiskFolder, wanted: &Wanted) -> Result<File> {
    let here = folder.read(&wanted.path).ok().map(|bytes| sha256(&bytes));
    // What the server said of a file helps only as long as that file is here, untouched.
    let known = session
        .lock
        .get(&format!("{}/{}", spec.selector(), wanted.path))
        .filter(|known| known.origin == Origin::Fetched && known.sha256.is_some() && known.sha256 == here);
    let resolved = format!("{}?resolved=true", wanted.url);
    let is_known = |url: &str| known.is_some_and(|known| known.url.as_deref() == Some(url));
    let mut url = if wanted.resolvable && is_known(&resolved) { resolved.as_str() } else { wanted.url.as_str() };
    loop {
        let validators = known
            .filter(|_| is_known(url))
            .map(|known| Validators { etag: known.etag.clone(), last_modified: known.last_modified.clone() });
        let answer = session.http.get(url, sniff::accept(&wanted.path), &validators.unwrap_or_default());
        let (bytes, validators) = match (answer.with_context(|| url.to_owned())?, known) {
            (Answer::Fresh { bytes, validators }, _) => (bytes, validators),
            (Answer::NotModified, Some(known)) => {
                return Ok(File { path: wanted.path.clone(), bytes: None, entry: known.clone() });
            }
            (Answer::NotModified, None) => {
                bail!("{url}: the server says that nothing has changed, and nothing is here")
            }
        };
        sniff::check(&wanted.path, &bytes).map_err(|why| anyhow!("{url}: {why}"))?;
        if wanted.resolvable && url == wanted.url && sniff::refers_elsewhere(&bytes) {
            url = &resolved;
            continue;
        }
        let sha256 = Some(sha256(&bytes));
        let same = sha256 == here;
        let entry = Document {
            url: Some(url.to_owned()),
            version: wanted.version.clone(),
            etag: validators.etag,
            last_modified: validators.last_modified,
            read: known.filter(|_| same).and_then(|known| known.read.clone()).or(Some(session.now.to_owned())),
            sha256,
            origin: Origin::Fetched,
        };
        return Ok(File { path: wanted.path.clone(), bytes: (!same).then_some(bytes), entry });
    }
}

/// Reads the folder as it will be. What the generator cannot read replaces nothing.
fn check(spec: &SpecFolder, folder: &DiskFolder, news: &mut News) -> Result<()> {
    let changed = |file: &File| file.bytes.clone().map(|bytes| (file.path.clone(), bytes));
    let above: BTreeMap<String, Vec<u8>> = news.files.iter().filter_map(changed).collect();
    if above.is_empty() {
        return Ok(());
    }
    let read = pipeline::read_spec_in(&Overlay { below: Some(folder), above: &above }, spec);
    let errors = || read.diagnostics.iter().filter(|found| found.code.severity() == Severity::Error);
    let (ours, theirs): (Vec<_>, Vec<_>) = errors().partition(|found| found.code.id.starts_with("E05"));
    if !theirs.is_empty() {
        let lines: String = theirs.iter().map(|found| format!("\n  {found}")).collect();
        bail!("what is published cannot be read:{lines}");
    }
    news.findings = ours.into_iter().cloned().collect();
    Ok(())
}
