//! Annotations of GitHub Actions: a line each.

use std::fmt::Write as _;

use super::{Judged, classes, sentence};
use crate::drift::catalogue::Class;

pub(super) fn write(judged: &[Judged], verbose: bool) -> String {
    let mut text = String::new();
    for one in judged {
        for finding in one.told(verbose) {
            let level = match finding.class() {
                _ if one.acceptance(finding).is_some() => "notice",
                Class::R | Class::C | Class::Ask => "error",
                Class::B => "warning",
                Class::A | Class::D => "notice",
            };
            let mut properties = Vec::new();
            // A line of the older state is not in the files of the run.
            if let Some(place) = finding.place.as_ref().filter(|place| !place.older) {
                properties.push(format!("file={}", property(&format!("{}{}", one.prefix, place.path))));
                properties.push(format!("line={},col={}", place.line, place.column));
            }
            let title = format!("{} [{}] {} {}", finding.row.id, classes(finding), one.drift.package, finding.subject);
            properties.push(format!("title={}", property(&title)));
            let message = format!("{}. {} [{}]", sentence(finding), finding.help(), finding.fingerprint);
            let _ = writeln!(text, "::{level} {}::{}", properties.join(","), data(&message));
        }
    }
    text
}

/// Text of a message: a line break would end it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
