//! The signed grant (RFC 7523).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use ring::rand::{SecureRandom as _, SystemRandom};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::error::Error;
use crate::grant::Grant;
use crate::key::SigningKey;

/// Seconds that a grant is valid. Maskinporten takes up to 120, and refuses one that it gets more than ten seconds
/// after it was issued, so that there is nothing to gain by more.
const LIFETIME: i64 = 60;

/// A grant, signed. Every one has an id of its own, since Maskinporten takes none twice.
pub(crate) fn sign(
    key: &SigningKey,
    random: &SystemRandom,
    client_id: &str,
    issuer: &str,
    grant: &Grant,
    now: Timestamp,
) -> Result<Zeroizing<String>, Error> {
    let mut claims = Map::new();
    claims.insert("aud".into(), issuer.into());
    claims.insert("iss".into(), client_id.into());
    claims.insert("iat".into(), now.as_second().into());
    claims.insert("exp".into(), (now.as_second() + LIFETIME).into());
    claims.insert("jti".into(), new_id(random)?.into());
    grant.write(&mut claims);

    let mut assertion = Zeroizing::new(String::with_capacity(4096));
    URL_SAFE_NO_PAD.encode_string(key.header().to_string(), &mut assertion);
    assertion.push('.');
    URL_SAFE_NO_PAD.encode_string(Value::Object(claims).to_string(), &mut assertion);
    let signature = key.sign(assertion.as_bytes(), random)?;
    assertion.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut assertion);
    Ok(assertion)
}

/// 128 random bits.
fn new_id(random: &SystemRandom) -> Result<String, Error> {
    let mut bytes = [0_u8; 16];
    random.fill(&mut bytes).map_err(|_| Error::other("the operating system gives no random numbers"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
