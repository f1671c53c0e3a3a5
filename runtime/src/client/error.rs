//! The error of a call.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::codec::{self, DecodeError, Root, Value};
use super::failure::Failure;
use super::kind::{ErrorKind, Kode};
use super::retry::retry_after;

/// Bytes of an answer's body that [`Error::body`] gives at most.
const BODY_EXCERPT: usize = 4 * 1024;

/// A failed call.
///
/// `K` is the API's own type of error codes, an open enum; [`Kode`] takes any.
///
/// `Display` and `Debug` name the operation, the status, the code and the correlation id. They never hold the URL, a
/// token, a parameter's value, the body or `melding`, so they may be logged. The accessors [`body`](Self::body) and
/// [`melding`](Self::melding) give text of the server, which may hold a person's number.
pub struct Error<K = Kode> {
    failure: Box<Failure>,
    kode: Option<K>,
}

impl<K> Error<K> {
    /// Types the failure's code.
    pub(crate) fn new(failure: Box<Failure>) -> Self
    where
        K: for<'a> From<&'a str>,
    {
        let kode = failure.kode.as_deref().map(K::from);
        Self { failure, kode }
    }

    /// What kind of failure it was.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.failure.kind
    }

    /// The answer's status; `None` where there was no answer.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.failure.status
    }

    /// The answer's headers; empty where there was no answer.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.failure.headers
    }

    /// The error code of the body. Match on this, not on [`melding`](Self::melding).
    #[must_use]
    pub fn kode(&self) -> Option<&K> {
        self.kode.as_ref()
    }

    /// The message of the body: Norwegian, differs for the same code, may hold a person's number.
    #[must_use]
    pub fn melding(&self) -> Option<&str> {
        self.failure.melding.as_deref()
    }

    /// The correlation id to give to Skatteetaten: of the error body, else of the answer's header, else the one that
    /// was sent. `None` where nothing was sent.
    #[must_use]
    pub fn korrelasjonsid(&self) -> Option<&str> {
        self.failure.korrelasjonsid.as_deref()
    }

    /// Name and version of the API, such as `avregning-v2`.
    #[must_use]
    pub fn api(&self) -> &'static str {
        self.failure.api
    }

    /// The operation's id.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.failure.operation.id
    }

    /// The answer's media type without parameters, such as `application/json`.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.failure.media_type.as_deref()
    }

    /// The parameter that could not be sent.
    #[must_use]
    pub fn parameter(&self) -> Option<&str> {
        self.failure.parameter.as_deref()
    }

    /// Where in the body decoding failed, such as `oppgave[0].inntekt[3].beloep`; empty for the body as a whole.
    #[must_use]
    pub fn path(&self) -> Option<String> {
        self.decode_error().map(DecodeError::path)
    }

    /// Why decoding failed.
    #[must_use]
    pub fn decode_error(&self) -> Option<&DecodeError> {
        self.failure.decode.as_ref()
    }

    /// The first 4 KiB at most of the answer's body; `None` where none was read.
    ///
    /// It may hold what the call asked for or about: keep it out of logs.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        let body = self.failure.body.as_slice();
        (!body.is_empty()).then(|| &body[..body.len().min(BODY_EXCERPT)])
    }

    /// The code as the server wrote it.
    pub(crate) fn kode_text(&self) -> Option<&str> {
        self.failure.kode.as_deref()
    }

    /// What to count the error by, safe to log: its code, else its status, else its kind.
    pub(crate) fn label(&self) -> String {
        match (self.failure.plain_kode(), self.status()) {
            (Some(kode), _) => kode.to_owned(),
            (None, Some(status)) if self.is_status() => format!("HTTP {}", status.as_u16()),
            _ => self.kind().name().to_owned(),
        }
    }

    /// How many attempts were made; 0 if the call failed before the first one.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.failure.attempts
    }

    /// How long the server asks to wait: the header `Retry-After`, in seconds or as a date.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(self.headers(), jiff::Timestamp::now())
    }

    /// Whether the server answered with an error of this status.
    fn is(&self, status: StatusCode) -> bool {
        self.is_status() && self.status() == Some(status)
    }

    /// Whether the server answered 404: no data, an unknown identifier or an unknown URL. [`kode`](Self::kode) tells which.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.is(StatusCode::NOT_FOUND)
    }

    /// Whether the server answered 410: there were data, and they are deleted.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.is(StatusCode::GONE)
    }

    /// Whether the server answered 401: it does not take the token.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.is(StatusCode::UNAUTHORIZED)
    }

    /// Whether the server answered 403: the caller, or the consent, does not give access.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.is(StatusCode::FORBIDDEN)
    }

    /// Whether the client itself repeats such a call ([`Retries`](super::Retries)): it has, as often and as long as it may.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.failure.is_retryable()
    }

    /// Whether the call took too long, be it to connect or as a whole.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.failure.timed_out
    }

    /// Whether no connection was made, so that the server has seen nothing.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// Whether the token source failed.
    #[must_use]
    pub fn is_token(&self) -> bool {
        self.kind() == ErrorKind::Token
    }

    /// Whether the server answered with a status outside 200–299.
    #[must_use]
    pub fn is_status(&self) -> bool {
        self.kind() == ErrorKind::Status
    }

    /// Whether a successful answer does not fit the type.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// Whether the same call may succeed later: no connection, status 429, 502, 503 or 504, code `DAS-003`, or a token
    /// source that says so.
    #[must_use]
    pub fn is_try_later(&self) -> bool {
        self.failure.is_try_later()
    }

    /// The body of an error answer as a type of its own, for operations whose errors are not Skatteetaten's usual ones.
    ///
    /// `None` where there is no body, or one that is neither JSON nor XML. At most 64 KiB of an error body are kept: a
    /// larger one does not decode.
    #[must_use]
    pub fn body_as<B: Value + Root>(&self) -> Option<Result<B, DecodeError>> {
        let body = &self.failure.body;
        codec::decode(self.failure.body_format()?, body, body.len())
    }

    /// As [`body_as`](Self::body_as), for types that are not read from XML.
    #[must_use]
    pub fn body_as_json<B: Value>(&self) -> Option<Result<B, DecodeError>> {
        let body = &self.failure.body;
        codec::decode_json(self.failure.body_format()?, body, body.len())
    }

    /// The same error with its code as text, for functions that call several APIs.
    #[must_use]
    pub fn untyped(self) -> Error {
        Error::new(self.failure)
    }
}

impl<K> fmt::Display for Error<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure.fmt(f)
    }
}

impl<K> fmt::Debug for Error<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failure = &self.failure;
        let mut out = f.debug_struct("Error");
        out.field("kind", &failure.kind)
            .field("api", &failure.api)
            .field("operation", &failure.operation.id)
            .field("detail", &failure.detail)
            .field("status", &failure.status)
            .field("kode", &failure.plain_kode())
            .field("korrelasjonsid", &failure.plain_korrelasjonsid())
            .field("media_type", &failure.plain_media_type())
            .field("parameter", &failure.parameter);
        if let Some(decode) = &failure.decode {
            out.field("decode", &decode.to_string());
        }
        if let Some(source) = &failure.source {
            out.field("source", &source.to_string());
        }
        out.finish_non_exhaustive()
    }
}

impl<K> StdError for Error<K> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.failure.decode {
            Some(decode) => Some(decode),
            None => self.failure.source.as_deref().map(|source| source as _),
        }
    }
}
