//! The key that grants are signed with, and how Maskinporten knows it.

mod certificate;
mod der;
mod jwk;
mod pem;
#[cfg(feature = "pkcs12")]
mod pkcs12;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::KeyPair as _;
use serde_json::{Map, Value};

use crate::algorithm::Algorithm;
use crate::error::Error;

/// An RSA key of 2048 to 4096 bits, and how Maskinporten knows it: by the id of a registered key, or by a business
/// certificate (*virksomhetssertifikat*).
///
/// `Debug` shows the algorithm alone. What this crate decodes and decrypts on the way to the key is overwritten in
/// memory afterwards; the key itself is held by [ring](https://docs.rs/ring), which does not overwrite it.
///
/// ```no_run
/// use skatteetaten_maskinporten::SigningKey;
///
/// // A key that is registered on the client in Digdir's self-service.
/// let key = SigningKey::from_pem(std::fs::read("key.pem")?)?.key_id("my-key");
/// // A business certificate.
/// let key = SigningKey::from_pkcs12(std::fs::read("virksomhet.p12")?, &std::env::var("P12_PASSWORD")?)?;
/// # let _ = key;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct SigningKey {
    pair: KeyPair,
    algorithm: Algorithm,
    known_by: Option<KnownBy>,
}

/// How Maskinporten finds the key that a grant is verified with.
enum KnownBy {
    KeyId(String),
    /// In order: the key's own, then each issuer.
    Certificates(Vec<Vec<u8>>),
}

impl SigningKey {
    /// A key from PEM: PKCS#8 (`PRIVATE KEY`) or PKCS#1 (`RSA PRIVATE KEY`).
    ///
    /// Certificates in the same text are taken as [`certificates`](Self::certificates) takes them.
    ///
    /// # Errors
    ///
    /// If there is no key or it is not RSA of 2048 to 4096 bits, or if it is encrypted, for which there is
    /// `from_encrypted_pem`.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, Error> {
        let pem = pem.as_ref();
        let pair = pem::key(pem)?;
        Self::with_chain(pair, &pem::certificates(pem)?)
    }

    /// A key from encrypted PEM (`ENCRYPTED PRIVATE KEY`, PKCS#8).
    ///
    /// # Errors
    ///
    /// As [`from_pem`](Self::from_pem), and if the password is wrong.
    #[cfg(feature = "pkcs12")]
    pub fn from_encrypted_pem(pem: impl AsRef<[u8]>, password: &str) -> Result<Self, Error> {
        let pem = pem.as_ref();
        let der = pkcs12::decrypt_key(&pem::encrypted_key(pem)?, password)?;
        Self::with_chain(pem::pkcs8(&der)?, &pem::certificates(pem)?)
    }

    /// A private key as a JSON Web Key: one of `kty` `RSA` with its primes. `kid`, `alg` and `x5c` are taken from it.
    ///
    /// # Errors
    ///
    /// If it is no such key, or not one of 2048 to 4096 bits.
    pub fn from_jwk(jwk: &str) -> Result<Self, Error> {
        let read = jwk::read(jwk)?;
        let mut key = Self::with_chain(read.pair, &read.certificates)?.algorithm(read.algorithm.unwrap_or_default());
        if let Some(kid) = read.kid {
            key = key.key_id(kid);
        }
        Ok(key)
    }

    /// A key and its certificates from a PKCS#12 file (`.p12`, `.pfx`), as business certificates are delivered.
    ///
    /// Maskinporten then knows the key by its certificate, unless a [`key_id`](Self::key_id) is given.
    ///
    /// # Errors
    ///
    /// If the password is wrong, the file is damaged or holds no key, or several, or is encrypted in a way that this
    /// crate does not know.
    #[cfg(feature = "pkcs12")]
    pub fn from_pkcs12(file: impl AsRef<[u8]>, password: &str) -> Result<Self, Error> {
        let contents = pkcs12::read(file.as_ref(), password)?;
        Self::with_chain(pem::pkcs8(&contents.key)?, &contents.certificates)
    }

    fn with_chain(pair: KeyPair, certificates: &[Vec<u8>]) -> Result<Self, Error> {
        let mut key = Self { pair, algorithm: Algorithm::default(), known_by: None };
        if !certificates.is_empty() {
            key.known_by = Some(KnownBy::Certificates(certificate::chain(certificates, key.public())?));
        }
        Ok(key)
    }

    /// Maskinporten knows the key by this id (`kid`), under which it is registered on the client. Replaces
    /// certificates.
    #[must_use]
    pub fn key_id(mut self, kid: impl Into<String>) -> Self {
        self.known_by = Some(KnownBy::KeyId(kid.into()));
        self
    }

    /// Maskinporten knows the key by its business certificate (`x5c`): PEM with the certificate and those of its
    /// issuers, in any order. Replaces a key id.
    ///
    /// # Errors
    ///
    /// If none of them is the certificate of this key.
    pub fn certificates(mut self, pem: impl AsRef<[u8]>) -> Result<Self, Error> {
        let certificates = pem::certificates(pem.as_ref())?;
        self.known_by = Some(KnownBy::Certificates(certificate::chain(&certificates, self.public())?));
        Ok(self)
    }

    /// Signs by this algorithm. RS256 at first, or what a JWK says.
    #[must_use]
    pub fn algorithm(mut self, algorithm: Algorithm) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// Refuses a key that Maskinporten could not find.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match &self.known_by {
            None => Err(Error::configuration("the key has neither an id nor a certificate: see SigningKey::key_id")),
            Some(KnownBy::KeyId(kid)) if kid.is_empty() => Err(Error::configuration("the key's id is empty")),
            Some(_) => Ok(()),
        }
    }

    /// The header of what this key signs.
    pub(crate) fn header(&self) -> Value {
        let mut header = Map::new();
        header.insert("alg".into(), self.algorithm.name().into());
        match &self.known_by {
            Some(KnownBy::KeyId(kid)) => {
                header.insert("kid".into(), kid.as_str().into());
            }
            Some(KnownBy::Certificates(chain)) => {
                let chain = chain.iter().map(|certificate| STANDARD.encode(certificate).into()).collect();
                header.insert("x5c".into(), Value::Array(chain));
            }
            None => {}
        }
        Value::Object(header)
    }

    pub(crate) fn sign(&self, message: &[u8], random: &SystemRandom) -> Result<Vec<u8>, Error> {
        let mut signature = vec![0; self.pair.public().modulus_len()];
        self.pair
            .sign(self.algorithm.encoding(), random, message, &mut signature)
            .map_err(|_| Error::other("the grant could not be signed"))?;
        Ok(signature)
    }

    /// The public key as PKCS#1 in DER.
    fn public(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

/// The error of a key that ring refuses; its reasons are a few fixed words.
fn rejected(reason: &ring::error::KeyRejected) -> Error {
    Error::configuration(format!("the key is refused ({reason}): RSA of 2048 to 4096 bits is needed"))
}
