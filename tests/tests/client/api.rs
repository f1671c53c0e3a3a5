//! An API as generated code declares it, and calls of it.

use std::time::Duration;

use skatteetaten::client::{
    Api, Client, Environment, Error, Format, Kode, Method, Operation, Request, Response, Retries, StaticToken,
};
use skatteetaten_tests::http::{Answer, Server};

pub(crate) static API: Api = Api::new("avregning-v2").scopes(&["skatteetaten:avregning"]);

pub(crate) static HENT: Operation =
    Operation::new(Method::Get, "hentAvregningForPerson", "/{rettighetspakke}/{inntektsaar}/{personidentifikator}")
        .produces(&["application/json", "application/xml"]);

pub(crate) static SEND: Operation =
    Operation::new(Method::Post, "sendAvregning", "/avregning").consumes(&["application/json"]);

/// The person that the calls are about; its number must not leak.
pub(crate) const PERSON: &str = "17912099997";
pub(crate) const TOKEN: &str = "eyJ0b2tlbiI.hemmelig";

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub(crate) struct Avregning {
    pub(crate) inntektsaar: i64,
    pub(crate) til_gode: Option<Box<Avregning>>,
}

impl Avregning {
    pub(crate) fn new(inntektsaar: i64) -> Self {
        Self { inntektsaar, til_gode: None }
    }
}

skatteetaten::record! {
    Avregning as "Avregning" {
        0 => inntektsaar: element("inntektsaar").required(),
        1 => til_gode: element("tilGode"),
    }
    root "avregning" in "urn:test:avregning:v2"
}

pub(crate) const JSON: &str = r#"{"inntektsaar":2020}"#;
pub(crate) const XML: &str = "<avregning xmlns='urn:test:avregning:v2'><inntektsaar>2020</inntektsaar></avregning>";

/// A client that waits no longer than a test should.
pub(crate) fn client(base: impl Into<String>) -> Client {
    Client::new(&API, Environment::custom(base), StaticToken::new(TOKEN)).retries(quick())
}

/// The usual number of attempts with short waits.
pub(crate) fn quick() -> Retries {
    Retries::default().first_wait(Duration::from_millis(4))
}

/// The call that most tests make.
pub(crate) fn request(client: &Client) -> Request {
    Request::new(client, &HENT)
        .path("rettighetspakke", &"skatt")
        .path("inntektsaar", &2020_i64)
        .path("personidentifikator", &PERSON)
}

/// Makes that call against a server that always gives this answer.
pub(crate) async fn call(answer: Answer) -> Result<Response<Avregning>, Error<Kode>> {
    let server = Server::always(answer).await.unwrap();
    request(&client(server.url())).send().await
}

/// As [`call`], asking for XML.
pub(crate) async fn call_xml(answer: Answer) -> Result<Response<Avregning>, Error<Kode>> {
    let server = Server::always(answer).await.unwrap();
    request(&client(server.url())).accept(Format::Xml).send().await
}
