//! Jobs side by side, with progress where a person waits.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};

use crate::screen::Screen;

/// A person who waits longer than this is told what for.
const PATIENCE: Duration = Duration::from_secs(1);

/// Documents nest, and so do the functions that read them; debug builds need room for the depth that the limits allow.
const STACK: usize = 64 << 20;

/// Does a job for each name and returns the results in the order of the names.
///
/// A job that panics is an error that names what it was about.
pub(crate) fn run<T: Send>(
    verb: &str,
    names: &[String],
    screen: &Screen,
    job: impl Fn(usize) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let threads = thread::available_parallelism().map_or(2, usize::from).max(2).min(names.len());
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::channel();
    let mut results: Vec<Option<Result<T>>> = names.iter().map(|_| None).collect();
    thread::scope(|scope| -> Result<()> {
        for _ in 0..threads {
            let (send, next, job) = (send.clone(), &next, &job);
            let worker = move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= names.len() {
                        return;
                    }
                    let result = catch_unwind(AssertUnwindSafe(|| job(index))).unwrap_or_else(|_| {
                        Err(anyhow!("the generator panicked on {}: this is a bug in the generator", names[index]))
                    });
                    // Nobody listens only when the receiving side has failed, which says so itself.
                    let _ = send.send((index, result));
                }
            };
            thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker).context("cannot start a thread")?;
        }
        drop(send);
        collect(verb, names, screen, &receive, &mut results);
        Ok(())
    })?;
    results.into_iter().zip(names).map(|(r, name)| r.unwrap_or_else(|| Err(anyhow!("{name} was not done")))).collect()
}

fn collect<T>(
    verb: &str,
    names: &[String],
    screen: &Screen,
    receive: &mpsc::Receiver<(usize, Result<T>)>,
    results: &mut [Option<Result<T>>],
) {
    let start = Instant::now();
    let mut done = 0;
    loop {
        match receive.recv_timeout(Duration::from_millis(200)) {
            Ok((index, result)) => {
                results[index] = Some(result);
                done += 1;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if start.elapsed() > PATIENCE {
            let waiting = names.iter().zip(&*results).find(|(_, r)| r.is_none()).map_or("", |(name, _)| name);
            screen.progress(&format!("{verb} {done}/{} {waiting}", names.len()));
        }
    }
    if start.elapsed() > PATIENCE {
        screen.progress_done();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_names() {
        let names: Vec<String> = (0..50).map(|i| i.to_string()).collect();
        let results = run("test", &names, &Screen::plain(), |i| Ok(i * 2)).unwrap();
        assert_eq!(results, (0..50).map(|i| i * 2).collect::<Vec<_>>());
        assert!(run("test", &[], &Screen::plain(), |_| Ok(())).unwrap().is_empty());
    }

    #[test]
    fn a_panic_is_an_error_that_names_the_job() {
        let names = ["a".to_owned(), "b".to_owned()];
        let error = run("test", &names, &Screen::plain(), |i| if i == 1 { panic!("boom") } else { Ok(()) });
        assert!(error.unwrap_err().to_string().contains("panicked on b"));
    }
}
