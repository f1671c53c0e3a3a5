//! With the client that generated crates build on.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use skatteetaten::client::{Api, Client, Environment, Error, Kode, Method, Operation, Request, Response};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::double::{Answer, Double, name};
use crate::support::maskinporten;

static API: Api = Api::new("inntekt-v1").scopes(&["skatteetaten:inntekt"]);
static HENT: Operation = Operation::new(Method::Get, "hent", "/hent").produces(&["application/json"]);

/// An API that takes one token alone, and counts its calls. Gives its URL.
async fn api(accepted: Option<String>, calls: Arc<AtomicUsize>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                if stream.read_buf(&mut head).await.unwrap_or(0) == 0 {
                    break;
                }
            }
            calls.fetch_add(1, Ordering::SeqCst);
            let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
            let fits = accepted.as_ref().is_some_and(|token| {
                head.contains(&format!("authorization: bearer {}\r\n", token.to_ascii_lowercase()))
            });
            let status = if fits { "200 OK" } else { "401 Unauthorized" };
            let answer = format!(
                "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n42"
            );
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    url
}

async fn call(client: &Client) -> Result<Response<i64>, Error<Kode>> {
    Request::new(client, &HENT).send_json().await
}

#[tokio::test]
async fn a_call_that_got_401_is_made_again_with_one_renewal() {
    let calls = Arc::new(AtomicUsize::new(0));
    let url = api(Some(name(1)), Arc::clone(&calls)).await;
    let double = Double::usual().await;
    let client = Client::new(&API, Environment::custom(url), maskinporten(&double));
    let answer = call(&client).await.unwrap();
    assert_eq!((*answer.body(), answer.attempts(), calls.load(Ordering::SeqCst)), (42, 2, 2));
    assert_eq!(double.count(), 2, "a token, and one renewal");
    assert_eq!(call(&client).await.unwrap().attempts(), 1);
    assert_eq!(double.count(), 2, "the new token is kept");
    assert_eq!(double.received()[0].claims["scope"], "skatteetaten:inntekt");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_cause_one_request_for_a_token() {
    let calls = Arc::new(AtomicUsize::new(0));
    let url = api(Some(name(0)), Arc::clone(&calls)).await;
    let double = Double::start(|received| Answer::token(received.index, 120).after(Duration::from_millis(200))).await;
    // More at a time than usual, so that many ask for the token together.
    let client = Client::new(&API, Environment::custom(url), maskinporten(&double)).max_concurrent_calls(100);
    let tasks = (0..1000).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { call(&client).await.map(Response::into_body) })
    });
    for task in tasks.collect::<Vec<_>>() {
        assert_eq!(task.await.unwrap().unwrap(), 42);
    }
    assert_eq!((double.count(), calls.load(Ordering::SeqCst)), (1, 1000));
}

#[tokio::test]
async fn an_api_that_always_refuses_causes_no_loop() {
    let calls = Arc::new(AtomicUsize::new(0));
    let url = api(None, Arc::clone(&calls)).await;
    let double = Double::usual().await;
    let client = Client::new(&API, Environment::custom(url), maskinporten(&double));
    assert_eq!(call(&client).await.unwrap_err().status().map(|status| status.as_u16()), Some(401));
    assert_eq!((double.count(), calls.load(Ordering::SeqCst)), (2, 2), "one renewal, and one call more");
}

#[tokio::test]
async fn a_call_without_a_token_tells_why() {
    let double = Double::always(Answer::refused(503, "temporarily_unavailable", "")).await;
    let client = Client::new(&API, Environment::custom("http://localhost:9"), maskinporten(&double));
    let error = call(&client).await.unwrap_err();
    assert!(error.is_token() && error.is_try_later());
    let mut chain = Vec::new();
    let mut next: Option<&dyn std::error::Error> = Some(&error);
    while let Some(error) = next {
        chain.push(error.to_string());
        next = error.source();
    }
    assert_eq!(
        chain[1..],
        ["no token from Maskinporten: try later", "Maskinporten is unavailable, HTTP 503, temporarily_unavailable"]
    );
}
