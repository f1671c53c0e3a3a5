//! A row: one operation, the call of it, and what it is checked against.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::LazyLock;
use std::time::Duration;

use skatteetaten::client::{self, Environment, ErrorKind, Retries, StaticToken};
use skatteetaten_codegen::model::{Location, Operation, Status};
use skatteetaten_codegen::spec::Spec;
use skatteetaten_tests::http::{Answer, Received, Server};
use skatteetaten_tests::pipeline::{self, Made};
use skatteetaten_tests::{json, read};

pub(crate) const TOKEN: &str = "eyJ0b2tlbiI.hemmelig";
/// What calls give as `AltinnSamtykke`.
pub(crate) const SAMTYKKE: &str = "samtykke-1";
const KORRELASJONSID: &str = "6e1ba7b4-2d33-4f8d-9f3a-2f1f4c8b6f10";

/// A call of one operation, and what it is checked against.
pub(crate) struct Case {
    /// The library of the crate: `avregning_v2`.
    pub(crate) library: &'static str,
    /// Operation id.
    pub(crate) operation: &'static str,
    /// Path and query that must arrive, with every parameter the document has.
    pub(crate) target: &'static str,
    /// The example that is the answer: `full` for `examples/full.json` and `examples/full.xml`.
    pub(crate) answer: &'static str,
    /// The example that is sent, for an operation with a request body.
    pub(crate) sent: Option<&'static str>,
    /// An error code of the crate.
    pub(crate) kode: String,
    /// Answers can be had as XML.
    pub(crate) xml: bool,
    /// Makes the call.
    pub(crate) make: fn(Call) -> Pin<Box<dyn Future<Output = Outcome> + Send>>,
}

/// One call of a case.
pub(crate) struct Call {
    /// Where the server is.
    pub(crate) url: String,
    /// XML is asked for.
    pub(crate) xml: bool,
    /// The example, in the format asked for.
    pub(crate) answer: Vec<u8>,
}

impl Call {
    pub(crate) fn client(&self, api: &'static client::Api) -> client::Client {
        let environment = Environment::custom(self.url.clone());
        // What a row compares is one call: retries have tests of their own.
        client::Client::new(api, environment, StaticToken::new(TOKEN))
            .retries(Retries::none())
            .timeout(Duration::from_secs(20))
    }
}

/// What came of a call, without the types of its crate.
pub(crate) enum Outcome {
    Answer {
        status: u16,
        korrelasjonsid: String,
        /// The value is that of the example.
        equal: bool,
        /// The value, written again.
        json: String,
    },
    Error {
        kind: ErrorKind,
        operation: &'static str,
        status: Option<u16>,
        /// The code is the variant of the row.
        typed: bool,
        korrelasjonsid: Option<String>,
    },
}

/// A value beside that of the example, or an error beside the code of the row.
pub(crate) fn outcome<B: PartialEq, K: PartialEq>(
    result: Result<client::Response<B>, client::Error<K>>,
    example: &B,
    json: fn(&B) -> String,
    kode: &K,
) -> Outcome {
    match result {
        Ok(response) => Outcome::Answer {
            status: response.status().as_u16(),
            korrelasjonsid: response.korrelasjonsid().to_owned(),
            equal: response.body() == example,
            json: json(response.body()),
        },
        Err(error) => Outcome::Error {
            kind: error.kind(),
            operation: error.operation(),
            status: error.status().map(|status| status.as_u16()),
            typed: error.kode() == Some(kode),
            korrelasjonsid: error.korrelasjonsid().map(str::to_owned),
        },
    }
}

/// A folder of `specs/` with what came of it.
pub(crate) struct Spoken {
    pub(crate) path: PathBuf,
    pub(crate) spec: Spec,
    pub(crate) made: Made,
}

/// All of `specs/` by package.
pub(crate) static SPECS: LazyLock<BTreeMap<String, Spoken>> = LazyLock::new(|| {
    let specs = pipeline::specs().into_iter().map(|(api, version, path)| {
        let text = String::from_utf8(read(&path.join("api.toml"))).expect("UTF-8");
        let spec = Spec::parse("api.toml", &text).unwrap_or_else(|e| panic!("{e}"));
        let made = pipeline::make_spec(&api, &version, &path);
        (made.package.clone(), Spoken { path, spec, made })
    });
    specs.collect()
});

pub(crate) fn spec(package: &str) -> &'static Spoken {
    SPECS.get(package).unwrap_or_else(|| panic!("specs/ has no {package}"))
}

/// An example of `specs/`.
pub(crate) fn example(package: &str, stem: &str, xml: bool) -> Vec<u8> {
    let ending = if xml { "xml" } else { "json" };
    read(&spec(package).path.join("examples").join(format!("{stem}.{ending}")))
}

impl Case {
    fn spec(&self) -> &'static Spoken {
        spec(&self.package())
    }

    /// The operation has a request body: this example of JSON is sent.
    pub(crate) fn sending(mut self, stem: &'static str) -> Self {
        self.sent = Some(stem);
        self
    }

    pub(crate) fn package(&self) -> String {
        self.library.replace('_', "-")
    }

    fn example(&self, stem: &str, xml: bool) -> Vec<u8> {
        example(&self.package(), stem, xml)
    }

    fn declared(&self) -> Result<&'static Operation, String> {
        let operations = &self.spec().made.model.api.operations;
        operations
            .iter()
            .find(|o| o.id == self.operation)
            .ok_or_else(|| "the document has no such operation".to_owned())
    }

    /// The status that the catalogue has for the code of the row; 500 for a code of all services.
    fn status(&self) -> Result<u16, String> {
        let errors = &self.spec().spec.errors;
        match errors.iter().find(|error| error.kode == self.kode) {
            Some(error) => Ok(error.http),
            None if errors.is_empty() => Ok(500),
            None => Err(format!("{} is no code of the service", self.kode)),
        }
    }

    /// Calls a server that gives this answer; what the server received, and what came of it.
    async fn call(&self, answer: Answer, xml: bool) -> (Received, Outcome) {
        let server = Server::always(answer).await.expect("a port");
        let call = Call { url: server.url(), xml, answer: self.example(self.answer, xml) };
        let outcome = (self.make)(call).await;
        let mut received = server.received();
        assert_eq!(received.len(), 1, "{} {}: calls", self.library, self.operation);
        (received.remove(0), outcome)
    }

    /// Success and error in one format.
    pub(crate) async fn check(&self, xml: bool) -> Result<(), String> {
        let answer = |status, body: Vec<u8>| if xml { Answer::xml(status, body) } else { Answer::json(status, body) };
        let (received, outcome) = self.call(answer(200, self.example(self.answer, xml)), xml).await;
        let sent = self.arrived(&received, xml)?;
        let Outcome::Answer { status: 200, korrelasjonsid, equal: true, json } = outcome else {
            return Err("the answer is not the value of the example".to_owned());
        };
        same("korrelasjonsid", &korrelasjonsid, &sent)?;
        let example = String::from_utf8_lossy(&self.example(self.answer, false)).into_owned();
        json::difference(&example, &json).map_or(Ok(()), |difference| Err(format!("written again: {difference}")))?;

        let status = self.status()?;
        let body = if xml { FEIL_XML } else { FEIL_JSON }.replace("KODE", &self.kode).into_bytes();
        let (received, outcome) = self.call(answer(status, body), xml).await;
        let second = self.arrived(&received, xml)?;
        if sent == second {
            return Err("two calls have one korrelasjonsid".to_owned());
        }
        match outcome {
            Outcome::Error { kind: ErrorKind::Status, operation, status: Some(got), typed: true, korrelasjonsid } => {
                same("operation", operation, self.operation)?;
                same("status", &got, &status)?;
                same("korrelasjonsid", &korrelasjonsid.as_deref(), &Some(KORRELASJONSID))
            }
            Outcome::Error { kind, status, typed, .. } => Err(format!("{kind:?}, {status:?}, typed code: {typed}")),
            Outcome::Answer { .. } => Err("an error is taken for an answer".to_owned()),
        }
    }

    /// Compares a request with the row; the korrelasjonsid that was sent.
    fn arrived(&self, received: &Received, xml: bool) -> Result<String, String> {
        let operation = self.declared()?;
        same("method", &received.method, &format!("{:?}", operation.method).to_uppercase())?;
        same("target", received.target.as_str(), self.target)?;
        let accept = if xml { "application/xml" } else { "application/json" };
        same("accept", &received.header("accept"), &Some(accept))?;
        same("authorization", &received.header("authorization"), &Some(format!("Bearer {TOKEN}").as_str()))?;
        let samtykke = operation.parameters.iter().any(|p| p.name == "AltinnSamtykke");
        same("AltinnSamtykke", &received.header("altinnsamtykke"), &samtykke.then_some(SAMTYKKE))?;
        let json = self.sent.map(|_| "application/json");
        same("content-type", &received.header("content-type"), &json)?;
        let expected = self.sent.map(|stem| self.example(stem, false)).unwrap_or_default();
        match (&*expected, &*received.body) {
            ([], []) => {}
            (expected, body) => {
                let (expected, body) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(body));
                json::difference(&expected, &body).map_or(Ok(()), |difference| Err(format!("sent: {difference}")))?;
            }
        }
        received.header("korrelasjonsid").map(str::to_owned).ok_or_else(|| "no korrelasjonsid".to_owned())
    }

    /// Compares the row with the document: nothing that it declares is left out.
    pub(crate) fn is_complete(&self) -> Result<(), String> {
        let operation = self.declared()?;
        let (path, query) = self.target.split_once('?').unwrap_or((self.target, ""));
        let (given, template): (Vec<&str>, Vec<&str>) =
            (path.split('/').collect(), operation.path.split('/').collect());
        let fits =
            |(given, template): (&&str, &&str)| given == template || (template.starts_with('{') && !given.is_empty());
        if given.len() != template.len() || !given.iter().zip(&template).all(fits) {
            return Err(format!("{path} does not fit {}", operation.path));
        }
        let given: BTreeSet<&str> = query.split('&').filter_map(|pair| Some(pair.split_once('=')?.0)).collect();
        let declared = operation.parameters.iter().filter(|p| p.location == Location::Query);
        same("query", &given, &declared.map(|p| p.name.as_str()).collect())?;
        let success = operation.responses.iter().find(|r| matches!(r.status, Status::Code(200)));
        let types = |media: &str| success.is_some_and(|r| r.bodies.iter().any(|b| b.media_type == media));
        same("formats", &(types("application/json"), types("application/xml")), &(true, self.xml))?;
        same("request body", &self.sent.is_some(), &!operation.request.is_empty())
    }
}

pub(crate) const FEIL_JSON: &str =
    r#"{"kode":"KODE","melding":"Noe gikk galt","korrelasjonsid":"6e1ba7b4-2d33-4f8d-9f3a-2f1f4c8b6f10"}"#;
const FEIL_XML: &str = "<feil xmlns='urn:no:skatteetaten:datasamarbeid:feil:v1'><kode>KODE</kode>\
    <melding>Noe gikk galt</melding><korrelasjonsid>6e1ba7b4-2d33-4f8d-9f3a-2f1f4c8b6f10</korrelasjonsid></feil>";

fn same<T: PartialEq + std::fmt::Debug + ?Sized>(what: &str, found: &T, expected: &T) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what}: {found:?}, not {expected:?}")) }
}
