//! A request on its way to a call: URL, headers, body.

use std::borrow::Cow;

use http::HeaderValue;
use http::header::{ACCEPT, CONTENT_TYPE};

use super::KORRELASJONSID;
use super::encode::{self, Problem};
use super::failure::Failure;
use super::kind::ErrorKind;
use super::request::Request;
use super::transport::Call;

/// Everything of a call but its token.
pub(crate) struct Prepared {
    pub(crate) call: Call,
    /// The correlation id that the caller gave; without it each attempt gets a new one.
    pub(crate) korrelasjonsid: Option<String>,
}

impl Request {
    /// Everything of the call but the token.
    pub(crate) fn prepare(&mut self) -> Result<Prepared, Box<Failure>> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        let base = &self.client.ready().map_err(|detail| self.failure(ErrorKind::Configuration, detail))?.base;
        let path = encode::fill_path(self.operation.path, &self.path)
            .map_err(|(name, problem)| self.refused(name.to_owned(), problem))?;
        let joined = format!("{}{path}", base.as_str().trim_end_matches('/'));
        let mut url = url::Url::parse(&joined)
            .map_err(|error| self.failure(ErrorKind::Configuration, format!("no URL: {error}")))?;
        if !self.query.is_empty() {
            // A template that holds a query of its own keeps it.
            let mut query = url.query().map(str::to_owned).unwrap_or_default();
            for (name, value) in &self.query {
                if !query.is_empty() {
                    query.push('&');
                }
                encode::percent_encode(name, &mut query);
                query.push('=');
                query.push_str(value);
            }
            url.set_query(Some(&query));
        }

        let mut headers = std::mem::take(&mut self.headers);
        let given = headers.get(KORRELASJONSID).and_then(|given| given.to_str().ok());
        let korrelasjonsid = given.map(str::to_owned);
        let accept = self.operation.accept(self.accept);
        headers.insert(ACCEPT, self.header_value("Accept", &accept)?);
        let body = match self.body.take() {
            Some((media_type, body)) => {
                let value = self.header_value("Content-Type", &media_type)?;
                headers.insert(CONTENT_TYPE, value);
                Some(body)
            }
            None => None,
        };
        Ok(Prepared { call: Call { method: self.operation.method.http(), url, headers, body }, korrelasjonsid })
    }

    /// A header value of printable ASCII, marked so that nothing shows it.
    pub(crate) fn header_value(&self, name: &'static str, text: &str) -> Result<HeaderValue, Box<Failure>> {
        let printable = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        match HeaderValue::from_str(text) {
            Ok(mut value) if printable => {
                value.set_sensitive(true);
                Ok(value)
            }
            _ => Err(self.refused(name, Problem::NotHeaderText)),
        }
    }

    pub(super) fn refused(&self, name: impl Into<Cow<'static, str>>, problem: Problem) -> Box<Failure> {
        let mut failure = self.failure(ErrorKind::InvalidParameter, problem.text());
        failure.parameter = Some(name.into());
        failure
    }
}
