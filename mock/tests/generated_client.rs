//! Generated clients call the server as they call the services.

use std::time::Duration;

use skatteetaten::client::{Client, Environment, ErrorKind, StaticToken};
use skatteetaten_mock::{Fault, MockServer, Rule};

#[tokio::test]
async fn three_lines_and_a_call() {
    let server = MockServer::start().unwrap();
    let environment = Environment::custom(server.base_url("skattemelding-upersonlig-v4"));
    let client = skattemelding_upersonlig_v4::Client::new(environment, StaticToken::new(server.token()));

    let call = || client.hent_skattemelding_upersonlig("ssb", "2025", &"313579247".into());
    let json = call().send().await.unwrap();
    let xml = call().xml().send().await.unwrap();
    assert_eq!(json.body(), xml.body());
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn errors_are_typed() {
    let server = MockServer::start().unwrap();
    let environment = Environment::custom(server.base_url("skattemelding-upersonlig-v4"));
    let client = skattemelding_upersonlig_v4::Client::new(environment, StaticToken::new(server.token()));
    let call = |nummer: &str| client.hent_skattemelding_upersonlig("ssb", "2025", &nummer.into());

    server.rule(Rule::feil("SMU-010").identifikator("313579247")).unwrap();
    for answer in [call("313579247").send().await, call("313579247").xml().send().await] {
        let error = answer.unwrap_err();
        assert_eq!(error.kode(), Some(&skattemelding_upersonlig_v4::Feilkode::Smu010));
        assert_eq!(error.status().map(|status| status.as_u16()), Some(410));
    }
    server.rule(Rule::fault(Fault::CutBody)).unwrap();
    assert_eq!(call("313579248").send().await.unwrap_err().kind(), ErrorKind::BodyCutOff);
    server.clear_rules();
    server.rule(Rule::fault(Fault::WrongContentType)).unwrap();
    assert_eq!(call("313579248").send().await.unwrap_err().kind(), ErrorKind::UnexpectedContentType);
    server.clear_rules();
    server.rule(Rule::fault(Fault::Latency(Duration::from_secs(5)))).unwrap();
    let environment = Environment::custom(server.base_url("skattemelding-upersonlig-v4"));
    let hasty = Client::new(&skattemelding_upersonlig_v4::API, environment, StaticToken::new(server.token()));
    let client = skattemelding_upersonlig_v4::Client::from(hasty.timeout(Duration::from_millis(100)));
    let call = client.hent_skattemelding_upersonlig("ssb", "2025", &"313579248".into());
    assert!(call.send().await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn events_lead_to_data() {
    let server = MockServer::start().unwrap();
    let environment = Environment::custom(server.events_url("skattemelding-upersonlig").unwrap());
    let list = hendelser_v1::Client::new(environment, StaticToken::new(server.token()));
    let environment = Environment::custom(server.base_url("skattemelding-upersonlig-v4"));
    let service = skattemelding_upersonlig_v4::Client::new(environment, StaticToken::new(server.token()));

    server.events("skattemelding-upersonlig").unwrap().push_with("313579247", Some("2025"), Some("ENDRET"));
    let mut next = list.hent_startpunkt().send().await.unwrap().body().sekvensnummer;
    let mut last = None;
    loop {
        match list.hent_hendelser(next, 5).send().await {
            Ok(page) => {
                let hendelser = page.into_body().hendelser;
                next = hendelser.last().unwrap().sekvensnummer + 1;
                last = hendelser.into_iter().last();
            }
            Err(error) => {
                assert_eq!(error.kode(), Some(&hendelser_v1::Feilkode::Fa005), "{error}");
                break;
            }
        }
    }
    let event = last.unwrap();
    let nummer = event.identifikator.expose();
    service.hent_skattemelding_upersonlig("ssb", "2025", &nummer.into()).send().await.unwrap();
    assert_eq!(server.requests().last().unwrap().path, "/skattemelding-upersonlig-v4/fastsatt/ssb/2025/313579247");
}
