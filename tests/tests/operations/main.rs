//! Every operation of every generated crate, called over real HTTP on loopback: success and an error code of its own, in
//! each format. What arrives at the server is compared with the row in [`calls`], and the row with the model of the
//! document.

#[macro_use]
mod macros;
mod calls;
mod case;

use std::collections::BTreeSet;

use case::{FEIL_JSON, SPECS, TOKEN, spec};
use skatteetaten::client::{Environment, ErrorKind, StaticToken};
use skatteetaten_tests::all_well;
use skatteetaten_tests::http::{Answer, Server};

#[tokio::test]
async fn every_operation_over_http() {
    let mut failures = Vec::new();
    let cases = calls::cases();
    for case in &cases {
        let mut found = vec![case.is_complete(), case.check(false).await];
        if case.xml {
            found.push(case.check(true).await);
        }
        let found = found.into_iter().filter_map(Result::err);
        failures.extend(found.map(|error| format!("{} {}: {error}", case.library, case.operation)));
    }
    all_well(&failures, cases.len());
}

#[test]
fn every_operation_of_every_crate_has_a_row() {
    let declared: BTreeSet<(String, String)> = SPECS
        .iter()
        .flat_map(|(package, spoken)| spoken.made.model.api.operations.iter().map(|o| (package.clone(), o.id.clone())))
        .collect();
    let cases = calls::cases();
    let rows: Vec<(String, String)> = cases.iter().map(|case| (case.package(), case.operation.to_owned())).collect();
    assert_eq!(rows.iter().cloned().collect::<BTreeSet<_>>(), declared);
    assert_eq!(rows.len(), declared.len(), "a row an operation");
}

/// Crates of types alone, and why. Sorted.
const TYPES_ONLY: &[(&str, &str)] = &[
    ("beregningsgrunnlag-vannkraftanlegg-v1", "neither host nor path is published"),
    ("boligsameie-v1", "where the required idempotencyKey goes is not published"),
    ("eiendomsskattegrunnlag-vannkraftanlegg-v1", "neither host nor path is published"),
    ("feil-v1", "the error body of all services, and no service"),
    ("formuesobjekt-fast-eiendom-v1", "neither host nor path is published"),
    ("formuesverdi-fast-eiendom-v1", "neither host nor path is published"),
    ("frister-v1", "neither host nor path is published"),
    ("kalendertjeneste-v1", "neither host nor path is published"),
    ("kravogbetalinger-v0", "paths of the beta are not published"),
    ("mvamelding-v1", "no path is published"),
    ("mvaregister-v1", "no path is published"),
    ("oppgaveinnlevering-v1", "a schema, and nothing else, is published"),
    ("rettsinformasjon-v1", "neither host nor path is published"),
    ("selskapsmelding-v1", "neither host nor path is published"),
    ("skatteplikt-upersonlig-v1", "no path is published"),
    ("tilleggsskatt-v1", "no path is published"),
    ("tjenestepensjonsavtale-v1", "no path is published"),
];

#[test]
fn crates_without_operations_have_types_alone() {
    let without = SPECS.iter().filter(|(_, spoken)| spoken.made.model.api.operations.is_empty());
    let without: Vec<&str> = without.map(|(package, _)| package.as_str()).collect();
    let listed: Vec<&str> = TYPES_ONLY.iter().map(|(package, _)| *package).collect();
    assert_eq!(without, listed);
    for (package, reason) in TYPES_ONLY {
        let client = skatteetaten_tests::root().join("generated").join(package).join("src/client.rs");
        assert!(!client.exists(), "{package} has a client, but is listed: {reason}");
    }
}

#[tokio::test]
async fn each_list_of_events_has_an_address_of_its_own() {
    let declared = &spec("hendelser-v1").spec.hendelseslister;
    let lists = hendelser_v1::hendelseslister::ALL;
    assert_eq!(lists.len(), declared.len());
    let mut addresses = BTreeSet::new();
    for (list, declared) in lists.iter().zip(declared) {
        let urls = (list.base_urls.test, list.base_urls.production);
        assert_eq!(urls, (declared.base_urls.test.as_deref(), declared.base_urls.prod.as_deref()), "{}", list.name);
        addresses.extend(urls.0.into_iter().chain(urls.1));
        assert!(list.scopes.is_empty() || *list.scopes == *declared.scopes, "{}", list.name);

        let server = Server::always(Answer::json(404, FEIL_JSON.replace("KODE", "FA-005"))).await.expect("a port");
        let call = |environment| hendelser_v1::Client::of_list(list, environment, StaticToken::new(TOKEN));
        let error = call(Environment::custom(server.url())).hent_hendelser(1, 1000).send().await.expect_err("404");
        assert_eq!((error.api(), error.kode()), (list.name, Some(&hendelser_v1::Feilkode::Fa005)));
        if urls.1.is_none() {
            let error = call(Environment::Production).hent_hendelser(1, 1000).send().await.expect_err("no base URL");
            assert_eq!(error.kind(), ErrorKind::Configuration);
        }
    }
    let known = declared.iter().flat_map(|l| [&l.base_urls.test, &l.base_urls.prod]).flatten().count();
    assert_eq!(addresses.len(), known, "an address is that of one list");
}
