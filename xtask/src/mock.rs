//! `cargo xtask mock`, and what `regen` writes for the mock server.

use std::borrow::Cow;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde::Deserialize;
use skatteetaten_codegen::catalogue;
use skatteetaten_codegen::model::Model;
use skatteetaten_codegen::spec::Spec;
use skatteetaten_mock::{ApiFiles, Builder, Catalogue, MockServer, TokenClient};

use crate::flags::MockArgs;
use crate::output::Files;
use crate::screen::{Screen, count};
use crate::specs::{self, SpecFolder};
use crate::{Outcome, UsageError, pipeline, work};

/// Where the server's package has what it knows of APIs, a folder each.
pub(crate) const DATA: &str = "mock/data";

const CATALOGUE: &str = "api.json";
const EXAMPLES: &str = "examples";

/// The files of the mock server for one API version; `None` in a workspace that has no such server.
pub(crate) fn data(root: &Path, folder: &SpecFolder, spec: &Spec, model: &Model) -> Result<Option<Files>> {
    if root.join(DATA).parent().is_some_and(Path::is_dir) { files(folder, spec, model).map(Some) } else { Ok(None) }
}

/// Whether a folder below [`DATA`] was made by us: each has a catalogue that says so.
pub(crate) fn is_ours(folder: &Path) -> bool {
    fs::read_to_string(folder.join(CATALOGUE)).is_ok_and(|text| text.contains("\"made_by\": \"cargo xtask "))
}

fn files(folder: &SpecFolder, spec: &Spec, model: &Model) -> Result<Files> {
    let examples = examples(folder)?;
    let names: Vec<String> = examples.keys().cloned().collect();
    let catalogue = catalogue::catalogue(&folder.api, &folder.version, spec, model, &names);
    let mut files: Files = examples.into_iter().map(|(name, text)| (format!("{EXAMPLES}/{name}"), text)).collect();
    files.insert(CATALOGUE.to_owned(), serde_json::to_string_pretty(&catalogue)? + "\n");
    Ok(files)
}

fn examples(folder: &SpecFolder) -> Result<Files> {
    let path = folder.path.join(EXAMPLES);
    let mut files = Files::new();
    if !path.is_dir() {
        return Ok(files);
    }
    for entry in fs::read_dir(&path).with_context(|| format!("cannot read {}", path.display()))? {
        let path = entry.with_context(|| format!("cannot read {}", path.display()))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).filter(|name| !name.starts_with('.'));
        if let (true, Some(name)) = (path.is_file(), name) {
            let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            files.insert(name.to_owned(), text);
        }
    }
    Ok(files)
}

/// Clients of the token endpoint, as a file names them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clients {
    clients: Vec<ClientToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClientToml {
    id: String,
    /// Files with public keys, beside this one: JSON Web Keys (`.json`, `.jwk`), or PEM.
    keys: Vec<String>,
    #[serde(default)]
    scopes: Vec<String>,
}

/// Runs the command.
pub(crate) fn run(root: &Path, args: &MockArgs, screen: &Screen) -> Result<Outcome> {
    let start = Instant::now();
    let clients = args.clients.as_deref().map(clients).transpose()?.unwrap_or_default();
    let all = specs::discover(root)?;
    let names: Vec<String> = all.iter().map(SpecFolder::selector).collect();
    let read = work::run("mock", &names, screen, |index| served(&all[index], screen))?;
    let has_errors = read.iter().any(Option::is_none);
    let catalogue = Catalogue::new(read.into_iter().flatten())?;
    let apis = count(catalogue.packages().count(), "API");
    let operations: usize = catalogue.packages().map(|package| catalogue.operations(package).count()).sum();
    let mut builder = MockServer::builder().port(args.port).catalogue(catalogue);
    builder = builder.events_every(Duration::from_secs(args.events_every));
    builder = clients.into_iter().fold(builder, Builder::client);
    let server = builder.start().with_context(|| format!("cannot serve on port {}", args.port))?;
    // What a script waits for, and the only line on standard output.
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}/", server.url())?;
    out.flush()?;
    drop(out);
    screen.say(&format!("  token           {}", server.token()));
    screen.say(&format!("  token endpoint  {}", server.token_endpoint()));
    let time = start.elapsed().as_secs_f64();
    let line = format!("{apis}, {}; {time:.2} s; stop with Ctrl-C", count(operations, "operation"));
    screen.summary("mock", &line, !has_errors);
    server.wait();
    Ok(Outcome::Done)
}

/// What is served of one folder. Its findings are told, and the other folders are served all the same.
fn served(folder: &SpecFolder, screen: &Screen) -> Result<Option<ApiFiles>> {
    let read = pipeline::read_spec(folder)?;
    let Some((spec, model)) = read.value.filter(|_| !pipeline::has_errors(&read.diagnostics)) else {
        screen.diagnostics(&read.diagnostics, Some(0));
        return Ok(None);
    };
    let mut files = files(folder, &spec, &model)?;
    let catalogue = files.remove(CATALOGUE).unwrap_or_default();
    let bare = |name: String| name.rsplit('/').next().unwrap_or_default().to_owned();
    let examples = files.into_iter().map(|(name, text)| (bare(name), Cow::Owned(text))).collect();
    Ok(Some(ApiFiles { catalogue: Cow::Owned(catalogue), examples }))
}

fn clients(path: &Path) -> Result<Vec<TokenClient>> {
    let usage = |message: String| UsageError(format!("{}: {message}", path.display()));
    let text = fs::read_to_string(path).map_err(|e| usage(e.to_string()))?;
    let file: Clients = toml::from_str(&text).map_err(|e| usage(e.message().to_owned()))?;
    let client = |toml: ClientToml| {
        let mut client = TokenClient::new(&toml.id);
        for key in &toml.keys {
            let key_path = path.parent().unwrap_or(Path::new("")).join(key);
            let text = fs::read_to_string(&key_path).map_err(|e| usage(format!("{key}: {e}")))?;
            let added = if text.trim_start().starts_with('{') { client.jwk(&text) } else { client.pem(&text) };
            client = added.map_err(|e| usage(format!("{key}: {e}")))?;
        }
        Ok(toml.scopes.into_iter().fold(client, TokenClient::scope))
    };
    file.clients.into_iter().map(client).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_of_a_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("clients.toml");
        fs::write(dir.path().join("key.json"), r#"{"kty": "RSA", "n": "AQ", "e": "AQAB"}"#).unwrap();
        let read = |text: &str| {
            fs::write(&path, text).unwrap();
            clients(&path).map(|clients| clients.len())
        };
        let client = "[[clients]]\nid = \"a\"\nkeys = [\"key.json\"]\nscopes = [\"skatteetaten:avregning\"]\n";
        assert_eq!(read(client).unwrap(), 1);
        for bad in
            ["", "[[clients]]\nid = 1\n", &client.replace("key.json", "none.json"), &client.replace("scopes", "scope")]
        {
            assert!(read(bad).unwrap_err().is::<UsageError>(), "{bad}");
        }
    }

    #[test]
    fn our_folders_say_so() {
        let dir = tempfile::tempdir().unwrap();
        assert!(!is_ours(dir.path()));
        fs::write(dir.path().join(CATALOGUE), "{\n  \"made_by\": \"cargo xtask regen\"\n}").unwrap();
        assert!(is_ours(dir.path()));
    }
}
