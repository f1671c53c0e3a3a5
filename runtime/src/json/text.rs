//! Strings: finding what needs care, escapes both ways.

use std::fmt::Write as _;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The first position from `at` that holds a quote, a backslash or a control character; the end if there is none.
#[inline]
pub(super) fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    // Eight bytes at a time: each test sets the high bit of the bytes it is true of. A borrow can make a later byte
    // look special, never an earlier one, so the lowest bit set is exact.
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*chunk);
        let quote = word ^ (ONES * b'"' as u64);
        let backslash = word ^ (ONES * b'\\' as u64);
        let special = (quote.wrapping_sub(ONES) & !quote)
            | (backslash.wrapping_sub(ONES) & !backslash)
            | (word.wrapping_sub(ONES * 0x20) & !word);
        let special = special & HIGH;
        if special != 0 {
            return at + (special.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while let Some(byte) = bytes.get(at) {
        if *byte < 0x20 || *byte == b'"' || *byte == b'\\' {
            break;
        }
        at += 1;
    }
    at
}

/// The character an escape stands for and the escape's length. `text` starts with the backslash.
pub(super) fn escape(text: &[u8]) -> Option<(char, usize)> {
    let character = match text.get(1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode_escape(text),
        _ => return None,
    };
    Some((character, 2))
}

/// `\uXXXX`, or two of them that make a surrogate pair.
fn unicode_escape(text: &[u8]) -> Option<(char, usize)> {
    let first = hex4(text.get(2..6)?)?;
    if !(0xD800..0xDC00).contains(&first) {
        // A low surrogate alone is no character.
        return Some((char::from_u32(first)?, 6));
    }
    if text.get(6..8)? != b"\\u" {
        return None;
    }
    let second = hex4(text.get(8..12)?)?;
    if !(0xDC00..0xE000).contains(&second) {
        return None;
    }
    let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
    Some((char::from_u32(code)?, 12))
}

fn hex4(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, digit| Some(value * 16 + (*digit as char).to_digit(16)?))
}

/// Appends a string with its quotes.
pub(super) fn write_string(out: &mut String, text: &str) {
    out.push('"');
    let bytes = text.as_bytes();
    let mut start = 0;
    loop {
        let end = plain_end(bytes, start);
        // Both ends are next to ASCII bytes or the text's ends.
        out.push_str(text.get(start..end).unwrap_or_default());
        let Some(byte) = bytes.get(end) else { break };
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            other => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{other:04x}");
            }
        }
        start = end + 1;
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_ends_at_the_first_special_byte_wherever_it_stands() {
        for special in ['"', '\\', '\n', '\0', '\u{1f}'] {
            for length in 0..20 {
                let mut text = "å".repeat(length / 2) + &"x".repeat(length % 2);
                let end = text.len();
                text.push(special);
                text.push_str("\" mer tekst");
                assert_eq!(plain_end(text.as_bytes(), 0), end, "{special:?} at {end}");
            }
        }
        assert_eq!(plain_end(b"\x7f\x80\xff !#[]", 0), 8);
    }

    #[test]
    fn escapes() {
        assert_eq!(escape(br"\n"), Some(('\n', 2)));
        assert_eq!(escape(br"\u00e5x"), Some(('å', 6)));
        assert_eq!(escape(br"\ud83d\ude00"), Some(('😀', 12)));
        for wrong in
            [&br"\x"[..], br"\", br"\u00", br"\u00g0", br"\ud83d", br"\ud83d\u0041", br"\ude00", br"\ud83dabcdef"]
        {
            assert_eq!(escape(wrong), None);
        }
    }

    #[test]
    fn strings_are_written_with_the_escapes_they_need() {
        let mut out = String::new();
        write_string(&mut out, "a\"b\\c\n\r\t\u{1}ø/\u{7f}");
        assert_eq!(out, "\"a\\\"b\\\\c\\n\\r\\t\\u0001ø/\u{7f}\"");
    }
}
