//! Values of enumerations and variants of unions that are gone stay.

use super::{Hold, pairs};
use crate::model::{Shape, Variant};

pub(super) fn keep(hold: &mut Hold<'_>) {
    for (_, old, index) in pairs::types(hold.old, &hold.new, &hold.pairs) {
        let Some((_, new)) = hold.new.types.get_index_mut(index) else { continue };
        match (&old.shape, &mut new.shape) {
            (Shape::Enumeration(old), Shape::Enumeration(new)) => {
                for value in &old.values {
                    if new.values.iter().all(|newer| newer.value != value.value) {
                        let mut value = value.clone();
                        value.docs.gone = true;
                        new.values.push(value);
                    }
                }
            }
            (Shape::Union(old), Shape::Union(new)) if old.tag == new.tag => {
                for variant in &old.variants {
                    if new.variants.iter().all(|newer| newer.tag != variant.tag) {
                        let ty = hold.pairs.reference(&variant.ty);
                        new.variants.push(Variant { tag: variant.tag.clone(), ty, gone: true });
                    }
                }
            }
            _ => {}
        }
    }
}
