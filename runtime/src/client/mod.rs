//! The async client that generated crates build on.
//!
//! Generated code holds an [`Api`] and an [`Operation`] for each endpoint as `static` tables and wraps [`Client`] and
//! [`Request`]. Callers meet [`Environment`], a [`TokenSource`], [`Response`] and [`Error`].

mod answer;
mod api;
mod attempt;
#[expect(clippy::module_inception, reason = "the file of the type of that name")]
mod client;
mod codec;
mod correlation;
mod encode;
mod environment;
mod error;
pub mod events;
mod exchange;
mod feil;
mod lookups;
mod observe;
mod request;
mod response;
mod retry;
mod time;
mod token;
pub mod transport;

pub use self::api::{Api, BaseUrls, Format, Method, Operation};
pub use self::client::{Client, ConfigurationError};
pub use self::encode::ParameterValue;
pub use self::environment::Environment;
pub use self::error::{Error, ErrorKind, Kode};
pub use self::lookups::{Counts, Lookup, Lookups};
pub use self::observe::{Observation, Observer};
pub use self::request::Request;
pub use self::response::Response;
pub use self::retry::Retries;
pub use self::token::{
    AccessToken, AsyncTokenFn, BoxFuture, StaticToken, TokenError, TokenFn, TokenRequest, TokenSource, async_token_fn,
    token_fn,
};
#[cfg(feature = "client")]
pub use self::transport::http_builder;
pub use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

/// Header of the correlation id, in lower case.
const KORRELASJONSID: &str = "korrelasjonsid";
/// Header of the consent token of Altinn 2.
const ALTINN_SAMTYKKE: &str = "AltinnSamtykke";
