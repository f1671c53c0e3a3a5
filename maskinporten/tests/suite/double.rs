//! A double of Maskinporten on loopback, plain or over TLS. It verifies each grant, and answers as it is told.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::Value;
use skatteetaten_maskinporten::Issuer;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::support::{CLIENT, modulus};
use crate::verify::verifies;

/// A grant as it came.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) head: String,
    pub(crate) body: String,
    pub(crate) assertion: String,
    pub(crate) header: Value,
    pub(crate) claims: Value,
    /// How many came before it.
    pub(crate) index: usize,
}

/// What the double answers.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    /// Without a length: the body ends with the connection.
    pub(crate) unannounced: bool,
    pub(crate) delay: Duration,
    pub(crate) hang_up: bool,
}

impl Answer {
    pub(crate) fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type", "application/json".to_owned())];
        Self { status, headers, body: body.into(), unannounced: false, delay: Duration::ZERO, hang_up: false }
    }

    /// The token of this number, for so many seconds.
    pub(crate) fn token(n: usize, seconds: u64) -> Self {
        Self::json(
            200,
            format!(r#"{{"access_token":"{}","token_type":"Bearer","expires_in":{seconds},"scope":"a b"}}"#, name(n)),
        )
    }

    pub(crate) fn refused(status: u16, code: &str, description: &str) -> Self {
        Self::json(status, serde_json::json!({"error": code, "error_description": description}).to_string())
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}

/// The text of token `n`: it looks like a JWT, as real ones do.
pub(crate) fn name(n: usize) -> String {
    format!("eyJhbGciOi-hemmelig-{n}.e30.x")
}

type Behaviour = dyn Fn(&Received) -> Answer + Send + Sync;

struct State {
    scheme: &'static str,
    address: std::net::SocketAddr,
    received: Mutex<Vec<Received>>,
    seen: Mutex<HashSet<String>>,
    under_way: AtomicUsize,
    most_under_way: AtomicUsize,
    behaviour: Box<Behaviour>,
}

/// A running double; it stops when dropped.
pub(crate) struct Double {
    state: Arc<State>,
    task: JoinHandle<()>,
}

impl Double {
    pub(crate) async fn start(behaviour: impl Fn(&Received) -> Answer + Send + Sync + 'static) -> Self {
        Self::start_with(None, behaviour).await
    }

    /// Every grant gets the next token, good for two minutes.
    pub(crate) async fn usual() -> Self {
        Self::start(|received| Answer::token(received.index, 120)).await
    }

    pub(crate) async fn always(answer: Answer) -> Self {
        Self::start(move |_| answer.clone()).await
    }

    pub(crate) async fn start_with(
        tls: Option<TlsAcceptor>,
        behaviour: impl Fn(&Received) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let state = Arc::new(State {
            scheme: if tls.is_some() { "https" } else { "http" },
            address: listener.local_addr().unwrap(),
            received: Mutex::default(),
            seen: Mutex::default(),
            under_way: AtomicUsize::new(0),
            most_under_way: AtomicUsize::new(0),
            behaviour: Box::new(behaviour),
        });
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (state, tls) = (Arc::clone(&shared), tls.clone());
                // A caller that hangs up is part of the tests.
                tokio::spawn(async move {
                    match tls {
                        Some(tls) => state.serve(tls.accept(stream).await?).await,
                        None => state.serve(stream).await,
                    }
                });
            }
        });
        Self { state, task }
    }

    pub(crate) fn issuer(&self) -> Issuer {
        Issuer::custom(self.state.issuer(), format!("{}token", self.state.issuer()))
    }

    pub(crate) fn token_endpoint(&self) -> String {
        format!("{}token", self.state.issuer())
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.state.received.lock().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.state.received.lock().unwrap().len()
    }

    /// How many requests were under way at the same time at most.
    pub(crate) fn most_under_way(&self) -> usize {
        self.state.most_under_way.load(Ordering::SeqCst)
    }
}

impl Drop for Double {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl State {
    fn issuer(&self) -> String {
        format!("{}://localhost:{}/", self.scheme, self.address.port())
    }

    async fn serve(&self, mut stream: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<()> {
        let (head, body) = read(&mut stream).await?;
        let now = self.under_way.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_under_way.fetch_max(now, Ordering::SeqCst);
        let answer = match self.verify(head, body) {
            Ok(received) => (self.behaviour)(&received),
            Err(reason) => Answer::refused(400, "invalid_grant", &reason),
        };
        tokio::time::sleep(answer.delay).await;
        self.under_way.fetch_sub(1, Ordering::SeqCst);
        if answer.hang_up {
            return Ok(());
        }
        let mut head = format!("HTTP/1.1 {} x\r\nConnection: close\r\n", answer.status);
        for (name, value) in &answer.headers {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        if !answer.unannounced {
            write!(head, "Content-Length: {}\r\n", answer.body.len()).unwrap();
        }
        stream.write_all(format!("{head}\r\n").as_bytes()).await?;
        stream.write_all(&answer.body).await?;
        stream.shutdown().await
    }

    /// Checks all that Maskinporten checks, and that nothing stands there which it does not know.
    fn verify(&self, head: String, body: String) -> Result<Received, String> {
        let require = |held: bool, what: &str| if held { Ok(()) } else { Err(format!("double: {what}")) };
        require(head.starts_with("POST /token HTTP/1.1\r\n"), "request line")?;
        let lower = head.to_ascii_lowercase();
        require(lower.contains("content-type: application/x-www-form-urlencoded\r\n"), "content type")?;
        require(!lower.contains("authorization:"), "authorization")?;
        let assertion = body
            .strip_prefix("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=")
            .ok_or("double: form")?
            .to_owned();
        let [header, claims, signature] =
            assertion.split('.').collect::<Vec<_>>().try_into().map_err(|_| "double: parts")?;
        let bytes = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| "double: base64url".to_owned());
        let json = |part: &str| serde_json::from_slice::<Value>(&bytes(part)?).map_err(|_| "double: JSON".to_owned());
        let signed = &assertion[..header.len() + 1 + claims.len()];
        let (header, claims, signature) = (json(header)?, json(claims)?, bytes(signature)?);

        let algorithm = header["alg"].as_str().unwrap_or_default();
        require(verifies(algorithm, &modulus(), signed.as_bytes(), &signature), "signature")?;
        require(header.as_object().is_some_and(|header| header.len() == 2), "header")?;
        match (&header["kid"], &header["x5c"]) {
            (Value::String(kid), Value::Null) => require(!kid.is_empty(), "kid")?,
            (Value::Null, Value::Array(chain)) => {
                let own = chain.first().and_then(Value::as_str).and_then(|text| STANDARD.decode(text).ok());
                let modulus = modulus();
                let holds = |der: Vec<u8>| der.windows(modulus.len()).any(|window| window == modulus);
                require(own.is_some_and(holds), "x5c")?;
            }
            _ => return Err("double: neither kid nor x5c, or both".to_owned()),
        }

        const KNOWN: [&str; 10] =
            ["aud", "authorization_details", "consumer_org", "exp", "iat", "iss", "jti", "pid", "resource", "scope"];
        let members = claims.as_object().ok_or("double: claims")?;
        require(members.keys().all(|name| KNOWN.contains(&name.as_str())), "a claim that is not known")?;
        require(claims["aud"] == self.issuer().as_str(), "aud")?;
        require(claims["iss"] == CLIENT, "iss")?;
        let (issued, expires) = (claims["iat"].as_i64().unwrap_or(0), claims["exp"].as_i64().unwrap_or(0));
        let now = jiff::Timestamp::now().as_second();
        require((now - issued).abs() <= 10, "iat")?;
        require((1..=120).contains(&(expires - issued)) && expires > now, "exp")?;
        let id = claims["jti"].as_str().unwrap_or_default();
        require(id.len() >= 16 && self.seen.lock().unwrap().insert(id.to_owned()), "jti")?;
        require(claims["scope"].as_str().is_some_and(|scope| !scope.is_empty()), "scope")?;

        let mut all = self.received.lock().unwrap();
        let received = Received { head, assertion, header, claims, index: all.len(), body };
        all.push(received.clone());
        Ok(received)
    }
}

/// Reads one request: its head, and as much body as that announces.
async fn read(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<(String, String)> {
    let mut bytes = Vec::new();
    let end = loop {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let length = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:").map(|n| n.trim().parse::<usize>()))
        .and_then(Result::ok)
        .unwrap_or(0);
    while bytes.len() < end + length {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok((head, String::from_utf8_lossy(&bytes[end..]).into_owned()))
}
