//! `cargo xtask drift`: what changed between two states, and what it does to callers.

mod side;
mod states;

use std::cmp::Reverse;
use std::fs;
use std::io::IsTerminal as _;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use skatteetaten_codegen::diagnostic::Diagnostic;
use skatteetaten_codegen::drift::accepted::{self, Acceptance};
use skatteetaten_codegen::drift::catalogue::{Bump, Class};
use skatteetaten_codegen::drift::report::{self, Judged, Page};
use skatteetaten_codegen::drift::{Verdict, drift_of, verdict};
use skatteetaten_codegen::model::Model;
use skatteetaten_codegen::released;

use crate::flags::{DriftArgs, DriftFormat};
use crate::screen::{Screen, count, findings, print};
use crate::{Outcome, UsageError, pipeline, work};
use side::{Content, Side};
use states::Pair;

/// What came of one pair of states.
struct Made {
    judged: Judged,
    old: Option<Content>,
    new: Option<Content>,
    diagnostics: Vec<Diagnostic>,
}

/// Runs the command.
pub(crate) fn run(root: &Path, args: &DriftArgs, screen: &Screen) -> Result<Outcome> {
    let start = Instant::now();
    let states = states::find(root, args, screen)?;
    let made = compare_all(root, args, &states.pairs, screen)?;
    for one in &made {
        screen.diagnostics(&one.diagnostics, Some(0));
    }
    if made.iter().any(|one| pipeline::has_errors(&one.diagnostics)) {
        screen.summary("drift", &format!("not all could be compared{}", told(&made)), false);
        return Ok(Outcome::Bad);
    }
    let judged: Vec<Judged> = made.iter().map(|one| one.judged.clone()).collect();
    if let Some(path) = &args.html {
        let pages: Vec<Page<'_>> = made
            .iter()
            .filter(|one| !one.judged.drift.findings.is_empty())
            .map(|one| Page { judged: &one.judged, old: model(&one.old), new: model(&one.new) })
            .collect();
        fs::write(path, report::html(&pages)).with_context(|| format!("cannot write {}", path.display()))?;
        screen.note(&format!("the page is {}", path.display()));
    }
    print(&report::write(&judged, format(args), args.verbose))?;
    let changed = judged.iter().filter(|one| !one.drift.findings.is_empty()).count();
    let worst = judged.iter().map(Judged::verdict).max().unwrap_or(Verdict::Quiet);
    let bad = if args.check { judged.iter().any(fails) } else { worst > Verdict::Additive };
    let seconds = start.elapsed().as_secs_f64();
    let line = format!("{} compared, {changed} changed{}; {seconds:.2} s", count(made.len(), "API"), told(&made));
    screen.summary("drift", &line, !bad);
    let outcome = match args.check {
        true if bad => Outcome::Drift(worst.max(Verdict::Breaking)),
        false if worst > Verdict::Quiet => Outcome::Drift(worst),
        // Nothing is told of what could not be asked for.
        _ if states.incomplete => Outcome::Bad,
        _ => Outcome::Done,
    };
    Ok(outcome)
}

/// What came of each pair, in their order.
fn compare_all(root: &Path, args: &DriftArgs, pairs: &[Pair], screen: &Screen) -> Result<Vec<Made>> {
    // The largest are begun first, so that nothing waits for one of them at the end.
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.sort_by_cached_key(|index| Reverse(pairs[*index].bytes()));
    let names: Vec<String> = order.iter().map(|index| pairs[*index].name.clone()).collect();
    let made = work::run("comparing", &names, screen, |turn| compare(root, args, &pairs[order[turn]]))?;
    let mut made: Vec<(usize, Made)> = order.into_iter().zip(made).collect();
    made.sort_by_key(|(index, _)| *index);
    Ok(made.into_iter().map(|(_, made)| made).collect())
}

fn model(content: &Option<Content>) -> Option<&Model> {
    content.as_ref().map(|content| &content.model)
}

fn told(made: &[Made]) -> String {
    findings(made.iter().flat_map(|one| &one.diagnostics))
}

/// On a terminal text, in GitHub Actions annotations.
fn format(args: &DriftArgs) -> report::Format {
    match args.format {
        Some(DriftFormat::Text) => report::Format::Text,
        Some(DriftFormat::Markdown) => report::Format::Markdown,
        Some(DriftFormat::Json) => report::Format::Json,
        Some(DriftFormat::Github) => report::Format::Github,
        None if !std::io::stdout().is_terminal() && std::env::var_os("GITHUB_ACTIONS").is_some() => {
            report::Format::Github
        }
        None => report::Format::Text,
    }
}

/// Whether a check fails: released crates fail, a person must decide, or callers break without a major release.
fn fails(judged: &Judged) -> bool {
    let breaks = |class: &Class| *class == Class::C;
    match judged.verdict() {
        Verdict::Failing | Verdict::Undecided => true,
        Verdict::Breaking => judged.open().any(|f| f.classes().iter().any(breaks) && f.bump() != Bump::Major),
        Verdict::Quiet | Verdict::Additive => false,
    }
}

fn compare(root: &Path, args: &DriftArgs, pair: &Pair) -> Result<Made> {
    let mut diagnostics = Vec::new();
    let mut read = |side: &Option<Side>| -> Result<Option<Content>> {
        let Some(side) = side else { return Ok(None) };
        let found = side.read()?;
        // Warnings are those of `regen`; here only what stops the comparison counts.
        let errors = found.diagnostics.into_iter().filter(|d| pipeline::has_errors(std::slice::from_ref(d)));
        diagnostics.extend(errors);
        Ok(found.value)
    };
    // The same bytes say the same; nothing need be understood.
    let same = pair.old.as_ref().zip(pair.new.as_ref()).is_some_and(|(old, new)| old.has_bytes_of(new));
    let (old, new) = if same { (None, None) } else { (read(&pair.old)?, read(&pair.new)?) };
    let drift = drift_of(&pair.package, old.as_ref().map(Content::state), new.as_ref().map(Content::state));
    let drift = if pair.is_released() { drift.of_release() } else { drift };
    let mut known = Vec::new();
    if let Some(folder) = &pair.accepted {
        let path = folder.join(accepted::FILE);
        if path.is_file() {
            let shown = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            match accepted::parse(&shown, &text) {
                Ok(entries) => {
                    // The entries of a step stay until it is the past: only a check asks for their removal.
                    let stale = accepted::stale(&shown, &entries, &drift).into_iter().filter(|_| args.check);
                    diagnostics.extend(not_since_release(stale.collect(), &shown, &entries, pair)?);
                    known = entries;
                }
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
    }
    let judged =
        Judged { drift, accepted: known, prefix: pair.prefix.clone(), older_prefix: pair.older_prefix.clone() };
    debug_assert!(judged.verdict() <= verdict(&judged.drift.findings));
    Ok(Made { judged, old, new, diagnostics })
}

/// Of the entries that are stale those that are not about a change since the last release either: what was accepted for a
/// release stays until it is made.
fn not_since_release(
    stale: Vec<Diagnostic>,
    shown: &str,
    entries: &[Acceptance],
    pair: &Pair,
) -> Result<Vec<Diagnostic>> {
    let Some(Side::Spec(spec, _)) = pair.new.as_ref().filter(|_| !stale.is_empty()) else { return Ok(stale) };
    let (Ok(Some(last)), Some((known, model))) = (pipeline::released(spec)?, pipeline::read_spec(spec)?.value) else {
        return Ok(stale);
    };
    let still = accepted::stale(shown, entries, &released::drift_since(&pair.package, &model, &known, &last));
    Ok(stale.into_iter().filter(|entry| still.contains(entry)).collect())
}

/// A state of documents that a person names makes no sense.
fn usage(message: String) -> anyhow::Error {
    UsageError(message).into()
}
