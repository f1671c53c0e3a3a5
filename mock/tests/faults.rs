//! Each fault, by header and by rule.

mod support;

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use skatteetaten_mock::{Fault, MockServer, Rule};
use support::{Answer, TOKEN, example, get, send};

fn ask(server: &MockServer, fault: &str) -> Answer {
    let url = format!("{}/ssb/2024/20884512345", server.base_url("avregning-v2"));
    get(&url, &[TOKEN, ("X-Mock-Fault", fault)])
}

#[test]
fn bodies_that_are_not_what_they_should_be() {
    let server = MockServer::start().unwrap();
    let whole = example("avregning-v2", "full.json");
    let half = &whole.as_bytes()[..whole.len() / 2];

    let cut = ask(&server, "cut-body");
    assert_eq!((cut.status, cut.whole, cut.body.as_slice()), (200, false, half));
    assert_eq!(cut.header("content-length"), Some(whole.len().to_string().as_str()));

    let malformed = ask(&server, "malformed-body");
    assert_eq!((malformed.status, malformed.whole, malformed.body.as_slice()), (200, true, half));

    let empty = ask(&server, "empty-body");
    assert_eq!((empty.status, empty.whole, empty.body.len()), (200, true, 0));

    let html = ask(&server, "wrong-content-type");
    assert_eq!((html.media_type(), html.text()), ("text/html", whole.as_str()));

    let huge = ask(&server, "huge-body=2");
    assert_eq!((huge.whole, huge.body.len()), (true, 2 << 20));
    assert_eq!(huge.text().trim_end(), whole.trim_end());
}

#[test]
fn time_that_passes() {
    let server = MockServer::start().unwrap();
    for fault in ["latency=150", "stall=150"] {
        let start = Instant::now();
        let answer = ask(&server, fault);
        assert!(start.elapsed() >= Duration::from_millis(150), "{fault}");
        assert_eq!((answer.status, answer.whole), (200, true), "{fault}");
        assert_eq!(answer.text(), example("avregning-v2", "full.json"), "{fault}");
    }
}

#[test]
fn answers_in_place_of_the_answer() {
    let server = MockServer::start().unwrap();
    let statuses = |fault: &str| [0, 1, 2, 3].map(|_| ask(&server, fault).status);
    assert_eq!(statuses("unavailable=2"), [503, 503, 200, 503], "so many calls of a URL, then one that succeeds");
    assert_eq!(statuses("unauthorized"), [401, 200, 401, 200]);
    assert_eq!(ask(&server, "unauthorized").kode(), "AR-004");
    assert_eq!(ask(&server, "unavailable").media_type(), "text/html");
    let redirect = ask(&server, "redirect");
    assert_eq!(
        (redirect.status, redirect.header("location").unwrap()),
        (307, format!("{}/elsewhere", server.url()).as_str())
    );
    assert_eq!(get(redirect.header("location").unwrap(), &[]).status, 204);
}

#[test]
fn a_connection_is_reset() {
    let server = MockServer::start().unwrap();
    let url = format!("{}/ssb/2024/20884512345", server.base_url("avregning-v2"));
    let error = send("GET", &url, &[TOKEN, ("X-Mock-Fault", "reset")], &[]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(get(&url, &[TOKEN]).status, 200, "the server goes on");
}

#[test]
fn faults_by_rule() {
    let server = MockServer::start().unwrap();
    let url = format!("{}/ssb/2024/20884512345", server.base_url("avregning-v2"));
    server.rule(Rule::fault(Fault::CutBody).api("avregning-v2").times(1)).unwrap();
    server.rule(Rule::feil("AR-007").times(1)).unwrap();
    let answer = get(&url, &[TOKEN]);
    assert_eq!((answer.status, answer.whole), (404, false), "a fault joins what else is asked for");
    assert!(get(&url, &[TOKEN]).whole);
    server.rule(Rule::fault(Fault::Unavailable).times(2)).unwrap();
    assert_eq!([0, 1, 2].map(|_| get(&url, &[TOKEN]).status), [503, 503, 200]);
    server.rule(Rule::fault(Fault::Unauthorized).times(1)).unwrap();
    assert_eq!([0, 1].map(|_| get(&url, &[TOKEN]).status), [401, 200]);
}

#[test]
fn a_fault_that_there_is_not() {
    let server = MockServer::start().unwrap();
    let answer = ask(&server, "cut");
    assert_eq!(answer.status, 501);
    let (_, names) = answer.text().trim().split_once("there is no fault `cut`; there is ").expect("the names");
    let documentation = std::fs::read_to_string(support::package().join("../docs/testing.md")).unwrap();
    for name in names.split(", ") {
        let named = |row: &str| row.starts_with(&format!("| `{name}"));
        assert!(documentation.lines().any(named), "{name} is not in docs/testing.md");
    }
    assert_eq!(ask(&server, "latency=x").status, 501);
}

#[test]
fn a_server_stops_though_a_call_is_under_way() {
    let server = MockServer::start().unwrap();
    let url = format!("{}/ssb/2024/20884512345", server.base_url("avregning-v2"));
    let call = std::thread::spawn(move || send("GET", &url, &[TOKEN, ("X-Mock-Fault", "latency=10000")], &[]));
    while server.requests().is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let start = Instant::now();
    drop(server);
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    assert!(call.join().unwrap().is_err());
}
