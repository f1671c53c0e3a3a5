//! Access tokens that are valid here.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use crate::text::random;

/// The token that is valid everywhere, unless the server is told otherwise.
pub(crate) const TEST_TOKEN: &str = "mock-token";

/// Issued tokens that are kept; the oldest go first.
const MOST: usize = 10_000;

#[derive(Debug)]
struct Issued {
    scopes: Vec<String>,
    /// `None` where it is later than clocks reach.
    expires: Option<Instant>,
}

impl Issued {
    fn is_valid(&self, now: Instant) -> bool {
        self.expires.is_none_or(|expires| expires > now)
    }
}

/// All tokens of a server.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    issued: HashMap<String, Issued>,
    /// The test token is not valid.
    pub(crate) strict: bool,
}

/// What a token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Unknown or expired.
    Invalid,
    /// Valid, for other scopes.
    OtherScope,
    Granted,
}

impl Tokens {
    /// A new token for these scopes.
    pub(crate) fn issue(&mut self, scopes: Vec<String>, lifetime: Duration) -> String {
        let now = Instant::now();
        if self.issued.len() >= MOST {
            self.issued.retain(|_, issued| issued.is_valid(now));
            // Those that never expire come last.
            let by_end = |(_, issued): &(&String, &Issued)| (issued.expires.is_none(), issued.expires);
            let oldest = self.issued.iter().min_by_key(by_end).map(|(token, _)| token.clone());
            if let Some(oldest) = oldest.filter(|_| self.issued.len() >= MOST) {
                self.issued.remove(&oldest);
            }
        }
        let token = format!("mock-{}", random());
        self.issued.insert(token.clone(), Issued { scopes, expires: now.checked_add(lifetime) });
        token
    }

    /// What a token is good for where one of `scopes` is asked for.
    pub(crate) fn check(&self, token: &str, scopes: &[String]) -> Access {
        if token == TEST_TOKEN && !self.strict {
            return Access::Granted;
        }
        match self.issued.get(token).filter(|issued| issued.is_valid(Instant::now())) {
            None => Access::Invalid,
            Some(issued) if scopes.is_empty() || scopes.iter().any(|s| issued.scopes.contains(s)) => Access::Granted,
            Some(_) => Access::OtherScope,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_good_for_their_scopes_while_they_last() {
        let scopes = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let mut tokens = Tokens::default();
        let token = tokens.issue(scopes(&["a", "b"]), Duration::from_secs(60));
        let expired = tokens.issue(scopes(&["a"]), Duration::ZERO);
        assert_eq!(tokens.check(&token, &scopes(&["b", "c"])), Access::Granted);
        assert_eq!(tokens.check(&token, &[]), Access::Granted);
        assert_eq!(tokens.check(&token, &scopes(&["c"])), Access::OtherScope);
        assert_eq!(tokens.check(&expired, &scopes(&["a"])), Access::Invalid);
        let endless = tokens.issue(scopes(&["a"]), Duration::MAX);
        assert_eq!(tokens.check(&endless, &scopes(&["a"])), Access::Granted);
        assert_eq!(tokens.check("garbage", &[]), Access::Invalid);
        assert_eq!(tokens.check(TEST_TOKEN, &scopes(&["c"])), Access::Granted);
        tokens.strict = true;
        assert_eq!(tokens.check(TEST_TOKEN, &[]), Access::Invalid);
    }

    #[test]
    fn no_more_tokens_than_there_is_room_for() {
        let mut tokens = Tokens::default();
        for _ in 0..MOST + 5 {
            tokens.issue(Vec::new(), Duration::from_secs(60));
        }
        assert_eq!(tokens.issued.len(), MOST);
    }
}
