//! Why there is no token.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use http::StatusCode;
use jiff::SignedDuration;
use skatteetaten::client::TokenError;

/// Why there is no token, or no client to ask for one.
///
/// Neither `Display` nor `Debug` shows a key, a grant or a token. Clones are cheap: those who waited for the same token
/// share its error.
#[derive(Clone)]
pub struct Error(Arc<Detail>);

/// What to do about an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The key, the client or the grant is wrong: the same request will fail again.
    Configuration,
    /// Maskinporten is not reached, or says that it is unavailable: the same request may succeed later.
    TryLater,
    /// Anything else, such as an answer that is none.
    Other,
}

#[derive(Clone)]
struct Detail {
    kind: ErrorKind,
    message: Cow<'static, str>,
    status: Option<StatusCode>,
    code: Option<String>,
    description: Option<String>,
    clock_difference: Option<SignedDuration>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Arc::new(Detail {
            kind,
            message: message.into(),
            status: None,
            code: None,
            description: None,
            clock_difference: None,
            source: None,
        }))
    }

    pub(crate) fn configuration(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    pub(crate) fn other(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Other, message)
    }

    pub(crate) fn with_source(self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.change(|detail| detail.source = Some(Arc::new(source)))
    }

    pub(crate) fn with_status(self, status: StatusCode) -> Self {
        self.change(|detail| detail.status = Some(status))
    }

    /// What the server says of its refusal, made fit for a message before.
    pub(crate) fn with_reason(self, code: Option<String>, description: Option<String>) -> Self {
        self.change(|detail| (detail.code, detail.description) = (code, description))
    }

    pub(crate) fn with_clock_difference(self, difference: Option<SignedDuration>) -> Self {
        self.change(|detail| detail.clock_difference = difference)
    }

    fn change(mut self, change: impl FnOnce(&mut Detail)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// What to do about it.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether the key, the client or the grant is wrong.
    #[must_use]
    pub fn is_configuration(&self) -> bool {
        self.kind() == ErrorKind::Configuration
    }

    /// Whether the same request may succeed later.
    #[must_use]
    pub fn is_try_later(&self) -> bool {
        self.kind() == ErrorKind::TryLater
    }

    /// The answer's status; `None` where there was no answer.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The answer's `error`, such as `invalid_grant`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The answer's `error_description`, some 300 characters of it, with `***` for what may be a secret.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// How far this machine's clock is ahead of the server's, by the `Date` of an answer that is no token; negative if
    /// it is behind. Exact to a second, and to the time that the answer took.
    ///
    /// Maskinporten refuses a grant that was issued more than ten seconds before or after its own time.
    #[must_use]
    pub fn clock_difference(&self) -> Option<SignedDuration> {
        self.0.clock_difference
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let detail = &*self.0;
        f.write_str(&detail.message)?;
        if let Some(status) = detail.status {
            write!(f, ", HTTP {}", status.as_u16())?;
        }
        if let Some(code) = &detail.code {
            write!(f, ", {code}")?;
        }
        if let Some(description) = &detail.description {
            write!(f, ": {description}")?;
        }
        match detail.clock_difference.map(|difference| difference.as_secs()) {
            None => Ok(()),
            Some(0) => f.write_str("; this machine's clock agrees with the server's"),
            Some(seconds) => {
                let side = if seconds > 0 { "ahead of" } else { "behind" };
                write!(f, "; this machine's clock is {} s {side} the server's", seconds.unsigned_abs())
            }
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let detail = &*self.0;
        f.debug_struct("Error")
            .field("kind", &detail.kind)
            .field("message", &detail.message)
            .field("status", &detail.status)
            .field("code", &detail.code)
            .field("description", &detail.description)
            .field("clock_difference", &detail.clock_difference)
            .field("source", &detail.source.as_ref().map(ToString::to_string))
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// The error as a [`TokenSource`](skatteetaten::client::TokenSource) gives it: its source is the [`Error`].
impl From<Error> for TokenError {
    fn from(error: Error) -> Self {
        let wrapped = Self::new(match error.kind() {
            ErrorKind::Configuration => "no token from Maskinporten: the configuration is wrong",
            ErrorKind::TryLater => "no token from Maskinporten: try later",
            ErrorKind::Other => "no token from Maskinporten",
        });
        let wrapped = if error.is_try_later() { wrapped.try_later() } else { wrapped };
        wrapped.with_source(error)
    }
}
