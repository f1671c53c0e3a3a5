//! Runs the round-trip example of a generated crate, and compares what comes back.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::xml::Order;
use crate::{json, xml};

/// The two formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON.
    Json,
    /// XML.
    Xml,
}

impl Format {
    /// Told by the first character.
    #[must_use]
    pub fn of(document: &str) -> Self {
        let first = document.trim_start_matches('\u{feff}').trim_start().chars().next();
        if first == Some('<') { Self::Xml } else { Self::Json }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xml => "xml",
        }
    }
}

/// Gives `document` to the program and returns what it writes.
///
/// # Errors
/// When it fails: what it says.
pub fn run(program: &Path, document: &str, ty: Option<&str>, to: Option<Format>) -> Result<String, String> {
    let mut command = Command::new(program);
    if let Some(ty) = ty {
        command.args(["--type", ty]);
    }
    if let Some(to) = to {
        command.args(["--to", to.name()]);
    }
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.map_err(|e| format!("{} does not start: {e}", program.display()))?;
    let mut stdin = child.stdin.take().ok_or("no standard input")?;
    // From a thread of its own: the program may write before it has read all.
    let output = std::thread::scope(|scope| {
        let writer = scope.spawn(move || stdin.write_all(document.as_bytes()));
        let output = child.wait_with_output();
        let _ = writer.join();
        output
    });
    let output = output.map_err(|e| e.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        return Err(format!("{}: {}", output.status, said.trim()));
    }
    String::from_utf8(output.stdout).map_err(|e| e.to_string())
}

/// Whether two documents of one format say the same; what differs, where not.
///
/// # Errors
/// When they do not.
pub fn same(left: &str, right: &str, order: Order) -> Result<(), String> {
    let difference = match Format::of(left) {
        Format::Json => json::difference(left, right),
        Format::Xml => xml::difference(left, right, order),
    };
    difference.map_or(Ok(()), Err)
}

/// A document through the program and back; what was written.
///
/// # Errors
/// When it does not decode, or comes back otherwise.
pub fn there_and_back(program: &Path, document: &str, ty: Option<&str>, order: Order) -> Result<String, String> {
    let back = run(program, document, ty, None)?;
    same(document, &back, order).map_err(|e| format!("{e}\n{back}"))?;
    Ok(back)
}

/// An XML document to JSON and back to XML.
///
/// # Errors
/// When something is lost on the way.
pub fn over_json(program: &Path, document: &str, ty: &str, order: Order) -> Result<(), String> {
    let json = run(program, document, None, Some(Format::Json)).map_err(|e| format!("to JSON: {e}"))?;
    let back = run(program, &json, Some(ty), Some(Format::Xml)).map_err(|e| format!("from JSON: {e}\n{json}"))?;
    same(document, &back, order).map_err(|e| format!("over JSON: {e}\n{json}\n{back}"))
}

/// A JSON document to XML and back to JSON, if its type has a root element: no other can be an XML document.
///
/// # Errors
/// When something is lost on the way.
pub fn over_xml(program: &Path, document: &str, ty: Option<&str>) -> Result<(), String> {
    let xml = match run(program, document, ty, Some(Format::Xml)) {
        Err(error) if error.contains("has no root element") => return Ok(()),
        other => other.map_err(|e| format!("to XML: {e}"))?,
    };
    let back = run(program, &xml, ty, Some(Format::Json)).map_err(|e| format!("from XML: {e}\n{xml}"))?;
    same(document, &back, Order::Matters).map_err(|e| format!("over XML: {e}\n{xml}\n{back}"))
}

/// Whether xmllint is there.
#[must_use]
pub fn has_xmllint() -> bool {
    let found = Command::new("xmllint").arg("--version").output().is_ok_and(|o| o.status.success());
    if !found {
        crate::say("skipped: xmllint is not there (Debian: libxml2-utils); XML is not validated");
    }
    found
}

/// Validates a document against a schema with xmllint.
///
/// # Errors
/// When it is not valid, or xmllint fails: what it says.
pub fn validate(schema: &Path, document: &str) -> Result<(), String> {
    let mut command = Command::new("xmllint");
    command.args(["--nonet", "--noout", "--schema"]).arg(schema).arg("-");
    let child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let mut child = child.map_err(|e| format!("xmllint does not start: {e}"))?;
    let mut stdin = child.stdin.take().ok_or("no standard input")?;
    stdin.write_all(document.as_bytes()).map_err(|e| e.to_string())?;
    drop(stdin);
    let output = child.wait_with_output().map_err(|e| e.to_string())?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}
