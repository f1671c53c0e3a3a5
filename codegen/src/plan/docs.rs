//! Documentation lines: text of the documents, cleaned so that rustdoc reads it as plain text.

use crate::model::{Docs, Facets, Member, XmlNode};

/// What is said of a declaration that the document marks so.
pub(super) const DEPRECATED: &str = "deprecated upstream";

/// What is said of what stays only because it was released.
pub(super) const GONE: &str = "no longer in the documents";

/// Width of a line of text, so that it fits 100 columns behind `    /// `.
const WIDTH: usize = 90;

/// Documentation of a type.
pub(super) fn of_type(docs: &Docs, name: &str, ident: &str, anonymous: bool, kind: &str) -> Vec<String> {
    let mut lines = text(docs);
    let mut facts = Vec::new();
    if anonymous {
        facts.push(format!("{kind} without a name in the document, at `{}`", code(name)));
    } else if name != ident || lines.is_empty() {
        facts.push(format!("{kind} `{}`", code(name)));
    }
    facts.extend(links(docs));
    facts.extend(docs.deprecated.then(|| DEPRECATED.to_owned()));
    facts.extend(docs.gone.then(|| GONE.to_owned()));
    paragraph(&mut lines, &facts);
    lines
}

/// Documentation of a field.
pub(super) fn of_member(member: &Member) -> Vec<String> {
    let mut lines = text(&member.docs);
    let mut facts = vec![match member.xml.node {
        XmlNode::Group if member.occurs.is_list() => {
            format!("Elements that repeat as a group, in their order; in JSON `{}`", code(&member.name))
        }
        XmlNode::Group => format!("In XML its members stand in its place; in JSON `{}`", code(&member.name)),
        XmlNode::AnyAttribute => format!(
            "Attributes that the document does not name, those of a namespace as `{{namespace}}name`; in JSON `{}`",
            code(&member.name)
        ),
        _ => format!("Wire name `{}`", code(&member.name)),
    }];
    facts.extend(links(&member.docs));
    let flags = [
        (member.docs.deprecated, DEPRECATED),
        (member.docs.gone, GONE),
        (member.or_one, "a list, or its only item"),
        (member.derived, "derived by the authority"),
        (member.read_only, "only received"),
        (member.write_only, "only sent"),
        (member.nullable && member.occurs.required, "may be null"),
    ];
    facts.extend(flags.iter().filter(|(set, _)| *set).map(|(_, text)| (*text).to_owned()));
    facts.extend(member.fixed.iter().map(|v| format!("always `{}`", code(v))));
    facts.extend(member.default.iter().map(|v| format!("absent means `{}`", code(v))));
    facts.extend(facets(&member.facets));
    paragraph(&mut lines, &facts);
    lines
}

/// Facts about allowed values, in words.
pub(super) fn facets(facets: &Facets) -> Option<String> {
    let exact = facets.min_length.filter(|min| Some(*min) == facets.max_length);
    let unless_exact = |n: Option<u64>| n.filter(|_| exact.is_none());
    let counts = [
        (facets.length.or(exact), "length "),
        (unless_exact(facets.min_length), "length ≥ "),
        (unless_exact(facets.max_length), "length ≤ "),
        (facets.total_digits, "digits ≤ "),
        (facets.fraction_digits, "decimals ≤ "),
        (facets.min_items, "items ≥ "),
        (facets.max_items, "items ≤ "),
    ];
    let bounds = [
        (&facets.min_inclusive, "≥ "),
        (&facets.min_exclusive, "> "),
        (&facets.max_inclusive, "≤ "),
        (&facets.max_exclusive, "< "),
        (&facets.multiple_of, "a multiple of "),
    ];
    let mut parts: Vec<String> = counts.iter().filter_map(|(n, label)| n.map(|n| format!("{label}{n}"))).collect();
    parts.extend(bounds.iter().filter_map(|(v, label)| v.as_ref().map(|v| format!("{label}{}", escape(v)))));
    parts.extend(facets.patterns.iter().map(|p| format!("pattern `{}`", code(p))));
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Description as lines of plain text.
pub(super) fn text(docs: &Docs) -> Vec<String> {
    docs.text.as_deref().map(plain).unwrap_or_default()
}

/// Links of a declaration as Markdown.
pub(super) fn links(docs: &Docs) -> Vec<String> {
    let link = |label: &str, target: &Option<String>| {
        target.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(|target| match url(target) {
            Some(url) => format!("[{label}](<{url}>)"),
            None => format!("{label} `{}`", code(target)),
        })
    };
    link("concept", &docs.concept).into_iter().chain(link("code list", &docs.code_list)).collect()
}

/// Adds a paragraph of facts, joined by semicolons.
pub(super) fn paragraph(lines: &mut Vec<String>, facts: &[String]) {
    if facts.is_empty() {
        return;
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    wrap(&facts.join("; "), lines);
}

/// A foreign text as lines that rustdoc shows as they are.
pub(super) fn plain(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let words = line.split_whitespace().map(escape).collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            if lines.last().is_some_and(|last| !last.is_empty()) {
                lines.push(String::new());
            }
        } else {
            // A line may not begin as a heading, list, quote or rule by chance.
            let marks =
                words.starts_with(['#', '-', '+', '=', '~', '>']) || words.starts_with(|c: char| c.is_ascii_digit());
            wrap(&if marks { escape_start(&words) } else { words }, &mut lines);
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

fn escape_start(line: &str) -> String {
    match line.find(|c: char| !c.is_ascii_digit()) {
        Some(0) => format!("\\{line}"),
        Some(at) if line[at..].starts_with(['.', ')']) => format!("{}\\{}", &line[..at], &line[at..]),
        _ => line.to_owned(),
    }
}

/// Escapes what Markdown would read in one word; addresses become links.
fn escape(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(start) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let (before, from) = rest.split_at(start);
        before.chars().for_each(|c| push_escaped(&mut out, c));
        let end = from.find(|c: char| !c.is_ascii_graphic() || "<>()[]{}|\\`\"'".contains(c)).unwrap_or(from.len());
        let link = from[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
        match url(link) {
            Some(link) => out.push_str(&format!("<{link}>")),
            None => link.chars().for_each(|c| push_escaped(&mut out, c)),
        }
        rest = &from[link.len()..];
    }
    rest.chars().for_each(|c| push_escaped(&mut out, c));
    out
}

fn push_escaped(out: &mut String, c: char) {
    if "\\`*_[]<>|~".contains(c) {
        out.push('\\');
    }
    out.push(if is_invisible(c) { ' ' } else { c });
}

/// Control and bidirectional characters could make a comment read as something it is not.
fn is_invisible(c: char) -> bool {
    let marks = ['\u{61c}', '\u{200e}', '\u{200f}', '\u{feff}'];
    let directions = ['\u{202a}'..='\u{202e}', '\u{2066}'..='\u{2069}'];
    c.is_control() || marks.contains(&c) || directions.iter().any(|range| range.contains(&c))
}

/// Text for a code span.
pub(super) fn code(text: &str) -> String {
    text.chars().map(|c| if c == '`' || is_invisible(c) { '\'' } else { c }).collect()
}

/// An address that is safe inside of `<…>`.
fn url(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let safe = !rest.is_empty() && rest.chars().all(|c| c.is_ascii_graphic() && !"<>\\`\"".contains(c));
    safe.then(|| text.to_owned())
}

fn wrap(text: &str, lines: &mut Vec<String>) {
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_stays_text() {
        assert_eq!(plain("beløp <kr 100 [se] `x`"), ["beløp \\<kr 100 \\[se\\] \\`x\\`"]);
        assert_eq!(plain("```\nfn main() {}\n```"), ["\\`\\`\\`", "fn main() {}", "\\`\\`\\`"]);
        assert_eq!(plain("    indented\n\n\n# heading\n1. one"), ["indented", "", "\\# heading", "1\\. one"]);
        assert_eq!(plain("see (https://a.no/b_c)."), ["see (<https://a.no/b_c>)."]);
        assert_eq!(plain("[more](http://a.no) http://"), ["\\[more\\](<http://a.no>) http://"]);
        assert_eq!(plain("a\u{202e}b */ c"), ["a b \\*/ c"]);
    }

    #[test]
    fn a_link_target_cannot_break_out() {
        let docs = Docs { concept: Some("https://a.no/>x".to_owned()), ..Docs::default() };
        assert_eq!(links(&docs), ["concept `https://a.no/>x`"]);
    }
}
