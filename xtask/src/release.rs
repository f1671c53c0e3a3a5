//! `cargo xtask release`.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::Result;
use skatteetaten_codegen::diagnostic::{Diagnostic, Location, Sink, codes};
use skatteetaten_codegen::drift::{Finding, Verdict, accepted};
use skatteetaten_codegen::plan::{self, Settings};
use skatteetaten_codegen::released::{self, Facts, Released, Version};

use crate::flags::ReleaseArgs;
use crate::regen::{self, Releases};
use crate::screen::{Screen, count};
use crate::specs::{self, SpecFolder};
use crate::{Outcome, UsageError, pipeline};

/// What is to be written of one API version.
enum State {
    /// Nothing has changed since the last release that asks for another.
    Same,
    /// The new state, and the version before.
    New(Box<Released>, Option<Version>),
    /// It cannot be released.
    Bad(Vec<Diagnostic>),
    /// A person has to decide first.
    Undecided(Vec<Diagnostic>),
}

/// Runs the command. Nothing is written unless all of it can be.
pub(crate) fn run(root: &Path, args: &ReleaseArgs, screen: &Screen) -> Result<Outcome> {
    let start = Instant::now();
    let asked = args.version.as_deref().map(str::parse::<Version>).transpose().map_err(UsageError)?;
    let all = specs::discover(root)?;
    let picked = specs::select(&all, &args.apis)?;
    let (mut releases, mut before) = (Releases::new(), Vec::new());
    let mut outcome = Outcome::Done;
    for spec in picked {
        match state(spec, args, asked)? {
            State::Same => {
                screen.note(&format!("{}: nothing has changed that asks for a release", spec.selector()));
            }
            State::New(released, last) => {
                before.push((spec.package(), last, released.version));
                releases.insert(spec.selector(), *released);
            }
            State::Bad(diagnostics) => {
                screen.diagnostics(&diagnostics, None);
                outcome = Outcome::Bad;
            }
            State::Undecided(diagnostics) => {
                screen.diagnostics(&diagnostics, None);
                if outcome == Outcome::Done {
                    outcome = Outcome::Drift(Verdict::Undecided);
                }
            }
        }
    }
    if outcome == Outcome::Done && !releases.is_empty() {
        outcome = regen::release(root, &all, &releases, screen)?;
    }
    if outcome != Outcome::Done {
        screen.summary("release", "nothing was written", false);
        return Ok(outcome);
    }
    let mut is_well = true;
    for (package, last, _) in &before {
        is_well &= last.is_none_or(|last| semver_checks(root, package, last, screen));
    }
    let names: Vec<String> = before.iter().map(|(package, _, version)| format!("{package} {version}")).collect();
    let names = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
    let line = format!("{names} of {}; {:.2} s", count(args.apis.len(), "API"), start.elapsed().as_secs_f64());
    screen.summary("release", &line, is_well);
    Ok(if is_well { Outcome::Done } else { Outcome::Bad })
}

fn state(spec: &SpecFolder, args: &ReleaseArgs, asked: Option<Version>) -> Result<State> {
    let read = pipeline::read_spec(spec)?;
    let Some((known, model)) = read.value.filter(|_| !pipeline::has_errors(&read.diagnostics)) else {
        return Ok(State::Bad(read.diagnostics));
    };
    let last = match pipeline::released(spec)? {
        Ok(last) => last,
        Err(diagnostic) => return Ok(State::Bad(vec![*diagnostic])),
    };
    let made = match &last {
        Some(last) if args.drop_kept => released::make_without_kept(&spec.package(), &model, &known, last),
        last => released::make(&spec.package(), &model, &known, last.as_ref()),
    };
    let version = match &last {
        None => asked.unwrap_or(Version::FIRST),
        Some(last) => {
            let undecided = match pipeline::accepted(spec)? {
                Ok(accepted) => made.drift.undecided(&accepted).map(|f| decide(spec, f)).collect::<Vec<_>>(),
                Err(diagnostic) => return Ok(State::Bad(vec![*diagnostic])),
            };
            if !undecided.is_empty() {
                return Ok(State::Undecided(undecided));
            }
            let version = asked.unwrap_or_else(|| released::next(last, &made.drift));
            if version == last.version && (asked.is_none() || made.drift.findings.is_empty()) {
                return Ok(State::Same);
            }
            let shown = format!("{}{}", spec.shown(), released::FILE);
            if let Err(diagnostic) = version.follows(last.version, made.drift.bump(), &shown) {
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
    let facts = Facts::from(&known);
    let settings = Settings { pinned: made.pinned, release, ..pipeline::settings(spec, known, None) };
    let mut sink = Sink::default();
    let plan = plan::build(&made.model, &settings, &mut sink);
    if sink.has_errors() {
        return Ok(State::Bad(sink.into_diagnostics()));
    }
    let held = made.model.into_owned();
    let released = Released::new(version, model, facts, held, plan.names, plan.release.sections);
    Ok(State::New(Box::new(released), last.map(|last| last.version)))
}

/// Asks for the decision that a change needs.
fn decide(spec: &SpecFolder, finding: &Finding) -> Diagnostic {
    let (path, position) = match finding.place.as_ref().filter(|place| !place.older) {
        Some(place) => (place.path.as_str(), Some((place.line, place.column))),
        None => (released::FILE, None),
    };
    Diagnostic {
        code: codes::E0508,
        message: format!("{} {}: {} ({})", finding.row.id, finding.subject, finding.row.message, finding.detail),
        location: Location { path: format!("{}{path}", spec.shown()), position, pointer: String::new() },
        help: Some(format!("judge it; if nobody needs to act, accept `{}` in {}", finding.fingerprint, accepted::FILE)),
    }
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
    let agrees = command.status().is_ok_and(|status| status.success());
    if !agrees {
        screen.error(&format!("cargo-semver-checks does not confirm the version of {package}"));
        screen.say("  help: take back what was written (git), and name a larger one with --version");
    }
    agrees
}
