//! The API as a whole, its operations and root elements.

use super::{Aspect, Change, Evidence, Place, Walk, aspects, matched, rename};
use crate::model::{Model, Root, Status};

pub(super) fn compare(walk: &mut Walk<'_>) {
    let documents = |model: &Model, tell: fn(&crate::model::Document) -> String| {
        model.documents.iter().map(tell).collect::<Vec<_>>().join("; ")
    };
    let servers = |model: &Model| model.api.servers.iter().map(|s| s.url.as_str()).collect::<Vec<_>>().join("; ");
    let security = |model: &Model| {
        let schemes =
            model.api.security.iter().map(|s| format!("{}: {} from {}", s.name, s.kind, s.issuers.join(", ")));
        schemes.collect::<Vec<_>>().join("; ")
    };
    let (old, new) = (walk.old, walk.new);
    for (aspect, tell) in [
        (Aspect::Title, &(|m: &Model| m.api.title.clone().unwrap_or_default()) as &dyn Fn(&Model) -> String),
        (Aspect::Dialect, &|m: &Model| documents(m, |d| d.dialect.clone())),
        (Aspect::Version, &|m: &Model| documents(m, |d| d.version.clone().unwrap_or_default())),
        (Aspect::Servers, &servers),
        (Aspect::Scopes, &|m: &Model| m.api.scopes.join(", ")),
        (Aspect::Security, &security),
        (Aspect::Text, &|m: &Model| m.api.docs.text.clone().unwrap_or_default()),
    ] {
        walk.differ(&Place::Api, aspect, tell(old), tell(new));
    }
    let all = matched(&old.api.operations, &new.api.operations, |o| &o.id);
    let renamed = rename::operations(&all.removed, &all.added);
    for operation in all.added.iter().filter(|o| renamed.iter().all(|(_, newer)| newer.id != o.id)) {
        walk.push(Place::Operation(operation.id.clone()), Change::Added);
    }
    for (older, newer) in &renamed {
        let change = Change::PerhapsRenamed { to: newer.id.clone(), evidence: Evidence::Path };
        walk.push(Place::Operation(older.id.clone()), change);
    }
    for (older, newer) in all.pairs.iter().chain(&renamed).copied() {
        let id = &newer.id;
        walk.all(&Place::Operation(id.clone()), aspects::OPERATION, older, newer);
        let parameters = matched(&older.parameters, &newer.parameters, |p| (&p.name, p.location));
        for (older, newer) in parameters.pairs {
            walk.all(&Place::Parameter(id.clone(), newer.name.clone()), aspects::PARAMETER, older, newer);
        }
        let responses = matched(&older.responses, &newer.responses, |r| r.status);
        for (older, newer) in responses.pairs {
            walk.all(&Place::Answer(id.clone(), status(newer.status)), aspects::ANSWER, older, newer);
        }
        let places = [(Change::Added, &parameters.added), (Change::Removed, &parameters.removed)];
        for (change, found) in places {
            for parameter in found {
                walk.push(Place::Parameter(id.clone(), parameter.name.clone()), change.clone());
            }
        }
        let places = [(Change::Added, &responses.added), (Change::Removed, &responses.removed)];
        for (change, found) in places {
            for response in found {
                walk.push(Place::Answer(id.clone(), status(response.status)), change.clone());
            }
        }
    }
    for operation in all.removed.iter().filter(|o| renamed.iter().all(|(older, _)| older.id != o.id)) {
        walk.push(Place::Operation(operation.id.clone()), Change::Removed);
    }
    // Schemas of several namespaces may have a root element of one name each.
    let ordinal = |root: &Root| {
        let among = [&old.roots, &new.roots].into_iter().find(|all| all.iter().any(|r| std::ptr::eq(r, root)));
        let before = among.into_iter().flatten().take_while(|r| !std::ptr::eq(*r, root));
        before.filter(|r| r.name == root.name).count()
    };
    let roots = matched(&old.roots, &new.roots, |r| (&r.name, ordinal(r)));
    for (older, newer) in roots.pairs {
        walk.all(&Place::Root(newer.name.clone()), aspects::ROOT, older, newer);
    }
    let renamed = rename::roots(walk, &roots.removed, &roots.added);
    for (older, newer) in &renamed {
        let change = Change::PerhapsRenamed { to: newer.name.clone(), evidence: Evidence::Use };
        walk.push(Place::Root(older.name.clone()), change);
        walk.all(&Place::Root(newer.name.clone()), aspects::ROOT, *older, *newer);
    }
    let apart = |root: &Root| renamed.iter().all(|(o, n)| !std::ptr::eq(*o, root) && !std::ptr::eq(*n, root));
    for (change, found) in [(Change::Added, &roots.added), (Change::Removed, &roots.removed)] {
        for root in found.iter().filter(|root| apart(root)) {
            walk.push(Place::Root(root.name.clone()), change.clone());
        }
    }
}

/// `200`, `4XX`, `default`.
pub(crate) fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}
