//! Parameters: their text, percent-encoding, and the path template.

use std::fmt::Write as _;

use crate::{Value, View};

/// A value that fits in a path, a query or a header: the scalars of this crate, generated enums, and text.
pub trait ParameterValue {
    /// The value as it goes on the wire, before percent-encoding; `None` if it has no text form.
    fn parameter(&self) -> Option<String>;
}

impl<T: Value> ParameterValue for T {
    fn parameter(&self) -> Option<String> {
        match self.view() {
            view @ (View::Text(_) | View::Plain(_) | View::Integer(_) | View::Scalar(_)) => {
                let mut text = String::new();
                view.encode_text(&mut text);
                Some(text)
            }
            _ => None,
        }
    }
}

impl ParameterValue for str {
    fn parameter(&self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl ParameterValue for &str {
    fn parameter(&self) -> Option<String> {
        Some((*self).to_owned())
    }
}

/// The text with everything but RFC 3986's unreserved characters percent-encoded.
pub(crate) fn percent_encoded(text: String) -> String {
    if text.bytes().all(is_unreserved) {
        return text;
    }
    let mut encoded = String::with_capacity(3 * text.len());
    percent_encode(&text, &mut encoded);
    encoded
}

/// Appends the text, percent-encoded.
pub(crate) fn percent_encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if is_unreserved(byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Encoded values joined by commas, as in `style: simple` and in a query with `explode: false`.
pub(crate) fn join(values: impl IntoIterator<Item = String>) -> String {
    let mut joined = String::new();
    for (i, value) in values.into_iter().enumerate() {
        if i > 0 {
            joined.push(',');
        }
        percent_encode(&value, &mut joined);
    }
    joined
}

/// What is wrong with a parameter. Never holds its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    Unwritable,
    Missing,
    NotInPath,
    Empty,
    DotSegment,
    NotHeaderText,
    NotHeaderName,
    OwnHeader,
}

impl Problem {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Unwritable => "the value has no text form",
            Self::Missing => "the path has no value for it",
            Self::NotInPath => "the path has no place for it",
            Self::Empty => "an empty value would leave out a segment of the path",
            Self::DotSegment => "the value would be a dot segment and change the path",
            Self::NotHeaderText => "the value has characters that a header cannot hold",
            Self::NotHeaderName => "the name is not a header name",
            Self::OwnHeader => "the client sets this header itself",
        }
    }
}

/// What ends a segment of a path: the next one, a query, a fragment.
const SEGMENT_ENDS: [char; 3] = ['/', '?', '#'];

/// Appends the template to `url`, each `{name}` filled with its value, which is encoded already.
///
/// The error names the parameter. A filled segment that is `.` or `..` is refused: URL parsers resolve it, and the
/// call would go to another operation.
pub(crate) fn fill_path<'v>(
    template: &'v str,
    values: &'v [(&'static str, String)],
    url: &mut String,
) -> Result<(), (&'v str, Problem)> {
    if !template.starts_with('/') {
        url.push('/');
    }
    let start = url.len();
    let mut placed = vec![false; values.len()];
    let mut rest = template;
    while let Some((before, name, after)) = placeholder(rest) {
        let known = values.iter().zip(&mut placed).find(|((given, _), _)| *given == name);
        let ((_, value), placed) = known.ok_or((name, Problem::Missing))?;
        if value.is_empty() {
            return Err((name, Problem::Empty));
        }
        url.push_str(before);
        url.push_str(value);
        *placed = true;
        rest = after;
    }
    url.push_str(rest);
    // A value without a place means that call and table disagree: better refused than dropped.
    if let Some(((name, _), _)) = values.iter().zip(placed).find(|(_, placed)| !placed) {
        return Err((name, Problem::NotInPath));
    }
    // Only a value of dots makes a segment of dots. Values hold none of the characters that end a segment, and so the
    // segments of the template are those of the URL.
    let dots = |text: &str| matches!(text, "." | "..");
    if let Some((first, _)) = values.iter().find(|(_, value)| dots(value))
        && let Some(segment) = url[start..].split(SEGMENT_ENDS).position(dots)
    {
        let own = template.split(SEGMENT_ENDS).nth(segment).and_then(placeholder);
        return Err((own.map_or(first, |(_, name, _)| name), Problem::DotSegment));
    }
    Ok(())
}

/// The first `{name}` of a template, and what stands before and after it.
fn placeholder(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(template: &str, values: &[(&'static str, &str)]) -> Result<String, (String, Problem)> {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, percent_encoded((*value).to_owned()))).collect();
        let mut url = "https://a".to_owned();
        fill_path(template, &values, &mut url).map_err(|(name, problem)| (name.to_owned(), problem))?;
        Ok(url.strip_prefix("https://a").unwrap().to_owned())
    }

    #[test]
    fn paths_are_filled_and_encoded() {
        assert_eq!(fill("/{a}/x/{b}", &[("b", "2/3?#%"), ("a", "å b")]).unwrap(), "/%C3%A5%20b/x/2%2F3%3F%23%25");
        assert_eq!(fill("/{a}-{b}.json", &[("a", "."), ("b", "..")]).unwrap(), "/.-...json");
        assert_eq!(fill("x", &[]).unwrap(), "/x");
        assert_eq!(fill("/", &[]).unwrap(), "/");
        assert_eq!(fill("/x/", &[]).unwrap(), "/x/");
    }

    #[test]
    fn unsafe_paths_are_refused() {
        for (value, problem) in [("", Problem::Empty), (".", Problem::DotSegment), ("..", Problem::DotSegment)] {
            assert_eq!(fill("/x/{a}", &[("a", value)]), Err(("a".to_owned(), problem)));
        }
        let dots = Err(("b".to_owned(), Problem::DotSegment));
        for template in ["/x-{a}/{b}", "x-{a}/{b}", "/{b}/x-{a}", "/x-{a}/.{b}", "/x-{a}/{b}.", "/x-{a}/{b}?y=1"] {
            assert_eq!(fill(template, &[("a", "."), ("b", ".")]), dots, "{template}");
        }
        assert_eq!(fill("/{a}", &[]), Err(("a".to_owned(), Problem::Missing)));
        assert_eq!(fill("/x", &[("a", "1")]), Err(("a".to_owned(), Problem::NotInPath)));
        // Encoded once more, so no parser takes it for a dot segment.
        assert_eq!(fill("/{a}", &[("a", "%2e%2e")]).unwrap(), "/%252e%252e");
        assert_eq!(fill("/{a}", &[("a", "..\\..")]).unwrap(), "/..%5C..");
    }

    #[test]
    fn lists_are_joined_by_literal_commas() {
        assert_eq!(join(["a,b".to_owned(), "c".to_owned()]), "a%2Cb,c");
    }
}
