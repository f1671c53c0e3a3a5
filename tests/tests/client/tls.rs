//! TLS: roots of one's own, and a certificate of the caller.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use skatteetaten::client::transport::Tls;
use skatteetaten::client::{Client, Environment, Kode, StaticToken};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::api::{API, Avregning, JSON, TOKEN, quick, request};

/// A root, and certificates that it has signed.
struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate and its key, as DER and as PEM.
struct Identity {
    chain: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
    chain_pem: String,
    key_pem: String,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new([]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    fn issue(&self, name: &str) -> Identity {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new([name.to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        Identity {
            chain: certificate.der().clone(),
            key: PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
            chain_pem: certificate.pem(),
            key_pem: key.serialize_pem(),
        }
    }

    fn pem(&self) -> String {
        self.0.pem()
    }
}

/// A server that takes calls of those alone who have a certificate of the authority; gives its URL.
async fn server(authority: &Authority) -> String {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = rustls::RootCertStore::empty();
    roots.add(authority.0.der().clone()).unwrap();
    let verifier = rustls::server::WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone());
    let own = authority.issue("localhost");
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier.build().unwrap())
        .with_single_cert(vec![own.chain], own.key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A caller without a certificate is part of the test.
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") && stream.read_buf(&mut request).await.is_ok_and(|read| read > 0) {}
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length";
            let _ = stream.write_all(format!("{head}: {}\r\n\r\n{JSON}", JSON.len()).as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    url
}

async fn call(url: &str, tls: Tls) -> Result<Avregning, skatteetaten::client::Error<Kode>> {
    let client = Client::new(&API, Environment::custom(url), StaticToken::new(TOKEN)).retries(quick()).tls(tls);
    Ok(request(&client).send::<Avregning, Kode>().await?.into_body())
}

#[tokio::test]
async fn a_certificate_of_the_caller() {
    let authority = Authority::new();
    let url = server(&authority).await;
    let me = authority.issue("virksomhet");
    let trusting = Tls::new().without_system_roots().add_roots_pem(authority.pem().as_bytes()).unwrap();

    let with = trusting.clone().identity_pem(me.chain_pem.as_bytes(), me.key_pem.as_bytes()).unwrap();
    assert_eq!(call(&url, with.clone()).await.unwrap(), Avregning::new(2020));
    // One file may hold both.
    let both = format!("{}{}", me.key_pem, me.chain_pem);
    let one_file = trusting.clone().identity_pem(both.as_bytes(), both.as_bytes()).unwrap();
    assert!(call(&url, one_file).await.is_ok());
    // The same through a builder of HTTP clients.
    let http = with.http_builder().unwrap().no_proxy().build().unwrap();
    let client = Client::new(&API, Environment::custom(&url), StaticToken::new(TOKEN)).with_http(http);
    assert!(request(&client).send::<Avregning, Kode>().await.is_ok());

    // Without a certificate, and with one of another authority.
    assert!(call(&url, trusting.clone()).await.is_err());
    let stranger = Authority::new().issue("virksomhet");
    let strange = trusting.identity_pem(stranger.chain_pem.as_bytes(), stranger.key_pem.as_bytes()).unwrap();
    assert!(call(&url, strange).await.is_err());
    // A server whose root is not known.
    let unknown = Tls::new().without_system_roots().add_roots_pem(Authority::new().pem().as_bytes()).unwrap();
    let error = call(&url, unknown).await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
}

#[tokio::test]
async fn roots_beside_those_of_the_system() {
    let authority = Authority::new();
    let url = server(&authority).await;
    let me = authority.issue("virksomhet");
    let tls = Tls::new().add_roots_pem(authority.pem().as_bytes()).unwrap();
    let tls = tls.identity_pem(me.chain_pem.as_bytes(), me.key_pem.as_bytes()).unwrap();
    assert!(call(&url, tls).await.is_ok());
}

#[test]
fn what_is_wrong_with_pem_is_told_without_it() {
    let me = Authority::new().issue("virksomhet");
    for (chain, key) in [
        ("", me.key_pem.as_str()),
        (me.key_pem.as_str(), me.key_pem.as_str()),
        (me.chain_pem.as_str(), ""),
        (me.chain_pem.as_str(), me.chain_pem.as_str()),
        (me.chain_pem.as_str(), "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----\n"),
        ("-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n", me.key_pem.as_str()),
    ] {
        let error = Tls::new().identity_pem(chain.as_bytes(), key.as_bytes()).unwrap_err();
        assert!(!error.to_string().contains("!!!") && !error.to_string().contains("BEGIN"), "{error}");
    }
    assert!(Tls::new().add_roots_pem(b"").is_err());
    let tls = Tls::new().identity_pem(me.chain_pem.as_bytes(), me.key_pem.as_bytes()).unwrap();
    assert_eq!(format!("{tls:?}"), "Tls { roots: 0, without_system_roots: false, identity: true }");
    // A certificate that is none is noticed before the first call.
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let tls = Tls::new().without_system_roots().add_roots_pem(broken.as_bytes()).unwrap();
    let client = Client::new(&API, Environment::custom("https://a.example"), StaticToken::new(TOKEN)).tls(tls);
    assert!(client.check().unwrap_err().to_string().contains("a root cannot be used"));
}
