//! What an observer is told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use skatteetaten::client::transport::TestTransport;
use skatteetaten::client::{
    Client, Environment, ErrorKind, Kode, Method, Observation, Observer, Request, StaticToken, StatusCode,
};

use super::api::{API, Avregning, HENT, JSON, PERSON, TOKEN, request};

#[derive(Default)]
struct Told(Mutex<Vec<String>>);

impl Told {
    fn add(&self, what: &str, seen: &Observation<'_>) {
        assert_eq!((seen.api, seen.operation, seen.method), ("avregning-v2", HENT.id, Method::Get));
        assert_eq!(seen.path, HENT.path, "never filled");
        let status = seen.status.as_ref().map_or(0, StatusCode::as_u16);
        let kind = seen.kind.map_or("success", ErrorKind::name);
        let kode = seen.kode.unwrap_or("-");
        self.0.lock().unwrap().push(format!("{what} {} {status} {kind} {kode}", seen.attempts));
        assert!(seen.duration < Duration::from_secs(60) && seen.queued <= seen.duration);
        assert!(seen.korrelasjonsid.is_none_or(|id| id.len() == 36));
        assert!(!format!("{seen:?}").contains(PERSON));
    }
}

impl Observer for Told {
    fn attempt(&self, attempt: &Observation<'_>) {
        self.add("attempt", attempt);
    }

    fn call(&self, call: &Observation<'_>) {
        self.add("call", call);
    }
}

/// What is told of a call that is answered so.
async fn told(answers: &'static [(u16, &'static str)]) -> Vec<String> {
    let told = Arc::new(Told::default());
    let next = Mutex::new(answers.iter());
    let transport = TestTransport::new(move |_| {
        let (status, body) = next.lock().unwrap().next().unwrap();
        Ok(TestTransport::json(*status, *body))
    });
    let client = Client::new(&API, Environment::custom("https://a.example"), StaticToken::new(TOKEN))
        .transport(transport)
        .observer(Arc::clone(&told));
    let _ = request(&client).send::<Avregning, Kode>().await;
    drop(client);
    Arc::into_inner(told).unwrap().0.into_inner().unwrap()
}

#[tokio::test]
async fn every_attempt_and_every_call_is_told() {
    assert_eq!(told(&[(200, JSON)]).await, ["attempt 1 200 success -", "call 1 200 success -"]);
    assert_eq!(
        told(&[(503, ""), (500, r#"{"kode":"DAS-003"}"#), (200, JSON)]).await,
        ["attempt 1 503 status -", "attempt 2 500 status DAS-003", "attempt 3 200 success -", "call 3 200 success -"]
    );
    assert_eq!(
        told(&[(404, r#"{"kode":"AVR-006","korrelasjonsid":"17912099997"}"#)]).await,
        ["attempt 1 404 status AVR-006", "call 1 404 status AVR-006"]
    );
    // What a server puts where the code belongs may be a person's number.
    assert_eq!(told(&[(404, r#"{"kode":"17912099997"}"#)]).await, ["attempt 1 404 status -", "call 1 404 status -"]);
    // The attempt succeeded, and what it brought does not decode.
    assert_eq!(told(&[(200, "{")]).await, ["attempt 1 200 success -", "call 1 200 decode -"]);
}

#[tokio::test]
async fn a_call_that_is_not_sent_is_told_too() {
    let told = Arc::new(Told::default());
    let client = Client::new(&API, Environment::Production, StaticToken::new(TOKEN)).observer(Arc::clone(&told));
    let _ = request(&client).send::<Avregning, Kode>().await;
    let _ = Request::new(&client, &HENT).send::<Avregning, Kode>().await;
    assert_eq!(*told.0.lock().unwrap(), ["call 0 0 configuration -", "call 0 0 configuration -"]);
}
