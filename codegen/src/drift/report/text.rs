//! For a terminal.

use std::fmt::Write as _;

use super::{Judged, classes, meaning, sentence};

/// Crates without a finding are told in the last line alone.
pub(super) fn write(judged: &[Judged], verbose: bool) -> String {
    let mut text = String::new();
    for one in judged {
        let findings = one.told(verbose);
        if findings.is_empty() && one.drift.findings.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{}", one.summary());
        let mut class = None;
        for finding in findings {
            if class != Some(finding.class()) {
                class = Some(finding.class());
                let _ = writeln!(text, "\n  {} {}", finding.class(), meaning(finding.class()));
            }
            let _ = writeln!(
                text,
                "    {:5} [{}] {}: {}",
                finding.row.id,
                classes(finding),
                finding.subject,
                sentence(finding)
            );
            if let Some(at) = one.at(finding) {
                let _ = writeln!(text, "          at {at}");
            }
            if let Some(acceptance) = one.acceptance(finding) {
                let _ = writeln!(
                    text,
                    "          accepted by {}, {}: {}",
                    acceptance.who, acceptance.date, acceptance.reason
                );
            } else {
                let _ = writeln!(text, "          help: {}  [{}]", finding.help(), finding.fingerprint);
            }
        }
        if !verbose && one.quiet() > 0 {
            let _ = writeln!(text, "\n  {} more that nobody notices; -v shows them", one.quiet());
        }
        text.push('\n');
    }
    text
}
