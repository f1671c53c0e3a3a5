//! What is told of calls: a span of `tracing` for each, and an observer of the caller's own.
//!
//! Nothing in here holds a filled path, a token, a body or a text of the server that may name a person.

use std::time::{Duration, Instant};

use http::StatusCode;
use tracing::Span;
use tracing::field::Empty;

use super::api::{Api, Method, Operation};
use super::client::Client;
use super::failure::Failure;
use super::kind::ErrorKind;

/// Told of every attempt and of every call, for counters and histograms. Both functions are called while the call waits:
/// they should take no time.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use skatteetaten::client::{Api, Client, Environment, Observation, Observer, StaticToken};
///
/// #[derive(Default)]
/// struct Failures(AtomicU64);
///
/// impl Observer for Failures {
///     fn call(&self, call: &Observation<'_>) {
///         if call.kind.is_some() {
///             self.0.fetch_add(1, Ordering::Relaxed);
///         }
///     }
/// }
///
/// static API: Api = Api::new("avregning-v2").test("https://avregning.api.skatteetaten-test.no/v2");
/// let client = Client::new(&API, Environment::Test, StaticToken::new("…")).observer(Failures::default());
/// # let _ = client;
/// ```
pub trait Observer: Send + Sync {
    /// An attempt has ended. A call has several if it was repeated.
    fn attempt(&self, attempt: &Observation<'_>) {
        let _ = attempt;
    }

    /// A call has ended, its answer decoded. A call that the caller dropped has no end.
    fn call(&self, call: &Observation<'_>) {
        let _ = call;
    }
}

impl<T: Observer + ?Sized> Observer for std::sync::Arc<T> {
    fn attempt(&self, attempt: &Observation<'_>) {
        (**self).attempt(attempt);
    }

    fn call(&self, call: &Observation<'_>) {
        (**self).call(call);
    }
}

/// An attempt or a call that has ended. All of it is safe to log.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Observation<'a> {
    /// Name and version of the API, such as `avregning-v2`.
    pub api: &'static str,
    /// The operation's id.
    pub operation: &'static str,
    /// The method.
    pub method: Method,
    /// The path template, never filled.
    pub path: &'static str,
    /// The answer's status.
    pub status: Option<StatusCode>,
    /// What kind of failure it was; `None` for a success.
    pub kind: Option<ErrorKind>,
    /// The error code, if it looks like one.
    pub kode: Option<&'a str>,
    /// The correlation id, if it is a UUID.
    pub korrelasjonsid: Option<&'a str>,
    /// The number of the attempt, from 1; of a call, how many were made, 0 if it failed before the first one.
    pub attempts: u32,
    /// How long it took: of a call, from `send` to the decoded answer, with all waits.
    pub duration: Duration,
    /// How much of `duration` a call waited for a place among the concurrent calls; zero for an attempt.
    pub queued: Duration,
}

/// How an attempt or a call ended.
#[derive(Clone, Copy)]
pub(crate) enum End<'a> {
    Success(StatusCode, &'a str),
    Failure(&'a Failure),
}

/// Watches one call. The span is its life.
pub(crate) struct Watch {
    client: Client,
    operation: &'static Operation,
    span: Span,
    started: Instant,
    queued: Duration,
    attempts: u32,
    attempt_started: Instant,
}

impl Watch {
    pub(crate) fn new(client: &Client, operation: &'static Operation) -> Self {
        let now = Instant::now();
        let span = tracing::info_span!(
            target: "skatteetaten::client",
            "call",
            api = client.api().name,
            operation = operation.id,
            method = operation.method.name(),
            path = operation.path,
            status = Empty,
            kode = Empty,
            korrelasjonsid = Empty,
            error = Empty,
            attempts = Empty,
            queued_ms = Empty,
            duration_ms = Empty,
        );
        Self {
            client: client.clone(),
            operation,
            span,
            started: now,
            queued: Duration::ZERO,
            attempts: 0,
            attempt_started: now,
        }
    }

    pub(crate) fn span(&self) -> Span {
        self.span.clone()
    }

    pub(crate) fn api(&self) -> &'static Api {
        self.client.api()
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// How many attempts were begun.
    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The call has got its place.
    pub(crate) fn placed(&mut self) {
        self.queued = self.started.elapsed();
    }

    pub(crate) fn attempt_begins(&mut self) {
        self.attempts += 1;
        self.attempt_started = Instant::now();
    }

    pub(crate) fn attempt_ended(&self, end: End<'_>) {
        if let Some(observer) = self.client.observing() {
            observer.attempt(&self.observation(end, self.attempt_started.elapsed(), Duration::ZERO));
        }
    }

    /// The attempt failed, and the call is made again after a wait.
    pub(crate) fn repeats(&self, failure: &Failure, wait: Duration) {
        tracing::debug!(
            target: "skatteetaten::client",
            attempt = self.attempts,
            status = failure.status.map(|status| status.as_u16()),
            kode = failure.plain_kode(),
            korrelasjonsid = failure.plain_korrelasjonsid(),
            error = failure.kind.name(),
            wait_ms = millis(wait),
            "the call is made again",
        );
    }

    pub(crate) fn ended(self, end: End<'_>) {
        if self.client.observing().is_none() && self.span.is_disabled() {
            return;
        }
        let observation = self.observation(end, self.started.elapsed(), self.queued);
        if let Some(observer) = self.client.observing() {
            observer.call(&observation);
        }
        if self.span.is_disabled() {
            return;
        }
        let span = &self.span;
        span.record("status", observation.status.map(|status| status.as_u16()));
        span.record("kode", observation.kode);
        span.record("korrelasjonsid", observation.korrelasjonsid);
        span.record("error", observation.kind.map(ErrorKind::name));
        span.record("attempts", self.attempts);
        span.record("queued_ms", millis(self.queued));
        span.record("duration_ms", millis(observation.duration));
        span.in_scope(|| match observation.kind {
            None => tracing::debug!(target: "skatteetaten::client", "the call succeeded"),
            Some(_) => tracing::debug!(target: "skatteetaten::client", "the call failed"),
        });
    }

    fn observation<'a>(&self, end: End<'a>, duration: Duration, queued: Duration) -> Observation<'a> {
        let (status, kind, kode, korrelasjonsid) = match end {
            End::Success(status, id) => {
                (Some(status), None, None, Some(id).filter(|id| super::correlation::is_uuid(id)))
            }
            End::Failure(failure) => {
                (failure.status, Some(failure.kind), failure.plain_kode(), failure.plain_korrelasjonsid())
            }
        };
        Observation {
            api: self.client.api().name,
            operation: self.operation.id,
            method: self.operation.method,
            path: self.operation.path,
            status,
            kind,
            kode,
            korrelasjonsid,
            attempts: self.attempts,
            duration,
            queued,
        }
    }
}

/// Whole milliseconds, as far as they fit.
fn millis(duration: Duration) -> u64 {
    duration.as_millis().try_into().unwrap_or(u64::MAX)
}
