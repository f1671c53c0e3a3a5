//! Key derivation of PKCS#12 itself (RFC 7292, appendix B).

use std::num::NonZeroU32;

use ring::digest::{Algorithm, Context};
use zeroize::Zeroizing;

/// What the derived bytes are for: the byte that sets the three apart.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Key = 1,
    Iv = 2,
    Mac = 3,
}

/// `length` bytes of a password (as [`bmp`] gives it) and a salt.
pub(super) fn derive(
    digest: &'static Algorithm,
    purpose: Purpose,
    password: &[u8],
    salt: &[u8],
    iterations: NonZeroU32,
    length: usize,
) -> Zeroizing<Vec<u8>> {
    let block = digest.block_len();
    let diversifier = vec![purpose as u8; block];
    let mut input = Zeroizing::new(repeat(salt, block));
    input.extend_from_slice(&Zeroizing::new(repeat(password, block)));

    let mut out = Zeroizing::new(Vec::with_capacity(length + digest.output_len()));
    while out.len() < length {
        let mut context = Context::new(digest);
        context.update(&diversifier);
        context.update(&input);
        let mut hash = context.finish();
        for _ in 1..iterations.get() {
            hash = ring::digest::digest(digest, hash.as_ref());
        }
        out.extend_from_slice(hash.as_ref());
        let addend = Zeroizing::new(hash.as_ref().iter().copied().cycle().take(block).collect::<Vec<_>>());
        input.chunks_mut(block).for_each(|number| add_one_more(number, &addend));
    }
    out.truncate(length);
    out
}

/// The password as PKCS#12 hashes it: UTF-16, big endian, with a zero at its end.
pub(super) fn bmp(password: &str) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(password.encode_utf16().chain([0]).flat_map(u16::to_be_bytes).collect())
}

/// The bytes over and over, to a whole number of blocks.
fn repeat(bytes: &[u8], block: usize) -> Vec<u8> {
    bytes.iter().copied().cycle().take(bytes.len().div_ceil(block) * block).collect()
}

/// `number + addend + 1`, big endian, what does not fit dropped.
fn add_one_more(number: &mut [u8], addend: &[u8]) {
    let mut carry = 1_u16;
    for (digit, addend) in number.iter_mut().zip(addend).rev() {
        let sum = u16::from(*digit) + u16::from(*addend) + carry;
        // The low byte; the high one is carried on.
        *digit = sum.to_be_bytes()[1];
        carry = sum >> 8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_carry() {
        let mut number = [0x00, 0xFF, 0xFF];
        add_one_more(&mut number, &[0, 0, 0]);
        assert_eq!(number, [1, 0, 0]);
        let mut number = [0xFF, 0xFF];
        add_one_more(&mut number, &[0xFF, 0xFF]);
        assert_eq!(number, [0xFF, 0xFF]);
    }

    #[test]
    fn passwords() {
        assert_eq!(*bmp("aå"), [0, b'a', 0, 0xE5, 0, 0]);
        assert_eq!(*bmp(""), [0, 0]);
    }
}
