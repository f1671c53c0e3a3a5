//! Access tokens from [Maskinporten](https://docs.digdir.no/docs/Maskinporten/) for the clients of Skatteetaten's APIs.
//!
//! [`Maskinporten`] is a [`TokenSource`](skatteetaten::client::TokenSource): a generated client asks it before every
//! call, with the scopes of its API. It signs a [`Grant`] by a [`SigningKey`], sends it once, and keeps the token until
//! shortly before it expires.
//!
//! ```no_run
//! use skatteetaten_maskinporten::{Grant, Issuer, Maskinporten, SigningKey};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let key = SigningKey::from_pem(std::fs::read("key.pem")?)?.key_id("my-key");
//! let maskinporten = Maskinporten::builder(Issuer::Test, "my-client-id", key).build()?;
//! let token = maskinporten.token_for(&Grant::new(["skatteetaten:inntekt"])).await?;
//! println!("good for {} s", token.expires_in().as_secs());
//! # Ok(())
//! # }
//! ```
//!
//! Setting up, delegation, system users, consent, sources of one's own: `docs/authentication.md` of the project.
//!
//! # What holds everywhere
//!
//! - One request for each token, without a second try: who calls decides what is tried again. [`ErrorKind`] tells.
//! - Tasks that ask for the same token at the same time wait for the same request. Whoever of them goes away, the
//!   others get their answer.
//! - No key, grant or token is in any `Debug`, `Display` or log. Numbers of persons are masked.
//! - `http` is for loopback alone, redirects are not followed, an answer has 64 KiB at most.
//! - It runs in tokio, as the client does.
//!
//! # Features
//!
//! | feature | |
//! |---|---|
//! | `pkcs12` (default) | `SigningKey::from_pkcs12` and `from_encrypted_pem` |

mod algorithm;
mod assertion;
mod cache;
mod details;
mod error;
mod exchange;
mod grant;
mod issuer;
mod key;
mod maskinporten;
mod redact;
mod token;

pub use crate::algorithm::Algorithm;
pub use crate::details::{AuthorizationDetail, Consent, OtherDetail, Party, SystemUser};
pub use crate::error::{Error, ErrorKind};
pub use crate::grant::Grant;
pub use crate::issuer::Issuer;
pub use crate::key::SigningKey;
pub use crate::maskinporten::{Builder, Maskinporten};
pub use crate::token::Token;
