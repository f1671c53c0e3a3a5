//! Generated Rust through rustfmt, so that `cargo fmt` finds nothing to do in a crate.

use std::io::Write as _;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::output::Files;

/// As in the workspace's rustfmt.toml; a crate of its own gets one that says the same.
const CONFIG: &str = "max_width=120,use_small_heuristics=Max";

/// Formats all Rust files.
pub(crate) fn rust(files: &mut Files) -> Result<()> {
    for (path, text) in files.iter_mut().filter(|(path, _)| path.ends_with(".rs")) {
        *text = format(text).with_context(|| format!("cannot format {path}"))?;
    }
    Ok(())
}

fn format(text: &str) -> Result<String> {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout", "--quiet", "--config", CONFIG])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("rustfmt does not start; `rustup component add rustfmt` installs it")?;
    let mut stdin = rustfmt.stdin.take().context("rustfmt takes no input")?;
    // From a thread of its own: rustfmt may write before it has read all.
    let output = std::thread::scope(|scope| {
        let writer = scope.spawn(move || stdin.write_all(text.as_bytes()));
        let output = rustfmt.wait_with_output();
        let _ = writer.join();
        output
    })?;
    if !output.status.success() {
        bail!("rustfmt: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout).context("rustfmt printed what is not UTF-8")
}
