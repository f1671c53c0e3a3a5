//! A client as the generator emits it: what this file holds for one operation, a crate holds for each.

use skatteetaten::client::{self, Environment, Kode, Method, Operation, TokenSource};
use skatteetaten_tests::http::{Answer, Server};

use super::api::{Avregning, JSON, PERSON, TOKEN, XML};

static API: client::Api = client::Api::new("avregning-v2")
    .scopes(&["skatteetaten:avregning"])
    .test("https://avregning.api.skatteetaten-test.no/v2")
    .production("https://avregning.api.skatteetaten.no/v2");

/// Client of Avregning, version 2.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    inner: client::Client,
}

impl Client {
    /// A client of this API in an environment.
    pub(crate) fn new(environment: Environment, tokens: impl TokenSource + 'static) -> Self {
        Self { inner: client::Client::new(&API, environment, tokens) }
    }

    /// A client with settings of your own: timeouts, limits, an HTTP client.
    #[must_use]
    pub(crate) fn configure(self, change: impl FnOnce(client::Client) -> client::Client) -> Self {
        Self { inner: change(self.inner) }
    }

    /// Henter avregning for en person: `GET /{rettighetspakke}/{inntektsaar}/{personidentifikator}`.
    pub(crate) fn hent_avregning_for_person(
        &self,
        rettighetspakke: &str,
        inntektsaar: i64,
        personidentifikator: &str,
    ) -> HentAvregningForPerson {
        static OPERATION: Operation = Operation::new(
            Method::Get,
            "hentAvregningForPerson",
            "/{rettighetspakke}/{inntektsaar}/{personidentifikator}",
        )
        .produces(&["application/json", "application/xml"]);

        HentAvregningForPerson {
            request: client::Request::new(&self.inner, &OPERATION)
                .path("rettighetspakke", &rettighetspakke)
                .path("inntektsaar", &inntektsaar)
                .path("personidentifikator", &personidentifikator),
        }
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

    /// Header `Korrelasjonsid`. Without it each call sends a new UUID.
    pub(crate) fn korrelasjonsid(mut self, value: &str) -> Self {
        self.request = self.request.header("Korrelasjonsid", &value);
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
    let client = Client::new(Environment::custom(server.url()), tokens)
        .configure(|client| client.timeout(std::time::Duration::from_secs(5)));

    let call = client.hent_avregning_for_person("skatt", 2020, PERSON).historikk(true);
    assert!(!format!("{call:?} {client:?}").contains(PERSON));
    let json = call.korrelasjonsid("6e1ba7b4-2d33-4f8d-9f3a-2f1f4c8b6f10").send().await.unwrap();
    let xml = client.hent_avregning_for_person("skatt", 2020, PERSON).xml().send().await.unwrap();
    assert_eq!(json.body(), xml.body());
    assert_eq!(server.received()[0].target, format!("/skatt/2020/{PERSON}?historikk=true"));
}
