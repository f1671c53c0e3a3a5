//! `cargo xtask generate`.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use skatteetaten_codegen::diagnostic::Diagnostic;
use skatteetaten_codegen::model::Model;
use skatteetaten_codegen::plan::{Names, Release, RuntimeDependency, Settings};
use skatteetaten_codegen::spec::Spec;

use crate::documents::{self, to_slashes};
use crate::flags::GenerateArgs;
use crate::output::{self, Files};
use crate::screen::{Screen, count, findings};
use crate::transaction::Transaction;
use crate::{Outcome, UsageError, pipeline, work};

/// What building in the crate's folder leaves there; it outlives a new generation.
const KEPT: &[&str] = &["target", "Cargo.lock"];

/// Runs the command.
pub(crate) fn run(root: &Path, args: &GenerateArgs, screen: &Screen) -> Result<Outcome> {
    let start = Instant::now();
    let settings = settings(root, args, screen)?;
    let out = target(&args.out)?;
    let name = format!("{}-{}", settings.api, settings.version);
    let mut made = work::run("generating", std::slice::from_ref(&name), screen, |_| make(args, &settings))?;
    let Some((model, files, diagnostics)) = made.pop() else { return Ok(Outcome::Bad) };
    screen.diagnostics(&diagnostics, None);
    let found = findings(&diagnostics);
    let Some(files) = files.filter(|_| !pipeline::has_errors(&diagnostics)) else {
        screen.summary("generate", &format!("nothing was written{found}"), false);
        return Ok(Outcome::Bad);
    };
    replace(&out, &files)?;
    let (files, types) = (count(files.len(), "file"), count(model.types.len(), "type"));
    let operations = count(model.api.operations.len(), "operation");
    let seconds = start.elapsed().as_secs_f64();
    let line = format!("{name} in {}: {files}, {types}, {operations}{found}; {seconds:.2} s", args.out.display());
    screen.summary("generate", &line, true);
    Ok(Outcome::Done)
}

fn make(args: &GenerateArgs, settings: &Settings) -> Result<(Model, Option<Files>, Vec<Diagnostic>)> {
    let documents = documents::locate(&args.documents.all())?;
    let read = pipeline::read(&documents);
    let (model, mut diagnostics) = (read.value, read.diagnostics);
    if pipeline::has_errors(&diagnostics) {
        return Ok((model, None, diagnostics));
    }
    let made = pipeline::generate(&model, settings, &documents.shown)?;
    diagnostics.extend(made.diagnostics);
    Ok((model, made.value, diagnostics))
}

fn settings(root: &Path, args: &GenerateArgs, screen: &Screen) -> Result<Settings> {
    let api = kebab_case(&args.name);
    if !api.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Err(UsageError(format!("`{}` is no name for a package; it starts with a letter", args.name)).into());
    }
    let version = version(&args.version)?;
    if api != args.name || version != args.version {
        screen.note(&format!("the package is called {api}-{version}"));
    }
    let documents = args.documents.all();
    let flag = |path: &PathBuf| if Some(path) == args.documents.openapi.as_ref() { "openapi" } else { "xsd" };
    // File names only: a generated file tells nothing about the machine that it was made on.
    let file = |path: &PathBuf| path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let given: String = documents.iter().map(|path| format!(" --{} {}", flag(path), file(path))).collect();
    Ok(Settings {
        command: format!("cargo xtask generate --name {api} --version {version}{given}"),
        spec: Spec { title: args.name.clone(), version: version.clone(), ..Spec::default() },
        older: None,
        pinned: Names::default(),
        release: Release::default(),
        runtime: RuntimeDependency::Path(runtime(root, args)?),
        api,
        version,
    })
}

/// A name as Cargo and the layout of `generated/` want it: `skattemeldingUpersonlig` → `skattemelding-upersonlig`.
pub(crate) fn kebab_case(name: &str) -> String {
    let mut kebab = String::new();
    let mut after_small = false;
    for c in name.chars() {
        let letters: String = match c.to_lowercase().next().unwrap_or(c) {
            'æ' => "ae".to_owned(),
            'ø' => "oe".to_owned(),
            'å' => "aa".to_owned(),
            c if c.is_ascii_alphanumeric() => c.to_string(),
            _ => String::new(),
        };
        let new_word = letters.is_empty() || (c.is_uppercase() && after_small);
        if new_word && !kebab.is_empty() && !kebab.ends_with('-') {
            kebab.push('-');
        }
        after_small = !letters.is_empty() && !c.is_uppercase();
        kebab.push_str(&letters);
    }
    kebab.trim_end_matches('-').to_owned()
}

/// `v2`, `2` and `V2` are `v2`; `1.7.0` is `v1-7-0`.
fn version(given: &str) -> Result<String> {
    let kebab = kebab_case(given);
    let number = kebab.strip_prefix('v').unwrap_or(&kebab);
    if number.starts_with(|c: char| c.is_ascii_digit()) {
        Ok(format!("v{number}"))
    } else {
        Err(UsageError(format!("`{given}` is no version\n  help: such as v2")).into())
    }
}

/// The runtime's path, as it will stand in the crate's manifest.
fn runtime(root: &Path, args: &GenerateArgs) -> Result<String> {
    let given = args.runtime.clone().unwrap_or_else(|| root.join("runtime"));
    let manifest = fs::read_to_string(given.join("Cargo.toml")).unwrap_or_default();
    if !manifest.lines().any(|line| line.replace(' ', "") == "name=\"skatteetaten\"") {
        let help = "it is the folder runtime/ of this workspace";
        return Err(
            UsageError(format!("the package `skatteetaten` is not in {}\n  help: {help}", given.display())).into()
        );
    }
    let absolute = resolve(&given)?;
    let path = if given.is_absolute() { absolute } else { relative(&resolve(&args.out)?, &absolute) };
    let text = to_slashes(&path).with_context(|| format!("{} is not UTF-8", path.display()))?;
    // `to_slashes` joins a root with what follows it.
    Ok(text.replacen("//", "/", 1))
}

/// An absolute path without symbolic links, of which the last parts need not exist.
fn resolve(path: &Path) -> Result<PathBuf> {
    let absolute = std::path::absolute(path).with_context(|| format!("cannot resolve {}", path.display()))?;
    let mut missing = PathBuf::new();
    for ancestor in absolute.ancestors() {
        if let Ok(real) = fs::canonicalize(ancestor) {
            let tail = absolute.strip_prefix(ancestor).unwrap_or(&missing);
            return Ok(if tail.as_os_str().is_empty() { real } else { real.join(tail) });
        }
    }
    missing.push(absolute);
    Ok(missing)
}

/// The way from the folder `from` to `to`, both absolute.
fn relative(from: &Path, to: &Path) -> PathBuf {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(to.components().skip(shared)).collect()
}

/// The folder to write to, if it may be written to.
fn target(out: &Path) -> Result<PathBuf> {
    let target = resolve(out)?;
    let refuse = |why: &str| Err(UsageError(format!("{} {why}", out.display())).into());
    if std::env::current_dir().is_ok_and(|here| here.starts_with(&target)) || target.parent().is_none() {
        return refuse("is or holds the current folder, and would be replaced whole\n  help: give a new folder");
    }
    if target.symlink_metadata().is_err() {
        return Ok(target);
    }
    let Ok(mut entries) = fs::read_dir(&target) else { return refuse("is not a folder that can be read") };
    if entries.next().is_some() && !output::is_ours(&target) {
        return refuse("is not empty and was not made by this command\n  help: give a new or an empty folder");
    }
    Ok(target)
}

fn replace(target: &Path, files: &Files) -> Result<()> {
    let parent = target.parent().context("the folder has no parent")?;
    let name = target.file_name().and_then(|name| name.to_str()).context("the folder's name is not UTF-8")?;
    fs::create_dir_all(parent).with_context(|| format!("cannot create {}", parent.display()))?;
    let mut change = Transaction::begin(parent, &format!(".{name}.xtask"))?;
    change.put_folder(name, output::bytes(files), KEPT)?;
    change.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_versions() {
        for (given, name) in [
            ("skattemelding-upersonlig", "skattemelding-upersonlig"),
            ("skattemeldingUpersonlig", "skattemelding-upersonlig"),
            ("Beregnet_Skatt API", "beregnet-skatt-api"),
            ("år", "aar"),
            ("--", ""),
        ] {
            assert_eq!(kebab_case(given), name);
        }
        for (given, expected) in [("v2", "v2"), ("2", "v2"), ("V10", "v10"), ("1.7.0", "v1-7-0")] {
            assert_eq!(version(given).unwrap(), expected);
        }
        assert!(version("new").unwrap_err().is::<UsageError>());
    }

    #[test]
    fn ways_between_folders() {
        assert_eq!(relative(Path::new("/a/b/c"), Path::new("/a/d")), Path::new("../../d"));
        assert_eq!(relative(Path::new("/a"), Path::new("/a/d/e")), Path::new("d/e"));
    }

    #[test]
    fn only_an_empty_folder_or_a_former_output_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::create_dir(at("empty")).unwrap();
        fs::create_dir(at("theirs")).unwrap();
        fs::write(at("theirs/Cargo.toml"), "[package]\n").unwrap();
        fs::create_dir(at("ours")).unwrap();
        fs::write(at("ours/Cargo.toml"), "# Made by `cargo xtask generate`.\n").unwrap();
        fs::write(at("file"), "").unwrap();
        for good in ["none", "none/below", "empty", "ours"] {
            assert!(target(&at(good)).is_ok(), "{good}");
        }
        for bad in [at("theirs"), at("file"), PathBuf::from("."), PathBuf::from("..")] {
            assert!(target(&bad).unwrap_err().is::<UsageError>(), "{}", bad.display());
        }
    }
}
