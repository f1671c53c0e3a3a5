//! The figures of all crates, for people and for programs, and what they may be at most.

use serde_json::{Value, json};

use super::source::Source;
use super::usage::Usage;
use crate::flags::Budget;

/// What was found of a crate. What could not be is absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Figures {
    pub(crate) package: String,
    pub(crate) source: Source,
    pub(crate) check: Option<Usage>,
    pub(crate) debug: Option<Usage>,
    pub(crate) release: Option<Usage>,
    /// Bytes of the library.
    pub(crate) rlib: Option<u64>,
    /// Bytes of the example `roundtrip`.
    pub(crate) binary: Option<u64>,
    pub(crate) stripped: Option<u64>,
}

const MIB: f64 = 1024.0 * 1024.0;

/// A column: its head, its name in JSON, its value, and digits after the point.
struct Column {
    head: &'static str,
    name: &'static str,
    value: fn(&Figures) -> Option<f64>,
    digits: usize,
    /// What it may be at most, if somebody asks.
    budget: fn(&Budget) -> Option<f64>,
}

const fn column(head: &'static str, name: &'static str, digits: usize, value: fn(&Figures) -> Option<f64>) -> Column {
    Column { head, name, value, digits, budget: |_| None }
}

const COLUMNS: &[Column] = &[
    column("lines", "lines", 0, |f| Some(f.source.lines as f64)),
    column("types", "types", 0, |f| Some(f.source.types as f64)),
    column("members", "members", 0, |f| Some(f.source.members as f64)),
    column("lines/type", "lines_per_type", 1, |f| f.source.lines_per_type()),
    Column {
        budget: |b| b.max_lines_per_member,
        ..column("lines/member", "lines_per_member", 1, |f| f.source.lines_per_member())
    },
    Column { budget: |b| b.max_check_cpu, ..column("check CPU s", "check_cpu_s", 2, |f| f.check.as_ref()?.cpu) },
    column("check s", "check_s", 2, |f| Some(f.check.as_ref()?.wall)),
    Column { budget: |b| b.max_debug_cpu, ..column("debug CPU s", "debug_cpu_s", 2, |f| f.debug.as_ref()?.cpu) },
    Column {
        budget: |b| b.max_release_cpu,
        ..column("release CPU s", "release_cpu_s", 2, |f| f.release.as_ref()?.cpu)
    },
    Column {
        budget: |b| b.max_memory,
        ..column("rustc MiB", "rustc_mib", 0, |f| Some(f.release.as_ref()?.memory? as f64 / MIB))
    },
    column("rlib MiB", "rlib_mib", 2, |f| Some(f.rlib? as f64 / MIB)),
    column("example MiB", "example_mib", 2, |f| Some(f.binary? as f64 / MIB)),
    column("stripped MiB", "stripped_mib", 2, |f| Some(f.stripped? as f64 / MIB)),
];

/// A table; `–` stands for what could not be found.
pub(crate) fn text(all: &[Figures]) -> String {
    let heads = std::iter::once("crate").chain(COLUMNS.iter().map(|column| column.head)).map(str::to_owned).collect();
    let mut rows: Vec<Vec<String>> = vec![heads];
    for figures in all {
        let values = COLUMNS.iter().map(|column| match (column.value)(figures) {
            Some(value) => format!("{value:.*}", column.digits),
            None => "–".to_owned(),
        });
        rows.push(std::iter::once(figures.package.clone()).chain(values).collect());
    }
    let widths: Vec<usize> = (0..=COLUMNS.len())
        .map(|at| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or_default())
        .collect();
    let mut text = String::new();
    for row in &rows {
        for (at, (cell, &width)) in row.iter().zip(&widths).enumerate() {
            // Names to the left, numbers to the right.
            text.push_str(&if at == 0 { format!("{cell:<width$}") } else { format!("  {cell:>width$}") });
        }
        text.push('\n');
    }
    text
}

/// An array of objects; what could not be found is null.
pub(crate) fn json(all: &[Figures]) -> String {
    let objects = all.iter().map(|figures| {
        let mut object = serde_json::Map::new();
        object.insert("package".to_owned(), json!(figures.package));
        for column in COLUMNS {
            // As the table shows it, so that the two agree: whole numbers have no point.
            let value = (column.value)(figures).map(|value| format!("{value:.*}", column.digits));
            let value = value.and_then(|text| serde_json::from_str::<Value>(&text).ok());
            object.insert(column.name.to_owned(), value.unwrap_or_default());
        }
        Value::Object(object)
    });
    format!("{:#}\n", Value::Array(objects.collect()))
}

/// What is above what it may be, one line each. What could not be found is above nothing.
pub(crate) fn exceeded(all: &[Figures], budget: &Budget) -> Vec<String> {
    let mut lines = Vec::new();
    for figures in all {
        for column in COLUMNS {
            if let (Some(most), Some(value)) = ((column.budget)(budget), (column.value)(figures))
                && value > most
            {
                let Column { head, digits, .. } = column;
                lines.push(format!("{}: {head} is {value:.digits$}, at most {most} is allowed", figures.package));
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures() -> Vec<Figures> {
        let usage = Usage { name: "a_v1".to_owned(), wall: 2.0, cpu: Some(1.234), memory: Some(300 << 20) };
        let source = Source { lines: 1200, types: 10, members: 100 };
        let known = Figures {
            package: "a-v1".to_owned(),
            source,
            check: Some(usage.clone()),
            debug: Some(Usage { cpu: Some(4.9), ..usage.clone() }),
            release: Some(Usage { cpu: Some(21.0), ..usage }),
            rlib: Some(1 << 20),
            ..Figures::default()
        };
        vec![known, Figures { package: "lengre-navn-v2".to_owned(), ..Figures::default() }]
    }

    #[test]
    fn a_table_is_aligned_and_says_what_is_not_known() {
        let text = text(&figures());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3);
        let width = lines[0].chars().count();
        assert!(lines.iter().all(|line| line.chars().count() == width), "{text}");
        assert!(lines[1].starts_with("a-v1             1200") && lines[1].ends_with('–'), "{text}");
    }

    #[test]
    fn json_has_every_column() {
        let value: Value = serde_json::from_str(&json(&figures())).unwrap();
        assert_eq!(value[0]["package"], "a-v1");
        assert_eq!(value[0]["check_cpu_s"], 1.23);
        assert_eq!(value[0]["rustc_mib"], 300);
        assert!(value[1]["stripped_mib"].is_null());
        assert!(value.as_array().unwrap().iter().all(|crate_| crate_.as_object().unwrap().len() == COLUMNS.len() + 1));
    }

    #[test]
    fn only_what_is_above_its_budget_is_told() {
        let budget = Budget {
            max_lines_per_member: Some(12.0),
            max_check_cpu: Some(1.0),
            max_debug_cpu: Some(5.0),
            max_release_cpu: Some(20.0),
            max_memory: Some(300.0),
        };
        let lines = exceeded(&figures(), &budget);
        assert_eq!(
            lines,
            ["a-v1: check CPU s is 1.23, at most 1 is allowed", "a-v1: release CPU s is 21.00, at most 20 is allowed"]
        );
        assert!(exceeded(&figures(), &Budget::default()).is_empty());
    }
}
