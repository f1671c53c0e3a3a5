//! Nothing that may be logged shows a token, an identifier, a body or the filled URL.

use std::error::Error as StdError;
use std::fmt::Debug;
use std::time::Duration;

use skatteetaten::client::transport::{Http, Tls};
use skatteetaten::client::{AccessToken, Client, Environment, Error, Kode, Request, StaticToken};
use skatteetaten_tests::http::{Answer, Server, closed_url};

use super::api::{API, Avregning, HENT, PERSON, TOKEN, client, request};

/// What must not be seen; all bodies of these tests hold `hemmelig-innhold`.
const SECRETS: [&str; 5] = [PERSON, "hemmelig", "skatt/2020", "eyJ0", "127.0.0.1:1/"];

#[track_caller]
fn silent(what: &str, text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{what} shows {secret}: {text}");
    }
}

/// Checks an error, its causes, and what `{:?}` and `{:#?}` make of them.
#[track_caller]
fn silent_error(what: &str, error: &Error<Kode>) {
    let mut next: Option<&dyn StdError> = Some(error);
    while let Some(error) = next {
        silent(what, &format!("{error} {error:?} {error:#?}"));
        next = error.source();
    }
}

#[tokio::test]
async fn no_error_shows_secrets() {
    let feil = |kode: &str| {
        format!(r#"{{"kode":"{kode}","melding":"hemmelig-innhold {PERSON}","korrelasjonsid":"{PERSON}"}}"#)
    };
    let faults = [
        ("status", Answer::json(404, feil("AVR-006"))),
        ("odd kode", Answer::json(404, feil(PERSON))),
        ("foreign", Answer::new(404, "text/plain", format!("hemmelig-innhold ID={PERSON}"))),
        ("odd media type", Answer::new(200, &format!("text/x{PERSON}"), "hemmelig-innhold")),
        ("media type", Answer::new(200, "text/plain", "hemmelig-innhold")),
        ("decode", Answer::json(200, format!(r#"{{"inntektsaar":"hemmelig-innhold {PERSON}"}}"#))),
        ("unknown member", Answer::json(200, format!(r#"{{"{PERSON}":["hemmelig-innhold"}}"#))),
        ("broken JSON", Answer::json(200, format!("{{hemmelig-innhold {PERSON}"))),
        ("XML", Answer::xml(200, format!("<avregning><hemmelig>{PERSON}"))),
        ("other root", Answer::xml(200, "<a xmlns='urn:x'/>")),
        ("empty", Answer::status(200)),
        ("cut off", Answer::json(200, "hemmelig-innhold").announce(1000)),
        ("too large", Answer::json(200, "hemmelig-innhold".repeat(100))),
        ("slow", Answer::json(200, "hemmelig-innhold").delay(Duration::from_secs(9))),
        ("hang up", Answer::hang_up()),
        ("redirect", Answer::status(302).header("Location", &format!("/hemmelig/{PERSON}"))),
        ("header", Answer::json(500, "").header("Korrelasjonsid", PERSON)),
    ];
    for (what, answer) in faults {
        let server = Server::always(answer).await.unwrap();
        let client = client(server.url()).timeout(Duration::from_millis(300)).max_response_bytes(1000);
        let error = request(&client)
            .query("hemmelig", &PERSON)
            .header("AltinnSamtykke", &TOKEN)
            .send::<Avregning, Kode>()
            .await
            .unwrap_err();
        silent_error(what, &error);
    }

    let refused = request(&client(closed_url().await.unwrap()));
    silent_error("refused", &refused.send::<Avregning, _>().await.unwrap_err());
    let nowhere = client(format!("https://{}.invalid/v2", "x".repeat(70)));
    silent_error("no host", &request(&nowhere).send::<Avregning, _>().await.unwrap_err());
    let dots = request(&client("http://127.0.0.1:1")).path("inntektsaar", &"..");
    silent_error("dots", &dots.send::<Avregning, _>().await.unwrap_err());
    let bad_token = StaticToken::new(format!("{TOKEN}\n"));
    let bad_token = Client::new(&API, Environment::custom("http://127.0.0.1:1"), bad_token);
    let error = request(&bad_token).send::<Avregning, _>().await.unwrap_err();
    silent_error("token", &error);
}

#[tokio::test]
async fn nothing_else_shows_secrets() {
    fn debug(what: &str, value: &dyn Debug) {
        silent(what, &format!("{value:?} {value:#?}"));
    }
    let base = format!("http://hemmelig:{PERSON}@127.0.0.1:1/");
    debug("token", &AccessToken::new(TOKEN));
    debug("source", &StaticToken::new(TOKEN));
    debug("environment", &Environment::custom(base.as_str()));
    debug("client", &client(base.as_str()));
    let check = client(base.as_str()).check().unwrap_err();
    debug("check", &check);
    silent("check", &check.to_string());
    let request_ =
        Request::new(&client("http://127.0.0.1:1"), &HENT).path("personidentifikator", &PERSON).header("X", &TOKEN);
    debug("request", &request_);
    let header = [("x-api-key".parse().unwrap(), "hemmelig".parse().unwrap())];
    let http = Tls::new().without_system_roots().http_builder().unwrap().default_headers(header.into_iter().collect());
    debug("transport", &Http::new(http.build().unwrap()));

    let answer = Answer::json(200, r#"{"inntektsaar":17912099997}"#).header("X-A", "hemmelig");
    let server = Server::always(answer).await.unwrap();
    let answer = request(&client(server.url())).send::<Avregning, Kode>().await.unwrap();
    debug("response", &answer);
}
