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
#[inline]
pub(crate) fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Eight bytes at a time; the last eight overlap those before, and so do the last four of a shorter text.
    if let Some(last) = bytes.last_chunk::<8>() {
        let (words, _) = bytes.as_chunks::<8>();
        words.iter().fold(special_in(*last), |found, word| found | special_in(*word)) == 0
    } else if let (Some([a, b, c, d]), Some([e, f, g, h])) = (bytes.first_chunk(), bytes.last_chunk()) {
        special_in([*a, *b, *c, *d, *e, *f, *g, *h]) == 0
    } else {
        !bytes.iter().any(|&b| is_special(b))
    }
}

/// Whether a byte makes text worth a second look before it is written: markup, control characters, and the first byte of
/// U+FFFE.
#[inline]
const fn is_special(b: u8) -> bool {
    matches!(b, b'&' | b'<' | b'>' | 0xef | 0..b' ')
}

/// Not zero if one of eight bytes is [special](is_special).
#[inline]
const fn special_in(bytes: [u8; 8]) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    let word = u64::from_le_bytes(bytes);
    // The high bit of a byte is set where the byte is less than the limit, if all below it are not; that one is enough.
    let ampersand = word ^ (0x26 * EACH);
    // `<` and `>` differ in one bit.
    let bracket = (word & !(0x02 * EACH)) ^ (0x3c * EACH);
    let lead = word ^ (0xef * EACH);
    ((ampersand.wrapping_sub(EACH) & !ampersand)
        | (bracket.wrapping_sub(EACH) & !bracket)
        | (lead.wrapping_sub(EACH) & !lead)
        | (word.wrapping_sub(0x20 * EACH) & !word))
        & HIGH
}

/// Writes text as element content; false if it holds a character XML has no way to write.
pub(crate) fn escape_text(out: &mut String, text: &str) -> bool {
    escape(out, text, |b| match b {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'\r' => Some("&#13;"),
        _ => None,
    })
}

/// Writes text as an attribute's value; line ends and tabs as references, for a reader makes spaces of them.
pub(crate) fn escape_attribute(out: &mut String, text: &str) -> bool {
    escape(out, text, |b| match b {
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

fn escape(out: &mut String, text: &str, reference: impl Fn(u8) -> Option<&'static str>) -> bool {
    let mut from = 0;
    let mut rare = false;
    for (i, b) in text.bytes().enumerate() {
        // Most bytes are letters.
        if b > b'>' && b != 0xef {
            continue;
        }
        if let Some(reference) = reference(b) {
            out.push_str(&text[from..i]);
            out.push_str(reference);
            from = i + 1;
        } else {
            rare |= b < b' ' || b == 0xef;
        }
    }
    out.push_str(&text[from..]);
    // Control characters and U+FFFE, U+FFFF (the lead byte is 0xef) are rare enough for a second look.
    !rare || text.chars().all(is_char)
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
    fn carriage_returns_and_markup_are_written_as_references() {
        let mut out = String::new();
        assert!(escape_text(&mut out, "a<b>&\r\n\"c\" \u{f000}"));
        assert_eq!(out, "a&lt;b&gt;&amp;&#13;\n\"c\" \u{f000}");
        assert!(!escape_text(&mut String::new(), "\u{1}<"));
        assert!(!escape_text(&mut String::new(), "\u{ffff}"));
    }
}
