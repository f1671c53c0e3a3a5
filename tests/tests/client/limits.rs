//! How many calls are under way at a time, in which order they come, and how long they may take.

use std::time::{Duration, Instant};

use skatteetaten::client::transport::Tls;
use skatteetaten::client::{Client, Kode, Method, Operation, Request, Retries};
use skatteetaten_tests::http::{Answer, Server};

use super::api::{Avregning, JSON, client, request};

static NUMBER: Operation = Operation::new(Method::Get, "hentNummer", "/{nummer}").produces(&["application/json"]);

/// Makes many calls at once, which take so many milliseconds each; gives the most that were under way at a time, and the numbers in the order of arrival.
async fn burst(calls: i64, delay: u64, settings: impl FnOnce(Client) -> Client) -> (usize, Vec<i64>) {
    let delay = Duration::from_millis(delay);
    let server = Server::start(move |_| Answer::json(200, JSON).delay(delay)).await.unwrap();
    let client = settings(client(server.url()));
    let calls: Vec<_> = (0..calls)
        .map(|number| {
            // Each by a clone of its own: the limit is shared.
            let call = Request::new(&client.clone(), &NUMBER).path("nummer", &number);
            tokio::spawn(call.send::<Avregning, Kode>())
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let received = server.received();
    (server.most_at_once(), received.iter().map(|r| r.target[1..].parse().unwrap()).collect())
}

#[tokio::test]
async fn five_calls_at_a_time_under_five_hundred() {
    let (most, arrived) = burst(500, 4, |client| client).await;
    assert_eq!(most, 5);
    assert_eq!(arrived.len(), 500);
    // First come, first served: only those that are under way together can overtake each other.
    for (place, number) in (0_i64..).zip(&arrived) {
        assert!((place - number).abs() < 10, "call {number} came as number {place}");
    }
}

#[tokio::test]
async fn the_limit_can_be_set() {
    assert_eq!(burst(40, 1, |client| client.max_concurrent_calls(1)).await.0, 1);
    assert_eq!(burst(40, 1, |client| client.max_concurrent_calls(0)).await.0, 1);
    assert_eq!(burst(40, 200, |client| client.max_concurrent_calls(20)).await.0, 20);
    assert_eq!(burst(20, 200, |client| client.max_concurrent_calls(usize::MAX)).await.0, 20);
    // Other settings of a clone do not give it places of its own.
    let server = Server::start(|_| Answer::json(200, JSON).delay(Duration::from_millis(5))).await.unwrap();
    let client = client(server.url()).max_concurrent_calls(2);
    let patient = client.clone().timeout(Duration::from_secs(9));
    let calls: Vec<_> = (0..20)
        .map(|n| tokio::spawn(request(if n % 2 == 0 { &client } else { &patient }).send::<Avregning, Kode>()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(server.most_at_once(), 2);
}

#[tokio::test]
async fn a_call_that_is_dropped_gives_its_place_back() {
    let server = Server::start(|_| Answer::json(200, JSON).delay(Duration::from_millis(100))).await.unwrap();
    let client = client(server.url()).max_concurrent_calls(1);
    let dropped = tokio::time::timeout(Duration::from_millis(20), request(&client).send::<Avregning, Kode>()).await;
    assert!(dropped.is_err());
    request(&client).send::<Avregning, Kode>().await.unwrap();
}

#[tokio::test]
async fn the_first_byte_has_a_time_of_its_own() {
    let late = Server::always(Answer::json(200, JSON).delay(Duration::from_secs(5))).await.unwrap();
    let quick = client(late.url()).first_byte_timeout(Duration::from_millis(50));
    let error = request(&quick).send::<Avregning, Kode>().await.unwrap_err();
    assert!(error.is_timeout() && !error.is_connect());
    assert_eq!((error.status(), error.attempts()), (None, 1));
    // A body may take longer than that.
    let slow = Server::always(Answer::json(200, JSON).pause(Duration::from_millis(300))).await.unwrap();
    let client = client(slow.url()).first_byte_timeout(Duration::from_millis(500));
    request(&client).send::<Avregning, Kode>().await.unwrap();
}

#[tokio::test]
async fn waiting_for_a_place_is_not_part_of_the_deadline() {
    let server = Server::start(|_| Answer::json(200, JSON).delay(Duration::from_millis(100))).await.unwrap();
    let client = client(server.url()).max_concurrent_calls(1).deadline(Duration::from_millis(800));
    let started = Instant::now();
    let calls: Vec<_> = (0..12).map(|_| tokio::spawn(request(&client).send::<Avregning, Kode>())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert!(started.elapsed() > Duration::from_millis(1000), "some have waited longer than their deadline");
}

#[tokio::test]
async fn connecting_has_a_time_of_its_own() {
    // Takes connections, and never says a word of TLS.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = client(format!("https://{}", silent.local_addr().unwrap()))
        .tls(Tls::new().without_system_roots())
        .connect_timeout(Duration::from_millis(50))
        .retries(Retries::none());
    let started = Instant::now();
    let error = request(&client).send::<Avregning, Kode>().await.unwrap_err();
    assert!(error.is_connect() && error.is_timeout(), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(5), "less than the time of an attempt");
}
