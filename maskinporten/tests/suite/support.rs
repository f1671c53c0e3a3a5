//! What most tests need.

use std::fs;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use skatteetaten_maskinporten::{Grant, Maskinporten, SigningKey};

use crate::double::Double;

pub(crate) const CLIENT: &str = "3f1c2b4d-0000-4000-8000-eksempelklient";
pub(crate) const PASSWORD: &str = "hemmelig";
/// Synthetic.
pub(crate) const PERSON: &str = "17912099997";
pub(crate) const CUSTOMER: &str = "310332453";

pub(crate) fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/suite/keys").join(name)
}

pub(crate) fn file(name: &str) -> Vec<u8> {
    fs::read(path(name)).unwrap()
}

pub(crate) fn text(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap()
}

/// The modulus of the key, as the JWK has it.
pub(crate) fn modulus() -> Vec<u8> {
    let jwk: Value = serde_json::from_slice(&file("private.jwk")).unwrap();
    URL_SAFE_NO_PAD.decode(jwk["n"].as_str().unwrap()).unwrap()
}

pub(crate) fn key() -> SigningKey {
    SigningKey::from_pem(file("pkcs8.pem")).unwrap().key_id("min-nokkel")
}

pub(crate) fn maskinporten(double: &Double) -> Maskinporten {
    Maskinporten::builder(double.issuer(), CLIENT, key()).build().unwrap()
}

pub(crate) fn grant() -> Grant {
    Grant::new(["skatteetaten:inntekt"])
}
