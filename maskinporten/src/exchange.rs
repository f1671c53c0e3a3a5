//! One request for a token. The only file that knows reqwest, apart from
//! [`Builder::with_http`](crate::Builder::with_http).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::error::Error as _;
use std::io;
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE, DATE};
use http::{HeaderMap, StatusCode};
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::{SignedDuration, Timestamp};
use serde_json::value::RawValue;
use skatteetaten::client::transport::Tls;
use url::Url;
use zeroize::Zeroizing;

use crate::error::{Error, ErrorKind};
use crate::issuer::is_loopback;
use crate::redact;
use crate::token::{Asked, Token};

/// Bytes of an answer that are read at most. A token has one or two thousand.
const MAX_BODY: usize = 64 * 1024;

const USER_AGENT: &str = concat!("skatteetaten-maskinporten-rs/", env!("CARGO_PKG_VERSION"));

/// The client that requests are made with unless the caller gives one.
pub(crate) fn default_client(endpoint: &Url) -> Result<reqwest::Client, Error> {
    // A machine without roots can still call a double, for which there is no TLS to set up.
    let tls = if endpoint.scheme() == "https" { Tls::new() } else { Tls::new().without_system_roots() };
    let mut builder =
        tls.http_builder().map_err(|error| Error::configuration("no TLS").with_source(error))?.user_agent(USER_AGENT);
    if is_loopback(endpoint) {
        // A proxy cannot reach this machine's loopback.
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| Error::configuration("no HTTP client").with_source(error.without_url()))
}

/// Sends a grant, once, and reads the token.
pub(crate) async fn send(
    http: &reqwest::Client,
    endpoint: &Url,
    timeout: Duration,
    assertion: &str,
) -> Result<Token, Error> {
    // The characters of a JWT need no escapes.
    let form = format!("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion={assertion}");
    let asked = Asked::now();
    let response = http
        .post(endpoint.clone())
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(ACCEPT, "application/json")
        .timeout(timeout)
        .body(form)
        .send()
        .await
        .map_err(broken)?;
    let (status, headers) = (response.status(), response.headers().clone());
    let received = Timestamp::now();
    let body = read(response).await;
    if status == StatusCode::OK {
        let token = body.and_then(|body| token(&body, asked));
        token.map_err(|error| error.with_status(status))
    } else {
        // Whatever happens to the body, the status is told.
        Err(refusal(status, &headers, received, body.as_ref().map_or(&[], |body| body)))
    }
}

/// The error of an exchange that broke. reqwest's own shows no body, and the URL is taken out.
fn broken(error: reqwest::Error) -> Error {
    let (kind, message) = if is_invalid(&error) {
        // A certificate that is not trusted will not be so in a minute.
        (ErrorKind::Other, "the connection to Maskinporten is not secure")
    } else if error.is_timeout() {
        (ErrorKind::TryLater, "Maskinporten did not answer in time")
    } else if error.is_connect() {
        (ErrorKind::TryLater, "no connection to Maskinporten")
    } else {
        (ErrorKind::TryLater, "the exchange with Maskinporten broke off")
    };
    Error::new(kind, message).with_source(error.without_url())
}

/// Whether TLS refused what the server sent: rustls says so by an I/O error of this kind.
fn is_invalid(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        let io = error.downcast_ref::<io::Error>();
        if io.is_some_and(|error| error.kind() == io::ErrorKind::InvalidData) {
            return true;
        }
        // The source of an I/O error is that of the error within, which is passed over.
        cause = match io.and_then(io::Error::get_ref) {
            Some(within) => Some(within),
            None => error.source(),
        };
    }
    false
}

/// Reads the body, unless it is too large for a token.
async fn read(mut response: reqwest::Response) -> Result<Zeroizing<Vec<u8>>, Error> {
    let too_large = || Error::other("the answer of the token endpoint is too large");
    if response.content_length().is_some_and(|announced| announced > MAX_BODY as u64) {
        return Err(too_large());
    }
    let mut body = Zeroizing::new(Vec::with_capacity(4096));
    while let Some(chunk) = response.chunk().await.map_err(broken)? {
        if body.len() + chunk.len() > MAX_BODY {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Members of an answer, as they stand in its text.
struct Members<'a>(BTreeMap<Cow<'a, str>, &'a RawValue>);

impl<'a> Members<'a> {
    fn read(body: &'a [u8]) -> Option<Self> {
        serde_json::from_slice(body).ok().map(Self)
    }

    fn text(&self, name: &str) -> Option<String> {
        self.0.get(name).and_then(|raw| serde_json::from_str(raw.get()).ok())
    }

    /// `expires_in`: a number, or a text that is one, as some servers write it. Anything else is as if it were absent;
    /// what is negative has expired.
    fn lifetime(&self) -> Option<Duration> {
        let raw = self.0.get("expires_in")?.get();
        let text = self.text("expires_in");
        let seconds = text.as_deref().unwrap_or(raw).trim().parse::<f64>().ok().filter(|seconds| !seconds.is_nan())?;
        Some(Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX))
    }
}

fn token(body: &[u8], asked: Asked) -> Result<Token, Error> {
    let members =
        Members::read(body).ok_or_else(|| Error::other("the answer of the token endpoint is no JSON object"))?;
    if !members.text("token_type").is_none_or(|kind| kind.eq_ignore_ascii_case("bearer")) {
        return Err(Error::other("the token endpoint gave a token that is no bearer token"));
    }
    let Some(access_token) = members.text("access_token") else {
        return Err(Error::other("the answer of the token endpoint has no access_token"));
    };
    // The characters of RFC 6750: anything else could not be sent.
    if access_token.is_empty() || !access_token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::other("the access_token is empty or has characters that no token has"));
    }
    Ok(Token::new(access_token, members.text("scope"), members.lifetime(), asked))
}

/// What a status means. The first range that it is in counts.
const STATUSES: [(std::ops::RangeInclusive<u16>, ErrorKind, &str); 6] = [
    (408..=408, ErrorKind::TryLater, "Maskinporten did not wait for the request"),
    (429..=429, ErrorKind::TryLater, "Maskinporten got too many requests"),
    (400..=499, ErrorKind::Configuration, "Maskinporten refused the grant"),
    (502..=504, ErrorKind::TryLater, "Maskinporten is unavailable"),
    (500..=599, ErrorKind::Other, "Maskinporten failed"),
    (300..=399, ErrorKind::Other, "the token endpoint redirects, which is not followed"),
];

fn refusal(status: StatusCode, headers: &HeaderMap, received: Timestamp, body: &[u8]) -> Error {
    let (kind, message) = STATUSES
        .into_iter()
        .find(|(range, ..)| range.contains(&status.as_u16()))
        .map_or((ErrorKind::Other, "the token endpoint answered with an unknown status"), |(_, kind, message)| {
            (kind, message)
        });
    let members = Members::read(body);
    let text = |name| members.as_ref().and_then(|members| members.text(name));
    let code = text("error").and_then(|code| redact::code(&code).map(str::to_owned));
    let description = text("error_description").map(|text| redact::description(&text)).filter(|text| !text.is_empty());
    Error::new(kind, message)
        .with_status(status)
        .with_reason(code, description)
        .with_clock_difference(clock_difference(headers, received))
}

/// This machine's time less the server's, to the second.
fn clock_difference(headers: &HeaderMap, received: Timestamp) -> Option<SignedDuration> {
    let date = headers.get(DATE)?.to_str().ok()?;
    let server = DateTimeParser::new().parse_timestamp(date).ok()?;
    Some(SignedDuration::from_secs(received.as_second() - server.as_second()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lifetime(body: &str) -> Option<Duration> {
        Members::read(body.as_bytes()).unwrap().lifetime()
    }

    #[test]
    fn lifetimes() {
        for (json, expected) in [
            (r#"{"expires_in":120}"#, Some(Duration::from_secs(120))),
            (r#"{"expires_in":"119"}"#, Some(Duration::from_secs(119))),
            (r#"{"expires_in":1.5}"#, Some(Duration::from_millis(1500))),
            (r#"{"expires_in":0}"#, Some(Duration::ZERO)),
            (r#"{"expires_in":-5}"#, Some(Duration::ZERO)),
            (r#"{"expires_in":1e300}"#, Some(Duration::MAX)),
            (r#"{"expires_in":99999999999999999999999}"#, Some(Duration::MAX)),
            (r#"{"expires_in":"NaN"}"#, None),
            (r#"{"expires_in":null}"#, None),
            (r#"{"expires_in":[1]}"#, None),
            (r#"{}"#, None),
        ] {
            assert_eq!(lifetime(json), expected, "{json}");
        }
    }

    #[test]
    fn clocks() {
        let difference = |date: &str, now: i64| {
            let mut headers = HeaderMap::new();
            headers.insert(DATE, date.parse().unwrap());
            clock_difference(&headers, Timestamp::from_second(now).unwrap()).map(|difference| difference.as_secs())
        };
        assert_eq!(difference("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777 + 40), Some(40));
        assert_eq!(difference("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777 - 40), Some(-40));
        assert_eq!(difference("i går", 0).or(difference("", 0)), None);
    }
}
