//! Tokens.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;
use skatteetaten::client::AccessToken;

/// Nothing is kept longer, whatever the server says.
const LONGEST_KEPT: Duration = Duration::from_secs(60 * 60);

/// An access token and what is known of it. `Debug` does not show the token. Clones are cheap.
#[derive(Clone)]
pub struct Token(Arc<Shared>);

struct Shared {
    access_token: AccessToken,
    scopes: Option<String>,
    /// `None` where the server did not say how long the token lives.
    life: Option<Life>,
}

/// How long a token lives, by two clocks: one does not go on while the machine sleeps, the other may be set. What
/// either of them says to be over is over.
#[derive(Clone, Copy, Debug)]
struct Life {
    start: Instant,
    start_by_calendar: SystemTime,
    lifetime: Duration,
}

impl Life {
    fn left(&self) -> Duration {
        // A clock that was set back says that no time has passed; the other one knows better.
        let by_calendar = self.start_by_calendar.elapsed().unwrap_or_default();
        self.lifetime.saturating_sub(self.start.elapsed().max(by_calendar))
    }
}

/// The time at which a token was asked for. Its life is counted from there, not from when it came.
#[derive(Clone, Copy)]
pub(crate) struct Asked {
    by_clock: Instant,
    by_calendar: SystemTime,
}

impl Asked {
    #[cfg(test)]
    pub(crate) fn ago(age: Duration) -> Self {
        Self { by_clock: Instant::now() - age, by_calendar: SystemTime::now() - age }
    }

    pub(crate) fn now() -> Self {
        Self { by_clock: Instant::now(), by_calendar: SystemTime::now() }
    }
}

impl Token {
    pub(crate) fn new(access_token: String, scopes: Option<String>, lifetime: Option<Duration>, asked: Asked) -> Self {
        let life = lifetime.map(|lifetime| Life {
            start: asked.by_clock,
            start_by_calendar: asked.by_calendar,
            lifetime: lifetime.min(LONGEST_KEPT),
        });
        Self(Arc::new(Shared { access_token: AccessToken::new(access_token), scopes, life }))
    }

    /// The token itself.
    #[must_use]
    pub fn access_token(&self) -> &AccessToken {
        &self.0.access_token
    }

    /// The scopes that the server says to have given; none where it does not say.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.0.scopes.as_deref().unwrap_or_default().split_ascii_whitespace()
    }

    /// How long the token can still be used; zero where the server did not say. Never more than an hour.
    #[must_use]
    pub fn expires_in(&self) -> Duration {
        self.0.life.map_or(Duration::ZERO, |life| life.left())
    }

    /// When the token expires, by this machine's clock; `None` where the server did not say.
    #[must_use]
    pub fn expires_at(&self) -> Option<Timestamp> {
        let life = self.0.life?;
        Timestamp::try_from(life.start_by_calendar + life.lifetime).ok()
    }

    /// Whether the token is good for another call, given how long before its end it is to be renewed.
    pub(crate) fn is_fresh(&self, renew_before: Duration) -> bool {
        // A third of a short life at most: a token is then used for most of it, however large the margin.
        self.0.life.is_some_and(|life| life.left() > renew_before.min(life.lifetime / 3))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("scopes", &self.scopes().collect::<Vec<_>>())
            .field("expires_in", &self.expires_in())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(lifetime: u64, age: u64) -> Token {
        Token::new("t".into(), None, Some(Duration::from_secs(lifetime)), Asked::ago(Duration::from_secs(age)))
    }

    #[test]
    fn tokens_are_renewed_before_they_expire() {
        let margin = Duration::from_secs(20);
        for (lifetime, age, fresh) in [
            (120, 0, true),
            (120, 98, true),
            (120, 101, false),
            (120, 121, false),
            // A life no longer than the margin.
            (20, 0, true),
            (20, 12, true),
            (20, 14, false),
            (3, 1, true),
            (3, 3, false),
            (0, 0, false),
            // No more than an hour is believed.
            (u64::MAX, 3500, true),
            (u64::MAX, 3590, false),
        ] {
            assert_eq!(token(lifetime, age).is_fresh(margin), fresh, "{lifetime} {age}");
        }
        assert!(token(60, 59).is_fresh(Duration::ZERO));
    }

    #[test]
    fn a_clock_that_jumps_does_not_lengthen_a_life() {
        let (now, calendar) = (Instant::now(), SystemTime::now());
        let minute = Duration::from_secs(60);
        let of = |by_clock, by_calendar| Token::new("t".into(), None, Some(minute), Asked { by_clock, by_calendar });
        // The machine slept; the clock was set back.
        assert!(!of(now, calendar - 2 * minute).is_fresh(Duration::ZERO));
        assert!(!of(now - 2 * minute, calendar + minute).is_fresh(Duration::ZERO));
        assert!(of(now, calendar + minute).is_fresh(Duration::ZERO));
    }

    #[test]
    fn an_unknown_life_is_none() {
        let token = Token::new("hemmelig".into(), Some("a b".into()), None, Asked::now());
        assert!(!token.is_fresh(Duration::ZERO));
        assert_eq!((token.expires_in(), token.expires_at()), (Duration::ZERO, None));
        assert_eq!(token.scopes().collect::<Vec<_>>(), ["a", "b"]);
        assert!(!format!("{token:?}").contains("hemmelig"));
    }
}
