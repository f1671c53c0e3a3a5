//! One call: its place, its token, its attempts. Not generic, so that it is compiled once for all operations.

use std::time::{Duration, Instant};

use http::{HeaderValue, StatusCode};
use tracing::Instrument;

use super::answer::Answer;
use super::attempt::{Attempt, Received};
use super::failure::Failure;
use super::kind::ErrorKind;
use super::observe::{End, Watch};
use super::request::Request;
use super::time::within_time;
use super::token::{AccessToken, BoxFuture, TokenRequest};
use super::transport::Transport;

impl Request {
    /// Sends the call. Boxed: the futures of the generated functions stay small.
    pub(crate) fn exchange(mut self) -> BoxFuture<'static, Result<Answer, Box<Failure>>> {
        let mut watch = Watch::new(&self.client, self.operation);
        let span = watch.span();
        let call = async move {
            match self.attempts(&mut watch).await {
                Ok(received) => Ok(Answer::new(received, self.client.limit(), watch)),
                Err(mut failure) => {
                    failure.attempts = watch.attempts();
                    watch.ended(End::Failure(&failure));
                    Err(failure)
                }
            }
        };
        Box::pin(call.instrument(span))
    }

    /// Makes attempts until one succeeds or the next one would not help.
    async fn attempts(&mut self, watch: &mut Watch) -> Result<Received, Box<Failure>> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        // Before anything is waited for: what is wrong with the call is told at once.
        let mut first = Some(self.call()?);
        let client = self.client.clone();
        let ready = client.ready().map_err(|detail| self.failure(ErrorKind::Configuration, detail))?;
        let transport = &*ready.transport;
        let times = client.times().with_timeout(self.own_timeout());
        let wanted = TokenRequest::new(client.api());
        let _place = client.place().await;
        watch.placed();
        // A deadline further away than clocks reach is none.
        let end = Instant::now().checked_add(times.deadline());

        let mut token = self.token(&wanted, transport, left(end)).await?;
        let mut renewed = false;
        let mut repeated = 0;
        loop {
            let call = match first.take() {
                Some(call) => call,
                None => self.call()?,
            };
            let bearer = self.bearer(&token)?;
            watch.attempt_begins();
            let attempt = Attempt { request: self, transport, times: times.within(left(end)), limit: client.limit() };
            let failure = match attempt.make(call, bearer).await {
                Ok(received) => {
                    watch.attempt_ended(End::Success(received.head.status, &received.head.korrelasjonsid));
                    return Ok(received);
                }
                Err(failure) => failure,
            };
            watch.attempt_ended(End::Failure(&failure));
            if failure.status == Some(StatusCode::UNAUTHORIZED) && !renewed {
                renewed = true;
                client.tokens().rejected(&wanted, &token);
                let fresh = self.token(&wanted, transport, left(end)).await?;
                if fresh == token {
                    return Err(failure);
                }
                watch.repeats(&failure, Duration::ZERO);
                token = fresh;
                continue;
            }
            repeated += 1;
            let wait = client.retry_policy().wait(repeated, &failure);
            let Some(wait) = wait.filter(|wait| left(end).is_none_or(|left| *wait < left)) else {
                return Err(failure);
            };
            watch.repeats(&failure, wait);
            transport.sleep(wait).await;
            token = self.token(&wanted, transport, left(end)).await?;
        }
    }

    async fn token(
        &self,
        wanted: &TokenRequest,
        transport: &dyn Transport,
        left: Option<Duration>,
    ) -> Result<AccessToken, Box<Failure>> {
        let work = self.client.tokens().token(wanted);
        let token = match left {
            Some(left) => within_time(transport, left, work).await,
            None => Some(work.await),
        };
        match token {
            Some(Ok(token)) => Ok(token),
            Some(Err(error)) => {
                let mut failure = self.failure(ErrorKind::Token, "no access token");
                failure.try_later = error.is_try_later();
                failure.source = Some(Box::new(error));
                Err(failure)
            }
            None => {
                let mut failure = self.failure(ErrorKind::Token, "no access token in time");
                failure.timed_out = true;
                Err(failure)
            }
        }
    }

    fn bearer(&self, token: &AccessToken) -> Result<HeaderValue, Box<Failure>> {
        let text = token.expose();
        // The characters of RFC 6750. The error says nothing of the token.
        let valid = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        match HeaderValue::try_from(["Bearer ", text].concat()) {
            Ok(mut value) if valid => {
                value.set_sensitive(true);
                Ok(value)
            }
            _ => Err(self.failure(ErrorKind::Token, "the access token is empty or has characters that no token has")),
        }
    }
}

/// The time until then; `None` where there is no end.
fn left(end: Option<Instant>) -> Option<Duration> {
    end.map(|end| end.saturating_duration_since(Instant::now()))
}
