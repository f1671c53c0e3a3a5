//! Transports other than reqwest, and calls without an async runtime.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use skatteetaten::client::transport::{TestTransport, TransportError};
use skatteetaten::client::{
    Client, Environment, ErrorKind, Kode, Request, Retries, StaticToken, TokenError, async_token_fn,
};

use super::api::{API, Avregning, JSON, PERSON, SEND, TOKEN, request};

fn client(transport: TestTransport) -> Client {
    let base = Environment::custom("https://avregning.example/v2");
    Client::new(&API, base, StaticToken::new(TOKEN)).transport(transport)
}

#[tokio::test]
async fn a_transport_gets_the_whole_call() {
    let transport = TestTransport::new(|call| {
        assert_eq!(call.method(), "POST");
        assert_eq!(call.url(), "https://avregning.example/v2/avregning");
        assert_eq!(call.headers()["authorization"], format!("Bearer {TOKEN}"));
        assert_eq!(call.headers()["altinnsamtykke"], "samtykke");
        assert_eq!(call.headers()["korrelasjonsid"].len(), 36);
        assert_eq!(call.body().unwrap(), JSON.as_bytes());
        let shown = format!("{call:?} {:?}", call.headers());
        assert!(!shown.contains(TOKEN) && !shown.contains("example"), "{shown}");
        Ok(TestTransport::json(200, JSON))
    });
    let call = Request::new(&client(transport), &SEND).body_json(&Avregning::new(2020)).altinn_samtykke("samtykke");
    assert_eq!(call.send::<Avregning, Kode>().await.unwrap().body(), &Avregning::new(2020));
}

#[test]
fn calls_need_no_runtime_of_tokio() {
    // A runtime without time and without I/O: whatever would ask for them panics.
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let attempts = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&attempts);
    let transport = TestTransport::new(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        0 => Err(TransportError::new("nobody there").connect()),
        1 => Ok(TestTransport::json(500, r#"{"kode":"DAS-003"}"#)),
        _ => Ok(TestTransport::json(200, JSON)),
    });
    let waited = transport.waited();
    let retries = Retries::default().first_wait(Duration::from_secs(10)).longest_wait(Duration::from_secs(15));
    let client = client(transport).retries(retries);
    let answer = runtime.block_on(request(&client).send::<Avregning, Kode>()).unwrap();
    assert_eq!(answer.attempts(), 3);
    let waited: Vec<u64> = waited.all().iter().map(Duration::as_secs).collect();
    assert!(waited.len() == 2 && (5..=10).contains(&waited[0]) && (7..=15).contains(&waited[1]), "{waited:?}");
}

#[tokio::test]
async fn what_a_transport_says_of_failures() {
    for (error, kind, timeout) in [
        (TransportError::new("x").connect(), ErrorKind::Connect, false),
        (TransportError::new("x").connect().timeout(), ErrorKind::Connect, true),
        (TransportError::new("x").timeout(), ErrorKind::Timeout, true),
        (TransportError::new("x"), ErrorKind::Transport, false),
    ] {
        let error = std::sync::Mutex::new(Some(error));
        let transport = TestTransport::new(move |_| Err(error.lock().unwrap().take().unwrap()));
        let client = client(transport).retries(Retries::none());
        let error = request(&client).send::<Avregning, Kode>().await.unwrap_err();
        assert_eq!((error.kind(), error.is_timeout()), (kind, timeout));
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "x");
        assert!(!format!("{error:?}").contains(PERSON));
    }
}

#[tokio::test]
async fn a_token_may_take_its_time_where_no_time_passes() {
    let tokens = async_token_fn(|_| async {
        tokio::time::sleep(Duration::from_millis(10)).await;
        Ok::<_, TokenError>(TOKEN)
    });
    let transport = TestTransport::new(|_| Ok(TestTransport::json(200, JSON)));
    let waited = transport.waited();
    let client = Client::new(&API, Environment::custom("https://avregning.example/v2"), tokens).transport(transport);
    assert!(request(&client).send::<Avregning, Kode>().await.is_ok());
    assert!(waited.all().is_empty(), "{waited:?}");
}
