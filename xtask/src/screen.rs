//! What a person sees. Everything but the output that was asked for goes to standard error.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};

use skatteetaten_codegen::diagnostic::{Diagnostic, Severity};

/// Standard error, and what it can show.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    colour: bool,
    progress: bool,
}

#[derive(Clone, Copy)]
enum Style {
    Error,
    Warning,
    Good,
}

impl Screen {
    /// Colour and progress only where standard error is a terminal; no colour where `NO_COLOR` is set.
    pub(crate) fn detect() -> Self {
        let terminal = io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|t| t != "dumb");
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        Self { colour: terminal && !no_colour, progress: terminal }
    }

    #[cfg(test)]
    pub(crate) fn plain() -> Self {
        Self { colour: false, progress: false }
    }

    /// A line. A standard error that is gone is no reason to stop.
    pub(crate) fn say(&self, line: &str) {
        let _ = writeln!(io::stderr().lock(), "{line}");
    }

    /// `label: line` with a coloured label.
    pub(crate) fn error(&self, line: &str) {
        self.say(&format!("{}: {line}", self.paint("error", Style::Error)));
    }

    /// Something that need not stop anybody.
    pub(crate) fn note(&self, line: &str) {
        self.say(&format!("{}: {line}", self.paint("note", Style::Warning)));
    }

    /// The last line of a command: what was done, in how long.
    pub(crate) fn summary(&self, command: &str, line: &str, good: bool) {
        self.say(&format!("{}: {line}", self.paint(command, if good { Style::Good } else { Style::Error })));
    }

    /// Findings, each once: two stages may meet the same fault. Errors all, warnings up to `most`.
    pub(crate) fn diagnostics(&self, diagnostics: &[Diagnostic], most: Option<usize>) {
        let mut seen = HashSet::new();
        let (mut text, mut warnings) = (String::new(), 0);
        for diagnostic in diagnostics {
            let line = diagnostic.to_string();
            if !seen.insert(line.clone()) {
                continue;
            }
            let (label, style) = match diagnostic.code.severity() {
                Severity::Error => ("error", Style::Error),
                Severity::Warning => ("warning", Style::Warning),
            };
            if label == "warning" {
                warnings += 1;
                if most.is_some_and(|most| warnings > most) {
                    continue;
                }
            }
            match line.strip_prefix(label) {
                Some(rest) => _ = writeln!(text, "{}{rest}", self.paint(label, style)),
                None => _ = writeln!(text, "{line}"),
            }
        }
        let _ = io::stderr().lock().write_all(text.as_bytes());
        if let Some(more) = most.and_then(|most| warnings.checked_sub(most)).filter(|more| *more > 0) {
            self.note(&format!("{} more; `cargo xtask model` shows all", count(more, "warning")));
        }
    }

    /// Shows what is being waited for, in place of what was shown before.
    pub(crate) fn progress(&self, line: &str) {
        if self.progress {
            let mut stderr = io::stderr().lock();
            let _ = write!(stderr, "\r\x1b[2K{line}").and_then(|()| stderr.flush());
        }
    }

    /// Takes the progress line away.
    pub(crate) fn progress_done(&self) {
        self.progress("");
    }

    fn paint(&self, text: &str, style: Style) -> String {
        let code = match style {
            Style::Error => "1;31",
            Style::Warning => "1;33",
            Style::Good => "1;32",
        };
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// Prints what was asked for on standard output. A reader that has gone away is an error here, and no more than that:
/// `println!` would panic.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// `1 crate`, `2 crates`.
pub(crate) fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// `, 1 error, 2 warnings`; empty where there are none.
pub(crate) fn findings<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> String {
    let (mut errors, mut warnings) = (0, 0);
    for diagnostic in diagnostics {
        match diagnostic.code.severity() {
            Severity::Error => errors += 1,
            Severity::Warning => warnings += 1,
        }
    }
    [(errors, "error"), (warnings, "warning")].iter().filter(|(n, _)| *n > 0).fold(
        String::new(),
        |mut text, (n, noun)| {
            let _ = write!(text, ", {}", count(*n, noun));
            text
        },
    )
}

#[cfg(test)]
mod tests {
    use skatteetaten_codegen::diagnostic::{Location, Sink, codes};

    use super::*;

    #[test]
    fn findings_are_counted_by_severity() {
        let mut sink = Sink::default();
        for code in [codes::E0101, codes::W0201, codes::W0201] {
            sink.push(code, Location::default(), "x", None);
        }
        assert_eq!(findings(sink.diagnostics()), ", 1 error, 2 warnings");
        assert_eq!(findings([]), "");
    }

    #[test]
    fn no_escape_codes_without_a_terminal() {
        assert_eq!(Screen::plain().paint("error", Style::Error), "error");
    }
}
