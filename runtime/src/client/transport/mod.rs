//! How calls reach a server. The client decides what is sent, how often and for how long; a transport sends it.
//!
//! With the feature `client` calls go over reqwest ([`Http`]). Another stack implements [`Transport`]: one function that
//! sends a [`Call`] and one that waits. [`TestTransport`] answers from a closure, without a network.

#[cfg(feature = "client")]
mod http;
mod test;
#[cfg(feature = "client")]
mod tls;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ::http::{HeaderMap, Method, StatusCode};
use bytes::Bytes;
use url::Url;

use super::token::BoxFuture;

#[cfg(feature = "client")]
pub(crate) use self::http::CONNECT_TIMEOUT;
#[cfg(feature = "client")]
pub use self::http::{Http, http_builder};
pub use self::test::{TestTransport, Waited};
#[cfg(feature = "client")]
pub use self::tls::Tls;

/// Sends calls.
///
/// A transport sends a call once, as it is: it follows no redirect (the token would go with it), repeats nothing and logs
/// neither URL nor headers. Timeouts are the client's, which drops the future; a transport may have one for connecting.
///
/// ```
/// use std::time::Duration;
/// use skatteetaten::client::transport::{Answer, Call, Transport, TransportError};
/// use skatteetaten::client::{Api, BoxFuture, Client, Environment, StaticToken};
///
/// struct Gateway;
///
/// impl Transport for Gateway {
///     fn send(&self, call: Call) -> BoxFuture<'_, Result<Answer, TransportError>> {
///         Box::pin(async move {
///             let (method, url) = (call.method(), call.url());
///             # let _ = (method, url);
///             // hand it to the stack of your own …
///             Err(TransportError::new("the gateway is not there").connect())
///         })
///     }
///
///     fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
///         Box::pin(tokio::time::sleep(duration)) // or the timer of another runtime
///     }
/// }
///
/// static API: Api = Api::new("avregning-v2").test("https://avregning.api.skatteetaten-test.no/v2");
/// let client = Client::new(&API, Environment::Test, StaticToken::new("…")).transport(Gateway);
/// assert!(client.check().is_ok());
/// ```
pub trait Transport: Send + Sync {
    /// Sends the call and gives the head of the answer, its body still to be read.
    fn send(&self, call: Call) -> BoxFuture<'_, Result<Answer, TransportError>>;

    /// Waits, between attempts and for timeouts.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// The timer of a timeout: done once the work that runs against it has taken too long. As [`sleep`](Self::sleep),
    /// unless a transport does not really wait.
    fn timer(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.sleep(duration)
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, call: Call) -> BoxFuture<'_, Result<Answer, TransportError>> {
        (**self).send(call)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        (**self).sleep(duration)
    }

    fn timer(&self, duration: Duration) -> BoxFuture<'static, ()> {
        (**self).timer(duration)
    }
}

/// A call to send. It holds a token and, in the URL, personal data: `Debug` shows the method alone.
#[derive(Clone)]
pub struct Call {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
}

impl Call {
    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The URL, filled. Keep it out of logs and errors.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// All headers to send, but `Host`, `Content-Length` and `User-Agent`.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.body.as_ref()
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("method", &self.method).finish_non_exhaustive()
    }
}

/// The head of an answer, and its body to read. `Debug` shows the status alone.
pub struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Box<dyn Body>,
}

impl Answer {
    /// An answer whose body comes in parts.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Body + 'static) -> Self {
        Self { status, headers, body: Box::new(body) }
    }

    /// An answer whose body is there.
    pub fn full(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self::new(status, headers, Full(Some(body.into())))
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("status", &self.status).finish_non_exhaustive()
    }
}

/// The body of an answer, read in parts, so that one that is too large is never held.
pub trait Body: Send {
    /// How many bytes it has, as announced by the server.
    fn announced(&self) -> Option<u64> {
        None
    }

    /// The next part; `None` at the end.
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>>;
}

struct Full(Option<Bytes>);

impl Body for Full {
    fn announced(&self) -> Option<u64> {
        self.0.as_ref().map(|bytes| bytes.len() as u64)
    }

    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(std::future::ready(Ok(self.0.take())))
    }
}

/// How an exchange broke. The text reaches logs: a transport keeps URL and token out of it.
#[derive(Debug)]
pub struct TransportError {
    pub(crate) connect: bool,
    pub(crate) timeout: bool,
    pub(crate) source: Box<dyn StdError + Send + Sync>,
}

impl TransportError {
    /// An exchange that broke after the call may have been sent.
    pub fn new(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { connect: false, timeout: false, source: source.into() }
    }

    /// No connection was made: the server has seen nothing, and the call may be sent again.
    #[must_use]
    pub fn connect(mut self) -> Self {
        self.connect = true;
        self
    }

    /// It took too long.
    #[must_use]
    pub fn timeout(mut self) -> Self {
        self.timeout = true;
        self
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.source()
    }
}
