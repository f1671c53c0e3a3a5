//! Steps from the model as read to the model as planned. Each runs once, in the order of [`PASSES`].

mod check_patterns;
mod flatten_bases;
mod merge_lists;
mod prune;
mod resolve_aliases;
mod unite_derived;

use crate::diagnostic::Sink;
use crate::model::{Model, TypeRef};

/// A step.
pub struct Pass {
    /// Its name, equal to the name of its file.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub does: &'static str,
    run: fn(&mut Model, &mut Sink),
}

/// All steps in order.
pub const PASSES: &[Pass] = &[
    Pass {
        name: "resolve_aliases",
        does: "Replaces references to another name by the type behind it.",
        run: resolve_aliases::run,
    },
    Pass {
        name: "unite_derived",
        does: "Turns types that others are derived from into unions of them; must run while bases are still there.",
        run: unite_derived::run,
    },
    Pass { name: "flatten_bases", does: "Gives derived types the members of their bases.", run: flatten_bases::run },
    Pass {
        name: "merge_lists",
        does: "Turns members of a named array type into lists of its items.",
        run: merge_lists::run,
    },
    Pass { name: "prune", does: "Drops types that no operation and no root element reaches.", run: prune::run },
    Pass {
        name: "check_patterns",
        does: "Reports patterns that validation cannot check; must run when all types that are left are known.",
        run: check_patterns::run,
    },
];

/// Runs all steps.
pub fn run(model: &mut Model, sink: &mut Sink) {
    for pass in PASSES {
        (pass.run)(model, sink);
    }
}

/// Calls `f` on every type reference of the model.
fn each_reference(model: &mut Model, f: &mut dyn FnMut(&mut TypeRef)) {
    for def in model.types.values_mut() {
        each_reference_of_shape(&mut def.shape, f);
    }
    for root in &mut model.roots {
        f(&mut root.ty);
    }
    for operation in &mut model.api.operations {
        operation.parameters.iter_mut().for_each(|p| f(&mut p.ty));
        operation.request.iter_mut().filter_map(|b| b.ty.as_mut()).for_each(&mut *f);
        for response in &mut operation.responses {
            response.bodies.iter_mut().filter_map(|b| b.ty.as_mut()).for_each(&mut *f);
            response.headers.iter_mut().for_each(|h| f(&mut h.ty));
        }
    }
}

/// Calls `f` on every type reference of one type.
pub(crate) fn each_reference_of_shape(shape: &mut crate::model::Shape, f: &mut dyn FnMut(&mut TypeRef)) {
    use crate::model::Shape;
    match shape {
        Shape::Struct(s) => {
            s.bases.iter_mut().for_each(&mut *f);
            s.members.iter_mut().for_each(|m| f(&mut m.ty));
            s.additional.iter_mut().for_each(f);
        }
        Shape::Scalar(s) => f(&mut s.base),
        Shape::List { item, .. } => f(item),
        Shape::Map { value } => f(value),
        Shape::Union(u) => u.variants.iter_mut().for_each(|v| f(&mut v.ty)),
        Shape::Alias(target) => f(target),
        Shape::Enumeration(_) => {}
    }
}

#[cfg(test)]
mod tests;
