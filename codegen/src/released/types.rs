//! Types that the documents no longer have stay, and named simple types stay as wide as they were.

use super::Hold;
use super::pairs;
use crate::model::{Builtin, Shape, TypeDef};
use crate::passes::each_reference_of_shape;

/// Puts back the types that are gone. What refers to them is decided by the other steps.
pub(super) fn keep(hold: &mut Hold<'_>) {
    for (key, def) in &hold.old.types {
        if hold.new.types.contains_key(hold.pairs.key(key)) {
            continue;
        }
        let mut def = def.clone();
        def.docs.gone = true;
        hold.adopt(&mut def);
        hold.new.types.insert(key.clone(), def);
    }
}

/// A named text that got known values stays a text, one that lost them keeps them, and a number with fractions stays one.
pub(super) fn widen(hold: &mut Hold<'_>) {
    for (_, old, index) in pairs::types(hold.old, &hold.new, &hold.pairs) {
        let (before, after) = (hold.old_end_of(old), hold.new_end_of(index));
        let Some((_, new)) = hold.new.types.get_index(index) else { continue };
        let shape = match (&old.shape, &new.shape) {
            (Shape::Scalar(o), Shape::Enumeration(_)) if before == Some(Builtin::Text) && !o.list => old.shape.clone(),
            (Shape::Enumeration(_), Shape::Scalar(n)) if after == Some(Builtin::Text) && !n.list => old.shape.clone(),
            (Shape::Scalar(o), Shape::Scalar(n)) if is_narrower(before, after) && o.list == n.list => {
                let mut scalar = n.clone();
                scalar.base = o.base.clone();
                Shape::Scalar(scalar)
            }
            _ => continue,
        };
        let mut held = TypeDef { shape, ..new.clone() };
        each_reference_of_shape(&mut held.shape, &mut |reference| *reference = hold.pairs.reference(reference));
        if let Some((_, new)) = hold.new.types.get_index_mut(index) {
            *new = held;
        }
    }
}

/// Whether a number with fractions became one without.
pub(super) fn is_narrower(old: Option<Builtin>, new: Option<Builtin>) -> bool {
    old == Some(Builtin::Decimal) && new == Some(Builtin::Integer)
}
