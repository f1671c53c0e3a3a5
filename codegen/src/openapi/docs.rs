//! Descriptions: concept links come out, HTML becomes text.

use crate::model::Docs;

/// HTML elements whose tags are taken out of descriptions, with what stands instead of the opening tag. Anything else
/// in angle brackets is text: `beløp <kr 100`.
const TAGS: &[(&str, &str)] = &[
    ("b", ""),
    ("br", "\n"),
    ("code", ""),
    ("div", "\n"),
    ("em", ""),
    ("h1", "\n"),
    ("h2", "\n"),
    ("h3", "\n"),
    ("h4", "\n"),
    ("i", ""),
    ("li", "\n- "),
    ("ol", "\n"),
    ("p", "\n"),
    ("pre", "\n"),
    ("small", ""),
    ("span", ""),
    ("strong", ""),
    ("sub", ""),
    ("sup", ""),
    ("table", "\n"),
    ("tbody", ""),
    ("td", " "),
    ("th", " "),
    ("thead", ""),
    ("tr", "\n"),
    ("tt", ""),
    ("u", ""),
    ("ul", "\n"),
];

/// Reads a description.
pub(super) fn docs(description: &str) -> Docs {
    let mut docs = Docs::default();
    let text = take_links(description, &mut docs);
    docs.text = tidy(&strip_tags(&text));
    docs
}

/// The text with a paragraph break between two parts, of which either may be absent.
pub(super) fn join(first: Option<String>, second: Option<String>) -> Option<String> {
    match (first, second) {
        (Some(first), Some(second)) if first.trim_end_matches('.') == second.trim_end_matches('.') => Some(second),
        (Some(first), Some(second)) => Some(format!("{first}\n\n{second}")),
        (first, second) => first.or(second),
    }
}

/// Takes the links out: `Begrepsreferanse` and `Kodelistereferanse` go to their fields, with the parentheses around
/// them; any other becomes a Markdown link.
fn take_links(text: &str, docs: &mut Docs) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(link) = next_link(rest) {
        let field = match link.label.trim().to_ascii_lowercase().as_str() {
            "begrepsreferanse" => Some(&mut docs.concept),
            "kodelistereferanse" => Some(&mut docs.code_list),
            _ => None,
        };
        let before = &rest[..link.start];
        let after = &rest[link.end..];
        match field {
            Some(field) if field.is_none() || field.as_deref() == Some(link.href) || link.href.is_empty() => {
                if !link.href.is_empty() {
                    *field = Some(link.href.to_owned());
                }
                let inner = before.trim_end().strip_suffix('(').zip(after.trim_start().strip_prefix(')'));
                let (before, after) = inner.unwrap_or((before, after));
                out.push_str(before.trim_end());
                // The words on both sides must not run together, and a full stop must not stand alone.
                if after.starts_with(char::is_alphanumeric) {
                    out.push(' ');
                }
                rest = after;
            }
            _ => {
                out.push_str(before);
                out.push_str(&markdown_link(link.label, link.href));
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

struct Link<'a> {
    start: usize,
    end: usize,
    href: &'a str,
    label: &'a str,
}

/// The next `<a …>label</a>`; without the closing tag the label is the rest up to the next `<`, `)` or line end.
fn next_link(text: &str) -> Option<Link<'_>> {
    let mut from = 0;
    while let Some(found) = text[from..].find("<a") {
        let start = from + found;
        from = start + 2;
        let after_name = &text[from..];
        if !after_name.starts_with(char::is_whitespace) {
            continue;
        }
        let Some(close) = tag_end(after_name) else { continue };
        let label_start = from + close + 1;
        let label_and_rest = &text[label_start..];
        let (label, end) = match label_and_rest.find("</a>") {
            Some(end) => (&label_and_rest[..end], label_start + end + "</a>".len()),
            None => {
                let end = label_and_rest.find(['<', ')', '\n']).unwrap_or(label_and_rest.len());
                (&label_and_rest[..end], label_start + end)
            }
        };
        return Some(Link { start, end, href: href(&after_name[..close]).unwrap_or_default(), label });
    }
    None
}

/// Where the `>` of a tag is; none where another tag starts first.
fn tag_end(text: &str) -> Option<usize> {
    text.find(['<', '>']).filter(|end| text[*end..].starts_with('>'))
}

fn href(attributes: &str) -> Option<&str> {
    let value = attributes.split_once("href")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| ['"', '\'', '’', '”'].contains(c));
    let value = match quote {
        Some(quote) => {
            let inner = &value[quote.len_utf8()..];
            inner.split(quote).next().unwrap_or(inner)
        }
        None => value.split_whitespace().next().unwrap_or_default(),
    };
    Some(value.trim())
}

fn markdown_link(label: &str, href: &str) -> String {
    let is_url = href.contains("://") && !href.contains(char::is_whitespace);
    if is_url { format!("[{}]({href})", label.trim()) } else { label.to_owned() }
}

fn strip_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        match html_tag(rest) {
            Some((length, instead)) => {
                out.push_str(instead);
                rest = &rest[length..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The length of the known tag that the text starts with, and what stands instead of it.
fn html_tag(text: &str) -> Option<(usize, &'static str)> {
    let inner = text.strip_prefix('<')?;
    let end = tag_end(inner)?;
    let (closing, inner) = match inner[..end].strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, &inner[..end]),
    };
    let name_end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let (name, rest) = inner.split_at(name_end);
    if !(rest.is_empty() || rest.starts_with(char::is_whitespace) || rest.starts_with('/')) {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let found = TAGS.binary_search_by(|(tag, _)| (*tag).cmp(&name)).ok()?;
    Some((end + 2, if closing { "" } else { TAGS[found].1 }))
}

/// Trimmed, no white space at line ends, no more than one empty line in a row; `None` when nothing is left.
fn tidy(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.trim().lines() {
        let line = line.trim_end();
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        out.push_str(line);
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<String>, Option<String>, Option<String>) {
        let docs = docs(text);
        (docs.text, docs.concept, docs.code_list)
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn tags_are_sorted() {
        assert!(TAGS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn concept_links_come_out() {
        let link = "(<a href='https://x.no/begrep/1'>Begrepsreferanse</a>)";
        assert_eq!(read(link), (None, some("https://x.no/begrep/1"), None));
        assert_eq!(read(&format!("Brudd på en regel {link}")).0, some("Brudd på en regel"));
        assert_eq!(read(&format!("Brudd {link} på en regel.")).0, some("Brudd på en regel."));
        assert_eq!(read(&format!("Brudd{link}på")).0, some("Brudd på"));
        assert_eq!(read(&format!("Brudd {link}.")).0, some("Brudd."));
        let bare = "Tekst <a href=\"abc-1\">begrepsreferanse</a>";
        assert_eq!(read(bare), (some("Tekst"), some("abc-1"), None));
    }

    #[test]
    fn both_links_in_one_description() {
        let text = "(<a href='1f12'>Kodelistereferanse</a>) (<a href='https://x.no/b'>Begrepsreferanse</a>)";
        assert_eq!(read(text), (None, some("https://x.no/b"), some("1f12")));
        let twice = "(<a href='a'>Begrepsreferanse</a>) (<a href='a'>Begrepsreferanse</a>)";
        assert_eq!(read(twice), (None, some("a"), None));
        let two = "(<a href='http://a'>Begrepsreferanse</a>) (<a href='http://b'>Begrepsreferanse</a>)";
        assert_eq!(read(two), (some("([Begrepsreferanse](http://b))"), some("http://a"), None));
    }

    #[test]
    fn broken_links_do_no_harm() {
        assert_eq!(read("a (<a href='b'>Begrepsreferanse)"), (some("a"), some("b"), None));
        assert_eq!(read("a (<a href='>Begrepsreferanse</a>)"), (some("a"), None, None));
        assert_eq!(read("a (<a href=b>Begrepsreferanse</a>)"), (some("a"), some("b"), None));
        assert_eq!(read("a (<a>Begrepsreferanse</a>)"), (some("a (<a>Begrepsreferanse</a>)"), None, None));
        assert_eq!(read("a <a href='b"), (some("a <a href='b"), None, None));
        assert_eq!(read("se <a href='https://x.no'>siden</a> her"), (some("se [siden](https://x.no) her"), None, None));
    }

    #[test]
    fn html_goes_and_text_stays() {
        assert_eq!(read("beløp <kr 100 som > ikke").0, some("beløp <kr 100 som > ikke"));
        assert_eq!(read("<p>Ett</p><p class=\"x\">To<br/>tre</p>").0, some("Ett\nTo\ntre"));
        assert_eq!(read("<ul><li>a</li><li>b</li></ul>").0, some("- a\n- b"));
        assert_eq!(read("a <b>fet</b> og <B>STOR</B> <blink>x</blink>").0, some("a fet og STOR <blink>x</blink>"));
        assert_eq!(read("1 < 2 og <kr").0, some("1 < 2 og <kr"));
        assert_eq!(read(" \n a  \n\n\n b \n").0, some("a\n\n b"));
        assert_eq!(read("  "), (None, None, None));
    }

    #[test]
    fn joins_parts() {
        assert_eq!(join(some("Hent konto."), some("Hent konto")), some("Hent konto"));
        assert_eq!(join(some("a"), some("b")), some("a\n\nb"));
        assert_eq!(join(None, some("b")), some("b"));
    }
}
