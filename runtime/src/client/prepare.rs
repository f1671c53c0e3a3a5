//! A request on its way to a call: URL, headers, body.

use std::borrow::Cow;

use http::HeaderValue;
use http::header::{ACCEPT, CONTENT_TYPE};

use super::encode::{self, Problem};
use super::failure::Failure;
use super::kind::ErrorKind;
use super::request::Request;
use super::transport::Call;

impl Request {
    /// Everything of the call but its token and a correlation id of its own: made anew for each attempt.
    pub(crate) fn call(&self) -> Result<Call, Box<Failure>> {
        let base = &self.client.ready().map_err(|detail| self.failure(ErrorKind::Configuration, detail))?.base;
        let mut text = String::with_capacity(256);
        text.push_str(base.as_str().trim_end_matches('/'));
        encode::fill_path(self.operation.path, &self.path, &mut text)
            .map_err(|(name, problem)| self.refused(name.to_owned(), problem))?;
        let mut url = url::Url::parse(&text)
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

        let mut headers = self.headers.clone();
        let accept = self.operation.accept(self.accept);
        headers.insert(ACCEPT, self.header_value("Accept", &accept)?);
        let body = match &self.body {
            Some((media_type, body)) => {
                headers.insert(CONTENT_TYPE, self.header_value("Content-Type", media_type)?);
                Some(body.clone())
            }
            None => None,
        };
        Ok(Call { method: self.operation.method.http(), url, headers, body })
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
