//! Patterns that cannot be checked are told: they stay in the documentation, and `validate` leaves them out.

use crate::diagnostic::{Location, Sink, codes};
use crate::model::{Facets, Model, NotHonoured, Origin, Shape};
use crate::pattern;

pub(super) fn run(model: &mut Model, sink: &mut Sink) {
    let mut notes = Vec::new();
    for (key, def) in &model.types {
        match &def.shape {
            Shape::Scalar(scalar) => check(model, &scalar.facets, key, def.origin, &mut notes, sink),
            Shape::Struct(s) => {
                for member in &s.members {
                    check(model, &member.facets, &format!("{key}/{}", member.name), member.origin, &mut notes, sink);
                }
            }
            _ => {}
        }
    }
    model.not_honoured.extend(notes);
}

fn check(model: &Model, facets: &Facets, pointer: &str, origin: Origin, notes: &mut Vec<NotHonoured>, sink: &mut Sink) {
    let Some(document) = model.documents.get(origin.document as usize) else { return };
    for written in &facets.patterns {
        let Err(why) = pattern::translate_one(written, document.language) else { continue };
        let location = Location {
            path: document.path.clone(),
            position: Some((origin.line, origin.column)),
            pointer: pointer.to_owned(),
        };
        let help = "it stays in the documentation; `validate` does not check it";
        sink.push(
            codes::W0403,
            location,
            format!("the pattern `{written}` cannot be checked: {why}"),
            Some(help.to_owned()),
        );
        notes.push(NotHonoured {
            keyword: "pattern".to_owned(),
            instead: format!("`validate` does not check it: {why}"),
            origin,
        });
    }
}
