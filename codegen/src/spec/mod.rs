//! `api.toml`: what the documents of an API version do not say.

mod places;

pub use places::Places;

use serde::{Deserialize, Serialize};
use toml::de::DeTable;

use crate::diagnostic::{Diagnostic, Location, codes};
use crate::source::LineTable;

/// The content of an `api.toml`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Spec {
    /// Title of the service.
    pub title: String,
    /// Version of the service, such as `v2`.
    pub version: String,
    /// The documents of the folder, in the order in which they are read.
    pub documents: Vec<String>,
    /// What the service gives, in one sentence.
    pub summary: String,
    /// Where the document is published on SwaggerHub.
    pub swaggerhub: Option<SwaggerHub>,
    /// Where other files of the folder are published.
    pub published: Vec<Published>,
    /// Upstream has withdrawn this version.
    pub retired: bool,
    /// Income years that the service answers for.
    pub income_years: Option<String>,
    /// OAuth scopes.
    pub scopes: Vec<String>,
    /// Rights packages (`rettighetspakke`) that callers are placed in.
    pub rettighetspakker: Vec<Rettighetspakke>,
    /// Consent of the person or organisation asked about.
    pub samtykke: Option<Samtykke>,
    /// How access is delegated to a supplier.
    pub delegering: Option<Delegering>,
    /// Services beside this one that its callers need, such as its list of events.
    pub stoettetjenester: Vec<Stoettetjeneste>,
    /// Lists of events that the service consists of, where each has an address of its own.
    pub hendelseslister: Vec<Hendelsesliste>,
    /// Formats of the answers: `json`, `xml`.
    pub formats: Vec<String>,
    /// What is known to be missing or uncertain.
    pub known_gaps: Vec<String>,
    /// Base URLs by environment.
    pub base_urls: BaseUrls,
    /// Corrections of what the documents say.
    pub fixups: Vec<Fixup>,
    /// The catalogue of error codes.
    pub errors: Vec<ErrorCode>,
    /// Where the facts were published.
    pub sources: Vec<Source>,
    /// Where all of this stands; nothing where it was not read from a file.
    #[serde(skip)]
    pub places: Places,
}

/// Where a document is published on SwaggerHub.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwaggerHub {
    /// Owner of the document.
    pub owner: String,
    /// Name of the document.
    pub api: String,
    /// Version of the document, where known.
    pub version: Option<String>,
}

/// Where a file of the folder is published that is not on SwaggerHub: a schema, or an example.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// Path in the folder.
    pub file: String,
    /// Its address.
    pub url: String,
}

/// Base URLs by environment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BaseUrls {
    /// The external test environment.
    pub test: Option<String>,
    /// Production.
    pub prod: Option<String>,
}

/// A rights package. In `api.toml` its name alone will do, where nothing more is known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "RettighetspakkeToml")]
pub struct Rettighetspakke {
    /// Name, as it stands in the path of a call.
    pub navn: String,
    /// Stages that it opens; empty where the service has none or they are not published.
    pub stadier: Vec<String>,
    /// Income years or calendar years that it was listed for.
    pub years: Option<String>,
    /// What access rests on.
    pub grunnlag: Option<Grunnlag>,
}

/// What access through a rights package rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grunnlag {
    /// A legal basis of the caller.
    Hjemmel,
    /// Consent of the person or organisation asked about.
    Samtykke,
}

/// As it is written: a name, or a table.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected the name of a rights package, or { navn, stadier, years, grunnlag }")]
enum RettighetspakkeToml {
    Navn(String),
    Tabell(RettighetspakkeTabell),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RettighetspakkeTabell {
    navn: String,
    #[serde(default)]
    stadier: Vec<String>,
    years: Option<String>,
    grunnlag: Option<Grunnlag>,
}

impl From<RettighetspakkeToml> for Rettighetspakke {
    fn from(toml: RettighetspakkeToml) -> Self {
        match toml {
            RettighetspakkeToml::Navn(navn) => Self { navn, ..Self::default() },
            RettighetspakkeToml::Tabell(RettighetspakkeTabell { navn, stadier, years, grunnlag }) => {
                Self { navn, stadier, years, grunnlag }
            }
        }
    }
}

/// Consent in Altinn.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Samtykke {
    /// Code of the consent service in Altinn 2, with its edition: `4804_210607`. The token goes into the header
    /// `AltinnSamtykke`.
    pub altinn2_tjenestekode: Option<String>,
    /// Parameters of a request for consent in Altinn 2.
    pub altinn2_parametre: Vec<String>,
    /// Id of the resource in Altinn 3. The consent is in the token from Maskinporten.
    pub altinn3_ressurs: Option<String>,
}

/// Delegation in Altinn.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delegering {
    /// What the service is called in Altinn, where a consumer delegates it.
    pub altinn_tjeneste: String,
}

/// A service beside this one.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stoettetjeneste {
    /// Title of the service.
    pub title: String,
    /// What it is for: `hendelser` for a list of events.
    pub gives: String,
    /// Its base URLs.
    #[serde(default)]
    pub base_urls: BaseUrls,
}

/// A list of events.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hendelsesliste {
    /// Short name, such as `inntekt`.
    pub navn: String,
    /// Title of the list.
    pub title: String,
    /// OAuth scopes that open it, each by itself.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Its base URLs.
    #[serde(default)]
    pub base_urls: BaseUrls,
}

/// A correction of what the documents say, by what real payloads do.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(from = "FixupToml")]
pub struct Fixup {
    /// What is done.
    pub rule: Rule,
    /// To which member: `Type.member`.
    pub at: String,
    /// The name that the rule needs.
    pub name: Option<String>,
    /// What payloads do, and which.
    pub reason: String,
    /// Line and column of `at`.
    pub position: Option<(u32, u32)>,
    /// Where `at` starts, in bytes.
    pub(crate) start: usize,
}

/// The rules of fixups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The member is called `name` in some answers.
    AlsoNamed,
    /// The number is given as text in some answers.
    NumberAsText,
    /// The object is in JSON alone: in XML its members stand where it would.
    OnlyInJson,
    /// The list is given as its only item in some answers.
    OneOrMany,
    /// The text is given as a number in some answers.
    TextAsNumber,
    /// Each item of the list stands in an object of one member, `name`, in some answers.
    WrappedItems,
}

impl Rule {
    /// All rules, sorted.
    pub const ALL: &[Self] = &[
        Self::AlsoNamed,
        Self::NumberAsText,
        Self::OnlyInJson,
        Self::OneOrMany,
        Self::TextAsNumber,
        Self::WrappedItems,
    ];

    /// What payloads do, in words.
    #[must_use]
    pub fn told(self) -> &'static str {
        match self {
            Self::AlsoNamed => "has another name in some answers, which is a member of its own here",
            Self::NumberAsText => "is a number or a text",
            Self::OnlyInJson => "is an object in JSON alone; in XML its members stand where it would",
            Self::OneOrMany => "is a list or its only item",
            Self::TextAsNumber => "is a text or a number",
            Self::WrappedItems => "has items as such, or each in an object of its own",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FixupToml {
    rule: Rule,
    at: toml::Spanned<String>,
    name: Option<String>,
    reason: String,
}

impl From<FixupToml> for Fixup {
    fn from(FixupToml { rule, at, name, reason }: FixupToml) -> Self {
        let start = at.span().start;
        Self { rule, at: at.into_inner(), name, reason, position: None, start }
    }
}

/// An error code of the service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The code, such as `AR-001`.
    pub kode: String,
    /// HTTP status that it comes with.
    pub http: u16,
    /// What it is about.
    pub area: String,
}

/// Where facts were published.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Which part: model, operations, errors, examples.
    pub of: String,
    /// The published document.
    pub document: String,
    /// Its address.
    pub url: Option<String>,
    /// When it was last changed.
    pub date: Option<String>,
}

impl Spec {
    /// Reads an `api.toml`.
    ///
    /// # Errors
    /// When it is not TOML, or has a key that is not known, with the line.
    pub fn parse(path: &str, text: &str) -> Result<Self, Box<Diagnostic>> {
        let lines = LineTable::new(text);
        let at = |start: usize| lines.position(text, start);
        let refused = |error: toml::de::Error| {
            let position = error.span().map(|span| at(span.start));
            let location = Location { path: path.to_owned(), position, pointer: String::new() };
            let help = Some("the keys are documented in docs/maintaining.md".to_owned());
            Box::new(Diagnostic { code: codes::E0501, message: error.message().to_owned(), location, help })
        };
        let table = DeTable::parse(text).map_err(refused)?;
        let places = Places::new(table.get_ref(), text, &lines);
        let mut spec = Self::deserialize(toml::Deserializer::from(table)).map_err(refused)?;
        spec.places = places;
        for fixup in &mut spec.fixups {
            fixup.position = Some(at(fixup.start));
        }
        Ok(spec)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "title = \"A\"\nversion = \"v1\"\ndocuments = [\"a.xsd\"]\n";

    #[test]
    fn a_rights_package_is_a_name_or_a_table() {
        let text =
            "rettighetspakker = [\"ssb\", { navn = \"sbl\", stadier = [\"oppgjoer\"], grunnlag = \"samtykke\" }]\n";
        let spec = Spec::parse("api.toml", &format!("{HEAD}{text}")).unwrap();
        assert_eq!(spec.rettighetspakker[0], Rettighetspakke { navn: "ssb".to_owned(), ..Rettighetspakke::default() });
        assert_eq!(spec.rettighetspakker[1].stadier, ["oppgjoer"]);
        assert_eq!(spec.rettighetspakker[1].grunnlag, Some(Grunnlag::Samtykke));
        let error = Spec::parse("api.toml", &format!("{HEAD}rettighetspakker = [{{ name = \"ssb\" }}]\n")).unwrap_err();
        assert_eq!(error.location.position.map(|(line, _)| line), Some(4));
        assert!(error.message.contains("expected the name of a rights package"), "{}", error.message);
    }

    #[test]
    fn fixups_know_their_line() {
        let text = "[[fixups]]\nrule = \"one-or-many\"\nat = \"Sak.deler\"\nreason = \"a payload\"\n";
        let spec = Spec::parse("api.toml", &format!("{HEAD}{text}")).unwrap();
        assert_eq!((spec.fixups[0].rule, spec.fixups[0].position), (Rule::OneOrMany, Some((6, 6))));
        assert!(Spec::parse("api.toml", &format!("{HEAD}{}", text.replace("one-or", "two-or"))).is_err());
        assert!(Rule::ALL.is_sorted());
    }

    #[test]
    fn consent_delegation_and_services_beside() {
        let text = "[samtykke]\naltinn2_tjenestekode = \"1_2\"\n[delegering]\naltinn_tjeneste = \"A - På vegne av\"\n\
                    [[stoettetjenester]]\ntitle = \"A hendelser API\"\ngives = \"hendelser\"\n\
                    base_urls = { test = \"https://a.example.org\" }\n";
        let spec = Spec::parse("api.toml", &format!("{HEAD}{text}")).unwrap();
        assert_eq!(spec.samtykke.and_then(|s| s.altinn2_tjenestekode).as_deref(), Some("1_2"));
        assert_eq!(spec.delegering.map(|d| d.altinn_tjeneste).as_deref(), Some("A - På vegne av"));
        assert_eq!(spec.stoettetjenester[0].base_urls.test.as_deref(), Some("https://a.example.org"));
    }

    #[test]
    fn lists_of_events() {
        let text =
            "[[hendelseslister]]\nnavn = \"a\"\ntitle = \"A\"\nbase_urls = { prod = \"https://a.example.org\" }\n";
        let spec = Spec::parse("api.toml", &format!("{HEAD}{text}")).unwrap();
        assert_eq!(spec.hendelseslister[0].base_urls.prod.as_deref(), Some("https://a.example.org"));
        assert!(spec.hendelseslister[0].scopes.is_empty());
    }

    #[test]
    fn an_unknown_key_is_an_error_with_its_line() {
        let spec = Spec::parse("api.toml", "title = \"A\"\nversion = \"v1\"\ndocuments = [\"a.xsd\"]\n");
        assert_eq!(spec.map(|s| s.documents), Ok(vec!["a.xsd".to_owned()]));
        let error = Spec::parse("api.toml", "title = \"A\"\ntitel = 1\n").unwrap_err();
        assert_eq!(error.location.position, Some((2, 1)));
        assert_eq!(error.code.id, "E0501");
    }
}
