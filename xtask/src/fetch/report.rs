//! What a person is told about a fetch.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use anyhow::Result;

use super::Gathered;
use super::collect::{File, News, Taken};
use super::registry::compare;
use crate::lock::Origin;
use crate::screen::{Screen, count, print};
use crate::specs::SpecFolder;

/// A line for each file on standard output, findings and failures on standard error.
pub(super) fn print_news(gathered: &Gathered<'_>, screen: &Screen) -> Result<()> {
    let mut text = String::new();
    let width = gathered.news.iter().map(|(spec, _)| spec.selector().len()).max().unwrap_or(0);
    for (spec, news) in &gathered.news {
        let Ok(news) = news else { continue };
        for file in &news.files {
            let _ = writeln!(text, "{:width$}  {}  {}", spec.selector(), file.path, state(gathered, spec, news, file));
        }
    }
    for (api, newest) in newer(gathered) {
        let _ = writeln!(text, "not covered: {api} {newest}, a newer version");
    }
    for api in gathered.others.iter().flatten() {
        let _ = writeln!(text, "not covered: {api}, an API without a folder in specs/");
    }
    print(&text)?;
    for (spec, news) in &gathered.news {
        match news {
            Ok(news) => {
                for note in &news.notes {
                    screen.note(&format!("{}: {note}", spec.selector()));
                }
                screen.diagnostics(&news.findings, None);
            }
            Err(error) => screen.error(&format!("{}: {error:#}", spec.selector())),
        }
    }
    Ok(())
}

fn state(gathered: &Gathered<'_>, spec: &SpecFolder, news: &News, file: &File) -> String {
    let mut text = String::new();
    if let Some(Taken { known, version, .. }) = news.taken.as_ref().filter(|_| file.entry.version.is_some()) {
        match known.as_ref().filter(|known| *known != version) {
            Some(known) => _ = write!(text, "{known} → {version}  "),
            None => _ = write!(text, "{version}  "),
        }
    }
    let before = gathered.lock.get(&format!("{}/{}", spec.selector(), file.path));
    text + match (&file.bytes, before) {
        (None, _) => "unchanged",
        (Some(_), Some(before)) if before.origin == Origin::Transcribed => "replaces our transcription",
        (Some(_), Some(_)) => "changed",
        (Some(_), None) => "new",
    }
}

/// APIs of which upstream has a newer version than any that was taken.
fn newer<'a>(gathered: &'a Gathered<'_>) -> BTreeMap<String, &'a str> {
    let mut versions: BTreeMap<String, (&str, &str)> = BTreeMap::new();
    for (_, news) in &gathered.news {
        let Ok(News { taken: Some(taken), .. }) = news else { continue };
        let newest = taken.newest.as_deref().unwrap_or(&taken.version);
        let entry = versions.entry(format!("{}/{}", taken.owner, taken.api)).or_insert((&taken.version, newest));
        if compare(&taken.version, entry.0).is_gt() {
            entry.0 = &taken.version;
        }
    }
    let newer = versions.into_iter().filter(|(_, (taken, newest))| compare(newest, taken).is_gt());
    newer.map(|(api, (_, newest))| (api, newest)).collect()
}

/// What was done, and what to do now.
pub(super) fn summary(gathered: &Gathered<'_>, written: usize, dry_run: bool, time: Duration, screen: &Screen) {
    let files = || gathered.news.iter().filter_map(|(_, news)| news.as_ref().ok()).flat_map(|news| &news.files);
    let failed = gathered.news.iter().filter(|(_, news)| news.is_err()).count();
    let (changed, unchanged) =
        (files().filter(|f| f.bytes.is_some()).count(), files().filter(|f| f.bytes.is_none()).count());
    let mut line = format!("{}: {changed} changed, {unchanged} unchanged", count(gathered.news.len(), "API version"));
    if failed > 0 {
        let _ = write!(line, ", {failed} failed and left as they were");
    }
    if dry_run {
        line += "; nothing was written";
    }
    let _ = write!(line, "; {:.2} s", time.as_secs_f64());
    screen.summary("fetch", &line, failed == 0);
    if written > 0 && !dry_run {
        screen.say("  help: `cargo xtask drift` tells what that does to callers; then `cargo xtask regen`");
    }
}
