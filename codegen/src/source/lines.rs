//! From byte offsets to lines and columns.

/// Where the lines of a text start.
#[derive(Clone, Debug)]
pub struct LineTable {
    starts: Vec<usize>,
    /// Characters before each block of [`BLOCK`] bytes: a document of one long line costs no more than any other.
    before: Vec<usize>,
}

/// Bytes between two entries of the table of characters.
const BLOCK: usize = 512;

impl LineTable {
    /// Reads a text once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let starts =
            std::iter::once(0).chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1));
        let mut before = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut total = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            before.push(total);
            total += characters(block);
        }
        Self { starts: starts.collect(), before }
    }

    /// Line and column, both from 1, of a byte offset into the same text. Columns count characters.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize) -> (u32, u32) {
        let line = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let start = self.starts[line];
        let column = self.characters_before(text, offset).saturating_sub(self.characters_before(text, start));
        (to_u32(line + 1), to_u32(column + 1))
    }

    fn characters_before(&self, text: &str, offset: usize) -> usize {
        let block = (offset / BLOCK).min(self.before.len().saturating_sub(1));
        let rest = text.as_bytes().get(block * BLOCK..offset.min(text.len())).unwrap_or_default();
        self.before.get(block).copied().unwrap_or(0) + characters(rest)
    }
}

/// Number of characters that start in some bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
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
        assert_eq!(LineTable::new("").position("", 0), (1, 1));
    }

    #[test]
    fn long_lines() {
        let text = format!("a\n{}b", "æ".repeat(3000));
        let lines = LineTable::new(&text);
        assert_eq!(lines.position(&text, text.len() - 1), (2, 3001));
        assert_eq!(lines.position(&text, 2 + 2 * 700), (2, 701));
    }
}
