//! Keys and certificates in PKCS#12 (RFC 7292), in the shapes that OpenSSL, Java and Windows write.

mod encryption;
mod kdf;
mod mac;

use zeroize::Zeroizing;

use self::encryption::decrypt;
use super::der::{CONTEXT_0, Der, OCTET_STRING, OID, SEQUENCE};
use crate::error::Error;

/// `IMPLICIT [0] OCTET STRING`.
const IMPLICIT_OCTETS: u8 = 0x80;
/// Content types of PKCS#7: 1.2.840.113549.1.7.x.
const DATA: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01";
const ENCRYPTED_DATA: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x07\x06";
/// Kinds of bags: 1.2.840.113549.1.12.10.1.x.
const BAG: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x0C\x0A\x01";
/// X.509 in a certificate bag: 1.2.840.113549.1.9.22.1.
const X509: &[u8] = b"\x2A\x86\x48\x86\xF7\x0D\x01\x09\x16\x01";
/// Rounds of key derivation at most: a file of another's making shall not stop the program. Files have 2048 to 600,000.
const MAX_ITERATIONS: u32 = 5_000_000;

/// What a file holds.
pub(super) struct Contents {
    /// PKCS#8.
    pub(super) key: Zeroizing<Vec<u8>>,
    /// In the order of the file.
    pub(super) certificates: Vec<Vec<u8>>,
}

/// All keys and certificates met so far.
#[derive(Default)]
struct Bags {
    keys: Vec<Zeroizing<Vec<u8>>>,
    certificates: Vec<Vec<u8>>,
}

/// Reads a file.
pub(super) fn read(file: &[u8], password: &str) -> Result<Contents, Error> {
    let mut bags = Bags::default();
    let mut pfx = Der::new(file).enter(SEQUENCE).ok_or_else(damaged)?;
    pfx.number().filter(|version| *version == 3).ok_or_else(damaged)?;
    let mut outer = pfx.enter(SEQUENCE).ok_or_else(damaged)?;
    if outer.take(OID) != Some(DATA) {
        return Err(Error::configuration("the PKCS#12 file is signed by a public key, which is not supported"));
    }
    let safe = octets(&mut outer)?;
    if let Some(mut mac) = pfx.enter(SEQUENCE) {
        mac::verify(&mut mac, safe, password)?;
    }

    let mut parts = Der::new(safe).enter(SEQUENCE).ok_or_else(damaged)?;
    while !parts.is_empty() {
        let mut part = parts.enter(SEQUENCE).ok_or_else(damaged)?;
        match part.take(OID).ok_or_else(damaged)? {
            DATA => bags.read(octets(&mut part)?, password)?,
            ENCRYPTED_DATA => bags.read(&decrypt_part(&mut part, password)?, password)?,
            _ => return Err(Error::configuration("a part of the PKCS#12 file is of a kind that is not supported")),
        }
    }
    match bags.keys.len() {
        1 => Ok(Contents { key: bags.keys.remove(0), certificates: bags.certificates }),
        0 => Err(Error::configuration("there is no private key in the PKCS#12 file")),
        _ => Err(Error::configuration("there are several private keys in the PKCS#12 file")),
    }
}

/// `EncryptedPrivateKeyInfo` of PKCS#8 to the PKCS#8 within.
pub(super) fn decrypt_key(encrypted: &[u8], password: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut info = Der::new(encrypted).enter(SEQUENCE).ok_or_else(damaged)?;
    let algorithm = info.enter(SEQUENCE).ok_or_else(damaged)?;
    let content = info.take(OCTET_STRING).ok_or_else(damaged)?;
    decrypt(algorithm, content, password)
}

/// The content of an `encryptedData`.
fn decrypt_part(part: &mut Der<'_>, password: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (algorithm, content) = (|| {
        let mut data = part.enter(CONTEXT_0)?.enter(SEQUENCE)?;
        data.number()?; // version
        let mut info = data.enter(SEQUENCE)?;
        info.take(OID)?; // content type: data
        Some((info.enter(SEQUENCE)?, info.take(IMPLICIT_OCTETS)?))
    })()
    .ok_or_else(damaged)?;
    decrypt(algorithm, content, password)
}

impl Bags {
    /// Reads a `SafeContents`. Bags of other kinds (lists of revoked certificates, nested contents) are passed over.
    fn read(&mut self, contents: &[u8], password: &str) -> Result<(), Error> {
        let mut bags = Der::new(contents).enter(SEQUENCE).ok_or_else(damaged)?;
        while !bags.is_empty() {
            let mut bag = bags.enter(SEQUENCE).ok_or_else(damaged)?;
            let kind = bag.take(OID).ok_or_else(damaged)?;
            let value = bag.take(CONTEXT_0).ok_or_else(damaged)?;
            match kind.strip_prefix(BAG) {
                Some([1]) => self.keys.push(Zeroizing::new(value.to_vec())),
                Some([2]) => self.keys.push(decrypt_key(value, password)?),
                Some([3]) => self.certificates.extend(certificate(value)?),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The certificate of a bag, unless it is of a kind older than X.509.
fn certificate(bag: &[u8]) -> Result<Option<Vec<u8>>, Error> {
    let mut bag = Der::new(bag).enter(SEQUENCE).ok_or_else(damaged)?;
    if bag.take(OID) != Some(X509) {
        return Ok(None);
    }
    octets(&mut bag).map(|content| Some(content.to_vec()))
}

/// `EXPLICIT [0] OCTET STRING`.
fn octets<'a>(der: &mut Der<'a>) -> Result<&'a [u8], Error> {
    der.enter(CONTEXT_0).and_then(|mut inner| inner.take(OCTET_STRING)).ok_or_else(damaged)
}

fn damaged() -> Error {
    Error::configuration("the encrypted file is damaged, or is not PKCS#12 in DER")
}

fn wrong_password() -> Error {
    Error::configuration("the password is wrong, or the encrypted file is damaged")
}

fn too_many_iterations() -> Error {
    Error::configuration(format!(
        "the encrypted file asks for no round of key derivation, or for more than {MAX_ITERATIONS}"
    ))
}

fn iterations(number: u32) -> Result<std::num::NonZeroU32, Error> {
    std::num::NonZeroU32::new(number).filter(|number| number.get() <= MAX_ITERATIONS).ok_or_else(too_many_iterations)
}
