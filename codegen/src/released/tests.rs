//! A released state and a newer document: what becomes of the crate.

use std::collections::BTreeMap;

use super::{Facts, Made, Released, Version, make, next, sections};
use crate::diagnostic::{Sink, codes};
use crate::drift::catalogue::Bump;
use crate::model::Model;
use crate::plan::{RuntimeDependency, Settings};
use crate::source::Limits;
use crate::spec::{ErrorCode, Spec};

const HEAD: &str = "openapi: 3.0.3\ninfo: { title: Sak, version: 1.0.0 }\npaths:\n  /sak:\n    get:\n      operationId: hentSak\n      \
                    parameters: [{ name: aar, in: query, required: true, schema: { type: string } }]\n      responses:\n        \
                    '200':\n          description: ok\n          content:\n            application/json:\n              schema: { \
                    $ref: '#/components/schemas/Sak' }\ncomponents:\n  schemas:\n";

fn read(document: String, name: &str) -> Model {
    let folder = BTreeMap::from([(name.to_owned(), document.into_bytes())]);
    let mut sink = Sink::default();
    let model = crate::read(&folder, &[name.to_owned()], &Limits::default(), &mut sink);
    assert!(!sink.has_errors(), "{:?}", sink.diagnostics());
    model
}

/// A model of these schemas.
fn json(schemas: &str) -> Model {
    read(format!("{HEAD}{schemas}\n"), "openapi.yaml")
}

/// A model of a schema whose type `Sak` holds this.
fn xml(content: &str) -> Model {
    let head = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"urn:sak\" xmlns=\"urn:sak\" \
                elementFormDefault=\"qualified\"><xs:element name=\"sak\" type=\"Sak\"/><xs:complexType name=\"Sak\">";
    read(format!("{head}{content}</xs:complexType></xs:schema>"), "schema.xsd")
}

fn settings(made: &Made<'_>) -> Settings {
    Settings {
        api: "sak".to_owned(),
        version: "v1".to_owned(),
        spec: Spec::default(),
        older: None,
        pinned: made.pinned.clone(),
        release: made.release.clone(),
        runtime: RuntimeDependency::Workspace,
        command: "cargo xtask regen".to_owned(),
    }
}

/// The state of a release of a model, after others.
fn release(model: &Model, last: Option<&Released>) -> Released {
    let made = make("sak-v1", model, &Spec::default(), last);
    let plan = crate::plan::build(&made.model, &settings(&made), &mut Sink::default());
    let version = last.map_or(Version::FIRST, |last| next(last, &made.drift));
    let released = Released::new(
        version,
        model.clone(),
        Facts::default(),
        made.model.into_owned(),
        plan.names.clone(),
        plan.release.sections,
    );
    // What is written is what is read.
    let again = Released::parse("released.json", &released.text()).unwrap();
    assert_eq!(again, released);
    again
}

/// All source of the crate of `new` after `last`, in one text without line ends.
fn source(new: &Model, last: &Released) -> String {
    let made = make("sak-v1", new, &Spec::default(), Some(last));
    let mut sink = Sink::default();
    let files = crate::generate(&made.model, &settings(&made), &mut sink).unwrap();
    let sources = files.iter().filter(|(path, _)| path.starts_with("src/"));
    sources.map(|(_, text)| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// After a release of `old`, the crate of `new` has all of these.
fn holds(old: &Model, new: &Model, expected: &[&str]) {
    let source = source(new, &release(old, None));
    for fragment in expected {
        assert!(source.contains(fragment), "{fragment} is not in {source}");
    }
}

fn props(properties: &str) -> Model {
    json(&format!("    Sak: {{ type: object, properties: {{ {properties} }} }}"))
}

#[test]
fn nothing_is_held_that_was_not_released() {
    let model = props("a: { type: string }");
    let made = make("sak-v1", &model, &Spec::default(), None);
    assert_eq!((&*made.model, made.release.version.as_str()), (&model, "0.1.0"));
    assert!(made.drift.findings.is_empty() && made.pinned.types.is_empty());
}

#[test]
fn what_was_optional_stays_so() {
    let new = json("    Sak: { type: object, required: [a], properties: { a: { type: string } } }");
    holds(&props("a: { type: string, nullable: true }"), &new, &["pub a: Option<String>"]);
}

#[test]
fn lists_of_xml_stay_lists() {
    let element = |most: &str| {
        xml(&format!("<xs:sequence><xs:element name=\"a\" type=\"xs:string\" minOccurs=\"0\" {most}/></xs:sequence>"))
    };
    holds(&element("maxOccurs=\"unbounded\""), &element(""), &["pub a: Vec<String>"]);
    // The other way is what the document says: an `Option` would lose values.
    holds(&element(""), &element("maxOccurs=\"unbounded\""), &["pub a: Vec<String>"]);
}

#[test]
fn members_that_could_be_absent_stay_and_are_deprecated() {
    let gone =
        "#[deprecated = \"the documents no longer have it, and a later major version will not\"] pub b: Option<String>";
    holds(
        &props("a: { type: string }, b: { type: string }"),
        &props("a: { type: string }"),
        &[gone, "`b`; no longer in the documents", "#![allow(deprecated, reason"],
    );
}

#[test]
fn required_members_that_are_gone_are_gone() {
    let old =
        json("    Sak: { type: object, required: [b], properties: { a: { type: string }, b: { type: string } } }");
    assert!(!source(&props("a: { type: string }"), &release(&old, None)).contains("pub b"));
}

#[test]
fn types_of_what_stays_stay() {
    let old = json(
        "    Sak: { type: object, properties: { a: { type: string }, del: { $ref: '#/components/schemas/Del' } } }\n    Del: { type: \
         object, properties: { x: { type: string } } }",
    );
    holds(&old, &props("a: { type: string }"), &["pub del: Option<Box<Del>>", "pub struct Del {"]);
}

#[test]
fn values_stay_and_new_ones_do_not_take_their_names() {
    let values = |values: &str| props(&format!("a: {{ type: string, enum: [{values}] }}"));
    holds(&values("ja, nei"), &values("JA, nei"), &["] Ja, ", "Ja2, "]);
}

#[test]
fn scalars_stay_as_wide_as_they_were() {
    let of = |schema: &str| props(&format!("a: {schema}"));
    let (text, codes) = (of("{ type: string }"), of("{ type: string, enum: [p, q] }"));
    holds(&text, &codes, &["pub a: Option<String>"]);
    holds(&codes, &text, &["pub a: Option<A>", "pub enum A {"]);
    holds(&of("{ type: number }"), &of("{ type: integer }"), &["pub a: Option<skatteetaten::Decimal>"]);
    holds(&of("{ type: integer }"), &of("{ type: number }"), &["pub a: Option<skatteetaten::Decimal>"]);
}

#[test]
fn branches_of_choices_stay() {
    let choice = |names: &[&str]| {
        let elements: String = names.iter().map(|n| format!("<xs:element name=\"{n}\" type=\"xs:string\"/>")).collect();
        xml(&format!("<xs:choice>{elements}</xs:choice>"))
    };
    holds(&choice(&["a", "b", "c"]), &choice(&["a", "b"]), &["pub c: Option<String>", "C(&'a String)"]);
}

#[test]
fn names_stay_with_what_they_were_given_to() {
    let part = |name: &str| {
        json(&format!(
            "    Sak: {{ type: object, properties: {{ del: {{ $ref: '#/components/schemas/{name}' }} }} }}\n    {name}: {{ type: \
             object, properties: {{ x: {{ type: string }}, y: {{ type: string }}, z: {{ type: string }} }} }}"
        ))
    };
    holds(&part("Del"), &part("Part"), &["pub del: Option<Box<Del>>", "pub struct Del {"]);
    let mut new = part("Del");
    let operation = &mut new.api.operations[0];
    (operation.id, operation.parameters[0].name) = ("lesSak".to_owned(), "inntektsaar".to_owned());
    operation.parameters[0].required = false;
    let source = source(&new, &release(&part("Del"), None));
    assert!(source.contains("pub fn hent_sak"), "{source}");
}

#[test]
fn arguments_stay_arguments() {
    let old = props("a: { type: string }");
    let mut new = old.clone();
    new.api.operations[0].parameters[0].required = false;
    holds(&old, &new, &["pub fn hent_sak(&self, aar: &str"]);
}

/// Over several releases: what was kept stays kept, and is told once.
#[test]
fn releases_follow_each_other() {
    let first = release(&props("a: { type: string }, b: { type: string }"), None);
    let mut less = props("a: { type: string }");
    less.documents[0].version = Some("1.1.0".to_owned());
    let made = make("sak-v1", &less, &Spec::default(), Some(&first));
    assert_eq!((made.release.version.as_str(), made.drift.bump()), ("0.1.1", Bump::Minor));
    let told = &made.release.sections[0];
    assert_eq!(
        told.lines,
        [
            "`Sak.b`: an optional member was removed (text, 0..1). Callers who use it compile, and get something else. Do \
             without it: it will always be absent. (F3)"
        ]
    );
    let second = release(&less, Some(&first));
    let made = make("sak-v1", &less, &Spec::default(), Some(&second));
    assert_eq!((made.release.version.as_str(), made.drift.findings.len()), ("0.1.1", 0));
    assert_eq!(made.release.sections.len(), 2, "the history stays");
    assert!(source(&less, &second).contains("pub b: Option<String>"));
    // Released crates fail on this: the next version says so.
    let wider = json("    Sak: { type: object, properties: { a: { type: array, items: { type: string } } } }");
    let made = make("sak-v1", &wider, &Spec::default(), Some(&second));
    let lines = sections(&second, &made.drift, next(&second, &made.drift))[0].lines.join("\n");
    assert_eq!(made.release.version, "0.2.0");
    assert!(lines.contains("Releases before 0.2.0 cannot decode it. Callers who use it do not compile."), "{lines}");
}

/// What was kept and comes back as something else is new to the documents, and a break to callers.
#[test]
fn what_comes_back_as_something_else_is_a_break() {
    let first = release(&props("a: { type: string }, b: { type: string }"), None);
    let second = release(&props("a: { type: string }"), Some(&first));
    let of = |schema: &str| {
        let back = props(&format!("a: {{ type: string }}, b: {schema}"));
        make("sak-v1", &back, &Spec::default(), Some(&second)).drift.bump()
    };
    assert_eq!(of("{ type: string }"), Bump::Minor);
    assert_eq!(of("{ type: integer }"), Bump::Major);
}

#[test]
fn views_of_choices_keep_their_names() {
    let choice = |names: [&str; 2]| {
        format!(
            "<xs:choice minOccurs=\"0\"><xs:element name=\"{}\" type=\"xs:string\"/><xs:element name=\"{}\" \
             type=\"xs:string\"/></xs:choice>",
            names[0], names[1]
        )
    };
    let of = |choices: &[[&str; 2]]| {
        let content: String = choices.iter().map(|names| choice(*names)).collect();
        xml(&format!("<xs:sequence>{content}</xs:sequence>"))
    };
    let (old, new) = (of(&[["a", "b"], ["c", "d"]]), of(&[["p", "q"], ["a", "b"], ["c", "d"]]));
    holds(
        &old,
        &new,
        &[
            "pub fn choice(&self) -> Result<Option<SakChoice<'_>>",
            "self.a.as_ref().map(SakChoice::A)",
            "self.c.as_ref().map(SakChoice2::C)",
            "pub fn choice_3(&self) -> Result<Option<SakChoice3<'_>>",
            "self.p.as_ref().map(SakChoice3::P)",
        ],
    );
}

/// A choice that repeats now reads the elements: kept beside it, members would take them away.
#[test]
fn members_that_a_choice_took_in_are_not_kept() {
    let choice = |occurs: &str| {
        xml(&format!(
            "<xs:choice {occurs}><xs:element name=\"a\" type=\"xs:string\"/><xs:element name=\"b\" \
             type=\"xs:string\"/></xs:choice>"
        ))
    };
    let many = "maxOccurs=\"unbounded\"";
    let repeated = source(&choice(many), &release(&choice(""), None));
    assert!(!repeated.contains("pub a: Option<String>, pub b: Option<String>"), "{repeated}");
    let once = source(&choice(""), &release(&choice(many), None));
    assert!(once.contains("pub a: Option<String>") && !once.contains("group("), "{once}");
}

#[test]
fn types_of_roots_that_are_gone_are_still_read() {
    let roots = |more: &str| {
        read(
            format!(
                "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"urn:sak\" xmlns=\"urn:sak\" \
                 elementFormDefault=\"qualified\"><xs:element name=\"sak\" type=\"Sak\"/>{more}<xs:complexType \
                 name=\"Sak\"><xs:sequence><xs:element name=\"a\" \
                 type=\"xs:string\"/></xs:sequence></xs:complexType></xs:schema>"
            ),
            "schema.xsd",
        )
    };
    let other = "<xs:element name=\"annen\"><xs:complexType><xs:sequence><xs:element name=\"z\" \
                 type=\"xs:int\"/></xs:sequence></xs:complexType></xs:element>";
    holds(&roots(other), &roots(""), &["root \"annen\"", "root \"sak\"", "pub struct Annen {"]);
}

#[test]
fn what_is_only_sent_keeps_its_name_in_rust() {
    let of = |member: &str| {
        let schemas = format!(
            "    Sak: {{ type: object, properties: {{ a: {{ type: string }} }} }}\n    Ny: {{ type: object, required: [p, {member}], \
             properties: {{ p: {{ type: string }}, {member}: {{ type: string }} }} }}"
        );
        let body =
            "      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Ny' } } } }\n";
        let document = format!("{HEAD}{schemas}\n").replace("    get:\n", "    post:\n");
        read(document.replace("      responses:\n", &format!("{body}      responses:\n")), "openapi.yaml")
    };
    holds(&of("foersteNavn"), &of("fornavn"), &["pub foerste_navn: String", "element(\"fornavn\")"]);
}

#[test]
fn versions_step_by_the_worst_and_are_neither_lowered_nor_skipped() {
    let version = |text: &str| text.parse::<Version>().unwrap();
    for (from, bump, to) in [
        ("0.1.3", Bump::No, "0.1.3"),
        ("0.1.3", Bump::Patch, "0.1.4"),
        ("0.1.3", Bump::Minor, "0.1.4"),
        ("0.1.3", Bump::Major, "0.2.0"),
        ("1.2.3", Bump::Patch, "1.2.4"),
        ("1.2.3", Bump::Minor, "1.3.0"),
        ("1.2.3", Bump::Major, "2.0.0"),
    ] {
        assert_eq!(version(from).after(bump), version(to), "{from} {bump}");
    }
    let judge = |asked: &str, from: &str, least| {
        version(asked).follows(version(from), least, "released.json").map_err(|fault| fault.code)
    };
    assert_eq!(judge("1.3.0", "1.2.3", Bump::Minor), Ok(()));
    assert_eq!(judge("2.0.0", "1.2.3", Bump::Minor), Ok(()));
    assert_eq!(judge("1.0.0", "0.7.2", Bump::Patch), Ok(()));
    // A release rises, whatever changed.
    assert_eq!(judge("1.2.3", "1.2.3", Bump::No), Err(codes::E0506));
    assert_eq!(judge("1.2.4", "1.2.3", Bump::No), Ok(()));
    assert_eq!(judge("1.2.4", "1.2.3", Bump::Minor), Err(codes::E0506));
    assert_eq!(judge("1.2.2", "1.2.3", Bump::No), Err(codes::E0506));
    assert_eq!(judge("1.4.0", "1.2.3", Bump::Minor), Err(codes::E0507));
    assert!("1.2".parse::<Version>().is_err() && "1.2.x".parse::<Version>().is_err());
}

#[test]
fn a_file_that_is_not_usable_says_where() {
    for text in ["{", "{}", "{\"schema\":1,\"version\":\"1\"}"] {
        assert_eq!(Released::parse("released.json", text).unwrap_err().code, codes::E0505, "{text}");
    }
    let text = release(&props("a: { type: string }"), None).text().replacen("\"schema\": 1", "\"schema\": 2", 1);
    assert!(Released::parse("released.json", &text).unwrap_err().message.starts_with("`schema` is 2"));
}

#[test]
fn an_error_code_that_goes_is_a_major_step() {
    let model = props("a: { type: string }");
    let code = |kode: &str| ErrorCode { kode: kode.to_owned(), http: 404, area: "SAK".to_owned() };
    let spec = |codes: &[&str]| Spec { errors: codes.iter().map(|kode| code(kode)).collect(), ..Spec::default() };
    let facts = Facts::from(&spec(&["SA-001", "SA-002"]));
    let last = Released { facts, ..release(&model, None) };
    assert_eq!(Released::parse("released.json", &last.text()).unwrap(), last);
    let bump = |codes: &[&str]| make("sak-v1", &model, &spec(codes), Some(&last)).drift.bump();
    assert_eq!(bump(&["SA-001", "SA-002"]), Bump::No);
    assert_eq!(bump(&["SA-001", "SA-002", "SA-003"]), Bump::Minor);
    assert_eq!(bump(&["SA-001"]), Bump::Major);
    let lines = make("sak-v1", &model, &spec(&["SA-001"]), Some(&last)).release.sections[0].lines.join("\n");
    assert_eq!(
        lines,
        "`Feilkode`: an error code was removed: SA-002. Callers who use it do not compile. Do not wait for the code; another \
         may have taken its place. (E11)"
    );
}
