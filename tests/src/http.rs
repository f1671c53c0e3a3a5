//! A small HTTP/1.1 server on loopback that answers as told, faults included, and keeps what it received.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A running server; it stops when dropped.
pub struct Server {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    load: Arc<Load>,
    task: JoinHandle<()>,
}

/// How many requests are being answered, and how many were at the most.
#[derive(Default)]
struct Load {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Server {
    /// Starts a server on a free port that answers every request by `answer`.
    ///
    /// # Errors
    ///
    /// If no port can be opened.
    pub async fn start(answer: impl Fn(&Received) -> Answer + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let received = Arc::new(Mutex::new(Vec::new()));
        let load = Arc::new(Load::default());
        let (kept, loaded) = (Arc::clone(&received), Arc::clone(&load));
        let answer = Arc::new(answer);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (kept, load, answer) = (Arc::clone(&kept), Arc::clone(&loaded), Arc::clone(&answer));
                tokio::spawn(async move {
                    // A caller that hangs up is part of the tests.
                    let _ = serve(stream, &kept, &load, &*answer).await;
                });
            }
        });
        Ok(Self { address, received, load, task })
    }

    /// Starts a server that gives every request the same answer.
    ///
    /// # Errors
    ///
    /// If no port can be opened.
    pub async fn always(answer: Answer) -> io::Result<Self> {
        Self::start(move |_| answer.clone()).await
    }

    /// The server's URL, without a path and a slash at its end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many requests were answered at the same time at the most: from when one was read until its answer was begun.
    #[must_use]
    pub fn most_at_once(&self) -> usize {
        self.load.most.load(Ordering::SeqCst)
    }

    /// All requests so far, in order of arrival.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A URL of loopback where nothing listens: a port that was free a moment ago.
///
/// # Errors
///
/// If no port can be opened.
pub async fn closed_url() -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    Ok(format!("http://{}", listener.local_addr()?))
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Received {
    /// Method.
    pub method: String,
    /// Path and query, encoded as they came.
    pub target: String,
    /// Headers in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl Received {
    /// The first header of this name, in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }
}

/// An answer, with its faults.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    announced: Option<usize>,
    chunked: bool,
    delay: Duration,
    pause: Duration,
    hang_up: bool,
}

impl Answer {
    /// An answer without a body.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            announced: None,
            chunked: false,
            delay: Duration::ZERO,
            pause: Duration::ZERO,
            hang_up: false,
        }
    }

    /// An answer with a body of a media type.
    #[must_use]
    pub fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::status(status).header("Content-Type", media_type).body(body)
    }

    /// An answer in JSON.
    #[must_use]
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, "application/json;charset=UTF-8", body)
    }

    /// An answer in XML.
    #[must_use]
    pub fn xml(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, "application/xml", body)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Fault: announces a body of this many bytes, sends what there is, and closes.
    #[must_use]
    pub fn announce(mut self, bytes: usize) -> Self {
        self.announced = Some(bytes);
        self
    }

    /// Sends the body in chunks, without announcing its length.
    #[must_use]
    pub fn chunked(mut self) -> Self {
        self.chunked = true;
        self
    }

    /// Fault: waits before the answer.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Fault: waits in the middle of the body.
    #[must_use]
    pub fn pause(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    /// Fault: closes the connection in place of an answer.
    #[must_use]
    pub fn hang_up() -> Self {
        let mut answer = Self::status(500);
        answer.hang_up = true;
        answer
    }
}

/// Reads one request and answers it. Each connection serves one.
async fn serve(
    mut stream: TcpStream,
    kept: &Mutex<Vec<Received>>,
    load: &Load,
    answer: &(dyn Fn(&Received) -> Answer + Send + Sync),
) -> io::Result<()> {
    let Some(request) = read(&mut stream).await? else {
        return Ok(());
    };
    let at_once = load.now.fetch_add(1, Ordering::SeqCst) + 1;
    load.most.fetch_max(at_once, Ordering::SeqCst);
    let answer = answer(&request);
    kept.lock().unwrap_or_else(PoisonError::into_inner).push(request);
    tokio::time::sleep(answer.delay).await;
    load.now.fetch_sub(1, Ordering::SeqCst);
    if answer.hang_up {
        return Ok(());
    }

    let mut head = format!("HTTP/1.1 {} -\r\nConnection: close\r\n", answer.status);
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if answer.chunked {
        head.push_str("Transfer-Encoding: chunked\r\n\r\n");
    } else {
        let length = answer.announced.unwrap_or(answer.body.len());
        head.push_str(&format!("Content-Length: {length}\r\n\r\n"));
    }
    stream.write_all(head.as_bytes()).await?;

    let (first, second) = answer.body.split_at(answer.body.len() / 2);
    for half in [first, second] {
        if answer.chunked && !half.is_empty() {
            stream.write_all(format!("{:x}\r\n", half.len()).as_bytes()).await?;
        }
        stream.write_all(half).await?;
        if answer.chunked && !half.is_empty() {
            stream.write_all(b"\r\n").await?;
        }
        stream.flush().await?;
        tokio::time::sleep(answer.pause).await;
    }
    // Without the last chunk, a chunked body is cut off.
    if answer.chunked && answer.announced.is_none() {
        stream.write_all(b"0\r\n\r\n").await?;
    }
    stream.shutdown().await
}

/// Reads a request; `None` where the connection closes before its head is complete, or does not speak HTTP.
async fn read(stream: &mut TcpStream) -> io::Result<Option<Received>> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await? == 0 || !bytes[0].is_ascii_uppercase() {
            return Ok(None);
        }
    };
    let mut body = bytes.split_off(head_end + 4);
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let mut lines = head.lines();
    let mut request_line = lines.next().unwrap_or_default().split(' ');
    let mut received = Received {
        method: request_line.next().unwrap_or_default().to_owned(),
        target: request_line.next().unwrap_or_default().to_owned(),
        headers: lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect(),
        body: Vec::new(),
    };
    let length = received.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    while body.len() < length {
        if stream.read_buf(&mut body).await? == 0 {
            break;
        }
    }
    received.body = body;
    Ok(Some(received))
}
