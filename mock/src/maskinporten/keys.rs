//! Public keys of clients.

use std::fmt;

use base64::Engine as _;
use base64::alphabet::STANDARD as ALPHABET;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, URL_SAFE_NO_PAD};
use ring::signature::{RsaParameters, RsaPublicKeyComponents};
use serde::Deserialize;

use super::der;

/// An RSA key.
#[derive(Clone)]
pub(super) struct PublicKey {
    pub(super) kid: Option<String>,
    n: Vec<u8>,
    e: Vec<u8>,
}

impl PublicKey {
    pub(super) fn verify(&self, parameters: &'static RsaParameters, message: &[u8], signature: &[u8]) -> bool {
        RsaPublicKeyComponents { n: &self.n, e: &self.e }.verify(parameters, message, signature).is_ok()
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicKey").field("kid", &self.kid).field("bits", &(self.n.len() * 8)).finish()
    }
}

/// Why a key cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyError(String);

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for KeyError {}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum JwkOrSet {
    Set { keys: Vec<Jwk> },
    One(Jwk),
}

/// The keys of a JSON Web Key or a set of them.
pub(super) fn from_jwk(text: &str) -> Result<Vec<PublicKey>, KeyError> {
    let parsed =
        serde_json::from_str(text).map_err(|_| KeyError("it is no JSON Web Key and no set of them".to_owned()))?;
    let keys = match parsed {
        JwkOrSet::Set { keys } => keys,
        JwkOrSet::One(key) => vec![key],
    };
    let number = |text: Option<String>| URL_SAFE_NO_PAD.decode(text?).ok();
    let key = |jwk: Jwk| {
        let fault = || KeyError("a JSON Web Key is not an RSA key with n and e".to_owned());
        let (n, e) = number(jwk.n).zip(number(jwk.e)).filter(|_| jwk.kty == "RSA").ok_or_else(fault)?;
        Ok(PublicKey { kid: jwk.kid, n, e })
    };
    keys.into_iter().map(key).collect()
}

/// The key of a PEM document.
pub(super) fn from_pem(text: &str) -> Result<PublicKey, KeyError> {
    let begin = text.split_once("-----BEGIN ").map(|(_, rest)| rest);
    let parts = begin.and_then(|rest| rest.split_once("-----")).and_then(|(label, rest)| {
        let (body, _) = rest.split_once("-----END ")?;
        Some((label, body.split_ascii_whitespace().collect::<String>()))
    });
    let (label, body) = parts.ok_or_else(|| KeyError("it is not PEM".to_owned()))?;
    let base64 = GeneralPurpose::new(&ALPHABET, GeneralPurposeConfig::new());
    let bytes = base64.decode(body).map_err(|_| KeyError("the PEM is not base 64".to_owned()))?;
    let key = match label {
        "RSA PUBLIC KEY" => der::rsa(&bytes),
        "PUBLIC KEY" => der::public_key(&bytes),
        "CERTIFICATE" => der::certificate(&bytes),
        other => return Err(KeyError(format!("`{other}` is not a public key or a certificate"))),
    };
    let (n, e) = key.ok_or_else(|| KeyError(format!("the {label} holds no RSA key")))?;
    Ok(PublicKey { kid: None, n: n.to_vec(), e: e.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_key_is_told() {
        for (jwk, why) in [
            ("", "no JSON Web Key"),
            ("{}", "no JSON Web Key"),
            (r#"{"kty": "EC", "n": "AQ", "e": "AQ"}"#, "not an RSA key"),
            (r#"{"kty": "RSA", "n": "AQ"}"#, "not an RSA key"),
            (r#"{"kty": "RSA", "n": "!", "e": "AQ"}"#, "not an RSA key"),
        ] {
            assert!(from_jwk(jwk).unwrap_err().to_string().contains(why), "{jwk}");
        }
        let set = from_jwk(
            r#"{"keys": [{"kty": "RSA", "n": "AQ", "e": "AQ"}, {"kty": "RSA", "kid": "k", "n": "AQ", "e": "AQ"}]}"#,
        );
        assert_eq!(set.unwrap()[1].kid.as_deref(), Some("k"));
        for (pem, why) in [
            ("", "not PEM"),
            ("-----BEGIN PUBLIC KEY-----\n!\n-----END PUBLIC KEY-----", "not base 64"),
            ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "no RSA key"),
            ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "not a public key"),
        ] {
            assert!(from_pem(pem).unwrap_err().to_string().contains(why), "{pem}");
        }
    }
}
