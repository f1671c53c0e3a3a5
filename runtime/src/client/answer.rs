//! A successful answer on its way to a type.

use bytes::Bytes;

use super::api::Format;
use super::attempt::{ERROR_BODY, Received};
use super::codec::Decode;
use super::failure::Failure;
use super::kind::ErrorKind;
use super::observe::{End, Watch};
use super::response::{Response, ResponseHead};

/// A successful answer, its body read. The call ends when it is decoded.
pub(crate) struct Answer {
    head: Box<ResponseHead>,
    body: Bytes,
    limit: usize,
    watch: Watch,
}

impl Answer {
    pub(crate) fn new(received: Received, limit: usize, watch: Watch) -> Self {
        let Received { mut head, body } = received;
        head.attempts = watch.attempts();
        Self { head, body, limit, watch }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.body.is_empty()
    }

    /// The answer with its body changed without decoding.
    pub(crate) fn respond<T>(self, change: impl FnOnce(Bytes) -> T) -> Response<T> {
        let body = change(self.body);
        self.watch.ended(End::Success(self.head.status, &self.head.korrelasjonsid));
        Response::new(body, self.head)
    }

    /// Decodes the body by its media type.
    pub(crate) fn decode<T>(self, decode: Decode<T>) -> Result<Response<T>, Box<Failure>> {
        let format = match self.format() {
            Ok(format) => format,
            Err((kind, detail)) => return Err(self.failed(kind, detail, |_| ())),
        };
        match decode(format, &self.body, self.limit) {
            Some(Ok(body)) => Ok(self.respond(|_| body)),
            Some(Err(error)) => {
                Err(self
                    .failed(ErrorKind::Decode, "the answer does not decode", |failure| failure.decode = Some(error)))
            }
            None => {
                let detail = "the answer is in a format that this type is not read from (is the feature `xml` on?)";
                Err(self.failed(ErrorKind::UnexpectedContentType, detail, |_| ()))
            }
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

    fn failed(self, kind: ErrorKind, detail: &'static str, add: impl FnOnce(&mut Failure)) -> Box<Failure> {
        let mut failure = Failure::new(kind, self.watch.api(), self.watch.operation(), detail);
        failure.attempts = self.head.attempts;
        failure.answered(*self.head, &self.body);
        add(&mut failure);
        self.watch.ended(End::Failure(&failure));
        failure
    }
}

impl Failure {
    /// Adds what came of the answer, and as much of its body as errors keep.
    pub(crate) fn answered(&mut self, head: ResponseHead, body: &[u8]) {
        self.status = Some(head.status);
        self.headers = head.headers;
        self.media_type = head.media_type;
        self.korrelasjonsid = Some(head.korrelasjonsid);
        // Copied: a large answer does not stay in memory for the sake of its error.
        self.body = body.get(..ERROR_BODY).unwrap_or(body).to_vec();
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, StatusCode};

    use super::super::api::{Api, Method, Operation};
    use super::*;

    #[test]
    fn an_error_does_not_hold_a_large_answer() {
        static API: Api = Api::new("x-v1");
        static HENT: Operation = Operation::new(Method::Get, "hent", "/");
        for size in [0, 10, ERROR_BODY, 8 * ERROR_BODY] {
            let mut failure = Failure::new(ErrorKind::BodyCutOff, &API, &HENT, "");
            failure.answered(
                ResponseHead::new(StatusCode::OK, HeaderMap::new(), &HeaderValue::from_static("")),
                &vec![b' '; size],
            );
            assert_eq!(failure.body.len(), size.min(ERROR_BODY));
            assert!(failure.body.capacity() <= ERROR_BODY, "{size}: {} are kept", failure.body.capacity());
        }
    }
}
