//! Over TLS.

use std::process::Command;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use skatteetaten_maskinporten::{Issuer, Maskinporten};
use tokio_rustls::TlsAcceptor;

use crate::double::{Answer, Double, name};
use crate::support::{CLIENT, file, grant, key, maskinporten, path};

async fn double() -> Double {
    let chain = CertificateDer::pem_slice_iter(&file("server.pem")).collect::<Result<_, _>>().unwrap();
    let key = PrivateKeyDer::from_pem_slice(&file("server.key")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let tls = TlsAcceptor::from(Arc::new(config));
    Double::start_with(Some(tls), |received| Answer::token(received.index, 120)).await
}

#[tokio::test]
async fn with_roots_of_ones_own() {
    let double = double().await;
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(&file("root.pem")).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let http =
        skatteetaten::client::http_builder().unwrap().no_proxy().tls_backend_preconfigured(config).build().unwrap();
    let maskinporten = Maskinporten::builder(double.issuer(), CLIENT, key()).with_http(http).build().unwrap();
    assert_eq!(maskinporten.token_for(&grant()).await.unwrap().access_token().expose(), name(0));
    assert!(double.issuer() == Issuer::custom(url(&double), double.token_endpoint()), "over TLS");
}

fn url(double: &Double) -> String {
    let endpoint = double.token_endpoint();
    assert!(endpoint.starts_with("https://"));
    endpoint.trim_end_matches("token").to_owned()
}

#[tokio::test]
async fn a_server_that_nobody_vouches_for_gets_no_grant() {
    let double = double().await;
    let error = maskinporten(&double).token_for(&grant()).await.unwrap_err();
    assert!(!error.is_try_later() && !error.is_configuration(), "{error}");
    assert_eq!(error.to_string(), "the connection to Maskinporten is not secure");
    assert_eq!(double.count(), 0);
}

/// The client that is used unless another one is given trusts the roots of the system. On Linux and the like these may
/// be given by a variable of the environment, which must be there when a process starts: the test runs itself again.
#[cfg(all(unix, not(target_vendor = "apple")))]
#[tokio::test]
async fn with_the_roots_of_the_system() {
    const ENDPOINT: &str = "SKATTEETATEN_TEST_ENDPOINT";
    if let Ok(endpoint) = std::env::var(ENDPOINT) {
        let issuer = Issuer::custom(endpoint.trim_end_matches("token"), endpoint.as_str());
        let maskinporten = Maskinporten::builder(issuer, CLIENT, key()).build().unwrap();
        maskinporten.token_for(&grant()).await.unwrap();
        return;
    }
    let double = double().await;
    let mut again = Command::new(std::env::current_exe().unwrap());
    again
        .args(["--exact", "tls::with_the_roots_of_the_system"])
        .env(ENDPOINT, double.token_endpoint())
        .env("SSL_CERT_FILE", path("root.pem"));
    let output = tokio::task::spawn_blocking(move || again.output()).await.unwrap().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(double.count(), 1, "{}", String::from_utf8_lossy(&output.stdout));
}
