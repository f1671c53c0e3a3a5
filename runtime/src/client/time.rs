//! Work against a timer of the transport.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use super::token::BoxFuture;
use super::transport::Transport;

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

/// As [`within`], with a timer of the work's own, which is made only if the work is not done at once.
pub(crate) async fn within_time<T>(
    transport: &dyn Transport,
    time: Duration,
    work: impl Future<Output = T>,
) -> Option<T> {
    let mut work = pin!(work);
    let mut timer: Option<Timer> = None;
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => timer.get_or_insert_with(|| transport.timer(time)).as_mut().poll(context).map(|()| None),
    })
    .await
}
