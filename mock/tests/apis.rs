//! Every operation of every API answers its example in each format, and each of its errors.

mod support;

use std::time::Duration;

use serde_json::Value;
use skatteetaten_mock::{MockServer, Rule};
use support::{Answer, TOKEN, all_data, example, get, send};

/// A call that succeeds: values for the parameters that must be there.
fn url(server: &MockServer, package: &str, operation: &Value) -> String {
    let mut path = operation["path"].as_str().unwrap().to_owned();
    let mut query = Vec::new();
    for parameter in operation["parameters"].as_array().unwrap() {
        let name = parameter["name"].as_str().unwrap();
        let value = parameter["example"].as_str().or(parameter["value"]["values"][0].as_str()).unwrap_or("1");
        let value = value.replace('Æ', "%C3%86").replace('Ø', "%C3%98");
        match parameter["in"].as_str().unwrap() {
            "path" => path = path.replace(&format!("{{{name}}}"), &value),
            "query" if parameter["required"] == true => query.push(format!("{name}={value}")),
            _ => {}
        }
    }
    format!("{}{path}?{}", server.base_url(package), query.join("&"))
}

/// Operations that answer from examples, with the calls that succeed.
fn operations(server: &MockServer) -> Vec<(String, Value, Value, String)> {
    let mut all = Vec::new();
    for (package, api) in all_data() {
        for operation in api["operations"].as_array().unwrap() {
            let url = url(server, &package, operation);
            all.push((package.clone(), api.clone(), operation.clone(), url));
        }
    }
    assert!(all.len() > 20, "{} operations", all.len());
    all
}

/// Makes such a call, with a body where the operation takes one.
fn call(operation: &Value, url: &str, headers: &[(&str, &str)]) -> Answer {
    let mut headers = headers.to_vec();
    headers.extend(operation["consumes"][0].as_str().map(|media_type| ("Content-Type", media_type)));
    let body = if operation["consumes"].is_array() { "{}" } else { "" };
    send(operation["method"].as_str().unwrap(), url, &headers, body.as_bytes()).unwrap_or_else(|e| panic!("{url}: {e}"))
}

#[test]
fn every_operation_answers_in_every_format() {
    let server = MockServer::start().unwrap();
    for (package, _, operation, url) in operations(&server) {
        let bodies = operation["bodies"].as_array().unwrap();
        assert!(!bodies.is_empty(), "{package}: no answer is declared");
        for body in bodies {
            let media_type = body["media_type"].as_str().unwrap();
            let answer = call(&operation, &url, &[TOKEN, ("Accept", media_type)]);
            assert_eq!((answer.status, answer.media_type()), (200, media_type), "{url}: {}", answer.text());
            if package == "hendelser-v1" {
                continue;
            }
            let file =
                body["examples"][0].as_str().unwrap_or_else(|| panic!("{package} has no example in {media_type}"));
            let expected = example(&package, file);
            match body["array"] == true {
                true => assert_eq!(answer.text(), format!("[{expected}]"), "{url}"),
                false => assert_eq!(answer.text(), expected, "{url}"),
            }
        }
    }
}

#[test]
fn every_code_of_every_operation() {
    let server = MockServer::start().unwrap();
    let mut codes = 0;
    for (package, api, operation, url) in operations(&server) {
        for feil in api["errors"].as_array().unwrap() {
            let (kode, status) = (feil["kode"].as_str().unwrap(), feil["http"].as_u64().unwrap());
            for media_type in operation["feil"]["media_types"].as_array().unwrap() {
                let media_type = media_type.as_str().unwrap();
                let headers = [TOKEN, ("Accept", media_type), ("X-Mock-Feil", kode), ("Korrelasjonsid", "abc")];
                let answer = call(&operation, &url, &headers);
                assert_eq!(u64::from(answer.status), status, "{package} {kode}");
                assert_eq!((answer.kode().as_str(), answer.media_type()), (kode, media_type), "{package}");
                assert!(answer.text().contains("abc"), "{package}: {}", answer.text());
                codes += 1;
            }
        }
    }
    assert!(codes > 200, "{codes}");
}

#[test]
fn what_is_wrong_with_a_call() {
    let server = MockServer::start().unwrap();
    let other = server.issue_token(&["skatteetaten:other"], Duration::from_secs(60));
    let expired = server.issue_token(&["skatteetaten:avregning"], Duration::ZERO);
    let good = server.issue_token(&["skatteetaten:avregning"], Duration::from_secs(60));
    let bearer = |token: &str| format!("Bearer {token}");
    let (other, expired, good) = (bearer(&other), bearer(&expired), bearer(&good));
    let path = "/avregning-v2/ssb/2024/20884512345";
    type Headers<'a> = &'a [(&'a str, &'a str)];
    let cases: &[(&str, &str, Headers<'_>, u16, &str)] = &[
        ("GET", path, &[], 401, "AR-004"),
        ("GET", path, &[("Authorization", "Bearer garbage")], 401, "AR-004"),
        ("GET", path, &[("Authorization", "Basic mock-token")], 401, "AR-004"),
        ("GET", path, &[("Authorization", &expired)], 401, "AR-004"),
        ("GET", path, &[("Authorization", &other)], 403, "AR-005"),
        ("GET", path, &[("Authorization", &good)], 200, ""),
        ("GET", path, &[("Authorization", "bearer mock-token")], 200, ""),
        ("GET", &format!("{path}?mock_token=mock-token"), &[], 200, ""),
        ("GET", path, &[TOKEN, ("Accept", "text/html")], 406, "AR-008"),
        ("GET", path, &[TOKEN, ("Accept", "text/html, */*;q=0.1")], 200, ""),
        ("GET", "/avregning-v2/ssb/2024", &[TOKEN], 404, "AR-003"),
        ("GET", "/avregning-v2", &[TOKEN], 404, "AR-003"),
        ("GET", "/avregning-v9/ssb/2024/1", &[TOKEN], 404, "DAS-002"),
        ("POST", path, &[TOKEN], 405, "MOCK-405"),
        ("GET", path, &[TOKEN, ("Korrelasjonsid", "no uuid")], 400, "AR-006"),
        ("GET", &format!("{path}?hentetTidspunkt=x"), &[TOKEN], 200, ""),
        ("GET", "/avregning-v2/ssb/2024/AR-009", &[TOKEN], 0, "AR-009"),
        ("GET", "/hendelser-v1/hendelser?antall=10", &[TOKEN], 400, "FA-004"),
        ("GET", "/hendelser-v1/hendelser?antall=10&fraSekvensnummer=0", &[TOKEN], 400, "FA-004"),
        ("GET", "/hendelser-v1/hendelser?antall=ti&fraSekvensnummer=1", &[TOKEN], 400, "FA-004"),
        ("GET", "/hendelser-v1/hendelser?antall=10&fraSekvensnummer=1&antall=10", &[TOKEN], 400, "FA-004"),
        ("GET", "/hendelser-v1/hendelser/start?dato=2025-02-30", &[TOKEN], 400, "FA-004"),
        ("GET", "/hendelser-v1/hendelser/start", &[TOKEN, ("Accept", "application/xml")], 406, "FA-006"),
    ];
    for (method, path, headers, status, kode) in cases {
        let answer = send(method, &format!("{}{path}", server.url()), headers, &[]).unwrap();
        if *status != 0 {
            assert_eq!(answer.status, *status, "{method} {path}: {}", answer.text());
        }
        if !kode.is_empty() {
            assert_eq!(answer.kode(), *kode, "{method} {path}");
        }
        assert_eq!(answer.header("www-authenticate").is_some(), answer.status == 401, "{method} {path}");
    }
}

#[test]
fn the_format_of_an_error_is_the_accepted_one() {
    let server = MockServer::start().unwrap();
    let url = format!("{}/ssb/2024/20884512345", server.base_url("avregning-v2"));
    let xml = get(&url, &[("Accept", "application/xml")]);
    assert_eq!((xml.status, xml.media_type()), (401, "application/xml"));
    assert!(xml.text().contains("<feil xmlns=\"urn:no:skatteetaten:datasamarbeid:feil:v1\">"), "{}", xml.text());
    assert_eq!(get(&url, &[("Accept", "text/html")]).media_type(), "application/json");
    let own = get(&url, &[]).json()["korrelasjonsid"].as_str().map(str::len);
    assert_eq!(own, Some(36), "a UUID where the caller gives none");
}

#[test]
fn only_issued_tokens() {
    let server = MockServer::builder().only_issued_tokens().start().unwrap();
    let url = format!("{}/ssb/2024/20884512345", server.base_url("avregning-v2"));
    assert_eq!(get(&url, &[TOKEN]).status, 401);
    let token = format!("Bearer {}", server.issue_token(&["skatteetaten:avregning"], Duration::from_secs(60)));
    assert_eq!(get(&url, &[("Authorization", &token)]).status, 200);
}

#[test]
fn examples_by_name() {
    let server = MockServer::start().unwrap();
    let url = format!("{}/ssb/2024/20884512345", server.base_url("avregning-v2"));
    let minimal = get(&url, &[TOKEN, ("X-Mock-Example", "minimal")]);
    assert_eq!(minimal.text(), example("avregning-v2", "minimal.json"));
    assert_eq!(
        get(&format!("{url}?mock_example=minimal.xml&mock_format=xml"), &[TOKEN]).text(),
        example("avregning-v2", "minimal.xml")
    );
    let none = get(&url, &[TOKEN, ("X-Mock-Example", "none")]);
    assert_eq!(none.status, 501);
    assert!(none.text().contains("full.json, minimal-skjermet.json, minimal.json"), "{}", none.text());
    for (package, _) in all_data() {
        let answer = get(&format!("{}/examples/{package}/full.json", server.url()), &[]);
        assert_eq!(answer.text(), example(&package, "full.json"), "{package}");
    }
    assert_eq!(get(&format!("{}/examples/avregning-v2/../api.json", server.url()), &[]).status, 404);
}

#[test]
fn rules_choose_calls() {
    let server = MockServer::start().unwrap();
    let base = server.base_url("avregning-v2");
    let of = |person: &str| -> Answer { get(&format!("{base}/ssb/2024/{person}"), &[TOKEN]) };
    server.rule(Rule::feil("AR-007").api("avregning-v2").identifikator("20884512345")).unwrap();
    server
        .rule(
            Rule::status(500)
                .api("avregning-v2")
                .parameter("inntektsaar", "2024")
                .identifikator("20884512346")
                .times(2),
        )
        .unwrap();
    server.rule(Rule::answer(418, "text/plain", "te").identifikator("20884512347")).unwrap();
    server.rule(Rule::example("minimal").identifikator("20884512348")).unwrap();
    assert_eq!((of("20884512345").kode().as_str(), of("20884512345").status), ("AR-007", 404));
    let statuses: Vec<u16> = (0..3).map(|_| of("20884512346").status).collect();
    assert_eq!(statuses, [500, 500, 200]);
    assert_eq!((of("20884512347").status, of("20884512347").text()), (418, "te"));
    assert_eq!(of("20884512348").text(), example("avregning-v2", "minimal.json"));
    assert_eq!(of("20884512349").status, 200);
    server.clear_rules();
    assert_eq!(of("20884512345").status, 200);
}

#[test]
fn a_rule_about_nothing_is_refused() {
    let server = MockServer::start().unwrap();
    for (rule, told) in [
        (Rule::status(500).api("avregning-v9"), "no API `avregning-v9`; there is"),
        (Rule::status(500).api("avregning-v2").operation("hent"), "there is hentAvregningForPerson"),
        (Rule::feil("SMU-007").api("avregning-v2"), "no code `SMU-007`; there is AR-001"),
        (Rule::feil("XX-007"), "no code `XX-007`"),
        (Rule::feil("AR-007").api("maskinporten"), "no code `AR-007`"),
        (Rule::status(500).api("maskinporten").operation("token"), "no operation `token`"),
    ] {
        let error = server.rule(rule).unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
    }
    server.rule(Rule::feil("DAS-003").api("avregning-v2")).unwrap();
    let answer = get(&format!("{}/ssb/2024/20884512345", server.base_url("avregning-v2")), &[TOKEN]);
    assert_eq!((answer.status, answer.kode().as_str()), (500, "DAS-003"), "any service may answer with it");
    let wrong = get(&format!("{}/ssb/2024/1", server.base_url("avregning-v2")), &[TOKEN, ("X-Mock-Feil", "XX-1")]);
    assert_eq!(wrong.status, 501);
    assert!(wrong.text().contains("AR-001, AR-002"), "{}", wrong.text());
}

#[test]
fn requests_are_kept_without_what_gives_access() {
    let server = MockServer::start().unwrap();
    let url = format!("{}/ssb/2024/20884512345?a=%C3%A6&mock_token=mock-token", server.base_url("avregning-v2"));
    get(&url, &[TOKEN, ("Korrelasjonsid", "6f1c2b7a-4d5e-4f60-a1b2-c3d4e5f60718")]);
    get(&format!("{}/nowhere", server.url()), &[]);
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    let first = &requests[0];
    assert_eq!((first.method.as_str(), first.path.as_str()), ("GET", "/avregning-v2/ssb/2024/20884512345"));
    assert_eq!(
        (first.api.as_deref(), first.operation.as_deref()),
        (Some("avregning-v2"), Some("hentAvregningForPerson"))
    );
    assert_eq!((first.parameter("a"), first.status), (Some("æ"), 200));
    assert_eq!(first.header("KorrelasjonsId"), Some("6f1c2b7a-4d5e-4f60-a1b2-c3d4e5f60718"));
    assert!(!format!("{requests:?}").contains("mock-token"));
    assert_eq!((requests[1].api.as_deref(), requests[1].status), (None, 404));
    server.clear_requests();
    assert!(server.requests().is_empty());
}

#[test]
fn bodies_are_bounded_and_ports_are_given_back() {
    let server = MockServer::start().unwrap();
    let url = format!("{}/ssb/2024/20884512345", server.base_url("avregning-v2"));
    let answer = send("GET", &url, &[TOKEN], &vec![b' '; (1 << 20) + 1]);
    assert!(answer.is_err() || answer.unwrap().status == 413);
    let port = server.url().rsplit(':').next().unwrap().parse().unwrap();
    assert!(MockServer::builder().port(port).start().is_err(), "the port is taken");
    drop(server);
    MockServer::builder().port(port).start().unwrap();
}
