//! Types that nothing reaches are dropped. Those of a library stay, and so do all where there are neither operations nor
//! root elements.

use std::collections::BTreeSet;

use super::{each_reference, each_reference_of_shape};
use crate::diagnostic::Sink;
use crate::model::{Model, TypeDef, TypeKey, TypeRef};

pub(super) fn run(model: &mut Model, _sink: &mut Sink) {
    if model.roots.is_empty() && model.api.operations.is_empty() {
        return;
    }
    // References from roots and operations: those of the model without its types.
    let mut types = std::mem::take(&mut model.types);
    let library = |def: &TypeDef| model.documents.get(def.origin.document as usize).is_some_and(|d| d.library);
    let mut open: Vec<TypeKey> = types.iter().filter(|(_, def)| library(def)).map(|(key, _)| key.clone()).collect();
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
