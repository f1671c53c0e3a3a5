//! Lists of events over HTTP.

mod support;

use std::time::Duration;

use skatteetaten_mock::MockServer;
use support::{Answer, TOKEN, all_data, get};

fn page(server: &MockServer, list: &str, from: u64, most: usize) -> Answer {
    let url = format!("{}/hendelser?fraSekvensnummer={from}&antall={most}", server.events_url(list).unwrap());
    get(&url, &[TOKEN])
}

fn numbers(answer: &Answer) -> Vec<u64> {
    let json = answer.json();
    json["hendelser"]
        .as_array()
        .expect("hendelser")
        .iter()
        .map(|event| event["sekvensnummer"].as_u64().unwrap())
        .collect()
}

#[test]
fn a_list_is_read_to_its_end_and_goes_on() {
    let server = MockServer::start().unwrap();
    let events = server.events("skattemelding-upersonlig").unwrap();
    let (mut next, mut seen) = (1, Vec::new());
    loop {
        let answer = page(&server, "skattemelding-upersonlig", next, 5);
        if answer.status == 404 {
            assert_eq!(answer.kode(), "FA-005");
            break;
        }
        let numbers = numbers(&answer);
        assert!(numbers.len() <= 5 && numbers[0] >= next && numbers.is_sorted(), "{numbers:?}");
        next = numbers.last().unwrap() + 1;
        seen.extend(numbers);
    }
    let all: Vec<u64> = events.all().iter().map(|event| event.sekvensnummer).collect();
    assert_eq!(seen, all, "every event once");
    assert!(seen.windows(2).any(|two| two[1] > two[0] + 1), "there are holes: {seen:?}");
    let pushed = events.push_with("314028198", Some("2024"), Some("SLETTET"));
    let answer = page(&server, "skattemelding-upersonlig", next, 5);
    assert_eq!(numbers(&answer), [pushed]);
    let event = &answer.json()["hendelser"][0];
    assert_eq!((&event["identifikator"], &event["gjelderPeriode"]), (&"314028198".into(), &"2024".into()));
    assert_eq!(event["hendelsetype"], "SLETTET");
    events.clear();
    assert_eq!(page(&server, "skattemelding-upersonlig", 1, 5).status, 404);
}

#[test]
fn xml_says_the_same() {
    let server = MockServer::start().unwrap();
    let url = format!("{}/hendelser?fraSekvensnummer=4&antall=2", server.events_url("avregning").unwrap());
    let answer = get(&url, &[TOKEN, ("Accept", "application/xml")]);
    assert_eq!(answer.media_type(), "application/xml");
    let text = answer.text();
    assert!(text.contains("<hendelser xmlns=\"urn:no:skatteetaten:datasamarbeid:hendelser:v1\">"), "{text}");
    assert_eq!(text.matches("<hendelse>").count(), 2);
    assert!(text.contains("<hendelse><sekvensnummer>4</sekvensnummer><identifikator>"), "{text}");
    let empty = get(&url.replace("=4&", "=999&"), &[TOKEN, ("Accept", "application/xml")]);
    assert_eq!((empty.status, empty.kode().as_str()), (404, "FA-005"));
}

#[test]
fn a_date_gives_a_place_to_start() {
    let server = MockServer::start().unwrap();
    let start = |query: &str| {
        let url = format!("{}/hendelser/start{query}", server.events_url("inntekt").unwrap());
        get(&url, &[TOKEN]).json()["sekvensnummer"].as_u64().unwrap()
    };
    assert_eq!(start(""), 1);
    let events = server.events("inntekt").unwrap();
    (0..24).for_each(|_| _ = events.push("20884512345"));
    let second_day =
        events.all().iter().find(|e| e.registreringstidspunkt.as_str() > "2025-03-02").unwrap().sekvensnummer;
    assert_eq!(start("?dato=2025-03-02"), second_day);
    assert_eq!(start("?dato=2099-01-01"), events.all().last().unwrap().sekvensnummer + 1);
}

#[test]
fn a_list_grows_by_itself() {
    let server = MockServer::builder().events_every(Duration::from_millis(10)).start().unwrap();
    let before = numbers(&page(&server, "avregning", 1, 10_000)).len();
    std::thread::sleep(Duration::from_millis(60));
    assert!(numbers(&page(&server, "avregning", 1, 10_000)).len() > before);
    let still = MockServer::start().unwrap();
    let before = numbers(&page(&still, "avregning", 1, 10_000));
    std::thread::sleep(Duration::from_millis(30));
    assert_eq!(numbers(&page(&still, "avregning", 1, 10_000)), before, "unless it is told to, a list stands still");
}

#[test]
fn every_list_that_a_service_has_is_there() {
    let server = MockServer::start().unwrap();
    let mut lists = 0;
    for (package, api) in all_data() {
        for list in api["lists"].as_array().into_iter().flatten() {
            let name = list["name"].as_str().unwrap();
            assert_eq!(server.events_url(name).unwrap(), server.base_url(&format!("{name}-v1")), "{package}");
            assert_eq!(page(&server, name, 1, 1).status, 200, "{name}");
            let by_api = server.events_url(&package).unwrap();
            let first = api["lists"][0]["name"].as_str().unwrap();
            assert_eq!(by_api, server.base_url(&format!("{first}-v1")), "{package}");
            // The scope of the service is that of its list.
            let scopes: Vec<&str> = api["scopes"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
            let token = format!("Bearer {}", server.issue_token(&scopes, Duration::from_secs(60)));
            let url = format!("{}/hendelser/start", server.events_url(name).unwrap());
            assert_eq!(get(&url, &[("Authorization", &token)]).status, 200, "{name}");
            lists += 1;
        }
    }
    assert!(lists > 10, "{lists}");
    let error = server.events("nothing").unwrap_err().to_string();
    assert!(error.contains("no list of events `nothing`; there is"), "{error}");
}

#[test]
fn another_scope_does_not_open_a_list() {
    let server = MockServer::start().unwrap();
    let token = format!("Bearer {}", server.issue_token(&["skatteetaten:avregning"], Duration::from_secs(60)));
    let url = format!("{}/hendelser/start", server.events_url("skattemelding-upersonlig").unwrap());
    let answer = get(&url, &[("Authorization", &token)]);
    // The lists have no code for 403 of their own.
    assert_eq!((answer.status, answer.kode().as_str()), (403, "DAS-008"));
}
