//! Many look-ups: bounded in number, in order or as they come, counted.

use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::error::Error;
use super::token::BoxFuture;

/// Look-ups under way at a time: as many as a client makes calls.
const CONCURRENT: usize = 5;

/// Looks something up for each item of a stream, several at a time.
///
/// Items may be identifiers, or the events of an [`EventStream`](super::events::EventStream). An error of the stream
/// itself is handed on in its place. Results come in the order of the items, so that the position of an event may be kept
/// once its result is dealt with; [`as_they_come`](Self::as_they_come) gives each as soon as it is there.
///
/// No more items are taken than are looked up at a time; in order, results that wait for an earlier one count too, up to
/// four times as many. [`counts`](Self::counts) tells how many succeeded, and how many failed by which code.
///
/// ```
/// use skatteetaten::client::{Error, Kode, Lookups};
///
/// # async fn look_up(identifikator: &str) -> Result<String, Error<Kode>> { Ok(identifikator.to_owned()) }
/// # async fn run() {
/// let mut lookups = Lookups::of(["974761076", "971648198"], |nummer| {
///     let nummer = nummer.to_owned();
///     async move { look_up(&nummer).await }
/// });
/// while let Some(Ok(found)) = lookups.next().await {
///     match found.result {
///         Ok(answer) => println!("{answer}"),
///         Err(error) if error.is_not_found() => {}
///         Err(error) => eprintln!("{error}"),
///     }
/// }
/// println!("{}", lookups.counts());
/// # }
/// ```
#[must_use = "a stream does nothing until it is read"]
pub struct Lookups<I, T, X, K> {
    items: Option<Items<I, X>>,
    look_up: LookUp<I, T, K>,
    concurrent: usize,
    in_order: bool,
    slots: VecDeque<Slot<I, T, X, K>>,
    counts: Counts,
}

type Items<I, X> = Pin<Box<dyn Stream<Item = Result<I, X>> + Send>>;
type LookUp<I, T, K> = Box<dyn FnMut(&I) -> Running<T, K> + Send>;
type Running<T, K> = BoxFuture<'static, Result<T, Error<K>>>;

/// An item, and what was found of it.
#[non_exhaustive]
pub struct Lookup<I, T, K> {
    /// The item.
    pub item: I,
    /// The answer.
    pub result: Result<T, Error<K>>,
}

enum Slot<I, T, X, K> {
    Running(I, Running<T, K>),
    Done(Result<Lookup<I, T, K>, X>),
    /// Its result was given already.
    Taken,
}

// Nothing in here is pinned but what has a box of its own.
impl<I, T, X, K> Unpin for Lookups<I, T, X, K> {}

impl<I: 'static, T, K> Lookups<I, T, Infallible, K> {
    /// Looks up each item of a list.
    pub fn of<F, U>(items: impl IntoIterator<Item = I, IntoIter: Send + 'static>, look_up: F) -> Self
    where
        F: FnMut(&I) -> U + Send + 'static,
        U: Future<Output = Result<T, Error<K>>> + Send + 'static,
    {
        Self::new(List(items.into_iter()), look_up)
    }
}

impl<I, T, X, K> Lookups<I, T, X, K> {
    /// Looks up each item of a stream that may fail.
    pub fn new<S, F, U>(items: S, mut look_up: F) -> Self
    where
        S: Stream<Item = Result<I, X>> + Send + 'static,
        F: FnMut(&I) -> U + Send + 'static,
        U: Future<Output = Result<T, Error<K>>> + Send + 'static,
    {
        Self {
            items: Some(Box::pin(items)),
            look_up: Box::new(move |item| Box::pin(look_up(item))),
            concurrent: CONCURRENT,
            in_order: true,
            slots: VecDeque::new(),
            counts: Counts::default(),
        }
    }

    /// Sets how many look-ups are under way at a time, one at least. 5 at first: more wait for their place in the client.
    pub fn concurrent(mut self, lookups: usize) -> Self {
        self.concurrent = lookups.max(1);
        self
    }

    /// Gives each result as soon as it is there, not in the order of the items.
    pub fn as_they_come(mut self) -> Self {
        self.in_order = false;
        self
    }

    /// What was given so far.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// The next result, or an error of the stream of items; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Lookup<I, T, K>, X>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn running(&self) -> usize {
        self.slots.iter().filter(|slot| matches!(slot, Slot::Running(..))).count()
    }

    /// Takes items while there is room.
    fn fill(&mut self, context: &mut Context<'_>) {
        let mut running = self.running();
        while let Some(items) = &mut self.items
            && running < self.concurrent
            && self.slots.len() < self.concurrent.saturating_mul(4)
        {
            match items.as_mut().poll_next(context) {
                Poll::Ready(Some(Ok(item))) => {
                    let work = (self.look_up)(&item);
                    self.slots.push_back(Slot::Running(item, work));
                    running += 1;
                }
                Poll::Ready(Some(Err(error))) => self.slots.push_back(Slot::Done(Err(error))),
                Poll::Ready(None) => self.items = None,
                Poll::Pending => break,
            }
        }
    }

    /// Moves all look-ups on; whether one has ended.
    fn advance(&mut self, context: &mut Context<'_>) -> bool {
        let mut ended = false;
        for slot in &mut self.slots {
            if let Slot::Running(_, work) = slot
                && let Poll::Ready(result) = work.as_mut().poll(context)
                && let Slot::Running(item, _) = std::mem::replace(slot, Slot::Taken)
            {
                *slot = Slot::Done(Ok(Lookup { item, result }));
                ended = true;
            }
        }
        ended
    }

    /// A result that may be given now.
    fn take(&mut self) -> Option<Result<Lookup<I, T, K>, X>> {
        let within = if self.in_order { self.slots.len().min(1) } else { self.slots.len() };
        let at = self.slots.iter().take(within).position(|slot| matches!(slot, Slot::Done(_)))?;
        match self.slots.remove(at)? {
            Slot::Done(result) => Some(result),
            Slot::Running(..) | Slot::Taken => None,
        }
    }
}

impl<I, T, X, K> Stream for Lookups<I, T, X, K> {
    type Item = Result<Lookup<I, T, K>, X>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            this.fill(context);
            let ended = this.advance(context);
            if let Some(result) = this.take() {
                if let Ok(found) = &result {
                    this.counts.add(found.result.as_ref().err());
                }
                return Poll::Ready(Some(result));
            }
            if this.items.is_none() && this.slots.is_empty() {
                return Poll::Ready(None);
            }
            // One that has ended behind another has made room for the next, which nothing would wake.
            if !ended {
                return Poll::Pending;
            }
        }
    }
}

/// How many look-ups succeeded, and how many failed by which code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    succeeded: u64,
    failed: BTreeMap<String, u64>,
}

impl Counts {
    /// Look-ups that succeeded.
    #[must_use]
    pub fn succeeded(&self) -> u64 {
        self.succeeded
    }

    /// Look-ups that failed, by code, sorted: by that of the error, such as `AR-007`; where it has none by status, `HTTP
    /// 502`; else by kind, `timeout`.
    #[must_use]
    pub fn failed(&self) -> &BTreeMap<String, u64> {
        &self.failed
    }

    fn add<K>(&mut self, error: Option<&Error<K>>) {
        match error {
            None => self.succeeded += 1,
            Some(error) => *self.failed.entry(error.label()).or_default() += 1,
        }
    }
}

/// On one line: `120 found, 3 AR-007, 1 timeout`.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} found", self.succeeded)?;
        self.failed.iter().try_for_each(|(label, count)| write!(f, ", {count} {label}"))
    }
}

/// A list as a stream that cannot fail.
struct List<I>(I);

impl<I: Iterator> Unpin for List<I> {}

impl<I: Iterator> Stream for List<I> {
    type Item = Result<I::Item, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next().map(Ok))
    }
}
