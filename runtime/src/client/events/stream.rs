//! The events of a list as a stream.

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use http::StatusCode;

use super::super::api::Operation;
use super::super::client::Client;
use super::super::error::Error;
use super::super::failure::Failure;
use super::super::kind::ErrorKind;
use super::super::token::BoxFuture;
use super::page::{Event, PageSource, due};

/// Events to ask for at a time: what the documentation of the lists recommends.
const PAGE: i64 = 1000;
/// The code, with status 404, by which a list says that it has no events from that number on.
const NO_MORE: &str = "FA-005";
/// The wait after the first failure in a row; it doubles up to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The events of a list, from a number on, in the order of the list.
///
/// - Every event comes once, in the order of the numbers. [`position`](Self::position) is the number of the next one:
///   keep it once an event is dealt with, and a stream that begins there misses nothing and repeats nothing.
/// - The stream ends where the list ends, and an empty list is no failure. With [`poll_every`](Self::poll_every) it
///   waits there for new events instead.
/// - A page that fails for a moment is fetched again by the client ([`Retries`](super::super::Retries)). If that does not
///   help the stream gives the error and stays where it is: the next event is asked for again, after a wait that grows
///   from one second to a minute, or that the server asks for by `Retry-After` if that is longer. Whether to go on after
///   an error is for the caller to say: 403 does not pass by waiting.
/// - Dropping the stream ends all that it does. So does [`until`](Self::until).
///
/// It is a [`Stream`]; [`next`](Self::next) is there for those who have no crate that works with streams.
///
/// ```no_run
/// use skatteetaten::client::{Client, Error, Kode, Request};
/// use skatteetaten::client::events::{Event, EventStream};
/// # use skatteetaten::client::{Api, Environment, Method, Operation, StaticToken};
/// # #[derive(Clone, Debug, Default, PartialEq)]
/// # pub struct Hendelse { sekvensnummer: i64 }
/// # skatteetaten::record! { Hendelse as "Hendelse" { 0 => sekvensnummer: element("sekvensnummer").required(), } }
/// # #[derive(Clone, Debug, Default, PartialEq)]
/// # pub struct Hendelser { hendelser: Vec<Hendelse> }
/// # skatteetaten::record! { Hendelser as "Hendelser" { 0 => hendelser: element("hendelser").list(), } root "hendelser" }
/// # static API: Api = Api::new("hendelser-v1");
/// # static HENT: Operation = Operation::new(Method::Get, "hentHendelser", "/hendelser");
///
/// impl Event for Hendelse {
///     fn sekvensnummer(&self) -> Option<i64> {
///         Some(self.sekvensnummer)
///     }
/// }
///
/// # async fn follow(client: Client) -> Result<(), Error<Kode>> {
/// let pages = client.clone();
/// let mut events = EventStream::new(&client, &HENT, 1, move |fra: i64, antall: i64| {
///     let call = Request::new(&pages, &HENT).query("fraSekvensnummer", &fra).query("antall", &antall);
///     async move { call.send::<Hendelser, Kode>().await.map(|page| page.into_body().hendelser) }
/// });
/// while let Some(event) = events.next().await {
///     let event = event?;
///     println!("{} of {}", event.sekvensnummer, events.position());
/// }
/// # Ok(())
/// # }
/// ```
///
/// Generated clients of event lists have a method `hendelser` that does this.
#[must_use = "a stream does nothing until it is read"]
pub struct EventStream<E, K> {
    client: Client,
    operation: &'static Operation,
    source: Arc<dyn PageSource<E, K>>,
    page: i64,
    end_codes: &'static [&'static str],
    poll_every: Option<Duration>,
    first_wait: Duration,
    until: Option<BoxFuture<'static, ()>>,
    /// The number of the next event; `None` beyond the largest number that there is.
    position: Option<i64>,
    due: VecDeque<(i64, E)>,
    state: State<E, K>,
    failures: u32,
}

enum State<E, K> {
    /// A page is asked for when the next event is.
    Idle,
    /// A page is on its way.
    Fetching(BoxFuture<'static, Result<Vec<E>, Error<K>>>),
    /// Nothing is asked for until then.
    Waiting(BoxFuture<'static, ()>),
    Ended,
}

// Nothing in here is pinned but what has a box of its own.
impl<E, K> Unpin for EventStream<E, K> {}

impl<E: Event, K: for<'a> From<&'a str>> EventStream<E, K> {
    /// The events of `source` from the number `fra` on, which is included. The client gives the timer, and its API and
    /// the operation are what errors name.
    pub fn new(
        client: &Client,
        operation: &'static Operation,
        fra: i64,
        source: impl PageSource<E, K> + 'static,
    ) -> Self {
        Self {
            client: client.clone(),
            operation,
            source: Arc::new(source),
            page: PAGE,
            end_codes: &[NO_MORE],
            poll_every: None,
            first_wait: FIRST_WAIT,
            until: None,
            // The lists count from 1.
            position: Some(fra.max(1)),
            due: VecDeque::new(),
            state: State::Idle,
            failures: 0,
        }
    }

    /// Sets how many events are asked for at a time, one at least. 1000 at first, which is also the least that the lists
    /// recommend; 10,000 is no trouble to them.
    pub fn page_size(mut self, events: i64) -> Self {
        self.page = events.max(1);
        self
    }

    /// Sets the codes by which the list says that it has no more events, with status 404. `FA-005` at first.
    pub fn end_codes(mut self, codes: &'static [&'static str]) -> Self {
        self.end_codes = codes;
        self
    }

    /// At the list's end, waits this long and asks again, for ever.
    pub fn poll_every(mut self, interval: Duration) -> Self {
        self.poll_every = Some(interval);
        self
    }

    /// Sets the wait after an error; it doubles with each further one in a row, up to a minute or this if that is longer.
    /// A `Retry-After` of the answer that is longer is kept to.
    pub fn wait_after_error(mut self, wait: Duration) -> Self {
        self.first_wait = wait;
        self
    }

    /// Ends the stream once this future is done: at the signal to stop, at a time. A page on its way is dropped, and the
    /// position stays that of the next event that was not given.
    pub fn until(mut self, stop: impl Future<Output = ()> + Send + 'static) -> Self {
        self.until = Some(Box::pin(stop));
        self
    }

    /// The number to begin with to get all that this stream has not given yet.
    #[must_use]
    pub fn position(&self) -> i64 {
        self.position.unwrap_or(i64::MAX)
    }

    /// The next event, or an error; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<E, Error<K>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn is_end(&self, error: &Error<K>) -> bool {
        error.status() == Some(StatusCode::NOT_FOUND)
            && error.kode_text().is_some_and(|kode| self.end_codes.contains(&kode))
    }

    fn wait(&self, duration: Duration) -> State<E, K> {
        match self.client.ready() {
            Ok(ready) => State::Waiting(ready.transport.sleep(duration)),
            // Without a transport every call fails, and the caller is told of each.
            Err(_) => State::Idle,
        }
    }

    /// What comes after the list's end.
    fn at_end(&mut self) {
        self.failures = 0;
        self.state = match self.poll_every {
            Some(interval) => self.wait(interval),
            None => State::Ended,
        };
    }

    /// The error of a page with an event that has no number.
    fn unplaced(&self) -> Error<K> {
        let detail = "an event of the page has no sekvensnummer";
        Error::new(Failure::new(ErrorKind::Decode, self.client.api(), self.operation, detail))
    }

    /// Waits before the page is asked for again, as long as the server has `asked` for at least.
    fn failed(&mut self, asked: Option<Duration>) {
        let doubled = self.first_wait.saturating_mul(2_u32.saturating_pow(self.failures));
        let wait = doubled.min(LONGEST_WAIT.max(self.first_wait));
        self.failures = self.failures.saturating_add(1);
        self.state = self.wait(asked.map_or(wait, |asked| asked.max(wait)));
    }
}

impl<E: Event, K: for<'a> From<&'a str>> Stream for EventStream<E, K> {
    type Item = Result<E, Error<K>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Some(until) = &mut this.until
            && until.as_mut().poll(context).is_ready()
        {
            this.until = None;
            this.due.clear();
            this.state = State::Ended;
        }
        loop {
            if let Some((number, event)) = this.due.pop_front() {
                this.position = number.checked_add(1);
                return Poll::Ready(Some(Ok(event)));
            }
            match (&mut this.state, this.position) {
                (State::Ended, _) | (_, None) => return Poll::Ready(None),
                (State::Idle, Some(fra)) => this.state = State::Fetching(this.source.page(fra, this.page)),
                (State::Waiting(timer), _) => {
                    std::task::ready!(timer.as_mut().poll(context));
                    this.state = State::Idle;
                }
                (State::Fetching(page), Some(fra)) => match std::task::ready!(page.as_mut().poll(context)) {
                    Ok(events) => {
                        let Some(due) = due(events, fra) else {
                            this.failed(None);
                            return Poll::Ready(Some(Err(this.unplaced())));
                        };
                        this.due = due;
                        this.failures = 0;
                        this.state = State::Idle;
                        // A page of nothing new says the same as the code for the end.
                        if this.due.is_empty() {
                            this.at_end();
                        }
                    }
                    Err(error) if this.is_end(&error) => this.at_end(),
                    Err(error) => {
                        this.failed(error.retry_after());
                        return Poll::Ready(Some(Err(error)));
                    }
                },
            }
        }
    }
}

/// Shows where the stream is.
impl<E, K> fmt::Debug for EventStream<E, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("api", &self.client.api().name)
            .field("operation", &self.operation.id)
            .field("position", &self.position)
            .finish_non_exhaustive()
    }
}
