//! Many look-ups.

use std::time::Duration;

use skatteetaten::client::{Error, Kode, Lookups, Method, Operation, Request};
use skatteetaten_tests::http::{Answer, Server};

use super::api::{Avregning, JSON, client};

static NUMBER: Operation = Operation::new(Method::Get, "hentNummer", "/{nummer}").produces(&["application/json"]);

/// Answers with an error for some numbers, and the later the smaller the number is.
async fn server() -> Server {
    Server::start(|received| {
        let number: u64 = received.target[1..].parse().unwrap();
        let answer = match number % 10 {
            3 => Answer::json(404, r#"{"kode":"AVR-006"}"#),
            4 => Answer::json(404, r#"{"kode":"AVR-007"}"#),
            5 => Answer::status(404),
            6 => Answer::json(200, "{"),
            7 => Answer::json(404, r#"{"kode":"17912099997"}"#),
            _ => Answer::json(200, JSON),
        };
        answer.delay(Duration::from_millis(20_u64.saturating_sub(number % 20)))
    })
    .await
    .unwrap()
}

type Numbers = Lookups<i64, Avregning, std::convert::Infallible, Kode>;

fn lookups(server: &Server, numbers: i64) -> Numbers {
    let client = client(server.url());
    Lookups::of(0..numbers, move |number| {
        let call = Request::new(&client, &NUMBER).path("nummer", number);
        async move { Ok::<_, Error<Kode>>(call.send::<Avregning, Kode>().await?.into_body()) }
    })
}

async fn read(lookups: &mut Numbers) -> Vec<i64> {
    let mut items = Vec::new();
    while let Some(Ok(found)) = lookups.next().await {
        assert_eq!(found.result.is_err(), (3..=7).contains(&(found.item % 10)));
        items.push(found.item);
    }
    items
}

#[tokio::test]
async fn results_come_in_order_and_are_counted_by_code() {
    let server = server().await;
    let mut lookups = lookups(&server, 100);
    assert_eq!(read(&mut lookups).await, (0..100).collect::<Vec<_>>());
    assert_eq!(server.most_at_once(), 5);
    assert_eq!(lookups.counts().succeeded(), 50);
    let failed: Vec<(&str, u64)> = lookups.counts().failed().iter().map(|(label, n)| (label.as_str(), *n)).collect();
    // A code that may be a person's number is not told.
    assert_eq!(failed, [("AVR-006", 10), ("AVR-007", 10), ("HTTP 404", 20), ("decode", 10)]);
    assert_eq!(lookups.counts().to_string(), "50 found, 10 AVR-006, 10 AVR-007, 20 HTTP 404, 10 decode");
    assert!(lookups.next().await.is_none());
}

#[tokio::test]
async fn results_may_come_as_they_are_ready() {
    let server = server().await;
    let mut lookups = lookups(&server, 40).as_they_come();
    let mut items = read(&mut lookups).await;
    assert_ne!(items, (0..40).collect::<Vec<_>>(), "later numbers are answered sooner");
    items.sort_unstable();
    assert_eq!(items, (0..40).collect::<Vec<_>>());
}

#[tokio::test]
async fn no_more_are_under_way_than_allowed() {
    let server = server().await;
    let mut two = lookups(&server, 30).concurrent(2);
    assert_eq!(read(&mut two).await.len(), 30);
    assert_eq!(server.most_at_once(), 2);
    let mut none = lookups(&server, 0);
    assert!(none.next().await.is_none());
}

#[tokio::test]
async fn results_that_wait_for_an_earlier_one_are_bounded() {
    // The first one takes for ever; four times the number that may be under way are begun, no more.
    let begun = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = std::sync::Arc::clone(&begun);
    let mut stuck = Lookups::<i64, (), _, Kode>::of(0.., move |number| {
        count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let first = *number == 0;
        async move {
            if first {
                std::future::pending::<()>().await;
            }
            Ok(())
        }
    })
    .concurrent(3);
    assert!(tokio::time::timeout(Duration::from_millis(50), stuck.next()).await.is_err());
    assert_eq!(begun.load(std::sync::atomic::Ordering::SeqCst), 12);
}
