//! What was asked of the server.

use std::collections::VecDeque;

/// Requests that are kept; the oldest go first.
const MOST: usize = 10_000;

/// A request, without what gives access.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recorded {
    /// HTTP method.
    pub method: String,
    /// Path as it came, from the root of the server on.
    pub path: String,
    /// Parameters of the query, decoded. `mock_token` is left out.
    pub query: Vec<(String, String)>,
    /// Headers, names in lower case. `Authorization` is left out.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
    /// Package of the API, such as `avregning-v2`; `maskinporten` for tokens.
    pub api: Option<String>,
    /// `operationId`, where the path and method are those of an operation.
    pub operation: Option<String>,
    /// Status of the answer.
    pub status: u16,
}

impl Recorded {
    /// The first header of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        first(&self.headers, |given| given.eq_ignore_ascii_case(name))
    }

    /// The first parameter of the query of this name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        first(&self.query, |given| given == name)
    }
}

fn first(pairs: &[(String, String)], is: impl Fn(&str) -> bool) -> Option<&str> {
    pairs.iter().find(|(name, _)| is(name)).map(|(_, value)| value.as_str())
}

/// The last requests.
#[derive(Debug, Default)]
pub(crate) struct Log(VecDeque<Recorded>);

impl Log {
    pub(crate) fn push(&mut self, recorded: Recorded) {
        if self.0.len() >= MOST {
            self.0.pop_front();
        }
        self.0.push_back(recorded);
    }

    pub(crate) fn all(&self) -> Vec<Recorded> {
        self.0.iter().cloned().collect()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}
