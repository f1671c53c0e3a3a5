//! Two texts of a model, compared by what their rows are about. Places and the width of columns do not count.

use std::collections::BTreeMap;

/// What stands above the blocks of types and operations; other headings have rows alone.
const OF_BLOCKS: &[&str] = &["Operations", "Types", "Enumerations"];

/// First cells of rows that are told apart by the second.
const IN: &[&str] = &["body", "cookie", "header", "path", "query"];

/// What each row is about → what it says; several rows about one thing stand together.
type Rows = BTreeMap<String, Vec<String>>;

/// What differs, one line each.
pub(super) fn changes(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (rows(old), rows(new));
    let mut lines = Vec::new();
    for (about, is) in &new {
        match old.get(about) {
            Some(was) if was == is => {}
            Some(was) => lines.push(format!("{about}: was `{}`, is `{}`", was.join("; "), is.join("; "))),
            None => lines.push(format!("{about}: is new{}", said(is))),
        }
    }
    lines.extend(old.iter().filter(|(about, _)| !new.contains_key(*about)).map(|(about, was)| {
        let said = said(was);
        format!("{about}: is gone{said}")
    }));
    lines
}

fn said(rows: &[String]) -> String {
    let text = rows.join("; ");
    if text.is_empty() { text } else { format!(", `{text}`") }
}

/// `Types (12)`.
pub(super) fn is_heading(line: &str) -> bool {
    heading(line).is_some()
}

fn heading(line: &str) -> Option<&str> {
    let (title, number) = line.strip_suffix(')')?.rsplit_once(" (")?;
    let is = !line.starts_with(' ') && !title.contains("  ") && number.parse::<usize>().is_ok();
    is.then_some(title)
}

fn rows(text: &str) -> Rows {
    let mut rows = Rows::new();
    // What insta writes above a snapshot.
    let text = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(text, |(_, rest)| rest);
    let (mut section, mut block) = ("", String::new());
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some(title) = heading(line) {
            (section, block) = (title, String::new());
            continue;
        }
        let cells = cells(line);
        let Some((first, rest)) = cells.split_first() else { continue };
        let has_blocks = OF_BLOCKS.contains(&section);
        if !line.starts_with(' ') && has_blocks {
            block = (*first).to_owned();
        }
        match section {
            "" => add(&mut rows, "the document".to_owned(), &cells),
            "Enumerations" if line.starts_with(' ') => {
                for value in first.split(", ").filter(|value| !value.is_empty()) {
                    add(&mut rows, format!("{block} {}", value.trim_end_matches(',')), &[]);
                }
            }
            _ if line.starts_with(' ') && has_blocks => match rest.split_first() {
                Some((second, rest)) if IN.contains(first) => add(&mut rows, format!("{block} {{{second}}}"), rest),
                _ => add(&mut rows, format!("{block}.{first}"), rest),
            },
            "Not honoured" => add(&mut rows, format!("not honoured: {first}"), rest),
            "Root elements" => add(&mut rows, format!("<{first}>"), rest),
            _ => add(&mut rows, (*first).to_owned(), rest),
        }
    }
    rows
}

fn add(rows: &mut Rows, about: String, says: &[&str]) {
    let says = says.join("  ");
    let known = rows.entry(about).or_default();
    if !says.is_empty() {
        known.push(says);
    }
}

/// The cells of a row without places and hashes.
fn cells(line: &str) -> Vec<&str> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || "┌├│└|".contains(c));
    let cells = line.split("  ").map(str::trim).filter(|cell| !cell.is_empty());
    cells.filter(|cell| !is_place(cell) && !cell.starts_with("sha256 ")).collect()
}

/// `openapi.yaml:12:5`, `:12`.
fn is_place(cell: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match cell.rsplit_once(':') {
        Some((before, last)) if !cell.contains(' ') && number(last) => {
            before.is_empty() || before.rsplit_once(':').is_some_and(|(_, line)| number(line))
        }
        _ => false,
    }
}
