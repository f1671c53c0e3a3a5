//! From byte offsets to lines and columns.

/// Where the lines of a text start.
#[derive(Clone, Debug)]
pub struct LineTable {
    starts: Vec<usize>,
}

impl LineTable {
    /// Reads a text once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let starts =
            std::iter::once(0).chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1));
        Self { starts: starts.collect() }
    }

    /// Line and column, both from 1, of a byte offset into the same text. Columns count characters.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize) -> (u32, u32) {
        let line = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let start = self.starts[line];
        let column = text.get(start..offset).map_or(0, |before| before.chars().count());
        (to_u32(line + 1), to_u32(column + 1))
    }
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "a\næø b\n";
        let lines = LineTable::new(text);
        assert_eq!(lines.position(text, 0), (1, 1));
        assert_eq!(lines.position(text, text.find('b').unwrap()), (2, 4));
        assert_eq!(lines.position(text, text.len()), (3, 1));
    }
}
