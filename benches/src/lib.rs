//! The table at the end of a benchmark: what criterion has measured in this run, and the ratio to one of the rows.
//!
//! The ratios come from a measurement of their own: the speed of a shared host changes between one contender's turn and the
//! next one's, so that two of criterion's figures in one run can differ by a factor that is the host's alone. Here the
//! contenders take turns of a few milliseconds, each is compared with the first one in the same round, and the median over
//! the rounds is what the table shows.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, BenchmarkId, Criterion, Throughput};

/// A run of criterion that ends with a table.
pub struct Run {
    criterion: Criterion,
    folder: PathBuf,
    tables: Vec<Table>,
}

/// The contenders of one task over one document.
struct Table {
    task: &'static str,
    document: String,
    bytes: usize,
    rows: Vec<Row>,
}

/// A contender: its time by criterion in nanoseconds, and its speed beside the first one's.
struct Row {
    name: &'static str,
    nanoseconds: f64,
    ratio: f64,
}

/// Rounds in which every contender has a turn.
const ROUNDS: usize = 61;
/// How long a turn takes about.
const TURN: Duration = Duration::from_millis(5);

impl Run {
    /// Begins a run whose figures are kept in `folder`, which is emptied so that no figure of another run gets into the
    /// table. Arguments are those of criterion.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        let folder = folder.join("criterion");
        // Not there at the first run.
        let _ = fs::remove_dir_all(&folder);
        let criterion = Criterion::default()
            .output_directory(&folder)
            .sample_size(40)
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_millis(1500))
            .without_plots()
            .configure_from_args();
        Self { criterion, folder, tables: Vec::new() }
    }

    /// Measures the contenders of one task over one document of so many bytes. The first one is what the others are
    /// measured by.
    pub fn measure(&mut self, task: &'static str, document: &str, bytes: usize, contenders: &mut [Contender<'_>]) {
        let mut group: BenchmarkGroup<'_, WallTime> = self.criterion.benchmark_group(task);
        group.throughput(Throughput::Bytes(bytes as u64));
        for (name, work) in &mut *contenders {
            group.bench_function(BenchmarkId::new(*name, document), |bencher| bencher.iter(&mut *work));
        }
        group.finish();
        // Not every contender runs when a filter is given, and none when they are listed or tested.
        let folder = self.folder.join(task);
        let mut measured = Vec::new();
        for (name, work) in contenders {
            if let Some(nanoseconds) = median(&folder.join(*name).join(document)) {
                measured.push((*name, nanoseconds, work));
            }
        }
        let rows = rows(&mut measured);
        self.tables.push(Table { task, document: document.to_owned(), bytes, rows });
    }

    /// Prints the table, as it stands in docs/performance.md.
    pub fn finish(self) {
        self.criterion.final_summary();
        for table in &self.tables {
            print!("{}", table.text());
        }
    }
}

/// A name, and what is measured.
pub type Contender<'a> = (&'static str, Work<'a>);

/// What is measured.
pub type Work<'a> = Box<dyn FnMut() + 'a>;

/// Gives the contenders their turns.
fn rows(contenders: &mut [(&'static str, f64, &mut Work<'_>)]) -> Vec<Row> {
    let mut ratios = vec![Vec::new(); contenders.len()];
    for _ in 0..ROUNDS {
        let mut limit = None;
        for ((_, nanoseconds, work), ratios) in contenders.iter_mut().zip(&mut ratios) {
            let calls = (TURN.as_nanos() as f64 / *nanoseconds).max(1.0) as u32;
            // The first ones find caches and heap as another contender has left them. Criterion warms up as well.
            for _ in 0..=calls / 4 {
                work();
            }
            let start = Instant::now();
            for _ in 0..calls {
                work();
            }
            let time = start.elapsed().as_secs_f64() / f64::from(calls);
            ratios.push(*limit.get_or_insert(time) / time);
        }
    }
    let rows = contenders.iter().zip(&mut ratios).map(|((name, nanoseconds, _), ratios)| {
        ratios.sort_by(f64::total_cmp);
        Row { name, nanoseconds: *nanoseconds, ratio: ratios[ROUNDS / 2] }
    });
    rows.collect()
}

impl Table {
    fn text(&self) -> String {
        let Some(limit) = self.rows.first() else {
            return String::new();
        };
        let mut out = format!("\n{}, {} ({} bytes)\n\n", self.task, self.document, self.bytes);
        let _ = writeln!(out, "| | µs | MB/s | speed, {} = 1 |\n|---|--:|--:|--:|", limit.name);
        for Row { name, nanoseconds, ratio } in &self.rows {
            let speed = self.bytes as f64 / nanoseconds * 1e3;
            let _ = writeln!(out, "| {name} | {:.1} | {speed:.0} | {ratio:.2} |", nanoseconds / 1e3);
        }
        out
    }
}

/// Criterion's estimate of the median, in nanoseconds.
fn median(folder: &Path) -> Option<f64> {
    let text = fs::read_to_string(folder.join("new/estimates.json")).ok()?;
    let estimates: serde_json::Value = serde_json::from_str(&text).ok()?;
    estimates.get("median")?.get("point_estimate")?.as_f64()
}
