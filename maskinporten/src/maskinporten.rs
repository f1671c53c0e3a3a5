//! The token source.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use ring::rand::SystemRandom;
use skatteetaten::Organisasjonsnummer;
use skatteetaten::client::{AccessToken, BoxFuture, TokenError, TokenRequest, TokenSource};

use crate::assertion;
use crate::cache::{Cache, Key};
use crate::error::Error;
use crate::exchange;
use crate::grant::Grant;
use crate::issuer::{Endpoint, Issuer};
use crate::key::SigningKey;
use crate::token::Token;

/// How long before its end a token is renewed, unless the caller says otherwise. A call may wait for others and for a
/// connection before it is sent.
const RENEW_BEFORE: Duration = Duration::from_secs(20);
/// Time of a request for a token. Less than the margin above: where a renewal fails, there is time to fall back on the
/// old token.
const TIMEOUT: Duration = Duration::from_secs(15);

/// A client of Maskinporten, and the token source of Skatteetaten's clients. Clones are cheap and share what is kept.
///
/// A token is kept until shortly before it expires. Tasks that ask for the same one at the same time cause one request
/// and share its outcome, the error too; the next who asks after an error causes a new request.
///
/// ```no_run
/// use skatteetaten::client::{Api, Client, Environment};
/// use skatteetaten_maskinporten::{Issuer, Maskinporten, SigningKey};
///
/// static API: Api = Api::new("avregning-v2").scopes(&["skatteetaten:avregning"]);
///
/// let key = SigningKey::from_pem(std::fs::read("key.pem")?)?.key_id("my-key");
/// let maskinporten = Maskinporten::builder(Issuer::Test, "my-client-id", key).build()?;
/// // The scopes are those of the API.
/// let client = Client::new(&API, Environment::Test, maskinporten.clone());
/// // For a customer who has delegated the scope.
/// let client = Client::new(&API, Environment::Test, maskinporten.acting_for("310332453"));
/// # let _ = client;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Maskinporten {
    shared: Arc<Shared>,
    cache: Arc<Cache>,
    /// What is asked for beside the scopes of an API.
    grant: Grant,
}

struct Shared {
    client_id: Arc<str>,
    endpoint: Arc<Endpoint>,
    key: SigningKey,
    random: SystemRandom,
    http: reqwest::Client,
    timeout: Duration,
}

impl Maskinporten {
    /// Starts to set a client up: which Maskinporten, the client's id there, and its key.
    pub fn builder(issuer: Issuer, client_id: impl Into<String>, key: SigningKey) -> Builder {
        Builder { issuer, client_id: client_id.into(), key, http: None, renew_before: RENEW_BEFORE, timeout: TIMEOUT }
    }

    /// The same client with a grant for all its tokens: on whose behalf, with which consent.
    ///
    /// Scopes of the grant are asked for instead of those of the API.
    #[must_use]
    pub fn with_grant(&self, grant: Grant) -> Self {
        Self { grant, ..self.clone() }
    }

    /// The same client on behalf of a customer who has delegated its scopes in Altinn (`consumer_org`).
    #[must_use]
    pub fn acting_for(&self, customer: impl Into<Organisasjonsnummer>) -> Self {
        Self { grant: self.grant.clone().consumer_org(customer), ..self.clone() }
    }

    /// A token for a grant: the one that is kept, or a new one. The grant is taken as it is.
    ///
    /// # Errors
    ///
    /// [`ErrorKind`](crate::ErrorKind) tells what to do about it. An error is not kept.
    pub async fn token_for(&self, grant: &Grant) -> Result<Token, Error> {
        grant.check()?;
        let shared = Arc::clone(&self.shared);
        self.cache.token(self.key(grant), |grant| async move { shared.request(&grant).await }).await
    }

    /// Forgets a token that an API has refused, so that the next who asks gets a new one. A token that has taken its
    /// place meanwhile stays.
    pub fn forget(&self, grant: &Grant, token: &AccessToken) {
        self.cache.forget(&self.key(grant), token);
    }

    fn key(&self, grant: &Grant) -> Key {
        Key {
            client_id: Arc::clone(&self.shared.client_id),
            endpoint: Arc::clone(&self.shared.endpoint),
            grant: grant.clone(),
        }
    }

    /// The grant of a call.
    fn grant_for(&self, request: &TokenRequest) -> Grant {
        self.grant.with_scopes_of(request.scopes())
    }
}

impl Shared {
    async fn request(&self, grant: &Grant) -> Result<Token, Error> {
        let issuer = &self.endpoint.issuer;
        let assertion = assertion::sign(&self.key, &self.random, &self.client_id, issuer, grant, Timestamp::now())?;
        exchange::send(&self.http, &self.endpoint.token_endpoint, self.timeout, &assertion).await
    }
}

impl TokenSource for Maskinporten {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        Box::pin(async move {
            let token = self.token_for(&self.grant_for(request)).await?;
            Ok(token.access_token().clone())
        })
    }

    fn rejected(&self, request: &TokenRequest, token: &AccessToken) {
        self.forget(&self.grant_for(request), token);
    }
}

impl fmt::Debug for Maskinporten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Maskinporten")
            .field("issuer", &self.shared.endpoint.issuer)
            .field("client_id", &self.shared.client_id)
            .field("grant", &self.grant)
            .finish_non_exhaustive()
    }
}

/// Settings of a [`Maskinporten`].
#[must_use = "call build"]
pub struct Builder {
    issuer: Issuer,
    client_id: String,
    key: SigningKey,
    http: Option<reqwest::Client>,
    renew_before: Duration,
    timeout: Duration,
}

/// Shows no HTTP client: headers that one of the caller's own sends with each request may be secret.
impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

impl Builder {
    /// Sends requests with this HTTP client: for proxies, or for roots of one's own.
    ///
    /// [`http_builder`](skatteetaten::client::http_builder) starts from the usual settings. In a client made otherwise,
    /// turn redirects off: a grant must not follow them.
    pub fn with_http(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// Sets how long before its end a token is renewed: 20 s at first. A third of the token's life is the most that
    /// counts.
    pub fn renew_before(mut self, margin: Duration) -> Self {
        self.renew_before = margin;
        self
    }

    /// Sets the time for a request, from connecting to the last byte: 15 s at first.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// If the key has neither id nor certificate, the client id is empty, the token endpoint is no URL or one that must
    /// not be called, or there is no TLS.
    pub fn build(self) -> Result<Maskinporten, Error> {
        self.key.check()?;
        if self.client_id.is_empty() {
            return Err(Error::configuration("the client id is empty"));
        }
        let endpoint = self.issuer.endpoint()?;
        let http = match self.http {
            Some(http) => http,
            None => exchange::default_client(&endpoint.token_endpoint)?,
        };
        Ok(Maskinporten {
            shared: Arc::new(Shared {
                client_id: self.client_id.into(),
                endpoint: Arc::new(endpoint),
                key: self.key,
                random: SystemRandom::new(),
                http,
                timeout: self.timeout,
            }),
            cache: Arc::new(Cache::new(self.renew_before)),
            grant: Grant::default(),
        })
    }
}
