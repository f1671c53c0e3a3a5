//! Servers, access, operations and parameters.

use std::collections::BTreeSet;

use super::Difference;
use super::types::{self, Level};
use crate::compare::Place;
use crate::drift::events::{
    BASE_URL, ISSUER, METHOD, OPERATION_ID, PARAMETER_ADDED, PARAMETER_DEFAULT, PARAMETER_NEEDED, PARAMETER_OPTIONAL,
    PARAMETER_REMOVED, PARAMETER_REQUIRED, PARAMETER_STYLE, PARAMETER_TYPE, PATH, SCOPE_ADDED, SCOPE_REMOVED, SECURITY,
    SERVER_ADDED, SERVER_REMOVED, SERVER_VARIABLE,
};
use crate::drift::walk::Walk;
use crate::model::Server;

pub(super) fn servers(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let mut gone: Vec<&Server> = apart(&walk.old.api.servers, &walk.new.api.servers);
    let mut come: Vec<&Server> = apart(&walk.new.api.servers, &walk.old.api.servers);
    let mut pairs: Vec<(&Server, &Server)> = Vec::new();
    // By what the document calls them, then the only ones left.
    gone.retain(|old| {
        let named = come.iter().position(|new| {
            old.template == new.template || (old.description.is_some() && old.description == new.description)
        });
        if let Some(index) = named {
            pairs.push((old, come.remove(index)));
        }
        named.is_none()
    });
    if let ([old], [new]) = (gone.as_slice(), come.as_slice()) {
        pairs.push((old, new));
        (gone, come) = (Vec::new(), Vec::new());
    }
    for (old, new) in pairs {
        let variable = old.template == new.template || old.template.contains('{') || new.template.contains('{');
        let event = if variable { SERVER_VARIABLE } else { BASE_URL };
        walk.push(event, difference.place, format!("was {}, is {}", old.url, new.url));
    }
    for server in gone {
        walk.push(SERVER_REMOVED, difference.place, server.url.clone());
    }
    for server in come {
        walk.push(SERVER_ADDED, difference.place, server.url.clone());
    }
}

fn apart<'a>(of: &'a [Server], other: &[Server]) -> Vec<&'a Server> {
    of.iter().filter(|server| other.iter().all(|o| o.url != server.url)).collect()
}

pub(super) fn scopes(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let set = |scopes: &[String]| -> BTreeSet<String> { scopes.iter().cloned().collect() };
    let (old, new) = (set(&walk.old.api.scopes), set(&walk.new.api.scopes));
    for scope in new.difference(&old) {
        walk.push(SCOPE_ADDED, difference.place, scope.clone());
    }
    for scope in old.difference(&new) {
        walk.push(SCOPE_REMOVED, difference.place, scope.clone());
    }
}

pub(super) fn security(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let (old, new) = (walk.old, walk.new);
    for after in &new.api.security {
        match old.api.security.iter().find(|before| before.name == after.name) {
            Some(before) if before.kind != after.kind => {
                walk.push(
                    SECURITY,
                    difference.place,
                    format!("{}: was {}, is {}", after.name, before.kind, after.kind),
                );
            }
            Some(before) if before.issuers != after.issuers => {
                let detail = format!("was {}, is {}", before.issuers.join(", "), after.issuers.join(", "));
                walk.push(ISSUER, difference.place, detail);
            }
            Some(_) => {}
            None => walk.push(SECURITY, difference.place, format!("{}: {} is new", after.name, after.kind)),
        }
    }
    for before in old.api.security.iter().filter(|s| new.api.security.iter().all(|n| n.name != s.name)) {
        walk.push(SECURITY, difference.place, format!("{}: {} is gone", before.name, before.kind));
    }
}

pub(super) fn operation_id(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Operation(old) = difference.place else { return };
    let place = Place::Operation(difference.new.to_owned());
    let (before, after) = walk.operations(difference.new);
    // An id that is made where there is none is told by that.
    if before.is_some_and(|o| o.named) == after.is_some_and(|o| o.named) {
        walk.push(OPERATION_ID, &place, format!("was `{old}`"));
    }
}

pub(super) fn method(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    walk.push(METHOD, difference.place, difference.told());
}

pub(super) fn path(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    walk.push(PATH, difference.place, difference.told());
}

/// A body that is sent is one more parameter.
pub(super) fn request(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Operation(id) = difference.place else { return };
    let (Some(old), Some(new)) = walk.operations(id) else { return };
    let types = |bodies: &[crate::model::Body]| bodies.iter().map(|body| body.ty.clone()).collect::<Vec<_>>();
    let (had, has) = (types(&old.request), types(&new.request));
    let same = had.len() == has.len()
        && had.iter().zip(&has).all(|pair| matches!(pair, (Some(old), Some(new)) if walk.same_type(old, new)));
    let event = match (old.request.is_empty(), new.request.is_empty()) {
        (true, _) if new.request_required => PARAMETER_REQUIRED,
        (true, _) => PARAMETER_ADDED,
        (_, true) => PARAMETER_REMOVED,
        _ if old.request_required != new.request_required => {
            if new.request_required {
                PARAMETER_NEEDED
            } else {
                PARAMETER_OPTIONAL
            }
        }
        _ if same => return,
        _ => PARAMETER_TYPE,
    };
    walk.push(event, difference.place, format!("request body: {}", difference.told()));
}

pub(super) fn parameter_added(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Parameter(id, name) = difference.place else { return };
    let required = walk.parameters(id, name).1.is_some_and(|parameter| parameter.required);
    walk.push(if required { PARAMETER_REQUIRED } else { PARAMETER_ADDED }, difference.place, "");
}

pub(super) fn parameter_removed(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    walk.push(PARAMETER_REMOVED, difference.place, "");
}

pub(super) fn parameter_type(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Parameter(id, name) = difference.place else { return };
    let (Some(old), Some(new)) = walk.parameters(id, name) else { return };
    if walk.same_type(&old.ty, &new.ty) {
        return;
    }
    let told = types::judge(walk, &old.ty, &new.ty, Level::Member);
    let event = match told {
        Some((event, _)) if types::is_of_values(event) => event,
        Some(_) => PARAMETER_TYPE,
        None => return,
    };
    // A value set is of the parameter here: it has no type of its own yet.
    let row = event.row(crate::drift::events::Flavour::Sent);
    walk.push(row.map_or(event, |row| crate::drift::events::only(row.id)), difference.place, difference.told());
}

pub(super) fn parameter_occurs(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Parameter(id, name) = difference.place else { return };
    let (Some(old), Some(new)) = walk.parameters(id, name) else { return };
    match (old.required, new.required) {
        (false, true) => walk.push(PARAMETER_NEEDED, difference.place, ""),
        (true, false) => walk.push(PARAMETER_OPTIONAL, difference.place, ""),
        _ => {}
    }
    if old.list != new.list {
        walk.push(PARAMETER_TYPE, difference.place, difference.told());
    } else if old.list && old.explode != new.explode {
        walk.push(PARAMETER_STYLE, difference.place, difference.told());
    }
}

pub(super) fn parameter_default(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    walk.push(PARAMETER_DEFAULT, difference.place, difference.told());
}
