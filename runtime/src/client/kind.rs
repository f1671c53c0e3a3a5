//! Kinds of failures, and codes of any API.

use std::fmt;

/// What kind of failure it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot make calls: base URL missing or refused, no TLS roots. Nothing was sent.
    Configuration,
    /// A parameter cannot be sent. Nothing was sent.
    InvalidParameter,
    /// The request body cannot be written. Nothing was sent.
    Encode,
    /// The token source gave no token, or one that no header can hold. Nothing was sent.
    Token,
    /// No connection: name not found, connection refused, TLS handshake, connect timeout. Nothing was sent.
    Connect,
    /// The call took longer than its timeout. The server may have seen it.
    Timeout,
    /// The exchange broke before the answer's head was read. The server may have seen the call.
    Transport,
    /// The server answered with a status outside 200–299.
    Status,
    /// A successful answer whose body broke off.
    BodyCutOff,
    /// A successful answer whose body is larger than the client's limit.
    BodyTooLarge,
    /// A successful answer without the body that the operation declares.
    EmptyBody,
    /// A successful answer in a media type that the type cannot be read from.
    UnexpectedContentType,
    /// A successful answer whose body does not fit the type; [`Error::path`](super::Error::path) tells where.
    Decode,
}

impl ErrorKind {
    /// The kind as a word for logs and metrics, such as `body-cut-off`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::InvalidParameter => "invalid-parameter",
            Self::Encode => "encode",
            Self::Token => "token",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::Status => "status",
            Self::BodyCutOff => "body-cut-off",
            Self::BodyTooLarge => "body-too-large",
            Self::EmptyBody => "empty-body",
            Self::UnexpectedContentType => "unexpected-content-type",
            Self::Decode => "decode",
        }
    }
}

/// An error code as the server wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Kode(String);

impl Kode {
    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Kode {
    fn from(kode: &str) -> Self {
        Self(kode.to_owned())
    }
}

impl AsRef<str> for Kode {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Kode {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Kode {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl fmt::Display for Kode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
