//! The table at the end of a benchmark: what criterion has measured in this run, and the ratio to one of the rows.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

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
    rows: Vec<&'static str>,
}

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
        let rows = contenders.iter().map(|(name, _)| *name).collect();
        self.tables.push(Table { task, document: document.to_owned(), bytes, rows });
    }

    /// Prints the table, as it stands in docs/performance.md.
    pub fn finish(self) {
        self.criterion.final_summary();
        for table in &self.tables {
            print!("{}", table.text(&self.folder));
        }
    }
}

/// A name, and what is measured.
pub type Contender<'a> = (&'static str, Box<dyn FnMut() + 'a>);

impl Table {
    fn text(&self, folder: &Path) -> String {
        let median = |row: &str| median(&folder.join(self.task).join(row).join(&self.document));
        // Not every contender runs when a filter is given.
        let Some(limit) = self.rows.first().and_then(|row| median(row)) else {
            return String::new();
        };
        let mut out = format!("\n{}, {} ({} bytes)\n\n", self.task, self.document, self.bytes);
        let _ = writeln!(out, "| | µs | MB/s | speed, {} = 1 |\n|---|--:|--:|--:|", self.rows[0]);
        for row in &self.rows {
            if let Some(nanoseconds) = median(row) {
                let speed = self.bytes as f64 / nanoseconds * 1e3;
                let ratio = limit / nanoseconds;
                let _ = writeln!(out, "| {row} | {:.1} | {speed:.0} | {ratio:.2} |", nanoseconds / 1e3);
            }
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
