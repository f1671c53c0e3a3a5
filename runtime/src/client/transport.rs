//! The exchange over reqwest: the only file that knows it, apart from [`Client::with_http`](super::Client::with_http).

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};
use url::Url;

use super::client::ConfigurationError;
use super::environment::is_loopback;

/// Time to connect, TLS included.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Time of a whole call.
const TIMEOUT: Duration = Duration::from_secs(60);

const USER_AGENT: &str = concat!("skatteetaten-rs/", env!("CARGO_PKG_VERSION"));

/// A call ready to be sent, as often as need be. Holds a token and personal data: no `Debug`.
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Vec<u8>>,
    pub(crate) timeout: Option<Duration>,
}

/// The head of an answer, its body still to be read.
pub(crate) struct Head {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    body: reqwest::Response,
}

/// How an exchange broke.
pub(crate) struct Broken {
    pub(crate) connect: bool,
    pub(crate) timeout: bool,
    pub(crate) source: reqwest::Error,
}

impl From<reqwest::Error> for Broken {
    fn from(error: reqwest::Error) -> Self {
        Self {
            connect: error.is_connect(),
            timeout: error.is_timeout(),
            // The URL holds parameters.
            source: error.without_url(),
        }
    }
}

/// The body as far as it was read.
pub(crate) struct ReadBody {
    pub(crate) bytes: Vec<u8>,
    pub(crate) end: End,
}

/// Why reading a body ended.
pub(crate) enum End {
    Complete,
    TooLarge,
    Broken(Broken),
}

/// Sends the call and reads the answer's head.
pub(crate) async fn send(http: &reqwest::Client, call: &Call) -> Result<Head, Broken> {
    let mut request = http.request(call.method.clone(), call.url.clone()).headers(call.headers.clone());
    if let Some(body) = &call.body {
        request = request.body(body.clone());
    }
    if let Some(timeout) = call.timeout {
        request = request.timeout(timeout);
    }
    let mut response = request.send().await?;
    Ok(Head { status: response.status(), headers: std::mem::take(response.headers_mut()), body: response })
}

impl Head {
    /// Reads the body, up to `limit` bytes. One that is announced to be larger is not read at all.
    pub(crate) async fn read(self, limit: usize) -> ReadBody {
        if self.announced() > limit as u64 {
            return ReadBody { bytes: Vec::new(), end: End::TooLarge };
        }
        self.read_start(limit).await
    }

    /// Reads the first `limit` bytes of the body.
    pub(crate) async fn read_start(mut self, limit: usize) -> ReadBody {
        // Allocates at once what is announced, but no more than a usual answer on the server's word alone.
        let mut bytes = Vec::with_capacity(self.announced().min(1 << 20) as usize);
        let end = loop {
            match self.body.chunk().await {
                Ok(Some(chunk)) => {
                    let room = limit - bytes.len();
                    bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
                    if chunk.len() > room {
                        break End::TooLarge;
                    }
                }
                Ok(None) => break End::Complete,
                Err(error) => break End::Broken(error.into()),
            }
        };
        ReadBody { bytes, end }
    }

    /// `Content-Length`; 0 without it.
    fn announced(&self) -> u64 {
        self.body.content_length().unwrap_or(0)
    }
}

/// A builder of HTTP clients as this crate makes them, to be changed and given to
/// [`Client::with_http`](super::Client::with_http): rustls with the roots of the operating system, redirects off (a
/// token must not follow them), 10 s to connect, 60 s for a call, proxies as the environment says.
///
/// Roots and client certificates cannot be added to it. For those build a `reqwest::Client` of the same major version
/// with TLS features of your own choice: this crate turns none on that picks a crypto provider, and without one
/// reqwest's own builder panics.
///
/// # Errors
///
/// If the operating system has no roots.
///
/// ```no_run
/// use skatteetaten::client::{Client, Environment, StaticToken, http_builder};
/// # static API: skatteetaten::client::Api = skatteetaten::client::Api::new("avregning-v2");
///
/// let http = http_builder()?.https_only(true).build()?;
/// let client = Client::new(&API, Environment::Test, StaticToken::new("…")).with_http(http);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn http_builder() -> Result<reqwest::ClientBuilder, ConfigurationError> {
    tls(true).map(builder).map_err(ConfigurationError)
}

/// The HTTP client that calls are made with unless the caller gives one.
pub(crate) fn default_client(api: &str, base: &Url) -> Result<reqwest::Client, Cow<'static, str>> {
    // A machine without roots can still call a plain server.
    let mut builder = builder(tls(base.scheme() == "https")?).user_agent(format!("{USER_AGENT} {api}"));
    if is_loopback(base) {
        // A proxy cannot reach this machine's loopback.
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| format!("no HTTP client: {}", error.without_url()).into())
}

fn builder(tls: rustls::ClientConfig) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(TIMEOUT)
        .tls_backend_preconfigured(tls)
}

/// TLS by the process's crypto provider if one is installed, else by ring: it needs nothing but a C compiler to build.
fn tls(with_roots: bool) -> Result<rustls::ClientConfig, Cow<'static, str>> {
    let provider = rustls::crypto::CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
    let builder = rustls::ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("no TLS: {error}"))?;
    let builder = if with_roots {
        let verifier =
            rustls_platform_verifier::Verifier::new(provider).map_err(|error| format!("no TLS roots: {error}"))?;
        builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier))
    } else {
        builder.with_root_certificates(rustls::RootCertStore::empty())
    };
    let mut config = builder.with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}
