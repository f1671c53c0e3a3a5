//! A line for the person who waits: it moves on a terminal, and is written once elsewhere.

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

    pub(crate) fn end(&self, counts: &Counts) {
        let start = if self.is_terminal { "\r" } else { "" };
        let end = if self.is_terminal { "\x1b[K" } else { "" };
        let _ = writeln!(std::io::stderr(), "{start}{counts}{end}");
    }
}
