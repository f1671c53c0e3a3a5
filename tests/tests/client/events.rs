//! Event lists: nothing is lost, nothing comes twice, whatever the server does and wherever a reader begins again.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use hendelser_v1::{Client, Feilkode, Hendelse};
use skatteetaten::client::events::{Event, EventStream};
use skatteetaten::client::transport::{self, TestTransport};
use skatteetaten::client::{self, Environment, ErrorKind, Retries, StaticToken};
use skatteetaten_tests::http::{Answer, Received, Server};

const END: &str = r#"{"kode":"FA-005","melding":"Ingen hendelser"}"#;

/// The number of the event at this place: they grow, with holes.
fn number(place: usize) -> i64 {
    let place = place as i64;
    5 + place * 3 + place % 3
}

/// An event list of so many events, with a fault at some requests.
struct List {
    events: usize,
    requests: AtomicUsize,
    fault: Box<dyn Fn(usize) -> Option<Answer> + Send + Sync>,
}

impl List {
    async fn start(
        events: usize,
        fault: impl Fn(usize) -> Option<Answer> + Send + Sync + 'static,
    ) -> (Arc<Self>, Server) {
        let list = Arc::new(Self { events, requests: AtomicUsize::new(0), fault: Box::new(fault) });
        let served = Arc::clone(&list);
        let server = Server::start(move |request| served.answer(request)).await.unwrap();
        (list, server)
    }

    fn answer(&self, request: &Received) -> Answer {
        let nth = self.requests.fetch_add(1, Ordering::SeqCst) + 1;
        if let Some(fault) = (self.fault)(nth) {
            return fault;
        }
        if request.target.starts_with("/hendelser/start") {
            return Answer::json(200, r#"{"sekvensnummer":11}"#);
        }
        let from = parameter(request, "fraSekvensnummer");
        let count = parameter(request, "antall") as usize;
        let first = (0..self.events).collect::<Vec<_>>().partition_point(|place| number(*place) < from);
        let page: Vec<String> = (first..self.events.min(first + count))
            .map(|place| format!(r#"{{"sekvensnummer":{},"identifikator":"x{place}"}}"#, number(place)))
            .collect();
        if page.is_empty() {
            Answer::json(404, END)
        } else {
            Answer::json(200, format!(r#"{{"hendelser":[{}]}}"#, page.join(",")))
        }
    }
}

fn parameter(request: &Received, name: &str) -> i64 {
    let (_, query) = request.target.split_once('?').unwrap();
    let value = query.split('&').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
    value.unwrap().parse().unwrap()
}

/// A client that does not wait for long.
fn client(server: &Server) -> Client {
    let inner = client::Client::new(&hendelser_v1::API, Environment::custom(server.url()), StaticToken::new("t"));
    Client::from(inner.retries(Retries::default().first_wait(Duration::from_millis(1))))
}

fn events(server: &Server, from: i64) -> EventStream<Hendelse, Feilkode> {
    client(server).hendelser(from).wait_after_error(Duration::from_millis(1))
}

/// Reads to the end, whatever fails; gives the numbers and how many errors there were.
async fn read(mut events: EventStream<Hendelse, Feilkode>) -> (Vec<i64>, usize) {
    let (mut numbers, mut errors) = (Vec::new(), 0);
    while let Some(event) = events.next().await {
        match event {
            Ok(event) => numbers.push(event.sekvensnummer),
            Err(_) => errors += 1,
        }
        assert!(errors < 1000, "it goes on for ever");
    }
    (numbers, errors)
}

fn all(events: usize) -> Vec<i64> {
    (0..events).map(number).collect()
}

/// All ways in which an answer may fail: those that the client repeats, and those that it tells.
fn faults() -> Vec<Answer> {
    vec![
        Answer::status(503),
        Answer::json(500, r#"{"kode":"DAS-003"}"#),
        Answer::hang_up(),
        Answer::json(500, r#"{"kode":"FA-001"}"#),
        Answer::json(404, r#"{"kode":"FA-002"}"#),
        Answer::status(404),
        Answer::json(403, r#"{"kode":"FA-003"}"#),
        Answer::json(200, r#"{"hendelser":[{"sekvensnummer":5,"identifikator":"x"}"#),
        Answer::json(200, r#"{"hendelser":[{"sekvensnummer":5,"identifikator":"x"}]}"#).announce(1000),
        Answer::new(200, "text/html", "<html/>"),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_thousand_events_with_faults_and_restarts() {
    follow(100_000, 1000).await;
    // With smaller pages there are more requests, and so more faults.
    follow(100_000, 100).await;
}

/// Reads a list, beginning again after every 1,009th event; every 97th request fails, each time in another way.
async fn follow(count: usize, page: i64) {
    let kinds = faults();
    let (list, server) =
        List::start(count, move |nth| nth.is_multiple_of(97).then(|| kinds[nth / 97 % kinds.len()].clone())).await;
    let started = Instant::now();
    let mut seen = Vec::with_capacity(count);
    let (mut position, mut restarts) = (1, 0);
    'runs: loop {
        let mut events = events(&server, position).page_size(page);
        for n in 1.. {
            match events.next().await {
                Some(Ok(event)) => {
                    seen.push(event.sekvensnummer);
                    assert_eq!(events.position(), event.next_sekvensnummer());
                    position = event.next_sekvensnummer();
                }
                Some(Err(_)) => {}
                None => break 'runs,
            }
            if n == 1009 {
                // The stream is dropped with the rest of its page; the next one begins where this one was.
                restarts += 1;
                continue 'runs;
            }
        }
    }
    // A list of that length in a message would help nobody.
    assert!(seen == all(count), "{} events came", seen.len());
    assert!(restarts >= count / 1009 - 1, "{restarts}");
    let requests = list.requests.load(Ordering::SeqCst);
    println!("{requests} requests, {} faults, {restarts} restarts, {:?}", requests / 97, started.elapsed());
}

#[tokio::test]
async fn a_fault_at_any_request_loses_nothing() {
    // 50 events in pages of 7, and the end: nine requests at least.
    for fault in faults() {
        for at in 1..=9 {
            let answer = fault.clone();
            let (_, server) = List::start(50, move |nth| (nth == at).then(|| answer.clone())).await;
            let (numbers, errors) = read(events(&server, 1).page_size(7)).await;
            assert_eq!(numbers, all(50), "{fault:?} at {at}");
            assert!(errors <= 1);
        }
    }
}

#[tokio::test]
async fn a_restart_after_any_event_repeats_nothing() {
    let (_, server) = List::start(30, |_| None).await;
    for taken in 0..=30 {
        let mut first = events(&server, 1).page_size(7);
        let mut numbers = Vec::new();
        for _ in 0..taken {
            numbers.push(first.next().await.unwrap().unwrap().sekvensnummer);
        }
        let position = first.position();
        drop(first);
        numbers.extend(read(events(&server, position).page_size(7)).await.0);
        assert_eq!(numbers, all(30), "after {taken}");
    }
}

#[tokio::test]
async fn the_end_of_a_list_is_no_failure_and_a_failure_no_end() {
    let (_, server) = List::start(0, |_| None).await;
    assert_eq!(read(events(&server, 1)).await, (vec![], 0));
    // An empty page is an end too.
    let empty = Server::always(Answer::json(200, r#"{"hendelser":[]}"#)).await.unwrap();
    assert_eq!(read(events(&empty, 1)).await, (vec![], 0));
    // Other codes of 404 are none, nor is the code with another status.
    for (status, kode) in [(404, "FA-002"), (404, ""), (400, "FA-005")] {
        let server = Server::always(Answer::json(status, format!(r#"{{"kode":"{kode}"}}"#))).await.unwrap();
        let error = events(&server, 1).next().await.unwrap().unwrap_err();
        assert_eq!(error.status().unwrap(), status);
    }
    let own = Server::always(Answer::json(404, r#"{"kode":"AF-005"}"#)).await.unwrap();
    assert_eq!(read(events(&own, 1).end_codes(&["AF-005", "FA-005"])).await, (vec![], 0));
}

#[tokio::test]
async fn a_server_that_goes_back_does_not_take_the_stream_with_it() {
    let page = r#"{"hendelser":[{"sekvensnummer":9,"identifikator":"c"},{"sekvensnummer":4,"identifikator":"a"},
        {"sekvensnummer":7,"identifikator":"b"},{"sekvensnummer":7,"identifikator":"b"}]}"#;
    let server = Server::always(Answer::json(200, page)).await.unwrap();
    assert_eq!(read(events(&server, 5)).await, (vec![7, 9], 0), "each once, in order; a page of old events is the end");
    let server = Server::always(Answer::json(
        200,
        format!(r#"{{"hendelser":[{{"sekvensnummer":{},"identifikator":"z"}}]}}"#, i64::MAX),
    ))
    .await
    .unwrap();
    assert_eq!(read(events(&server, 5)).await, (vec![i64::MAX], 0));
}

#[tokio::test]
async fn a_stream_asks_as_it_is_told() {
    let (_, server) = List::start(1, |_| None).await;
    assert_eq!(read(events(&server, 0)).await.0.len(), 1);
    assert_eq!(read(events(&server, 1).page_size(0)).await.0.len(), 1);
    let targets: Vec<String> = server.received().into_iter().map(|request| request.target).collect();
    assert_eq!(targets[0], "/hendelser?fraSekvensnummer=1&antall=1000");
    assert_eq!(targets[1], "/hendelser?fraSekvensnummer=6&antall=1000", "after the last one");
    assert_eq!(targets[2], "/hendelser?fraSekvensnummer=1&antall=1");

    let dato = skatteetaten::json::from_str(r#""2026-03-01""#).unwrap();
    let mut events = client(&server).hendelser_fra_dato(&dato).await.unwrap();
    assert_eq!(events.position(), 11);
    assert!(events.next().await.is_none());
    let targets: Vec<String> = server.received().into_iter().map(|request| request.target).collect();
    assert_eq!(targets[4..], ["/hendelser/start?dato=2026-03-01", "/hendelser?fraSekvensnummer=11&antall=1000"]);
}

#[tokio::test]
async fn a_stream_that_polls_waits_for_new_events() {
    // Three ends before the second event is there.
    let (_, server) = List::start(2, |nth| (2..=4).contains(&nth).then(|| Answer::json(404, END))).await;
    let interval = Duration::from_millis(20);
    let mut events = events(&server, 1).page_size(1).poll_every(interval);
    assert_eq!(events.next().await.unwrap().unwrap().sekvensnummer, number(0));
    let started = Instant::now();
    assert_eq!(events.next().await.unwrap().unwrap().sekvensnummer, number(1));
    assert!(started.elapsed() >= interval * 3);
    // It does not end, and dropping what waits leaves it where it is.
    assert!(tokio::time::timeout(Duration::from_millis(100), events.next()).await.is_err());
    assert_eq!(events.position(), number(1) + 1);
}

#[tokio::test]
async fn a_stream_stops_when_it_is_told_to() {
    let (_, server) = List::start(10, |_| None).await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let stopped = async move { drop(stopped.await) };
    let mut events = events(&server, 1).poll_every(Duration::from_secs(60)).until(stopped);
    for _ in 0..4 {
        events.next().await.unwrap().unwrap();
    }
    stop.send(()).unwrap();
    assert!(events.next().await.is_none() && events.next().await.is_none());
    assert_eq!(events.position(), number(3) + 1, "what was fetched and not given comes again");

    // Also while it waits for the list to grow.
    let wait = tokio::time::sleep(Duration::from_millis(30));
    let mut events = client(&server).hendelser(1000).poll_every(Duration::from_secs(60)).until(wait);
    let started = Instant::now();
    assert!(events.next().await.is_none() && started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn errors_are_told_and_do_not_come_without_end() {
    let server = Server::always(Answer::json(403, r#"{"kode":"FA-003"}"#)).await.unwrap();
    let mut events = client(&server).hendelser(1).wait_after_error(Duration::from_millis(10));
    let started = Instant::now();
    for _ in 0..4 {
        let error = events.next().await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Status, "hentHendelser"));
    }
    assert!(started.elapsed() >= Duration::from_millis(70), "10, 20 and 40 ms between them");
}

/// A client over a transport that always gives this answer, and the waits that it was asked for.
fn without_network(answer: impl Fn() -> transport::Answer + Send + Sync + 'static) -> (Client, transport::Waited) {
    let transport = TestTransport::new(move |_| Ok(answer()));
    let waited = transport.waited();
    let base = Environment::custom("https://hendelser.example");
    let client = client::Client::new(&hendelser_v1::API, base, StaticToken::new("t")).retries(Retries::none());
    (Client::from(client.transport(transport)), waited)
}

#[tokio::test]
async fn a_server_that_asks_for_a_longer_wait_gets_it() {
    let (client, waited) = without_network(|| {
        let headers = [("retry-after".parse().unwrap(), "120".parse().unwrap())];
        transport::Answer::full(client::StatusCode::SERVICE_UNAVAILABLE, headers.into_iter().collect(), "")
    });
    let mut events = client.hendelser(1);
    for _ in 0..3 {
        assert_eq!(events.next().await.unwrap().unwrap_err().status().unwrap(), 503);
    }
    assert_eq!(waited.all(), [Duration::from_secs(120); 2]);
}

#[tokio::test]
async fn a_stream_that_polls_without_waiting_lets_others_have_a_turn() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let (client, waited) = without_network(move || {
        assert!(count.fetch_add(1, Ordering::SeqCst) < 100, "nobody else had a turn");
        TestTransport::json(404, END)
    });
    let mut turns = 0;
    let third_turn = poll_fn(move |_| {
        turns += 1;
        if turns < 3 { Poll::Pending } else { Poll::Ready(()) }
    });
    let mut events = client.hendelser(1).poll_every(Duration::from_secs(60)).until(third_turn);
    assert!(events.next().await.is_none());
    assert_eq!(waited.all(), vec![Duration::from_secs(60); asked.load(Ordering::SeqCst)]);
}
