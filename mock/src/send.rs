//! Puts an answer on the wire, with its faults.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use http_body::Frame;
use tokio::time::{Sleep, sleep};

use crate::answer::Answer;
use crate::connection::Breaker;
use crate::fault::Fault;

/// Bytes of one piece of a huge body.
const PIECE: usize = 64 << 10;

/// Time for what was sent to leave before the connection breaks.
const FLUSH: Duration = Duration::from_millis(20);

/// The response of an answer, once its latency is over.
pub(crate) async fn send(mut answer: Answer, faults: &[Fault], breaker: &Breaker) -> Response {
    let mut steps = None;
    for fault in faults {
        let half = answer.body.len() / 2;
        match fault {
            Fault::Latency(time) => sleep(*time).await,
            Fault::Reset => breaker.reset(),
            Fault::WrongContentType => {
                answer.headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
            }
            Fault::MalformedBody => answer.body.truncate(half),
            Fault::EmptyBody => answer.body.clear(),
            Fault::CutBody => {
                answer.headers.insert(CONTENT_LENGTH, HeaderValue::from(answer.body.len().max(1)));
                steps = Some(vec![Step::Data(answer.body.slice(..half)), Step::Wait(FLUSH), Step::Break]);
            }
            Fault::Stall(time) => {
                let (first, second) = (answer.body.slice(..half), answer.body.slice(half..));
                steps = Some(vec![Step::Data(first), Step::Wait(*time), Step::Data(second)]);
            }
            Fault::HugeBody(bytes) => {
                let rest = bytes.saturating_sub(answer.body.len());
                steps = Some(vec![Step::Data(answer.body.clone()), Step::Spaces(rest)]);
            }
            // These are answers of their own: whoever made this one has made it of them.
            Fault::Unavailable | Fault::Unauthorized | Fault::Redirect => {}
        }
    }
    let body = match steps {
        Some(steps) => Body::new(Stepwise { steps: steps.into(), waiting: None }),
        None => Body::from(answer.body),
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = answer.headers;
    response
}

enum Step {
    Data(Bytes),
    Wait(Duration),
    Spaces(usize),
    Break,
}

/// A body that does as it is told.
struct Stepwise {
    steps: VecDeque<Step>,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl HttpBody for Stepwise {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        loop {
            if let Some(waiting) = &mut self.waiting {
                match waiting.as_mut().poll(cx) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(()) => self.waiting = None,
                }
            }
            let data = match self.steps.pop_front() {
                None => return Poll::Ready(None),
                Some(Step::Break) => return Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into()))),
                Some(Step::Wait(time)) => {
                    self.waiting = Some(Box::pin(sleep(time)));
                    continue;
                }
                Some(Step::Spaces(0)) => continue,
                Some(Step::Spaces(rest)) => {
                    let piece = rest.min(PIECE);
                    self.steps.push_front(Step::Spaces(rest - piece));
                    Bytes::from_static(&[b' '; PIECE]).slice(..piece)
                }
                Some(Step::Data(data)) if data.is_empty() => continue,
                Some(Step::Data(data)) => data,
            };
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
    }
}
