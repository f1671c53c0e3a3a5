//! Short diffs: enough to see what is stale, not all of it.

use std::time::Duration;

use similar::TextDiff;

/// Lines that are shown of one file.
const LINES: usize = 20;

/// A unified diff of `old` and `new`, cut after [`LINES`] lines.
pub(crate) fn short(path: &str, old: &str, new: &str) -> String {
    // Two large files without a common line would take long to compare, for a diff that is cut anyway.
    let diff = TextDiff::configure().timeout(Duration::from_millis(500)).diff_lines(old, new);
    let whole = diff.unified_diff().context_radius(1).header(path, &format!("{path} (regenerated)")).to_string();
    let total = whole.lines().count();
    let mut text: String = whole.lines().take(LINES).flat_map(|line| [line, "\n"]).collect();
    if total > LINES {
        text.push_str(&format!("… {} more lines\n", total - LINES));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_diffs_are_cut() {
        let new: String = (0..100).map(|i| format!("line {i}\n")).collect();
        let text = short("a.rs", "", &new);
        assert!(text.starts_with("--- a.rs\n+++ a.rs (regenerated)\n"), "{text}");
        assert_eq!(text.lines().count(), LINES + 1);
        assert!(text.ends_with("… 83 more lines\n"), "{text}");
        assert_eq!(short("a.rs", "a\nb\n", "a\nc\n").lines().last(), Some("+c"));
    }
}
