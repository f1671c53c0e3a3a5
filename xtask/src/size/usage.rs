//! What one run of the compiler takes: this program stands in for rustc, runs it and writes down what it took.
//!
//! Cargo calls the program that `RUSTC_WRAPPER` names with rustc and its arguments, and with no word of ours: that we are
//! called so is told by an environment variable, which holds the file to write to.

use std::ffi::{OsStr, OsString};
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use serde_json::{Value, json};
use wait4::Wait4 as _;

/// The file that runs of the compiler are written to.
const VARIABLE: &str = "XTASK_RUSTC_USAGE";

/// What one run of the compiler took.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Usage {
    /// Name of the crate, as Rust has it.
    pub(crate) name: String,
    /// Seconds.
    pub(crate) wall: f64,
    /// Seconds on a processor; `None` where the system does not tell.
    pub(crate) cpu: Option<f64>,
    /// The most memory at one time, in bytes.
    pub(crate) memory: Option<u64>,
}

/// Has Cargo run the compiler through this program, which is this one.
pub(crate) fn record(cargo: &mut Command, program: &Path, file: &Path) {
    cargo.env("RUSTC_WRAPPER", program).env(VARIABLE, file);
}

/// Runs the compiler if that is what this program was called for.
pub(crate) fn stand_in() -> Option<ExitCode> {
    let file = std::env::var_os(VARIABLE)?;
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let code = run(&arguments, Path::new(&file)).unwrap_or_else(|error| {
        eprintln!("error: cannot run the compiler: {error}");
        1
    });
    Some(ExitCode::from(code))
}

fn run(arguments: &[OsString], file: &Path) -> io::Result<u8> {
    let [rustc, arguments @ ..] = arguments else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "no compiler is named"));
    };
    let start = Instant::now();
    let used = Command::new(rustc).args(arguments).spawn()?.wait4()?;
    if let Some(name) = crate_name(arguments) {
        // A system that does not tell gives zeros.
        let cpu = (used.rusage.utime + used.rusage.stime).as_secs_f64();
        let usage = Usage {
            name,
            wall: start.elapsed().as_secs_f64(),
            cpu: (cpu > 0.0).then_some(cpu),
            memory: (used.rusage.maxrss > 0).then_some(used.rusage.maxrss),
        };
        // In one write, so that two compilers do not write into each other's lines.
        OpenOptions::new().create(true).append(true).open(file)?.write_all(usage.to_line().as_bytes())?;
    }
    let code = used.status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.unwrap_or(101))
}

/// Absent where Cargo asks the compiler about itself.
fn crate_name(arguments: &[OsString]) -> Option<String> {
    let at = arguments.iter().position(|argument| argument == OsStr::new("--crate-name"))?;
    let name = arguments.get(at + 1)?.to_str()?;
    (name != "___").then(|| name.to_owned())
}

impl Usage {
    fn to_line(&self) -> String {
        let Self { name, wall, cpu, memory } = self;
        json!({ "name": name, "wall": wall, "cpu": cpu, "memory": memory }).to_string() + "\n"
    }

    fn from_line(line: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(line).ok()?;
        Some(Self {
            name: value["name"].as_str()?.to_owned(),
            wall: value["wall"].as_f64()?,
            cpu: value["cpu"].as_f64(),
            memory: value["memory"].as_u64(),
        })
    }

    /// All runs that a file tells of. What is no line of ours is passed over.
    pub(crate) fn read_all(text: &str) -> Vec<Self> {
        text.lines().filter_map(Self::from_line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_all() {
        let usage = Usage { name: "inntekt_v1".to_owned(), wall: 1.5, cpu: Some(2.25), memory: Some(1 << 40) };
        let unknown = Usage { cpu: None, memory: None, ..usage.clone() };
        let text = [usage.to_line(), "{\"name\":".to_owned(), "\n".to_owned(), unknown.to_line()].concat();
        assert_eq!(Usage::read_all(&text), [usage, unknown]);
    }

    #[test]
    fn the_name_is_the_one_after_its_flag() {
        let name = |arguments: &[&str]| crate_name(&arguments.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(
            name(&["--edition=2024", "--crate-name", "inntekt_v1", "src/lib.rs"]).as_deref(),
            Some("inntekt_v1")
        );
        // Cargo's questions to the compiler.
        assert_eq!(name(&["-", "--crate-name", "___", "--print=cfg"]), None);
        assert_eq!(name(&["-vV"]), None);
        assert_eq!(name(&["--crate-name"]), None);
    }

    #[test]
    fn a_program_is_run_and_its_exit_code_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("usage");
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let arguments = |last: &str| vec![rustc.clone(), "--crate-name".into(), "a".into(), last.into()];
        assert_eq!(run(&arguments("--version"), &file).unwrap(), 0);
        assert_ne!(run(&arguments("--no-such-flag"), &file).unwrap(), 0);
        let usages = Usage::read_all(&std::fs::read_to_string(&file).unwrap());
        assert_eq!(usages.len(), 2);
        assert!(usages.iter().all(|usage| usage.name == "a" && usage.wall > 0.0));
        assert!(run(&[], &file).is_err());
    }
}
