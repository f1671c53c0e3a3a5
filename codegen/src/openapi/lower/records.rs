//! Records: properties, `allOf`, and alternatives beside properties.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::alternatives::{Asked, asked, is_choice};
use super::classify::Class;
use super::simplify::Core;
use super::{Hint, Lowerer};
use crate::model::{Branch, Choice, Docs, Struct, TypeKey, TypeRef};
use crate::openapi::documents::{Place, PlaceId};
use crate::openapi::schema::{self, Schema};

/// What the parts of a record say together.
#[derive(Default)]
struct Parts<'d> {
    properties: IndexMap<String, Place<'d>>,
    required: IndexMap<String, Place<'d>>,
    bases: Vec<Base<'d>>,
    groups: Vec<Group<'d>>,
    additional: Option<Place<'d>>,
    seen: BTreeSet<PlaceId>,
}

struct Base<'d> {
    key: TypeKey,
    place: Place<'d>,
}

/// Alternatives beside properties.
struct Group<'d> {
    /// The keyword.
    place: Place<'d>,
    branches: Vec<Place<'d>>,
    /// `anyOf`: more than one branch may apply.
    any: bool,
}

/// All members that a schema has by itself and by what it refers to.
#[derive(Default)]
pub(super) struct Inherited<'d> {
    pub(super) properties: IndexMap<String, (Place<'d>, Hint)>,
    required: BTreeSet<String>,
    seen: BTreeSet<PlaceId>,
}

impl<'d> Lowerer<'d, '_> {
    pub(super) fn record(&mut self, schema: &Schema<'d>, hint: &Hint, docs: &mut Docs) -> Struct {
        let mut parts = Parts::default();
        self.collect(schema, true, &mut parts, docs);
        let inherited = self.inherited(schema, &mut parts.bases);
        let mut record = Struct::default();
        for (name, place) in &parts.properties {
            let required = parts.required.contains_key(name);
            record.members.push(self.member(name, place, required, hint));
        }
        for (name, at) in &parts.required {
            if parts.properties.contains_key(name) || inherited.required.contains(name) {
                continue;
            }
            match inherited.properties.get(name) {
                // The member is declared again, so that it can be required here and optional in the base.
                Some((place, owner)) => record.members.push(self.member(name, place, true, owner)),
                None => self.cx.not_honoured(at, "required", "No member of this name is declared."),
            }
        }
        let mut names: BTreeSet<String> = inherited.properties.keys().cloned().collect();
        names.extend(record.members.iter().map(|member| member.name.clone()));
        for group in &parts.groups {
            if is_choice(&group.branches) {
                self.choice_of_members(group, &names, &mut record);
            } else {
                self.choice_of_schemas(group, &mut names, &mut record, hint);
            }
        }
        record.bases = parts.bases.into_iter().map(|base| TypeRef::Named(base.key)).collect();
        let additional = parts.additional;
        record.additional =
            additional.map(|place| self.value_type(&place, &hint.part("additionalProperties", "Value")));
        record
    }

    /// Adds what a schema says; its alternatives only where asked for.
    fn collect(&mut self, schema: &Schema<'d>, alternatives: bool, parts: &mut Parts<'d>, docs: &mut Docs) {
        if !parts.seen.insert(schema.place.id()) {
            self.cycle(std::slice::from_ref(&schema.place));
            return;
        }
        let referred = self.target(schema);
        for part in referred.iter().chain(&schema.all_of) {
            self.nested(part, |lowerer| lowerer.part(part, parts, docs));
        }
        for (name, place) in &schema.properties {
            parts.properties.insert((*name).to_owned(), place.clone());
        }
        for (name, place) in &schema.required {
            parts.required.entry((*name).to_owned()).or_insert_with(|| place.clone());
        }
        if let Some(additional) = &schema.additional {
            parts.additional.get_or_insert_with(|| additional.clone());
        }
        for (keyword, any) in [("oneOf", false), ("anyOf", true)].into_iter().filter(|_| alternatives) {
            let branches = if any { &schema.any_of } else { &schema.one_of };
            if let Some(place) = schema.place.child(keyword).filter(|_| !branches.is_empty()) {
                parts.groups.push(Group { place, branches: branches.clone(), any });
            }
        }
    }

    /// One part of `allOf`, or what a `$ref` beside other keywords refers to.
    fn part(&mut self, place: &Place<'d>, parts: &mut Parts<'d>, docs: &mut Docs) {
        if self.name_of(place).is_some() {
            return self.base(place, place, parts, docs);
        }
        let simple = self.simplify(place);
        match &simple.core {
            Core::Broken => {}
            Core::Named(target) => self.base(place, target, parts, docs),
            Core::Inline(inner) => {
                schema::fill_docs(docs, &simple.notes.docs);
                let adds = inner.has_members() || matches!(self.classify(inner), Class::Record | Class::Union);
                if adds || is_choice(&inner.alternatives()) {
                    self.collect(inner, true, parts, docs);
                } else if inner.has_substance() {
                    self.cx.not_honoured(place, "allOf", "The part is no object; it adds nothing.");
                }
            }
        }
    }

    fn base(&mut self, at: &Place<'d>, target: &Place<'d>, parts: &mut Parts<'d>, docs: &mut Docs) {
        let Some(followed) = self.follow(target) else { return };
        match self.classify(&followed.schema) {
            Class::Record => {
                let key = self.base_key(&followed.owner, &followed.schema);
                if parts.bases.iter().all(|base| base.key != key) {
                    parts.bases.push(Base { key, place: followed.owner });
                }
            }
            // A union of types that extend it: the record is one of them, and has what all have.
            Class::Union if self.is_alternative_of(&followed.schema, parts) => {
                self.collect(&followed.schema, false, parts, docs);
            }
            Class::Union => {
                let any = followed.schema.one_of.is_empty();
                let branches = followed.schema.alternatives();
                parts.groups.push(Group { place: at.clone(), branches, any });
            }
            Class::Map => parts.additional = parts.additional.take().or_else(|| followed.schema.additional.clone()),
            Class::Any => {}
            Class::Scalar(_) | Class::Values | Class::List => {
                self.cx.not_honoured(at, "allOf", "The part is no object; it adds nothing.");
            }
        }
    }

    /// Whether the record that the parts belong to is one of the alternatives of a schema.
    fn is_alternative_of(&mut self, schema: &Schema<'d>, parts: &Parts<'d>) -> bool {
        let named = schema.alternatives().into_iter().filter_map(|branch| match &self.simplify(&branch).core {
            Core::Named(target) => Some(target.clone()),
            _ => None,
        });
        let named: Vec<_> = named.collect();
        named.iter().any(|target| {
            let followed = self.follow(target);
            followed.is_some_and(|followed| parts.seen.contains(&followed.schema.place.id()))
        })
    }

    /// The members of all bases. A base that has the record itself as a base is told and left out.
    fn inherited(&mut self, schema: &Schema<'d>, bases: &mut Vec<Base<'d>>) -> Inherited<'d> {
        let mut all = Inherited::default();
        let own = schema.place.id();
        let mut kept = Vec::new();
        for base in std::mem::take(bases) {
            let found = self.all_properties(&base.place, &Hint::new(base.key.clone(), ""));
            if found.seen.contains(&own) {
                self.cycle(&[schema.place.clone(), base.place]);
                continue;
            }
            for (name, property) in found.properties {
                all.properties.entry(name).or_insert(property);
            }
            all.required.extend(found.required);
            kept.push(base);
        }
        *bases = kept;
        all
    }

    /// All members of a schema; `hint` names it unless it refers to a named one.
    pub(super) fn all_properties(&mut self, place: &Place<'d>, hint: &Hint) -> Inherited<'d> {
        let mut found = Inherited::default();
        self.add_properties(place, hint, true, &mut found);
        found
    }

    fn add_properties(&mut self, place: &Place<'d>, hint: &Hint, certain: bool, found: &mut Inherited<'d>) {
        let simple = self.simplify(place);
        let (schema, hint) = match &simple.core {
            Core::Broken => return,
            Core::Inline(schema) => (std::rc::Rc::clone(schema), hint.clone()),
            Core::Named(target) => {
                let Some(followed) = self.follow(target) else { return };
                let name = self.name_of(&followed.owner).unwrap_or_default();
                let key = self.named_key(&followed.owner, &name);
                (followed.schema, Hint::new(key, name))
            }
        };
        if !found.seen.insert(schema.place.id()) {
            return;
        }
        let referred = self.target(&schema);
        for part in referred.iter().chain(&schema.all_of) {
            self.nested(part, |lowerer| lowerer.add_properties(part, &hint, certain, found));
        }
        for (name, property) in &schema.properties {
            let slot = found.properties.entry((*name).to_owned());
            slot.or_insert_with(|| (property.clone(), hint.clone()));
        }
        if certain {
            found.required.extend(schema.required.iter().map(|(name, _)| (*name).to_owned()));
        }
        for branch in schema.alternatives() {
            if asked(branch.node).is_none() {
                self.nested(&branch, |lowerer| lowerer.add_properties(&branch, &hint, false, found));
            }
        }
    }

    /// Branches that only require members.
    fn choice_of_members(&mut self, group: &Group<'d>, names: &BTreeSet<String>, record: &mut Struct) {
        let mut branches = Vec::new();
        let mut required = true;
        for place in &group.branches {
            let Some(Asked::Members(members)) = asked(place.node) else {
                required = false;
                continue;
            };
            let (declared, unknown): (Vec<_>, Vec<_>) = members.into_iter().partition(|name| names.contains(*name));
            if !unknown.is_empty() {
                self.cx.not_honoured(place, "required", "No member of this name is declared.");
            }
            if declared.is_empty() {
                return;
            }
            branches.push(Branch { members: declared.into_iter().map(str::to_owned).collect() });
        }
        match &branches[..] {
            [only] if required => require(&only.members, record),
            [_] => {}
            _ => self.add_choice(group, branches, required, record),
        }
    }

    /// Branches with members of their own: all become members of the record, none of them required.
    fn choice_of_schemas(&mut self, group: &Group<'d>, names: &mut BTreeSet<String>, record: &mut Struct, hint: &Hint) {
        let mut branches = Vec::new();
        let before = names.clone();
        for (index, place) in group.branches.iter().enumerate() {
            let found = self.all_properties(place, &hint.part(&format!("oneOf/{index}"), &(index + 1).to_string()));
            let own: Vec<_> = found.properties.into_iter().filter(|(name, _)| !before.contains(name)).collect();
            for (name, (property, owner)) in &own {
                if names.insert(name.clone()) {
                    record.members.push(self.member(name, property, false, owner));
                }
            }
            branches.push(Branch { members: own.into_iter().map(|(name, _)| name).collect() });
        }
        if branches.iter().any(|branch| branch.members.is_empty()) {
            let keyword = group.place.name();
            self.cx.not_honoured(&group.place, &keyword, "The members of all branches are optional members.");
            return;
        }
        self.add_choice(group, branches, !group.any, record);
    }

    fn add_choice(&mut self, group: &Group<'d>, branches: Vec<Branch>, required: bool, record: &mut Struct) {
        let keyword = group.place.name();
        let mut owners = BTreeMap::new();
        for (index, branch) in branches.iter().enumerate() {
            for member in &branch.members {
                if owners.insert(member.clone(), index).is_some_and(|other| other != index) {
                    let instead = "A member stands in more than one branch: all are optional members.";
                    self.cx.not_honoured(&group.place, &keyword, instead);
                    return;
                }
            }
        }
        if group.any {
            let instead = "It is read as a choice of one branch; all members that are present are kept.";
            self.cx.not_honoured(&group.place, &keyword, instead);
        }
        let origin = self.cx.origin(&group.place);
        record.choices.push(Choice { branches, required, exclusive: !group.any, origin });
    }
}

/// The only branch of a choice is no choice.
fn require(names: &[String], record: &mut Struct) {
    for member in record.members.iter_mut().filter(|member| names.contains(&member.name)) {
        member.occurs.required = true;
        if !member.occurs.is_list() {
            member.occurs.min = 1;
        }
    }
}
