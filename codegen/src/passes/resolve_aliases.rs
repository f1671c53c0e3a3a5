//! References to another name become references to the type behind it.

use std::collections::BTreeMap;

use super::each_reference;
use crate::diagnostic::Sink;
use crate::model::{Builtin, Model, Shape, TypeKey, TypeRef};

pub(super) fn run(model: &mut Model, _sink: &mut Sink) {
    let targets: BTreeMap<TypeKey, TypeRef> = model
        .types
        .iter()
        .filter_map(|(key, def)| match &def.shape {
            Shape::Alias(target) => Some((key.clone(), target.clone())),
            _ => None,
        })
        .collect();
    if targets.is_empty() {
        return;
    }
    each_reference(model, &mut |reference| {
        // Front ends report cycles of aliases (E0204); here they only must not loop.
        for _ in 0..=targets.len() {
            match reference {
                TypeRef::Named(key) => match targets.get(key) {
                    Some(target) => *reference = target.clone(),
                    None => return,
                },
                TypeRef::Builtin(_) => return,
            }
        }
        *reference = TypeRef::Builtin(Builtin::AnyJson);
    });
    model.types.retain(|key, _| !targets.contains_key(key));
}
