//! Answers that no Maskinporten gives do no harm.

use std::time::Duration;

use skatteetaten_maskinporten::{Error, Token};
use tokio::time::timeout;

use crate::double::{Answer, Double};
use crate::support::{grant, maskinporten};

async fn ask(answer: Answer) -> Result<Token, Error> {
    let double = Double::always(answer).await;
    timeout(Duration::from_secs(10), maskinporten(&double).token_for(&grant())).await.expect("no endless answer")
}

#[tokio::test]
async fn large_bodies_are_not_read() {
    for status in [200, 400, 503] {
        for unannounced in [false, true] {
            let mut body = br#"{"access_token":""#.to_vec();
            body.resize(10 << 20, b'a');
            let answer = Answer { unannounced, ..Answer::json(status, body) };
            let error = ask(answer).await.unwrap_err();
            // Whatever happens to the body, the status is told.
            assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
            assert_eq!(error.is_try_later(), status == 503, "{error}");
            assert!(error.to_string().len() < 200);
        }
    }
}

#[tokio::test]
async fn answers_that_are_no_token() {
    for body in [
        "",
        "<!DOCTYPE html><html><body>Velkommen</body></html>",
        "\u{0}\u{1}\u{2}",
        "null",
        "[]",
        "{}",
        r#"{"access_token":null,"expires_in":120}"#,
        r#"{"access_token":7,"expires_in":120}"#,
        r#"{"access_token":"","expires_in":120}"#,
        r#"{"access_token":"a b","expires_in":120}"#,
        r#"{"access_token":"a\r\nX: y","expires_in":120}"#,
        r#"{"access_token":"ø","expires_in":120}"#,
        r#"{"access_token":"a","token_type":"mac","expires_in":120}"#,
        r#"{"access_token":"a","expires_in":120"#,
        r#"{"error":"invalid_grant"}"#,
        &"[".repeat(60_000),
    ] {
        let error = ask(Answer::json(200, body)).await.unwrap_err();
        assert!(!error.is_try_later() && !error.is_configuration(), "{body}: {error}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    }
    let error = ask(Answer::json(200, b"\xFF\xFE{".to_vec())).await.unwrap_err();
    assert_eq!(error.to_string(), "the answer of the token endpoint is no JSON object, HTTP 200");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let other = Double::usual().await;
    for status in [301, 302, 303, 307, 308] {
        let redirect = Answer::json(status, "").header("Location", other.token_endpoint());
        let error = ask(redirect).await.unwrap_err();
        assert!(error.to_string().contains("redirects"), "{error}");
    }
    assert_eq!(other.count(), 0, "the grant did not follow");
}

/// The token is given to who asked, and kept as long as it is known to be good.
#[tokio::test]
async fn lifetimes_of_all_sorts() {
    for (expires_in, seconds, requests) in [
        (r#""expires_in":120"#, 120, 1),
        (r#""expires_in":"120""#, 120, 1),
        (r#""expires_in":0"#, 0, 5),
        (r#""expires_in":-1"#, 0, 5),
        (r#""expires_in":null"#, 0, 5),
        (r#""expires_in":"snart""#, 0, 5),
        (r#""x":1"#, 0, 5),
        // No more than an hour is believed.
        (r#""expires_in":1e308"#, 3600, 1),
        (r#""expires_in":18446744073709551616"#, 3600, 1),
    ] {
        let double = Double::always(Answer::json(200, format!(r#"{{"access_token":"a.b-c",{expires_in}}}"#))).await;
        let maskinporten = maskinporten(&double);
        for _ in 0..5 {
            let token = maskinporten.token_for(&grant()).await.unwrap();
            assert_eq!(token.access_token().expose(), "a.b-c");
            let left = token.expires_in().as_secs();
            assert!(left <= seconds && left + 10 >= seconds, "{expires_in}: {left}");
        }
        assert_eq!(double.count(), requests, "{expires_in}");
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_for_later() {
    let mut answer = Answer::json(200, r#"{"access_token":"a""#).header("Content-Length", "500");
    answer.unannounced = true;
    assert!(ask(answer).await.unwrap_err().is_try_later());
}
