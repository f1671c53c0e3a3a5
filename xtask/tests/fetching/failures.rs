use std::net::TcpListener;
use std::time::{Duration, Instant};

use super::double::{Double, Fault};
use super::{Fetching, OURS, OWNER, openapi};
use crate::support::Run;

const DOCUMENT: &str = "/apis/eier/c-api/1.0.0/swagger.yaml";

/// A failure of the document: what is told, and whether a second attempt is made.
#[track_caller]
fn fails(fault: Fault, told: &str, attempts: usize) {
    let fetching = Fetching::new();
    fetching.registry.fail(DOCUMENT, [fault.clone(), fault]);
    let before = fetching.workspace.contents(".");
    let run = fetching.run(&["fetch", "c/v1", "--timeout", "1"]).expect(1);
    assert!(run.err.contains("error: c/v1: ") && run.err.contains(told), "{}", run.err);
    assert!(run.err.contains("1 failed and left as they were"), "{}", run.err);
    assert!(fetching.workspace.contents(".") == before, "a failure changed something");
    let asked = fetching.registry.requests().iter().filter(|request| request.path == DOCUMENT).count();
    assert_eq!(asked, attempts, "{told}");
}

#[test]
fn a_failure_keeps_the_old_file() {
    fails(Fault::Status(404), "the server answered 404 (Not Found)", 1);
    fails(Fault::Status(503), "the server answered 503 (Service Unavailable)", 2);
    fails(Fault::Page, "that is a page for people, not a document", 1);
    fails(Fault::Close, "swagger.yaml: ", 2);
    fails(Fault::CutShort, "swagger.yaml: ", 2);
    fails(Fault::Endless((16 << 20) + 10), "the body has more than 16777216 bytes", 1);
    fails(Fault::Redirect("/elsewhere".to_owned()), "the server answered 404 (Not Found)", 1);
    fails(Fault::Redirect(String::new()), "", 1);
}

#[test]
fn a_server_that_says_nothing_is_given_up() {
    let start = Instant::now();
    fails(Fault::Silence, "timeout", 2);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn a_second_attempt_helps_against_what_passes() {
    for fault in [Fault::Status(429), Fault::Status(500), Fault::Close, Fault::CutShort] {
        let fetching = Fetching::new();
        fetching.registry.fail(DOCUMENT, [fault]);
        fetching.run(&["fetch", "c/v1"]).expect(0);
        assert_eq!(fetching.read("specs/c/v1/openapi.yaml"), openapi("1.0.0", "beloep"));
    }
}

#[test]
fn redirects_do_not_leave_the_list_of_hosts() {
    let (fetching, other) = (Fetching::new(), Double::start());
    other.file("/document", &openapi("1.0.0", "lurt"));
    for to in [
        format!("{}/document", other.url()),
        other.url().replacen("http:", "", 1) + "/document",
        "https://example.org/document".to_owned(),
        "http://api.swaggerhub.com/apis/x".to_owned(),
        "file:///etc/hostname".to_owned(),
    ] {
        fetching.registry.fail(DOCUMENT, [Fault::Redirect(to.clone())]);
        let run = fetching.run(&["fetch", "c/v1"]).expect(1);
        let told = ["documents are not taken from there", "https is needed", "is no address"];
        assert!(told.iter().any(|told| run.err.contains(told)), "{to}: {}", run.err);
    }
    assert_eq!(other.requests().len(), 0);
    assert_eq!(fetching.read("specs/c/v1/openapi.yaml"), OURS);

    // On the same host they are followed, and not for ever.
    fetching.registry.file("/moved", &openapi("1.0.0", "flyttet"));
    fetching.registry.fail(DOCUMENT, [Fault::Redirect("/moved".to_owned())]);
    fetching.run(&["fetch", "c/v1"]).expect(0);
    assert_eq!(fetching.read("specs/c/v1/openapi.yaml"), openapi("1.0.0", "flyttet"));
    fetching.registry.fail(DOCUMENT, (0..10).map(|_| Fault::Redirect(DOCUMENT.to_owned())));
    let run = fetching.run(&["fetch", "c/v1"]).expect(1);
    assert!(run.err.contains("more than 5 redirects"), "{}", run.err);
}

#[test]
fn what_the_generator_cannot_read_replaces_nothing() {
    let fetching = Fetching::new();
    for (document, code) in [
        ("swagger: '2.0'\ninfo: {title: x, version: '1'}\npaths: {}\n".to_owned(), "E0201"),
        (openapi("1.0.0", "beloep").replace("schemas/Eksempel'", "schemas/Borte'"), "E0203"),
        ("openapi: 3.0.3\ninfo: [\n".to_owned(), "E0101"),
        (openapi("1.0.0", "b").replace("'#/components/schemas/Eksempel'", "'https://example.org/x'"), "E0107"),
    ] {
        fetching.registry.publish(OWNER, "c-api", "1.0.0", &document);
        let run = fetching.run(&["fetch", "c/v1"]).expect(1);
        assert!(run.err.contains("what is published cannot be read:") && run.err.contains(code), "{code}: {}", run.err);
        assert_eq!(fetching.read("specs/c/v1/openapi.yaml"), OURS);
    }
}

#[test]
fn one_failure_does_not_stop_the_others() {
    let fetching = Fetching::new();
    fetching.workspace.write(
        "specs/d/v1/api.toml",
        "title = \"d\"\nversion = \"v1\"\ndocuments = [\"openapi.yaml\"]\nswaggerhub = { owner = \"eier\", api = \"d-api\" }\n",
    );
    let run = fetching.run(&["fetch"]).expect(1);
    assert!(run.err.contains("error: d/v1: eier/d-api: the server answered 404"), "{}", run.err);
    assert_eq!(fetching.read("specs/c/v1/openapi.yaml"), openapi("1.0.0", "beloep"));
}

#[test]
fn versions_that_are_not_told_leave_the_one_that_is_known() {
    let fetching = Fetching::new();
    fetching.registry.fail("/apis/eier/c-api", [Fault::Status(403)]);
    let run = fetching.run(&["fetch", "c/v1"]).expect(0);
    assert!(run.err.contains("the versions of eier/c-api are not told (403); 1.0.0 is asked for"), "{}", run.err);
    fetching.registry.fail("/apis/eier/c-api", [Fault::Page, Fault::Page]);
    let run = fetching.run(&["fetch", "c/v1"]).expect(1);
    assert!(run.err.contains("not the JSON of a registry"), "{}", run.err);
}

#[test]
fn without_a_network_there_is_a_code_of_its_own() {
    let fetching = Fetching::new();
    // A port that was free a moment ago, and where nobody listens.
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let registry = format!("http://{nobody}");
    let before = fetching.workspace.contents(".");
    for args in [["fetch", "c/v1"], ["fetch", "--dry-run"], ["add", "eier/d-api"]] {
        let run = fetching.workspace.run(&[&args[..], &["--registry", &registry]].concat()).expect(69);
        assert!(
            run.err.starts_with("error: http://127.0.0.1:") && run.err.contains(" cannot be reached\n"),
            "{}",
            run.err
        );
        assert!(run.err.contains("Nothing was written"), "{}", run.err);
    }
    // A name that nobody has: RFC 2606 keeps it so.
    let run = fetching.workspace.run(&["fetch", "c/v1", "--registry", "https://registry.invalid"]).expect(69);
    assert!(run.err.starts_with("error: https://registry.invalid cannot be reached\n"), "{}", run.err);
    assert!(fetching.workspace.contents(".") == before);
    for registry in ["http://registry.example.org", "registry", "ftp://127.0.0.1"] {
        let output = fetching.workspace.command(&["fetch", "--registry", registry]).output().unwrap();
        Run::new(&output).expect(2);
    }
}
