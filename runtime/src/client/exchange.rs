//! One exchange: token, call, answer. Not generic, so that it is compiled once for all operations.

use http::HeaderValue;
use http::header::AUTHORIZATION;

use super::api::{Api, Format, Operation};
use super::codec::Decode;
use super::error::{ErrorKind, Failure};
use super::request::Request;
use super::response::{Response, ResponseHead};
use super::token::{AccessToken, BoxFuture, TokenRequest};
use super::transport::{self, Broken, End};

/// Bytes of an error answer's body that are kept at most.
const ERROR_BODY: usize = 64 * 1024;

/// A successful answer, its body read.
pub(crate) struct Answer {
    api: &'static Api,
    operation: &'static Operation,
    head: Box<ResponseHead>,
    body: Vec<u8>,
    limit: usize,
}

impl Request {
    /// Sends the call. Boxed: the futures of the generated functions stay small.
    pub(crate) fn exchange(mut self) -> BoxFuture<'static, Result<Answer, Box<Failure>>> {
        Box::pin(async move {
            let (mut call, sent) = self.prepare()?;
            let http = &self.client.ready().map_err(|detail| self.failure(ErrorKind::Configuration, detail))?.http;
            let wanted = TokenRequest::new(self.client.api());
            let token = self.token(&wanted).await?;
            call.headers.insert(AUTHORIZATION, self.bearer(&token)?);

            let mut head = match transport::send(http, &call).await {
                Ok(head) => head,
                Err(broken) => {
                    let mut failure = self.broken(ErrorKind::Transport, broken);
                    failure.korrelasjonsid = Some(sent);
                    return Err(failure);
                }
            };
            if head.status == http::StatusCode::UNAUTHORIZED {
                self.client.tokens().rejected(&wanted, &token);
            }
            let headers = std::mem::take(&mut head.headers);
            let answered = Box::new(ResponseHead::new(head.status, headers, &sent));
            if head.status.is_success() && !self.operation.other_bodies.contains(&head.status.as_u16()) {
                self.success(head, answered).await
            } else {
                Err(self.error_answer(head, *answered).await)
            }
        })
    }

    async fn success(&self, head: transport::Head, answered: Box<ResponseHead>) -> Result<Answer, Box<Failure>> {
        let limit = self.client.limit();
        let read = head.read(limit).await;
        let mut failure = match read.end {
            End::Complete => {
                return Ok(Answer {
                    api: self.client.api(),
                    operation: self.operation,
                    head: answered,
                    body: read.bytes,
                    limit,
                });
            }
            End::TooLarge => {
                self.failure(ErrorKind::BodyTooLarge, format!("the answer's body is larger than {limit} bytes"))
            }
            End::Broken(broken) => self.broken(ErrorKind::BodyCutOff, broken),
        };
        failure.answered(*answered, read.bytes);
        Err(failure)
    }

    /// The error of an answer that is no success. Whatever happens to its body, the status is told.
    async fn error_answer(&self, head: transport::Head, answered: ResponseHead) -> Box<Failure> {
        let read = head.read_start(ERROR_BODY).await;
        let detail = match answered.status.as_u16() / 100 {
            3 => "the server redirected the call, which is not followed",
            4 => "the server refused the call",
            5 => "the server failed",
            _ => "the server answered with an unknown status",
        };
        let mut failure = self.failure(ErrorKind::Status, detail);
        failure.answered(answered, read.bytes);
        failure.read_feil();
        if let End::Broken(broken) = read.end {
            failure.timed_out = broken.timeout;
            failure.source = Some(Box::new(broken.source));
        }
        failure
    }

    async fn token(&self, wanted: &TokenRequest) -> Result<AccessToken, Box<Failure>> {
        self.client.tokens().token(wanted).await.map_err(|error| {
            let mut failure = self.failure(ErrorKind::Token, "no access token");
            failure.try_later = error.is_try_later();
            failure.source = Some(Box::new(error));
            failure
        })
    }

    fn bearer(&self, token: &AccessToken) -> Result<HeaderValue, Box<Failure>> {
        let text = token.expose();
        // The characters of RFC 6750. The error says nothing of the token.
        let valid = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        match HeaderValue::try_from(format!("Bearer {text}")) {
            Ok(mut value) if valid => {
                value.set_sensitive(true);
                Ok(value)
            }
            _ => Err(self.failure(ErrorKind::Token, "the access token is empty or has characters that no token has")),
        }
    }

    /// The failure of a broken exchange; `kind` is what it is if neither connecting nor time was the reason.
    fn broken(&self, kind: ErrorKind, broken: Broken) -> Box<Failure> {
        let (kind, detail) = if broken.connect && broken.timeout {
            (ErrorKind::Connect, "no connection in time")
        } else if broken.connect {
            (ErrorKind::Connect, "no connection")
        } else if broken.timeout {
            (ErrorKind::Timeout, "the call took too long")
        } else if kind == ErrorKind::BodyCutOff {
            (kind, "the answer's body broke off")
        } else {
            (kind, "the exchange broke")
        };
        let mut failure = self.failure(kind, detail);
        failure.timed_out = broken.timeout;
        failure.source = Some(Box::new(broken.source));
        failure
    }
}

impl Failure {
    /// Adds what came of the answer.
    fn answered(&mut self, head: ResponseHead, body: Vec<u8>) {
        self.status = Some(head.status);
        self.headers = head.headers;
        self.media_type = head.media_type;
        self.korrelasjonsid = Some(head.korrelasjonsid);
        self.body = body;
    }
}

impl Answer {
    pub(crate) fn is_empty(&self) -> bool {
        self.body.is_empty()
    }

    /// The answer with its body changed without decoding.
    pub(crate) fn respond<T>(self, change: impl FnOnce(Vec<u8>) -> T) -> Response<T> {
        Response::new(change(self.body), self.head)
    }

    /// Decodes the body by its media type.
    pub(crate) fn decode<T>(self, decode: Decode<T>) -> Result<Response<T>, Box<Failure>> {
        let format = match self.format() {
            Ok(format) => format,
            Err((kind, detail)) => return Err(self.failed(kind, detail)),
        };
        match decode(format, &self.body, self.limit) {
            Some(Ok(body)) => Ok(Response::new(body, self.head)),
            Some(Err(error)) => {
                let mut failure = self.failed(ErrorKind::Decode, "the answer does not decode");
                failure.decode = Some(error);
                Err(failure)
            }
            None => Err(self.failed(
                ErrorKind::UnexpectedContentType,
                "the answer is in a format that this type is not read from (is the feature `xml` on?)",
            )),
        }
    }

    /// The format of the body: by its media type; by its first character only where it has none.
    fn format(&self) -> Result<Format, (ErrorKind, &'static str)> {
        if self.body.is_empty() {
            return Err((ErrorKind::EmptyBody, "the answer has no body"));
        }
        match &self.head.media_type {
            Some(media_type) => Format::of(media_type),
            None => Format::sniff(&self.body),
        }
        .ok_or((ErrorKind::UnexpectedContentType, "the answer is neither JSON nor XML"))
    }

    fn failed(self, kind: ErrorKind, detail: &'static str) -> Box<Failure> {
        let mut failure = Failure::new(kind, self.api, self.operation, detail);
        let mut body = self.body;
        // A large answer is not kept in memory for the sake of its error.
        body.truncate(ERROR_BODY);
        failure.answered(*self.head, body);
        failure
    }
}
