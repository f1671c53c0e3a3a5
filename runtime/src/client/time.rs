//! Work against a timer of the transport.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use super::token::BoxFuture;

/// A timer that several pieces of work run against, one after the other.
pub(crate) type Timer = BoxFuture<'static, ()>;

/// What the work gives, or `None` once the timer has run out. The work comes first: what is done is never too late.
pub(crate) async fn within<T>(timer: &mut Timer, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => timer.as_mut().poll(context).map(|()| None),
    })
    .await
}
