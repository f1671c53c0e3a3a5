//! Pages of an event list, and what is taken out of them.

use std::collections::VecDeque;
use std::future::Future;

use super::super::error::Error;
use super::super::token::BoxFuture;

/// An event of a list.
pub trait Event {
    /// Its number in the list. Numbers grow along the list and have holes. An event without one cannot be placed: the
    /// stream gives an error in its stead.
    fn sekvensnummer(&self) -> Option<i64>;

    /// Where to go on once this event is dealt with: the number to keep, and to give to the stream of the next run.
    fn next_sekvensnummer(&self) -> i64 {
        self.sekvensnummer().map_or(1, |number| number.saturating_add(1))
    }
}

/// Where the pages of a list come from. Closures are such sources.
pub trait PageSource<E, K>: Send + Sync {
    /// At most `antall` events, from the number `fra` on, which is included.
    fn page(&self, fra: i64, antall: i64) -> BoxFuture<'static, Result<Vec<E>, Error<K>>>;
}

impl<F, U, E, K> PageSource<E, K> for F
where
    F: Fn(i64, i64) -> U + Send + Sync,
    U: Future<Output = Result<Vec<E>, Error<K>>> + Send + 'static,
{
    fn page(&self, fra: i64, antall: i64) -> BoxFuture<'static, Result<Vec<E>, Error<K>>> {
        Box::pin(self(fra, antall))
    }
}

/// The events of a page that are due, with their numbers: in that order, each once, none from before `fra`. `None` if one
/// has no number.
///
/// A server that keeps to its documentation gives just that. One that does not must not make the stream go back.
pub(super) fn due<E: Event>(events: Vec<E>, fra: i64) -> Option<VecDeque<(i64, E)>> {
    let numbered = events.into_iter().map(|event| Some((event.sekvensnummer()?, event)));
    let mut events = numbered.collect::<Option<Vec<_>>>()?;
    if !events.is_sorted_by(|(a, _), (b, _)| a < b) {
        events.sort_by_key(|(number, _)| *number);
        events.dedup_by_key(|(number, _)| *number);
    }
    let start = events.partition_point(|(number, _)| *number < fra);
    let mut due = VecDeque::from(events);
    due.drain(..start);
    Some(due)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Number(Option<i64>);

    impl Event for Number {
        fn sekvensnummer(&self) -> Option<i64> {
            self.0
        }
    }

    #[test]
    fn events_are_due_in_order_once_and_not_before_the_start() {
        let numbers = |page: &[i64], fra| -> Vec<i64> {
            let due = due(page.iter().map(|n| Number(Some(*n))).collect(), fra).unwrap();
            due.iter().map(|(number, _)| *number).collect()
        };
        assert_eq!(numbers(&[5, 7, 9], 5), [5, 7, 9]);
        assert_eq!(numbers(&[9, 5, 7, 5], 6), [7, 9]);
        assert_eq!(numbers(&[3, 4], 5), [0_i64; 0]);
        assert_eq!(numbers(&[], 1), [0_i64; 0]);
        assert!(due(vec![Number(Some(1)), Number(None)], 1).is_none());
        assert_eq!(Number(Some(i64::MAX)).next_sekvensnummer(), i64::MAX);
    }
}
