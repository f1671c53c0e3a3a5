//! One attempt of a call: sent once, answered or not.

use bytes::Bytes;
use http::HeaderValue;
use http::header::AUTHORIZATION;

use super::client::Times;
use super::failure::Failure;
use super::kind::ErrorKind;
use super::request::Request;
use super::response::ResponseHead;
use super::time::{Timer, within, within_time};
use super::transport::{self, Body, Call, Transport, TransportError};
use super::{KORRELASJONSID, correlation};

/// Bytes of an error answer's body that are kept at most.
pub(crate) const ERROR_BODY: usize = 64 * 1024;

/// A successful answer, its body read.
pub(crate) struct Received {
    pub(crate) head: Box<ResponseHead>,
    pub(crate) body: Bytes,
}

/// What an attempt is made with.
pub(crate) struct Attempt<'a> {
    pub(crate) request: &'a Request,
    pub(crate) transport: &'a dyn Transport,
    pub(crate) times: Times,
    /// Bytes of a successful answer's body at most.
    pub(crate) limit: usize,
}

impl Attempt<'_> {
    pub(crate) async fn make(&self, mut call: Call, bearer: HeaderValue) -> Result<Received, Box<Failure>> {
        call.headers.insert(AUTHORIZATION, bearer);
        // Ids are unique for each call that the server sees: an attempt gets a new one, unless the caller gave one.
        let sent = match call.headers.get(&KORRELASJONSID) {
            Some(given) => given.clone(),
            None => {
                let id = correlation::new_id().map_err(|error| {
                    let detail = format!("no random numbers for a correlation id: {error}");
                    self.request.failure(ErrorKind::Configuration, detail)
                })?;
                let value = self.request.header_value(KORRELASJONSID.as_str(), &id)?;
                call.headers.insert(&KORRELASJONSID, value.clone());
                value
            }
        };

        let mut timer = self.transport.timer(self.times.timeout);
        let answer = match within(&mut timer, self.head(call)).await {
            Some(Ok(answer)) => answer,
            Some(Err(broken)) => return Err(self.broken(ErrorKind::Transport, broken, Some(&sent))),
            None => return Err(self.broken(ErrorKind::Transport, too_late(), Some(&sent))),
        };
        let transport::Answer { status, headers, body } = answer;
        let head = Box::new(ResponseHead::new(status, headers, &sent));
        if status.is_success() && !self.request.operation.other_bodies.contains(&status.as_u16()) {
            self.success(head, body, &mut timer).await
        } else {
            Err(self.error_answer(*head, body, &mut timer).await)
        }
    }

    /// The answer's head, in time for the first byte.
    async fn head(&self, call: Call) -> Result<transport::Answer, TransportError> {
        let send = self.transport.send(call);
        match self.times.first_byte {
            Some(limit) => within_time(self.transport, limit, send).await.unwrap_or_else(|| Err(too_late())),
            None => send.await,
        }
    }

    async fn success(
        &self,
        head: Box<ResponseHead>,
        body: Box<dyn Body>,
        timer: &mut Timer,
    ) -> Result<Received, Box<Failure>> {
        // A body that is announced to be too large is not read at all.
        let too_large = body.announced().is_some_and(|announced| announced > self.limit as u64);
        let read = if too_large { ReadBody::too_large() } else { ReadBody::read(body, self.limit, timer).await };
        let mut failure = match read.end {
            BodyEnd::Complete => return Ok(Received { head, body: read.bytes }),
            BodyEnd::TooLarge => {
                let detail = format!("the answer's body is larger than {} bytes", self.limit);
                self.request.failure(ErrorKind::BodyTooLarge, detail)
            }
            BodyEnd::Broken(broken) => self.broken(ErrorKind::BodyCutOff, broken, None),
        };
        failure.answered(*head, &read.bytes);
        Err(failure)
    }

    /// The error of an answer that is no success. Whatever happens to its body, the status is told.
    async fn error_answer(&self, head: ResponseHead, body: Box<dyn Body>, timer: &mut Timer) -> Box<Failure> {
        let read = ReadBody::read(body, ERROR_BODY, timer).await;
        let detail = match head.status.as_u16() / 100 {
            3 => "the server redirected the call, which is not followed",
            4 => "the server refused the call",
            5 => "the server failed",
            _ => "the server answered with an unknown status",
        };
        let mut failure = self.request.failure(ErrorKind::Status, detail);
        failure.answered(head, &read.bytes);
        failure.read_feil();
        if let BodyEnd::Broken(broken) = read.end {
            failure.timed_out = broken.timeout;
            failure.source = Some(broken.source);
        }
        failure
    }

    /// The failure of a broken exchange; `kind` is what it is if neither connecting nor time was the reason.
    fn broken(&self, kind: ErrorKind, broken: TransportError, sent: Option<&HeaderValue>) -> Box<Failure> {
        let (kind, detail) = match (broken.connect, broken.timeout) {
            (true, true) => (ErrorKind::Connect, "no connection in time"),
            (true, false) => (ErrorKind::Connect, "no connection"),
            (false, true) => (ErrorKind::Timeout, "the call took too long"),
            (false, false) if kind == ErrorKind::BodyCutOff => (kind, "the answer's body broke off"),
            (false, false) => (kind, "the exchange broke"),
        };
        let mut failure = self.request.failure(kind, detail);
        failure.timed_out = broken.timeout;
        // Without a connection nobody has seen it.
        failure.korrelasjonsid = sent.filter(|_| !broken.connect).and_then(|sent| Some(sent.to_str().ok()?.to_owned()));
        failure.source = Some(broken.source);
        failure
    }
}

fn too_late() -> TransportError {
    TransportError::new("the time for the call is up").timeout()
}

/// The body as far as it was read.
struct ReadBody {
    bytes: Bytes,
    end: BodyEnd,
}

/// Why reading a body ended.
enum BodyEnd {
    Complete,
    TooLarge,
    Broken(TransportError),
}

impl ReadBody {
    fn too_large() -> Self {
        Self { bytes: Bytes::new(), end: BodyEnd::TooLarge }
    }

    /// Reads the first `limit` bytes of the body.
    async fn read(mut body: Box<dyn Body>, limit: usize, timer: &mut Timer) -> Self {
        // Allocates at once what is announced, but no more than a usual answer on the server's word alone.
        let announced = body.announced().unwrap_or(0).min(1 << 20) as usize;
        let mut parts = Parts { only: Bytes::new(), joined: Vec::new(), announced: announced.min(limit) };
        let end = loop {
            match within(timer, body.chunk()).await {
                Some(Ok(Some(mut chunk))) => {
                    let room = limit - parts.len();
                    let too_large = chunk.len() > room;
                    chunk.truncate(room);
                    parts.push(chunk);
                    if too_large {
                        break BodyEnd::TooLarge;
                    }
                }
                Some(Ok(None)) => break BodyEnd::Complete,
                Some(Err(broken)) => break BodyEnd::Broken(broken),
                None => break BodyEnd::Broken(too_late()),
            }
        };
        Self { bytes: parts.finish(), end }
    }
}

/// The parts of a body. Most bodies come in one, which is kept as it is.
struct Parts {
    only: Bytes,
    /// All of them, once there are several.
    joined: Vec<u8>,
    announced: usize,
}

impl Parts {
    fn len(&self) -> usize {
        self.only.len() + self.joined.len()
    }

    fn push(&mut self, part: Bytes) {
        if self.len() == 0 {
            self.only = part;
            return;
        }
        if self.joined.is_empty() {
            self.joined.reserve(self.announced);
            self.joined.extend_from_slice(&std::mem::take(&mut self.only));
        }
        self.joined.extend_from_slice(&part);
    }

    fn finish(self) -> Bytes {
        if self.joined.is_empty() { self.only } else { self.joined.into() }
    }
}
