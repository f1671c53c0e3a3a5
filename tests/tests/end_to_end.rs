//! Calls of two generated crates over real HTTP on loopback.
//!
//! Each test runs for both crates: what differs between them stands in the two modules at the top.

use std::future::Future;
use std::time::Duration;

use skatteetaten::client::{self, Environment, ErrorKind, StaticToken};
use skatteetaten_tests::http::{Answer, Server, closed_url};

const TOKEN: &str = "eyJ0b2tlbiI.hemmelig";

const FEIL_JSON: &str =
    r#"{"kode":"KODE","melding":"Fant ikke 17912099997","korrelasjonsid":"6e1ba7b4-2d33-4f8d-9f3a-2f1f4c8b6f10"}"#;
const FEIL_XML: &str = "<feil xmlns='urn:no:skatteetaten:datasamarbeid:feil:v1'><kode>KODE</kode>\
    <melding>Fant ikke 17912099997</melding><korrelasjonsid>6e1ba7b4-2d33-4f8d-9f3a-2f1f4c8b6f10</korrelasjonsid></feil>";

/// A crate under test: one call and what it needs.
trait Case {
    type Body: std::fmt::Debug + PartialEq + Send;
    type Kode: std::fmt::Debug + PartialEq + for<'a> From<&'a str> + Send;

    const JSON: &'static str;
    const XML: &'static str;
    const TARGET: &'static str;
    const OPERATION: &'static str;
    /// An error code of the service.
    const KODE: &'static str;
    /// A body with a text where a number is due, and the path to it.
    const WRONG: (&'static str, &'static str);

    fn kode() -> Self::Kode;
    fn call(
        base_url: String,
        timeout: Duration,
        xml: bool,
    ) -> impl Future<Output = Result<client::Response<Self::Body>, client::Error<Self::Kode>>> + Send;
}

fn inner(api: &'static client::Api, base_url: String, timeout: Duration) -> client::Client {
    client::Client::new(api, Environment::custom(base_url), StaticToken::new(TOKEN))
        .timeout(timeout)
        .retries(client::Retries::default().first_wait(Duration::from_millis(4)))
}

struct Avregning;

impl Case for Avregning {
    type Body = avregning_v2::Avregning;
    type Kode = avregning_v2::Feilkode;

    const JSON: &'static str =
        r#"{"personidentifikator":"17912099997","inntektsaar":"2024","fastland":{"beloepTilgode":60894}}"#;
    const XML: &'static str = "<avregning xmlns='urn:no:skatteetaten:datasamarbeid:avregning:v2'>\
        <personidentifikator>17912099997</personidentifikator><inntektsaar>2024</inntektsaar>\
        <fastland><beloepTilgode>60894</beloepTilgode></fastland></avregning>";
    const TARGET: &'static str = "/ssb/2024/17912099997?ajourholdtDato=2024-12-01";
    const OPERATION: &'static str = "hentAvregningForPerson";
    const KODE: &'static str = "AR-007";
    const WRONG: (&'static str, &'static str) = (
        r#"{"personidentifikator":"17912099997","inntektsaar":"2024","fastland":{"restskatt":"17912099997"}}"#,
        "fastland.restskatt",
    );

    fn kode() -> Self::Kode {
        avregning_v2::Feilkode::Ar007
    }

    async fn call(
        base_url: String,
        timeout: Duration,
        xml: bool,
    ) -> Result<client::Response<Self::Body>, client::Error<Self::Kode>> {
        let client = avregning_v2::Client::from(inner(&avregning_v2::API, base_url, timeout));
        let call = client.hent_avregning_for_person("ssb", "2024", &"17912099997".into()).ajourholdt_dato("2024-12-01");
        if xml { call.xml().send().await } else { call.send().await }
    }
}

struct Skattemelding;

impl Case for Skattemelding {
    type Body = skattemelding_upersonlig_v4::Skattemelding;
    type Kode = skattemelding_upersonlig_v4::Feilkode;

    const JSON: &'static str = r#"{"norskIdentifikator":"314028198","inntektsaar":"2025","inntektOgUnderskudd":{"samletInntekt":{"beloep":500000}}}"#;
    const XML: &'static str = "<skattemelding><norskIdentifikator>314028198</norskIdentifikator><inntektsaar>2025</inntektsaar>\
        <inntektOgUnderskudd><samletInntekt><beloep>500000</beloep></samletInntekt></inntektOgUnderskudd></skattemelding>";
    const TARGET: &'static str = "/fastsatt/ssb/2025/314028198";
    const OPERATION: &'static str = "hentSkattemeldingUpersonlig";
    const KODE: &'static str = "SMU-007";
    const WRONG: (&'static str, &'static str) = (
        r#"{"norskIdentifikator":"314028198","inntektsaar":"2025","inntektOgUnderskudd":{"samletInntekt":{"beloep":"314028198"}}}"#,
        "inntektOgUnderskudd.samletInntekt.beloep",
    );

    fn kode() -> Self::Kode {
        skattemelding_upersonlig_v4::Feilkode::Smu007
    }

    async fn call(
        base_url: String,
        timeout: Duration,
        xml: bool,
    ) -> Result<client::Response<Self::Body>, client::Error<Self::Kode>> {
        let client =
            skattemelding_upersonlig_v4::Client::from(inner(&skattemelding_upersonlig_v4::API, base_url, timeout));
        let call = client.hent_skattemelding_upersonlig("ssb", "2025", &"314028198".into());
        if xml { call.xml().send().await } else { call.send().await }
    }
}

const SHORT: Duration = Duration::from_millis(200);
const LONG: Duration = Duration::from_secs(20);

/// Makes the call against a server that gives this answer; what is shown of a failure leaks nothing.
async fn fail<C: Case>(answer: Answer, timeout: Duration, xml: bool) -> client::Error<C::Kode> {
    let server = Server::always(answer).await.unwrap();
    let error = C::call(server.url(), timeout, xml).await.unwrap_err();
    assert_eq!(error.operation(), C::OPERATION);
    let shown = format!("{error} {error:?}");
    for secret in [TOKEN, "17912099997", "314028198"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    error
}

async fn success_in_json_and_xml<C: Case>() {
    let server = Server::start(|received| match received.header("accept") {
        Some("application/xml") => Answer::xml(200, C::XML),
        _ => Answer::json(200, C::JSON),
    })
    .await
    .unwrap();
    let json = C::call(server.url(), LONG, false).await.unwrap();
    let xml = C::call(server.url(), LONG, true).await.unwrap();
    assert_eq!(json.body(), xml.body());
    assert_eq!((json.media_type(), xml.media_type()), (Some("application/json"), Some("application/xml")));
    let received = server.received();
    assert_eq!(received[0].target, C::TARGET);
    assert_eq!(received[0].header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert_ne!(received[0].header("korrelasjonsid"), received[1].header("korrelasjonsid"), "one for each call");
    assert_eq!(received[0].header("korrelasjonsid"), Some(json.korrelasjonsid()));
}

async fn error_in_json_and_xml<C: Case>() {
    for (answer, xml) in [
        (Answer::json(404, FEIL_JSON.replace("KODE", C::KODE)), false),
        (Answer::xml(404, FEIL_XML.replace("KODE", C::KODE)), true),
    ] {
        let error = fail::<C>(answer, LONG, xml).await;
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(error.status().map(|s| s.as_u16()), Some(404));
        assert_eq!(error.kode(), Some(&C::kode()));
        assert_eq!(error.melding(), Some("Fant ikke 17912099997"));
        assert_eq!(error.korrelasjonsid(), Some("6e1ba7b4-2d33-4f8d-9f3a-2f1f4c8b6f10"));
    }
    let unknown = fail::<C>(Answer::json(500, FEIL_JSON.replace("KODE", "NY-999")), LONG, false).await;
    assert_eq!(unknown.kode(), Some(&C::Kode::from("NY-999")));
}

async fn foreign_body_of_a_404<C: Case>() {
    let foreign = "<html><body>Unknown instance. ID=17912099997</body></html>";
    let error = fail::<C>(Answer::new(404, "text/html", foreign), LONG, false).await;
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status().map(|s| s.as_u16()), Some(404));
    assert_eq!(error.kode(), None);
    assert_eq!(error.body(), Some(foreign.as_bytes()));
}

async fn faults_of_the_connection<C: Case>() {
    let slow = fail::<C>(Answer::json(200, C::JSON).delay(LONG), SHORT, false).await;
    assert!(slow.is_timeout());
    let stuck = fail::<C>(Answer::json(200, C::JSON).pause(LONG), SHORT, false).await;
    assert!(stuck.is_timeout());
    let cut = fail::<C>(Answer::json(200, C::JSON).announce(C::JSON.len() + 1), LONG, false).await;
    assert_eq!(cut.kind(), ErrorKind::BodyCutOff);
    let error = C::call(closed_url().await.unwrap(), LONG, false).await.unwrap_err();
    assert!(error.is_connect());
}

async fn body_that_does_not_decode<C: Case>() {
    let (body, path) = C::WRONG;
    let error = fail::<C>(Answer::json(200, body), LONG, false).await;
    assert!(error.is_decode());
    assert_eq!(error.media_type(), Some("application/json"));
    assert_eq!(error.path().as_deref(), Some(path));
    let html = fail::<C>(Answer::new(200, "text/html", "<html/>"), LONG, false).await;
    assert_eq!(html.kind(), ErrorKind::UnexpectedContentType);
}

macro_rules! for_both {
    ($($test:ident),* $(,)?) => {
        mod avregning {
            $(#[tokio::test] async fn $test() { super::$test::<super::Avregning>().await; })*
        }
        mod skattemelding_upersonlig {
            $(#[tokio::test] async fn $test() { super::$test::<super::Skattemelding>().await; })*
        }
    };
}

for_both!(
    success_in_json_and_xml,
    error_in_json_and_xml,
    foreign_body_of_a_404,
    faults_of_the_connection,
    body_that_does_not_decode,
);
