//! TLS: roots of one's own, and a certificate of the caller.

use skatteetaten::client::transport::Tls;
use skatteetaten::client::{Client, Environment, Kode, StaticToken};
use skatteetaten_tests::tls::{Authority, Server};

use super::api::{API, Avregning, JSON, TOKEN, quick, request};

async fn call(url: &str, tls: Tls) -> Result<Avregning, skatteetaten::client::Error<Kode>> {
    let client = Client::new(&API, Environment::custom(url), StaticToken::new(TOKEN)).retries(quick()).tls(tls);
    Ok(request(&client).send::<Avregning, Kode>().await?.into_body())
}

#[tokio::test]
async fn a_certificate_of_the_caller() {
    let authority = Authority::new().unwrap();
    let server = Server::start(&authority, JSON).await.unwrap();
    let url = server.url();
    let me = authority.issue("virksomhet").unwrap();
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
    let stranger = Authority::new().unwrap().issue("virksomhet").unwrap();
    let strange = trusting.identity_pem(stranger.chain_pem.as_bytes(), stranger.key_pem.as_bytes()).unwrap();
    assert!(call(&url, strange).await.is_err());
    // A server whose root is not known.
    let unknown = Tls::new().without_system_roots().add_roots_pem(Authority::new().unwrap().pem().as_bytes()).unwrap();
    let error = call(&url, unknown).await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
}

#[tokio::test]
async fn roots_beside_those_of_the_system() {
    let authority = Authority::new().unwrap();
    let server = Server::start(&authority, JSON).await.unwrap();
    let url = server.url();
    let me = authority.issue("virksomhet").unwrap();
    let tls = Tls::new().add_roots_pem(authority.pem().as_bytes()).unwrap();
    let tls = tls.identity_pem(me.chain_pem.as_bytes(), me.key_pem.as_bytes()).unwrap();
    assert!(call(&url, tls).await.is_ok());
}

#[test]
fn what_is_wrong_with_pem_is_told_without_it() {
    let me = Authority::new().unwrap().issue("virksomhet").unwrap();
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
