//! `cargo xtask add`: a folder in specs/ for an API of SwaggerHub, with its document and the start of an `api.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use skatteetaten_codegen::diagnostic::{Diagnostic, Severity};
use skatteetaten_codegen::model::Model;
use skatteetaten_codegen::source::sha256;

use crate::fetch::{self, Answer, Http, Registry, Validators};
use crate::flags::AddArgs;
use crate::folder::Overlay;
use crate::generate::kebab_case;
use crate::lock::{self, Document, Lock, Origin, quoted};
use crate::screen::Screen;
use crate::specs::{self, SpecFolder};
use crate::transaction::{STAGING, Transaction};
use crate::{Outcome, UsageError, clock, pipeline};

/// The document's name in the folder.
const DOCUMENT: &str = "openapi.yaml";

/// A version of an API on SwaggerHub.
struct Source {
    owner: String,
    api: String,
    version: String,
}

/// Runs the command.
pub(crate) fn run(root: &Path, args: &AddArgs, screen: &Screen) -> Result<Outcome> {
    let all = specs::discover(root)?;
    let (owner, api, version) = parse(&args.what)?;
    let http = fetch::client(&args.registry)?;
    let registry = Registry::new(&http, &args.registry.registry);
    screen.progress(&format!("asking for {owner}/{api}"));
    let fetched = source(&registry, owner, api, version).and_then(|source| {
        let spec = folder(root, &all, args, &source)?;
        let document = document(&http, &registry, &source)?;
        Ok((source, spec, document))
    });
    screen.progress_done();
    fetch::offline(&http, &args.registry)?;
    let (source, spec, (bytes, entry)) = fetched?;

    let (model, warnings) = read(&spec, &bytes)?;
    screen.diagnostics(&warnings, Some(5));
    let api_toml = skeleton(&spec, &source, &model);
    let mut lock = Lock::read(root)?;
    lock.set(format!("{}/{DOCUMENT}", spec.selector()), entry);
    let mut change = Transaction::begin(root, STAGING)?;
    let files = [("api.toml", api_toml.as_bytes()), (DOCUMENT, bytes.as_slice())];
    change.put_folder(&format!("specs/{}", spec.selector()), files, &[])?;
    change.put_file(lock::PATH, lock.text().as_bytes())?;
    change.commit()?;
    let line = format!("{} from {}/{} {}", spec.shown(), source.owner, source.api, source.version);
    screen.summary("add", &line, true);
    screen.say(&format!(
        "  help: complete {}api.toml and make examples (docs/maintaining.md), then run `cargo xtask regen`",
        spec.shown()
    ));
    Ok(Outcome::Done)
}

fn parse(what: &str) -> Result<(String, String, Option<String>)> {
    let parts: Vec<&str> = what.split('/').collect();
    let fault = || UsageError(format!("`{what}` is not OWNER/API or OWNER/API/VERSION"));
    if !parts.iter().all(|part| fetch::is_name(part)) {
        return Err(fault().into());
    }
    match parts[..] {
        [owner, api] => Ok((owner.to_owned(), api.to_owned(), None)),
        [owner, api, version] => Ok((owner.to_owned(), api.to_owned(), Some(version.to_owned()))),
        _ => Err(fault().into()),
    }
}

/// The version that was named; else that which upstream prefers, or the newest.
fn source(registry: &Registry<'_>, owner: String, api: String, version: Option<String>) -> Result<Source> {
    if let Some(version) = version {
        return Ok(Source { owner, api, version });
    }
    let versions = registry.versions(&owner, &api).with_context(|| format!("{owner}/{api}"))?;
    let preferred = versions.default.clone().or_else(|| registry.default_version(&owner, &api).ok());
    let preferred = preferred.filter(|version| versions.published.contains(version));
    match preferred.as_deref().or(versions.preferred()) {
        Some(version) => Ok(Source { version: version.to_owned(), owner, api }),
        None => bail!("{owner}/{api} has no published version\n  help: name one: {owner}/{api}/VERSION"),
    }
}

/// The folder, which must not be there.
fn folder(root: &Path, all: &[SpecFolder], args: &AddArgs, source: &Source) -> Result<SpecFolder> {
    let name = kebab_case(source.api.strip_suffix("-api").unwrap_or(&source.api));
    let major = fetch::number(&source.version).first().copied();
    let (api, version) = match (&args.folder, major) {
        (Some(folder), _) => match folder.trim_start_matches("specs/").trim_end_matches('/').split_once('/') {
            Some((api, version)) => (api.to_owned(), version.to_owned()),
            None => return Err(UsageError(format!("--as: `{folder}` is not API/VERSION")).into()),
        },
        // A draft, by the rules of versions; its first release will be 1.
        (None, Some(major)) => (name, format!("v{}", major.max(1))),
        (None, None) => {
            let help = format!("name the folder: --as {name}/v1");
            return Err(UsageError(format!("`{}` tells no major version\n  help: {help}", source.version)).into());
        }
    };
    let number = version.strip_prefix('v').unwrap_or_default();
    let starts = api.starts_with(|c: char| c.is_ascii_lowercase());
    if !starts || kebab_case(&api) != api || number.is_empty() || !number.chars().all(|c| c.is_ascii_digit()) {
        let help = "folders are called specs/<api in kebab-case>/v<number>; --as names one";
        return Err(UsageError(format!("`{api}/{version}` is no name for a folder\n  help: {help}")).into());
    }
    let path = root.join("specs").join(&api).join(&version);
    let spec = SpecFolder { api, version, path };
    if all.contains(&spec) || spec.path.symlink_metadata().is_ok() {
        let help = format!("`cargo xtask fetch {}` brings it up to date; --as names another folder", spec.selector());
        return Err(UsageError(format!("{} is there already\n  help: {help}", spec.shown())).into());
    }
    Ok(spec)
}

/// The document and its entry in the lock file.
fn document(http: &Http, registry: &Registry<'_>, source: &Source) -> Result<(Vec<u8>, Document)> {
    let Source { owner, api, version } = source;
    let mut url = registry.document(owner, api, version, "yaml");
    let mut got = get(http, &url)?;
    if fetch::refers_elsewhere(&got.0) {
        url += "?resolved=true";
        got = get(http, &url)?;
    }
    let (bytes, Validators { etag, last_modified }) = got;
    let (version, read) = (Some(version.clone()), Some(clock::now()));
    let sha256 = Some(sha256(&bytes));
    Ok((bytes, Document { url: Some(url), version, sha256, etag, last_modified, read, origin: Origin::Fetched }))
}

fn get(http: &Http, url: &str) -> Result<(Vec<u8>, Validators)> {
    let answer = http.get(url, fetch::accept(DOCUMENT), &Validators::default()).with_context(|| url.to_owned())?;
    let Answer::Fresh { bytes, validators } = answer else { bail!("{url}: no document came") };
    fetch::sniff(DOCUMENT, &bytes).map_err(|why| anyhow!("{url}: {why}"))?;
    Ok((bytes, validators))
}

/// The document, as the generator understands it. What it cannot read is not added.
fn read(spec: &SpecFolder, bytes: &[u8]) -> Result<(Model, Vec<Diagnostic>)> {
    let api_toml = format!("version = {}\ndocuments = [{}]\n", quoted(&spec.version), quoted(DOCUMENT));
    let files = [("api.toml".to_owned(), api_toml.into_bytes()), (DOCUMENT.to_owned(), bytes.to_vec())];
    let above = BTreeMap::from(files);
    let read = pipeline::read_spec_in(&Overlay { below: None, above: &above }, spec);
    let (errors, warnings): (Vec<_>, Vec<_>) =
        read.diagnostics.into_iter().partition(|found| found.code.severity() == Severity::Error);
    match read.value {
        Some((_, model)) if errors.is_empty() => Ok((model, warnings)),
        _ => {
            let lines: String = errors.iter().map(|found| format!("\n  {found}")).collect();
            bail!("what is published cannot be read:{lines}")
        }
    }
}

/// What the document tells of what `api.toml` holds. The rest is a person's work.
fn skeleton(spec: &SpecFolder, source: &Source, model: &Model) -> String {
    let Source { owner, api, version } = source;
    let title = model.api.title.clone().unwrap_or_else(|| api.clone());
    let list = |items: &[String]| items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", ");
    let bodies = model.api.operations.iter().flat_map(|operation| &operation.responses).flat_map(|r| &r.bodies);
    let formats: BTreeSet<String> = bodies
        .filter_map(|body| ["json", "xml"].into_iter().find(|format| body.media_type.contains(format)))
        .map(str::to_owned)
        .collect();
    let formats: Vec<String> = formats.into_iter().collect();
    let base_urls = if model.api.servers.is_empty() {
        "\n# The document names no servers.\n[base_urls]\n# test = \"https://….api.skatteetaten-test.no/v1\"\n\
         # prod = \"https://….api.skatteetaten.no/v1\"\n"
    } else {
        ""
    };
    format!(
        "# What the document of this folder does not say. Begun by `cargo xtask add`; the keys are in docs/maintaining.md.\n\
         title = {}\nversion = {}\ndocuments = [{}]\n# What the service gives, one sentence, in our words.\nsummary = \"\"\n\
         swaggerhub = {{ owner = {}, api = {}, version = {} }}\nscopes = [{}]\nformats = [{}]\n{base_urls}\n\
         [[sources]]\nof = \"model\"\ndocument = {}\nurl = {}\n",
        quoted(&title),
        quoted(&spec.version),
        quoted(DOCUMENT),
        quoted(owner),
        quoted(api),
        quoted(version),
        list(&model.api.scopes),
        list(&formats),
        quoted(&format!("{api} {version} (SwaggerHub)")),
        quoted(&format!("https://app.swaggerhub.com/apis/{owner}/{api}/{version}")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_add() {
        assert_eq!(parse("eier/a-api").unwrap(), ("eier".to_owned(), "a-api".to_owned(), None));
        assert_eq!(parse("eier/a-api/1.0.0").unwrap().2.as_deref(), Some("1.0.0"));
        for bad in ["eier", "eier/", "/a", "e/a/1/2", "eier/../x", "https://x.example.org/a"] {
            assert!(parse(bad).unwrap_err().is::<UsageError>(), "{bad}");
        }
    }
}
