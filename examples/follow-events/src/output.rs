//! The lines, and the position that belongs to them.
//!
//! The position file says where to go on in the list, and how long the file of lines was then. It is written after the
//! lines are on disk, and replaced whole. A run that was killed in between has written lines that the position does not
//! know of: the next run cuts them off and fetches them again. So it does with nothing but what a run has written: a file
//! without a position, or one shorter than its position says, is not touched.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// Between two commits at the most: what a killed run has to fetch again.
pub(crate) const INTERVAL: Duration = Duration::from_secs(1);

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
        let position: Option<Position> = match fs::read(&file) {
            Ok(text) => serde_json::from_slice(&text).with_context(|| format!("{} is no position", file.display()))?,
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| format!("{} cannot be read", file.display())),
        };
        let length = match fs::metadata(path) {
            Ok(found) => found.len(),
            Err(error) if error.kind() == ErrorKind::NotFound => 0,
            Err(error) => return Err(error).with_context(|| format!("{} cannot be read", path.display())),
        };
        match &position {
            None if length > 0 => bail!("{} is there, without {}: name another file", path.display(), file.display()),
            Some(known) if length < known.bytes => {
                bail!("{} is shorter than {} says: one of them was changed", path.display(), file.display())
            }
            _ => {}
        }
        let position = position.unwrap_or(Position { next: from, bytes: 0 });
        // Before there is a file of lines, so that none is ever without a position.
        write_position(&file, position)?;
        let open = || {
            let mut lines = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
            lines.set_len(position.bytes)?;
            lines.seek(SeekFrom::End(0))?;
            Ok::<_, io::Error>(lines)
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
        write_position(&self.file, self.position)?;
        self.committed = Instant::now();
        Ok(())
    }
}

/// Replaces the position whole.
fn write_position(path: &Path, position: Position) -> Result<()> {
    let new = beside(path, ".new");
    let write = || {
        let file = File::create(&new)?;
        serde_json::to_writer(&file, &position)?;
        file.sync_all()?;
        fs::rename(&new, path)
    };
    write().with_context(|| format!("{} cannot be written", path.display()))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
