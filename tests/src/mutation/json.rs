//! Ways of JSON.

use std::ops::Range;

use super::{Ways, after, huge, huge_number, insert_after, insert_piece, swap_parts, times};
use crate::random::Random;

pub(super) const WAYS: Ways = &[
    ("two names swapped", swap_strings),
    ("a member twice", duplicate_member),
    ("an item many times", many_items),
    ("nested deep", nest_values),
    ("a huge string", |random, document| huge(random, document, b'"')),
    ("a huge number", |random, document| huge_number(random, document, b':')),
    ("another value", another_value),
    ("a token", |random, document| insert_piece(random, document, TOKENS)),
    ("an escape", |random, document| insert_after(random, document, b'"', ESCAPES)),
];

const TOKENS: &[&[u8]] = &[
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"null",
    b"true",
    b"fals",
    b"-",
    b"1e999",
    b"0.",
    b"01",
    b"NaN",
    b"\0",
    b"\n",
    b"\x1f",
    b"\xef\xbb\xbf",
    b"\"\":",
    b"{}",
    b"[],",
    b"\"ny\":{\"a\":[1,{\"b\":null}]},",
];

const ESCAPES: &[&[u8]] = &[
    b"\\n",
    b"\\/",
    b"\\u00e5",
    b"\\ud83d\\ude00",
    b"\\ud83d",
    b"\\ude00",
    b"\\ud83d\\u0041",
    b"\\u12",
    b"\\x",
    b"\\",
    b"\\u0000",
    b"\\\"",
    b"\xf0\x9f\x92\xa9",
];

const VALUES: &[&[u8]] = &[
    b"null",
    b"true",
    b"false",
    b"0",
    b"-0",
    b"50.0",
    b"50.5",
    b"1e2",
    b"-1.10",
    b"\"\"",
    b"\"x\"",
    b"[]",
    b"{}",
    b"[null]",
    b"[{}]",
    b"{\"a\":1}",
    b"\"2024\"",
    b"\"2024-02-30\"",
    b"9223372036854775808",
];

/// A string of the document with its quotes, roughly.
fn string(random: &mut Random, document: &[u8]) -> Option<Range<usize>> {
    let start = after(random, document, b'"')? - 1;
    let len = document[start + 1..].iter().position(|b| *b == b'"')?;
    Some(start..start + len + 2)
}

fn swap_strings(random: &mut Random, document: &mut Vec<u8>) {
    if let (Some(a), Some(b)) = (string(random, document), string(random, document)) {
        swap_parts(document, a, b);
    }
}

/// From a comma to the next one, roughly.
fn member(random: &mut Random, document: &[u8]) -> Option<Range<usize>> {
    let start = after(random, document, b',')? - 1;
    let len = document[start + 1..].iter().position(|b| *b == b',')?;
    Some(start..start + 1 + len)
}

fn duplicate_member(random: &mut Random, document: &mut Vec<u8>) {
    if let Some(member) = member(random, document) {
        let again = document[member.clone()].to_vec();
        document.splice(member.end..member.end, again);
    }
}

fn many_items(random: &mut Random, document: &mut Vec<u8>) {
    if let Some(at) = after(random, document, b'[') {
        let item = [random.pick(VALUES), &b","[..]].concat();
        document.splice(at..at, item.repeat(times(random)));
    }
}

fn nest_values(random: &mut Random, document: &mut Vec<u8>) {
    let Some(at) = after(random, document, b':') else { return };
    let depth = times(random);
    let name = string(random, document).map_or_else(|| b"\"a\"".to_vec(), |string| document[string].to_vec());
    let (open, close) = match random.below(3) {
        0 => (b"[".to_vec(), &b"]"[..]),
        1 => ([b"{", &name[..], b":"].concat(), &b"}"[..]),
        _ => ([b"[{", &name[..], b":"].concat(), &b"}]"[..]),
    };
    let mut nest = open.repeat(depth);
    nest.extend(random.pick(VALUES).iter().copied());
    if !random.once_in(4) {
        nest.extend(close.repeat(depth));
    }
    if random.once_in(2) {
        nest.extend_from_slice(b",\"ny\":");
    }
    document.splice(at..at, nest);
}

fn another_value(random: &mut Random, document: &mut Vec<u8>) {
    if let Some(at) = after(random, document, b':') {
        let end =
            document[at..].iter().position(|b| matches!(b, b',' | b'}' | b']')).map_or(document.len(), |len| at + len);
        document.splice(at..end, random.pick(VALUES).iter().copied());
    }
}
