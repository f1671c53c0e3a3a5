//! For a pull request or a changelog.

use std::fmt::Write as _;

use super::{Judged, classes, meaning, sentence};
use crate::drift::Finding;

pub(super) fn write(judged: &[Judged], verbose: bool) -> String {
    let mut text = String::new();
    for one in judged {
        let findings = one.told(verbose);
        if findings.is_empty() {
            continue;
        }
        let _ = writeln!(text, "## {}\n\nRelease: {}.", cell(&one.drift.package), one.drift.bump());
        let mut class = None;
        for finding in findings {
            if class != Some(finding.class()) {
                class = Some(finding.class());
                let _ = writeln!(text, "\n### {}: {}\n", finding.class(), meaning(finding.class()));
                text.push_str("| | class | subject | what | what to do |\n|---|---|---|---|---|\n");
            }
            let subject = match &finding.concept {
                Some(url) if is_link(url) => format!("[`{}`](<{url}>)", code(&finding.subject)),
                _ => format!("`{}`", code(&finding.subject)),
            };
            let help = one
                .acceptance(finding)
                .map_or_else(|| finding.help().to_owned(), |a| format!("accepted: {}", a.reason));
            let (id, class) = (finding.row.id, classes(finding));
            let _ = writeln!(text, "| {id} | {class} | {subject} | {} | {} |", cell(&sentence(finding)), cell(&help));
        }
        if !verbose && one.quiet() > 0 {
            let _ = writeln!(text, "\n{} more that nobody notices.", one.quiet());
        }
        text.push('\n');
    }
    if text.is_empty() { "No change.\n".to_owned() } else { text }
}

/// What a finding says, for an item of a list.
pub(crate) fn item(finding: &Finding) -> String {
    format!("`{}`: {}", code(&finding.subject), cell(&sentence(finding)))
}

/// Whether a concept is a link, and not an id.
pub(super) fn is_link(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://")) && !url.contains(['<', '>', ' ', '\n'])
}

/// Text in a cell: nothing in it is markup.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '@' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

fn code(text: &str) -> String {
    text.replace(['`', '\n', '\r'], " ").replace('|', "\\|")
}
