//! `rustdoc` for those who want its warnings and not its pages: `RUSTDOC=target/debug/rustdoc-apart cargo doc`.
//!
//! In one folder for all crates, as Cargo has it, every run of rustdoc reads and writes again the search index and the
//! lists of implementations of all crates before it, and no two runs do so at once: with sixty crates that is most of the
//! time. Here each run has a folder of its own, which goes when the run is over.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// What Cargo puts before the folder for the pages.
const OUTPUT: &str = "-o";

fn main() -> ExitCode {
    let mut arguments: Vec<OsString> = env::args_os().skip(1).collect();
    // Without a folder it is asked for its version, or for doctests.
    let folder = arguments.iter().position(|argument| argument == OUTPUT).and_then(|at| arguments.get_mut(at + 1));
    let apart = folder.map(|folder| {
        let mut name = folder.clone();
        name.push(format!("-apart-{}", std::process::id()));
        *folder = name.clone();
        PathBuf::from(name)
    });
    let status = Command::new("rustdoc").args(&arguments).status();
    if let Some(apart) = apart {
        // Nothing was written where rustdoc failed early.
        let _ = fs::remove_dir_all(apart);
    }
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("rustdoc does not start: {error}");
            ExitCode::FAILURE
        }
    }
}
