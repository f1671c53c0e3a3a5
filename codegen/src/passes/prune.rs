//! Types that nothing reaches are dropped. A document without operations and root elements is a library of types: all
//! stay.

use std::collections::BTreeSet;

use super::{each_reference, each_reference_of_shape};
use crate::diagnostic::Sink;
use crate::model::{Model, TypeKey, TypeRef};

pub(super) fn run(model: &mut Model, _sink: &mut Sink) {
    if model.roots.is_empty() && model.api.operations.is_empty() {
        return;
    }
    // References from roots and operations: those of the model without its types.
    let mut types = std::mem::take(&mut model.types);
    let mut open: Vec<TypeKey> = Vec::new();
    each_reference(model, &mut |reference| push(&mut open, reference));
    let mut reached: BTreeSet<TypeKey> = BTreeSet::new();
    while let Some(key) = open.pop() {
        if let Some(def) = types.get_mut(&key)
            && reached.insert(key)
        {
            each_reference_of_shape(&mut def.shape, &mut |reference| push(&mut open, reference));
        }
    }
    model.unused.extend(types.keys().filter(|key| !reached.contains(*key)).cloned());
    types.retain(|key, _| reached.contains(key));
    model.types = types;
}

fn push(open: &mut Vec<TypeKey>, reference: &TypeRef) {
    if let TypeRef::Named(key) = reference {
        open.push(key.clone());
    }
}
