//! Whether bytes can be what was asked for, before anything reads them as that.

/// By the ending of the file: what to ask for, and what its first character may be.
const KINDS: &[(&str, &str, &[char])] = &[
    ("json", "application/json", &['{', '[']),
    ("xml", "application/xml, text/xml, */*;q=0.5", &['<']),
    ("xsd", "application/xml, text/xml, */*;q=0.5", &['<']),
    ("yaml", "application/yaml, application/x-yaml, text/yaml, */*;q=0.5", &[]),
    ("yml", "application/yaml, application/x-yaml, text/yaml, */*;q=0.5", &[]),
];

fn kind(path: &str) -> Option<&'static (&'static str, &'static str, &'static [char])> {
    let ending = path.rsplit('.').next()?;
    KINDS.iter().find(|(known, ..)| *known == ending)
}

/// What to ask for.
pub(crate) fn accept(path: &str) -> &'static str {
    kind(path).map_or("*/*", |(_, accept, _)| accept)
}

/// What speaks against it.
pub(crate) fn check(path: &str, bytes: &[u8]) -> Result<(), String> {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(1_000)]);
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).to_ascii_lowercase();
    if text.is_empty() {
        return Err("the body is empty".to_owned());
    }
    if text.starts_with("<!doctype html") || text.starts_with("<html") {
        return Err("that is a page for people, not a document".to_owned());
    }
    match kind(path) {
        Some((ending, _, first)) if !first.is_empty() && !text.starts_with(*first) => {
            Err(format!("that does not begin as a file of the kind {ending} does"))
        }
        _ => Ok(()),
    }
}

/// Whether a document refers to others by their address: the domains of SwaggerHub. A line that only looks so costs
/// one more request.
pub(crate) fn refers_elsewhere(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.split("$ref").skip(1).any(|rest| {
        rest.lines().next().is_some_and(|line| {
            let value = line.trim_start_matches(['"', '\'', ' ', ':']);
            value.starts_with("http://") || value.starts_with("https://")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_for_people_are_no_documents() {
        assert!(KINDS.is_sorted_by_key(|(ending, ..)| *ending));
        assert!(check("a.yaml", b"openapi: 3.0.3\n").is_ok());
        assert!(check("a.xsd", b"\xef\xbb\xbf<?xml version='1.0'?>").is_ok());
        for (path, bytes) in [
            ("a.yaml", &b" \n<!DOCTYPE html><html>"[..]),
            ("a.xsd", b"<HTML>"),
            ("a.xsd", b"Not found"),
            ("a.json", b"openapi: 3.0.3\n"),
            ("a.yaml", b" \n"),
        ] {
            assert!(check(path, bytes).is_err(), "{path} {}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn references_by_address() {
        for text in [
            "x:\n  $ref: 'https://api.swaggerhub.com/domains/o/d/1#/x'\n",
            "{\"$ref\":\"https://example.org/x\"}",
            "$ref: https://example.org",
        ] {
            assert!(refers_elsewhere(text.as_bytes()), "{text}");
        }
        assert!(!refers_elsewhere(b"x:\n  $ref: '#/a'\n  description: https://example.org\n"));
    }
}
