//! `cargo xtask`: the maintainers' commands. Files, threads and exit codes live here; everything else is in the
//! generator's library.

mod add;
mod clock;
mod diff;
mod documents;
mod drift;
mod fetch;
mod flags;
mod folder;
mod format;
mod generate;
mod lock;
mod mock;
mod model;
mod output;
mod pipeline;
mod readme;
mod regen;
mod release;
mod screen;
mod size;
mod specs;
mod transaction;
mod work;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use skatteetaten_codegen::drift::Verdict;

use flags::{Command, Flags};
use screen::Screen;
use transaction::Recovered;

/// How a command ended, other than by failing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All is well.
    Done,
    /// Something is stale, or a document has errors. All has been said.
    Bad,
    /// Documents have changed in a way that the exit code tells.
    Drift(Verdict),
}

/// The caller asked for something that does not exist or makes no sense: exit code 2.
#[derive(Debug)]
struct UsageError(String);

impl std::fmt::Display for UsageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UsageError {}

fn main() -> ExitCode {
    if let Some(code) = size::stand_in() {
        return code;
    }
    let flags = Flags::parse();
    let screen = Screen::detect();
    let root = flags.root.unwrap_or_else(workspace);
    match run(&root, &flags.command, &screen) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Bad) => ExitCode::from(1),
        Ok(Outcome::Drift(verdict)) => ExitCode::from(verdict as u8),
        // The reader of our output has seen enough (`… | head`).
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            screen.error(&format!("{error:#}"));
            ExitCode::from(exit_code(&error))
        }
    }
}

fn run(root: &Path, command: &Command, screen: &Screen) -> anyhow::Result<Outcome> {
    match transaction::recover(root, transaction::STAGING)? {
        Recovered::Nothing => {}
        Recovered::Completed => screen.note("a command was interrupted while it wrote; what it wrote is now complete"),
        Recovered::RolledBack => screen.note("a command was interrupted while it wrote; what it wrote is undone"),
    }
    match command {
        Command::Regen(args) => regen::run(root, args, screen),
        Command::Release(args) => release::run(root, args, screen),
        Command::Generate(args) => generate::run(root, args, screen),
        Command::Drift(args) => drift::run(root, args, screen),
        Command::Mock(args) => mock::run(root, args, screen),
        Command::Model(args) => model::run(root, args, screen),
        Command::Fetch(args) => fetch::run(root, args, screen),
        Command::Add(args) => add::run(root, args, screen),
        Command::Size(args) => size::run(root, args, screen),
    }
}

/// The workspace that this program was built in; Cargo tells it again at run time, should the folder have moved.
fn workspace() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    here.parent().map_or_else(|| here.clone(), Path::to_path_buf)
}

fn exit_code(error: &anyhow::Error) -> u8 {
    match () {
        () if error.is::<UsageError>() => 2,
        // `EX_UNAVAILABLE`: no command says anything else by it.
        () if error.is::<fetch::Offline>() => 69,
        () => 1,
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
}
