//! Nothing secret in what can be printed.

use std::error::Error as StdError;
use std::fmt::Debug;
use std::sync::Mutex;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use log::{LevelFilter, Log, Metadata, Record};
use serde_json::Value;
use skatteetaten::client::TokenError;
use skatteetaten::client::transport::Tls;
use skatteetaten_maskinporten::{
    Consent, Error, Grant, Issuer, Maskinporten, OtherDetail, Party, SigningKey, SystemUser,
};

use crate::double::{Answer, Double, name};
use crate::support::{CLIENT, CUSTOMER, PASSWORD, PERSON, file, key, text};

/// Keeps all that anything in the process logs.
struct Logger(Mutex<String>);

static LOGGER: Logger = Logger(Mutex::new(String::new()));

impl Log for Logger {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        self.0.lock().unwrap().push_str(&format!("{} {}\n", record.target(), record.args()));
    }

    fn flush(&self) {}
}

/// All that may be printed, as it is printed.
#[derive(Default)]
struct Printed(String);

impl Printed {
    fn debug(&mut self, value: &dyn Debug) {
        self.0.push_str(&format!("{value:?}\n{value:#?}\n"));
    }

    fn error(&mut self, error: &dyn StdError) {
        self.0.push_str(&format!("{error}\n{error:#}\n"));
        self.debug(&error);
        if let Some(source) = error.source() {
            self.error(source);
        }
    }

    fn both(&mut self, error: &Error) {
        self.error(error);
        self.error(&TokenError::from(error.clone()));
    }
}

#[tokio::test]
async fn nothing_secret_is_printed() {
    log::set_logger(&LOGGER).unwrap();
    log::set_max_level(LevelFilter::Trace);
    let mut printed = Printed::default();
    let mut secrets = vec![name(0), PERSON.to_owned(), PASSWORD.to_owned()];
    secrets.extend(["nokkel-til-mellomtjener", "samtykke-id", "kunde-referanse"].map(str::to_owned));

    // A server that repeats the grant, a token and a person in every way it can.
    let echo = |status: u16| {
        move |received: &crate::double::Received| {
            let token = name(received.index);
            let said = format!("avvist: {} for {PERSON}, ikke {token} eller eyJhbGciOi", received.assertion);
            Answer::refused(status, &received.assertion, &said)
                .header("X-Echo", received.assertion.clone())
                .header("Location", format!("/{}", received.assertion))
        }
    };
    let grant = Grant::new(["skatteetaten:inntekt"])
        .pid(PERSON)
        .consumer_org(CUSTOMER)
        .authorization_detail(SystemUser::new(CUSTOMER).external_ref("kunde-referanse"))
        .authorization_detail(Consent::new("samtykke-id", Party::person(PERSON)))
        .authorization_detail(Consent::new("samtykke-id", Party::Urn(format!("urn:{PERSON}"))))
        .authorization_detail(OtherDetail::new("urn:x").member("person", PERSON));
    for status in [200, 302, 400, 500, 503] {
        let double = Double::start(echo(status)).await;
        let header = [("x-api-key".parse().unwrap(), "nokkel-til-mellomtjener".parse().unwrap())];
        let http = Tls::new().without_system_roots().http_builder().unwrap().no_proxy();
        let http = http.default_headers(header.into_iter().collect()).build().unwrap();
        let builder = Maskinporten::builder(double.issuer(), CLIENT, key()).with_http(http);
        printed.debug(&builder);
        let maskinporten = builder.build().unwrap().with_grant(grant.clone());
        let error = maskinporten.token_for(&grant).await.unwrap_err();
        printed.both(&error);
        printed.debug(&(&maskinporten, &grant, key(), double.issuer()));
        secrets.extend(double.received().into_iter().map(|received| received.assertion));
    }

    // A token, its connection, and one that breaks.
    let double = Double::usual().await;
    let maskinporten = crate::support::maskinporten(&double);
    let token = maskinporten.token_for(&grant).await.unwrap();
    printed.debug(&(&token, token.access_token()));
    secrets.extend(double.received().into_iter().map(|received| received.assertion));
    let endpoint = double.token_endpoint();
    drop((double, maskinporten));
    let gone = Maskinporten::builder(Issuer::custom("x", endpoint), CLIENT, key()).build().unwrap();
    printed.both(&gone.token_for(&grant).await.unwrap_err());

    // Keys that are refused.
    let half = |text: String| text[..text.len() / 2].to_owned() + "?";
    for error in [
        SigningKey::from_pem(half(text("pkcs8.pem"))),
        SigningKey::from_pem([file("pkcs1.pem"), file("pkcs8.pem")].concat()),
        SigningKey::from_jwk(&half(text("private.jwk"))),
        SigningKey::from_jwk(&text("private.jwk").replace("\"qi\"", "\"q\"")),
        SigningKey::from_pkcs12(file("modern.p12"), &format!("{PASSWORD}!")),
        SigningKey::from_encrypted_pem(file("encrypted.pem"), &format!("{PASSWORD}!")),
    ] {
        printed.both(&error.unwrap_err());
    }
    let custom = Issuer::custom("x", format!("https://bruker:{PASSWORD}@localhost/token"));
    printed.debug(&custom);
    printed.both(&Maskinporten::builder(custom, CLIENT, key()).build().unwrap_err());

    secrets.extend(pieces_of_the_key());
    let logged = LOGGER.0.lock().unwrap().clone();
    assert!(logged.contains("localhost"), "the log was listened to");
    assert!(printed.0.contains("avvist: *** for ***") && printed.0.contains("Token {"), "{}", printed.0);
    for secret in secrets {
        // The start and the end of it too: an excerpt is a leak.
        for part in [&secret[..], &secret[..secret.len().min(24)], &secret[secret.len().saturating_sub(24)..]] {
            assert!(!printed.0.contains(part), "printed: {part}");
            assert!(!logged.contains(part), "logged: {part}");
        }
    }
}

/// The key in the forms in which it may slip out.
fn pieces_of_the_key() -> Vec<String> {
    let jwk: Value = serde_json::from_str(&text("private.jwk")).unwrap();
    let numbers = ["d", "p", "q", "dp", "dq", "qi"].map(|name| jwk[name].as_str().unwrap().to_owned());
    let lines = ["pkcs1.pem", "pkcs8.pem"].map(text);
    let lines = lines.iter().flat_map(|pem| pem.lines()).filter(|line| line.len() == 64).map(str::to_owned);
    let bytes = STANDARD.decode(text("pkcs8.pem").lines().filter(|line| !line.starts_with('-')).collect::<String>());
    let debug = format!("{:?}", &bytes.unwrap()[300..320]);
    numbers.into_iter().chain(lines).chain([debug.trim_matches(['[', ']']).to_owned()]).collect()
}
