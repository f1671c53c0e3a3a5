//! One call of an API: what is checked, in which order, and what answers.

use axum::body::Bytes;
use axum::http::HeaderName;
use axum::http::header::{ALLOW, LOCATION};

use crate::accept;
use crate::answer::Answer;
use crate::catalogue::{Api, Operation, Place};
use crate::fault::{self, Fault};
use crate::feil::{self, Asked, Situation};
use crate::rule::{Outcome, Subject};
use crate::state::{State, lock};
use crate::tokens::Access;
use crate::{events, values};

/// Parameters of the query that stand for headers, so that a link can ask for what a header asks for. They begin with
/// `mock_`, which no parameter of an API does.
const MOCK: &str = "mock_";

/// A request that was received whole.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// The header `X-Mock-NAME`, or the parameter `mock_name`.
    fn wish(&self, name: &str) -> Option<&str> {
        let parameter = self.query.iter().find(|(given, _)| given.strip_prefix(MOCK) == Some(name));
        parameter.map(|(_, value)| value.as_str()).or_else(|| self.header(&format!("x-mock-{name}")))
    }

    /// What is accepted; `mock_format=xml` in the query wins, for links.
    fn accept(&self) -> Option<&str> {
        match self.wish("format") {
            Some("json") => Some("application/json"),
            Some("xml") => Some("application/xml"),
            _ => self.header("accept"),
        }
    }
}

/// What comes of a request.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) answer: Answer,
    pub(crate) faults: Vec<Fault>,
    pub(crate) api: Option<String>,
    pub(crate) operation: Option<String>,
}

/// A call whose operation is known.
struct Call<'s> {
    state: &'s State,
    request: &'s Request,
    api: &'s Api,
    operation: &'s Operation,
    /// Values of the path, by name.
    path: Vec<(String, String)>,
}

/// Answers a request below the path of an API.
pub(crate) fn reply(state: &State, request: &Request) -> Reply {
    let (package, rest) = split(&request.path);
    let Some(api) = state.catalogue.api(package) else {
        let asked = Asked { accept: request.accept(), korrelasjonsid: request.header("korrelasjonsid"), body: None };
        let feil = feil::of_situation(&state.catalogue, None, Situation::UnknownUrl);
        let detail = format!("the mock server has no API `{package}`; its page / lists those that there are");
        return Reply {
            answer: feil::answer(&asked, &feil, Some(&detail)),
            faults: Vec::new(),
            api: None,
            operation: None,
        };
    };
    let matches = || api.operations.iter().filter_map(|served| Some((served, served.route.matches(rest)?)));
    let Some((served, path)) = matches().find(|(served, _)| served.operation.method == request.method) else {
        let methods: Vec<&str> = matches().map(|(served, _)| served.operation.method.as_str()).collect();
        let situation = if methods.is_empty() { Situation::UnknownUrl } else { Situation::Method };
        let asked = Asked { accept: request.accept(), korrelasjonsid: request.header("korrelasjonsid"), body: None };
        let answer = feil::answer(&asked, &feil::of_situation(&state.catalogue, Some(api), situation), None);
        let answer = if methods.is_empty() { answer } else { answer.header(ALLOW, &methods.join(", ")) };
        return Reply { answer, faults: Vec::new(), api: Some(api.package.clone()), operation: None };
    };
    let call = Call { state, request, api, operation: &served.operation, path };
    let (answer, faults) = call.answer();
    Reply { answer, faults, api: Some(api.package.clone()), operation: Some(served.operation.id.clone()) }
}

/// `/avregning-v2/ssb` → `avregning-v2` and `/ssb`.
fn split(path: &str) -> (&str, &str) {
    let path = path.strip_prefix('/').unwrap_or(path);
    path.split_at(path.find('/').unwrap_or(path.len()))
}

/// Which step answers: the answer, where it is not the next one's turn.
type Step = Result<(), Box<Answer>>;

impl Call<'_> {
    fn answer(&self) -> (Answer, Vec<Fault>) {
        let subject = Subject {
            api: &self.api.package,
            only_by_name: false,
            operation: Some(&self.operation.id),
            path: &self.path,
            query: &self.request.query,
            headers: &self.request.headers,
        };
        let (mut faults, outcome) = lock(&self.state.rules).take(&subject, |outcome| self.can(outcome));
        match self.wished_fault() {
            Ok(fault) => faults.extend(fault),
            Err(answer) => return (*answer, faults),
        }
        let answer = self.steps(&faults, outcome).unwrap_or_else(|answer| *answer);
        (answer, faults)
    }

    /// The order is that of a service behind a proxy: network, access, what a test asks for, format, input, data.
    fn steps(&self, faults: &[Fault], outcome: Option<Outcome>) -> Result<Answer, Box<Answer>> {
        self.network(faults)?;
        self.access()?;
        let example = self.told(outcome)?;
        let media_type = self.media_type()?;
        self.input()?;
        match &self.api.events {
            Some(_) => Ok(self.events(media_type)),
            None => Ok(self.example(media_type, example.as_deref())),
        }
    }

    /// Faults that are an answer.
    fn network(&self, faults: &[Fault]) -> Step {
        for fault in faults {
            match fault {
                Fault::Unavailable => return Err(Box::new(fault::unavailable())),
                Fault::Redirect => {
                    let to = format!("{}{}", self.state.url, fault::ELSEWHERE);
                    return Err(Box::new(Answer::empty(307).header(LOCATION, &to)));
                }
                Fault::Unauthorized => return Err(self.situation(Situation::Unauthenticated, None)),
                _ => {}
            }
        }
        Ok(())
    }

    fn access(&self) -> Step {
        let bearer = self.request.header("authorization").and_then(|value| value.split_once(' '));
        let bearer = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
        let Some(token) = bearer.or_else(|| self.request.wish("token")) else {
            return Err(self.situation(Situation::Unauthenticated, Some("no bearer token")));
        };
        match lock(&self.state.tokens).check(token, &self.api.scopes) {
            Access::Granted => Ok(()),
            Access::Invalid => Err(self.situation(Situation::Unauthenticated, Some("the token is unknown or expired"))),
            Access::OtherScope => {
                let detail = format!("the token has none of the scopes {}", self.api.scopes.join(", "));
                Err(self.situation(Situation::Unauthorized, Some(&detail)))
            }
        }
    }

    /// What a rule, a header or an identifier asks for; the name of an example is left to a later step.
    fn told(&self, outcome: Option<Outcome>) -> Result<Option<String>, Box<Answer>> {
        if let Some(kode) = self.request.wish("feil") {
            return Err(self.kode(kode));
        }
        // A part of the path that is a code: the simplest way to have that code.
        let is_kode = |(_, value): &&(String, String)| self.api.errors.iter().any(|feil| feil.kode == *value);
        match outcome {
            Some(Outcome::Feil(kode)) => Err(self.kode(&kode)),
            Some(Outcome::Status(status)) => Err(match feil::of_status(self.api, status) {
                Some(feil) => Box::new(feil::answer(&self.asked(), feil, None)),
                None => Box::new(Answer::empty(status)),
            }),
            Some(Outcome::Answer(answer)) => Err(answer),
            Some(Outcome::Example(name)) => Ok(Some(name)),
            Some(Outcome::Fault(_)) | None => match self.path.iter().find(is_kode) {
                Some((_, kode)) => Err(self.kode(kode)),
                None => Ok(self.request.wish("example").map(str::to_owned)),
            },
        }
    }

    /// The media type of the answer; the empty one where the operation declares no body.
    fn media_type(&self) -> Result<&str, Box<Answer>> {
        let bodies = &self.operation.bodies;
        if bodies.is_empty() {
            return Ok("");
        }
        let chosen = accept::choose(self.request.accept(), bodies.iter().map(|body| body.media_type.as_str()));
        chosen.ok_or_else(|| self.situation(Situation::Format, None))
    }

    fn input(&self) -> Step {
        for parameter in &self.operation.parameters {
            let given: Vec<&str> = match parameter.place {
                Place::Path => all(&self.path, |name| name == parameter.name),
                Place::Query => all(&self.request.query, |name| name == parameter.name),
                Place::Header => all(&self.request.headers, |name| name.eq_ignore_ascii_case(&parameter.name)),
                Place::Cookie => continue,
            };
            if let Some(why) = values::fault(parameter, &given) {
                return Err(self.situation(Situation::Input, Some(&why)));
            }
        }
        if self.request.body.is_empty() {
            return match self.operation.body_required {
                true => Err(self.situation(Situation::Input, Some("the body is missing"))),
                false => Ok(()),
            };
        }
        let sent = self.request.header("content-type").map(essence);
        match self.operation.consumes.iter().any(|media_type| Some(essence(media_type)) == sent) {
            true => Ok(()),
            false if self.operation.consumes.is_empty() => Ok(()),
            false => Err(self.situation(Situation::MediaType, None)),
        }
    }

    fn events(&self, media_type: &str) -> Answer {
        let parameter = |name: &str| all(&self.request.query, |given| given == name).first().copied();
        let page = self.operation.parameters.iter().any(|parameter| parameter.name == "fraSekvensnummer");
        let body = self.state.with_list(&self.api.package, |list| {
            if !page {
                let start = list.start(parameter("dato"));
                return Some(serde_json::json!({"sekvensnummer": start}).to_string());
            }
            let number = |name| parameter(name).and_then(|value| value.parse::<u64>().ok());
            let from = number("fraSekvensnummer").unwrap_or(1);
            let most = number("antall").and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
            let events = list.from(from, most);
            let write = if media_type.contains("xml") { events::xml } else { events::json };
            (!events.is_empty()).then(|| write(events))
        });
        match body.flatten() {
            Some(body) => self.success(media_type, body),
            // The end of the list, for now.
            None => *self.kode("FA-005"),
        }
    }

    fn example(&self, media_type: &str, wanted: Option<&str>) -> Answer {
        let Some(body) = self.operation.bodies.iter().find(|body| body.media_type == media_type) else {
            return self.success("", Bytes::new());
        };
        let has = |file: &str, name: &str| file == name || file.rsplit_once('.').is_some_and(|(stem, _)| stem == name);
        let file = match wanted {
            Some(name) => body.examples.iter().find(|file| has(file, name)),
            None => body.examples.first(),
        };
        let Some(example) = file.and_then(|file| self.api.examples.get(file)) else {
            let what = wanted.map_or_else(|| "no example".to_owned(), |name| format!("no example `{name}`"));
            let there = if body.examples.is_empty() { "none".to_owned() } else { body.examples.join(", ") };
            let message = format!("{what} of {} in {media_type}; there is {there}", self.operation.id);
            return Answer::misuse(&message);
        };
        let text = if body.array { format!("[{example}]") } else { example.clone().into_owned() };
        self.success(media_type, text)
    }

    fn success(&self, media_type: &str, body: impl Into<Bytes>) -> Answer {
        let answer = match media_type {
            "" => Answer::empty(self.operation.status),
            media_type => Answer::new(self.operation.status, media_type, body),
        };
        match self.request.header("korrelasjonsid") {
            Some(id) => answer.header(HeaderName::from_static("korrelasjonsid"), id),
            None => answer,
        }
    }

    /// The fault that a header asks for, if its turn has come.
    fn wished_fault(&self) -> Result<Option<Fault>, Box<Answer>> {
        let Some(text) = self.request.wish("fault") else { return Ok(None) };
        let (fault, calls) = fault::parse(text).map_err(|why| Box::new(Answer::misuse(&why)))?;
        let happens = match calls {
            Some(calls) => self.state.counts_down(format!("{text} {}", self.request.path), calls),
            None => true,
        };
        Ok(happens.then_some(fault))
    }

    fn can(&self, outcome: &Outcome) -> bool {
        match outcome {
            Outcome::Feil(kode) => feil::of_kode(&self.state.catalogue, self.api, kode).is_some(),
            _ => true,
        }
    }

    fn kode(&self, kode: &str) -> Box<Answer> {
        let answer = match feil::of_kode(&self.state.catalogue, self.api, kode) {
            Some(feil) => feil::answer(&self.asked(), feil, None),
            None => {
                let known: Vec<&str> = self.api.errors.iter().map(|feil| feil.kode.as_str()).collect();
                let message = format!("{} has no code `{kode}`; there is {}", self.api.package, known.join(", "));
                Answer::misuse(&message)
            }
        };
        Box::new(answer)
    }

    fn situation(&self, situation: Situation, detail: Option<&str>) -> Box<Answer> {
        let feil = feil::of_situation(&self.state.catalogue, Some(self.api), situation);
        Box::new(feil::answer(&self.asked(), &feil, detail))
    }

    fn asked(&self) -> Asked<'_> {
        Asked {
            accept: self.request.accept(),
            korrelasjonsid: self.request.header("korrelasjonsid"),
            body: Some(&self.operation.feil),
        }
    }
}

fn all(pairs: &[(String, String)], is: impl Fn(&str) -> bool) -> Vec<&str> {
    pairs.iter().filter(|(name, _)| is(name)).map(|(_, value)| value.as_str()).collect()
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
