//! Views of choices: the fields of all branches stay in the record, so that nothing of an answer is lost that holds two
//! of them; a borrowed enum tells which branch is there.

use super::types::FieldPlan;
use super::{RustType, docs};
use crate::model::Struct;
use crate::naming;

/// The view of one choice.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoicePlan {
    /// Name of the enum: `InntektChoice`.
    pub ident: String,
    /// Name of the method: `choice`.
    pub method: String,
    /// Names of the branches, for the documentation.
    pub docs: Vec<String>,
    /// The branches.
    pub variants: Vec<ChoiceVariant>,
}

/// A branch of a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoiceVariant {
    /// Rust name.
    pub ident: String,
    /// Name of the branch in messages: the name of its members.
    pub name: String,
    /// The fields of the branch.
    pub fields: Vec<ViewedField>,
}

/// A field of a branch: name, view and type of what is viewed.
pub type ViewedField = (String, View, RustType);

/// How a field is viewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// `Option<T>` → `&T`.
    Optional,
    /// `Option<Box<T>>` → `&T`.
    Boxed,
    /// `Vec<T>` → `&[T]`.
    Slice,
}

pub(super) fn choices(owner: &str, s: &Struct, fields: &[FieldPlan], taken: &mut Vec<String>) -> Vec<ChoicePlan> {
    let mut plans = Vec::new();
    for choice in &s.choices {
        let views: Vec<(String, Vec<ViewedField>)> = choice
            .branches
            .iter()
            .map(|branch| {
                let members = branch.members.iter();
                let viewed = members
                    .filter_map(|name| s.members.iter().position(|m| m.name == *name))
                    .filter_map(|i| view(&fields[i]));
                (branch.members.join(" + "), viewed.collect::<Vec<_>>())
            })
            .filter(|(_, fields)| !fields.is_empty())
            .collect();
        // A choice with one branch says nothing that the optional field does not.
        if views.len() < 2 {
            continue;
        }
        let names: Vec<String> =
            views.iter().map(|(name, _)| naming::variant_name(name.split(" + ").next().unwrap_or(name))).collect();
        let idents = naming::unique(&names, &[]);
        let number = plans.len() + 1;
        let suffix = if number == 1 { String::new() } else { number.to_string() };
        let taken_now: Vec<&str> = taken.iter().map(String::as_str).collect();
        let ident = naming::unique(&[format!("{owner}Choice{suffix}")], &taken_now).pop().unwrap_or_default();
        taken.push(ident.clone());
        let field_idents: Vec<&str> = fields.iter().map(|f| f.ident.as_str()).collect();
        let method = if number == 1 { "choice".to_owned() } else { format!("choice_{number}") };
        let method = naming::unique(&[method], &field_idents).pop().unwrap_or_default();
        let docs = views.iter().map(|(name, _)| format!("`{}`", docs::code(name))).collect();
        let variants =
            views.into_iter().zip(idents).map(|((name, fields), ident)| ChoiceVariant { ident, name, fields });
        plans.push(ChoicePlan { ident, method, docs, variants: variants.collect() });
    }
    plans
}

/// `None` for a field that is always there: it cannot be a branch.
fn view(field: &FieldPlan) -> Option<ViewedField> {
    let (view, ty) = match &field.ty {
        RustType::Option(inner) => match inner.as_ref() {
            RustType::Boxed(ty) => (View::Boxed, ty.as_ref()),
            ty => (View::Optional, ty),
        },
        RustType::List(item) | RustType::OneOrMany(item) => (View::Slice, item.as_ref()),
        _ => return None,
    };
    Some((field.ident.clone(), view, ty.clone()))
}
