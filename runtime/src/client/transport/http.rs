//! The transport over reqwest: the only file that knows it, apart from [`Client::with_http`](super::super::Client::with_http).

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use url::Url;

use super::{Answer, Body, BoxFuture, Call, Tls, Transport, TransportError};
use crate::client::client::ConfigurationError;
use crate::client::environment::is_loopback;

/// Time to connect, TLS included.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a connection is kept that nobody uses. Gateways close theirs after a minute or so, and a call on one that is
/// being closed fails. Less than the usual time for a call: so its timer is never the first one that the runtime waits for,
/// and setting it does not wake the runtime.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

const USER_AGENT: &str = concat!("skatteetaten-rs/", env!("CARGO_PKG_VERSION"));

/// The transport over reqwest. `Debug` shows nothing of it: headers that it sends with each call may be secret.
#[derive(Clone)]
pub struct Http(reqwest::Client);

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Http(..)")
    }
}

impl Http {
    /// A transport over a reqwest client of the caller's own; [`http_builder`] starts from the settings of this crate.
    #[must_use]
    pub fn new(client: reqwest::Client) -> Self {
        Self(client)
    }

    /// The transport that calls are made with unless the caller gives one.
    pub(crate) fn of(
        api: &str,
        base: &Url,
        tls: Option<&Tls>,
        connect_timeout: Duration,
    ) -> Result<Self, Cow<'static, str>> {
        let config = match tls {
            Some(tls) => tls.config()?,
            None if base.scheme() == "https" => Tls::new().config()?,
            // A machine without roots can still call a plain server.
            None => Tls::new().without_system_roots().config()?,
        };
        let mut builder = builder(config).user_agent(format!("{USER_AGENT} {api}")).connect_timeout(connect_timeout);
        if is_loopback(base) {
            // A proxy cannot reach this machine's loopback.
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|error| format!("no HTTP client: {}", error.without_url()))?;
        Ok(Self(client))
    }
}

impl Transport for Http {
    fn send(&self, call: Call) -> BoxFuture<'_, Result<Answer, TransportError>> {
        let mut request = reqwest::Request::new(call.method, call.url);
        *request.headers_mut() = call.headers;
        *request.body_mut() = call.body.map(reqwest::Body::from);
        let sent = self.0.execute(request);
        Box::pin(async move {
            let mut response = sent.await?;
            Ok(Answer::new(response.status(), std::mem::take(response.headers_mut()), Received(response)))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

struct Received(reqwest::Response);

impl Body for Received {
    fn announced(&self) -> Option<u64> {
        self.0.content_length()
    }

    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async { Ok(self.0.chunk().await?) })
    }
}

impl From<reqwest::Error> for TransportError {
    fn from(error: reqwest::Error) -> Self {
        Self {
            connect: error.is_connect(),
            timeout: error.is_timeout(),
            // The URL holds parameters.
            source: Box::new(error.without_url()),
        }
    }
}

/// A builder of HTTP clients as this crate makes them, to be changed and given to
/// [`Client::with_http`](super::super::Client::with_http): rustls with the roots of the operating system, redirects off
/// (a token must not follow them), 10 s to connect, proxies as the environment says. Timeouts of calls are the client's.
///
/// Roots and client certificates cannot be added to it: [`Tls::http_builder`] makes one that has them. Without a crypto
/// provider of the process reqwest's own builder panics: this crate turns no feature on that picks one.
///
/// Leave `connection_verbose` off: it logs all that is sent, tokens and personal data included.
///
/// # Errors
///
/// If the operating system has no roots. A machine without any can still call a server of its own without TLS:
/// `Tls::new().without_system_roots().http_builder()` gives a client that trusts nobody.
///
/// ```no_run
/// use skatteetaten::client::{Client, Environment, StaticToken, http_builder};
/// # static API: skatteetaten::client::Api = skatteetaten::client::Api::new("avregning-v2");
///
/// let http = http_builder()?.https_only(true).build()?;
/// let client = Client::new(&API, Environment::Test, StaticToken::new("…")).with_http(http);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn http_builder() -> Result<reqwest::ClientBuilder, ConfigurationError> {
    Tls::new().http_builder()
}

impl Tls {
    /// As [`http_builder`], with these settings of TLS.
    ///
    /// # Errors
    ///
    /// If the operating system has no roots, or the certificate cannot be used.
    pub fn http_builder(&self) -> Result<reqwest::ClientBuilder, ConfigurationError> {
        self.config().map(builder).map_err(ConfigurationError)
    }
}

fn builder(tls: rustls::ClientConfig) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .tls_backend_preconfigured(tls)
}
