//! The async client that generated crates build on.
//!
//! Generated code holds an [`Api`] and an [`Operation`] for each endpoint as `static` tables and wraps [`Client`] and
//! [`Request`]. Callers meet [`Environment`], a [`TokenSource`], [`Response`] and [`Error`].
//!
//! | for | there is |
//! |---|---|
//! | limits, retries, timeouts | the methods of [`Client`], and [`Retries`] |
//! | event lists | [`events::EventStream`]; generated clients have a method `hendelser` |
//! | many look-ups | [`Lookups`] |
//! | roots, a client certificate | [`transport`]`::Tls` |
//! | another HTTP stack, tests without a network | [`transport::Transport`], [`transport::TestTransport`] |
//! | logs and metrics | spans of `tracing`, and [`Observer`] |
//!
//! # Blocking callers
//!
//! A program without `async` makes a runtime once, and gives it one call at a time, or many by [`Lookups`]. The runtime is
//! kept for as long as calls are made, for connections belong to it.
//!
//! ```
//! use skatteetaten::client::transport::TestTransport;
//! use skatteetaten::client::{Api, Client, Environment, Error, Kode, Method, Operation, Request, StaticToken};
//!
//! static API: Api = Api::new("avregning-v2");
//! static PING: Operation = Operation::new(Method::Get, "ping", "/ping");
//!
//! struct Blocking {
//!     runtime: tokio::runtime::Runtime,
//!     client: Client, // or a generated one
//! }
//!
//! impl Blocking {
//!     fn new(client: Client) -> std::io::Result<Self> {
//!         let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
//!         Ok(Self { runtime, client })
//!     }
//!
//!     fn ping(&self) -> Result<(), Error> {
//!         let call = Request::new(&self.client, &PING).send_empty::<Kode>();
//!         self.runtime.block_on(call).map(|answer| answer.into_body())
//!     }
//! }
//!
//! let client = Client::new(&API, Environment::custom("https://avregning.example"), StaticToken::new("token"));
//! # let client = client.transport(TestTransport::new(|_| Ok(TestTransport::json(200, ""))));
//! Blocking::new(client)?.ping()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A program on another async runtime, or with a blocking HTTP stack on threads of its own, implements
//! [`transport::Transport`] and turns on the feature `requests` in place of `client`.

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
mod failure;
mod feil;
mod kind;
mod lookups;
mod observe;
mod prepare;
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
pub use self::error::Error;
pub use self::kind::{ErrorKind, Kode};
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

/// Header of the correlation id.
static KORRELASJONSID: HeaderName = HeaderName::from_static("korrelasjonsid");
/// Header of the consent token of Altinn 2.
const ALTINN_SAMTYKKE: &str = "AltinnSamtykke";
