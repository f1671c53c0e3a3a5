//! Where access tokens come from, as the environment says.

use std::env;
use std::fs;
use std::sync::Arc;

use anyhow::{Context, Result};
use skatteetaten::client::{StaticToken, TokenSource};
use skatteetaten_maskinporten::{Issuer, Maskinporten, SigningKey};

/// For the help of the program.
pub(crate) const HELP: &str = "Access tokens come from Maskinporten:\n  \
    MASKINPORTEN_CLIENT_ID     the client's id\n  \
    MASKINPORTEN_KEY           a file with its key: PKCS#12 (.p12, .pfx), else PEM\n  \
    MASKINPORTEN_KEY_ID        the id of a registered key; not for a business certificate\n  \
    MASKINPORTEN_KEY_PASSWORD  of a PKCS#12 file\n  \
    MASKINPORTEN_ISSUER        a server of your own, with `token` below it\n\
    or from SKATTEETATEN_TOKEN, for tests.\n\n\
    Example: follow-events --rettighetspakke ssb --out returns.jsonl --poll 600";

/// The source of the tokens of this run.
pub(crate) fn source(production: bool) -> Result<Arc<dyn TokenSource>> {
    if let Ok(token) = env::var("SKATTEETATEN_TOKEN") {
        return Ok(Arc::new(StaticToken::new(token)));
    }
    let client_id = required("MASKINPORTEN_CLIENT_ID")?;
    let issuer = match env::var("MASKINPORTEN_ISSUER") {
        Ok(own) => Issuer::custom(&own, format!("{}/token", own.trim_end_matches('/'))),
        Err(_) if production => Issuer::Production,
        Err(_) => Issuer::Test,
    };
    Ok(Arc::new(Maskinporten::builder(issuer, client_id, key()?).build()?))
}

fn key() -> Result<SigningKey> {
    let path = required("MASKINPORTEN_KEY")?;
    let file = fs::read(&path).with_context(|| format!("{path} cannot be read"))?;
    let key = if path.ends_with(".p12") || path.ends_with(".pfx") {
        SigningKey::from_pkcs12(file, &env::var("MASKINPORTEN_KEY_PASSWORD").unwrap_or_default())?
    } else {
        SigningKey::from_pem(file)?
    };
    Ok(match env::var("MASKINPORTEN_KEY_ID") {
        Ok(id) => key.key_id(id),
        Err(_) => key,
    })
}

fn required(name: &str) -> Result<String> {
    env::var(name).with_context(|| format!("{name} is not set; see --help"))
}
