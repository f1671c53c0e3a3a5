//! Documents that are nearly right: broken in the ways that lines, programs and enemies break them.

mod bytes;
mod json;
mod xml;

use std::ops::Range;

use crate::random::Random;
use crate::roundtrip::Format;

/// One way to change a document.
type Mutation = fn(&mut Random, &mut Vec<u8>);

/// Ways to change a document, by name.
type Ways = &'static [(&'static str, Mutation)];

/// Changes a document in one to four ways, and says which.
pub fn mutate(random: &mut Random, document: &mut Vec<u8>, format: Format) -> Vec<&'static str> {
    let own = match format {
        Format::Xml => xml::WAYS,
        Format::Json => json::WAYS,
    };
    let mut times = 1;
    while times < 4 && random.once_in(3) {
        times += 1;
    }
    let mut names = Vec::new();
    for _ in 0..times {
        let ways = if random.once_in(3) { bytes::WAYS } else { own };
        let (name, mutation) = random.pick(ways);
        mutation(random, document);
        names.push(*name);
    }
    names
}

/// A part of the document, of at most so many bytes.
fn part(random: &mut Random, document: &[u8], longest: usize) -> Range<usize> {
    let start = random.below(document.len());
    start..(start + random.below(longest)).min(document.len())
}

/// How often something is repeated: seldom very often.
fn times(random: &mut Random) -> usize {
    match random.below(64) {
        0 => random.below(20_000),
        1..8 => random.below(300),
        _ => random.below(8),
    }
}

/// Swaps two parts of the document, unless they overlap.
fn swap_parts(document: &mut Vec<u8>, a: Range<usize>, b: Range<usize>) {
    let (first, second) = if a.start < b.start { (a, b) } else { (b, a) };
    if first.end <= second.start {
        let (one, other) = (document[first.clone()].to_vec(), document[second.clone()].to_vec());
        document.splice(second, one);
        document.splice(first, other);
    }
}

fn insert_piece(random: &mut Random, document: &mut Vec<u8>, pieces: &[&[u8]]) {
    let at = random.below(document.len() + 1);
    document.splice(at..at, random.pick(pieces).iter().copied());
}

/// A place just after such a byte, if there is one.
fn after(random: &mut Random, document: &[u8], byte: u8) -> Option<usize> {
    let from = random.below(document.len());
    let found = document[from..].iter().position(|b| *b == byte).map(|at| from + at);
    found.or_else(|| document.iter().position(|b| *b == byte)).map(|at| at + 1)
}

fn insert_after(random: &mut Random, document: &mut Vec<u8>, byte: u8, pieces: &[&[u8]]) {
    if let Some(at) = after(random, document, byte) {
        document.splice(at..at, random.pick(pieces).iter().copied());
    }
}

fn huge(random: &mut Random, document: &mut Vec<u8>, after_byte: u8) {
    const TEXTS: &[&[u8]] = &[b"x", b"\xc3\xa5", b"&amp;", b" ", b"\\u00e5", b"0", b"a b "];
    if let Some(at) = after(random, document, after_byte) {
        let text = random.pick(TEXTS).repeat(10 * times(random));
        document.splice(at..at, text);
    }
}

/// How a number may begin that becomes a huge one.
const NUMBERS: &[&str] = &["9", "-9", "0.", "1e", "0", "99999999999999999999.", "1E-"];

fn huge_number(random: &mut Random, document: &mut Vec<u8>, after_byte: u8) {
    if let Some(at) = after(random, document, after_byte) {
        let end = document[at..].iter().position(|b| !b.is_ascii_digit()).map_or(document.len(), |len| at + len);
        let digits = "9".repeat(times(random));
        let number = [random.pick(NUMBERS), digits.as_str()].concat();
        document.splice(at..end, number.into_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_the_same_every_time_and_no_other() {
        let made = |index| {
            let mut document = b"<a><b>1</b></a>".to_vec();
            let names = mutate(&mut Random::of(1, index), &mut document, Format::Xml);
            (names, document)
        };
        assert_eq!(made(7), made(7));
        assert!((0..100).any(|index| made(index) != made(7)));
    }

    #[test]
    fn every_way_changes_some_document_and_takes_any() {
        for (seed, ways) in [
            (&b"<?xml version='1.0'?><a x='1'><b>12</b><c/></a>"[..], xml::WAYS),
            (b"{\"a\":[1,2],\"b\":\"c\",\"d\":3}", json::WAYS),
        ] {
            for (name, mutation) in ways.iter().chain(bytes::WAYS) {
                let changed = |index| {
                    let mut document = seed.to_vec();
                    mutation(&mut Random::of(2, index), &mut document);
                    document != seed
                };
                assert!((0..100).any(changed), "{name}");
                for short in [&b""[..], b"<", b"<>", b"\"", b",", b"[", b":"] {
                    for index in 0..20 {
                        mutation(&mut Random::of(3, index), &mut short.to_vec());
                    }
                }
            }
        }
    }
}
