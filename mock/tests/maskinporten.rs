//! The token endpoint: grants that are signed, and all that can be wrong with them.

mod support;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RsaEncoding, RsaKeyPair};
use serde_json::{Value, json};
use skatteetaten_mock::{Fault, MockServer, Rule, TokenClient};
use support::{Answer, get, package, send};

const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

fn key(file: &str) -> String {
    std::fs::read_to_string(package().join("tests/keys").join(file)).unwrap()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// A grant, as it would be right, and how it is changed.
struct Grant {
    header: Value,
    claims: Value,
    key: &'static str,
    algorithm: &'static dyn RsaEncoding,
    grant_type: &'static str,
}

impl Grant {
    fn new(server: &MockServer) -> Self {
        let jti = format!("{:?}", std::time::Instant::now());
        let claims = json!({
            "aud": server.issuer(), "iss": "client", "scope": "skatteetaten:avregning", "iat": now(), "exp": now() + 100, "jti": jti
        });
        let header = json!({"alg": "RS256", "kid": "client-1"});
        Self { header, claims, key: "client.pem", algorithm: &RSA_PKCS1_SHA256, grant_type: GRANT_TYPE }
    }

    fn claim(mut self, name: &str, value: Value) -> Self {
        self.claims[name] = value;
        self
    }

    fn alg(mut self, name: &str, algorithm: &'static dyn RsaEncoding) -> Self {
        self.header["alg"] = name.into();
        self.algorithm = algorithm;
        self
    }

    fn assertion(&self) -> String {
        let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let signed = format!("{}.{}", part(&self.header), part(&self.claims));
        let body: String = key(self.key).lines().filter(|line| !line.starts_with('-')).collect();
        let pair = RsaKeyPair::from_pkcs8(&STANDARD.decode(body).unwrap()).unwrap();
        let mut signature = vec![0; pair.public().modulus_len()];
        pair.sign(self.algorithm, &SystemRandom::new(), signed.as_bytes(), &mut signature).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn post(&self, server: &MockServer) -> Answer {
        let form: String = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", self.grant_type)
            .append_pair("assertion", &self.assertion())
            .finish();
        post(server, &form)
    }
}

fn post(server: &MockServer, form: &str) -> Answer {
    let headers = [("Content-Type", "application/x-www-form-urlencoded")];
    send("POST", &server.token_endpoint(), &headers, form.as_bytes()).unwrap()
}

fn server() -> MockServer {
    let client = TokenClient::new("client").jwk(&key("client.jwk.json")).unwrap().scope("skatteetaten:avregning");
    MockServer::builder().client(client).only_issued_tokens().start().unwrap()
}

#[test]
fn a_grant_becomes_a_token_that_opens_its_scope() {
    let server = server();
    let answer = Grant::new(&server).post(&server);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let json = answer.json();
    assert_eq!((&json["token_type"], &json["expires_in"]), (&"Bearer".into(), &120.into()));
    assert_eq!(json["scope"], "skatteetaten:avregning");
    let bearer = format!("Bearer {}", json["access_token"].as_str().unwrap());
    let call =
        |package: &str, path: &str| get(&format!("{}{path}", server.base_url(package)), &[("Authorization", &bearer)]);
    assert_eq!(call("avregning-v2", "/ssb/2024/20884512345").status, 200);
    assert_eq!(call("bsu-v1", "/ssb/2024/20884512345").kode(), "BSU-005");
    let recorded = &server.requests()[0];
    assert_eq!((recorded.api.as_deref(), recorded.body.len()), (Some("maskinporten"), 0), "an assertion gives access");
}

#[test]
fn every_algorithm_and_every_form_of_a_key() {
    let jwk = |client: TokenClient| client.jwk(&key("client.jwk.json"));
    let pem = |client: TokenClient, file: &str| client.pem(&key(file));
    let clients = [
        jwk(TokenClient::new("client")),
        pem(TokenClient::new("client"), "client.public.pem"),
        pem(TokenClient::new("client"), "client.rsa-public.pem"),
        pem(TokenClient::new("client"), "client.certificate.pem"),
    ];
    let server = MockServer::start().unwrap();
    for client in clients {
        server.client(client.unwrap());
        for (name, algorithm) in
            [("RS256", &RSA_PKCS1_SHA256), ("RS384", &RSA_PKCS1_SHA384), ("RS512", &RSA_PKCS1_SHA512)]
        {
            let answer = Grant::new(&server).alg(name, algorithm).post(&server);
            assert_eq!(answer.status, 200, "{name}: {}", answer.text());
        }
    }
    assert!(pem(TokenClient::new("client"), "client.pem").is_err(), "a private key is no public one");
}

#[test]
fn what_is_wrong_with_a_grant() {
    let server = server();
    let grant = || Grant::new(&server);
    let token_url = server.token_endpoint();
    for (what, grant, error, told) in [
        ("aud", grant().claim("aud", token_url.into()), "invalid_grant", "aud must be"),
        ("aud list", grant().claim("aud", json!([server.issuer()])), "invalid_grant", "not a list"),
        ("iat", grant().claim("iat", json!(now() - 30)), "invalid_grant", "iat is"),
        ("exp", grant().claim("exp", json!(now() + 300)), "invalid_grant", "at most 120 s"),
        ("expired", grant().claim("exp", json!(now() - 1)), "invalid_grant", "expired"),
        ("unknown claim", grant().claim("farge", json!("blå")), "invalid_grant", "claim farge"),
        ("no scope", grant().claim("scope", json!("")), "invalid_grant", "scope is missing"),
        ("other scope", grant().claim("scope", json!("skatteetaten:bsu")), "invalid_scope", "skatteetaten:bsu"),
        ("other client", grant().claim("iss", json!("nobody")), "invalid_client", "nobody"),
        ("other key", Grant { key: "other.pem", ..grant() }, "invalid_grant", "signature"),
        ("other kid", Grant { header: json!({"alg": "RS256", "kid": "x"}), ..grant() }, "invalid_client", "kid"),
        ("alg none", Grant { header: json!({"alg": "none"}), ..grant() }, "invalid_grant", "alg must be"),
        ("alg HS256", Grant { header: json!({"alg": "HS256"}), ..grant() }, "invalid_grant", "alg must be"),
        ("alg other", Grant { header: json!({"alg": "RS512"}), ..grant() }, "invalid_grant", "signature"),
        ("grant type", Grant { grant_type: "password", ..grant() }, "unsupported_grant_type", "grant_type"),
    ] {
        let answer = grant.post(&server);
        assert_eq!((answer.status, answer.json()["error"].as_str()), (400, Some(error)), "{what}: {}", answer.text());
        let description = answer.json()["error_description"].as_str().unwrap().to_owned();
        assert!(description.contains(told), "{what}: {description}");
    }
    for form in [
        "",
        "grant_type=x",
        "%",
        &format!("grant_type={GRANT_TYPE}"),
        &format!("grant_type={GRANT_TYPE}&assertion=a.b.c"),
    ] {
        let answer = post(&server, form);
        assert_eq!(answer.status, 400, "{form}");
        assert!(answer.json()["error"].is_string(), "{form}");
    }
    assert_eq!(get(&server.token_endpoint(), &[]).status, 405);
}

#[test]
fn a_jti_is_used_once() {
    let server = server();
    let grant = Grant::new(&server);
    assert_eq!(grant.post(&server).status, 200);
    let again = grant.post(&server);
    assert_eq!(again.json()["error"], "invalid_grant");
    assert!(again.text().contains("jti was used"), "{}", again.text());
    // A grant that was refused has used nothing.
    let wrong = Grant::new(&server).claim("scope", json!("skatteetaten:bsu"));
    wrong.post(&server);
    let right = Grant::new(&server).claim("jti", wrong.claims["jti"].clone());
    assert_eq!(right.post(&server).status, 200);
}

#[test]
fn tokens_expire_and_the_endpoint_fails_on_request() {
    let client = TokenClient::new("client").jwk(&key("client.jwk.json")).unwrap();
    let server = MockServer::builder().client(client).token_lifetime(Duration::ZERO).start().unwrap();
    let answer = Grant::new(&server).post(&server).json();
    assert_eq!(answer["expires_in"], 0);
    let bearer = format!("Bearer {}", answer["access_token"].as_str().unwrap());
    let url = format!("{}/ssb/2024/20884512345", server.base_url("avregning-v2"));
    assert_eq!(get(&url, &[("Authorization", &bearer)]).status, 401);

    server.rule(Rule::status(418)).unwrap();
    server.rule(Rule::status(500).api("maskinporten").times(1)).unwrap();
    server.rule(Rule::fault(Fault::Unavailable).api("maskinporten").times(1)).unwrap();
    let statuses: Vec<u16> = (0..2).map(|_| Grant::new(&server).post(&server).status).collect();
    assert_eq!(statuses, [500, 200], "both rules have had their call");
}

#[test]
fn the_metadata_document() {
    let server = server();
    let answer = get(&format!("{}.well-known/oauth-authorization-server", server.issuer()), &[]);
    let json = answer.json();
    assert_eq!(json["issuer"].as_str(), Some(server.issuer().as_str()));
    assert_eq!(json["token_endpoint"].as_str(), Some(server.token_endpoint().as_str()));
    assert_eq!(json["grant_types_supported"], json!([GRANT_TYPE]));
}
