//! Operations that were split or merged, the rights package in the call, answers that were replaced, and parameters that
//! were renamed or moved.

use crate::compare::{Aspect, Change, Place};
use crate::drift::events::{
    OPERATION_SPLIT, PARAMETER_MOVED, PARAMETER_ORDER, PARAMETER_RENAMED, RIGHTS_PACKAGE, STATUS_REPLACED, only,
};
use crate::drift::usage::{body_types, is_error};
use crate::drift::walk::Walk;
use crate::model::{Location, Operation, Parameter, Response, TypeRef};

/// The parameter that names the rights package.
const RIGHTS: &str = "rettighetspakke";

pub(super) fn run(walk: &mut Walk<'_>) {
    split(walk);
    let pairs: Vec<(&Operation, &Operation)> =
        walk.new.api.operations.iter().filter_map(|new| Some((walk.operations(&new.id).0?, new))).collect();
    for (old, new) in pairs {
        rights_package(walk, old, new);
        renamed(walk, old, new);
        order(walk, old, new);
        replaced(walk, old, new);
    }
}

fn operation_id(place: &Place) -> Option<String> {
    match place {
        Place::Operation(id) => Some(id.clone()),
        _ => None,
    }
}

/// The type of the first answer of success.
fn answer(operation: &Operation) -> Option<&TypeRef> {
    let response = operation.responses.iter().find(|response| !is_error(response.status))?;
    body_types(response).first().copied()
}

fn split(walk: &mut Walk<'_>) {
    let removed = walk.places(&Change::Removed, operation_id);
    let added = walk.places(&Change::Added, operation_id);
    let with_answers = |walk: &Walk<'_>, ids: &[String], newer: bool| -> Vec<(String, TypeRef)> {
        let pick = |id: &String| {
            let (old, new) = walk.operations(id);
            Some((id.clone(), answer(if newer { new? } else { old? })?.clone()))
        };
        ids.iter().filter_map(pick).collect()
    };
    let (gone, come) = (with_answers(walk, &removed, false), with_answers(walk, &added, true));
    let mut found: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for (id, ty) in &gone {
        let parts: Vec<String> =
            come.iter().filter(|(_, new)| walk.same_type(ty, new)).map(|(id, _)| id.clone()).collect();
        let alone = gone.iter().filter(|(_, other)| other == ty).count() == 1;
        if parts.len() > 1 && alone {
            found.push((vec![id.clone()], parts));
        }
    }
    for (id, ty) in &come {
        let parts: Vec<String> =
            gone.iter().filter(|(_, old)| walk.same_type(old, ty)).map(|(id, _)| id.clone()).collect();
        let alone = come.iter().filter(|(_, other)| other == ty).count() == 1;
        if parts.len() > 1 && alone {
            found.push((parts, vec![id.clone()]));
        }
    }
    for (old, new) in found {
        walk.push(
            OPERATION_SPLIT,
            &Place::Operation(new[0].clone()),
            format!("was {}, is {}", old.join(", "), new.join(", ")),
        );
        walk.explain(|f| matches!(&f.place, Place::Operation(id) if old.contains(id) || new.contains(id)));
    }
}

fn rights_package(walk: &mut Walk<'_>, old: &Operation, new: &Operation) {
    let has = |operation: &Operation| operation.parameters.iter().any(|p| p.name == RIGHTS);
    if has(old) == has(new) {
        return;
    }
    let place = Place::Operation(new.id.clone());
    walk.push(RIGHTS_PACKAGE, &place, format!("was {}, is {}", old.path, new.path));
    let parameter = Place::Parameter(new.id.clone(), RIGHTS.to_owned());
    walk.explain(|f| {
        f.place == parameter || (f.place == place && matches!(f.change, Change::Changed { aspect: Aspect::Path, .. }))
    });
}

/// A parameter that is gone and one that is new, which are the same but for the name or for the place.
fn renamed(walk: &mut Walk<'_>, old: &Operation, new: &Operation) {
    let pick = |place: &Place| match place {
        Place::Parameter(id, name) if *id == new.id => Some(name.clone()),
        _ => None,
    };
    let gone: Vec<&Parameter> = {
        let names = walk.places(&Change::Removed, pick);
        old.parameters.iter().filter(|p| names.contains(&p.name)).collect()
    };
    let come: Vec<&Parameter> = {
        let names = walk.places(&Change::Added, pick);
        new.parameters.iter().filter(|p| names.contains(&p.name)).collect()
    };
    for before in &gone {
        let moved = come.iter().find(|p| p.name == before.name && p.location != before.location);
        let like = |p: &&&Parameter| {
            p.location == before.location
                && p.required == before.required
                && p.list == before.list
                && (walk.same_type(&before.ty, &p.ty) || is_anonymous_pair(walk, before, p))
        };
        let mut candidates = come.iter().filter(like);
        let alone = gone.iter().filter(|p| p.location == before.location && p.required == before.required).count() == 1;
        let same = candidates.next().filter(|_| candidates.next().is_none() && alone);
        let Some(after) = moved.or(same) else { continue };
        let place = Place::Parameter(new.id.clone(), after.name.clone());
        match (moved.is_some(), after.location) {
            (true, _) => walk.push(
                PARAMETER_MOVED,
                &place,
                format!("was in {:?}, is in {:?}", before.location, after.location).to_lowercase(),
            ),
            // The name of a path parameter is in the document alone.
            (false, Location::Path) => walk.push(only("D16"), &place, format!("was `{}`", before.name)),
            (false, _) => walk.push(PARAMETER_RENAMED, &place, format!("was `{}`", before.name)),
        }
        let names = [before.name.as_str(), after.name.as_str()];
        walk.explain(|f| match &f.place {
            Place::Parameter(id, name) => {
                *id == new.id && names.contains(&name.as_str()) && matches!(f.change, Change::Added | Change::Removed)
            }
            // The template names it.
            Place::Operation(id) => {
                *id == new.id
                    && matches!(&f.change, Change::Changed { aspect: Aspect::Path, old, new } if bare(old) == bare(new))
            }
            _ => false,
        });
    }
}

/// Types that are named after their parameters.
fn is_anonymous_pair(walk: &Walk<'_>, old: &Parameter, new: &Parameter) -> bool {
    let def = |model: &'_ crate::model::Model, ty: &TypeRef| match ty {
        TypeRef::Named(key) => model.types.get(key).filter(|def| def.anonymous).map(|def| def.shape.clone()),
        TypeRef::Builtin(_) => None,
    };
    def(walk.old, &old.ty).is_some_and(|before| Some(before) == def(walk.new, &new.ty))
}

/// A path without the names of its parameters.
fn bare(path: &str) -> Vec<&str> {
    path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment }).collect()
}

fn order(walk: &mut Walk<'_>, old: &Operation, new: &Operation) {
    let order = |of: &Operation, other: &Operation| -> Vec<String> {
        let common = of
            .parameters
            .iter()
            .filter(|p| other.parameters.iter().any(|o| o.name == p.name && o.location == p.location));
        common.map(|p| p.name.clone()).collect()
    };
    let (before, after) = (order(old, new), order(new, old));
    if before != after {
        let detail = format!("was {}, is {}", before.join(", "), after.join(", "));
        walk.push(PARAMETER_ORDER, &Place::Operation(new.id.clone()), detail);
    }
}

/// The only answers of success of one status were replaced by one of another, with another body.
fn replaced(walk: &mut Walk<'_>, old: &Operation, new: &Operation) {
    let gone: Vec<&Response> = apart(old, new);
    let come: Vec<&Response> = apart(new, old);
    let ([before], [after]) = (gone.as_slice(), come.as_slice()) else { return };
    let (had, has) = (body_types(before), body_types(after));
    let same = had.len() == has.len() && had.iter().zip(&has).all(|(old, new)| walk.same_type(old, new));
    if same {
        return;
    }
    let status = crate::compare::status;
    let place = Place::Answer(new.id.clone(), status(after.status));
    walk.push(STATUS_REPLACED, &place, format!("was {}, is {}", status(before.status), status(after.status)));
    let gone = Place::Answer(new.id.clone(), status(before.status));
    walk.explain(|f| f.place == place || f.place == gone);
}

/// Answers of success that the other has not.
fn apart<'o>(of: &'o Operation, other: &Operation) -> Vec<&'o Response> {
    let successes = of.responses.iter().filter(|response| !is_error(response.status));
    successes.filter(|response| other.responses.iter().all(|o| o.status != response.status)).collect()
}
