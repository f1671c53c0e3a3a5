//! One GET at a time: conditional, bounded, tried twice, and nowhere but where it may go.

use std::fmt;
use std::io::{self, Read as _};
use std::net::ToSocketAddrs as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use ureq::http::{HeaderMap, Response, StatusCode, Uri, header};
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};
use ureq::{Agent, Body, Proxy, Timeout};

use super::url::{Allowed, is_loopback, join};

/// To connect, of the time for a whole request.
const CONNECT: Duration = Duration::from_secs(10);

/// Redirects that are followed.
const REDIRECTS: usize = 5;

/// How long a second attempt waits, unless the server says how long; and how long it may say.
const PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: u64 = 10;

/// Statuses that may be better the next time.
const PASSING: &[u16] = &[429, 500, 502, 503, 504];

/// Longest header that is kept for the next request.
const LONGEST_HEADER: usize = 200;

/// Asks servers.
#[derive(Debug)]
pub(crate) struct Http {
    agent: Agent,
    allowed: Allowed,
    limit: usize,
    /// A server has answered: there is a network.
    answered: AtomicBool,
    /// No server could be reached.
    unreachable: AtomicBool,
}

/// What a former answer gave, so that the server need not send the same again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Validators {
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
}

/// What came of a request.
#[derive(Debug)]
pub(crate) enum Answer {
    /// A body.
    Fresh { bytes: Vec<u8>, validators: Validators },
    /// What the caller has is what there is.
    NotModified,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Failure {
    /// No server was reached.
    Unreachable(String),
    /// The address, or one that it redirects to, may not be asked.
    Refused(String),
    /// A status that is no success.
    Status(u16),
    /// Anything else.
    Other(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(why) => write!(f, "cannot be reached: {why}"),
            Self::Refused(why) | Self::Other(why) => f.write_str(why),
            Self::Status(code) => {
                let status = StatusCode::from_u16(*code).ok();
                let reason = status.and_then(|status| status.canonical_reason()).unwrap_or("no such status");
                write!(f, "the server answered {code} ({reason})")
            }
        }
    }
}

impl std::error::Error for Failure {}

impl Http {
    /// For the addresses that are `allowed`; a body has at most `limit` bytes, a request takes at most `timeout`.
    pub(crate) fn new(allowed: Allowed, registry: &str, limit: usize, timeout: Duration) -> Self {
        // The process needs no provider of its own for this; roots are those of the system, as proxies need it.
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let local = registry.parse::<ureq::http::Uri>().is_ok_and(|uri| uri.host().is_some_and(is_loopback));
        let agent = Agent::config_builder()
            .tls_config(tls)
            .proxy(if local { None } else { Proxy::try_from_env() })
            .http_status_as_error(false)
            // Followed here, where the list of hosts is.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(CONNECT.min(timeout)))
            .timeout_global(Some(timeout))
            .user_agent(concat!("skatteetaten-xtask/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Self { agent, allowed, limit, answered: AtomicBool::new(false), unreachable: AtomicBool::new(false) }
    }

    /// Whether requests were made and no server answered any.
    pub(crate) fn is_offline(&self) -> bool {
        self.unreachable.load(Ordering::Relaxed) && !self.answered.load(Ordering::Relaxed)
    }

    /// Asks for `url`; a second time where the first attempt failed in a way that may pass.
    pub(crate) fn get(&self, url: &str, accept: &str, known: &Validators) -> Result<Answer, Failure> {
        if self.is_offline() {
            // One attempt is enough to know; fifty would take minutes.
            return Err(Failure::Unreachable("there is no network".to_owned()));
        }
        let (first, pause) = match self.attempt(url, accept, known) {
            Ok(answer) => return Ok(answer),
            Err((failure, None)) => return Err(failure),
            Err((failure, Some(pause))) => (failure, pause),
        };
        thread::sleep(pause);
        let second = self.attempt(url, accept, known).map_err(|(failure, _)| failure);
        if matches!((&first, &second), (Failure::Unreachable(_), Err(Failure::Unreachable(_)))) {
            self.unreachable.store(true, Ordering::Relaxed);
        }
        second
    }

    /// One attempt; a failure comes with the pause after which another may help.
    fn attempt(&self, url: &str, accept: &str, known: &Validators) -> Result<Answer, (Failure, Option<Duration>)> {
        let mut url = url.to_owned();
        for _ in 0..=REDIRECTS {
            let uri = self.allowed.check(&url).map_err(|why| (Failure::Refused(why), None))?;
            let mut request = self.agent.get(&uri).header(header::ACCEPT, accept);
            for (name, value) in
                [(header::IF_NONE_MATCH, &known.etag), (header::IF_MODIFIED_SINCE, &known.last_modified)]
            {
                if let Some(value) = value {
                    request = request.header(name, value);
                }
            }
            let answer = request.call().map_err(|error| {
                let failure = if resolves(&uri) { failure(&error) } else { Failure::Unreachable(error.to_string()) };
                (failure, Some(PAUSE))
            })?;
            self.answered.store(true, Ordering::Relaxed);
            let status = answer.status();
            if status == StatusCode::NOT_MODIFIED {
                return Ok(Answer::NotModified);
            }
            if status.is_redirection() {
                let location = text(answer.headers(), &header::LOCATION);
                let other = || (Failure::Other(format!("a redirect ({status}) leads nowhere")), None);
                url = join(&uri, &location.ok_or_else(other)?);
                continue;
            }
            if status != StatusCode::OK {
                let pause = PASSING.contains(&status.as_u16()).then(|| pause(answer.headers()));
                return Err((Failure::Status(status.as_u16()), pause));
            }
            return self.body(answer);
        }
        Err((Failure::Other(format!("more than {REDIRECTS} redirects")), None))
    }

    fn body(&self, answer: Response<Body>) -> Result<Answer, (Failure, Option<Duration>)> {
        let validators = Validators {
            etag: text(answer.headers(), &header::ETAG),
            last_modified: text(answer.headers(), &header::LAST_MODIFIED),
        };
        let limit = u64::try_from(self.limit).unwrap_or(u64::MAX).saturating_add(1);
        let mut bytes = Vec::new();
        answer
            .into_body()
            .into_reader()
            .take(limit)
            .read_to_end(&mut bytes)
            .map_err(|error| (broken(&error), Some(PAUSE)))?;
        if bytes.len() > self.limit {
            return Err((Failure::Other(format!("the body has more than {} bytes", self.limit)), None));
        }
        Ok(Answer::Fresh { bytes, validators })
    }
}

/// A header that is short and plain enough to be kept.
fn text(headers: &HeaderMap, name: &header::HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    (name == header::LOCATION || value.len() <= LONGEST_HEADER).then(|| value.to_owned())
}

fn pause(headers: &HeaderMap) -> Duration {
    let seconds = text(headers, &header::RETRY_AFTER).and_then(|value| value.parse().ok());
    seconds.map_or(PAUSE, |seconds: u64| Duration::from_secs(seconds.min(LONGEST_PAUSE)))
}

fn broken(error: &io::Error) -> Failure {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<ureq::Error>()) {
        Some(error) => failure(error),
        None => Failure::Other(format!("the body broke off: {error}")),
    }
}

/// Whether the name of the host is known. Only asked after a failure: the kind of error that an unknown name gives is one
/// that the standard library does not tell.
fn resolves(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    (bare, uri.port_u16().unwrap_or(443)).to_socket_addrs().is_ok_and(|mut addresses| addresses.next().is_some())
}

fn failure(error: &ureq::Error) -> Failure {
    use io::ErrorKind::{ConnectionRefused, HostUnreachable, NetworkUnreachable};
    match error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed | ureq::Error::ConnectProxyFailed(_) => {
            Failure::Unreachable(error.to_string())
        }
        ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => Failure::Unreachable(error.to_string()),
        ureq::Error::Io(io) if [ConnectionRefused, HostUnreachable, NetworkUnreachable].contains(&io.kind()) => {
            Failure::Unreachable(io.to_string())
        }
        other => Failure::Other(other.to_string()),
    }
}
