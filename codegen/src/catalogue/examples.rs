//! Which type an example is of, told by its name.

use super::Example;
use crate::model::{Model, Shape, TypeDef, TypeRef};
use crate::plan;

/// The examples, sorted, with their types: `feil.json` and `alleKrav-full.json` begin with the name of theirs, others are of
/// what the first operation answers with, or of the first root element where there is no operation.
pub(super) fn examples(model: &Model, files: &[String]) -> Vec<Example> {
    let mut files = files.to_vec();
    files.sort();
    let answers = model.api.operations.iter().filter_map(plan::answer);
    let roots = model.roots.iter().map(|root| &root.ty);
    let main = answers.chain(roots).find_map(|ty| of_item(model, ty)).or_else(|| model.types.values().next());
    let ty = |file: &String| {
        let stem = file.split(['-', '.']).next()?;
        let named = model.types.values().find(|def| def.name.eq_ignore_ascii_case(stem));
        named.or(main).map(|def| def.name.clone())
    };
    files.iter().map(|file| Example { ty: ty(file), file: file.clone() }).collect()
}

/// Files of a type that have this ending. The one to answer with comes first: `full`, then what the rest is called.
pub(super) fn of_type(examples: &[Example], ty: &str, ending: &str) -> Vec<String> {
    let fits = |e: &&Example| e.ty.as_deref() == Some(ty) && e.file.rsplit_once('.').is_some_and(|(_, e)| e == ending);
    let mut files: Vec<String> = examples.iter().filter(fits).map(|e| e.file.clone()).collect();
    files.sort_by_key(|file| (!is_full(file), file.clone()));
    files
}

/// `full.json`, `alleKrav-full.json`.
fn is_full(file: &str) -> bool {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    stem == "full" || stem.ends_with("-full")
}

/// The type of a reference. A list without a name of its own has no examples: those of its items stand for it.
fn of_item<'m>(model: &'m Model, ty: &TypeRef) -> Option<&'m TypeDef> {
    let def = def(model, ty)?;
    match &def.shape {
        Shape::List { item, .. } if def.anonymous => self::def(model, item),
        _ => Some(def),
    }
}

pub(super) fn def<'m>(model: &'m Model, ty: &TypeRef) -> Option<&'m TypeDef> {
    match ty {
        TypeRef::Named(key) => model.types.get(key),
        TypeRef::Builtin(_) => None,
    }
}
