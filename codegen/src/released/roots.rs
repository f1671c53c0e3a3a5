//! Root elements that the documents no longer have can still be read and written by their types.

use super::Hold;
use crate::model::Root;

/// Puts back the root elements that are gone. A name that stands for another type now is not given back: nothing of the
/// older type can be read by it.
pub(super) fn keep(hold: &mut Hold<'_>) {
    for older in &hold.old.roots {
        let ty = hold.pairs.reference(&older.ty);
        let roots = &mut hold.new.roots;
        let is_there = |root: &Root| root.name == older.name && root.namespace == older.namespace;
        if roots.iter().any(|root| root.ty == ty || is_there(root)) {
            continue;
        }
        let origin = hold.origin(older.origin);
        hold.new.roots.push(Root { ty, origin, ..older.clone() });
    }
}
