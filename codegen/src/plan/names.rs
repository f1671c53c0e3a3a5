//! What things of the documents are called in Rust: taken from a plan when a crate is released, and given to the plans of
//! later crates, so that a name never moves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::scope::Scope;
use super::{ArgumentPlan, ChoicePlan, Item, OperationPlan};
use crate::model::{Shape, TypeKey};

/// Rust names by what the documents call a thing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Names {
    /// Types, by their keys.
    pub types: BTreeMap<TypeKey, String>,
    /// Members of records, values of enumerations, variants of unions: by key of the type and name on the wire.
    pub members: BTreeMap<TypeKey, BTreeMap<String, String>>,
    /// Variants that hold all that is not known, by key of the type.
    pub unknown: BTreeMap<TypeKey, String>,
    /// Views of choices of records, by key of the type, in the order of the record.
    pub choices: BTreeMap<TypeKey, Vec<ChoiceNames>>,
    /// Operations, by id.
    pub operations: BTreeMap<String, OperationNames>,
}

/// Rust names of the view of a choice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceNames {
    /// The enumeration.
    pub view: String,
    /// The method that gives it.
    pub method: String,
    /// Branches, by the names of their members on the wire: [`branch_name`].
    pub branches: BTreeMap<String, String>,
}

/// A branch of a choice is called by its members.
#[must_use]
pub fn branch_name<'n>(members: impl Iterator<Item = &'n str>) -> String {
    members.collect::<Vec<_>>().join(BESIDE)
}

/// Stands between the members of a branch.
pub(crate) const BESIDE: &str = " + ";

/// Rust names of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationNames {
    /// The method.
    pub method: String,
    /// The request builder.
    pub builder: String,
    /// Parameters, by name on the wire.
    pub parameters: BTreeMap<String, String>,
}

impl Names {
    pub(super) fn of_type(&self, key: &str) -> Option<&str> {
        self.types.get(key).map(String::as_str)
    }

    pub(super) fn of_member(&self, key: &str, wire: &str) -> Option<&str> {
        self.members.get(key)?.get(wire).map(String::as_str)
    }

    /// Names of the views of the choices of a record.
    pub(super) fn of_choices(&self, key: &str) -> &[ChoiceNames] {
        self.choices.get(key).map_or(&[], Vec::as_slice)
    }

    /// Names of views of choices.
    pub(super) fn views(&self) -> impl Iterator<Item = &str> {
        self.choices.values().flatten().map(|names| names.view.as_str())
    }

    /// Names of builders and views: they stand beside the types.
    pub(super) fn beside_types(&self) -> Vec<&str> {
        self.operations.values().map(|names| names.builder.as_str()).chain(self.views()).collect()
    }
}

/// The names that a plan has chosen.
pub(super) fn of(scope: &Scope<'_>, items: &[Item], operations: &[OperationPlan]) -> Names {
    let mut names = Names::default();
    let by_ident: BTreeMap<&str, &Item> = items.iter().map(|item| (item.ident(), item)).collect();
    for (key, def) in &scope.model.types {
        let ident = scope.ident(key);
        names.types.insert(key.clone(), ident.to_owned());
        // An alias or a map has nothing inside.
        if matches!(def.shape, Shape::Map { .. } | Shape::Alias(_)) {
            continue;
        }
        let (inside, unknown): (Vec<(&str, &str)>, _) = match by_ident.get(ident) {
            Some(Item::Struct(p)) => {
                let declared = p.fields.iter().filter(|field| field.entry.kind != "rest");
                (declared.map(|field| (field.entry.name.as_str(), field.ident.as_str())).collect(), None)
            }
            Some(Item::Enum(p)) => (variants(&p.variants), Some(&p.unknown)),
            Some(Item::Union(p)) => (variants(&p.variants), Some(&p.unknown)),
            Some(Item::List(_) | Item::Alias(_)) | None => continue,
        };
        if let Some(Item::Struct(record)) = by_ident.get(ident)
            && !record.choices.is_empty()
        {
            names.choices.insert(key.clone(), record.choices.iter().map(choice).collect());
        }
        let members = names.members.entry(key.clone()).or_default();
        for (wire, ident) in inside {
            // An element that stands at two places is pinned at the first.
            members.entry(wire.to_owned()).or_insert_with(|| ident.to_owned());
        }
        names.unknown.extend(unknown.map(|unknown| (key.clone(), unknown.clone())));
    }
    for plan in operations {
        let named = |argument: &ArgumentPlan| (argument.name.clone(), argument.ident.clone());
        let parameters = plan.arguments.iter().chain(&plan.options).map(named).collect();
        let own = OperationNames { method: plan.method.clone(), builder: plan.builder.clone(), parameters };
        names.operations.insert(plan.id.clone(), own);
    }
    names
}

fn choice(plan: &ChoicePlan) -> ChoiceNames {
    let branches = plan.variants.iter().map(|variant| (variant.name.clone(), variant.ident.clone())).collect();
    ChoiceNames { view: plan.ident.clone(), method: plan.method.clone(), branches }
}

fn variants(variants: &[super::VariantPlan]) -> Vec<(&str, &str)> {
    variants.iter().map(|variant| (variant.value.as_str(), variant.ident.as_str())).collect()
}
