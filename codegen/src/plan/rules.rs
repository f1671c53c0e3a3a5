//! Rules of values: what the feature `validate` checks.
//!
//! A simple type with facets of its own has a table with a name; what a member adds has none. A type that restricts
//! another refers to its table, so that the facets of all steps hold.

use std::collections::BTreeMap;

use super::rust_type;
use super::scope::Scope;
use crate::model::{Builtin, Facets, Language, Member, Origin, Scalar, Shape, Struct, TypeDef, TypeRef, WhiteSpace};
use crate::{naming, pattern};

/// The table of a simple type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesPlan {
    /// Name of the constant: `POSTNUMMER`.
    pub ident: String,
    /// Documentation.
    pub docs: Vec<String>,
    /// Its rows.
    pub facets: Vec<FacetPlan>,
}

/// A row of a table of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FacetPlan {
    /// `Base(&…)`: the table of the type that is restricted.
    Base(String),
    /// `Items(…)`: what holds for the items of a list in one text.
    Items(Check),
    /// `Reads(…)`: the type that the text can be read as.
    Reads(&'static str),
    /// `Collapse` and its like.
    Flag(&'static str),
    /// `MaxLength(20)` and its like.
    Count(&'static str, u64),
    /// `Pattern("…")` and its like.
    Text(&'static str, String),
    /// `Values(&["…"])`.
    Values(Vec<String>),
}

/// What a value is checked by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// The table with this name.
    Named(String),
    /// A table without a name, where it is used.
    Inline(Vec<FacetPlan>),
}

impl Check {
    /// Whether it refers to a table with a name.
    #[must_use]
    pub fn is_named(&self) -> bool {
        match self {
            Self::Named(_) => true,
            Self::Inline(rows) => rows.iter().any(|row| match row {
                FacetPlan::Base(_) => true,
                FacetPlan::Items(check) => check.is_named(),
                _ => false,
            }),
        }
    }
}

/// A choice between fields of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceRule {
    /// `exactly_one`, `at_most_one` or `at_least_one`.
    pub kind: &'static str,
    /// Positions of the fields of each branch.
    pub branches: Vec<Vec<usize>>,
}

/// The tables of a crate by the keys of their types.
pub(super) struct Tables<'s, 'a> {
    scope: &'s Scope<'a>,
    idents: BTreeMap<&'a str, String>,
}

impl<'s, 'a> Tables<'s, 'a> {
    pub(super) fn new(scope: &'s Scope<'a>) -> Self {
        let mut tables = Self { scope, idents: BTreeMap::new() };
        let keys: Vec<(&'a str, String)> = scope
            .model
            .types
            .iter()
            .filter_map(|(key, def)| match &def.shape {
                Shape::Scalar(scalar) if !tables.own(def, scalar).is_empty() => {
                    Some((key.as_str(), naming::value_name(scope.ident(key)).to_uppercase()))
                }
                _ => None,
            })
            .collect();
        let names: Vec<String> = keys.iter().map(|(_, name)| name.clone()).collect();
        tables.idents = keys.into_iter().map(|(key, _)| key).zip(naming::unique(&names, &[])).collect();
        tables
    }

    /// The tables in document order.
    pub(super) fn plans(&self) -> Vec<RulesPlan> {
        let plan = |(key, def): (&'a String, &'a TypeDef)| {
            let (ident, Shape::Scalar(scalar)) = (self.idents.get(key.as_str())?, &def.shape) else { return None };
            let docs = vec![format!("What holds for [`{0}`](crate::{0}).", self.scope.ident(key))];
            let base = self.base(&scalar.base, scalar.list);
            let facets = base.into_iter().chain(self.own(def, scalar)).collect();
            Some(RulesPlan { ident: ident.clone(), docs, facets })
        };
        self.scope.model.types.iter().filter_map(plan).collect()
    }

    /// What the values of a type are checked by, where nothing is added.
    pub(super) fn of_type(&self, ty: &TypeRef) -> Option<Check> {
        let mut ty = ty;
        // No chain is longer than there are types.
        for _ in 0..=self.scope.model.types.len() {
            let TypeRef::Named(key) = ty else { return None };
            if let Some(ident) = self.idents.get(key.as_str()) {
                return Some(Check::Named(ident.clone()));
            }
            ty = match &self.scope.model.types.get(key)?.shape {
                Shape::Scalar(scalar) => &scalar.base,
                // A map has no table: what is said is said of its values.
                Shape::Map { value } => value,
                _ => return None,
            };
        }
        None
    }

    /// What a member is checked by: its type, and what stands at the member itself.
    pub(super) fn of_member(&self, member: &Member) -> Option<Check> {
        let base = self.of_type(&member.ty);
        let mut own = Vec::new();
        // Facets of a record or a list say nothing of a text.
        if self.is_leaf(&member.ty) {
            own = self.rows(&member.facets, self.scope.builtin(&member.ty), member.origin);
            own.extend(member.fixed.iter().map(|value| FacetPlan::Text("Fixed", value.clone())));
        }
        match (base, own.is_empty()) {
            (base, true) => base,
            (Some(Check::Named(base)), false) => {
                Some(Check::Inline(std::iter::once(FacetPlan::Base(base)).chain(own).collect()))
            }
            (_, false) => Some(Check::Inline(own)),
        }
    }

    /// Whether a value of the type is a text, a number or the like.
    fn is_leaf(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Builtin(builtin) => !matches!(builtin, Builtin::AnyJson | Builtin::AnyXml),
            TypeRef::Named(_) => {
                matches!(self.scope.def(ty).map(|def| &def.shape), Some(Shape::Scalar(_) | Shape::Enumeration(_)))
            }
        }
    }

    /// What a type adds to the one that it restricts.
    fn own(&self, def: &TypeDef, scalar: &Scalar) -> Vec<FacetPlan> {
        if scalar.list && scalar.base == TypeRef::Builtin(Builtin::Text) {
            return Vec::new();
        }
        if scalar.list {
            return vec![FacetPlan::Items(Check::Inline(self.item(&scalar.base)))];
        }
        self.rows(&scalar.facets, self.scope.builtin(&scalar.base), def.origin)
    }

    /// The table of the type that is restricted. That of the items of a list is not one.
    fn base(&self, base: &TypeRef, list: bool) -> Option<FacetPlan> {
        match self.of_type(base).filter(|_| !list)? {
            Check::Named(ident) => Some(FacetPlan::Base(ident)),
            Check::Inline(_) => None,
        }
    }

    /// What holds for an item of a list in one text: it can be read as its type, and keeps its rules.
    fn item(&self, ty: &TypeRef) -> Vec<FacetPlan> {
        let mut rows: Vec<FacetPlan> = self.base(ty, false).into_iter().collect();
        if let Some(Shape::Enumeration(e)) = self.scope.def(ty).map(|def| &def.shape) {
            rows.push(FacetPlan::Values(e.values.iter().map(|value| value.value.clone()).collect()));
        }
        let builtin = self.scope.builtin(ty).filter(|builtin| *builtin != Builtin::Text);
        rows.extend(builtin.map(|builtin| FacetPlan::Reads(rust_type::builtin(builtin))));
        rows
    }

    /// The rows of facets that mean something for a value.
    fn rows(&self, facets: &Facets, builtin: Option<Builtin>, origin: Origin) -> Vec<FacetPlan> {
        let document = self.scope.model.documents.get(origin.document as usize);
        let language = document.map_or(Language::XmlSchema, |document| document.language);
        let is_schema = language == Language::XmlSchema;
        // JSON Schema: a facet of another kind of value holds for any.
        let is_number = matches!(builtin, Some(Builtin::Integer | Builtin::Decimal | Builtin::Float));
        let as_text = is_schema || !is_number;
        let as_number = is_schema || !matches!(builtin, None | Some(Builtin::Text));
        let space = facets.white_space.map(|space| match space {
            WhiteSpace::Preserve => "Preserve",
            WhiteSpace::Replace => "Replace",
            WhiteSpace::Collapse => "Collapse",
        });
        let bytes = match builtin {
            Some(Builtin::Base64) if is_schema => Some("Base64"),
            Some(Builtin::Hex) if is_schema => Some("Hex"),
            _ => None,
        };
        let has_length = facets.length.or(facets.min_length).or(facets.max_length).is_some();
        let counts = [
            ("Length", facets.length, as_text),
            ("MinLength", facets.min_length, as_text),
            ("MaxLength", facets.max_length, as_text),
            // Of a list that is a member of its own the field says how many.
            ("MinItems", facets.min_items, builtin.is_none() && is_schema),
            ("MaxItems", facets.max_items, builtin.is_none() && is_schema),
            ("TotalDigits", facets.total_digits, as_number),
            ("FractionDigits", facets.fraction_digits, as_number),
        ];
        let texts = [
            ("MinInclusive", &facets.min_inclusive),
            ("MaxInclusive", &facets.max_inclusive),
            ("MinExclusive", &facets.min_exclusive),
            ("MaxExclusive", &facets.max_exclusive),
            ("MultipleOf", &facets.multiple_of),
        ];
        let mut rows: Vec<FacetPlan> = space.into_iter().map(FacetPlan::Flag).collect();
        rows.extend(bytes.filter(|_| has_length).map(FacetPlan::Flag));
        let count =
            |(name, n, applies): (_, Option<u64>, bool)| n.filter(|_| applies).map(|n| FacetPlan::Count(name, n));
        rows.extend(counts.into_iter().filter_map(count));
        if as_text {
            let patterns = pattern::translate(&facets.patterns, language).into_iter();
            rows.extend(patterns.map(|pattern| FacetPlan::Text("Pattern", pattern)));
        }
        if as_number {
            let text = |(name, value): (_, &Option<String>)| value.clone().map(|value| FacetPlan::Text(name, value));
            rows.extend(texts.into_iter().filter_map(text));
        }
        rows
    }
}

/// How many items a list of this member may have, where the document says more than "a list".
pub(super) fn items(member: &Member) -> (Option<u32>, Option<u32>) {
    if !member.occurs.is_list() {
        return (None, None);
    }
    let number = |count: Option<u64>| count.map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    let min = member.occurs.min.max(number(member.facets.min_items).unwrap_or(0));
    let max = member.occurs.max.into_iter().chain(number(member.facets.max_items)).min();
    (Some(min).filter(|min| *min > 0), max)
}

/// The choices of a record, by positions of its fields.
pub(super) fn choices(s: &Struct) -> Vec<ChoiceRule> {
    let position = |name: &String| s.members.iter().position(|member| member.name == *name);
    let rule = |choice: &crate::model::Choice| {
        let branches: Vec<Vec<usize>> =
            choice.branches.iter().map(|branch| branch.members.iter().filter_map(position).collect()).collect();
        // A null is held as nothing is: the choice may have been made.
        let may_be_null = branches.iter().flatten().any(|index| s.members[*index].nullable);
        let kind = match (choice.required && !may_be_null, choice.exclusive) {
            (true, true) => "exactly_one",
            (false, true) => "at_most_one",
            (true, false) => "at_least_one",
            (false, false) => return None,
        };
        Some(ChoiceRule { kind, branches })
    };
    s.choices.iter().filter_map(rule).collect()
}
