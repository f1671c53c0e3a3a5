//! The names of a release, by what the newer documents call the things.

use std::collections::BTreeMap;

use super::Hold;
use super::pairs;
use crate::plan::{BESIDE, ChoiceNames, Names, OperationNames, branch_name};

pub(super) fn translate(hold: &Hold<'_>, released: &Names) -> Names {
    let key = |older: &String| hold.pairs.key(older).clone();
    let types = released.types.iter().map(|(older, ident)| (key(older), ident.clone())).collect();
    let unknown = released.unknown.iter().map(|(older, ident)| (key(older), ident.clone())).collect();
    let members = released.members.iter().map(|(older, members)| {
        let key = key(older);
        let renamed = members
            .iter()
            .map(|(wire, ident)| (hold.pairs.member_name(&key, wire).to_owned(), ident.clone()))
            .collect();
        (key.clone(), renamed)
    });
    let choices = released.choices.iter().map(|(older, choices)| {
        let key = key(older);
        let of = |names: &ChoiceNames| {
            let branches = names.branches.iter().map(|(name, ident)| {
                let members = name.split(BESIDE).map(|member| hold.pairs.member_name(&key, member));
                (branch_name(members), ident.clone())
            });
            ChoiceNames { branches: branches.collect(), ..names.clone() }
        };
        (key.clone(), choices.iter().map(of).collect())
    });
    let choices = choices.collect();
    let operations = released.operations.iter();
    let operations = operations.map(|(id, names)| (hold.pairs.operation(id).to_owned(), operation(hold, id, names)));
    Names { types, unknown, members: members.collect(), choices, operations: operations.collect() }
}

fn operation(hold: &Hold<'_>, id: &str, names: &OperationNames) -> OperationNames {
    let newer = hold.pairs.operation(id);
    let old = hold.old.api.operations.iter().find(|operation| operation.id == id);
    let new = hold.new.api.operations.iter().find(|operation| operation.id == newer);
    let renamed: BTreeMap<&str, &str> = match (old, new) {
        (Some(old), Some(new)) => {
            let pairs = pairs::parameters(&hold.pairs, (hold.old, old), (&hold.new, new));
            pairs.into_iter().map(|(older, newer)| (older.name.as_str(), newer.name.as_str())).collect()
        }
        _ => BTreeMap::new(),
    };
    let name = |wire: &String| renamed.get(wire.as_str()).map_or_else(|| wire.clone(), |&newer| newer.to_owned());
    let parameters = names.parameters.iter().map(|(wire, ident)| (name(wire), ident.clone())).collect();
    OperationNames { method: names.method.clone(), builder: names.builder.clone(), parameters }
}
