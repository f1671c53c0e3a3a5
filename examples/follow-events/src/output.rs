//! The lines, and the position that belongs to them.
//!
//! The position file says where to go on in the list, and how long the file of lines was then. It is written after the
//! lines are on disk, and replaced whole. A run that was killed in between has written lines that the position does not
//! know of: the next run cuts them off and fetches them again.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// Between two commits at the most: what a killed run has to fetch again.
const INTERVAL: Duration = Duration::from_secs(1);

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Position {
    /// The number to go on with.
    next: i64,
    /// Bytes of lines that belong to all events before.
    bytes: u64,
}

pub(crate) struct Output {
    lines: BufWriter<File>,
    position: Position,
    file: PathBuf,
    committed: Instant,
}

impl Output {
    /// Opens the lines where the last run left them, or begins with the number `from`.
    pub(crate) fn open(path: &Path, from: i64) -> Result<Self> {
        let file = beside(path, ".position");
        let position = match fs::read(&file) {
            Ok(text) => serde_json::from_slice(&text).with_context(|| format!("{} is no position", file.display()))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Position { next: from, bytes: 0 },
            Err(error) => return Err(error).with_context(|| format!("{} cannot be read", file.display())),
        };
        let open = || {
            let mut lines = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
            lines.set_len(position.bytes)?;
            std::io::Seek::seek(&mut lines, std::io::SeekFrom::End(0))?;
            Ok::<_, std::io::Error>(lines)
        };
        let lines = open().with_context(|| format!("{} cannot be written", path.display()))?;
        Ok(Self { lines: BufWriter::new(lines), position, file, committed: Instant::now() })
    }

    /// The number to go on with.
    pub(crate) fn next(&self) -> i64 {
        self.position.next
    }

    /// Adds a line; `next` is the number to go on with once it is written.
    pub(crate) fn add(&mut self, line: &str, next: i64) -> Result<()> {
        writeln!(self.lines, "{line}").context("a line cannot be written")?;
        self.position = Position { next, bytes: self.position.bytes + line.len() as u64 + 1 };
        if self.committed.elapsed() >= INTERVAL { self.commit() } else { Ok(()) }
    }

    /// Brings the lines to disk, then the position.
    pub(crate) fn commit(&mut self) -> Result<()> {
        self.lines.flush().context("the lines cannot be written")?;
        self.lines.get_ref().sync_data().context("the lines cannot be written")?;
        let new = beside(&self.file, ".new");
        let write = || {
            let mut file = File::create(&new)?;
            serde_json::to_writer(&file, &self.position)?;
            file.flush()?;
            file.sync_all()?;
            fs::rename(&new, &self.file)
        };
        write().with_context(|| format!("{} cannot be written", self.file.display()))?;
        self.committed = Instant::now();
        Ok(())
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
