//! What is in the source of a generated crate.

/// Lines, types and members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) lines: usize,
    /// Structs and enums that documents describe.
    pub(crate) types: usize,
    /// Fields of records: the rows of their tables.
    pub(crate) members: usize,
}

/// The macros that a described type has one of.
const TABLES: &[&str] = &["record!", "open_enum!", "union!", "list!"];

impl Source {
    /// Adds a Rust file. The layout is the generator's: a table begins a line, and each of its rows is one.
    pub(crate) fn add(&mut self, text: &str) {
        for line in text.lines() {
            self.lines += 1;
            let line = line.trim_start();
            let table = line.strip_prefix("skatteetaten::").unwrap_or(line);
            self.types += usize::from(TABLES.iter().any(|macro_| table.starts_with(macro_)));
            self.members += usize::from(is_row(line));
        }
    }

    pub(crate) fn lines_per_type(self) -> Option<f64> {
        ratio(self.lines, self.types)
    }

    pub(crate) fn lines_per_member(self) -> Option<f64> {
        ratio(self.lines, self.members)
    }
}

/// `12 => beloep: element("beloep"),`
fn is_row(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len() && rest.starts_with(" => ")
}

fn ratio(a: usize, b: usize) -> Option<f64> {
    (b > 0).then(|| a as f64 / b as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_members_are_told_by_their_tables() {
        let mut source = Source::default();
        source.add(
            "/// Skattemelding.\npub struct Melding {\n    pub a: Option<i64>,\n}\n\nskatteetaten::record! {\n    Melding as \
             \"Melding\" {\n        0 => a: element(\"a\"),\n        10 => b: element(\"1 => \"),\n    }\n}\n",
        );
        source.add("skatteetaten::open_enum! {\n    Grad as \"Grad\" { A = \"a\" }\n}\nmatch x { 1 => 2 }\n");
        assert_eq!(source, Source { lines: 15, types: 2, members: 2 });
        assert_eq!(source.lines_per_type(), Some(7.5));
        assert_eq!(Source::default().lines_per_member(), None);
    }
}
