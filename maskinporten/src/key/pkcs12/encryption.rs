//! Encryption by password: PBES2 (RFC 8018) as today's files have it, and the schemes of PKCS#12 as older ones do.

use aes::{Aes128, Aes192, Aes256};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt as _, InnerIvInit as _, KeyInit};
use des::{TdesEde2, TdesEde3};
use rc2::Rc2;
use ring::{digest, pbkdf2};
use zeroize::Zeroizing;

use super::super::der::{Der, OCTET_STRING, OID, SEQUENCE};
use super::kdf::{Purpose, bmp, derive};
use super::{damaged, iterations, wrong_password};
use crate::error::Error;

/// 1.2.840.113549.1.5.13 and .12.
const PBES2: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x05\x0D";
const PBKDF2: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x05\x0C";
/// Schemes of PKCS#12, all with SHA-1: 1.2.840.113549.1.12.1.x.
const PKCS12_PBE: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x0C\x01";
/// HMACs of PBKDF2: 1.2.840.113549.2.x.
const HMAC: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x02";

/// Decrypts in place; `None` if the padding is wrong.
type Decrypt = fn(key: &[u8], iv: &[u8], content: &mut Vec<u8>) -> Option<()>;

struct Cipher {
    /// The identifier, or its last part.
    oid: &'static [u8],
    key: usize,
    iv: usize,
    decrypt: Decrypt,
}

/// Ciphers of PBES2.
const PBES2_CIPHERS: [Cipher; 4] = [
    Cipher { oid: b"\x60\x86\x48\x01\x65\x03\x04\x01\x02", key: 16, iv: 16, decrypt: unchain::<Aes128> },
    Cipher { oid: b"\x60\x86\x48\x01\x65\x03\x04\x01\x16", key: 24, iv: 16, decrypt: unchain::<Aes192> },
    Cipher { oid: b"\x60\x86\x48\x01\x65\x03\x04\x01\x2A", key: 32, iv: 16, decrypt: unchain::<Aes256> },
    Cipher { oid: b"\x2A\x86\x48\x86\xF7\x0D\x03\x07", key: 24, iv: 8, decrypt: unchain::<TdesEde3> },
];

/// Ciphers of PKCS#12's own schemes. RC2 with 40 bits is what certificates were "encrypted" with by default for long.
const PKCS12_CIPHERS: [Cipher; 4] = [
    Cipher { oid: &[3], key: 24, iv: 8, decrypt: unchain::<TdesEde3> },
    Cipher { oid: &[4], key: 16, iv: 8, decrypt: unchain::<TdesEde2> },
    Cipher { oid: &[5], key: 16, iv: 8, decrypt: unchain::<Rc2> },
    Cipher { oid: &[6], key: 5, iv: 8, decrypt: unchain::<Rc2> },
];

/// By the last part of the HMAC's identifier.
const PRFS: [(u8, &pbkdf2::Algorithm); 4] = [
    (7, &pbkdf2::PBKDF2_HMAC_SHA1),
    (9, &pbkdf2::PBKDF2_HMAC_SHA256),
    (10, &pbkdf2::PBKDF2_HMAC_SHA384),
    (11, &pbkdf2::PBKDF2_HMAC_SHA512),
];

/// Decrypts `content` by the `AlgorithmIdentifier` that comes with it.
pub(super) fn decrypt(mut algorithm: Der<'_>, content: &[u8], password: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let scheme = algorithm.take(OID).ok_or_else(damaged)?;
    let parameters = algorithm.enter(SEQUENCE).ok_or_else(damaged)?;
    if scheme == PBES2 {
        return pbes2(parameters, content, password);
    }
    match scheme.strip_prefix(PKCS12_PBE) {
        Some(number) => pkcs12(find(&PKCS12_CIPHERS, number)?, parameters, content, password),
        None => Err(unsupported()),
    }
}

fn pbes2(mut parameters: Der<'_>, content: &[u8], password: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut derivation = parameters.enter(SEQUENCE).ok_or_else(damaged)?;
    let mut scheme = parameters.enter(SEQUENCE).ok_or_else(damaged)?;
    if derivation.take(OID) != Some(PBKDF2) {
        return Err(unsupported());
    }
    let mut derivation = derivation.enter(SEQUENCE).ok_or_else(damaged)?;
    let salt = derivation.take(OCTET_STRING).ok_or_else(damaged)?;
    let rounds = iterations(derivation.number().ok_or_else(damaged)?)?;
    derivation.number(); // the key's length, which the cipher tells
    let prf = match derivation.enter(SEQUENCE) {
        None => &pbkdf2::PBKDF2_HMAC_SHA1,
        Some(mut prf) => {
            let oid = prf.take(OID).ok_or_else(damaged)?;
            let known = PRFS.iter().find(|(number, _)| oid.strip_prefix(HMAC) == Some(&[*number]));
            known.ok_or_else(unsupported)?.1
        }
    };

    let cipher = find(&PBES2_CIPHERS, scheme.take(OID).ok_or_else(damaged)?)?;
    let iv = scheme.take(OCTET_STRING).ok_or_else(damaged)?;
    let mut key = Zeroizing::new(vec![0; cipher.key]);
    pbkdf2::derive(*prf, rounds, salt, password.as_bytes(), &mut key);
    cipher.apply(&key, iv, content)
}

fn pkcs12(
    cipher: &Cipher,
    mut parameters: Der<'_>,
    content: &[u8],
    password: &str,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let salt = parameters.take(OCTET_STRING).ok_or_else(damaged)?;
    let rounds = iterations(parameters.number().ok_or_else(damaged)?)?;
    let derive =
        |purpose, length| derive(&digest::SHA1_FOR_LEGACY_USE_ONLY, purpose, &bmp(password), salt, rounds, length);
    cipher.apply(&derive(Purpose::Key, cipher.key), &derive(Purpose::Iv, cipher.iv), content)
}

impl Cipher {
    fn apply(&self, key: &[u8], iv: &[u8], content: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        if iv.len() != self.iv {
            return Err(damaged());
        }
        let mut content = Zeroizing::new(content.to_vec());
        (self.decrypt)(key, iv, &mut content).ok_or_else(wrong_password)?;
        Ok(content)
    }
}

fn unchain<C: BlockCipherDecrypt + KeyInit>(key: &[u8], iv: &[u8], content: &mut Vec<u8>) -> Option<()> {
    let cipher = C::new_from_slice(key).ok()?;
    let mode = cbc::Decryptor::<C>::inner_iv_slice_init(cipher, iv).ok()?;
    let length = mode.decrypt_padded::<Pkcs7>(content).ok()?.len();
    content.truncate(length);
    Some(())
}

fn find<'a>(ciphers: &'a [Cipher], oid: &[u8]) -> Result<&'a Cipher, Error> {
    ciphers.iter().find(|cipher| cipher.oid == oid).ok_or_else(unsupported)
}

fn unsupported() -> Error {
    Error::configuration("the key or the certificates are encrypted in a way that is not supported")
}
