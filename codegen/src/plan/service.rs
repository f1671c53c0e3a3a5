//! What is known of the service beside its documents: constants of the crate.

use super::docs;
use super::scope::Scope;
use crate::model::Model;
use crate::naming;
use crate::spec::{Grunnlag, Hendelsesliste, Rettighetspakke, Spec};

/// Constants of `src/service.rs`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServicePlan {
    /// Constants of the file itself.
    pub constants: Vec<ConstantPlan>,
    /// Modules of constants.
    pub modules: Vec<ConstantsPlan>,
    /// Lists of events, each with an address of its own. They are of the client, not of the file.
    pub hendelseslister: Vec<ListePlan>,
}

impl ServicePlan {
    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.constants.is_empty() && self.modules.is_empty()
    }

    /// Whether the file has a constant of this name.
    #[must_use]
    pub fn has(&self, ident: &str) -> bool {
        self.constants.iter().any(|constant| constant.ident == ident)
    }
}

/// A list of events: what its client needs to know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ListePlan {
    /// Rust name: `INNTEKT`.
    pub ident: String,
    /// Name in errors and logs: `hendelser-v1/inntekt`.
    pub name: String,
    /// Documentation.
    pub docs: Vec<String>,
    /// Title and scopes, one line.
    pub about: String,
    /// The scope of a token for it; empty where several would do, of which a caller has one.
    pub scopes: Vec<String>,
    /// Base URL of the test environment.
    pub test: Option<String>,
    /// Base URL of production.
    pub production: Option<String>,
}

/// A module of constants.
#[derive(Clone, Debug, PartialEq)]
pub struct ConstantsPlan {
    /// Rust name.
    pub ident: String,
    /// Documentation.
    pub docs: Vec<String>,
    /// The constants.
    pub constants: Vec<ConstantPlan>,
}

/// A constant.
#[derive(Clone, Debug, PartialEq)]
pub struct ConstantPlan {
    /// Rust name.
    pub ident: String,
    /// Documentation.
    pub docs: Vec<String>,
    /// Its value.
    pub value: ConstantValue,
}

/// The value of a constant.
#[derive(Clone, Debug, PartialEq)]
pub enum ConstantValue {
    /// A text.
    Text(String),
    /// Several texts.
    List(Vec<String>),
}

/// Name of the constant that holds the scopes.
pub const SCOPES: &str = "SCOPES";
/// Name of the constant that holds the base URL of the test environment.
pub const BASE_URL_TEST: &str = "BASE_URL_TEST";
/// Name of the constant that holds the base URL of production.
pub const BASE_URL_PRODUCTION: &str = "BASE_URL_PRODUCTION";

/// The scopes of an API: those of the document, or else those of `api.toml`.
pub(crate) fn scopes<'a>(spec: &'a Spec, model: &'a Model) -> &'a [String] {
    if model.api.scopes.is_empty() { &spec.scopes } else { &model.api.scopes }
}

pub(super) fn service(scope: &Scope<'_>, package: &str) -> ServicePlan {
    let (spec, api) = (&scope.settings.spec, &scope.model.api);
    let scopes = scopes(spec, scope.model);
    let server = |test: bool| {
        let is_test = |url: &str| url.contains("-test.") || url.contains("//test");
        api.servers.iter().map(|s| s.url.clone()).find(|url| url.starts_with("http") && is_test(url) == test)
    };
    let urls = [
        (BASE_URL_TEST, "Base URL of the test environment.", spec.base_urls.test.clone().or_else(|| server(true))),
        (BASE_URL_PRODUCTION, "Base URL of production.", spec.base_urls.prod.clone().or_else(|| server(false))),
    ];
    let mut constants = Vec::new();
    if !scopes.is_empty() {
        let value = ConstantValue::List(scopes.to_vec());
        constants.push(constant(SCOPES, "OAuth scopes of the service.", value));
    }
    constants
        .extend(urls.into_iter().filter_map(|(name, doc, url)| Some(constant(name, doc, ConstantValue::Text(url?)))));
    let samtykke = spec.samtykke.iter().flat_map(|samtykke| {
        [
            (
                "SAMTYKKE_ALTINN2",
                "Code of the consent service in Altinn 2. The token goes into the header `AltinnSamtykke`.",
                &samtykke.altinn2_tjenestekode,
            ),
            (
                "SAMTYKKE_ALTINN3",
                "Resource of the consent in Altinn 3. The consent is a part of the token from Maskinporten.",
                &samtykke.altinn3_ressurs,
            ),
        ]
    });
    constants.extend(
        samtykke.filter_map(|(name, doc, value)| Some(constant(name, doc, ConstantValue::Text(value.clone()?)))),
    );
    let pakker = named(spec.rettighetspakker.iter().map(|pakke| (&pakke.navn, about(pakke))));
    let modules = (!pakker.is_empty()).then(|| ConstantsPlan {
        ident: "rettighetspakke".to_owned(),
        docs: vec!["Rights packages that callers are placed in: what a call gives as `rettighetspakke`.".to_owned()],
        constants: pakker,
    });
    // Without operations there is no client to read a list with.
    let hendelseslister = if api.operations.is_empty() { Vec::new() } else { lister(package, &spec.hendelseslister) };
    ServicePlan { constants, modules: modules.into_iter().collect(), hendelseslister }
}

fn lister(package: &str, lister: &[Hendelsesliste]) -> Vec<ListePlan> {
    let names: Vec<String> = lister.iter().map(|liste| naming::value_name(&liste.navn).to_uppercase()).collect();
    let plan = |(ident, liste): (String, &Hendelsesliste)| {
        let title = docs::plain(&liste.title);
        let scopes: Vec<String> = liste.scopes.iter().map(|scope| format!("`{}`", docs::code(scope))).collect();
        let mut facts = Vec::new();
        match &*scopes {
            [] => {}
            [scope] => facts.push(format!("scope {scope}")),
            several => facts.push(format!("one of the scopes {}", several.join(", "))),
        }
        let unknown = liste.base_urls.test.is_none() && liste.base_urls.prod.is_none();
        facts.extend(unknown.then(|| "no base URL is known".to_owned()));
        let about = [title.join(" ")].into_iter().chain(facts.iter().cloned()).collect::<Vec<_>>().join("; ");
        let mut lines = title;
        docs::paragraph(&mut lines, &facts);
        ListePlan {
            ident,
            name: format!("{package}/{}", liste.navn),
            docs: lines,
            about,
            scopes: if liste.scopes.len() == 1 { liste.scopes.clone() } else { Vec::new() },
            test: liste.base_urls.test.clone(),
            production: liste.base_urls.prod.clone(),
        }
    };
    // `ALL` holds them all.
    naming::unique(&names, &["ALL"]).into_iter().zip(lister).map(plan).collect()
}

fn constant(ident: &str, doc: &str, value: ConstantValue) -> ConstantPlan {
    ConstantPlan { ident: ident.to_owned(), docs: vec![doc.to_owned()], value }
}

/// Constants named after their values.
fn named<'a>(values: impl Iterator<Item = (&'a String, String)>) -> Vec<ConstantPlan> {
    let values: Vec<(&String, String)> = values.collect();
    let names: Vec<String> = values.iter().map(|(value, _)| naming::value_name(value).to_uppercase()).collect();
    let idents = naming::unique(&names, &[]);
    let constant = |(ident, (value, about)): (String, (&String, String))| {
        let mut facts = vec![format!("`{}`", docs::code(value))];
        facts.extend((!about.is_empty()).then_some(about));
        let mut lines = Vec::new();
        docs::paragraph(&mut lines, &facts);
        ConstantPlan { ident, docs: lines, value: ConstantValue::Text(value.clone()) }
    };
    idents.into_iter().zip(values).map(constant).collect()
}

/// What is known of a rights package beside its name.
pub(super) fn about(pakke: &Rettighetspakke) -> String {
    let mut facts = Vec::new();
    if !pakke.stadier.is_empty() {
        let stadier: Vec<String> = pakke.stadier.iter().map(|stadie| format!("`{}`", docs::code(stadie))).collect();
        facts.push(format!("stages {}", stadier.join(", ")));
    }
    facts.extend(pakke.grunnlag.map(|grunnlag| match grunnlag {
        Grunnlag::Hjemmel => "on a legal basis (`hjemmel`)".to_owned(),
        Grunnlag::Samtykke => "with consent (`samtykke`)".to_owned(),
    }));
    facts.extend(pakke.years.as_ref().map(|years| docs::plain(years).join(" ")));
    facts.join("; ")
}
