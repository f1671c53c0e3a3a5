//! Errors are told apart and explained.

use std::time::Duration;

use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::{SignedDuration, Timestamp};
use skatteetaten::client::TokenError;
use skatteetaten_maskinporten::{Error, ErrorKind, Issuer, Maskinporten};
use tokio::net::TcpListener;

use crate::double::{Answer, Double};
use crate::support::{CLIENT, grant, key, maskinporten};

async fn error(answer: Answer) -> Error {
    let double = Double::always(answer).await;
    let error = maskinporten(&double).token_for(&grant()).await.unwrap_err();
    assert_eq!(double.count(), 1, "one request, whatever came of it");
    error
}

#[tokio::test]
async fn statuses_are_told_apart() {
    use ErrorKind::{Configuration, Other, TryLater};
    for (status, kind) in [
        (400, Configuration),
        (401, Configuration),
        (403, Configuration),
        (404, Configuration),
        (408, TryLater),
        (429, TryLater),
        (500, Other),
        (502, TryLater),
        (503, TryLater),
        (504, TryLater),
        (204, Other),
        (302, Other),
    ] {
        let error = error(Answer::json(status, "")).await;
        assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (kind, Some(status)));
        assert_eq!(error.is_try_later(), TokenError::from(error).is_try_later());
    }
}

#[tokio::test]
async fn a_refusal_is_explained() {
    for (seconds, side) in [(-75, " s ahead of the server's"), (75, " s behind the server's")] {
        let server = Timestamp::now() + SignedDuration::from_secs(seconds);
        let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&server).unwrap();
        let refused =
            Answer::refused(400, "invalid_grant", "Invalid assertion (trace_id: 0f1e2d3c)").header("Date", date);
        let error = error(refused).await;
        assert!(error.is_configuration());
        assert_eq!(error.code(), Some("invalid_grant"));
        assert_eq!(error.description(), Some("Invalid assertion (trace_id: 0f1e2d3c)"));
        // The answer takes its time, too.
        let difference = error.clock_difference().unwrap().as_secs();
        assert!((-1..10).contains(&(difference + seconds)), "{difference}");
        let start = "Maskinporten refused the grant, HTTP 400, invalid_grant: Invalid assertion (trace_id: 0f1e2d3c); \
            this machine's clock is ";
        assert_eq!(error.to_string(), format!("{start}{}{side}", difference.abs()));
    }
}

#[tokio::test]
async fn a_refusal_without_words_is_a_refusal() {
    for body in ["", "<html>", "[]", "{\"error\":7,\"error_description\":{}}", "{\"error\":\"<script>\"}"] {
        let error = error(Answer::json(400, body)).await;
        assert_eq!((error.code(), error.description()), (None, None), "{body}");
        assert_eq!(error.to_string(), "Maskinporten refused the grant, HTTP 400");
    }
}

#[tokio::test]
async fn no_server_is_for_later() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/token", listener.local_addr().unwrap());
    drop(listener);
    let maskinporten = Maskinporten::builder(Issuer::custom("x", url), CLIENT, key()).build().unwrap();
    let error = maskinporten.token_for(&grant()).await.unwrap_err();
    assert!(error.is_try_later() && error.status().is_none());
    assert_eq!(error.to_string(), "no connection to Maskinporten");
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_for_later() {
    let double = Double::always(Answer::token(0, 120).after(Duration::from_secs(60))).await;
    let builder = Maskinporten::builder(double.issuer(), CLIENT, key()).timeout(Duration::from_millis(200));
    let error = builder.build().unwrap().token_for(&grant()).await.unwrap_err();
    assert!(error.is_try_later());
    assert_eq!(error.to_string(), "Maskinporten did not answer in time");
}

#[tokio::test]
async fn a_server_that_hangs_up_is_for_later() {
    let mut answer = Answer::token(0, 120);
    answer.hang_up = true;
    assert!(error(answer).await.is_try_later());
}

#[tokio::test]
async fn a_wrong_grant_is_refused_by_the_double() {
    // The tests lean on the double: it must be able to say no.
    let double = Double::usual().await;
    let maskinporten = Maskinporten::builder(double.issuer(), "en-annen-klient", key()).build().unwrap();
    let error = maskinporten.token_for(&grant()).await.unwrap_err();
    assert_eq!(error.description(), Some("double: iss"));
    let issuer = Issuer::custom("https://test.maskinporten.no/", double.token_endpoint());
    let maskinporten = Maskinporten::builder(issuer, CLIENT, key()).build().unwrap();
    assert_eq!(maskinporten.token_for(&grant()).await.unwrap_err().description(), Some("double: aud"));
    assert_eq!(double.count(), 0);
}
