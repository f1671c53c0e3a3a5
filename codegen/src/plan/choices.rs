//! Views of choices: the fields of all branches stay in the record, so that nothing of an answer is lost that holds two
//! of them; a borrowed enum tells which branch is there.

use super::items::FieldPlan;
use super::names::{BESIDE, ChoiceNames, branch_name};
use super::scope::Scope;
use super::{RustType, docs};
use crate::model::{self, Choice, Struct};
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

pub(super) fn choices(
    scope: &Scope<'_>,
    key: &str,
    s: &Struct,
    fields: &[FieldPlan],
    taken: &mut Vec<String>,
) -> Vec<ChoicePlan> {
    let all = s.choices.iter().map(|choice| views(choice, s, fields));
    // A choice with one branch says nothing that the optional field does not.
    let all: Vec<Vec<Branch>> = all.filter(|views| views.len() > 1).collect();
    let released = scope.settings.pinned.of_choices(key);
    let pinned = pins(released, &all);
    let mut methods: Vec<String> = fields.iter().map(|f| f.ident.clone()).collect();
    methods.extend(released.iter().map(|names| names.method.clone()));
    // The numbers of those that were released are theirs, whether they are still there or not.
    let mut number = released.len();
    let mut plans = Vec::with_capacity(all.len());
    for (views, pinned) in all.into_iter().zip(pinned) {
        let (ident, method) = match pinned {
            Some(names) => (names.view.clone(), names.method.clone()),
            None => {
                number += 1;
                let (suffix, method) = match number {
                    1 => (String::new(), "choice".to_owned()),
                    _ => (number.to_string(), format!("choice_{number}")),
                };
                let ident = free(format!("{}Choice{suffix}", scope.ident(key)), taken);
                (ident, free(method, &mut methods))
            }
        };
        let names: Vec<String> =
            views.iter().map(|(name, _)| naming::variant_name(name.split(BESIDE).next().unwrap_or(name))).collect();
        let given = views.iter().map(|(name, _)| pinned?.branches.get(name).map(String::as_str));
        let idents = naming::unique_beside(&names, &given.collect::<Vec<_>>(), &[]);
        let docs = views.iter().map(|(name, _)| format!("`{}`", docs::code(name))).collect();
        let variants =
            views.into_iter().zip(idents).map(|((name, fields), ident)| ChoiceVariant { ident, name, fields });
        plans.push(ChoicePlan { ident, method, docs, variants: variants.collect() });
    }
    plans
}

/// A branch: its name, and what is viewed of it.
type Branch = (String, Vec<ViewedField>);

fn views(choice: &Choice, s: &Struct, fields: &[FieldPlan]) -> Vec<Branch> {
    let one = |branch: &model::Branch| {
        let members = branch.members.iter();
        let viewed = members.filter_map(|name| s.members.iter().position(|m| m.name == *name));
        let viewed = viewed.filter_map(|i| view(&fields[i])).collect::<Vec<_>>();
        (branch_name(branch.members.iter().map(String::as_str)), viewed)
    };
    choice.branches.iter().map(one).filter(|(_, fields)| !fields.is_empty()).collect()
}

/// The released names of each choice: those of one that has a branch in common, each given once.
fn pins<'n>(released: &'n [ChoiceNames], all: &[Vec<Branch>]) -> Vec<Option<&'n ChoiceNames>> {
    let mut left: Vec<&ChoiceNames> = released.iter().collect();
    let mut pin = |views: &Vec<Branch>| {
        let same = |names: &&ChoiceNames| views.iter().any(|(name, _)| names.branches.contains_key(name));
        left.iter().position(same).map(|index| left.remove(index))
    };
    all.iter().map(&mut pin).collect()
}

/// A name that is not taken, which it is from then on.
fn free(name: String, taken: &mut Vec<String>) -> String {
    let there: Vec<&str> = taken.iter().map(String::as_str).collect();
    let name = naming::unique(&[name], &there).pop().unwrap_or_default();
    taken.push(name.clone());
    name
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
