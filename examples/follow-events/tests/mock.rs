//! The example against the mock server, with tokens from its token endpoint: what a person sees who tries it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use skatteetaten_mock::{Builder, Fault, MockServer, Rule, TokenClient};

/// Keys of the mock server's own tests.
fn key(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../mock/tests/keys").join(file)
}

/// A server with one client of its token endpoint, who has this scope; it takes no other tokens than that client's.
fn server(scope: &str) -> Builder {
    let jwk = fs::read_to_string(key("client.jwk.json")).unwrap();
    let client = TokenClient::new("min-klient").jwk(&jwk).unwrap().scope(scope);
    MockServer::builder().client(client).only_issued_tokens()
}

fn run(server: &MockServer, out: &Path) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_follow-events"));
    program.args(["--rettighetspakke", "ssb", "--out"]).arg(out);
    program.args(["--events-url", &server.events_url("skattemelding-upersonlig").unwrap()]);
    program.args(["--returns-url", &server.base_url("skattemelding-upersonlig-v4")]);
    program.env_remove("SKATTEETATEN_TOKEN").env("MASKINPORTEN_ISSUER", server.issuer());
    program.env("MASKINPORTEN_CLIENT_ID", "min-klient").env("MASKINPORTEN_KEY_ID", "client-1");
    program.env("MASKINPORTEN_KEY", key("client.pem")).output().unwrap()
}

#[test]
fn each_event_becomes_a_line() {
    let server = server("skatteetaten:skattemeldingupersonlig").start().unwrap();
    let events = server.events("skattemelding-upersonlig").unwrap();
    let deleted = events.push_with("310332453", Some("2025"), Some("SLETTET"));
    server.rule(Rule::feil("SMU-010").identifikator("310332453")).unwrap();
    // What passes is not seen: a gateway that is down, and a token that is refused once.
    server.rule(Rule::fault(Fault::Unavailable).operation("hentHendelser").times(1)).unwrap();
    server.rule(Rule::fault(Fault::Unauthorized).operation("hentSkattemeldingUpersonlig").times(1)).unwrap();

    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("returns.jsonl");
    let ran = run(&server, &out);
    let told = String::from_utf8(ran.stderr).unwrap();
    let all = events.all();
    assert!(ran.status.success(), "{told}");
    assert_eq!(told.trim(), format!("{} found, 1 SMU-010", all.len() - 1));
    let lines = fs::read_to_string(&out).unwrap();
    let number = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["sekvensnummer"].as_u64();
    let numbers: Vec<u64> = lines.lines().filter_map(number).collect();
    assert_eq!(numbers, all.iter().map(|event| event.sekvensnummer).collect::<Vec<_>>());
    assert!(lines.ends_with(&format!("{{\"sekvensnummer\":{deleted},\"feil\":\"SMU-010\"}}\n")), "{lines}");

    // The list and the service ask for one scope, and all calls share its token: once, and once after it was refused.
    let asked = server.requests().iter().filter(|request| request.api.as_deref() == Some("maskinporten")).count();
    assert_eq!(asked, 2);
}

#[test]
fn a_refusal_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let server = server("skatteetaten:noeannet").start().unwrap();
    let ran = run(&server, &folder.path().join("returns.jsonl"));
    let told = String::from_utf8(ran.stderr).unwrap();
    assert!(!ran.status.success() && told.contains("run again to go on"), "{told}");
    assert!(told.contains("invalid_scope") && told.contains("skatteetaten:skattemeldingupersonlig"), "{told}");
    assert!(!told.contains("eyJ"), "an assertion: {told}");
}
