//! Arguments of operations that became optional stay arguments.

use super::Hold;

pub(super) fn widen(hold: &mut Hold<'_>) {
    for older in &hold.old.api.operations {
        let id = hold.pairs.operation(&older.id);
        let Some(newer) = hold.new.api.operations.iter_mut().find(|operation| operation.id == id) else { continue };
        for parameter in older.parameters.iter().filter(|parameter| parameter.required) {
            let same = |p: &&mut crate::model::Parameter| p.name == parameter.name && p.location == parameter.location;
            if let Some(newer) = newer.parameters.iter_mut().find(same) {
                newer.required = true;
            }
        }
    }
}
