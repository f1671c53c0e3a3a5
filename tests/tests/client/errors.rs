//! Every way a call can fail.

use std::time::Duration;

use skatteetaten::client::{Client, Environment, Error, ErrorKind, Kode, Method, Operation, Request, StaticToken};
use skatteetaten_tests::http::{Answer, Server, closed_url};

use super::api::{API, Avregning, HENT, JSON, PERSON, TOKEN, XML, call, call_xml, client, request};

const FEIL: &str =
    r#"{"kode":"AVR-006","melding":"Fant ikke 17912099997","korrelasjonsid":"13a865f5-28f9-47db-9abd-ab78977c79fe"}"#;
const FEIL_XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
    <feil xmlns=\"urn:no:skatteetaten:datasamarbeid:feil:v1\"><kode>AVR-006</kode>\
    <melding>Fant ikke 17912099997</melding>\
    <korrelasjonsid>13a865f5-28f9-47db-9abd-ab78977c79fe</korrelasjonsid></feil>";

#[tokio::test]
async fn error_bodies_in_json_and_xml() {
    for error in
        [call(Answer::json(404, FEIL)).await.unwrap_err(), call_xml(Answer::xml(404, FEIL_XML)).await.unwrap_err()]
    {
        assert_eq!(error.kind(), ErrorKind::Status);
        assert!(error.is_status() && !error.is_decode() && !error.is_try_later());
        assert_eq!(error.status().unwrap(), 404);
        assert_eq!(error.kode().unwrap(), "AVR-006");
        assert_eq!(error.melding(), Some("Fant ikke 17912099997"));
        assert_eq!(error.korrelasjonsid(), Some("13a865f5-28f9-47db-9abd-ab78977c79fe"));
        assert_eq!(error.api(), "avregning-v2");
        assert_eq!(error.operation(), "hentAvregningForPerson");
        assert!(error.body().is_some());
        assert_eq!(error.path(), None);
        let text = error.to_string();
        assert!(text.contains("HTTP 404") && text.contains("kode AVR-006"), "{text}");
    }
}

#[tokio::test]
async fn a_success_with_another_body_is_not_read_as_what_it_is_not() {
    static TWO: Operation =
        Operation::new(Method::Get, "hentJobb", "/jobb").produces(&["application/json"]).other_bodies(&[202]);
    let server = Server::always(Answer::json(202, JSON)).await.unwrap();
    let answer: Result<_, Error<Kode>> = Request::new(&client(server.url()), &TWO).send::<Avregning, _>().await;
    let error = answer.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 202));
    assert!(error.body_as::<Avregning>().unwrap().is_ok(), "the body is kept");

    let server = Server::always(Answer::json(201, JSON)).await.unwrap();
    let answer: Result<_, Error<Kode>> = Request::new(&client(server.url()), &TWO).send::<Avregning, _>().await;
    assert!(answer.is_ok(), "a success that is not declared is taken");
}

#[tokio::test]
async fn foreign_error_bodies_keep_the_status() {
    for (answer, media_type, body) in [
        (
            Answer::new(404, "text/plain", "Unknown instance. ID=17912099997"),
            Some("text/plain"),
            "Unknown instance. ID=17912099997",
        ),
        (Answer::new(404, "text/html", "<html>404</html>"), Some("text/html"), "<html>404</html>"),
        (Answer::json(404, "{\"kode\":"), Some("application/json"), "{\"kode\":"),
        (Answer::xml(404, "<feil><ko"), Some("application/xml"), "<feil><ko"),
        (Answer::status(404), None, ""),
    ] {
        let error = call(answer).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(error.status().unwrap(), 404);
        assert_eq!(error.kode(), None);
        assert_eq!(error.melding(), None);
        assert_eq!(error.media_type(), media_type);
        assert_eq!(error.body().unwrap_or_default(), body.as_bytes());
        // The id that was sent.
        assert_eq!(error.korrelasjonsid().unwrap().len(), 36);
    }
    // A body that breaks off or is too large hides the status no more than a foreign one.
    let cut = call(Answer::json(500, FEIL).announce(10_000)).await;
    let cut = cut.unwrap_err();
    assert_eq!((cut.kind(), cut.kode().unwrap().as_str()), (ErrorKind::Status, "AVR-006"));
    let large = call(Answer::new(502, "text/html", vec![b'x'; 300_000])).await;
    let large = large.unwrap_err();
    assert_eq!(large.status().unwrap(), 502);
    assert_eq!(large.body().unwrap().len(), 4096);
}

#[tokio::test]
async fn error_bodies_of_another_shape() {
    let error = call(Answer::new(400, "application/problem+json", JSON)).await.unwrap_err();
    assert_eq!(error.kode(), None);
    let problem: Avregning = error.body_as().unwrap().unwrap();
    assert_eq!(problem, Avregning::new(2020));
    assert_eq!(error.body_as_json::<Avregning>().unwrap().unwrap(), problem);
    let error = call(Answer::xml(400, XML)).await.unwrap_err();
    assert!(error.body_as::<Avregning>().unwrap().is_ok());
    assert!(error.body_as_json::<Avregning>().is_none());
    let error = call(Answer::new(400, "text/plain", JSON)).await.unwrap_err();
    assert!(error.body_as::<Avregning>().is_none());
}

#[tokio::test]
async fn what_may_pass_if_tried_later() {
    for (answer, later) in [
        (Answer::status(429), true),
        (Answer::status(502), true),
        (Answer::status(503), true),
        (Answer::status(504), true),
        (Answer::json(500, r#"{"kode":"DAS-003"}"#), true),
        (Answer::xml(500, "<feil><kode>DAS-003</kode></feil>"), true),
        (Answer::json(500, r#"{"kode":"DAS-001"}"#), false),
        (Answer::status(500), false),
        (Answer::json(404, FEIL), false),
    ] {
        assert_eq!(call(answer.clone()).await.unwrap_err().is_try_later(), later, "{answer:?}");
    }
}

#[tokio::test]
async fn no_connection() {
    let client = client(closed_url().await.unwrap());
    let error = request(&client).send::<Avregning, Kode>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_connect() && error.is_try_later() && !error.is_timeout());
    assert_eq!((error.status(), error.korrelasjonsid()), (None, None), "nothing was sent");
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn a_server_that_speaks_no_tls() {
    let server = Server::always(Answer::json(200, JSON)).await.unwrap();
    let client = client(server.url().replace("http:", "https:"));
    if client.check().is_err() {
        println!("skipped: this machine has no TLS roots");
        return;
    }
    let error = request(&client).send::<Avregning, Kode>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn timeouts_before_and_within_the_body() {
    let short = Duration::from_millis(100);
    for answer in
        [Answer::json(200, JSON).delay(Duration::from_secs(5)), Answer::json(200, JSON).pause(Duration::from_secs(5))]
    {
        let server = Server::always(answer).await.unwrap();
        let by_client = request(&client(server.url()).timeout(short));
        let by_call = request(&client(server.url())).timeout(short);
        for request in [by_client, by_call] {
            let error = request.send::<Avregning, Kode>().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Timeout);
            assert!(error.is_timeout() && !error.is_connect());
        }
    }
}

#[tokio::test]
async fn broken_exchanges() {
    let error = call(Answer::hang_up()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    for answer in [Answer::json(200, JSON).announce(1000), Answer::json(200, JSON).chunked().announce(1000)] {
        let error = call(answer).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BodyCutOff);
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!(error.body().unwrap(), JSON.as_bytes());
    }
}

#[tokio::test]
async fn bodies_over_the_limit() {
    for answer in [
        Answer::json(200, JSON),
        // Nothing is read of a body that is announced to be too large: this one would never end.
        Answer::json(200, "").announce(usize::MAX / 2).pause(Duration::from_secs(60)),
        Answer::json(200, vec![b' '; 100_000]).chunked(),
    ] {
        let server = Server::always(answer).await.unwrap();
        let client = client(server.url()).max_response_bytes(19);
        let error = request(&client).send::<Avregning, Kode>().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
        assert!(error.body().unwrap_or_default().len() <= 19);
    }
    let server = Server::always(Answer::json(200, JSON)).await.unwrap();
    let exact = client(server.url()).max_response_bytes(JSON.len());
    assert!(request(&exact).send::<Avregning, Kode>().await.is_ok());
}

#[tokio::test]
async fn answers_of_the_wrong_kind() {
    for (answer, kind) in [
        (Answer::new(200, "text/html", "<html/>"), ErrorKind::UnexpectedContentType),
        (Answer::new(200, "text/plain", JSON), ErrorKind::UnexpectedContentType),
        (Answer::new(200, "tull", JSON), ErrorKind::UnexpectedContentType),
        (Answer::status(200).body("Hei"), ErrorKind::UnexpectedContentType),
        (Answer::status(204), ErrorKind::EmptyBody),
        (Answer::json(200, ""), ErrorKind::EmptyBody),
        (Answer::json(200, XML), ErrorKind::Decode),
        (Answer::xml(200, JSON), ErrorKind::Decode),
    ] {
        let error = call(answer.clone()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{answer:?}");
    }
    let server = Server::always(Answer::xml(200, XML)).await.unwrap();
    let error = request(&client(server.url())).send_json::<Avregning, Kode>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedContentType);
}

#[tokio::test]
async fn decode_errors_name_operation_media_type_and_path() {
    let json =
        call(Answer::json(200, r#"{"inntektsaar":1,"tilGode":{"inntektsaar":"x17912099997"}}"#)).await.unwrap_err();
    let xml = call(Answer::xml(
        200,
        "<avregning xmlns='urn:test:avregning:v2'><inntektsaar>1</inntektsaar>\
         <tilGode><inntektsaar>x17912099997</inntektsaar></tilGode></avregning>",
    ))
    .await
    .unwrap_err();
    for (error, media_type, path) in
        [(json, "application/json", "tilGode.inntektsaar"), (xml, "application/xml", "avregning/tilGode/inntektsaar")]
    {
        assert!(error.is_decode());
        assert_eq!(error.operation(), "hentAvregningForPerson");
        assert_eq!(error.media_type(), Some(media_type));
        assert_eq!(error.path().as_deref(), Some(path));
        assert_eq!(error.status().unwrap(), 200);
        assert!(error.decode_error().is_some() && error.body().is_some());
        let text = error.to_string();
        for part in ["avregning-v2 hentAvregningForPerson", media_type, path, "HTTP 200"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(!text.contains(PERSON), "{text}");
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let target = Server::always(Answer::json(200, JSON)).await.unwrap();
    let error = call(Answer::status(307).header("Location", &target.url())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status().unwrap(), 307);
    assert!(error.headers().contains_key("location"));
    assert!(target.received().is_empty());
}

#[tokio::test]
async fn parameters_that_cannot_be_sent() {
    let server = Server::always(Answer::json(200, JSON)).await.unwrap();
    let client = client(server.url());
    let start = || request(&client);
    for (request, parameter) in [
        (start().path("rettighetspakke", &""), "rettighetspakke"),
        (start().path("rettighetspakke", &"."), "rettighetspakke"),
        (start().path("personidentifikator", &".."), "personidentifikator"),
        (start().path("finnesIkke", &"x"), "finnesIkke"),
        (Request::new(&client, &HENT), "rettighetspakke"),
        (start().header("X-A", &"a\r\nX-B: 17912099997"), "X-A"),
        (start().header("X-A", &"17912099997\n"), "X-A"),
        (start().header("X-A", &"17912099997æ"), "X-A"),
        (start().header("X A", &"17912099997"), "X A"),
        (start().header("Authorization", &"17912099997"), "Authorization"),
        (start().korrelasjonsid(&"\0"), "korrelasjonsid"),
        (start().query("q", &Avregning::new(1)), "q"),
        (start().body_bytes("a\nb", Vec::new()), "Content-Type"),
    ] {
        let error = request.send::<Avregning, Kode>().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidParameter);
        assert_eq!(error.parameter(), Some(parameter));
        assert!(!format!("{error} {error:?}").contains(PERSON), "{error}");
        assert!(error.to_string().contains(parameter), "{error}");
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn configuration_errors() {
    let no_url = Client::new(&API, Environment::Production, StaticToken::new(TOKEN));
    let plain = client("http://avregning.example/v2");
    for client in [&no_url, &plain] {
        assert!(client.check().is_err());
        let error: Error<Kode> = request(client).send::<Avregning, _>().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }
    let message = no_url.check().unwrap_err().to_string();
    assert!(message.contains("no base URL is known for production"), "{message}");
    assert!(plain.allow_plain_http(true).check().is_ok());
}

#[tokio::test]
async fn template_of_a_document_may_hold_a_query() {
    static ODD: Operation = Operation::new(skatteetaten::client::Method::Get, "odd", "/a?b=c#variant");
    let server = Server::always(Answer::status(200)).await.unwrap();
    let request = Request::new(&client(server.url()), &ODD).query("d", &"e");
    request.send_empty::<Kode>().await.unwrap();
    assert_eq!(server.received()[0].target, "/a?b=c&d=e");
}
