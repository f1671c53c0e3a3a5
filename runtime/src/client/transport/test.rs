//! A transport without a network, for tests.

use std::future::{pending, poll_fn, ready};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};

use super::super::StatusCode;
use super::{Answer, BoxFuture, Call, Transport, TransportError};

type Handler = dyn Fn(&Call) -> Result<Answer, TransportError> + Send + Sync;

/// A transport that answers from a closure and never waits: a test of retries takes no time. Timeouts do not pass either.
///
/// ```
/// use skatteetaten::client::transport::{Answer, TestTransport};
/// use skatteetaten::client::{Api, Client, Environment, Kode, Method, Operation, Request, StaticToken};
///
/// static API: Api = Api::new("avregning-v2");
/// static HENT: Operation = Operation::new(Method::Get, "hentAvregning", "/{inntektsaar}");
///
/// let transport = TestTransport::new(|call| {
///     assert_eq!(call.url(), "https://avregning.example/v2/2024");
///     Ok(TestTransport::json(404, r#"{"kode":"AR-007","melding":"…"}"#))
/// });
/// let client = Client::new(&API, Environment::custom("https://avregning.example/v2"), StaticToken::new("token"))
///     .transport(transport);
/// let call = Request::new(&client, &HENT).path("inntektsaar", &2024_i64).send_empty::<Kode>();
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// assert_eq!(call.await.unwrap_err().kode().unwrap(), "AR-007");
/// # });
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone)]
pub struct TestTransport {
    handler: Arc<Handler>,
    waited: Waited,
}

/// How long a [`TestTransport`] was asked to wait, in order.
#[derive(Clone, Debug, Default)]
pub struct Waited(Arc<Mutex<Vec<Duration>>>);

impl Waited {
    /// All waits so far.
    #[must_use]
    pub fn all(&self) -> Vec<Duration> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn add(&self, duration: Duration) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(duration);
    }
}

impl TestTransport {
    /// A transport that gives each call to this closure.
    pub fn new(handler: impl Fn(&Call) -> Result<Answer, TransportError> + Send + Sync + 'static) -> Self {
        Self { handler: Arc::new(handler), waited: Waited::default() }
    }

    /// An answer with a body in JSON. A number that is no status becomes 500.
    #[must_use]
    pub fn json(status: u16, body: impl Into<String>) -> Answer {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        Answer::full(status, headers, body.into())
    }

    /// The waits between attempts, while the transport itself belongs to a client.
    #[must_use]
    pub fn waited(&self) -> Waited {
        self.waited.clone()
    }
}

impl Transport for TestTransport {
    fn send(&self, call: Call) -> BoxFuture<'_, Result<Answer, TransportError>> {
        Box::pin(ready((self.handler)(&call)))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let waited = self.waited.clone();
        let mut begun = false;
        Box::pin(poll_fn(move |context| {
            if begun {
                return Poll::Ready(());
            }
            begun = true;
            waited.add(duration);
            // Others get a turn: what polls a list for ever would have the thread to itself.
            context.waker().wake_by_ref();
            Poll::Pending
        }))
    }

    fn timer(&self, _: Duration) -> BoxFuture<'static, ()> {
        // No time passes here, and so nothing is ever too late: a token may come from elsewhere, by a network.
        Box::pin(pending())
    }
}

impl std::fmt::Debug for TestTransport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TestTransport").field("waited", &self.waited).finish_non_exhaustive()
    }
}
