//! Tokens that are kept, and requests that are under way.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use skatteetaten::client::AccessToken;

use crate::error::Error;
use crate::grant::Grant;
use crate::issuer::Endpoint;
use crate::token::Token;

/// All that selects a token.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) client_id: Arc<str>,
    pub(crate) endpoint: Arc<Endpoint>,
    pub(crate) grant: Grant,
}

/// What becomes of a request.
type Outcome = Result<Token, Error>;
/// A request under way. Each who waits holds one, and whoever is polled drives it: the one who asked first may go away.
/// When all have gone away it is dropped, and with it the request.
type Flight = Shared<BoxFuture<'static, Outcome>>;

/// Tokens by key, one request at a time for each.
pub(crate) struct Cache {
    renew_before: Duration,
    slots: Mutex<Slots>,
}

struct Slots {
    by_key: HashMap<Key, Slot>,
    /// The number of slots at which those that are over are looked for.
    sweep_at: usize,
}

#[derive(Default)]
struct Slot {
    kept: Option<Token>,
    /// Does not keep the flight alive: those who wait do.
    flight: Option<WeakShared<BoxFuture<'static, Outcome>>>,
}

/// Fewer slots than this are not worth looking through.
const SWEEP_AT_LEAST: usize = 64;

impl Cache {
    pub(crate) fn new(renew_before: Duration) -> Self {
        let slots = Slots { by_key: HashMap::new(), sweep_at: SWEEP_AT_LEAST };
        Self { renew_before, slots: Mutex::new(slots) }
    }

    /// The token that is kept, that of a request under way, or that of `request`.
    pub(crate) async fn token<F>(self: &Arc<Self>, key: Key, request: impl FnOnce(Grant) -> F) -> Outcome
    where
        F: Future<Output = Outcome> + Send + 'static,
    {
        match self.find(key, request) {
            Found::Kept(token) => Ok(token),
            Found::Flight(flight) => flight.await,
        }
    }

    /// Not async, so that the lock is never held while waiting.
    fn find<F>(self: &Arc<Self>, key: Key, request: impl FnOnce(Grant) -> F) -> Found
    where
        F: Future<Output = Outcome> + Send + 'static,
    {
        let mut slots = self.lock();
        let slot = slots.by_key.entry(key.clone()).or_default();
        if let Some(token) = slot.kept.as_ref().filter(|token| token.is_fresh(self.renew_before)) {
            return Found::Kept(token.clone());
        }
        if let Some(flight) = slot.flight.as_ref().and_then(WeakShared::upgrade) {
            return Found::Flight(flight);
        }
        let request = request(key.grant.clone());
        let cache = Arc::clone(self);
        let flight = async move { cache.land(&key, request.await) }.boxed().shared();
        slot.flight = flight.downgrade();
        slots.sweep();
        Found::Flight(flight)
    }

    /// Keeps what a request gave.
    fn land(&self, key: &Key, outcome: Outcome) -> Outcome {
        let mut slots = self.lock();
        let slot = slots.by_key.entry(key.clone()).or_default();
        slot.flight = None;
        match outcome {
            Ok(token) => {
                slot.kept = Some(token.clone());
                Ok(token)
            }
            // The old token was to be renewed, but has not expired: while Maskinporten is away it is as good as before.
            Err(error) if error.is_try_later() => {
                slot.kept.clone().filter(|kept| kept.is_fresh(Duration::ZERO)).ok_or(error)
            }
            Err(error) => Err(error),
        }
    }

    /// Forgets this token, unless another one has taken its place.
    pub(crate) fn forget(&self, key: &Key, token: &AccessToken) {
        if let Some(slot) = self.lock().by_key.get_mut(key)
            && slot.kept.as_ref().is_some_and(|kept| kept.access_token() == token)
        {
            slot.kept = None;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Slots> {
        // Nothing is left half done by a panic in here.
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Found {
    Kept(Token),
    Flight(Flight),
}

impl Slots {
    /// Drops slots that hold nothing of use, now and then: a vendor's program sees many customers.
    fn sweep(&mut self) {
        if self.by_key.len() < self.sweep_at {
            return;
        }
        self.by_key.retain(|_, slot| {
            slot.kept.as_ref().is_some_and(|token| token.is_fresh(Duration::ZERO))
                || slot.flight.as_ref().is_some_and(|flight| flight.upgrade().is_some())
        });
        self.sweep_at = SWEEP_AT_LEAST.max(2 * self.by_key.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issuer::Issuer;
    use crate::token::Asked;

    fn key(scope: &str) -> Key {
        let endpoint = Arc::new(Issuer::Test.endpoint().unwrap());
        Key { client_id: "klient".into(), endpoint, grant: Grant::new([scope]) }
    }

    fn token(text: &str, seconds: u64) -> Token {
        Token::new(text.to_owned(), None, Some(Duration::from_secs(seconds)), Asked::now())
    }

    fn get(cache: &Arc<Cache>, scope: &str, outcome: Outcome) -> Outcome {
        cache.token(key(scope), |_| std::future::ready(outcome)).now_or_never().unwrap()
    }

    #[test]
    fn slots_that_are_over_are_dropped() {
        let cache = Arc::new(Cache::new(Duration::ZERO));
        for i in 0..10_000 {
            get(&cache, &format!("over{i}"), Ok(token("t", 0))).unwrap();
        }
        assert!(cache.lock().by_key.len() <= SWEEP_AT_LEAST);
        for i in 0..500 {
            get(&cache, &format!("kept{i}"), Ok(token("t", 60))).unwrap();
        }
        assert!(cache.lock().by_key.len() >= 500);
    }

    #[test]
    fn a_renewal_that_fails_for_now_leaves_the_old_token() {
        let cache = Arc::new(Cache::new(Duration::from_secs(3600)));
        get(&cache, "a", Ok(token("old", 1000))).unwrap();
        // The margin is a third of the life; take the rest away.
        cache.lock().by_key.get_mut(&key("a")).unwrap().kept = Some(old());
        let later = || Err(Error::new(crate::error::ErrorKind::TryLater, "away"));
        assert_eq!(get(&cache, "a", later()).unwrap().access_token().expose(), "old");
        assert!(get(&cache, "a", Err(Error::configuration("refused"))).is_err());
        cache.forget(&key("a"), &AccessToken::new("another"));
        assert!(get(&cache, "a", later()).is_ok());
        cache.forget(&key("a"), &AccessToken::new("old"));
        assert!(get(&cache, "a", later()).is_err());
    }

    /// A token that is due for renewal.
    fn old() -> Token {
        Token::new("old".to_owned(), None, Some(Duration::from_secs(1000)), Asked::ago(Duration::from_secs(900)))
    }
}
