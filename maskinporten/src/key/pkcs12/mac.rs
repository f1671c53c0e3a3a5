//! The seal of a PKCS#12 file.

use ring::{digest, hmac};

use super::super::der::{Der, OCTET_STRING, OID, SEQUENCE};
use super::kdf::{Purpose, bmp, derive};
use super::{damaged, iterations, wrong_password};
use crate::error::Error;

/// By object identifier, without the digest of its last bytes.
const DIGESTS: [(&[u8], &digest::Algorithm, &hmac::Algorithm); 4] = [
    (b"\x2B\x0E\x03\x02\x1A", &digest::SHA1_FOR_LEGACY_USE_ONLY, &hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY),
    (b"\x60\x86\x48\x01\x65\x03\x04\x02\x01", &digest::SHA256, &hmac::HMAC_SHA256),
    (b"\x60\x86\x48\x01\x65\x03\x04\x02\x02", &digest::SHA384, &hmac::HMAC_SHA384),
    (b"\x60\x86\x48\x01\x65\x03\x04\x02\x03", &digest::SHA512, &hmac::HMAC_SHA512),
];

/// Checks `MacData` against what it seals: tells a wrong password from everything else.
pub(super) fn verify(mac: &mut Der<'_>, sealed: &[u8], password: &str) -> Result<(), Error> {
    let (algorithm, tag, salt) = (|| {
        let mut info = mac.enter(SEQUENCE)?;
        let algorithm = info.enter(SEQUENCE)?.take(OID)?;
        Some((algorithm, info.take(OCTET_STRING)?, mac.take(OCTET_STRING)?))
    })()
    .ok_or_else(damaged)?;
    let rounds = if mac.is_empty() { 1 } else { mac.number().ok_or_else(damaged)? };
    let Some((_, digest, hmac)) = DIGESTS.iter().find(|(oid, ..)| *oid == algorithm) else {
        return Err(Error::configuration("the PKCS#12 file is sealed in a way that is not supported"));
    };
    let key = derive(digest, Purpose::Mac, &bmp(password), salt, iterations(rounds)?, digest.output_len());
    hmac::verify(&hmac::Key::new(**hmac, &key), sealed, tag).map_err(|_| wrong_password())
}
