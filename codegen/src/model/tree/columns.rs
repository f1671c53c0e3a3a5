//! Rows whose cells stand below each other.

/// A cell that is wider does not push the others of its column to the right.
const WIDEST: usize = 64;

/// Rows of cells, each row behind a prefix.
#[derive(Debug, Default)]
pub(super) struct Columns {
    rows: Vec<Row>,
}

#[derive(Debug)]
enum Row {
    Cells(String, Vec<String>),
    Line(String),
}

impl Columns {
    /// Adds a row of cells.
    pub(super) fn row<const N: usize>(&mut self, prefix: &str, cells: [String; N]) {
        self.rows.push(Row::Cells(prefix.to_owned(), cells.into()));
    }

    /// Adds a line that takes no part in the columns.
    pub(super) fn line(&mut self, line: String) {
        self.rows.push(Row::Line(line));
    }

    /// Writes the rows. A column that is empty in every row takes no room.
    pub(super) fn write(&self, text: &mut String) {
        let mut widths: Vec<usize> = Vec::new();
        for row in &self.rows {
            let Row::Cells(_, cells) = row else { continue };
            widths.resize(widths.len().max(cells.len()), 0);
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = cell.chars().count().min(WIDEST).max(*width);
            }
        }
        for row in &self.rows {
            let start = text.len();
            match row {
                Row::Line(line) => text.push_str(line),
                Row::Cells(prefix, cells) => {
                    text.push_str(prefix);
                    for (cell, width) in cells.iter().zip(&widths).filter(|(_, width)| **width > 0) {
                        text.push_str(cell);
                        let padding = width.saturating_sub(cell.chars().count()) + 2;
                        text.extend(std::iter::repeat_n(' ', padding));
                    }
                }
            }
            text.truncate(start + text[start..].trim_end().len());
            text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_leave_out_what_is_empty() {
        let mut columns = Columns::default();
        columns.row("- ", ["år".to_owned(), String::new(), "1".to_owned()]);
        columns.line("of one piece".to_owned());
        columns.row("- ", ["beløp".to_owned(), String::new(), "0..1".to_owned()]);
        columns.row("- ", ["x".repeat(80), String::new(), "1".to_owned()]);
        let mut text = String::new();
        columns.write(&mut text);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0].find('1'), Some("- år".len() + 64));
        assert_eq!(lines[1], "of one piece");
        assert_eq!(lines[3], format!("- {}  1", "x".repeat(80)));
    }
}
