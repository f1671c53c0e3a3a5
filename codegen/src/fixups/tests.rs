use super::apply;
use crate::diagnostic::Sink;
use crate::model::{Member, Model, Shape, Tag, TypeRef, XmlNode};
use crate::source::Limits;
use crate::spec::{Fixup, Rule};

const DOCUMENT: &str = "\
openapi: 3.0.3
info: { title: Sak, version: 1.0.0 }
paths:
  /sak:
    get:
      operationId: hentSak
      responses:
        '200':
          description: ok
          content: { application/json: { schema: { $ref: '#/components/schemas/Sak' } } }
components:
  schemas:
    Sak:
      type: object
      required: [registreringstidspunkt]
      properties:
        registreringstidspunkt: { type: string, format: date-time }
        antall: { $ref: '#/components/schemas/Antall' }
        kategori: { type: string }
        deler: { type: array, items: { $ref: '#/components/schemas/Del' } }
        svar: { $ref: '#/components/schemas/Del' }
    Del: { type: object, properties: { navn: { type: string } } }
    Antall: { type: number }
";

fn model() -> Model {
    let folder = std::collections::BTreeMap::from([("openapi.yaml".to_owned(), DOCUMENT.as_bytes().to_vec())]);
    let mut sink = Sink::default();
    let model = crate::read(&folder, &["openapi.yaml".to_owned()], &Limits::default(), &mut sink);
    assert!(!sink.has_errors(), "{:?}", sink.diagnostics());
    model
}

fn fixup(rule: Rule, at: &str, name: Option<&str>) -> Fixup {
    Fixup {
        rule,
        at: at.to_owned(),
        name: name.map(str::to_owned),
        reason: "a published payload".to_owned(),
        position: Some((3, 6)),
        start: 0,
    }
}

/// The model after the fixup, and what was found.
fn fixed(rule: Rule, at: &str, name: Option<&str>) -> (Model, Vec<String>) {
    let (mut model, mut sink) = (model(), Sink::default());
    apply(&mut model, &[fixup(rule, at, name)], "api.toml", &mut sink);
    (model, sink.diagnostics().iter().map(ToString::to_string).collect())
}

fn members<'a>(model: &'a Model, key: &str) -> &'a [Member] {
    match &model.types[key].shape {
        Shape::Struct(record) => &record.members,
        other => panic!("{key} is {other:?}"),
    }
}

fn member<'a>(model: &'a Model, name: &str) -> &'a Member {
    members(model, "Sak").iter().find(|member| member.name == name).unwrap()
}

fn variants(model: &Model, ty: &TypeRef) -> Vec<(String, TypeRef)> {
    let TypeRef::Named(key) = ty else { panic!("{ty:?} has no name") };
    match &model.types[key].shape {
        Shape::Union(union) if union.tag == Tag::Untagged => {
            union.variants.iter().map(|variant| (variant.tag.clone(), variant.ty.clone())).collect()
        }
        other => panic!("{key} is {other:?}"),
    }
}

#[test]
fn one_or_many() {
    let (model, found) = fixed(Rule::OneOrMany, "Sak.deler", None);
    assert!(member(&model, "deler").or_one && found.is_empty(), "{found:?}");
    let (model, _) = fixed(Rule::OneOrMany, "Sak.kategori", None);
    assert!(member(&model, "kategori").or_one && member(&model, "kategori").occurs.is_list());
}

#[test]
fn also_named() {
    let (model, found) = fixed(Rule::AlsoNamed, "Sak.registreringstidspunkt", Some("registreringstidpunkt"));
    assert_eq!(found, [""; 0]);
    let names: Vec<&str> = members(&model, "Sak").iter().map(|m| m.name.as_str()).collect();
    assert_eq!(names[..2], ["registreringstidspunkt", "registreringstidpunkt"]);
    let (first, second) = (&members(&model, "Sak")[0], &members(&model, "Sak")[1]);
    assert!(!first.occurs.required && !second.occurs.required);
    assert_eq!((&first.ty, second.xml.name.local.as_str()), (&second.ty, "registreringstidpunkt"));
}

#[test]
fn number_as_text() {
    let (model, found) = fixed(Rule::NumberAsText, "Sak.antall", None);
    assert_eq!(found, [""; 0]);
    let variants = variants(&model, &member(&model, "antall").ty);
    assert_eq!(variants.iter().map(|(tag, _)| tag.as_str()).collect::<Vec<_>>(), ["tall", "tekst"]);
}

#[test]
fn text_as_number() {
    let (model, found) = fixed(Rule::TextAsNumber, "Sak.kategori", None);
    assert_eq!(found, [""; 0]);
    let variants = variants(&model, &member(&model, "kategori").ty);
    assert_eq!(variants.iter().map(|(tag, _)| tag.as_str()).collect::<Vec<_>>(), ["tekst", "tall"]);
}

#[test]
fn only_in_json() {
    let (model, found) = fixed(Rule::OnlyInJson, "Sak.svar", None);
    assert_eq!(found, [""; 0]);
    assert_eq!(member(&model, "svar").xml.node, XmlNode::Group);
}

#[test]
fn wrapped_items() {
    let (model, found) = fixed(Rule::WrappedItems, "Sak.deler", Some("del"));
    assert_eq!(found, [""; 0]);
    let variants = variants(&model, &member(&model, "deler").ty);
    assert_eq!(variants[0].1, TypeRef::Named("Del".to_owned()));
    let TypeRef::Named(wrapped) = &variants[1].1 else { panic!("{variants:?}") };
    assert_eq!(members(&model, wrapped)[0].name, "del");
}

#[test]
fn a_fixup_that_fits_nothing_is_an_error() {
    for (rule, at, name, message) in [
        (Rule::OneOrMany, "Sak.borte", None, "no member is called `Sak.borte`"),
        (Rule::OneOrMany, "Borte.deler", None, "no member is called `Borte.deler`"),
        (Rule::OneOrMany, "Sak", None, "no member is called `Sak`"),
        (Rule::AlsoNamed, "Sak.antall", Some("deler"), "there is a member `deler` already"),
        (Rule::AlsoNamed, "Sak.antall", None, "the rule needs a `name`"),
        (Rule::NumberAsText, "Sak.kategori", None, "it is no number, but text"),
        (Rule::TextAsNumber, "Sak.antall", None, "it is no text, but Antall = decimal"),
        (Rule::OnlyInJson, "Sak.deler", None, "it is no element of one record"),
        (Rule::OnlyInJson, "Sak.antall", None, "it is no element of one record"),
        (Rule::WrappedItems, "Sak.antall", Some("del"), "its items are no records"),
        (Rule::WrappedItems, "Sak.deler", Some("navn"), "its items have a member `navn` already"),
    ] {
        let (after, found) = fixed(rule, at, name);
        assert_eq!(after, model(), "nothing is changed");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(&format!("error[E0502] api.toml:3:6 at {at}: {message}\n")), "{}", found[0]);
    }
}

#[test]
fn the_table_of_rules_is_complete() {
    assert!(super::RULES.is_sorted_by_key(|(rule, _)| *rule));
    assert_eq!(super::RULES.len(), Rule::ALL.len());
}
