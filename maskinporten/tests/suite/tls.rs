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
/// be given by variables of the environment, which must be there when a process starts: the tests run themselves again.
#[cfg(all(unix, not(target_vendor = "apple")))]
mod roots_of_the_system {
    use std::path::{Path, PathBuf};

    use super::*;

    const ENDPOINT: &str = "SKATTEETATEN_TEST_ENDPOINT";

    /// In the second process: asks for a token, and says that it has. Gives whether this is that process.
    async fn asked() -> bool {
        let Ok(endpoint) = std::env::var(ENDPOINT) else { return false };
        let issuer = Issuer::custom(endpoint.trim_end_matches("token"), endpoint.as_str());
        match Maskinporten::builder(issuer, CLIENT, key()).build() {
            Ok(maskinporten) => drop(maskinporten.token_for(&grant()).await.unwrap()),
            Err(error) => println!("not built: {error}"),
        }
        true
    }

    /// Runs a test again with these roots, against a server. Gives what it printed.
    async fn again(test: &str, endpoint: &str, file: PathBuf) -> String {
        let mut again = Command::new(std::env::current_exe().unwrap());
        again.args(["--exact", "--nocapture", &format!("tls::roots_of_the_system::{test}")]);
        again.env(ENDPOINT, endpoint).env("SSL_CERT_FILE", file).env("SSL_CERT_DIR", "/nowhere");
        let output = tokio::task::spawn_blocking(move || again.output()).await.unwrap().unwrap();
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{printed}");
        printed
    }

    #[tokio::test]
    async fn are_trusted() {
        if asked().await {
            return;
        }
        let double = double().await;
        let printed = again("are_trusted", &double.token_endpoint(), path("root.pem")).await;
        assert_eq!(double.count(), 1, "{printed}");
    }

    #[tokio::test]
    async fn are_not_needed_for_loopback_without_tls() {
        if asked().await {
            return;
        }
        let none = || Path::new("/nowhere/roots.pem").to_owned();
        let (plain, tls) = (Double::usual().await, double().await);
        let test = "are_not_needed_for_loopback_without_tls";
        let printed = again(test, &plain.token_endpoint(), none()).await;
        assert_eq!(plain.count(), 1, "{printed}");
        let printed = again(test, &tls.token_endpoint(), none()).await;
        assert!(printed.contains("not built: no TLS"), "{printed}");
        assert_eq!(tls.count(), 0);
    }
}
