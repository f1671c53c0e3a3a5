//! Keys as JSON Web Keys (RFC 7517, RFC 7518).

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rsa::{KeyPair, KeyPairComponents, PublicKeyComponents};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::rejected;
use crate::algorithm::Algorithm;
use crate::error::Error;

/// What a JWK says.
pub(super) struct Jwk {
    pub(super) pair: KeyPair,
    pub(super) kid: Option<String>,
    pub(super) algorithm: Option<Algorithm>,
    pub(super) certificates: Vec<Vec<u8>>,
}

/// Members as they stand in the text: nothing secret is copied before it is needed.
struct Members<'a>(BTreeMap<String, &'a RawValue>);

pub(super) fn read(jwk: &str) -> Result<Jwk, Error> {
    // The error of serde_json could quote the text.
    let members = Members(serde_json::from_str(jwk).map_err(|_| Error::configuration("the JWK is no JSON object"))?);
    if members.0.contains_key("keys") {
        return Err(Error::configuration("this is a set of JWKs: give the one that is to sign"));
    }
    if members.text("kty") != Some("RSA") {
        return Err(Error::configuration("the JWK's kty is not RSA, which Maskinporten takes alone"));
    }
    let algorithm = match members.text("alg") {
        None => None,
        Some(name) => Some(Algorithm::named(name).ok_or_else(|| {
            Error::configuration("the JWK's alg is not one of RS256, RS384 and RS512, which Maskinporten takes")
        })?),
    };
    let number = |name| members.number(name);
    let components = KeyPairComponents {
        public_key: PublicKeyComponents { n: number("n")?, e: number("e")? },
        d: number("d")?,
        p: number("p")?,
        q: number("q")?,
        dP: number("dp")?,
        dQ: number("dq")?,
        qInv: number("qi")?,
    };
    let pair = KeyPair::from_components(&components).map_err(|reason| rejected(&reason))?;
    Ok(Jwk { pair, kid: members.text("kid").map(str::to_owned), algorithm, certificates: members.certificates()? })
}

impl<'a> Members<'a> {
    /// A member that is a string without escapes, which no value of a JWK needs.
    fn text(&self, name: &str) -> Option<&'a str> {
        self.0.get(name).and_then(|raw| serde_json::from_str(raw.get()).ok())
    }

    fn number(&self, name: &'static str) -> Result<Zeroizing<Vec<u8>>, Error> {
        let Some(text) = self.text(name) else {
            return Err(Error::configuration(format!(
                "the JWK has no {name}: a private key with its primes is needed"
            )));
        };
        match URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')) {
            Ok(mut bytes) => {
                // ring takes no leading zeros, which some writers pad with.
                let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
                bytes.rotate_left(zeros);
                bytes.truncate(bytes.len() - zeros);
                Ok(Zeroizing::new(bytes))
            }
            Err(_) => Err(Error::configuration(format!("the JWK's {name} is not base64url"))),
        }
    }

    fn certificates(&self) -> Result<Vec<Vec<u8>>, Error> {
        let Some(raw) = self.0.get("x5c") else {
            return Ok(Vec::new());
        };
        let wrong = || Error::configuration("the JWK's x5c is not a list of certificates");
        let texts: Vec<String> = serde_json::from_str(raw.get()).map_err(|_| wrong())?;
        texts.iter().map(|text| STANDARD.decode(text).map_err(|_| wrong())).collect()
    }
}
