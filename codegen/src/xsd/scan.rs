//! A look at the bytes of a document before a tree is made of it.
//!
//! The tree builder checks duplicates of attributes pair by pair and copies the namespaces in scope to every element
//! that declares one, and whoever walks the tree recurses: all three are bounded here, and document types (and with
//! them entities) are refused. Anything that is not well formed is left to the tree builder, which says it better.

use crate::diagnostic::{Code, codes};
use crate::source::Limits;

/// Greatest number of attributes of one element.
const MAX_ATTRIBUTES: usize = 256;
/// Greatest sum, over all elements that declare a namespace, of the namespaces in scope.
const MAX_NAMESPACES: usize = 1_000_000;

/// Why a document is refused.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Refusal {
    /// The code of the finding.
    pub(super) code: Code,
    /// Byte offset of what is refused.
    pub(super) offset: usize,
    /// What is wrong.
    pub(super) message: String,
}

/// What is skipped whole: how it starts and how it ends.
const SKIPPED: [(&str, &str); 3] = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];

/// Checks a document against the limits.
pub(super) fn check(text: &str, limits: &Limits) -> Result<(), Refusal> {
    // The number of namespaces in scope at each open element.
    let mut open: Vec<usize> = Vec::new();
    let mut namespaces = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('<') {
        let offset = at + found;
        let rest = &text[offset..];
        if let Some((_, end)) = SKIPPED.iter().find(|(start, _)| rest.starts_with(start)) {
            let Some(length) = rest.find(end) else { return Ok(()) };
            at = offset + length + end.len();
            continue;
        }
        if rest.starts_with("<!") {
            let message = "the document has a document type declaration (`<!DOCTYPE …>`)".to_owned();
            return Err(Refusal { code: codes::E0101, offset, message });
        }
        let tag = Tag::read(rest);
        at = offset + tag.length;
        if rest.starts_with("</") {
            open.pop();
            continue;
        }
        if tag.attributes > MAX_ATTRIBUTES {
            let message = format!("an element has {} attributes, more than {MAX_ATTRIBUTES}", tag.attributes);
            return Err(Refusal { code: codes::E0102, offset, message });
        }
        let in_scope = open.last().copied().unwrap_or(0) + tag.namespaces;
        namespaces += if tag.namespaces > 0 { in_scope } else { 0 };
        if namespaces > MAX_NAMESPACES {
            let message = format!("the document declares too many namespaces: more than {MAX_NAMESPACES} in scope");
            return Err(Refusal { code: codes::E0102, offset, message });
        }
        if !tag.empty {
            open.push(in_scope);
        }
        if open.len() > limits.depth {
            let message = format!("elements are nested more than {} deep", limits.depth);
            return Err(Refusal { code: codes::E0103, offset, message });
        }
    }
    Ok(())
}

/// What a start or end tag holds.
#[derive(Default)]
struct Tag {
    /// Bytes from `<` to behind `>`, or to the end of the text.
    length: usize,
    /// Number of attributes.
    attributes: usize,
    /// How many of them declare a namespace.
    namespaces: usize,
    /// Ends in `/>`.
    empty: bool,
}

impl Tag {
    /// Reads the tag that `text` starts with: a `>` in quotes does not end it.
    fn read(text: &str) -> Self {
        let mut tag = Self::default();
        let mut quote = None;
        let mut name_start = 0;
        let mut previous = b'<';
        for (i, byte) in text.bytes().enumerate() {
            match (quote, byte) {
                (Some(q), _) if byte == q => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'=') => {
                    tag.attributes += 1;
                    tag.namespaces += usize::from(text[name_start..].starts_with("xmlns"));
                }
                (None, b'>') => {
                    tag.empty = previous == b'/';
                    tag.length = i + 1;
                    return tag;
                }
                (None, _) if previous.is_ascii_whitespace() || previous == b'"' || previous == b'\'' => name_start = i,
                (None, _) => {}
            }
            previous = byte;
        }
        tag.length = text.len();
        tag
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<&'static str> {
        check(text, &Limits::default()).err().map(|r| r.code.id)
    }

    #[test]
    fn depth_is_counted_outside_of_text_that_looks_like_tags() {
        assert_eq!(code(&"<a>".repeat(100)), None);
        assert_eq!(code(&"<a>".repeat(101)), Some("E0103"));
        assert_eq!(code(&"<a x='>'/>".repeat(200)), None);
        assert_eq!(code(&"<a></a>".repeat(200)), None);
        assert_eq!(
            code(&format!("<!--{}--><![CDATA[{}]]><?a {}?>", "<a>".repeat(200), "<a>".repeat(200), "<a>".repeat(200))),
            None
        );
    }

    #[test]
    fn document_types_and_floods_are_refused() {
        assert_eq!(code("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), Some("E0101"));
        let attributes: String = (0..300).map(|i| format!(" a{i}=''")).collect();
        assert_eq!(code(&format!("<a{attributes}/>")), Some("E0102"));
        let declared: String = (0..200).map(|i| format!(" xmlns:a{i}='urn:{i}'")).collect();
        assert_eq!(code(&format!("<a{declared}>{}", "<b xmlns:x='u'/>".repeat(100))), None);
        assert_eq!(code(&format!("<a{declared}>{}", "<b xmlns:x='u'/>".repeat(10_000))), Some("E0102"));
    }

    #[test]
    fn what_is_not_well_formed_is_left_to_the_parser() {
        for text in ["<", "<a", "<a b='", "<!--", "</a></a>", "<å", "<a å"] {
            assert_eq!(code(text), None, "{text}");
        }
    }
}
