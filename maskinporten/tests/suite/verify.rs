//! RSASSA-PKCS1-v1_5 by its definition (RFC 8017, section 8.2.2), with nothing of the crate under test or of ring.

use sha2::{Digest, Sha256, Sha384, Sha512};

/// Little endian.
type Number = Vec<u64>;

/// Whether the signature is that of the key with this modulus (big endian) and 65537 as its exponent.
pub(crate) fn verifies(algorithm: &str, modulus: &[u8], message: &[u8], signature: &[u8]) -> bool {
    // `DigestInfo` up to the digest itself.
    let (prefix, digest) = match algorithm {
        "RS256" => {
            (b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20", hash::<Sha256>(message))
        }
        "RS384" => {
            (b"\x30\x41\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30", hash::<Sha384>(message))
        }
        "RS512" => {
            (b"\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40", hash::<Sha512>(message))
        }
        _ => return false,
    };
    if signature.len() != modulus.len() {
        return false;
    }
    let padding = modulus.len() - prefix.len() - digest.len() - 3;
    let expected = [&[0, 1], vec![0xFF; padding].as_slice(), &[0], prefix.as_slice(), &digest].concat();
    number(&expected) == power_65537(&number(signature), &number(modulus))
}

fn hash<D: Digest>(message: &[u8]) -> Vec<u8> {
    D::digest(message).to_vec()
}

fn number(bytes: &[u8]) -> Number {
    bytes.rchunks(8).map(|chunk| chunk.iter().fold(0, |limb, byte| limb << 8 | u64::from(*byte))).collect()
}

/// By Montgomery's method: `x` stands for `x · R` modulo the odd modulus, with `R = 2^(64 · limbs)`.
fn power_65537(base: &Number, modulus: &Number) -> Number {
    let mut one = vec![0; modulus.len()];
    one[0] = 1;
    // R² is 1 doubled so many times.
    let mut square = one.clone();
    for _ in 0..2 * 64 * modulus.len() {
        let carry = square.last().is_some_and(|limb| limb >> 63 == 1);
        let mut low = 0;
        for limb in &mut square {
            (*limb, low) = (*limb << 1 | low, *limb >> 63);
        }
        reduce(&mut square, carry, modulus);
    }
    let base = multiply(base, &square, modulus);
    let mut power = base.clone();
    for _ in 0..16 {
        power = multiply(&power, &power, modulus);
    }
    power = multiply(&power, &base, modulus);
    multiply(&power, &one, modulus)
}

/// `a · b / R`, a limb of `a` at a time.
fn multiply(a: &Number, b: &Number, modulus: &Number) -> Number {
    // -1 / modulus, modulo 2^64: each step of Newton's doubles the bits that are right.
    let inverse =
        (0..6).fold(1_u64, |x, _| x.wrapping_mul(2_u64.wrapping_sub(modulus[0].wrapping_mul(x)))).wrapping_neg();
    let limbs = modulus.len();
    let mut sum = vec![0; limbs + 2];
    for limb in a {
        add_product(&mut sum, *limb, b);
        let factor = sum[0].wrapping_mul(inverse);
        add_product(&mut sum, factor, modulus);
        // The lowest limb has become zero.
        sum.rotate_left(1);
    }
    let carry = sum[limbs] == 1;
    sum.truncate(limbs);
    reduce(&mut sum, carry, modulus);
    sum
}

/// Adds `factor · number`.
fn add_product(sum: &mut [u64], factor: u64, number: &Number) {
    let mut carry = 0;
    for (i, limb) in sum.iter_mut().enumerate() {
        let product = u128::from(factor) * u128::from(number.get(i).copied().unwrap_or(0));
        let total = product + u128::from(*limb) + carry;
        (*limb, carry) = (total as u64, total >> 64);
    }
}

/// Takes the modulus away once, if the number (with the carry above it) is not less.
fn reduce(number: &mut Number, carry: bool, modulus: &Number) {
    if carry || number.iter().rev().cmp(modulus.iter().rev()).is_ge() {
        let mut borrow = false;
        for (limb, other) in number.iter_mut().zip(modulus) {
            let (difference, first) = limb.overflowing_sub(*other);
            let (difference, second) = difference.overflowing_sub(u64::from(borrow));
            (*limb, borrow) = (difference, first | second);
        }
    }
}

#[test]
fn the_verifier_can_say_no() {
    let modulus = [0xFF; 256];
    assert!(!verifies("RS256", &modulus, b"x", &[1; 256]));
    assert!(!verifies("RS256", &modulus, b"x", &[1; 255]));
    assert!(!verifies("none", &modulus, b"x", &[1; 256]));
    // By another program.
    assert_eq!(power_65537(&vec![3], &vec![1_000_003]), [486750]);
    assert_eq!(power_65537(&vec![7, 9], &vec![u64::MAX, u64::MAX - 4]), [12953792997014016415, 11615792534670090415]);
}
