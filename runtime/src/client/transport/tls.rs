//! TLS: roots and the certificate of the caller.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::super::client::ConfigurationError;

/// Settings of TLS: further roots, and a certificate of the caller where a service asks for one.
///
/// ```no_run
/// use skatteetaten::client::{Client, Environment, StaticToken};
/// use skatteetaten::client::transport::Tls;
/// # static API: skatteetaten::client::Api = skatteetaten::client::Api::new("avregning-v2");
///
/// let tls = Tls::new()
///     .add_roots_pem(&std::fs::read("proxy-ca.pem")?)?
///     .identity_pem(&std::fs::read("virksomhet.pem")?, &std::fs::read("virksomhet.key.pem")?)?;
/// let client = Client::new(&API, Environment::Test, StaticToken::new("…")).tls(tls);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Certificates that came as PKCS#12 (`.p12`, `.pfx`) become PEM by `openssl pkcs12 -in x.p12 -out x.pem -noenc`; the
/// file then holds chain and key, and may be given as both.
#[derive(Default)]
pub struct Tls {
    roots: Vec<CertificateDer<'static>>,
    without_system_roots: bool,
    identity: Option<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)>,
}

impl Tls {
    /// The roots of the operating system, no certificate of the caller.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Trusts these roots too: one or more `CERTIFICATE` sections.
    ///
    /// # Errors
    ///
    /// If there is none, or one is malformed.
    pub fn add_roots_pem(mut self, pem: &[u8]) -> Result<Self, ConfigurationError> {
        self.roots.extend(certificates(pem, "roots")?);
        Ok(self)
    }

    /// Trusts no other roots than those that were added.
    #[must_use]
    pub fn without_system_roots(mut self) -> Self {
        self.without_system_roots = true;
        self
    }

    /// Sends this certificate where a server asks for one: the chain, the caller's own certificate first, and its key
    /// as PKCS#8, PKCS#1 or SEC1, without a password.
    ///
    /// # Errors
    ///
    /// If there is no certificate or no key, or one is malformed. The key is in no error.
    pub fn identity_pem(mut self, chain: &[u8], key: &[u8]) -> Result<Self, ConfigurationError> {
        let chain = certificates(chain, "the client certificate")?;
        // What is wrong with a key is not told: the text of an error goes to logs.
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| {
            ConfigurationError(Cow::Borrowed("no private key in PEM (one with a password is not read)"))
        })?;
        self.identity = Some((chain, key));
        Ok(self)
    }

    /// The process's crypto provider if one is installed, else ring: it needs nothing but a C compiler to build.
    pub(super) fn config(&self) -> Result<rustls::ClientConfig, Cow<'static, str>> {
        let provider = CryptoProvider::get_default()
            .cloned()
            .unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
        let builder = rustls::ClientConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .map_err(|error| format!("no TLS: {error}"))?;
        let builder = if self.without_system_roots {
            let mut store = rustls::RootCertStore::empty();
            for root in &self.roots {
                store.add(root.clone()).map_err(|error| format!("a root cannot be used: {error}"))?;
            }
            builder.with_root_certificates(store)
        } else {
            builder.dangerous().with_custom_certificate_verifier(self.system_roots(provider)?)
        };
        let mut config = match &self.identity {
            Some((chain, key)) => builder
                .with_client_auth_cert(chain.clone(), key.clone_key())
                .map_err(|error| format!("the client certificate cannot be used: {error}"))?,
            None => builder.with_no_client_auth(),
        };
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }

    fn system_roots(
        &self,
        provider: Arc<CryptoProvider>,
    ) -> Result<Arc<dyn rustls::client::danger::ServerCertVerifier>, Cow<'static, str>> {
        use rustls_platform_verifier::Verifier;
        let failed = |error| Cow::Owned(format!("no TLS roots: {error}"));
        // Android takes no roots beside its own.
        #[cfg(not(target_os = "android"))]
        let verifier = Verifier::new_with_extra_roots(self.roots.iter().cloned(), provider).map_err(failed)?;
        #[cfg(target_os = "android")]
        let verifier = Verifier::new(provider).map_err(failed)?;
        Ok(Arc::new(verifier))
    }
}

/// The certificates of a PEM file; other sections are skipped.
fn certificates(pem: &[u8], what: &str) -> Result<Vec<CertificateDer<'static>>, ConfigurationError> {
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match read {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        Ok(_) => Err(ConfigurationError(format!("{what}: no certificate in PEM").into())),
        Err(_) => Err(ConfigurationError(format!("{what}: malformed PEM").into())),
    }
}

impl Clone for Tls {
    fn clone(&self) -> Self {
        Self {
            roots: self.roots.clone(),
            without_system_roots: self.without_system_roots,
            identity: self.identity.as_ref().map(|(chain, key)| (chain.clone(), key.clone_key())),
        }
    }
}

/// Shows how many roots there are and whether there is a certificate, no more.
impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls")
            .field("roots", &self.roots.len())
            .field("without_system_roots", &self.without_system_roots)
            .field("identity", &self.identity.is_some())
            .finish()
    }
}
