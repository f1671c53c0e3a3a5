//! Which attempts are repeated, and when.

use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;

use super::failure::Failure;
use super::kind::ErrorKind;

/// The code by which Skatteetaten says that the information is unavailable at the moment.
pub(crate) const TRY_LATER: &str = "DAS-003";

/// Statuses of a server, or of a gateway before it, that is away for a moment.
const AWAY: [StatusCode; 3] = [StatusCode::BAD_GATEWAY, StatusCode::SERVICE_UNAVAILABLE, StatusCode::GATEWAY_TIMEOUT];

/// How often and after which waits a call is repeated.
///
/// | what happened to a `GET` | repeated |
/// |---|---|
/// | no connection | yes |
/// | status 502, 503 or 504 | yes |
/// | status 5xx with the code `DAS-003` | yes |
/// | any other status, 429 too | no |
/// | a timeout, or an exchange or a body that broke off | no |
/// | an answer that does not decode | no |
///
/// Other methods than `GET` and `HEAD` are never repeated. Apart from this table, a call of any method that is answered
/// with 401 is repeated once, if the token source then gives another token.
///
/// The waits double from the first to the longest one, less up to half of each by chance, so that callers that failed
/// together do not come back together. A `Retry-After` that is longer is kept to. A wait that would pass the deadline of
/// the call is not begun: the call fails at once with what it has.
///
/// ```
/// use std::time::Duration;
/// use skatteetaten::client::Retries;
///
/// let patient = Retries::default().attempts(8).longest_wait(Duration::from_secs(60));
/// # let _ = patient;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retries {
    attempts: u32,
    first: Duration,
    longest: Duration,
}

impl Default for Retries {
    /// Four attempts, the waits between them half a second, one and two seconds at most.
    fn default() -> Self {
        Self { attempts: 4, first: Duration::from_millis(500), longest: Duration::from_secs(10) }
    }
}

impl Retries {
    /// Every call is made once.
    #[must_use]
    pub fn none() -> Self {
        Self::default().attempts(1)
    }

    /// Sets how many attempts are made at most, the first one included.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the wait after the first attempt.
    #[must_use]
    pub fn first_wait(mut self, wait: Duration) -> Self {
        self.first = wait;
        self
    }

    /// Sets the longest wait, unless the server asks for a longer one.
    #[must_use]
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest = wait;
        self
    }

    /// How long to wait after the attempt of this number failed so; `None` if that was the last one.
    pub(crate) fn wait(&self, attempt: u32, failure: &Failure) -> Option<Duration> {
        if attempt >= self.attempts || !failure.is_retryable() {
            return None;
        }
        let wait = self.backoff(attempt, chance());
        Some(retry_after(&failure.headers, Timestamp::now()).map_or(wait, |asked| asked.max(wait)))
    }

    /// The wait after an attempt; `chance` takes up to half of it.
    pub(crate) fn backoff(&self, attempt: u32, chance: f64) -> Duration {
        let doubled = self.first.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
        let wait = doubled.min(self.longest);
        wait - (wait / 2).mul_f64(chance.clamp(0.0, 1.0))
    }
}

impl Failure {
    /// Whether the client itself may send the call again.
    pub(crate) fn is_retryable(&self) -> bool {
        self.operation.method.is_safe() && self.is_transient()
    }

    /// Whether a moment's trouble was the reason.
    pub(crate) fn is_transient(&self) -> bool {
        match (self.kind, self.status) {
            (ErrorKind::Connect, _) => true,
            (ErrorKind::Status, Some(status)) => {
                AWAY.contains(&status) || (status.is_server_error() && self.kode.as_deref() == Some(TRY_LATER))
            }
            _ => false,
        }
    }
}

/// The header `Retry-After`: seconds, or a date of HTTP. What is neither is as good as absent; a date that is past is now.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More seconds than fit in 64 bits are longer than any deadline, too.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Some(Duration::try_from(date.duration_since(now)).unwrap_or(Duration::ZERO))
}

/// A number from 0 to 1. Without random numbers waits are not spread, and no worse comes of it.
pub(crate) fn chance() -> f64 {
    let mut bytes = [0; 4];
    getrandom::getrandom(&mut bytes).map_or(0.0, |()| f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let retries =
            Retries::default().first_wait(Duration::from_millis(100)).longest_wait(Duration::from_millis(350));
        let full: Vec<u128> = (1..=5).map(|attempt| retries.backoff(attempt, 0.0).as_millis()).collect();
        assert_eq!(full, [100, 200, 350, 350, 350]);
        let least: Vec<u128> = (1..=3).map(|attempt| retries.backoff(attempt, 1.0).as_millis()).collect();
        assert_eq!(least, [50, 100, 175]);
        assert_eq!(retries.backoff(u32::MAX, 0.0).as_millis(), 350);
        assert!((0..100).map(|_| chance()).all(|chance| (0.0..=1.0).contains(&chance)));
    }

    #[test]
    fn retry_after_in_seconds_and_as_a_date() {
        let now: Timestamp = "2026-11-22T04:00:00Z".parse().unwrap();
        let read = |text: &str| {
            let value = text.parse().unwrap();
            retry_after(&HeaderMap::from_iter([(RETRY_AFTER, value)]), now)
        };
        assert_eq!(read("0"), Some(Duration::ZERO));
        assert_eq!(read(" 120 "), Some(Duration::from_secs(120)));
        assert_eq!(read("99999999999999999999999"), Some(Duration::from_secs(u64::MAX)));
        assert_eq!(read("Sun, 22 Nov 2026 04:01:30 GMT"), Some(Duration::from_secs(90)));
        assert_eq!(read("Sun, 22 Nov 2026 03:00:00 GMT"), Some(Duration::ZERO));
        for odd in ["", "soon", "-1", "1.5", "Sun, 99 Nov 2026 04:01:30 GMT"] {
            assert_eq!(read(odd), None, "{odd}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }
}
