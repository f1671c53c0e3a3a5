//! The client.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use url::Url;

use super::api::Api;
use super::environment::{self, Environment};
use super::observe::Observer;
use super::retry::Retries;
use super::token::TokenSource;
use super::transport::Transport;
#[cfg(feature = "client")]
use super::transport::{Http, Tls};

/// Bytes of an answer's body at most, unless the caller says otherwise.
const MAX_RESPONSE_BYTES: usize = 64 * 1024 * 1024;
/// Calls at a time: what Skatteetaten allows for each API and consumer.
const MAX_CONCURRENT_CALLS: usize = 5;
/// Time of one attempt.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A client of one API in one environment. Clones are cheap and share their connections and the places of their calls.
///
/// What it does of itself:
///
/// - At most 5 calls are under way at a time, as Skatteetaten asks of each consumer of an API; others wait their turn, first
///   come, first served. The limit is one of the client and its clones: make one client for an API and clone it.
/// - A `GET` that fails for a moment is made again ([`Retries`]), and any call once after a 401, if the token source then
///   gives another token.
/// - An attempt takes 10 s to connect and 60 s in all ([`timeout`](Self::timeout)); a call with all its attempts and
///   the waits between them takes twice that ([`deadline`](Self::deadline)).
/// - Redirects are not followed, and an answer larger than 64 MiB is refused.
///
/// ```
/// use std::time::Duration;
/// use skatteetaten::client::{Api, Client, Environment, Retries, StaticToken};
///
/// static API: Api = Api::new("avregning-v2").test("https://avregning.api.skatteetaten-test.no/v2");
///
/// let client = Client::new(&API, Environment::Test, StaticToken::new("…"))
///     .timeout(Duration::from_secs(20))
///     .max_concurrent_calls(3)
///     .retries(Retries::none());
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
    transport: Option<Arc<dyn Transport>>,
    observer: Option<Arc<dyn Observer>>,
    places: Arc<Semaphore>,
    retries: Retries,
    #[cfg(feature = "client")]
    tls: Option<Tls>,
    #[cfg(feature = "client")]
    connect_timeout: Duration,
    first_byte_timeout: Option<Duration>,
    timeout: Duration,
    deadline: Option<Duration>,
    max_response_bytes: usize,
    /// Made at the first call, so that `new` cannot fail and a transport of the caller's own costs no second one.
    ready: OnceLock<Ready>,
}

/// What calls are made with.
#[derive(Clone)]
pub(crate) struct Ready {
    pub(crate) base: Url,
    pub(crate) transport: Arc<dyn Transport>,
}

impl Client {
    /// A client with rustls and the operating system's roots.
    ///
    /// Nothing is checked yet: a missing or refused base URL is the error of [`check`](Self::check) and of every call.
    pub fn new(api: &'static Api, environment: Environment, tokens: impl TokenSource + 'static) -> Self {
        Self {
            shared: Arc::new(Shared {
                api,
                environment,
                allow_plain_http: false,
                tokens: Arc::new(tokens),
                transport: None,
                observer: None,
                places: Arc::new(Semaphore::new(MAX_CONCURRENT_CALLS)),
                retries: Retries::default(),
                #[cfg(feature = "client")]
                tls: None,
                #[cfg(feature = "client")]
                connect_timeout: super::transport::CONNECT_TIMEOUT,
                first_byte_timeout: None,
                timeout: TIMEOUT,
                deadline: None,
                max_response_bytes: MAX_RESPONSE_BYTES,
                ready: OnceLock::new(),
            }),
        }
    }

    /// Makes calls with this HTTP client: for proxies, for a pool that several APIs share.
    ///
    /// Its settings hold, also for connecting and `User-Agent`; the timeouts of calls are still those of this client.
    /// [`http_builder`](super::http_builder) starts from the settings of this crate; in a client made otherwise, turn
    /// redirects off.
    #[cfg(feature = "client")]
    #[must_use]
    pub fn with_http(self, http: reqwest::Client) -> Self {
        self.transport(Http::new(http))
    }

    /// Makes calls over this transport: another HTTP stack, or a test.
    #[must_use]
    pub fn transport(self, transport: impl Transport + 'static) -> Self {
        self.rebuild(|shared| shared.transport = Some(Arc::new(transport)))
    }

    /// Sets roots and client certificate. Of no effect beside a transport of the caller's own.
    #[cfg(feature = "client")]
    #[must_use]
    pub fn tls(self, tls: Tls) -> Self {
        self.rebuild(|shared| shared.tls = Some(tls))
    }

    /// Sets the time to connect, TLS included. 10 s at first. Of no effect beside a transport of the caller's own.
    #[cfg(feature = "client")]
    #[must_use]
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        self.rebuild(|shared| shared.connect_timeout = timeout)
    }

    /// Sets the time from sending to the first byte of the answer. At first there is none beside [`timeout`](Self::timeout).
    #[must_use]
    pub fn first_byte_timeout(self, timeout: Duration) -> Self {
        self.change(|shared| shared.first_byte_timeout = Some(timeout))
    }

    /// Sets the time of an attempt, from connecting to the last byte; the time to get a token is not part of it. 60 s at
    /// first.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        self.change(|shared| shared.timeout = timeout)
    }

    /// Sets the time of a call from the moment it has its place: tokens, all attempts, and the waits between them. Twice
    /// the timeout at first.
    #[must_use]
    pub fn deadline(self, deadline: Duration) -> Self {
        self.change(|shared| shared.deadline = Some(deadline))
    }

    /// Sets how often a call is repeated that failed for a moment.
    #[must_use]
    pub fn retries(self, retries: Retries) -> Self {
        self.change(|shared| shared.retries = retries)
    }

    /// Sets how many calls are under way at a time, one at least; 5 at first. Others wait, first come, first served.
    ///
    /// The client that is returned and its clones share the new limit; clones made before keep theirs.
    #[must_use]
    pub fn max_concurrent_calls(self, calls: usize) -> Self {
        let places = Semaphore::new(calls.clamp(1, Semaphore::MAX_PERMITS));
        self.change(|shared| shared.places = Arc::new(places))
    }

    /// Sets how many bytes an answer's body may have. 64 MiB at first.
    #[must_use]
    pub fn max_response_bytes(self, bytes: usize) -> Self {
        self.change(|shared| shared.max_response_bytes = bytes)
    }

    /// Tells this observer of every attempt and every call.
    #[must_use]
    pub fn observer(self, observer: impl Observer + 'static) -> Self {
        self.change(|shared| shared.observer = Some(Arc::new(observer)))
    }

    /// Allows a custom base URL with `http` on other hosts than loopback. Tokens and answers then travel in clear text.
    #[must_use]
    pub fn allow_plain_http(self, allow: bool) -> Self {
        self.rebuild(|shared| shared.allow_plain_http = allow)
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

    pub(crate) fn observing(&self) -> Option<&dyn Observer> {
        self.shared.observer.as_deref()
    }

    pub(crate) fn retry_policy(&self) -> &Retries {
        &self.shared.retries
    }

    pub(crate) fn times(&self) -> Times {
        let Shared { first_byte_timeout: first_byte, timeout, deadline, .. } = *self.shared;
        Times { first_byte, timeout, deadline }
    }

    pub(crate) fn limit(&self) -> usize {
        self.shared.max_response_bytes
    }

    /// A place among the concurrent calls, held until it is dropped.
    pub(crate) async fn place(&self) -> Option<OwnedSemaphorePermit> {
        // Nobody closes the semaphore; if it were closed, a call without a place is better than none.
        Arc::clone(&self.shared.places).acquire_owned().await.ok()
    }

    /// What calls are made with, made now if this is the first.
    pub(crate) fn ready(&self) -> Result<&Ready, Cow<'static, str>> {
        let shared = &*self.shared;
        if let Some(ready) = shared.ready.get() {
            return Ok(ready);
        }
        let base = environment::base_url(shared.api, &shared.environment, shared.allow_plain_http)?;
        let transport = match &shared.transport {
            Some(transport) => Arc::clone(transport),
            None => shared.default_transport(&base)?,
        };
        Ok(shared.ready.get_or_init(|| Ready { base, transport }))
    }

    /// Changes what calls are made with.
    fn rebuild(self, change: impl FnOnce(&mut Shared)) -> Self {
        self.change(|shared| {
            change(shared);
            shared.ready = OnceLock::new();
        })
    }

    fn change(mut self, change: impl FnOnce(&mut Shared)) -> Self {
        change(Arc::make_mut(&mut self.shared));
        self
    }
}

impl Shared {
    #[cfg(feature = "client")]
    fn default_transport(&self, base: &Url) -> Result<Arc<dyn Transport>, Cow<'static, str>> {
        Ok(Arc::new(Http::of(self.api.name, base, self.tls.as_ref(), self.connect_timeout)?))
    }

    #[cfg(not(feature = "client"))]
    fn default_transport(&self, _: &Url) -> Result<Arc<dyn Transport>, Cow<'static, str>> {
        Err("no transport: give one by Client::transport, or turn the feature `client` on".into())
    }
}

/// How long calls may take.
#[derive(Clone, Copy)]
pub(crate) struct Times {
    pub(crate) first_byte: Option<Duration>,
    pub(crate) timeout: Duration,
    deadline: Option<Duration>,
}

impl Times {
    /// The time of an attempt in place of the client's.
    pub(crate) fn with_timeout(mut self, timeout: Option<Duration>) -> Self {
        self.timeout = timeout.unwrap_or(self.timeout);
        self
    }

    /// An attempt within what is left of the deadline.
    pub(crate) fn within(mut self, left: Option<Duration>) -> Self {
        self.timeout = left.map_or(self.timeout, |left| left.min(self.timeout));
        self
    }

    pub(crate) fn deadline(&self) -> Duration {
        self.deadline.unwrap_or(self.timeout.saturating_mul(2))
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
