//! What the server receives, and successful answers.

use std::time::Duration;

use skatteetaten::Personidentifikator;
use skatteetaten::client::{Client, Environment, Format, Kode, Method, Operation, Request, StaticToken, http_builder};
use skatteetaten_tests::http::{Answer, Server};

use super::api::{API, Avregning, HENT, JSON, PERSON, SEND, TOKEN, XML, call, call_xml, client, request};

/// Sends what `build` makes of a call and gives the request line's target as it arrived.
async fn target(build: impl FnOnce(Request) -> Request) -> String {
    let server = Server::always(Answer::json(200, JSON)).await.unwrap();
    let base = format!("{}/avregning/v2/", server.url());
    let request = build(request(&client(base)));
    request.send::<Avregning, Kode>().await.unwrap();
    server.received()[0].target.clone()
}

#[tokio::test]
async fn path_and_query_arrive_encoded() {
    assert_eq!(target(|request| request).await, format!("/avregning/v2/skatt/2020/{PERSON}"));
    assert_eq!(
        target(|request| {
            request
                .path("rettighetspakke", &"a/b?c#d %æ.")
                .query("gjelderPaaTidspunkt", &"2020-10-21T11:11:11+01:00")
                .query("historikk", &false)
                .query("historikk", &true)
                .query_list("id", &["1", "2&3"], true)
                .query_list("felt", &["a,b", "c"], false)
                .query_list::<String>("tom", &[], true)
                .query_list::<String>("tom2", &[], false)
                .query("æ ", &"=")
        })
        .await,
        format!(
            "/avregning/v2/a%2Fb%3Fc%23d%20%25%C3%A6./2020/{PERSON}\
             ?gjelderPaaTidspunkt=2020-10-21T11%3A11%3A11%2B01%3A00&historikk=true\
             &id=1&id=2%263&felt=a%2Cb,c&%C3%A6%20=%3D"
        )
    );
    assert_eq!(
        target(|request| request.path_list("inntektsaar", &[2019_i64, 2020])).await,
        format!("/avregning/v2/skatt/2019,2020/{PERSON}")
    );
}

#[tokio::test]
async fn identifiers_are_shown_masked_and_sent_as_they_are() {
    let person = Personidentifikator::new(PERSON);
    assert_eq!(person.to_string(), "***");
    let server = Server::always(Answer::json(200, JSON)).await.unwrap();
    let client = client(server.url());
    let call = request(&client).path("personidentifikator", &person).query("eier", &person);
    let call =
        call.query_list("id", std::slice::from_ref(&person), true).header("X-Person", &person).body_json(&person);
    call.send::<Avregning, Kode>().await.unwrap();
    let received = &server.received()[0];
    assert_eq!(received.target, format!("/skatt/2020/{PERSON}?eier={PERSON}&id={PERSON}"));
    assert_eq!(received.header("x-person"), Some(PERSON));
    assert_eq!(received.body, format!("\"{PERSON}\"").into_bytes());
}

#[tokio::test]
async fn headers_of_a_call() {
    let server = Server::always(Answer::json(200, JSON)).await.unwrap();
    let client = client(server.url());
    let sent = request(&client)
        .header("AltinnSamtykke", &"a.b=c")
        .header_list("X-Liste", &["a", "b"])
        .send::<Avregning, Kode>()
        .await
        .unwrap();
    request(&client)
        .korrelasjonsid(&"6e1ba7b4-2d33-4f8d-9f3a-2f1f4c8b6f10")
        .accept(Format::Xml)
        .send::<Avregning, Kode>()
        .await
        .unwrap();
    request(&client).send::<Avregning, Kode>().await.unwrap();

    let received = server.received();
    let first = &received[0];
    assert_eq!(first.method, "GET");
    assert_eq!(first.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert_eq!(first.header("accept"), Some("application/json"));
    assert_eq!(first.header("altinnsamtykke"), Some("a.b=c"));
    assert_eq!(first.header("x-liste"), Some("a,b"));
    let agent = first.header("user-agent").unwrap();
    assert!(agent.starts_with("skatteetaten-rs/") && agent.ends_with(" avregning-v2"), "{agent}");
    // Each call has an id of its own, and the answer tells it.
    let ids: Vec<_> = received.iter().map(|request| request.header("korrelasjonsid").unwrap()).collect();
    assert_eq!(ids[0], sent.korrelasjonsid());
    assert_eq!((ids[0].len(), &ids[0][14..15]), (36, "4"));
    assert_eq!(ids[1], "6e1ba7b4-2d33-4f8d-9f3a-2f1f4c8b6f10");
    assert_ne!(ids[0], ids[2]);
    assert_eq!(received[1].header("accept"), Some("application/xml"));
}

#[tokio::test]
async fn answers_decode_by_their_media_type() {
    let wanted = Avregning::new(2020);
    let json = call(Answer::json(200, JSON).header("Korrelasjonsid", "fra-tjener")).await.unwrap();
    assert_eq!(json.body(), &wanted);
    assert_eq!(json.status(), 200);
    assert_eq!(json.media_type(), Some("application/json"));
    assert_eq!(json.korrelasjonsid(), "fra-tjener");
    assert!(json.headers().contains_key("content-type"));
    assert_eq!(json.into_body(), wanted);

    assert_eq!(call_xml(Answer::xml(200, XML)).await.unwrap().body(), &wanted);
    // The answer's media type counts, not the one that was asked for.
    for (media_type, body) in [
        ("text/xml; charset=utf-8", XML),
        ("application/atom+xml", XML),
        ("application/hal+json", JSON),
        ("APPLICATION/JSON", JSON),
    ] {
        let answer = call(Answer::new(200, media_type, body)).await.unwrap();
        assert_eq!(answer.body(), &wanted, "{media_type}");
    }
    // Without a media type the first character tells.
    for body in [JSON, XML, "\u{feff} {\"inntektsaar\":2020}"] {
        let answer = call(Answer::status(200).body(body)).await.unwrap();
        assert_eq!(answer.body(), &wanted, "{body}");
        assert_eq!(answer.media_type(), None);
    }
    // Other 2xx and chunked bodies are answers as well.
    assert_eq!(call(Answer::json(203, JSON)).await.unwrap().status(), 203);
    assert_eq!(call(Answer::json(200, JSON).chunked()).await.unwrap().body(), &wanted);
}

#[tokio::test]
async fn bodies_are_sent() {
    let server = Server::always(Answer::status(204)).await.unwrap();
    let client = client(server.url());
    let body = Avregning::new(2020);
    Request::new(&client, &SEND).body_json(&body).send_empty::<Kode>().await.unwrap();
    Request::new(&client, &SEND).body_xml(&body).send_empty::<Kode>().await.unwrap();
    Request::new(&client, &SEND).body_bytes("text/plain", b"hei".to_vec()).send_empty::<Kode>().await.unwrap();
    let received = server.received();
    assert_eq!(received[0].method, "POST");
    assert_eq!(received[0].header("content-type"), Some("application/json"));
    assert_eq!(String::from_utf8_lossy(&received[0].body), JSON);
    assert_eq!(received[1].header("content-type"), Some("application/xml"));
    assert!(String::from_utf8_lossy(&received[1].body).contains("urn:test:avregning:v2"));
    assert_eq!(received[2].body, b"hei");
}

#[tokio::test]
async fn optional_and_raw_answers() {
    async fn optional(answer: Answer) -> Option<Avregning> {
        let server = Server::always(answer).await.unwrap();
        let answer = request(&client(server.url())).send_optional::<Avregning, Kode>().await;
        answer.unwrap().into_body()
    }
    assert_eq!(optional(Answer::status(204)).await, None);
    assert_eq!(optional(Answer::json(200, JSON)).await, Some(Avregning::new(2020)));

    static PDF: Operation = Operation::new(Method::Get, "hentPdf", "/pdf").produces(&["application/pdf"]);
    let server = Server::always(Answer::new(200, "application/pdf", "%PDF")).await.unwrap();
    let answer = Request::new(&client(server.url()), &PDF).send_bytes::<Kode>().await.unwrap();
    assert_eq!(answer.body(), b"%PDF");
    assert_eq!(server.received()[0].header("accept"), Some("application/pdf, application/json;q=0.5"));
}

#[tokio::test]
async fn a_client_of_the_callers_own() {
    let server = Server::always(Answer::json(200, JSON)).await.unwrap();
    let Ok(builder) = http_builder() else {
        println!("skipped: this machine has no TLS roots");
        return;
    };
    let http = builder.user_agent("min-tjeneste/1").no_proxy().build();
    let client = Client::new(&API, Environment::custom(server.url()), StaticToken::new(TOKEN))
        .with_http(http.unwrap())
        .timeout(Duration::from_secs(5));
    request(&client).send::<Avregning, Kode>().await.unwrap();
    assert_eq!(server.received()[0].header("user-agent"), Some("min-tjeneste/1"));
}

#[tokio::test]
async fn calls_can_be_spawned_and_run_side_by_side() {
    let server = Server::always(Answer::json(200, JSON)).await.unwrap();
    let client = client(server.url());
    let calls: Vec<_> = (0..20).map(|_| tokio::spawn(request(&client).send::<Avregning, Kode>())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(server.received().len(), 20);
    assert_eq!(HENT.id, "hentAvregningForPerson");
}
