//! Every decision about the Rust side: names, types, boxing, derives, documentation, what stands where.
//!
//! [`build`] turns the model into a [`Plan`]; `emit` prints it and decides nothing.

mod choices;
mod docs;
mod events;
mod identifiers;
mod items;
mod migration;
mod names;
mod operations;
mod readme;
mod rules;
mod rust_type;
mod scope;
mod service;
mod types;

pub use choices::{ChoicePlan, ChoiceVariant, View, ViewedField};
pub use events::{COUNT, DATE, EventsPlan, FROM, NumberPlan, StartPlan};
pub use items::{
    AliasPlan, Entry, EnumPlan, FieldPlan, Item, ListPlan, Modifier, RootPlan, StructPlan, UnionPlan, UnionTag,
    VariantPlan,
};
pub use migration::{MigrationPlan, MigrationRow};
pub(crate) use names::BESIDE;
pub use names::{ChoiceNames, Names, OperationNames, branch_name};
pub use operations::{ArgumentPlan, ArgumentType, OperationPlan, Place, RequestBody, RequestContent, ResponseBody};
pub(crate) use operations::{answer, is_json, is_xml, success};
pub use readme::ReadmePlan;
pub use rules::{Check, ChoiceRule, FacetPlan, RulesPlan};
pub use rust_type::RustType;
pub(crate) use service::scopes;
pub use service::{
    BASE_URL_PRODUCTION, BASE_URL_TEST, ConstantPlan, ConstantValue, ConstantsPlan, ListePlan, SCOPES, ServicePlan,
};

use serde::{Deserialize, Serialize};

use crate::diagnostic::Sink;
use crate::model::Model;
use crate::spec::Spec;

/// How a generated crate finds the runtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuntimeDependency {
    /// The crate is a member of this workspace.
    Workspace,
    /// The crate stands alone and takes the runtime from this path.
    Path(String),
}

/// What the caller decides about a crate.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Name of the API, such as `avregning`.
    pub api: String,
    /// Its version, such as `v2`.
    pub version: String,
    /// What `api.toml` says; the default where there is none.
    pub spec: Spec,
    /// The version before this one, where there is one: `MIGRATION.md` compares the two.
    pub older: Option<Older>,
    /// Names that were released, by what the documents call things now: nothing else gets them.
    pub pinned: Names,
    /// Version of the crate, and what its CHANGELOG says of it and of those before.
    pub release: Release,
    /// Where the runtime is.
    pub runtime: RuntimeDependency,
    /// The command that makes the crate, for the header of each file.
    pub command: String,
}

/// The version of a service before the one that a crate is made for.
#[derive(Clone, Debug)]
pub struct Older {
    /// Its package.
    pub package: String,
    /// Its version.
    pub version: String,
    /// What its documents say.
    pub model: Model,
}

/// The version of a crate, and what is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The version.
    pub version: String,
    /// Sections of its CHANGELOG, the newest first; none for a crate that was never released.
    pub sections: Vec<Section>,
}

/// What a CHANGELOG says of one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The version.
    pub version: String,
    /// What comes first.
    pub intro: String,
    /// Items of a list.
    pub lines: Vec<String>,
}

impl Default for Release {
    fn default() -> Self {
        Self { version: "0.1.0".to_owned(), sections: Vec::new() }
    }
}

/// A crate, fully decided.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Package name, such as `skattemelding-upersonlig-v4`.
    pub package: String,
    /// Its version, and what is told of it.
    pub release: Release,
    /// What things are called, for the state of a release.
    pub names: Names,
    /// It holds things that the documents no longer have.
    pub has_gone: bool,
    /// Library name, such as `skattemelding_upersonlig_v4`.
    pub library: String,
    /// First line of the crate's documentation and its description.
    pub summary: String,
    /// Where the runtime is.
    pub runtime: RuntimeDependency,
    /// Lines of the header of each file, without comment marks.
    pub header: Vec<String>,
    /// XML namespaces: constant and URI, in order of first use.
    pub namespaces: Vec<(String, String)>,
    /// Records, unions and list types.
    pub types: Vec<Item>,
    /// Enumerations.
    pub codes: Vec<Item>,
    /// Names of simple types.
    pub scalars: Vec<Item>,
    /// What holds for the values of simple types.
    pub rules: Vec<RulesPlan>,
    /// What is known of the service beside its documents.
    pub service: ServicePlan,
    /// Name of the enumeration of error codes, where the API has one.
    pub error_codes: Option<String>,
    /// Operations; without any there is no client.
    pub operations: Vec<OperationPlan>,
    /// Operations that give event lists: a stream each.
    pub events: Vec<EventsPlan>,
    /// Root elements and further types that the round-trip example knows, main root first.
    pub roots: Vec<RootPlan>,
    /// The crate's README.
    pub readme: ReadmePlan,
    /// What differs from the version before.
    pub migration: Option<MigrationPlan>,
}

/// Decides everything about the crate for `model`.
#[must_use]
pub fn build(model: &Model, settings: &Settings, sink: &mut Sink) -> Plan {
    let scope = scope::Scope::new(model, settings, sink);
    let package = crate::naming::package_name(&settings.api, &settings.version);
    let library = package.replace('-', "_");
    let tables = rules::Tables::new(&scope);
    let rules = tables.plans();
    let mut items = types::items(&scope, &tables, sink);
    let roots = types::roots(&scope);
    let operations = operations::operations(&scope);
    let names = names::of(&scope, &items, &operations);
    let events = events::events(&operations, &items);
    let error_codes = types::error_codes(&scope);
    let error_codes_name = error_codes.as_ref().map(|item| item.ident().to_owned());
    items.extend(error_codes);
    let service = service::service(&scope, &package);
    let readme = readme::readme(&scope, &package, &items, &operations, &service);
    let (mut types, mut codes, mut scalars) = (Vec::new(), Vec::new(), Vec::new());
    for item in items {
        match item {
            Item::Enum(_) => codes.push(item),
            Item::Alias(_) => scalars.push(item),
            Item::Struct(_) | Item::Union(_) | Item::List(_) => types.push(item),
        }
    }
    Plan {
        summary: readme.summary.clone(),
        release: release(settings, &readme),
        has_gone: types.iter().chain(&codes).any(Item::has_gone),
        names,
        runtime: settings.runtime.clone(),
        migration: settings.older.as_ref().map(|older| migration::migration(older, model, &settings.version)),
        header: header(model, settings),
        namespaces: scope.namespaces(),
        service,
        error_codes: error_codes_name,
        package,
        library,
        types,
        codes,
        scalars,
        rules,
        operations,
        events,
        roots,
        readme,
    }
}

/// The version, and at least one section on it.
fn release(settings: &Settings, readme: &ReadmePlan) -> Release {
    let mut release = settings.release.clone();
    if release.sections.is_empty() {
        let intro = "First version, generated from:".to_owned();
        release.sections.push(Section { version: release.version.clone(), intro, lines: readme.sources.clone() });
    }
    release
}

/// Made by which command, from which documents. No time, no user, no host.
fn header(model: &Model, settings: &Settings) -> Vec<String> {
    let mut lines = vec![format!("Generated by `{}`. Do not edit.", settings.command)];
    lines.extend(model.documents.iter().map(|d| format!("Source: {}, sha256 {}", d.path, d.sha256)));
    lines
}
