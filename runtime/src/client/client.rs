//! The client.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use url::Url;

use super::api::Api;
use super::environment::{self, Environment};
use super::token::TokenSource;
use super::transport;

/// Bytes of an answer's body at most, unless the caller says otherwise.
const MAX_RESPONSE_BYTES: usize = 64 * 1024 * 1024;

/// A client of one API in one environment. Clones are cheap and share their connections.
///
/// ```
/// use std::time::Duration;
/// use skatteetaten::client::{Api, Client, Environment, StaticToken};
///
/// static API: Api = Api::new("avregning-v2").test("https://avregning.api.skatteetaten-test.no/v2");
///
/// let client = Client::new(&API, Environment::Test, StaticToken::new("…"))
///     .timeout(Duration::from_secs(20));
/// assert_eq!(client.api().name, "avregning-v2");
/// ```
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

#[derive(Clone)]
struct Shared {
    api: &'static Api,
    environment: Environment,
    allow_plain_http: bool,
    tokens: Arc<dyn TokenSource>,
    http: Option<reqwest::Client>,
    timeout: Option<Duration>,
    max_response_bytes: usize,
    /// Made at the first call, so that `new` cannot fail and a client of the caller's own costs no second one.
    ready: OnceLock<Ready>,
}

/// What calls are made with.
#[derive(Clone)]
pub(crate) struct Ready {
    pub(crate) base: Url,
    pub(crate) http: reqwest::Client,
}

impl Client {
    /// A client with rustls and the operating system's roots, redirects off, 10 s to connect and 60 s for a call.
    ///
    /// Nothing is checked yet: a missing or refused base URL is the error of [`check`](Self::check) and of every call.
    pub fn new(api: &'static Api, environment: Environment, tokens: impl TokenSource + 'static) -> Self {
        Self {
            shared: Arc::new(Shared {
                api,
                environment,
                allow_plain_http: false,
                tokens: Arc::new(tokens),
                http: None,
                timeout: None,
                max_response_bytes: MAX_RESPONSE_BYTES,
                ready: OnceLock::new(),
            }),
        }
    }

    /// Makes calls with this HTTP client: for client certificates, proxies, roots of one's own.
    ///
    /// Its settings hold, also for timeouts and `User-Agent`. [`http_builder`](super::http_builder) starts from the
    /// settings of this crate; in a client made otherwise, turn redirects off.
    #[must_use]
    pub fn with_http(self, http: reqwest::Client) -> Self {
        self.change(|shared| shared.http = Some(http))
    }

    /// Sets the time for a whole call, from connecting to the last byte; the time to get a token is not part of it.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        self.change(|shared| shared.timeout = Some(timeout))
    }

    /// Sets how many bytes an answer's body may have. 64 MiB at first.
    #[must_use]
    pub fn max_response_bytes(self, bytes: usize) -> Self {
        self.change(|shared| shared.max_response_bytes = bytes)
    }

    /// Allows a custom base URL with `http` on other hosts than loopback. Tokens and answers then travel in clear text.
    #[must_use]
    pub fn allow_plain_http(self, allow: bool) -> Self {
        self.change(|shared| shared.allow_plain_http = allow)
    }

    /// Checks the base URL and sets TLS up, without a call: for the start of a program.
    ///
    /// # Errors
    ///
    /// What is wrong, in words, without the URL.
    pub fn check(&self) -> Result<(), ConfigurationError> {
        self.ready().map(drop).map_err(ConfigurationError)
    }

    /// The API.
    #[must_use]
    pub fn api(&self) -> &'static Api {
        self.shared.api
    }

    pub(crate) fn tokens(&self) -> &dyn TokenSource {
        &*self.shared.tokens
    }

    pub(crate) fn call_timeout(&self) -> Option<Duration> {
        self.shared.timeout
    }

    pub(crate) fn limit(&self) -> usize {
        self.shared.max_response_bytes
    }

    /// What calls are made with, made now if this is the first.
    pub(crate) fn ready(&self) -> Result<&Ready, Cow<'static, str>> {
        let shared = &*self.shared;
        if let Some(ready) = shared.ready.get() {
            return Ok(ready);
        }
        let base = environment::base_url(shared.api, &shared.environment, shared.allow_plain_http)?;
        let http = match &shared.http {
            Some(http) => http.clone(),
            None => transport::default_client(shared.api.name, &base)?,
        };
        Ok(shared.ready.get_or_init(|| Ready { base, http }))
    }

    fn change(mut self, change: impl FnOnce(&mut Shared)) -> Self {
        let shared = Arc::make_mut(&mut self.shared);
        change(shared);
        shared.ready = OnceLock::new();
        self
    }
}

/// Shows the API and the environment's name.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.shared.api.name)
            .field("environment", &self.shared.environment)
            .finish_non_exhaustive()
    }
}

/// Why a client cannot make calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigurationError(pub(crate) Cow<'static, str>);

impl fmt::Display for ConfigurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigurationError {}
