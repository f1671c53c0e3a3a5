//! Certificates, as far as their order is concerned. Whether one is trusted is for Maskinporten to say.

use super::der::{BIT_STRING, CONTEXT_0, Der, INTEGER, SEQUENCE};
use crate::error::Error;

/// What of a certificate (RFC 5280) tells which belongs to which.
struct Names<'a> {
    issuer: &'a [u8],
    subject: &'a [u8],
    /// The content of the public key's bit string: for RSA its PKCS#1 form.
    public_key: &'a [u8],
}

fn names(certificate: &[u8]) -> Option<Names<'_>> {
    let mut fields = Der::new(certificate).enter(SEQUENCE)?.enter(SEQUENCE)?;
    fields.take(CONTEXT_0); // version
    fields.take(INTEGER)?; // serial number
    fields.take(SEQUENCE)?; // signature algorithm
    let issuer = fields.any()?.whole;
    fields.take(SEQUENCE)?; // validity
    let subject = fields.any()?.whole;
    let mut key = fields.enter(SEQUENCE)?;
    key.take(SEQUENCE)?; // algorithm
    // The first byte tells unused bits, of which a key has none.
    let public_key = key.take(BIT_STRING)?.strip_prefix(&[0])?;
    Some(Names { issuer, subject, public_key })
}

/// The chain of the key with this public key: its own certificate, then each issuer as far as it is there. Certificates
/// that do not belong to it are left out.
pub(super) fn chain(certificates: &[Vec<u8>], public_key: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
    let named = certificates
        .iter()
        .map(|certificate| names(certificate).map(|names| (certificate, names)))
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| Error::configuration("a certificate is not well-formed"))?;
    let Some(own) = named.iter().position(|(_, names)| names.public_key == public_key) else {
        return Err(Error::configuration("none of the certificates is that of the key"));
    };
    let mut order = vec![own];
    let mut last = own;
    while let Some(issuer) =
        (0..named.len()).find(|i| !order.contains(i) && named[*i].1.subject == named[last].1.issuer)
    {
        order.push(issuer);
        last = issuer;
    }
    Ok(order.into_iter().map(|i| named[i].0.clone()).collect())
}
