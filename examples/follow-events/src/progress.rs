//! A line for the person who waits: it moves on a terminal, and is written once elsewhere.

use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use skatteetaten::client::Counts;

/// Between two changes of the line.
const INTERVAL: Duration = Duration::from_millis(200);

pub(crate) struct Progress {
    is_terminal: bool,
    told: Instant,
}

impl Progress {
    pub(crate) fn new() -> Self {
        Self { is_terminal: std::io::stderr().is_terminal(), told: Instant::now() }
    }

    pub(crate) fn tell(&mut self, counts: &Counts) {
        if self.is_terminal && self.told.elapsed() >= INTERVAL {
            self.told = Instant::now();
            // Nobody can be told when this fails. The code clears the rest of the line.
            let _ = write!(std::io::stderr(), "\r{counts}\x1b[K");
        }
    }
}

/// Writes a line of its own, in place of the one that moves.
pub(crate) fn say(what: impl Display) {
    let mut stderr = std::io::stderr();
    let (start, end) = if stderr.is_terminal() { ("\r", "\x1b[K") } else { ("", "") };
    let _ = writeln!(stderr, "{start}{what}{end}");
}
