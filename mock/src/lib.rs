//! A server for tests that answers as Skatteetaten's APIs do.
//!
//! It serves every API that there is a crate for, from made-up examples, on a free port of this machine: nothing else is
//! needed, no network and no files.
//!
//! ```
//! use skatteetaten_mock::MockServer;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = MockServer::start()?;
//! let (base_url, token) = (server.base_url("avregning-v2"), server.token());
//! // let client = avregning_v2::Client::new(Environment::custom(base_url), StaticToken::new(token));
//! # let _ = (base_url, token);
//! # Ok(()) }
//! ```
//!
//! What answers:
//!
//! | asked for | by |
//! |---|---|
//! | the example, in JSON or XML | nothing; `Accept` |
//! | another example | [`Rule::example`], or the header `X-Mock-Example: minimal` |
//! | an error code with its documented status | [`Rule::feil`], the header `X-Mock-Feil: AR-007`, or the code in place of an identifier in the path |
//! | a fault of the network or a proxy | [`Rule::fault`], or the header `X-Mock-Fault: cut-body` |
//! | events | [`MockServer::events`] |
//! | tokens | [`MockServer::issue_token`], or a grant to [`MockServer::token_endpoint`] |
//!
//! The token, the `Accept` header and the parameters of a call are checked as the documents say. What was asked is in
//! [`MockServer::requests`]. `/` shows all of it in a browser.

mod accept;
mod answer;
mod call;
mod catalogue;
mod connection;
mod events;
mod fault;
mod feil;
mod http;
mod maskinporten;
mod page;
mod recorded;
mod rule;
mod send;
mod server;
mod state;
mod text;
mod tokens;
mod values;

pub use catalogue::{ApiFiles, Catalogue, CatalogueError};
pub use events::Hendelse;
pub use fault::Fault;
pub use maskinporten::{KeyError, TokenClient};
pub use recorded::Recorded;
pub use rule::{Rule, UnknownName};
pub use server::{Builder, Events, MockServer};
