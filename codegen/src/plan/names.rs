//! What things of the documents are called in Rust: taken from a plan when a crate is released, and given to the plans of
//! later crates, so that a name never moves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::scope::Scope;
use super::{ArgumentPlan, Item, OperationPlan};
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
    /// Operations, by id.
    pub operations: BTreeMap<String, OperationNames>,
}

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

    /// Names of builders: they stand beside the types.
    pub(super) fn builders(&self) -> Vec<&str> {
        self.operations.values().map(|names| names.builder.as_str()).collect()
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

fn variants(variants: &[super::VariantPlan]) -> Vec<(&str, &str)> {
    variants.iter().map(|variant| (variant.value.as_str(), variant.ident.as_str())).collect()
}
