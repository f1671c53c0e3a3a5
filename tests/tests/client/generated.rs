//! A client as the generator emits it: what this file holds for one operation, a crate holds for each.

use skatteetaten::client::{self, Environment, Kode, Method, Operation, TokenSource};
use skatteetaten::{Aar, Personidentifikator, Uuid};
use skatteetaten_tests::http::{Answer, Server};

use super::api::{Avregning, JSON, PERSON, TOKEN, XML};

static API: client::Api = client::Api::new("avregning-v2")
    .scopes(&["skatteetaten:avregning"])
    .test("https://avregning.api.skatteetaten-test.no/v2")
    .production("https://avregning.api.skatteetaten.no/v2");

static HENT_AVREGNING_FOR_PERSON: Operation =
    Operation::new(Method::Get, "hentAvregningForPerson", "/{rettighetspakke}/{inntektsaar}/{personidentifikator}")
        .produces(&["application/json", "application/xml"]);

/// Client of Avregning, version 2.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    inner: client::Client,
}

impl Client {
    /// A client of the service in an environment, which takes its access tokens from `tokens`.
    pub(crate) fn new(environment: Environment, tokens: impl TokenSource + 'static) -> Self {
        Self::from(client::Client::new(&API, environment, tokens))
    }

    /// `GET /{rettighetspakke}/{inntektsaar}/{personidentifikator}`
    pub(crate) fn hent_avregning_for_person(
        &self,
        rettighetspakke: &str,
        inntektsaar: Aar,
        personidentifikator: &Personidentifikator,
    ) -> HentAvregningForPerson {
        let request = client::Request::new(&self.inner, &HENT_AVREGNING_FOR_PERSON)
            .path("rettighetspakke", &rettighetspakke)
            .path("inntektsaar", &inntektsaar)
            .path("personidentifikator", personidentifikator);
        HentAvregningForPerson { request }
    }
}

/// From a client with settings of its own: timeouts, limits, the HTTP stack.
impl From<client::Client> for Client {
    fn from(inner: client::Client) -> Self {
        Self { inner }
    }
}

/// Call of [`Client::hent_avregning_for_person`]: add what is optional, then [`send`](Self::send).
#[derive(Debug)]
#[must_use = "a call is made by `send`"]
pub(crate) struct HentAvregningForPerson {
    request: client::Request,
}

impl HentAvregningForPerson {
    /// Query parameter `historikk`.
    pub(crate) fn historikk(mut self, value: bool) -> Self {
        self.request = self.request.query("historikk", &value);
        self
    }

    /// Sends this correlation id in place of a new one.
    pub(crate) fn korrelasjonsid(mut self, korrelasjonsid: &Uuid) -> Self {
        self.request = self.request.korrelasjonsid(korrelasjonsid);
        self
    }

    /// Asks for XML in place of JSON.
    pub(crate) fn xml(mut self) -> Self {
        self.request = self.request.accept(client::Format::Xml);
        self
    }

    /// Makes the call.
    ///
    /// # Errors
    ///
    /// See [`client::ErrorKind`].
    pub(crate) async fn send(self) -> Result<client::Response<Avregning>, client::Error<Kode>> {
        self.request.send().await
    }
}

#[tokio::test]
async fn a_generated_client() {
    let server = Server::start(|received| match received.header("accept") {
        Some("application/xml") => Answer::xml(200, XML),
        _ => Answer::json(200, JSON),
    })
    .await
    .unwrap();
    let tokens = client::StaticToken::new(TOKEN);
    let inner = client::Client::new(&API, Environment::custom(server.url()), tokens);
    let client = Client::from(inner.timeout(std::time::Duration::from_secs(5)));
    let person = Personidentifikator::from(PERSON);
    let id: Uuid = "6e1ba7b4-2d33-4f8d-9f3a-2f1f4c8b6f10".parse().unwrap();

    let call = client.hent_avregning_for_person("skatt", Aar::from(2020), &person).historikk(true);
    assert!(!format!("{call:?} {client:?}").contains(PERSON));
    let json = call.korrelasjonsid(&id).send().await.unwrap();
    let xml = client.hent_avregning_for_person("skatt", Aar::from(2020), &person).xml().send().await.unwrap();
    assert_eq!(json.body(), xml.body());
    assert_eq!(json.korrelasjonsid(), id.as_str());
    assert_eq!(server.received()[0].target, format!("/skatt/2020/{PERSON}?historikk=true"));

    let elsewhere = Client::new(Environment::custom("http://127.0.0.1:1"), client::StaticToken::new(TOKEN));
    let call = elsewhere.hent_avregning_for_person("skatt", Aar::from(2020), &person).send();
    assert!(call.await.unwrap_err().is_connect());
}
