//! HTTP: from requests as axum gives them to replies, and back.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request as HttpRequest, State as Shared};
use axum::http::header::{ALLOW, AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::answer::Answer;
use crate::call::{self, Reply, Request};
use crate::connection::{Breaker, Listener};
use crate::fault::{self, Fault};
use crate::recorded::Recorded;
use crate::rule::{Outcome, Rule, Subject, UnknownName};
use crate::send::send;
use crate::state::{State, lock};
use crate::{maskinporten, page};

/// Bytes of a request's body at most.
const MAX_BODY: usize = 1 << 20;

/// What the token endpoint is called in rules and among requests.
pub(crate) const MASKINPORTEN: &str = "maskinporten";

const TOKEN_PATH: &str = "/maskinporten/token";
const METADATA_PATH: &str = "/maskinporten/.well-known/oauth-authorization-server";
const EXAMPLES_PATH: &str = "/examples/";

/// Parameter of the query that holds a token: it is not recorded.
const TOKEN_PARAMETER: &str = "mock_token";

pub(crate) fn issuer(url: &str) -> String {
    format!("{url}/maskinporten/")
}

pub(crate) fn token_endpoint(url: &str) -> String {
    format!("{url}{TOKEN_PATH}")
}

/// Serves until told to stop, and then no longer than `grace`.
pub(crate) async fn serve(
    listener: std::net::TcpListener,
    state: Arc<State>,
    stopped: oneshot::Receiver<()>,
    grace: Duration,
) -> io::Result<()> {
    let listener = Listener(TcpListener::from_std(listener)?);
    // One handler for all paths: what is served is data, and is matched in one place.
    let app = Router::new().fallback(handle).with_state(state).into_make_service_with_connect_info::<Breaker>();
    let (close, closed) = oneshot::channel::<()>();
    let over = async move {
        let _ = closed.await;
    };
    let mut server = tokio::spawn(axum::serve(listener, app).with_graceful_shutdown(over).into_future());
    tokio::select! {
        ended = &mut server => return ended.map_err(io::Error::other)?,
        _ = stopped => {}
    }
    let _ = close.send(());
    match tokio::time::timeout(grace, server).await {
        Ok(ended) => ended.map_err(io::Error::other)?,
        // Calls that are still under way are cut off.
        Err(_) => Ok(()),
    }
}

async fn handle(
    Shared(state): Shared<Arc<State>>,
    ConnectInfo(breaker): ConnectInfo<Breaker>,
    request: HttpRequest,
) -> Response {
    let (parts, body) = request.into_parts();
    let uri = parts.uri;
    let query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let headers = parts
        .headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    let mut request = Request {
        method: parts.method.as_str().to_owned(),
        path: uri.path().to_owned(),
        query,
        headers: headers.collect(),
        body: Bytes::new(),
    };
    let reply = match to_bytes(body, MAX_BODY).await {
        Ok(bytes) => {
            request.body = bytes;
            reply(&state, &request)
        }
        Err(_) => bare(Answer::empty(413)),
    };
    record(&state, request, &reply);
    send(reply.answer, &reply.faults, &breaker).await
}

/// What answers a path of the server itself.
type Own = fn(&State, &Request) -> Reply;

fn reply(state: &State, request: &Request) -> Reply {
    let own: Option<(&str, Own)> = match request.path.as_str() {
        "/" => Some(("GET", index)),
        TOKEN_PATH => Some(("POST", token)),
        METADATA_PATH => Some(("GET", metadata)),
        path if path.starts_with(EXAMPLES_PATH) => Some(("GET", example)),
        fault::ELSEWHERE => Some(("GET", |_, _| bare(Answer::empty(204)))),
        _ => None,
    };
    match own {
        Some((method, own)) if request.method == method => own(state, request),
        Some((method, _)) => bare(Answer::empty(405).header(ALLOW, method)),
        None => call::reply(state, request),
    }
}

fn bare(answer: Answer) -> Reply {
    Reply { answer, faults: Vec::new(), api: None, operation: None }
}

/// What is served, for a browser: nothing of it comes from elsewhere, and nothing of it runs.
fn index(state: &State, _: &Request) -> Reply {
    let page = page::index(state);
    let answer = Answer::new(200, "text/html; charset=utf-8", page);
    bare(
        answer
            .header(CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'")
            .header(CACHE_CONTROL, "no-store"),
    )
}

/// An example as it is, also of an API without operations: `/examples/avregning-v2/full.json`.
fn example(state: &State, request: &Request) -> Reply {
    let found = request.path.strip_prefix(EXAMPLES_PATH).and_then(|rest| rest.split_once('/'));
    let text = found.and_then(|(package, file)| state.catalogue.api(package)?.examples.get(file));
    bare(match text {
        Some(text) if request.path.ends_with(".xml") => Answer::new(200, "application/xml", text.clone().into_owned()),
        Some(text) => Answer::new(200, "application/json", text.clone().into_owned()),
        None => Answer::empty(404),
    })
}

fn metadata(state: &State, _: &Request) -> Reply {
    bare(Answer::json(200, &maskinporten::metadata(&issuer(&state.url), &token_endpoint(&state.url))))
}

/// The token endpoint. Rules are about it where they name the API `maskinporten`.
fn token(state: &State, request: &Request) -> Reply {
    let subject = Subject {
        api: MASKINPORTEN,
        only_by_name: true,
        operation: None,
        path: &[],
        query: &request.query,
        headers: &request.headers,
    };
    let can = |outcome: &Outcome| matches!(outcome, Outcome::Status(_) | Outcome::Answer(_));
    let (faults, outcome) = lock(&state.rules).take(&subject, can);
    let answer = match outcome {
        Some(Outcome::Status(status)) => Answer::empty(status),
        Some(Outcome::Answer(answer)) => *answer,
        _ if faults.contains(&Fault::Unavailable) => fault::unavailable(),
        _ => {
            let granted = lock(&state.maskinporten).grant(&issuer(&state.url), &request.body);
            match granted {
                Ok(granted) => {
                    let token = lock(&state.tokens).issue(granted.scopes.clone(), granted.lifetime);
                    Answer::json(200, &granted.body(&token))
                }
                Err(refused) => Answer::json(400, &refused.body()),
            }
        }
    };
    Reply { answer, faults, api: Some(MASKINPORTEN.to_owned()), operation: None }
}

/// The token endpoint has no operations, codes and examples to name.
pub(crate) fn check_token_rule(rule: &Rule) -> Result<(), UnknownName> {
    let unknown = |what, name: &str| Err(UnknownName { what, name: name.to_owned(), known: Vec::new() });
    match (&rule.outcome, &rule.operation) {
        (_, Some(id)) => unknown("operation", id),
        (Outcome::Feil(kode), None) => unknown("code", kode),
        (Outcome::Example(name), None) => unknown("example", name),
        (Outcome::Status(_) | Outcome::Answer(_) | Outcome::Fault(_), None) => Ok(()),
    }
}

/// A grant and a token give access: they are left out.
fn record(state: &State, request: Request, reply: &Reply) {
    let is_token = request.path == TOKEN_PATH;
    let recorded = Recorded {
        method: request.method,
        path: request.path,
        query: request.query.into_iter().filter(|(name, _)| name != TOKEN_PARAMETER).collect(),
        headers: request.headers.into_iter().filter(|(name, _)| name != AUTHORIZATION.as_str()).collect(),
        body: if is_token { Vec::new() } else { request.body.to_vec() },
        api: reply.api.clone(),
        operation: reply.operation.clone(),
        status: reply.answer.status,
    };
    lock(&state.log).push(recorded);
}
