//! The request builder that generated builders wrap.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderName};

use super::api::{Format, Operation};
use super::client::Client;
use super::codec::{self, EncodeError, Root, Value};
use super::encode::{self, ParameterValue, Problem};
use super::error::Error;
use super::failure::Failure;
use super::kind::ErrorKind;
use super::response::Response;
use super::{ALTINN_SAMTYKKE, KORRELASJONSID};

/// A call being put together. Generated builders wrap it; use it directly for what a document does not describe.
///
/// Methods never fail: what is wrong with a value comes as the error of `send`, before anything is sent.
/// `Debug` shows the operation alone.
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    /// Encoded.
    pub(super) path: Vec<(&'static str, String)>,
    /// Encoded.
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) headers: HeaderMap,
    pub(super) accept: Option<Format>,
    pub(super) body: Option<(Cow<'static, str>, Bytes)>,
    timeout: Option<Duration>,
    /// The first thing that went wrong.
    pub(super) failure: Option<Box<Failure>>,
}

impl Request {
    /// A call of `operation`.
    pub fn new(client: &Client, operation: &'static Operation) -> Self {
        Self {
            client: client.clone(),
            operation,
            path: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            accept: None,
            body: None,
            timeout: None,
            failure: None,
        }
    }

    /// Sets `{name}` of the path. An empty value and a dot segment (`.`, `..`) are refused.
    pub fn path(mut self, name: &'static str, value: &dyn ParameterValue) -> Self {
        if let Some(text) = self.text(name, value) {
            set(&mut self.path, name, [encode::percent_encoded(text)]);
        }
        self
    }

    /// Sets `{name}` of the path to values joined by commas.
    pub fn path_list<T: ParameterValue>(mut self, name: &'static str, values: &[T]) -> Self {
        let texts = self.texts(name, values);
        set(&mut self.path, name, [encode::join(texts)]);
        self
    }

    /// Sets a query parameter; a second call replaces the first.
    pub fn query(mut self, name: &'static str, value: &dyn ParameterValue) -> Self {
        if let Some(text) = self.text(name, value) {
            set(&mut self.query, name, [encode::percent_encoded(text)]);
        }
        self
    }

    /// Sets a query parameter that is a list: one parameter for each value if `explode`, else all joined by commas. An
    /// empty list is not sent.
    pub fn query_list<T: ParameterValue>(mut self, name: &'static str, values: &[T], explode: bool) -> Self {
        let texts = self.texts(name, values);
        if explode {
            let encoded = texts.into_iter().map(|text| encode::join([text]));
            set(&mut self.query, name, encoded);
        } else {
            let joined = (!texts.is_empty()).then(|| encode::join(texts));
            set(&mut self.query, name, joined);
        }
        self
    }

    /// Sets a header; a second call replaces the first. The value must be printable ASCII.
    pub fn header(mut self, name: &'static str, value: &dyn ParameterValue) -> Self {
        if let Some(text) = self.text(name, value) {
            self.set_header(name, &text);
        }
        self
    }

    /// Sets a header that is a list, joined by commas. An empty list is not sent.
    pub fn header_list<T: ParameterValue>(mut self, name: &'static str, values: &[T]) -> Self {
        let texts = self.texts(name, values);
        if !texts.is_empty() {
            self.set_header(name, &texts.join(","));
        }
        self
    }

    /// Sets the consent token of Altinn 2: the header `AltinnSamtykke`. It is valid for seconds: fetch it for the call.
    pub fn altinn_samtykke(self, token: &str) -> Self {
        self.header(ALTINN_SAMTYKKE, &token)
    }

    /// Sets the correlation id. Without it each call, and each attempt of it, sends a new UUID.
    pub fn korrelasjonsid(self, value: &dyn ParameterValue) -> Self {
        self.header(KORRELASJONSID.as_str(), value)
    }

    /// Asks for an answer in this format.
    pub fn accept(mut self, format: Format) -> Self {
        self.accept = Some(format);
        self
    }

    /// Sets the time of an attempt, in place of the client's.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sends this value as JSON.
    pub fn body_json<B: Value>(self, body: &B) -> Self {
        let encoded = codec::encode_json(body);
        self.encoded(Format::Json, encoded)
    }

    /// Sends this value as XML.
    #[cfg(feature = "xml")]
    pub fn body_xml<B: Value + Root>(self, body: &B) -> Self {
        let encoded = codec::encode_xml(body);
        self.encoded(Format::Xml, encoded)
    }

    /// Sends these bytes as a body of this media type.
    pub fn body_bytes(mut self, media_type: impl Into<Cow<'static, str>>, body: Vec<u8>) -> Self {
        self.body = Some((media_type.into(), body.into()));
        self
    }

    /// Sends the call and reads a `T` from the answer's JSON or XML, whichever the answer's media type says.
    ///
    /// # Errors
    ///
    /// Every [`ErrorKind`]; an answer without a body is [`ErrorKind::EmptyBody`].
    pub async fn send<T: Value + Root, K>(self) -> Result<Response<T>, Error<K>>
    where
        K: for<'a> From<&'a str>,
    {
        let answer = self.exchange().await.map_err(Error::new)?;
        answer.decode(codec::decode).map_err(Error::new)
    }

    /// As [`send`](Self::send), for types that are not read from XML.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn send_json<T: Value, K>(self) -> Result<Response<T>, Error<K>>
    where
        K: for<'a> From<&'a str>,
    {
        let answer = self.exchange().await.map_err(Error::new)?;
        answer.decode(codec::decode_json).map_err(Error::new)
    }

    /// As [`send`](Self::send), for operations that also declare an answer without a body, such as 204.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), but an answer without a body is `None`.
    pub async fn send_optional<T: Value + Root, K>(self) -> Result<Response<Option<T>>, Error<K>>
    where
        K: for<'a> From<&'a str>,
    {
        let answer = self.exchange().await.map_err(Error::new)?;
        if answer.is_empty() {
            return Ok(answer.respond(|_| None));
        }
        let decoded = answer.decode(codec::decode).map_err(Error::new)?;
        Ok(decoded.map(Some))
    }

    /// Sends the call and gives the body as it is, for media types other than JSON and XML.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), but nothing is decoded.
    pub async fn send_bytes<K>(self) -> Result<Response<Vec<u8>>, Error<K>>
    where
        K: for<'a> From<&'a str>,
    {
        let answer = self.exchange().await.map_err(Error::new)?;
        Ok(answer.respond(Vec::from))
    }

    /// Sends the call of an operation whose answer has no body; one that comes nevertheless is dropped.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), but nothing is decoded.
    pub async fn send_empty<K>(self) -> Result<Response<()>, Error<K>>
    where
        K: for<'a> From<&'a str>,
    {
        let answer = self.exchange().await.map_err(Error::new)?;
        Ok(answer.respond(|_| ()))
    }

    /// A failure of this call.
    pub(crate) fn failure(&self, kind: ErrorKind, detail: impl Into<Cow<'static, str>>) -> Box<Failure> {
        Failure::new(kind, self.client.api(), self.operation, detail)
    }

    /// The time of an attempt that was set for this call.
    pub(crate) fn own_timeout(&self) -> Option<Duration> {
        self.timeout
    }

    fn text(&mut self, name: &'static str, value: &dyn ParameterValue) -> Option<String> {
        let text = value.parameter();
        if text.is_none() {
            self.refuse(name, Problem::Unwritable);
        }
        text
    }

    fn texts<T: ParameterValue>(&mut self, name: &'static str, values: &[T]) -> Vec<String> {
        values.iter().filter_map(|value| self.text(name, value)).collect()
    }

    fn set_header(&mut self, name: &'static str, text: &str) {
        let Ok(header) = HeaderName::from_bytes(name.as_bytes()) else {
            return self.refuse(name, Problem::NotHeaderName);
        };
        // These are the client's own; OpenAPI ignores parameters of these names as well.
        if header == AUTHORIZATION || header == ACCEPT || header == CONTENT_TYPE {
            return self.refuse(name, Problem::OwnHeader);
        }
        match self.header_value(name, text) {
            Ok(value) => {
                self.headers.insert(header, value);
            }
            Err(failure) => {
                self.failure.get_or_insert(failure);
            }
        }
    }

    fn refuse(&mut self, name: &'static str, problem: Problem) {
        let failure = self.refused(name, problem);
        self.failure.get_or_insert(failure);
    }

    fn encoded(mut self, format: Format, encoded: Result<Vec<u8>, EncodeError>) -> Self {
        match encoded {
            Ok(body) => {
                let media_type = self.operation.content_type(format);
                self.body_bytes(media_type, body)
            }
            Err(error) => {
                let mut failure = self.failure(ErrorKind::Encode, "the request body cannot be written");
                failure.source = Some(Box::new(error));
                self.failure.get_or_insert(failure);
                self
            }
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("api", &self.client.api().name)
            .field("operation", &self.operation.id)
            .finish_non_exhaustive()
    }
}

/// Puts the values of `name` in place of those that were there.
fn set(parameters: &mut Vec<(&'static str, String)>, name: &'static str, values: impl IntoIterator<Item = String>) {
    parameters.retain(|(given, _)| *given != name);
    parameters.extend(values.into_iter().map(|value| (name, value)));
}
