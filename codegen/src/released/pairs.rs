//! Which thing of the newer model is which of the released one.

use std::collections::BTreeMap;

use crate::compare::{self, Change, Finding, Place};
use crate::drift::Usage;
use crate::model::{Member, Model, Operation, Parameter, Shape, Struct, TypeDef, TypeKey, TypeRef};

/// Counterparts under changed names; what has no entry is called as before.
pub(super) struct Pairs {
    /// Types: older key → newer key.
    types: BTreeMap<TypeKey, TypeKey>,
    /// Members of which the case alone changed, or that are only sent: key of the newer type and older name → newer name.
    members: BTreeMap<(TypeKey, String), String>,
    /// Operations: older id → newer id.
    operations: BTreeMap<String, String>,
}

impl Pairs {
    pub(super) fn new(old: &Model, new: &Model) -> Self {
        let types = compare::renamed_types(old, new).into_iter().map(|(o, n)| (o.clone(), n.clone())).collect();
        let (mut members, mut operations) = (BTreeMap::new(), BTreeMap::new());
        let usage = Usage::of(new);
        for Finding { place, change } in compare::compare_all(old, new) {
            match (place, change) {
                // A member of another name may hold something else: it is a new member, except where it is only sent.
                (Place::Member(key, name), Change::PerhapsRenamed { to, .. })
                    if name.to_lowercase() == to.to_lowercase() || usage.is_only_sent(&key) =>
                {
                    members.insert((key, name), to);
                }
                (Place::Operation(id), Change::PerhapsRenamed { to, .. }) => {
                    operations.insert(id, to);
                }
                _ => {}
            }
        }
        Self { types, members, operations }
    }

    /// The newer key of a type.
    pub(super) fn key<'k>(&'k self, older: &'k TypeKey) -> &'k TypeKey {
        self.types.get(older).unwrap_or(older)
    }

    /// A reference of the released model, as the newer one has it.
    pub(super) fn reference(&self, older: &TypeRef) -> TypeRef {
        match older {
            TypeRef::Named(key) => TypeRef::Named(self.key(key).clone()),
            TypeRef::Builtin(builtin) => TypeRef::Builtin(*builtin),
        }
    }

    /// The newer name of a member of a type that is called `key` now.
    pub(super) fn member_name<'k>(&'k self, key: &TypeKey, older: &'k str) -> &'k str {
        self.members.get(&(key.clone(), older.to_owned())).map_or(older, String::as_str)
    }

    /// Where the counterpart of a member stands.
    pub(super) fn member(&self, key: &TypeKey, older: &Member, new: &Struct) -> Option<usize> {
        let name = self.member_name(key, &older.name);
        new.members.iter().position(|member| member.name == name)
    }

    /// The newer id of an operation.
    pub(super) fn operation<'k>(&'k self, older: &'k str) -> &'k str {
        self.operations.get(older).map_or(older, String::as_str)
    }
}

/// Types of both models: newer key, released declaration, position in the newer model.
pub(super) fn types<'o>(old: &'o Model, new: &Model, pairs: &Pairs) -> Vec<(TypeKey, &'o TypeDef, usize)> {
    let both = |(key, def): (&'o TypeKey, &'o TypeDef)| {
        let key = pairs.key(key);
        Some((key.clone(), def, new.types.get_index_of(key)?))
    };
    old.types.iter().filter_map(both).collect()
}

/// Parameters of another name: one that is gone and one that is new, alike and without another candidate.
pub(super) fn parameters<'a>(
    pairs: &Pairs,
    (old, before): (&Model, &'a Operation),
    (new, after): (&Model, &'a Operation),
) -> Vec<(&'a Parameter, &'a Parameter)> {
    let alone = |of: &'a Operation, other: &'a Operation| -> Vec<&'a Parameter> {
        of.parameters.iter().filter(|p| other.parameters.iter().all(|o| o.name != p.name)).collect()
    };
    let (gone, come) = (alone(before, after), alone(after, before));
    let shape = |model: &Model, ty: &TypeRef| -> Option<Shape> {
        let TypeRef::Named(key) = ty else { return None };
        model.types.get(key).filter(|def| def.anonymous).map(|def| def.shape.clone())
    };
    let alike = |p: &Parameter, n: &Parameter| {
        let unnamed = || shape(old, &p.ty).is_some_and(|shape_of| Some(shape_of) == shape(new, &n.ty));
        let flags = |p: &Parameter| (p.location, p.required, p.list);
        flags(p) == flags(n) && (pairs.reference(&p.ty) == n.ty || unnamed())
    };
    let mut found = Vec::new();
    for p in &gone {
        let candidates: Vec<&&Parameter> = come.iter().filter(|n| alike(p, n)).collect();
        if let [only] = candidates.as_slice()
            && gone.iter().filter(|other| alike(other, only)).count() == 1
        {
            found.push((*p, **only));
        }
    }
    found
}
