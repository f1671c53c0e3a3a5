//! Which calls are made again, after which waits, and until when.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use skatteetaten::client::{
    Client, Environment, Error, Kode, Method, Operation, Request, Response, Retries, StaticToken,
};
use skatteetaten_tests::http::{Answer, Server, closed_url};

use super::api::{API, Avregning, JSON, SEND, TOKEN, client, quick, request};

static HEAD: Operation = Operation::new(Method::Head, "finnes", "/finnes");
static PUT: Operation = Operation::new(Method::Put, "sett", "/sett");

const LATER: &str = r#"{"kode":"DAS-003","melding":"Prøv igjen"}"#;

/// The attempts of a `GET` that is always answered so, with this time for each.
async fn attempts(answer: Answer, timeout: Duration) -> usize {
    let server = Server::always(answer).await.unwrap();
    let client = client(server.url()).timeout(timeout);
    let made = match request(&client).send::<Avregning, Kode>().await {
        Ok(answer) => answer.attempts(),
        Err(error) => {
            assert_eq!(error.is_retryable(), error.attempts() > 1, "{error}");
            error.attempts()
        }
    };
    assert_eq!(server.received().len(), made as usize);
    made as usize
}

#[tokio::test]
async fn what_is_repeated() {
    let slow = Duration::from_secs(5);
    let rows = [
        (4, "502", Answer::status(502)),
        (4, "503", Answer::status(503)),
        (4, "504", Answer::status(504)),
        (4, "503 with a code", Answer::json(503, r#"{"kode":"AVR-001"}"#)),
        (4, "DAS-003", Answer::json(500, LATER)),
        (4, "DAS-003 in XML", Answer::xml(500, "<feil><kode>DAS-003</kode></feil>")),
        (1, "200", Answer::json(200, JSON)),
        (1, "500", Answer::status(500)),
        (1, "501", Answer::status(501)),
        (1, "505", Answer::status(505)),
        (1, "DAS-001", Answer::json(500, r#"{"kode":"DAS-001"}"#)),
        (1, "DAS-003 as a refusal", Answer::json(403, LATER)),
        (1, "302", Answer::status(302).header("Location", "/")),
        (1, "400", Answer::status(400)),
        (1, "401, and no other token", Answer::status(401)),
        (1, "403", Answer::status(403)),
        (1, "404", Answer::status(404)),
        (1, "408", Answer::status(408)),
        (1, "410", Answer::status(410)),
        (1, "429", Answer::status(429).header("Retry-After", "0")),
        (1, "a body cut off", Answer::json(200, JSON).announce(1000)),
        (1, "a connection closed", Answer::hang_up()),
        (1, "another media type", Answer::new(200, "text/html", "<html/>")),
        (1, "does not decode", Answer::json(200, "{")),
    ];
    for (wanted, what, answer) in rows {
        assert_eq!(attempts(answer, Duration::from_secs(30)).await, wanted, "{what}");
    }
    for late in [Answer::json(200, JSON).delay(slow), Answer::json(200, JSON).pause(slow)] {
        assert_eq!(attempts(late, Duration::from_millis(100)).await, 1, "too late");
    }
    let nobody = client(closed_url().await.unwrap());
    let error = request(&nobody).send::<Avregning, Kode>().await.unwrap_err();
    assert!(error.is_connect() && error.is_retryable());
    assert_eq!(error.attempts(), 4, "no connection");
}

#[tokio::test]
async fn only_calls_that_change_nothing_are_repeated() {
    let server = Server::always(Answer::status(503)).await.unwrap();
    let client = client(server.url());
    for (operation, wanted) in [(&SEND, 1), (&PUT, 1), (&HEAD, 4)] {
        let error = Request::new(&client, operation).send_empty::<Kode>().await.unwrap_err();
        assert_eq!((error.attempts(), error.is_retryable()), (wanted, wanted > 1), "{}", operation.id);
        assert!(error.is_try_later());
    }
    let nobody = super::api::client(closed_url().await.unwrap());
    let error = Request::new(&nobody, &SEND).send_empty::<Kode>().await.unwrap_err();
    assert_eq!((error.attempts(), error.is_retryable(), error.is_try_later()), (1, false, true));
}

/// A server that gives this answer so many times, then a good one.
async fn recovering(after: usize, answer: Answer) -> Server {
    let count = AtomicUsize::new(0);
    Server::start(
        move |_| {
            if count.fetch_add(1, Ordering::SeqCst) < after { answer.clone() } else { Answer::json(200, JSON) }
        },
    )
    .await
    .unwrap()
}

#[tokio::test]
async fn a_call_succeeds_once_the_server_is_back() {
    let server = recovering(3, Answer::status(503)).await;
    let answer = request(&client(server.url())).send::<Avregning, Kode>().await.unwrap();
    assert_eq!((answer.attempts(), answer.body()), (4, &Avregning::new(2020)));
    let mut ids: Vec<_> = server.received().iter().map(|r| r.header("korrelasjonsid").unwrap().to_owned()).collect();
    assert_eq!(ids.last().unwrap(), answer.korrelasjonsid());
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4, "each attempt has an id of its own");

    let server = recovering(1, Answer::status(503)).await;
    let given = "6e1ba7b4-2d33-4f8d-9f3a-2f1f4c8b6f10";
    request(&client(server.url())).korrelasjonsid(&given).send::<Avregning, Kode>().await.unwrap();
    assert!(server.received().iter().all(|r| r.header("korrelasjonsid") == Some(given)));
}

#[tokio::test]
async fn the_number_of_attempts_can_be_set() {
    for (retries, wanted) in
        [(Retries::none(), 1), (quick().attempts(0), 1), (quick().attempts(2), 2), (quick().attempts(7), 7)]
    {
        let server = Server::always(Answer::status(503)).await.unwrap();
        let client = client(server.url()).retries(retries);
        assert_eq!(request(&client).send::<Avregning, Kode>().await.unwrap_err().attempts(), wanted);
    }
}

/// How long the call took, its attempts, and whether it succeeded.
async fn timed(server: &Server, settings: impl FnOnce(Client) -> Client) -> (Duration, u32, bool) {
    let client = settings(client(server.url()));
    let started = Instant::now();
    let result = request(&client).send::<Avregning, Kode>().await;
    let attempts = result.as_ref().map_or_else(Error::attempts, Response::attempts);
    (started.elapsed(), attempts, result.is_ok())
}

#[tokio::test]
async fn a_deadline_ends_the_attempts() {
    let server = Server::always(Answer::status(503)).await.unwrap();
    let wait = Retries::default().first_wait(Duration::from_millis(80)).attempts(20);
    let (took, attempts, _) = timed(&server, |c| c.retries(wait).deadline(Duration::from_millis(300))).await;
    assert!(took < Duration::from_secs(3) && (1..=5).contains(&attempts), "{attempts} in {took:?}");
    // A wait that would pass the deadline is not begun: the error comes at once, and is that of the server.
    let long = Retries::default().first_wait(Duration::from_secs(60)).longest_wait(Duration::from_secs(60));
    let (took, attempts, _) = timed(&server, |c| c.retries(long).deadline(Duration::from_secs(5))).await;
    assert!(took < Duration::from_secs(2) && attempts == 1, "{attempts} in {took:?}");
    // An attempt does not outlive the deadline either.
    let slow = Server::always(Answer::json(200, JSON).delay(Duration::from_secs(9))).await.unwrap();
    let (took, attempts, _) = timed(&slow, |c| c.deadline(Duration::from_millis(100))).await;
    assert!(took < Duration::from_secs(2) && attempts == 1, "{attempts} in {took:?}");
}

#[tokio::test]
async fn retry_after_is_kept_to() {
    let server = recovering(1, Answer::status(503).header("Retry-After", "1")).await;
    let (took, attempts, ok) = timed(&server, |c| c).await;
    assert!(ok && attempts == 2 && took >= Duration::from_secs(1), "{attempts} in {took:?}");
    // Two seconds from now as a date: dates have whole seconds, so it is more than one.
    let when = http_date(Duration::from_secs(2));
    let server = recovering(1, Answer::status(503).header("Retry-After", &when)).await;
    let (took, attempts, ok) = timed(&server, |c| c).await;
    assert!(ok && attempts == 2 && took >= Duration::from_millis(900), "{attempts} in {took:?}");
    // Longer than the deadline: the caller is told, and need not wait for it.
    let server = recovering(1, Answer::status(503).header("Retry-After", "3600")).await;
    let client = client(server.url());
    let started = Instant::now();
    let error = request(&client).send::<Avregning, Kode>().await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(30));
    assert_eq!((error.attempts(), error.retry_after()), (1, Some(Duration::from_secs(3600))));
}

/// A moment after now as a date of HTTP.
fn http_date(after: Duration) -> String {
    let when = jiff::Timestamp::now() + after;
    jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&when).unwrap()
}

#[tokio::test]
async fn the_usual_waits_are_of_half_a_second_and_more() {
    let server = recovering(1, Answer::status(503)).await;
    let client = Client::new(&API, Environment::custom(server.url()), StaticToken::new(TOKEN));
    let started = Instant::now();
    request(&client).send::<Avregning, Kode>().await.unwrap();
    assert!(started.elapsed() >= Duration::from_millis(250), "{:?}", started.elapsed());
}
