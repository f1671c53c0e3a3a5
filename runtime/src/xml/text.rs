//! Characters: what a name is, what XML allows, what must be escaped.

use std::borrow::Cow;

/// Bytes of a name: letters, digits, `_`, `-`, `.` and all beyond ASCII. The colon is told apart by the caller.
const NAME: u8 = 1;
/// White space.
const SPACE: u8 = 2;

static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut b = 0;
    while b < 256 {
        class[b] = match b as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' | 0x80.. => NAME,
            b' ' | b'\t' | b'\n' | b'\r' => SPACE,
            _ => 0,
        };
        b += 1;
    }
    class
};

pub(crate) fn is_space(b: u8) -> bool {
    CLASS[usize::from(b)] == SPACE
}

/// Length of the name at the start of `bytes` and where its local part begins; length 0 where there is no name.
pub(crate) fn name(bytes: &[u8]) -> (usize, usize) {
    let part = |from: usize| {
        let bytes = bytes.get(from..).unwrap_or_default();
        let len = bytes.iter().position(|&b| CLASS[usize::from(b)] != NAME).unwrap_or(bytes.len());
        // Digits, hyphen and full stop may stand in a name but not begin it.
        if bytes.first().is_some_and(|b| matches!(b, b'0'..=b'9' | b'-' | b'.')) { 0 } else { len }
    };
    let first = part(0);
    if first == 0 || bytes.get(first) != Some(&b':') {
        return (first, 0);
    }
    match part(first + 1) {
        0 => (0, 0),
        second => (first + 1 + second, first + 1),
    }
}

/// Whether the text is a name without a prefix.
pub(crate) fn is_name(text: &str) -> bool {
    !text.is_empty() && name(text.as_bytes()) == (text.len(), 0)
}

/// Whether XML 1.0 allows the character.
pub(crate) fn is_char(c: char) -> bool {
    !matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}')
}

/// Text as XML hands it on: every line end is `\n`.
pub(crate) fn line_ends(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(text) }
}

/// Whether the text needs no escaping.
// Asked for every text; the call would be a tenth of the work.
#[inline(always)]
pub(crate) fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Two words at a time, on which compilers work at once; the last ones overlap those before.
    if let Some(last) = bytes.last_chunk() {
        let (blocks, _) = bytes.as_chunks();
        let found = blocks.iter().map(specials_in).fold(specials_in(last), |[a, b], [c, d]| [a | c, b | d]);
        found[0] | found[1] == 0
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        special_in(*first) | special_in(*last) == 0
    } else if let (Some([a, b, c, d]), Some([e, f, g, h])) = (bytes.first_chunk(), bytes.last_chunk()) {
        special_in([*a, *b, *c, *d, *e, *f, *g, *h]) == 0
    } else {
        !bytes.iter().any(|&b| is_special(b))
    }
}

#[inline]
fn specials_in(block: &[u8; 16]) -> [u64; 2] {
    let [a, b, c, d, e, f, g, h, rest @ ..] = *block;
    [[a, b, c, d, e, f, g, h], rest].map(special_in)
}

/// Whether a byte makes text worth a second look before it is written: markup, control characters, and the first byte of
/// U+FFFE.
#[inline]
const fn is_special(b: u8) -> bool {
    matches!(b, b'&' | b'<' | b'>' | 0xef | 0..b' ')
}

/// The same byte eight times.
const fn each(b: u8) -> u64 {
    u64::from_ne_bytes([b; 8])
}

/// Not zero if one of eight bytes is [special](is_special); the lowest bit is that of the first such.
#[inline]
const fn special_in(bytes: [u8; 8]) -> u64 {
    let word = u64::from_le_bytes(bytes);
    // Taking a number away sets the high bit of a byte that is less than it, and of others only beyond one that is. Bytes
    // beyond ASCII have the high bit as it is.
    let ampersand = (word ^ each(b'&')).wrapping_sub(each(1));
    // `<` and `>` differ in one bit.
    let bracket = ((word & each(!2)) ^ each(b'<')).wrapping_sub(each(1));
    let control = word.wrapping_sub(each(b' '));
    let lead = (word ^ each(0xef)).wrapping_sub(each(1));
    (((ampersand | bracket | control) & !word) | (lead & word)) & each(0x80)
}

/// Writes text as element content; false if it holds a character XML has no way to write.
pub(crate) fn escape_text(out: &mut String, text: &str) -> bool {
    escape(out, text, special_in, |b| match b {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'\r' => Some("&#13;"),
        _ => None,
    })
}

/// Writes text as an attribute's value; line ends and tabs as references, for a reader makes spaces of them.
pub(crate) fn escape_attribute(out: &mut String, text: &str) -> bool {
    let special = |word| special_in(word) | quote_in(word);
    escape(out, text, special, |b| match b {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\r' => Some("&#13;"),
        b'\n' => Some("&#10;"),
        b'\t' => Some("&#9;"),
        _ => None,
    })
}

/// Not zero if one of eight bytes is a quotation mark.
const fn quote_in(bytes: [u8; 8]) -> u64 {
    let quote = u64::from_le_bytes(bytes) ^ each(b'"');
    quote.wrapping_sub(each(1)) & !quote & each(0x80)
}

/// Writes text with references for some bytes. `special_in` tells which of eight bytes need a look.
fn escape(
    out: &mut String,
    text: &str,
    special_in: impl Fn([u8; 8]) -> u64,
    reference: impl Fn(u8) -> Option<&'static str>,
) -> bool {
    let bytes = text.as_bytes();
    let mut rare = false;
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| position(rest, &special_in)) {
        at += found;
        if let Some(reference) = reference(bytes[at]) {
            out.push_str(&text[from..at]);
            out.push_str(reference);
            from = at + 1;
        } else {
            rare = true;
        }
        at += 1;
    }
    out.push_str(&text[from..]);
    // Control characters and U+FFFE, U+FFFF (the lead byte is 0xef) are rare enough for a second look.
    !rare || text.chars().all(is_char)
}

/// Where the first byte is that needs a look.
fn position(bytes: &[u8], special_in: impl Fn([u8; 8]) -> u64) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let found = special_in(*word);
        if found != 0 {
            return Some(8 * index + found.trailing_zeros() as usize / 8);
        }
    }
    let found = rest.iter().position(|&b| special_in([b; 8]) != 0)?;
    Some(8 * words.len() + found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_told_at_every_length_and_place() {
        for length in 0..40 {
            let plain = "aø ~\u{10ffff}-\u{7f}".chars().cycle().take(length).collect::<String>();
            assert!(is_plain(&plain), "{plain:?}");
            for special in ["&", "<", ">", "\r", "\u{0}", "\u{1f}", "\u{fffe}", "\u{f000}"] {
                for (at, _) in plain.char_indices() {
                    let text = [&plain[..at], special, &plain[at..]].concat();
                    assert!(!is_plain(&text), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn references_are_written_wherever_they_are_needed() {
        for length in 1..40 {
            for at in 0..length {
                let text: String = (0..length).map(|k| if k == at { '&' } else { 'å' }).collect();
                let mut out = String::new();
                assert!(escape_text(&mut out, &text));
                assert_eq!(out, text.replace('&', "&amp;"));
                let text = text.replace('&', "\"");
                let mut out = String::new();
                assert!(escape_attribute(&mut out, &text));
                assert_eq!(out, text.replace('"', "&quot;"));
                let text = text.replace('"', "\u{fffe}");
                assert!(!escape_text(&mut String::new(), &text));
            }
        }
        let mut out = String::new();
        assert!(escape_text(&mut out, "&&<>\u{f000}&\n<12345678>\t&"));
        assert_eq!(out, "&amp;&amp;&lt;&gt;\u{f000}&amp;\n&lt;12345678&gt;\t&amp;");
    }

    #[test]
    fn carriage_returns_and_markup_are_written_as_references() {
        let mut out = String::new();
        assert!(escape_text(&mut out, "a<b>&\r\n\"c\" \u{f000}"));
        assert_eq!(out, "a&lt;b&gt;&amp;&#13;\n\"c\" \u{f000}");
        assert!(!escape_text(&mut String::new(), "\u{1}<"));
        assert!(!escape_text(&mut String::new(), "\u{ffff}"));
    }
}
