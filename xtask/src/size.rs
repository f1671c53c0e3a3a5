//! `cargo xtask size`.

mod source;
mod table;
mod usage;

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

pub(crate) use usage::stand_in;

use crate::flags::SizeArgs;
use crate::screen::{Screen, count, print};
use crate::{Outcome, UsageError};
use source::Source;
use table::Figures;
use usage::Usage;

/// Runs the command.
pub(crate) fn run(root: &Path, args: &SizeArgs, screen: &Screen) -> Result<Outcome> {
    let start = Instant::now();
    let packages = select(root, &args.packages)?;
    let cargo = Cargo::new(root, args)?;
    let mut all = Vec::new();
    for (done, package) in packages.iter().enumerate() {
        let step = |what: &str| screen.progress(&format!("size {done}/{} {package}: {what}", packages.len()));
        all.push(cargo.figures(root, package, &step).inspect_err(|_| screen.progress_done())?);
    }
    screen.progress_done();
    print(&if args.json { table::json(&all) } else { table::text(&all) })?;
    let exceeded = table::exceeded(&all, &args.budget);
    for line in &exceeded {
        screen.error(line);
    }
    let mut line = count(all.len(), "crate");
    if !exceeded.is_empty() {
        let _ = write!(line, "; {} above the budget", count(exceeded.len(), "figure"));
    }
    screen.summary("size", &format!("{line}; {:.0} s", start.elapsed().as_secs_f64()), exceeded.is_empty());
    Ok(if exceeded.is_empty() { Outcome::Done } else { Outcome::Bad })
}

/// The packages that are asked for; all of generated/ where none is.
fn select(root: &Path, asked: &[String]) -> Result<Vec<String>> {
    let generated = root.join("generated");
    let mut packages = Vec::new();
    for entry in fs::read_dir(&generated).context("cannot read generated")? {
        let path = entry.context("cannot read generated")?.path();
        if path.join("Cargo.toml").is_file()
            && let Some(name) = path.file_name().and_then(OsStr::to_str)
        {
            packages.push(name.to_owned());
        }
    }
    packages.sort();
    if let Some(unknown) = asked.iter().find(|package| !packages.contains(package)) {
        return Err(UsageError(format!("there is no generated/{unknown}: there are {}", packages.join(", "))).into());
    }
    Ok(if asked.is_empty() { packages } else { asked.to_vec() })
}

/// Cargo with a target folder of its own, so that nothing else is built anew because of us.
struct Cargo {
    target: PathBuf,
    /// This program, to stand in for the compiler.
    program: PathBuf,
    features: Vec<String>,
    /// Whether the example is built: it needs a feature.
    has_example: bool,
}

/// The feature that the example needs.
const EXAMPLE_NEEDS: &str = "xml";

impl Cargo {
    fn new(root: &Path, args: &SizeArgs) -> Result<Self> {
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let features = match args.features.as_str() {
            "all" => vec!["--all-features".to_owned()],
            "none" => vec!["--no-default-features".to_owned()],
            list => vec!["--no-default-features".to_owned(), "--features".to_owned(), list.to_owned()],
        };
        let program = std::env::current_exe().context("cannot find this program")?;
        let has_example = args.features == "all" || args.features.split(',').any(|name| name.trim() == EXAMPLE_NEEDS);
        Ok(Self { target: std::path::absolute(target)?.join("size"), program, features, has_example })
    }

    fn figures(&self, root: &Path, package: &str, step: &dyn Fn(&str)) -> Result<Figures> {
        let library = package.replace('-', "_");
        let mut source = Source::default();
        add_files(&root.join("generated").join(package).join("src"), &mut source)?;
        step("check");
        let check = self.measure(root, package, &library, "check", &[])?;
        step("debug");
        let debug = self.measure(root, package, &library, "build", &[])?;
        step("release");
        let release = self.measure(root, package, &library, "build", &["--release"])?;
        let built = self.target.join("release");
        let rlib = size_of_file(&built.join(format!("lib{library}.rlib")));
        let (mut binary, mut stripped) = (None, None);
        if self.has_example {
            step("example");
            let example = built.join("examples").join("roundtrip").with_extension(std::env::consts::EXE_EXTENSION);
            let build = ["--release", "--example", "roundtrip"];
            self.run(root, package, "rustc", &build, None)?;
            binary = size_of_file(&example);
            // For the last step alone: a setting of the profile would build all dependencies anew.
            self.run(root, package, "rustc", &[&build[..], &["--", "-C", "strip=symbols"]].concat(), None)?;
            stripped = size_of_file(&example);
        }
        Ok(Figures { package: package.to_owned(), source, check, debug, release, rlib, binary, stripped })
    }

    /// What the compiler takes for the library alone, its dependencies being there.
    fn measure(
        &self,
        root: &Path,
        package: &str,
        library: &str,
        command: &str,
        profile: &[&str],
    ) -> Result<Option<Usage>> {
        let file = self.target.join("usage");
        let mut own = Vec::new();
        for _ in 0..2 {
            let mut clean = self.cargo(root, "clean");
            clean.args(["--package", package]).args(profile);
            output(clean, "cargo clean")?;
            fs::create_dir_all(&self.target).context("cannot make the target folder")?;
            fs::write(&file, "").context("cannot write to the target folder")?;
            self.run(root, package, command, &[&["--lib"], profile].concat(), Some(&file))?;
            let runs = Usage::read_all(&fs::read_to_string(&file).context("cannot read what was measured")?);
            let others;
            (own, others) = runs.into_iter().partition::<Vec<Usage>, _>(|usage| usage.name == library);
            // Dependencies are compiled beside it the first time; then they are there.
            if others.is_empty() {
                break;
            }
        }
        Ok(own.into_iter().next())
    }

    fn run(&self, root: &Path, package: &str, command: &str, arguments: &[&str], usage: Option<&Path>) -> Result<()> {
        let mut cargo = self.cargo(root, command);
        cargo.args(["--package", package]).args(&self.features).args(arguments);
        if let Some(file) = usage {
            usage::record(&mut cargo, &self.program, file);
        }
        output(cargo, &format!("cargo {command} of {package}"))
    }

    fn cargo(&self, root: &Path, name: &str) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(root).arg(name).arg("--target-dir").arg(&self.target);
        // What is compiled in parts is not compiled cold, and a wrapper of the caller's would answer from its cache.
        cargo.env("CARGO_INCREMENTAL", "0").env_remove("RUSTC_WRAPPER");
        cargo
    }
}

/// Runs a program in silence, unless it fails: then all that it said is the error.
fn output(mut command: Command, what: &str) -> Result<()> {
    let output = command.output().with_context(|| format!("cannot run {what}"))?;
    if output.status.success() {
        return Ok(());
    }
    bail!("{what} failed ({}):\n{}", output.status, String::from_utf8_lossy(&output.stderr).trim_end())
}

fn add_files(folder: &Path, source: &mut Source) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry.with_context(|| format!("cannot read {}", folder.display()))?.path();
        if path.is_dir() {
            add_files(&path, source)?;
        } else if path.extension() == Some(OsStr::new("rs")) {
            source.add(&fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?);
        }
    }
    Ok(())
}

fn size_of_file(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().map(|metadata| metadata.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_those_of_generated() {
        let folder = tempfile::tempdir().unwrap();
        for package in ["b-v1", "a-v1", "no-crate"] {
            fs::create_dir_all(folder.path().join("generated").join(package)).unwrap();
        }
        for package in ["b-v1", "a-v1"] {
            fs::write(folder.path().join("generated").join(package).join("Cargo.toml"), "").unwrap();
        }
        assert_eq!(select(folder.path(), &[]).unwrap(), ["a-v1", "b-v1"]);
        assert_eq!(select(folder.path(), &["b-v1".to_owned()]).unwrap(), ["b-v1"]);
        let error = select(folder.path(), &["c-v1".to_owned()]).unwrap_err();
        assert!(error.is::<UsageError>() && error.to_string().contains("a-v1, b-v1"), "{error}");
    }

    #[test]
    fn a_program_that_fails_is_an_error_with_what_it_said() {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.arg("--no-such-flag");
        let error = output(command, "cargo").unwrap_err().to_string();
        assert!(error.starts_with("cargo failed") && error.contains("--no-such-flag"), "{error}");
    }
}
