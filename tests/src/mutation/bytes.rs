//! Ways that look at bytes alone.

use super::{Ways, insert_piece, part, swap_parts, times};
use crate::random::Random;

pub(super) const WAYS: Ways = &[
    ("a bit flipped", |random, document| change(random, document, |random, byte| byte ^ (1 << random.below(8)))),
    ("a byte changed", |random, document| change(random, document, |random, _| random.byte())),
    ("cut off", cut),
    ("a part removed", remove),
    ("a part twice", duplicate),
    ("two parts swapped", swap),
    ("a part many times", repeat),
    ("noise", noise),
    ("bad UTF-8", bad_utf8),
];

fn change(random: &mut Random, document: &mut [u8], to: fn(&mut Random, u8) -> u8) {
    let at = random.below(document.len());
    if let Some(byte) = document.get_mut(at) {
        *byte = to(random, *byte);
    }
}

fn cut(random: &mut Random, document: &mut Vec<u8>) {
    document.truncate(random.below(document.len()));
}

fn remove(random: &mut Random, document: &mut Vec<u8>) {
    let part = part(random, document, 200);
    document.drain(part);
}

fn duplicate(random: &mut Random, document: &mut Vec<u8>) {
    let part = document[part(random, document, 400)].to_vec();
    let at = random.below(document.len());
    document.splice(at..at, part);
}

fn swap(random: &mut Random, document: &mut Vec<u8>) {
    let (a, b) = (part(random, document, 100), part(random, document, 100));
    swap_parts(document, a, b);
}

fn repeat(random: &mut Random, document: &mut Vec<u8>) {
    let part = part(random, document, 30);
    let many = document[part.clone()].repeat(times(random));
    document.splice(part, many);
}

fn noise(random: &mut Random, document: &mut Vec<u8>) {
    let at = random.below(document.len());
    let noise: Vec<u8> = (0..random.below(20)).map(|_| random.byte()).collect();
    document.splice(at..at, noise);
}

fn bad_utf8(random: &mut Random, document: &mut Vec<u8>) {
    const BAD: &[&[u8]] =
        &[b"\xff", b"\xc3", b"\xc0\x80", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\xe2\x82", b"\x80"];
    insert_piece(random, document, BAD);
}
