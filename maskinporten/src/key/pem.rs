//! Keys and certificates in PEM.

use ring::rsa::KeyPair;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::{PemObject as _, SectionKind};
use zeroize::Zeroizing;

use super::rejected;
use crate::error::Error;

/// The label of an encrypted key in PKCS#8.
const ENCRYPTED_PKCS8: &str = "ENCRYPTED PRIVATE KEY";

/// The one private key of the text.
pub(super) fn key(pem: &[u8]) -> Result<KeyPair, Error> {
    // OpenSSL's own encryption, a header within PKCS#1.
    if contains(pem, b"Proc-Type: 4,ENCRYPTED") {
        return Err(Error::configuration("the key is encrypted in OpenSSL's own format: make it PKCS#8, or PKCS#12"));
    }
    let mut keys = Vec::new();
    for section in <(SectionKind, Vec<u8>)>::pem_slice_iter(pem) {
        let (kind, der) = section.map_err(|_| Error::configuration("the key is not well-formed PEM"))?;
        let der = Zeroizing::new(der);
        keys.push(match kind {
            SectionKind::PrivateKey => pkcs8(&der),
            SectionKind::RsaPrivateKey => KeyPair::from_der(&der).map_err(|reason| rejected(&reason)),
            SectionKind::EcPrivateKey => Err(Error::configuration("the key is EC: Maskinporten takes RSA alone")),
            _ => continue,
        });
    }
    match keys.len() {
        1 => keys.remove(0),
        0 if contains(pem, ENCRYPTED_PKCS8.as_bytes()) => {
            Err(Error::configuration("the key is encrypted: it is read by SigningKey::from_encrypted_pem"))
        }
        0 => Err(Error::configuration("there is no private key in the PEM")),
        _ => Err(Error::configuration("there are several private keys in the PEM")),
    }
}

/// A key in PKCS#8.
pub(super) fn pkcs8(der: &[u8]) -> Result<KeyPair, Error> {
    KeyPair::from_pkcs8(der).map_err(|reason| rejected(&reason))
}

/// All certificates of the text, in its order.
pub(super) fn certificates(pem: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
    CertificateDer::pem_slice_iter(pem)
        .map(|certificate| certificate.map(|certificate| certificate.as_ref().to_vec()))
        .collect::<Result<_, _>>()
        .map_err(|_| Error::configuration("the certificates are not well-formed PEM"))
}

/// The content of the encrypted key. The PEM reader for everything else does not know its label.
#[cfg(feature = "pkcs12")]
pub(super) fn encrypted_key(pem: &[u8]) -> Result<Vec<u8>, Error> {
    use base64::Engine as _;

    let missing = || Error::configuration("there is no encrypted private key in the PEM");
    let text = std::str::from_utf8(pem).map_err(|_| missing())?;
    let (_, after) = text.split_once(&format!("-----BEGIN {ENCRYPTED_PKCS8}-----")).ok_or_else(missing)?;
    let (body, _) = after.split_once(&format!("-----END {ENCRYPTED_PKCS8}-----")).ok_or_else(missing)?;
    let body = body.split_ascii_whitespace().collect::<String>();
    base64::engine::general_purpose::STANDARD
        .decode(body)
        .map_err(|_| Error::configuration("the encrypted key is not well-formed PEM"))
}

fn contains(text: &[u8], wanted: &[u8]) -> bool {
    text.windows(wanted.len()).any(|window| window == wanted)
}
