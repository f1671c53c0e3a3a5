use super::{Aspect, Change, Evidence, Finding, Place, compare};
use crate::diagnostic::Sink;
use crate::model::Model;
use crate::source::Limits;

/// A model of component schemas, as YAML in flow style.
fn model(schemas: &str) -> Model {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{ title: Sak, version: 1.0.0 }}\npaths:\n  /sak:\n    get:\n      operationId: hentSak\n      \
         responses:\n        '200':\n          description: ok\n          content:\n            application/json:\n              \
         schema: {{ $ref: '#/components/schemas/Sak' }}\ncomponents:\n  schemas:\n{schemas}"
    );
    let folder = std::collections::BTreeMap::from([("openapi.yaml".to_owned(), document.into_bytes())]);
    let mut sink = Sink::default();
    let model = crate::read(&folder, &["openapi.yaml".to_owned()], &Limits::default(), &mut sink);
    assert!(!sink.has_errors(), "{:?}", sink.diagnostics());
    model
}

/// A model of one record with these properties.
fn record(properties: &str) -> Model {
    model(&format!("    Sak: {{ type: object, properties: {{ {properties} }} }}\n"))
}

fn member(name: &str) -> Place {
    Place::Member("Sak".to_owned(), name.to_owned())
}

fn found(old: &Model, new: &Model) -> Vec<(Place, Change)> {
    compare(old, new).into_iter().map(|Finding { place, change }| (place, change)).collect()
}

fn changed(aspect: Aspect, old: &str, new: &str) -> Change {
    Change::Changed { aspect, old: old.to_owned(), new: new.to_owned() }
}

fn renamed(to: &str, evidence: Evidence) -> Change {
    Change::PerhapsRenamed { to: to.to_owned(), evidence }
}

#[test]
fn a_model_is_like_itself() {
    let same = record("navn: { type: string, maxLength: 9 }, beloep: { type: integer }");
    assert_eq!(compare(&same, &same), []);
    let described = record("navn: { type: string, maxLength: 9, description: Et navn }, beloep: { type: integer }");
    assert_eq!(compare(&same, &described), [], "descriptions do not count");
}

#[test]
fn members_are_told_apart_aspect_by_aspect() {
    let old = record("a: { type: string }, b: { type: string }, c: { type: string }");
    let new =
        record("a: { type: integer }, b: { type: array, items: { type: string } }, c: { type: string, maxLength: 4 }");
    assert_eq!(
        found(&old, &new),
        [
            (member("a"), changed(Aspect::Type, "text", "integer")),
            (member("b"), changed(Aspect::Occurs, "0..1", "0..*")),
            (member("c"), changed(Aspect::Facets, "", "max length 4")),
        ]
    );
}

#[test]
fn added_removed_and_the_order_of_the_others() {
    let old = record("a: { type: string }, b: { type: boolean }, c: { type: integer }");
    let new = record("c: { type: integer }, a: { type: string }, d: { type: number }");
    assert_eq!(
        found(&old, &new),
        [
            (member("d"), Change::Added),
            (member("b"), Change::Removed),
            (Place::Type("Sak".to_owned()), changed(Aspect::Order, "a, c", "c, a")),
        ]
    );
}

#[test]
fn a_name_that_is_spelt_better_is_perhaps_a_new_name() {
    let old = record("a: { type: string }, registreringstidpunkt: { type: string }");
    let new = record("registreringstidspunkt: { type: string }, a: { type: string }");
    assert_eq!(
        found(&old, &new)[0],
        (member("registreringstidpunkt"), renamed("registreringstidspunkt", Evidence::Spelling))
    );
    // Of another type: two members.
    let new = record("registreringstidspunkt: { type: integer }, a: { type: string }");
    assert_eq!(
        found(&old, &new)[..2],
        [(member("registreringstidspunkt"), Change::Added), (member("registreringstidpunkt"), Change::Removed),]
    );
}

#[test]
fn position_is_evidence_where_the_type_is_the_same() {
    let old = record("a: { type: string }, b: { type: number }, c: { type: string }");
    let new = record("a: { type: string }, noeAnnet: { type: number }, c: { type: string }");
    assert_eq!(found(&old, &new), [(member("b"), renamed("noeAnnet", Evidence::Position))]);
    // Two candidates: none.
    let new = record("a: { type: string }, noe: { type: number }, annet: { type: number }, c: { type: string }");
    assert!(found(&old, &new).iter().all(|(_, change)| matches!(change, Change::Added | Change::Removed)));
}

#[test]
fn a_concept_is_evidence_and_another_concept_is_evidence_against() {
    let link = |id: &str| {
        format!(
            "{{ type: string, description: \"(<a href='https://data.skatteetaten.no/begrep/{id}'>Begrepsreferanse</a>)\" }}"
        )
    };
    let old = record(&format!("foer: {}", link("1f")));
    assert_eq!(
        found(&old, &record(&format!("etter: {}", link("1f")))),
        [(member("foer"), renamed("etter", Evidence::Concept))]
    );
    let other = found(&old, &record(&format!("etter: {}", link("2f"))));
    assert_eq!(other, [(member("etter"), Change::Added), (member("foer"), Change::Removed)]);
}

#[test]
fn a_type_of_the_same_content_is_perhaps_renamed_and_its_users_are_not_retyped() {
    let schemas = |name: &str| {
        format!(
            "    Sak: {{ type: object, properties: {{ del: {{ $ref: '#/components/schemas/{name}' }} }} }}\n    {name}: {{ type: \
             object, properties: {{ x: {{ type: string }}, y: {{ type: string }}, z: {{ type: string }} }} }}\n"
        )
    };
    let found = found(&model(&schemas("Del")), &model(&schemas("Part")));
    assert_eq!(found, [(Place::Type("Del".to_owned()), renamed("Part", Evidence::Content))]);
}

#[test]
fn a_type_that_is_spelt_otherwise_takes_its_members_along() {
    let schemas = |ty: &str, member: &str, more: &str| {
        format!(
            "    Sak: {{ type: object, properties: {{ {member}: {{ $ref: '#/components/schemas/{ty}' }} }} }}\n    {ty}: {{ \
             type: object, properties: {{ x: {{ type: string }}, {more}: {{ type: string }} }} }}\n"
        )
    };
    let old = model(&schemas("OpplysningerOmSak", "opplysningerOmSak", "y"));
    let new = model(&schemas("OpplysningOmSak", "opplysningOmSak", "ny"));
    let found = found(&old, &new);
    let ty = Place::Type("OpplysningerOmSak".to_owned());
    assert!(found.contains(&(ty, renamed("OpplysningOmSak", Evidence::Spelling))), "{found:?}");
    assert!(
        found.contains(&(member("opplysningerOmSak"), renamed("opplysningOmSak", Evidence::Spelling))),
        "{found:?}"
    );
}

#[test]
fn values_of_enumerations() {
    let old = model(
        "    Sak: { type: object, properties: { k: { $ref: '#/components/schemas/K' } } }\n    K: { type: string, enum: [a, b] }\n",
    );
    let new = model(
        "    Sak: { type: object, properties: { k: { $ref: '#/components/schemas/K' } } }\n    K: { type: string, enum: [b, c] }\n",
    );
    let value = |value: &str| Place::Value("K".to_owned(), value.to_owned());
    assert_eq!(found(&old, &new), [(value("c"), Change::Added), (value("a"), Change::Removed)]);
}

#[test]
fn operations_and_their_answers() {
    let old = record("a: { type: string }");
    let mut new = old.clone();
    new.api.servers.push(crate::model::Server {
        url: "https://sak.example.org/v2".to_owned(),
        template: String::new(),
        description: None,
    });
    new.api.operations[0].path = "/saker".to_owned();
    new.api.operations[0].responses[0].bodies.clear();
    assert_eq!(
        found(&old, &new),
        [
            (Place::Api, changed(Aspect::Servers, "", "https://sak.example.org/v2")),
            (Place::Operation("hentSak".to_owned()), changed(Aspect::Path, "/sak", "/saker")),
            (
                Place::Answer("hentSak".to_owned(), "200".to_owned()),
                changed(Aspect::Bodies, "application/json: Sak", "")
            ),
        ]
    );
}
