//! Nothing that is logged while calls are made names a person or shows a token, at any level, by any crate.
//!
//! A test binary of its own: loggers belong to the process.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};
use std::fs;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use skatteetaten::Personidentifikator;
use skatteetaten::client::transport::Tls;
use skatteetaten::client::{Api, Client, Environment, Kode, Method, Operation, Request, Retries, StaticToken};
use skatteetaten_maskinporten::{Grant, Issuer, Maskinporten, SigningKey};
use skatteetaten_mock::{Fault, MockServer, Rule, TokenClient};
use skatteetaten_tests::http::{Answer, Server, closed_url};
use skatteetaten_tests::root;
use skatteetaten_tests::tls::{self, Authority};
use tracing::field::{Field, Visit};
use tracing::span;

static API: Api = Api::new("avregning-v2").scopes(&["skatteetaten:avregning"]);
static HENT: Operation = Operation::new(Method::Get, "hentAvregning", "/{pakke}/{personidentifikator}");
static SEND: Operation = Operation::new(Method::Post, "sendAvregning", "/avregning/{personidentifikator}");

const PERSON: &str = "17912099997";
const TOKEN: &str = "eyJ0b2tlbiI.hemmelig-token";
const CONSENT: &str = "hemmelig-samtykke";
const BODY: &str = "hemmelig-innhold";

/// All that was logged, a line each: `target: fields`.
static LOGGED: Mutex<String> = Mutex::new(String::new());

fn log(target: &str, line: &str) {
    let mut logged = LOGGED.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = writeln!(logged, "{target}: {line}");
}

/// Writes down all of `tracing`.
struct Spans;

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl tracing::Subscriber for Spans {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        let mut fields = Fields(format!("span {}", attributes.metadata().name()));
        attributes.record(&mut fields);
        log(attributes.metadata().target(), &fields.0);
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        let mut fields = Fields("record".to_owned());
        values.record(&mut fields);
        log("span", &fields.0);
    }

    fn event(&self, event: &tracing::Event<'_>) {
        let mut fields = Fields("event".to_owned());
        event.record(&mut fields);
        log(event.metadata().target(), &fields.0);
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// Writes down all of `log`.
struct Records;

impl log::Log for Records {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        log(record.target(), &record.args().to_string());
    }

    fn flush(&self) {}
}

/// A call with all that must not be seen, and what it shows of itself.
async fn call(client: &Client) {
    let get = Request::new(client, &HENT).query("hemmelig", &PERSON);
    let post = Request::new(client, &SEND).body_bytes("text/plain", format!("{BODY} {PERSON}").into_bytes());
    for request in [get.path("pakke", &"ssb"), post] {
        let request = request.path("personidentifikator", &PERSON).altinn_samtykke(CONSENT);
        log("shown", &format!("{request:?} {client:?}"));
        match request.send_bytes::<Kode>().await {
            Ok(answer) => log("shown", &format!("{answer:?}")),
            Err(error) => shown(&error),
        }
    }
}

/// An error with all its causes, as programs show them.
fn shown(error: &dyn StdError) {
    log("shown", &format!("{error} {error:?}"));
    if let Some(source) = error.source() {
        shown(source);
    }
}

/// A generated client with tokens of the mock server's token endpoint: calls that succeed, a token that is refused and
/// renewed, an endpoint that is down, grants that are refused. Gives what must not be seen: tokens, and pieces of the key.
async fn with_tokens_of_maskinporten() -> Vec<String> {
    let key = |file: &str| fs::read_to_string(root().join("mock/tests/keys").join(file)).unwrap();
    let scope = avregning_v2::SCOPES[0];
    let registered = TokenClient::new("min-klient").jwk(&key("client.jwk.json")).unwrap().scope(scope);
    let server = MockServer::builder().client(registered).only_issued_tokens().start().unwrap();
    let issuer = Issuer::custom(server.issuer(), server.token_endpoint());
    let pem = key("client.pem");
    let signing = SigningKey::from_pem(&pem).unwrap().key_id("client-1");
    log("shown", &format!("{signing:?}"));
    let maskinporten = Maskinporten::builder(issuer, "min-klient", signing).build().unwrap();
    let environment = || Environment::custom(server.base_url("avregning-v2"));
    let client = avregning_v2::Client::new(environment(), maskinporten.clone());
    let grant = Grant::new([scope]);
    let mut secrets: Vec<String> = pem.lines().filter(|line| line.len() == 64).map(str::to_owned).collect();

    let rules = [
        None,
        Some(Rule::fault(Fault::Unauthorized).api("avregning-v2").times(1)),
        Some(Rule::fault(Fault::Unavailable).api("maskinporten").times(1)),
        Some(Rule::feil("AR-007").api("avregning-v2").times(1)),
        Some(Rule::fault(Fault::CutBody).api("avregning-v2").times(1)),
    ];
    for rule in rules {
        if let Some(rule) = rule {
            server.rule(rule).unwrap();
        }
        let token = maskinporten.token_for(&grant).await;
        log("shown", &format!("{token:?} {maskinporten:?} {client:?} {server:?}"));
        if let Ok(token) = token {
            log("shown", &format!("{:?}", token.access_token()));
            secrets.push(token.access_token().expose().to_owned());
        }
        let person = person();
        let call = client.hent_avregning_for_person("ssb", "2024", &person);
        log("shown", &format!("{person} {person:?} {call:?}"));
        match call.send().await {
            Ok(answer) => log("shown", &format!("renewed {} {answer:?}", answer.attempts() - 1)),
            Err(error) => shown(&error),
        }
        // The next round begins without a token.
        if let Ok(token) = maskinporten.token_for(&grant).await {
            secrets.push(token.access_token().expose().to_owned());
            maskinporten.forget(&grant, token.access_token());
        }
    }
    for grant in
        [Grant::new(["skatteetaten:noeannet"]), grant.pid(PERSON), Grant::default().consent("samtykke-id-1", person())]
    {
        log("shown", &format!("{grant:?}"));
        let client = avregning_v2::Client::new(environment(), maskinporten.with_grant(grant));
        let call = client.hent_avregning_for_person("ssb", "2024", &person());
        match call.send().await {
            Ok(answer) => log("shown", &format!("{answer:?}")),
            Err(error) => shown(&error),
        }
    }
    secrets
}

fn person() -> Personidentifikator {
    Personidentifikator::new(PERSON)
}

fn client(url: impl Into<String>) -> Client {
    Client::new(&API, Environment::custom(url), StaticToken::new(TOKEN))
        .timeout(Duration::from_secs(1))
        .retries(Retries::default().first_wait(Duration::from_millis(2)))
}

#[tokio::test]
async fn nothing_that_is_logged_shows_secrets() {
    tracing::subscriber::set_global_default(Spans).unwrap();
    log::set_logger(&Records).unwrap();
    log::set_max_level(log::LevelFilter::Trace);

    let feil = format!(r#"{{"kode":"AVR-006","melding":"{BODY} {PERSON}","korrelasjonsid":"{PERSON}"}}"#);
    for answer in [
        Answer::json(200, BODY),
        Answer::json(200, BODY).chunked(),
        Answer::json(404, feil.as_str()),
        Answer::json(500, feil.replace("AVR-006", "DAS-003")),
        Answer::json(500, feil.replace("AVR-006", PERSON)),
        Answer::json(503, feil).header("Retry-After", PERSON),
        Answer::status(401),
        Answer::status(307).header("Location", &format!("/{BODY}/{PERSON}")),
        Answer::json(200, BODY).announce(1000),
        Answer::json(200, BODY).delay(Duration::from_secs(9)),
        Answer::hang_up(),
    ] {
        let server = Server::always(answer).await.unwrap();
        call(&client(server.url())).await;
    }
    call(&client(closed_url().await.unwrap())).await;
    call(&client("https://finnes-ikke.invalid")).await;

    // TLS, with a certificate of the caller and without.
    let authority = Authority::new().unwrap();
    let me = authority.issue("virksomhet").unwrap();
    let server = tls::Server::start(&authority, "{}").await.unwrap();
    let tls = Tls::new().without_system_roots().add_roots_pem(authority.pem().as_bytes()).unwrap();
    call(&client(server.url()).tls(tls.clone())).await;
    let tls = tls.identity_pem(me.chain_pem.as_bytes(), me.key_pem.as_bytes()).unwrap();
    call(&client(server.url()).tls(tls)).await;

    let secrets = with_tokens_of_maskinporten().await;

    let logged = LOGGED.lock().unwrap().clone();
    // Whoever could have told, has told something: the test looks at logs that are there.
    for target in ["skatteetaten::client: span call", "span: record", "hyper_util::", "reqwest::", "rustls::", "shown"]
    {
        assert!(logged.lines().any(|line| line.starts_with(target)), "nothing of {target} in\n{logged}");
    }
    for field in ["api=\"avregning-v2\"", "operation=\"hentAvregning\"", "path=\"/{pakke}/{personidentifikator}\""] {
        assert!(logged.contains(field), "no {field}");
    }
    for field in
        ["status=404", "kode=\"AVR-006\"", "attempts=4", "korrelasjonsid=\"", "duration_ms=", "error=\"timeout\""]
    {
        assert!(logged.contains(field), "no {field}");
    }
    for told in ["renewed 1", "no access token", "invalid_scope", "Personidentifikator(***)", "AR-007"] {
        assert!(logged.contains(told), "no {told}");
    }
    assert!(secrets.iter().filter(|secret| secret.starts_with("mock-")).count() > 5, "tokens were issued");
    let key = me.key_pem.lines().nth(1).unwrap();
    // Grants are JSON Web Tokens, which begin so.
    let known = [PERSON, TOKEN, CONSENT, BODY, key, "hemmelig", "samtykke-id", "/ssb/", "eyJ", "assertion="];
    for secret in known.into_iter().chain(secrets.iter().map(String::as_str)) {
        let leaks: Vec<&str> = logged.lines().filter(|line| line.contains(secret)).collect();
        assert!(leaks.is_empty(), "{secret} is logged:\n{}", leaks.join("\n"));
    }
}
