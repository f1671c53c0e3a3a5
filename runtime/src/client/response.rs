//! The answer to a call.

use std::fmt;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::api::essence;

/// A successful answer. `Debug` shows neither body nor headers.
#[derive(Clone, PartialEq)]
pub struct Response<T> {
    body: T,
    head: Box<ResponseHead>,
}

/// What is known of an answer beside its body.
#[derive(Clone, PartialEq)]
pub(crate) struct ResponseHead {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) media_type: Option<String>,
    pub(crate) korrelasjonsid: String,
    pub(crate) attempts: u32,
}

impl ResponseHead {
    /// `sent` is the correlation id of the request, for answers that name none.
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, sent: &HeaderValue) -> Self {
        let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        Self {
            status,
            media_type: text(&CONTENT_TYPE).map(essence).filter(|media_type| !media_type.is_empty()),
            korrelasjonsid: text(&super::KORRELASJONSID)
                .filter(|id| !id.is_empty())
                .or_else(|| sent.to_str().ok())
                .unwrap_or_default()
                .to_owned(),
            headers,
            attempts: 1,
        }
    }
}

impl<T> Response<T> {
    pub(crate) fn new(body: T, head: Box<ResponseHead>) -> Self {
        Self { body, head }
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &T {
        &self.body
    }

    /// The body alone.
    #[must_use]
    pub fn into_body(self) -> T {
        self.body
    }

    /// The same answer with another body.
    #[must_use]
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response { body: change(self.body), head: self.head }
    }

    /// The status, within 200–299.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The media type without parameters, such as `application/json`.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.head.media_type.as_deref()
    }

    /// The correlation id: of the answer's header, else the one that was sent.
    #[must_use]
    pub fn korrelasjonsid(&self) -> &str {
        &self.head.korrelasjonsid
    }

    /// How many attempts it took.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }
}

impl<T> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("status", &self.head.status).finish_non_exhaustive()
    }
}
