//! `cargo xtask regen`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use skatteetaten_codegen::diagnostic::Diagnostic;
use skatteetaten_codegen::plan::Settings;
use skatteetaten_codegen::released::{self, Released};

use crate::flags::RegenArgs;
use crate::lock::Lock;
use crate::output::{self, Change, Files};
use crate::readme::{self, Rows};
use crate::screen::{Screen, count, findings, print};
use crate::specs::{self, SpecFolder};
use crate::transaction::{STAGING, Transaction};
use crate::{Outcome, diff, mock, pipeline, work};

/// Where crates are.
const GENERATED: &str = "generated";

/// Folders of which each entry is made of a folder of specs/.
const HOMES: &[&str] = &[GENERATED, mock::DATA];

/// Files of one folder that a check shows.
const FILES: usize = 3;

/// Warnings of one API that are shown; `model` shows all.
const WARNINGS: usize = 5;

/// What was made of one folder of specs/.
struct Made<'a> {
    spec: &'a SpecFolder,
    /// Its crate; `None` where the documents have errors.
    made: Option<Crate>,
    diagnostics: Vec<Diagnostic>,
}

/// What an API version becomes.
struct Crate {
    /// The crate, and what the mock server knows of the API.
    folders: Vec<Folder>,
    row: String,
    types: usize,
    operations: usize,
}

/// A folder that is written whole, and how that on disk differs from it.
struct Folder {
    /// From the top of the workspace on, with `/` as separator.
    shown: String,
    files: Files,
    old: BTreeMap<String, Vec<u8>>,
    changes: BTreeMap<String, Change>,
}

impl Folder {
    fn compare(root: &Path, shown: String, files: Files) -> Result<Self> {
        let old = output::read(&root.join(&shown))?.unwrap_or_default();
        let changes = output::compare(&old, &files);
        Ok(Self { shown, files, old, changes })
    }
}

/// States of releases that are not written yet, by `API/VERSION`.
pub(crate) type Releases = BTreeMap<String, Released>;

/// Runs the command.
pub(crate) fn run(root: &Path, args: &RegenArgs, screen: &Screen) -> Result<Outcome> {
    let start = Instant::now();
    let (all, releases) = (specs::discover(root)?, Releases::new());
    let state = gather(root, &all, &args.apis, &releases, screen)?;
    if args.check { check(&state, args, screen, start.elapsed()) } else { write(&state, screen, start) }
}

/// Writes states of releases, and what is made with them, as one change. Nothing, if one cannot be made.
pub(crate) fn release(root: &Path, all: &[SpecFolder], releases: &Releases, screen: &Screen) -> Result<Outcome> {
    let start = Instant::now();
    let apis: Vec<String> = releases.keys().cloned().collect();
    let state = gather(root, all, &apis, releases, screen)?;
    if state.has_errors() { Ok(Outcome::Bad) } else { write(&state, screen, start) }
}

fn gather<'a>(
    root: &'a Path,
    all: &'a [SpecFolder],
    apis: &[String],
    releases: &'a Releases,
    screen: &Screen,
) -> Result<State<'a>> {
    let picked = specs::select(all, apis)?;
    let lock = Lock::read(root)?;
    let names: Vec<String> = picked.iter().map(|spec| spec.selector()).collect();
    let made = work::run("regen", &names, screen, |index| {
        let spec = picked[index];
        make(root, all, &lock, spec, releases.get(&spec.selector()))
    })?;
    for made in &made {
        screen.diagnostics(&made.diagnostics, Some(WARNINGS));
    }
    Ok(State {
        root,
        gone: if apis.is_empty() { gone(root, all, screen)? } else { Vec::new() },
        readme: stale_readme(root, all, &made, screen)?,
        made,
        releases,
    })
}

/// All that is known before anything is written.
struct State<'a> {
    root: &'a Path,
    made: Vec<Made<'a>>,
    releases: &'a Releases,
    /// Folders whose spec is no longer there, from the top of the workspace on.
    gone: Vec<String>,
    /// The README as it is and as it should be, where the two differ.
    readme: Option<(String, String)>,
}

impl State<'_> {
    fn crates(&self) -> impl Iterator<Item = (&SpecFolder, &Crate)> {
        self.made.iter().filter_map(|made| Some((made.spec, made.made.as_ref()?)))
    }

    fn folders(&self) -> impl Iterator<Item = &Folder> {
        self.crates().flat_map(|(_, made)| &made.folders)
    }

    fn stale(&self) -> impl Iterator<Item = &Folder> {
        self.folders().filter(|folder| !folder.changes.is_empty())
    }

    fn has_errors(&self) -> bool {
        self.made.iter().any(|made| made.made.is_none())
    }

    /// `; 412 types, 9 operations, 1 warning; 0.41 s`.
    fn totals(&self, time: Duration) -> String {
        let types = count(self.crates().map(|(_, made)| made.types).sum(), "type");
        let operations = count(self.crates().map(|(_, made)| made.operations).sum(), "operation");
        let found = findings(self.made.iter().flat_map(|made| &made.diagnostics));
        format!("; {types}, {operations}{found}; {:.2} s", time.as_secs_f64())
    }
}

/// `release` is the state of a release that is written with what is made.
fn make<'a>(
    root: &Path,
    all: &[SpecFolder],
    lock: &Lock,
    spec: &'a SpecFolder,
    release: Option<&Released>,
) -> Result<Made<'a>> {
    let read = pipeline::read_spec(spec)?;
    let mut diagnostics = read.diagnostics;
    let Some((known, model)) = read.value.filter(|_| !pipeline::has_errors(&diagnostics)) else {
        return Ok(Made { spec, made: None, diagnostics });
    };
    let row = readme::row(&readme::Api {
        folder: spec,
        spec: &known,
        operations: model.api.operations.len(),
        examples: specs::examples(spec)?,
        read: lock.read_on(spec),
    });
    let data = mock::data(root, spec, &known, &model)?;
    let older = specs::older(all, spec).map(pipeline::older).transpose()?.flatten();
    let paths = pipeline::Shown { prefix: spec.shown(), ..pipeline::Shown::default() };
    let last = match release {
        Some(release) => Some(Cow::Borrowed(release)),
        None => match pipeline::released(spec)? {
            Ok(last) => last.map(Cow::Owned),
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                return Ok(Made { spec, made: None, diagnostics });
            }
        },
    };
    let held = released::make(&spec.package(), &model, &known, last.as_deref());
    let settings = Settings { pinned: held.pinned, release: held.release, ..pipeline::settings(spec, known, older) };
    let generated = pipeline::generate(&held.model, &settings, &paths)?;
    diagnostics.extend(generated.diagnostics);
    let Some(files) = generated.value.filter(|_| !pipeline::has_errors(&diagnostics)) else {
        return Ok(Made { spec, made: None, diagnostics });
    };
    let mut folders = vec![Folder::compare(root, format!("{GENERATED}/{}", spec.package()), files)?];
    if let Some(data) = data {
        folders.push(Folder::compare(root, format!("{}/{}", mock::DATA, spec.package()), data)?);
    }
    let (types, operations) = (model.types.len(), model.api.operations.len());
    Ok(Made { spec, made: Some(Crate { folders, row, types, operations }), diagnostics })
}

/// Folders that we made and whose spec is gone. Anything else in there is told and left alone.
fn gone(root: &Path, all: &[SpecFolder], screen: &Screen) -> Result<Vec<String>> {
    let wanted: BTreeSet<String> = all.iter().map(SpecFolder::package).collect();
    let mut gone = Vec::new();
    for home in HOMES.iter().filter(|home| root.join(home).is_dir()) {
        let cannot = || format!("cannot read {home}");
        for entry in fs::read_dir(root.join(home)).with_context(cannot)? {
            let path = entry.with_context(cannot)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if wanted.contains(&name) || !path.is_dir() {
                continue;
            }
            if output::is_ours(&path) || mock::is_ours(&path) {
                gone.push(format!("{home}/{name}"));
            } else {
                screen.note(&format!("{home}/{name} was not made by this command and is left alone"));
            }
        }
    }
    gone.sort();
    Ok(gone)
}

fn stale_readme(
    root: &Path,
    all: &[SpecFolder],
    made: &[Made<'_>],
    screen: &Screen,
) -> Result<Option<(String, String)>> {
    let Ok(old) = fs::read_to_string(root.join("README.md")) else { return Ok(None) };
    let rows: Rows =
        made.iter().filter_map(|made| Some((made.spec.package(), made.made.as_ref()?.row.clone()))).collect();
    let Some(new) = readme::update(&old, all, &rows)? else {
        screen.note("README.md has no place for the table of APIs");
        return Ok(None);
    };
    Ok((new != old).then_some((old, new)))
}

fn write(state: &State<'_>, screen: &Screen, start: Instant) -> Result<Outcome> {
    let changed: Vec<&Folder> = state.stale().collect();
    if !changed.is_empty() || !state.gone.is_empty() || state.readme.is_some() || !state.releases.is_empty() {
        let mut change = Transaction::begin(state.root, STAGING)?;
        for folder in changed {
            change.put_folder(&folder.shown, output::bytes(&folder.files), &[])?;
        }
        for shown in &state.gone {
            change.remove(shown)?;
        }
        for (api, release) in state.releases {
            change.put_file(&format!("specs/{api}/{}", released::FILE), release.text().as_bytes())?;
        }
        if let Some((_, new)) = &state.readme {
            change.put_file("README.md", new.as_bytes())?;
        }
        change.commit()?;
    }
    let mut line = count(state.made.len(), "crate");
    let changed = state.crates().filter(|(_, made)| made.folders.iter().any(|f| !f.changes.is_empty())).count();
    let _ = write!(line, ": {changed} written, {} unchanged", state.crates().count() - changed);
    for (number, word) in [
        (state.gone.len(), "removed"),
        (state.made.iter().filter(|made| made.made.is_none()).count(), "not made for errors in their documents"),
    ] {
        if number > 0 {
            let _ = write!(line, ", {number} {word}");
        }
    }
    line += &state.totals(start.elapsed());
    screen.summary("regen", &line, !state.has_errors());
    Ok(if state.has_errors() { Outcome::Bad } else { Outcome::Done })
}

fn check(state: &State<'_>, args: &RegenArgs, screen: &Screen, time: Duration) -> Result<Outcome> {
    let mut text = String::new();
    for folder in state.stale() {
        write_stale(&mut text, folder);
    }
    for shown in &state.gone {
        let _ = writeln!(text, "{shown} should not be there: its folder in specs/ is gone\n");
    }
    if let Some((old, new)) = &state.readme {
        let _ = writeln!(text, "{}", diff::short("README.md", old, new));
    }
    print(&text)?;
    let stale = state.stale().count() + state.gone.len() + usize::from(state.readme.is_some());
    let good = stale == 0 && !state.has_errors();
    let totals = state.totals(time);
    if good {
        screen.summary("regen --check", &format!("{} up to date{totals}", count(state.made.len(), "crate")), true);
        return Ok(Outcome::Done);
    }
    if stale > 0 {
        let command = ["cargo xtask regen"].into_iter().chain(args.apis.iter().map(String::as_str));
        screen.error(&format!("{stale} of the generated parts are stale"));
        screen.say(&format!("  help: run `{}` and commit what it changes", command.collect::<Vec<_>>().join(" ")));
    }
    screen.summary("regen --check", &format!("{stale} stale of {}{totals}", count(state.made.len(), "crate")), false);
    Ok(Outcome::Bad)
}

fn write_stale(text: &mut String, folder: &Folder) {
    if folder.old.is_empty() {
        let _ = writeln!(text, "{} is missing\n", folder.shown);
        return;
    }
    let files = count(folder.changes.len(), "file");
    let verb = if folder.changes.len() == 1 { "is" } else { "are" };
    let _ = writeln!(text, "{}: {files} {verb} stale", folder.shown);
    for (path, change) in folder.changes.iter().take(FILES) {
        let shown = format!("{}/{path}", folder.shown);
        match change {
            Change::Extra => _ = writeln!(text, "{shown} should not be there"),
            Change::Missing | Change::Differs => {
                let old = folder.old.get(path).map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
                text.push_str(&diff::short(&shown, &old, folder.files.get(path).map_or("", String::as_str)));
            }
        }
    }
    if folder.changes.len() > FILES {
        let _ = writeln!(text, "… and {} more", count(folder.changes.len() - FILES, "file"));
    }
    text.push('\n');
}
