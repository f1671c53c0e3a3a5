//! `cargo xtask release`.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result};
use skatteetaten_codegen::diagnostic::{Diagnostic, Sink};
use skatteetaten_codegen::plan::{self, Settings};
use skatteetaten_codegen::released::{self, Released, Version};

use crate::flags::{RegenArgs, ReleaseArgs};
use crate::screen::{Screen, count};
use crate::specs::{self, SpecFolder};
use crate::{Outcome, UsageError, pipeline, regen};

/// What is to be written of one API version.
enum State {
    /// Nothing has changed since the last release.
    Same,
    /// The new state, and the version before.
    New(Box<Released>, Option<Version>),
    /// It cannot be released.
    Bad(Vec<Diagnostic>),
}

/// Runs the command. Nothing is written unless all of it can be.
pub(crate) fn run(root: &Path, args: &ReleaseArgs, screen: &Screen) -> Result<Outcome> {
    let start = Instant::now();
    let asked = args.version.as_deref().map(str::parse::<Version>).transpose().map_err(UsageError)?;
    let all = specs::discover(root)?;
    let picked = specs::select(&all, &args.apis)?;
    let mut news = Vec::new();
    let mut is_bad = false;
    for spec in picked {
        match state(spec, asked)? {
            State::Same => screen.note(&format!("{}: nothing has changed since the last release", spec.selector())),
            State::New(released, before) => news.push((spec, released, before)),
            State::Bad(diagnostics) => {
                screen.diagnostics(&diagnostics, None);
                is_bad = true;
            }
        }
    }
    if is_bad {
        screen.summary("release", "nothing was written", false);
        return Ok(Outcome::Bad);
    }
    for (spec, released, _) in &news {
        let path = spec.path.join(released::FILE);
        fs::write(&path, released.text()).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let apis: Vec<String> = news.iter().map(|(spec, ..)| spec.selector()).collect();
    if !apis.is_empty() && regen::run(root, &RegenArgs { apis, check: false }, screen)? != Outcome::Done {
        return Ok(Outcome::Bad);
    }
    let mut is_well = true;
    for (spec, _, before) in &news {
        is_well &= before.is_none_or(|before| semver_checks(root, &spec.package(), before, screen));
    }
    let names: Vec<String> = news.iter().map(|(spec, new, _)| format!("{} {}", spec.package(), new.version)).collect();
    let names = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
    let line = format!("{names} of {}; {:.2} s", count(args.apis.len(), "API"), start.elapsed().as_secs_f64());
    screen.summary("release", &line, is_well);
    Ok(if is_well { Outcome::Done } else { Outcome::Bad })
}

fn state(spec: &SpecFolder, asked: Option<Version>) -> Result<State> {
    let read = pipeline::read_spec(spec)?;
    let Some((known, model)) = read.value.filter(|_| !pipeline::has_errors(&read.diagnostics)) else {
        return Ok(State::Bad(read.diagnostics));
    };
    let last = match pipeline::released(spec)? {
        Ok(last) => last,
        Err(diagnostic) => return Ok(State::Bad(vec![*diagnostic])),
    };
    let made = released::make(&spec.package(), &model, last.as_ref());
    let version = match &last {
        None => asked.unwrap_or(Version::FIRST),
        Some(last) => {
            let least = made.drift.bump();
            let version = asked.unwrap_or_else(|| released::next(last, &made.drift));
            if version == last.version && asked.is_none() {
                return Ok(State::Same);
            }
            let shown = format!("{}{}", spec.shown(), released::FILE);
            if let Err(diagnostic) = version.follows(last.version, least, &shown) {
                return Ok(State::Bad(vec![*diagnostic]));
            }
            version
        }
    };
    let mut release = made.release;
    release.version = version.to_string();
    if let Some(last) = &last {
        release.sections = released::sections(last, &made.drift, version);
    }
    let settings = Settings { pinned: made.pinned, release, ..pipeline::settings(spec, known, None) };
    let mut sink = Sink::default();
    let plan = plan::build(&made.model, &settings, &mut sink);
    if sink.has_errors() {
        return Ok(State::Bad(sink.into_diagnostics()));
    }
    let held = made.model.into_owned();
    let released = Released::new(version, model, held, plan.names, plan.release.sections);
    Ok(State::New(Box::new(released), last.map(|last| last.version)))
}

/// The second opinion, on the source: whether the step is large enough. True where nobody can be asked.
fn semver_checks(root: &Path, package: &str, before: Version, screen: &Screen) -> bool {
    let says = |program: &str, args: &[&str]| {
        let mut command = Command::new(program);
        command.current_dir(root).args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    if !says("cargo", &["semver-checks", "--version"]) {
        screen.note("cargo-semver-checks is not installed: nobody has confirmed the version");
        return true;
    }
    let tag = format!("{package}-{before}");
    if !says("git", &["rev-parse", "--verify", "--quiet", &format!("refs/tags/{tag}")]) {
        screen.note(&format!("there is no tag {tag}: cargo-semver-checks has nothing to compare with"));
        return true;
    }
    let mut command = Command::new("cargo");
    command.current_dir(root).args(["semver-checks", "--package", package, "--baseline-rev", &tag]);
    command.status().is_ok_and(|status| status.success())
}
