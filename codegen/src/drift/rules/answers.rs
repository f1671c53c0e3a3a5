//! Answers, their bodies and headers.

use super::Difference;
use crate::compare::Place;
use crate::drift::events::{
    BODY_APPEARS, BODY_GONE, BODY_WRAPPED, ERROR_MEDIA, HEADER_ADDED, HEADER_REMOVED, HEADER_TYPE, MEDIA_ADDED,
    MEDIA_REMOVED, MEDIA_WRITTEN, RETYPED, STATUS_DEFAULT, STATUS_ERROR, STATUS_ERROR_REMOVED, STATUS_OTHER,
    STATUS_REMOVED, STATUS_SAME,
};
use crate::drift::usage::{body_types, is_error};
use crate::drift::walk::Walk;
use crate::model::{Body, Model, Response, Shape, Status, TypeRef};

pub(super) fn added(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Answer(id, status) = difference.place else { return };
    let Some(answer) = walk.answers(id, status).1 else { return };
    let event = match answer.status {
        Status::Default => STATUS_DEFAULT,
        status if is_error(status) => STATUS_ERROR,
        _ if has_known_body(walk, id, answer) => STATUS_SAME,
        _ => STATUS_OTHER,
    };
    walk.push(event, difference.place, "");
}

/// Whether an answer of success had the same body already.
fn has_known_body(walk: &Walk<'_>, id: &str, answer: &Response) -> bool {
    let Some(old) = walk.operations(id).0 else { return false };
    old.responses.iter().filter(|response| !is_error(response.status)).any(|response| {
        let (had, has) = (body_types(response), body_types(answer));
        had.len() == has.len() && had.iter().zip(&has).all(|(old, new)| walk.same_type(old, new))
    })
}

pub(super) fn removed(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Answer(id, status) = difference.place else { return };
    let Some(answer) = walk.answers(id, status).0 else { return };
    let event = match answer.status {
        Status::Default => STATUS_DEFAULT,
        status if is_error(status) => STATUS_ERROR_REMOVED,
        _ => STATUS_REMOVED,
    };
    walk.push(event, difference.place, "");
}

/// A media type without its parameters, in lower case.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The format that a media type is read as: `application/x+json` is JSON.
fn format(media_type: &str) -> String {
    let essence = essence(media_type);
    let subtype = essence.rsplit('/').next().unwrap_or_default();
    subtype.rsplit('+').next().unwrap_or_default().to_owned()
}

pub(super) fn bodies(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Answer(id, status) = difference.place else { return };
    let (Some(old), Some(new)) = walk.answers(id, status) else { return };
    let place = difference.place;
    match (old.bodies.is_empty(), new.bodies.is_empty()) {
        (true, false) => return walk.push(BODY_APPEARS, place, difference.told()),
        (false, true) => return walk.push(BODY_GONE, place, difference.told()),
        _ => {}
    }
    let counterpart = |body: &Body, among: &[Body]| {
        let same = among.iter().find(|other| essence(&other.media_type) == essence(&body.media_type));
        same.or_else(|| among.iter().find(|other| format(&other.media_type) == format(&body.media_type))).cloned()
    };
    for after in &new.bodies {
        match counterpart(after, &old.bodies) {
            None if is_error(new.status) => walk.push(ERROR_MEDIA, place, after.media_type.clone()),
            None => walk.push(MEDIA_ADDED, place, after.media_type.clone()),
            Some(before) => pair(walk, place, new.status, &before, after),
        }
    }
    for before in &old.bodies {
        if counterpart(before, &new.bodies).is_none() && !is_error(new.status) {
            walk.push(MEDIA_REMOVED, place, before.media_type.clone());
        }
    }
}

fn pair(walk: &mut Walk<'_>, place: &Place, status: Status, old: &Body, new: &Body) {
    if old.media_type != new.media_type {
        let event = if is_error(status) && essence(&old.media_type) != essence(&new.media_type) {
            ERROR_MEDIA
        } else {
            MEDIA_WRITTEN
        };
        walk.push(event, place, format!("was {}, is {}", old.media_type, new.media_type));
    }
    match (&old.ty, &new.ty) {
        (None, Some(_)) => walk.push(BODY_APPEARS, place, new.media_type.clone()),
        (Some(_), None) => walk.push(BODY_GONE, place, new.media_type.clone()),
        (Some(before), Some(after)) if !walk.same_type(before, after) => {
            let event = if is_wrapped(walk, before, after) { BODY_WRAPPED } else { RETYPED };
            let name = crate::model::tree::words::name;
            walk.push(event, place, format!("was {}, is {}", name(before), name(after)));
        }
        _ => {}
    }
}

/// Whether one is a list of the other, or a record with a member of the other's type.
fn is_wrapped(walk: &Walk<'_>, old: &TypeRef, new: &TypeRef) -> bool {
    fn inside<'m>(model: &'m Model, ty: &TypeRef) -> Vec<&'m TypeRef> {
        let TypeRef::Named(key) = ty else { return Vec::new() };
        match model.types.get(key).map(|def| &def.shape) {
            Some(Shape::List { item, .. }) => vec![item],
            Some(Shape::Struct(record)) => record.members.iter().map(|m| &m.ty).collect(),
            _ => Vec::new(),
        }
    }
    inside(walk.new, new).into_iter().any(|inner| walk.same_type(old, inner))
        || inside(walk.old, old).into_iter().any(|inner| walk.same_type(inner, new))
}

pub(super) fn headers(walk: &mut Walk<'_>, difference: &Difference<'_>) {
    let Place::Answer(id, status) = difference.place else { return };
    let (Some(old), Some(new)) = walk.answers(id, status) else { return };
    for after in &new.headers {
        let Some(before) = old.headers.iter().find(|h| h.name.eq_ignore_ascii_case(&after.name)) else {
            walk.push(HEADER_ADDED, difference.place, after.name.clone());
            continue;
        };
        if before.required && !after.required {
            walk.push(HEADER_REMOVED, difference.place, after.name.clone());
        }
        let end = |model, ty| crate::model::tree::words::name(crate::model::tree::words::end_of_chain(model, ty).0);
        if end(walk.old, &before.ty) != end(walk.new, &after.ty) {
            walk.push(HEADER_TYPE, difference.place, after.name.clone());
        }
    }
    for before in old.headers.iter().filter(|h| new.headers.iter().all(|n| !n.name.eq_ignore_ascii_case(&h.name))) {
        walk.push(HEADER_REMOVED, difference.place, before.name.clone());
    }
}
