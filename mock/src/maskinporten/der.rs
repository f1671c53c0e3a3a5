//! As much of DER as leads to the numbers of an RSA key.

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const SEQUENCE: u8 = 0x30;
/// `[0]`: the version of a certificate.
const VERSION: u8 = 0xa0;

/// Modulus and exponent.
pub(super) type Numbers<'a> = (&'a [u8], &'a [u8]);

/// `RSAPublicKey`: a sequence of two numbers.
pub(super) fn rsa(bytes: &[u8]) -> Option<Numbers<'_>> {
    let (inner, _) = take(bytes, SEQUENCE)?;
    let (n, rest) = take(inner, INTEGER)?;
    let (e, _) = take(rest, INTEGER)?;
    Some((positive(n), positive(e)))
}

/// `SubjectPublicKeyInfo`: what kind of key it is, and the key as bits. A key of another kind has other contents.
pub(super) fn public_key(bytes: &[u8]) -> Option<Numbers<'_>> {
    let (inner, _) = take(bytes, SEQUENCE)?;
    let (_, rest) = take(inner, SEQUENCE)?;
    let (bits, _) = take(rest, BIT_STRING)?;
    // The first byte says how many bits of the last are not used.
    rsa(bits.split_first()?.1)
}

/// `Certificate`: the key comes after version, number, algorithm, issuer, validity and subject.
pub(super) fn certificate(bytes: &[u8]) -> Option<Numbers<'_>> {
    let (certificate, _) = take(bytes, SEQUENCE)?;
    let (mut rest, _) = take(certificate, SEQUENCE)?;
    if let Some((_, after)) = take(rest, VERSION) {
        rest = after;
    }
    for tag in [INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE] {
        rest = take(rest, tag)?.1;
    }
    public_key(rest)
}

/// The contents of an element with this tag, and what comes after it.
fn take(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&[found, length], rest) = bytes.split_first_chunk::<2>()?;
    if found != tag {
        return None;
    }
    let (length, rest) = match length {
        short @ 0..=0x7f => (usize::from(short), rest),
        // Four bytes of length are more than any key has.
        long @ 0x81..=0x84 => {
            let (length, rest) = rest.split_at_checked(usize::from(long - 0x80))?;
            (length.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)), rest)
        }
        _ => return None,
    };
    rest.split_at_checked(length)
}

/// A number without the zero that keeps it from being negative.
fn positive(number: &[u8]) -> &[u8] {
    number.strip_prefix(&[0]).unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_key() {
        let key = [0x30, 0x08, 0x02, 0x03, 0x00, 0xff, 0x01, 0x02, 0x01, 0x03];
        assert_eq!(rsa(&key), Some((&[0xff, 0x01][..], &[0x03][..])));
        let mut info = vec![0x30, 0x0f, 0x30, 0x00, 0x03, 0x0b, 0x00];
        info.extend(key);
        assert_eq!(public_key(&info), rsa(&key));
    }

    #[test]
    fn what_is_cut_or_too_long_is_nothing() {
        let key = [0x30, 0x08, 0x02, 0x03, 0x00, 0xff, 0x01, 0x02, 0x01, 0x03];
        for end in 0..key.len() {
            assert_eq!(rsa(&key[..end]), None, "{end}");
        }
        for bytes in
            [&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff][..], &[0x30, 0x80, 0x00], &[0x30, 0x85, 1, 1, 1, 1, 1], &[0x04, 0]]
        {
            assert_eq!(rsa(bytes), None);
            assert_eq!(certificate(bytes), None);
        }
    }
}
