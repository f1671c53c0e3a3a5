//! Asks Maskinporten for a token and tells how long it is good, for which scopes. The token itself is not shown.
//!
//! ```text
//! MASKINPORTEN_CLIENT_ID=… MASKINPORTEN_SCOPES="skatteetaten:inntekt" \
//! MASKINPORTEN_KEY=key.pem MASKINPORTEN_KEY_ID=… \
//!     cargo run -p skatteetaten-maskinporten --example token
//! ```
//!
//! | variable | |
//! |---|---|
//! | `MASKINPORTEN_CLIENT_ID` | the client's id |
//! | `MASKINPORTEN_SCOPES` | scopes, with spaces between them |
//! | `MASKINPORTEN_KEY` | a file: `.p12` or `.pfx`, `.jwk` or `.json`, PEM otherwise |
//! | `MASKINPORTEN_KEY_PASSWORD` | of a PKCS#12 file |
//! | `MASKINPORTEN_KEY_ID` | the id of the registered key; not for a business certificate |
//! | `MASKINPORTEN_CONSUMER_ORG` | the customer, for a supplier |
//! | `MASKINPORTEN_SYSTEM_USER_ORG` | the customer, for a system user |
//! | `MASKINPORTEN_ISSUER` | `test` (the default), `production`, or the id of a double, with `token` below it |

use std::env;
use std::error::Error;
use std::fs;
use std::process::ExitCode;

use skatteetaten_maskinporten::{Grant, Issuer, Maskinporten, SigningKey};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let issuer = match optional("MASKINPORTEN_ISSUER").as_deref() {
        None | Some("test") => Issuer::Test,
        Some("production") => Issuer::Production,
        Some(double) => Issuer::custom(double, format!("{}/token", double.trim_end_matches('/'))),
    };
    let maskinporten = Maskinporten::builder(issuer, required("MASKINPORTEN_CLIENT_ID")?, key()?).build()?;

    let mut grant = Grant::new(required("MASKINPORTEN_SCOPES")?.split_whitespace());
    if let Some(consumer) = optional("MASKINPORTEN_CONSUMER_ORG") {
        grant = grant.consumer_org(consumer);
    }
    if let Some(customer) = optional("MASKINPORTEN_SYSTEM_USER_ORG") {
        grant = grant.system_user(customer);
    }
    let token = maskinporten.token_for(&grant).await?;

    match token.expires_at() {
        Some(time) => println!("good for {} s, until {time:.0}", token.expires_in().as_secs()),
        None => println!("good for an unknown time"),
    }
    println!("scopes: {}", token.scopes().collect::<Vec<_>>().join(" "));
    Ok(())
}

fn key() -> Result<SigningKey, Box<dyn Error>> {
    let path = required("MASKINPORTEN_KEY")?;
    let file = fs::read(&path).map_err(|error| format!("{path}: {error}"))?;
    let key = match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("p12" | "pfx") => {
            SigningKey::from_pkcs12(file, &optional("MASKINPORTEN_KEY_PASSWORD").unwrap_or_default())?
        }
        Some("jwk" | "json") => SigningKey::from_jwk(&String::from_utf8(file)?)?,
        _ => SigningKey::from_pem(file)?,
    };
    Ok(match optional("MASKINPORTEN_KEY_ID") {
        Some(kid) => key.key_id(kid),
        None => key,
    })
}

fn optional(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn required(name: &str) -> Result<String, String> {
    optional(name).ok_or_else(|| format!("{name} is not set"))
}
