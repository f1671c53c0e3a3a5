//! A token endpoint that takes grants as Maskinporten does: signed by a registered client, with claims that are right to the
//! second.

mod claims;
mod der;
mod keys;

use std::collections::HashMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use claims::Claims;
pub use keys::KeyError;
use keys::PublicKey;

/// The grant type.
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// How long a token lasts, unless the server is told otherwise.
const LIFETIME: Duration = Duration::from_secs(120);

/// Used `jti`s that are kept. An assertion is not valid for longer than it takes to use so many in a test.
const MOST_USED: usize = 100_000;

/// Algorithms that are accepted, with their verification; sorted.
const ALGORITHMS: &[(&str, &ring::signature::RsaParameters)] = &[
    ("RS256", &ring::signature::RSA_PKCS1_2048_8192_SHA256),
    ("RS384", &ring::signature::RSA_PKCS1_2048_8192_SHA384),
    ("RS512", &ring::signature::RSA_PKCS1_2048_8192_SHA512),
];

/// A client of the token endpoint: who it is, its public keys, and the scopes that it may have.
///
/// ```no_run
/// use skatteetaten_mock::TokenClient;
///
/// # fn example(jwk: &str) -> Result<(), skatteetaten_mock::KeyError> {
/// let client = TokenClient::new("my-client").jwk(jwk)?.scope("skatteetaten:avregning");
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct TokenClient {
    id: String,
    keys: Vec<PublicKey>,
    scopes: Option<Vec<String>>,
}

impl TokenClient {
    /// A client of this id, without keys, which may have every scope.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), keys: Vec::new(), scopes: None }
    }

    /// Adds a public key as a JSON Web Key, or all keys of a set. A `kid` of a grant must be that of the key.
    ///
    /// # Errors
    /// When it is no RSA key.
    pub fn jwk(mut self, jwk: &str) -> Result<Self, KeyError> {
        self.keys.extend(keys::from_jwk(jwk)?);
        Ok(self)
    }

    /// Adds a public key or a certificate in PEM: `PUBLIC KEY`, `RSA PUBLIC KEY` or `CERTIFICATE`.
    ///
    /// # Errors
    /// When there is no RSA key in it.
    pub fn pem(mut self, pem: &str) -> Result<Self, KeyError> {
        self.keys.push(keys::from_pem(pem)?);
        Ok(self)
    }

    /// Allows a scope. A client for which none is named may have every one.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.get_or_insert_default().push(scope.into());
        self
    }
}

/// A token that may be issued.
#[derive(Debug)]
pub(crate) struct Granted {
    pub(crate) scopes: Vec<String>,
    pub(crate) lifetime: Duration,
}

impl Granted {
    pub(crate) fn body(&self, token: &str) -> Value {
        json!({
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": self.lifetime.as_secs(),
            "scope": self.scopes.join(" "),
        })
    }
}

/// Why there is no token.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) error: &'static str,
    pub(crate) description: String,
}

impl Refused {
    fn new(error: &'static str, description: impl Into<String>) -> Self {
        Self { error, description: description.into() }
    }

    /// What most refusals are.
    fn grant(description: impl Into<String>) -> Self {
        Self::new("invalid_grant", format!("Invalid assertion. {}", description.into()))
    }

    pub(crate) fn body(&self) -> Value {
        json!({"error": self.error, "error_description": self.description})
    }
}

/// The state of the token endpoint.
#[derive(Debug)]
pub(crate) struct Maskinporten {
    clients: HashMap<String, TokenClient>,
    used: HashMap<String, u64>,
    lifetime: Duration,
}

impl Maskinporten {
    pub(crate) fn new(lifetime: Option<Duration>) -> Self {
        Self { clients: HashMap::new(), used: HashMap::new(), lifetime: lifetime.unwrap_or(LIFETIME) }
    }

    pub(crate) fn register(&mut self, client: TokenClient) {
        self.clients.insert(client.id.clone(), client);
    }

    /// Judges a form as it was posted.
    pub(crate) fn grant(&mut self, issuer: &str, form: &[u8]) -> Result<Granted, Refused> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        self.grant_at(issuer, form, now)
    }

    fn grant_at(&mut self, issuer: &str, form: &[u8], now: u64) -> Result<Granted, Refused> {
        let field = |name: &str| form_urlencoded::parse(form).find(|(key, _)| key == name).map(|(_, value)| value);
        if field("grant_type").as_deref() != Some(GRANT_TYPE) {
            return Err(Refused::new("unsupported_grant_type", format!("grant_type must be {GRANT_TYPE}")));
        }
        let assertion = field("assertion").ok_or_else(|| Refused::new("invalid_request", "assertion is missing"))?;
        let parts = Parts::of(&assertion).ok_or_else(|| Refused::grant("It is not a signed JWT."))?;
        let claims = Claims::read(&parts.claims).map_err(Refused::grant)?;
        let client = self.clients.get(&claims.iss);
        let client =
            client.ok_or_else(|| Refused::new("invalid_client", format!("no client is called {}", claims.iss)))?;
        parts.verify(client)?;
        claims.check(issuer, now).map_err(Refused::grant)?;
        let scopes: Vec<String> = claims.scope.split_ascii_whitespace().map(str::to_owned).collect();
        let allowed = |scope: &&String| client.scopes.as_ref().is_some_and(|allowed| !allowed.contains(scope));
        if let Some(other) = scopes.iter().find(allowed) {
            return Err(Refused::new("invalid_scope", format!("the client may not have the scope {other}")));
        }
        self.use_once(&claims, now)?;
        Ok(Granted { scopes, lifetime: self.lifetime })
    }

    /// A `jti` is good for one grant.
    fn use_once(&mut self, claims: &Claims, now: u64) -> Result<(), Refused> {
        let Some(jti) = &claims.jti else { return Ok(()) };
        if self.used.len() >= MOST_USED {
            self.used.retain(|_, exp| *exp > now);
        }
        match self.used.insert(format!("{} {jti}", claims.iss), claims.exp) {
            None => Ok(()),
            Some(_) => Err(Refused::grant("The jti was used before.")),
        }
    }
}

/// The parts of an assertion.
struct Parts<'a> {
    signed: &'a str,
    header: Value,
    claims: Value,
    signature: Vec<u8>,
}

impl<'a> Parts<'a> {
    fn of(assertion: &'a str) -> Option<Self> {
        let (signed, signature) = assertion.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let json = |part: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok();
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        Some(Self { signed, header: json(header)?, claims: json(claims)?, signature })
    }

    /// By a key of the client: the one that the header names, or any where it names none.
    fn verify(&self, client: &TokenClient) -> Result<(), Refused> {
        let alg = self.header.get("alg").and_then(Value::as_str).unwrap_or_default();
        let Some((_, parameters)) = ALGORITHMS.iter().find(|(name, _)| *name == alg) else {
            let known: Vec<&str> = ALGORITHMS.iter().map(|(name, _)| *name).collect();
            return Err(Refused::grant(format!("alg must be one of {}.", known.join(", "))));
        };
        let kid = self.header.get("kid").and_then(Value::as_str);
        let named = |key: &&PublicKey| kid.is_none() || key.kid.is_none() || key.kid.as_deref() == kid;
        let mut keys = client.keys.iter().filter(named).peekable();
        if keys.peek().is_none() {
            return Err(Refused::new("invalid_client", "the client has no key of this kid"));
        }
        match keys.any(|key| key.verify(parameters, self.signed.as_bytes(), &self.signature)) {
            true => Ok(()),
            false => Err(Refused::grant("The signature is not that of the client's key.")),
        }
    }
}

/// The metadata document of the issuer.
pub(crate) fn metadata(issuer: &str, token_endpoint: &str) -> Value {
    json!({
        "issuer": issuer,
        "token_endpoint": token_endpoint,
        "grant_types_supported": [GRANT_TYPE],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ALGORITHMS.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
    })
}
