//! What is sent. (That each grant is well-formed, the double sees to.)

use serde_json::{Value, json};
use skatteetaten_maskinporten::{Grant, OtherDetail, Party, SystemUser};

use crate::double::Double;
use crate::support::{CUSTOMER, PERSON, maskinporten};

#[tokio::test]
async fn claims_of_every_kind_of_grant() {
    let scope = || Grant::new(["skatteetaten:inntekt"]);
    for (grant, expected) in [
        (scope(), json!({"scope": "skatteetaten:inntekt"})),
        (scope().scope("skatteetaten:avregning"), json!({"scope": "skatteetaten:avregning skatteetaten:inntekt"})),
        (scope().consumer_org(CUSTOMER), json!({"scope": "skatteetaten:inntekt", "consumer_org": "310332453"})),
        (
            scope().pid(PERSON).resource("https://a.example/"),
            json!({
                "scope": "skatteetaten:inntekt", "pid": "17912099997", "resource": ["https://a.example/"],
            }),
        ),
        (
            scope().authorization_detail(SystemUser::new(CUSTOMER).external_ref("nr 1")),
            json!({
                "scope": "skatteetaten:inntekt",
                "authorization_details": [{
                    "type": "urn:altinn:systemuser",
                    "systemuser_org": {"authority": "iso6523-actorid-upis", "ID": "0192:310332453"},
                    "externalRef": "nr 1",
                }],
            }),
        ),
        (
            scope().consumer_org(CUSTOMER).consent("samtykke-1", Party::person(PERSON)),
            json!({
                "scope": "skatteetaten:inntekt",
                "consumer_org": "310332453",
                "authorization_details": [{
                    "type": "urn:altinn:consent",
                    "id": "samtykke-1",
                    "from": "urn:altinn:person:identifier-no:17912099997",
                }],
            }),
        ),
        (
            scope().authorization_detail(OtherDetail::new("urn:x").member("a", json!([1, "æ"]))),
            json!({
                "scope": "skatteetaten:inntekt",
                "authorization_details": [{"type": "urn:x", "a": [1, "æ"]}],
            }),
        ),
    ] {
        let double = Double::usual().await;
        maskinporten(&double).token_for(&grant).await.unwrap();
        let mut claims = double.received()[0].claims.clone();
        for name in ["aud", "iss", "iat", "exp", "jti"] {
            claims.as_object_mut().unwrap().remove(name).unwrap();
        }
        assert_eq!(claims, expected);
    }
}

#[tokio::test]
async fn the_form() {
    let double = Double::usual().await;
    maskinporten(&double).token_for(&Grant::new(["a"])).await.unwrap();
    let received = &double.received()[0];
    let head = received.head.to_ascii_lowercase();
    assert!(head.starts_with("post /token http/1.1\r\n"), "{head}");
    assert!(
        head.contains("accept: application/json\r\n") && head.contains("user-agent: skatteetaten-maskinporten-rs/")
    );
    assert_eq!(
        received.body,
        format!("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion={}", received.assertion)
    );
}

#[tokio::test]
async fn every_grant_has_an_id_of_its_own() {
    let double = Double::usual().await;
    let maskinporten = maskinporten(&double);
    for n in 0..20 {
        maskinporten.token_for(&Grant::new([format!("scope:{n}")])).await.unwrap();
    }
    let ids = double.received().iter().map(|received| received.claims["jti"].clone()).collect::<Vec<Value>>();
    assert!((1..ids.len()).all(|i| !ids[..i].contains(&ids[i])));
}

#[tokio::test]
async fn plain_mistakes_are_not_sent() {
    let double = Double::usual().await;
    for grant in [Grant::default(), Grant::new(["a b"]), Grant::new(["a"]).consumer_org("31033245")] {
        assert!(maskinporten(&double).token_for(&grant).await.unwrap_err().is_configuration());
    }
    assert_eq!(double.count(), 0);
}
