//! Keys of every kind sign what an independent verifier takes, and what is no key is refused.

use serde_json::Value;
use skatteetaten_maskinporten::{Algorithm, Error, Maskinporten, SigningKey};

use crate::double::Double;
use crate::support::{CLIENT, PASSWORD, file, grant, text};

const ODD_PASSWORD: &str = "blåbærsyltetøy";

/// Asks for a token by this key; gives the header of the grant that the double has verified.
async fn sign(key: SigningKey) -> Value {
    let double = Double::usual().await;
    let maskinporten = Maskinporten::builder(double.issuer(), CLIENT, key).build().unwrap();
    maskinporten.token_for(&grant()).await.unwrap();
    double.received()[0].header.clone()
}

#[tokio::test]
async fn keys_with_an_id() {
    for key in [
        SigningKey::from_pem(file("pkcs1.pem")),
        SigningKey::from_pem(file("pkcs8.pem")),
        SigningKey::from_encrypted_pem(file("encrypted.pem"), PASSWORD),
        SigningKey::from_jwk(&text("private.jwk")),
        SigningKey::from_pkcs12(file("modern.p12"), PASSWORD),
    ] {
        let header = sign(key.unwrap().key_id("k").algorithm(Algorithm::Rs256)).await;
        assert_eq!(header, serde_json::json!({"alg": "RS256", "kid": "k"}));
    }
}

#[tokio::test]
async fn algorithms() {
    for (algorithm, name) in [(Algorithm::Rs256, "RS256"), (Algorithm::Rs384, "RS384"), (Algorithm::Rs512, "RS512")] {
        let key = SigningKey::from_pem(file("pkcs8.pem")).unwrap().key_id("k").algorithm(algorithm);
        assert_eq!((sign(key).await["alg"].as_str(), algorithm.name()), (Some(name), name));
    }
}

#[tokio::test]
async fn a_jwk_knows_its_id_and_algorithm() {
    let header = sign(SigningKey::from_jwk(&text("private.jwk")).unwrap()).await;
    assert_eq!(header, serde_json::json!({"alg": "RS512", "kid": "nokkel-i-jwk"}));
}

#[tokio::test]
async fn pkcs12_of_every_maker() {
    for (name, password, certificates) in [
        ("modern.p12", PASSWORD, 3),
        ("legacy.p12", PASSWORD, 3),
        ("keytool.p12", PASSWORD, 3),
        ("aes128-aes192.p12", ODD_PASSWORD, 3),
        ("no-mac.p12", PASSWORD, 1),
    ] {
        let header = sign(SigningKey::from_pkcs12(file(name), password).unwrap()).await;
        assert_eq!(header["x5c"], Value::from(&expected_chain()[..certificates]), "{name}");
    }
}

#[tokio::test]
async fn certificates_are_put_in_order() {
    let expected = Value::from(expected_chain());
    let key = SigningKey::from_pem(file("pkcs8.pem")).unwrap().certificates(file("chain.pem")).unwrap();
    assert_eq!(sign(key).await["x5c"], expected);
    // In the same text as the key.
    let key = SigningKey::from_pem([file("chain.pem"), file("pkcs1.pem")].concat()).unwrap();
    assert_eq!(sign(key).await["x5c"], expected);
    // Those that do not belong to it are left out.
    let key = SigningKey::from_pem([file("other-certificate.pem"), file("pkcs1.pem"), file("chain.pem")].concat());
    assert_eq!(sign(key.unwrap()).await["x5c"], expected);
}

#[tokio::test]
async fn a_jwk_with_certificates() {
    let mut jwk: Value = serde_json::from_str(&text("private.jwk")).unwrap();
    jwk.as_object_mut().unwrap().remove("kid");
    jwk["x5c"] = expected_chain().into();
    assert_eq!(sign(SigningKey::from_jwk(&jwk.to_string()).unwrap()).await["x5c"], Value::from(expected_chain()));
}

/// The key's certificate, its issuer, the root: the file has them the other way round.
fn expected_chain() -> Vec<Value> {
    let pem = text("chain.pem");
    let mut chain = pem
        .split("-----BEGIN CERTIFICATE-----")
        .skip(1)
        .map(|part| part.split("-----END").next().unwrap().split_whitespace().collect::<String>().into())
        .collect::<Vec<Value>>();
    chain.reverse();
    chain
}

fn refusal(key: Result<SigningKey, Error>) -> String {
    let error = key.unwrap_err();
    assert!(error.is_configuration());
    error.to_string()
}

#[test]
fn what_is_no_key_is_refused_with_the_reason() {
    let jwk = |name: &str, value: Value| {
        let mut jwk: Value = serde_json::from_str(&text("private.jwk")).unwrap();
        jwk[name] = value;
        SigningKey::from_jwk(&jwk.to_string())
    };
    for (key, reason) in [
        (SigningKey::from_pem(file("ec.pem")), "2048"),
        (SigningKey::from_pem(file("short.pem")), "2048"),
        (SigningKey::from_pem(""), "no private key"),
        (SigningKey::from_pem(file("chain.pem")), "no private key"),
        (SigningKey::from_pem(file("encrypted.pem")), "from_encrypted_pem"),
        (SigningKey::from_pem([file("pkcs1.pem"), file("pkcs8.pem")].concat()), "several"),
        (SigningKey::from_pem([file("pkcs1.pem"), file("other-certificate.pem")].concat()), "none of the certificates"),
        (SigningKey::from_pem("-----BEGIN PRIVATE KEY-----\n?\n-----END PRIVATE KEY-----\n"), "not well-formed"),
        (SigningKey::from_pem("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"), "OpenSSL"),
        (SigningKey::from_encrypted_pem(file("encrypted.pem"), "feil"), "password"),
        (SigningKey::from_encrypted_pem(file("pkcs8.pem"), PASSWORD), "no encrypted private key"),
        (SigningKey::from_pkcs12(file("modern.p12"), "feil"), "password"),
        (SigningKey::from_pkcs12(file("legacy.p12"), ""), "password"),
        (SigningKey::from_pkcs12(file("no-mac.p12"), "feil"), "password"),
        (SigningKey::from_pkcs12(file("pkcs8.pem"), PASSWORD), "damaged"),
        (SigningKey::from_jwk("[]"), "no JSON object"),
        (SigningKey::from_jwk(r#"{"keys":[]}"#), "set of JWKs"),
        (SigningKey::from_jwk(r#"{"kty":"EC"}"#), "kty"),
        (SigningKey::from_jwk(r#"{"kty":"RSA","n":"AQ","e":"AQAB"}"#), "no d"),
        (jwk("p", Value::Null), "no p"),
        (jwk("q", "?".into()), "q is not base64url"),
        (jwk("q", "AAAA".into()), "refused"),
        (jwk("alg", "PS256".into()), "alg"),
        (jwk("x5c", serde_json::json!(["AAAA"])), "certificate"),
        (jwk("x5c", 1.into()), "x5c"),
    ] {
        let said = refusal(key);
        assert!(said.contains(reason), "{reason}: {said}");
    }
}

#[test]
fn a_key_that_maskinporten_could_not_find_is_refused() {
    let build = |key| Maskinporten::builder(skatteetaten_maskinporten::Issuer::Test, CLIENT, key).build();
    let nameless = || SigningKey::from_pem(file("pkcs8.pem")).unwrap();
    assert!(build(nameless()).unwrap_err().to_string().contains("neither an id nor a certificate"));
    assert!(build(nameless().key_id("")).unwrap_err().is_configuration());
    assert!(nameless().certificates(file("other-certificate.pem")).is_err());
    assert!(nameless().certificates("").is_err());
}

/// Damaged files are refused, and quickly: none of them makes the reader panic, loop or allocate.
#[test]
fn damaged_pkcs12() {
    let whole = file("no-mac.p12");
    let mut read = 0;
    for position in (0..whole.len()).step_by(5) {
        assert!(SigningKey::from_pkcs12(&whole[..position], PASSWORD).is_err(), "cut at {position}");
        for change in [0x01, 0x80, 0xFF] {
            let mut damaged = whole.clone();
            damaged[position] ^= change;
            // Without a seal, damage to names or to the certificate's signature goes unnoticed here.
            read += usize::from(SigningKey::from_pkcs12(&damaged, PASSWORD).is_ok());
        }
    }
    assert!(read < whole.len(), "{read}");
    // With one, nothing does.
    let sealed = file("legacy.p12");
    for position in (0..sealed.len()).step_by(61) {
        let mut damaged = sealed.clone();
        damaged[position] ^= 0x10;
        assert!(SigningKey::from_pkcs12(&damaged, PASSWORD).is_err(), "{position}");
    }
}

#[test]
fn a_file_cannot_ask_for_any_amount_of_work() {
    // 2048 rounds, as the seal has them at the end of the file.
    let mut file = file("modern.p12");
    let rounds = file.windows(4).rposition(|window| window == [0x02, 0x02, 0x08, 0x00]).unwrap();
    file.splice(rounds..rounds + 4, [0x02, 0x04, 0x7F, 0xFF, 0xFF, 0xFF]);
    // Two bytes more in the sequence of the seal and in the whole.
    let seal = file[..rounds].windows(2).rposition(|window| window == [0x30, 0x41]).unwrap();
    file[seal + 1] += 2;
    file[3] += 2;
    assert!(refusal(SigningKey::from_pkcs12(&file, PASSWORD)).contains("round"));
}
