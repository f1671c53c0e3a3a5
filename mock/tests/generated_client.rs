//! Generated clients call the server as they call the services.

mod support;

use std::time::Duration;

use skatteetaten::client::{Client, Environment, Error, ErrorKind, Retries, StaticToken};
use skatteetaten_maskinporten::{Grant, Issuer, Maskinporten, SigningKey};
use skatteetaten_mock::{Fault, MockServer, Rule, TokenClient};

#[tokio::test]
async fn three_lines_and_a_call() {
    let server = MockServer::start().unwrap();
    let environment = Environment::custom(server.base_url("skattemelding-upersonlig-v4"));
    let client = skattemelding_upersonlig_v4::Client::new(environment, StaticToken::new(server.token()));

    let call = || client.hent_skattemelding_upersonlig("ssb", "2025", &"313579247".into());
    let json = call().send().await.unwrap();
    let xml = call().xml().send().await.unwrap();
    assert_eq!(json.body(), xml.body());
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn errors_are_typed() {
    let server = MockServer::start().unwrap();
    let environment = Environment::custom(server.base_url("skattemelding-upersonlig-v4"));
    let client = skattemelding_upersonlig_v4::Client::new(environment, StaticToken::new(server.token()));
    let call = |nummer: &str| client.hent_skattemelding_upersonlig("ssb", "2025", &nummer.into());

    server.rule(Rule::feil("SMU-010").identifikator("313579247")).unwrap();
    for answer in [call("313579247").send().await, call("313579247").xml().send().await] {
        let error = answer.unwrap_err();
        assert_eq!(error.kode(), Some(&skattemelding_upersonlig_v4::Feilkode::Smu010));
        assert_eq!(error.status().map(|status| status.as_u16()), Some(410));
    }
}

/// A call with a fault, and what the generated client makes of it.
struct Row {
    fault: Fault,
    kind: ErrorKind,
    /// Predicates of the error that are true; all others are false.
    is: &'static [&'static str],
    attempts: u32,
}

fn row(fault: Fault, kind: ErrorKind, is: &'static [&'static str]) -> Row {
    Row { fault, kind, is, attempts: 1 }
}

/// Each fault of the server.
fn rows() -> Vec<Row> {
    let long = Duration::from_secs(20);
    vec![
        row(Fault::CutBody, ErrorKind::BodyCutOff, &[]),
        row(Fault::EmptyBody, ErrorKind::EmptyBody, &[]),
        row(Fault::HugeBody(2 << 20), ErrorKind::BodyTooLarge, &[]),
        row(Fault::Latency(long), ErrorKind::Timeout, &["timeout"]),
        row(Fault::MalformedBody, ErrorKind::Decode, &["decode"]),
        row(Fault::Redirect, ErrorKind::Status, &["status"]),
        row(Fault::Reset, ErrorKind::Transport, &[]),
        row(Fault::Stall(long), ErrorKind::Timeout, &["timeout"]),
        row(Fault::Unauthorized, ErrorKind::Status, &["status", "unauthorized"]),
        Row { attempts: 4, ..row(Fault::Unavailable, ErrorKind::Status, &["status", "try_later", "retryable"]) },
        row(Fault::WrongContentType, ErrorKind::UnexpectedContentType, &[]),
    ]
}

fn predicates<K>(error: &Error<K>) -> Vec<&'static str> {
    let all = [
        ("connect", error.is_connect()),
        ("token", error.is_token()),
        ("timeout", error.is_timeout()),
        ("decode", error.is_decode()),
        ("status", error.is_status()),
        ("unauthorized", error.is_unauthorized()),
        ("forbidden", error.is_forbidden()),
        ("not_found", error.is_not_found()),
        ("gone", error.is_gone()),
        ("try_later", error.is_try_later()),
        ("retryable", error.is_retryable()),
    ];
    all.into_iter().filter(|(_, is)| *is).map(|(name, _)| name).collect()
}

/// The name of a fault in a header: `CutBody` is `cut-body`.
fn name(fault: &Fault) -> String {
    let debug = format!("{fault:?}");
    let variant = debug.split('(').next().unwrap_or_default();
    let mut name = String::new();
    for letter in variant.chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

#[tokio::test]
async fn every_fault_is_a_typed_error() {
    let server = MockServer::start().unwrap();
    let environment = Environment::custom(server.base_url("skattemelding-upersonlig-v4"));
    let client = Client::new(&skattemelding_upersonlig_v4::API, environment, StaticToken::new(server.token()))
        .timeout(Duration::from_millis(500))
        .max_response_bytes(1 << 20)
        .retries(Retries::default().first_wait(Duration::from_millis(1)));
    let client = skattemelding_upersonlig_v4::Client::from(client);

    let documentation = std::fs::read_to_string(support::package().join("../docs/testing.md")).unwrap();
    for Row { fault, kind, is, attempts } in rows() {
        let documented =
            |line: &str| line.starts_with(&format!("| `{}", name(&fault))) && line.contains(&format!("| `{kind:?}`"));
        assert!(documentation.lines().any(documented), "{fault:?} and {kind:?} are not in a row of docs/testing.md");
        server.clear_rules();
        server.clear_requests();
        server.rule(Rule::fault(fault.clone())).unwrap();
        let call = client.hent_skattemelding_upersonlig("ssb", "2025", &"313579247".into());
        let error = call.send().await.unwrap_err();
        assert_eq!((error.kind(), predicates(&error), error.attempts()), (kind, is.to_vec(), attempts), "{fault:?}");
        // A redirect is not followed, and what is not repeated is asked for once.
        assert_eq!(server.requests().len(), attempts as usize, "{fault:?}");
        assert!(!format!("{error} {error:?}").contains("313579247"), "{fault:?}: {error:?}");
    }

    // The server tells the names of its faults where one is asked for that there is not: a new one must get a row.
    let url = format!("{}/fastsatt/ssb/2025/313579247", server.base_url("skattemelding-upersonlig-v4"));
    let answer = support::get(&url, &[support::TOKEN, ("X-Mock-Fault", "?")]);
    let (_, known) = answer.text().trim().split_once("; there is ").expect("the names");
    assert_eq!(rows().iter().map(|row| name(&row.fault)).collect::<Vec<_>>().join(", "), known);
}

#[tokio::test]
async fn what_passes_is_not_seen() {
    let server = MockServer::start().unwrap();
    let environment = Environment::custom(server.base_url("skattemelding-upersonlig-v4"));
    let client = Client::new(&skattemelding_upersonlig_v4::API, environment, StaticToken::new(server.token()));
    let client = client.retries(Retries::default().first_wait(Duration::from_millis(1)));
    let client = skattemelding_upersonlig_v4::Client::from(client);
    server.rule(Rule::fault(Fault::Unavailable).times(3)).unwrap();
    server.rule(Rule::fault(Fault::Latency(Duration::from_millis(20)))).unwrap();
    let call = client.hent_skattemelding_upersonlig("ssb", "2025", &"313579247".into());
    assert_eq!(call.send().await.unwrap().attempts(), 4);
}

#[tokio::test]
async fn tokens_of_the_token_endpoint_and_one_renewal() {
    let key = |file: &str| std::fs::read_to_string(support::package().join("tests/keys").join(file)).unwrap();
    let scope = skattemelding_upersonlig_v4::SCOPES[0];
    let registered = TokenClient::new("min-klient").jwk(&key("client.jwk.json")).unwrap().scope(scope);
    let server = MockServer::builder().client(registered).only_issued_tokens().start().unwrap();

    let issuer = Issuer::custom(server.issuer(), server.token_endpoint());
    let signing = SigningKey::from_pem(key("client.pem")).unwrap().key_id("client-1");
    let maskinporten = Maskinporten::builder(issuer, "min-klient", signing).build().unwrap();
    let environment = Environment::custom(server.base_url("skattemelding-upersonlig-v4"));
    let client = skattemelding_upersonlig_v4::Client::new(environment, maskinporten.clone());
    let call = || client.hent_skattemelding_upersonlig("ssb", "2025", &"313579247".into()).send();
    let apis = || server.requests().into_iter().map(|request| request.api.unwrap()).collect::<Vec<_>>();

    // The grant is judged, the token opens its scope, and is kept.
    assert_eq!(call().await.unwrap().attempts(), 1);
    assert_eq!(call().await.unwrap().attempts(), 1);
    let api = "skattemelding-upersonlig-v4";
    assert_eq!(apis(), ["maskinporten", api, api]);

    // A token that is refused is renewed, once, and the call made again.
    server.clear_requests();
    server.rule(Rule::fault(Fault::Unauthorized).api(api).times(1)).unwrap();
    assert_eq!(call().await.unwrap().attempts(), 2);
    assert_eq!(apis(), [api, "maskinporten", api]);
    server.clear_requests();
    server.rule(Rule::fault(Fault::Unauthorized).api(api)).unwrap();
    let error = call().await.unwrap_err();
    assert!(error.is_unauthorized() && error.attempts() == 2, "{error}");
    assert_eq!(apis(), [api, "maskinporten", api], "and not a second time");

    // No grant for a scope that the client does not have: no call is made, and the error says why.
    server.clear_rules();
    server.clear_requests();
    let other = maskinporten.with_grant(Grant::new(["skatteetaten:noeannet"]));
    let environment = Environment::custom(server.base_url(api));
    let client = skattemelding_upersonlig_v4::Client::new(environment, other);
    let error = client.hent_skattemelding_upersonlig("ssb", "2025", &"313579247".into()).send().await.unwrap_err();
    assert!(error.is_token() && !error.is_try_later(), "{error}");
    let cause = std::error::Error::source(&error).and_then(std::error::Error::source).unwrap();
    assert!(cause.to_string().contains("invalid_scope"), "{cause}");
    assert_eq!(apis(), ["maskinporten"]);
}

#[tokio::test]
async fn events_lead_to_data() {
    let server = MockServer::start().unwrap();
    let environment = Environment::custom(server.events_url("skattemelding-upersonlig").unwrap());
    let list = hendelser_v1::Client::new(environment, StaticToken::new(server.token()));
    let environment = Environment::custom(server.base_url("skattemelding-upersonlig-v4"));
    let service = skattemelding_upersonlig_v4::Client::new(environment, StaticToken::new(server.token()));

    server.events("skattemelding-upersonlig").unwrap().push_with("313579247", Some("2025"), Some("ENDRET"));
    let mut next = list.hent_startpunkt().send().await.unwrap().body().sekvensnummer;
    let mut last = None;
    loop {
        match list.hent_hendelser(next, 5).send().await {
            Ok(page) => {
                let hendelser = page.into_body().hendelser;
                next = hendelser.last().unwrap().sekvensnummer + 1;
                last = hendelser.into_iter().last();
            }
            Err(error) => {
                assert_eq!(error.kode(), Some(&hendelser_v1::Feilkode::Fa005), "{error}");
                break;
            }
        }
    }
    let event = last.unwrap();
    let nummer = event.identifikator.expose();
    service.hent_skattemelding_upersonlig("ssb", "2025", &nummer.into()).send().await.unwrap();
    assert_eq!(server.requests().last().unwrap().path, "/skattemelding-upersonlig-v4/fastsatt/ssb/2025/313579247");
}
