//! What the value of a parameter may be.

use super::Value;
use crate::model::{Builtin, EnumValue, Facets, Language, Model, Shape, TypeDef, TypeRef};
use crate::pattern;

/// Follows a type down to what needs no declaration. Of limits that several steps set, the most derived holds, which is the
/// narrowest.
pub(super) fn value(model: &Model, ty: &TypeRef) -> Value {
    let mut value = Value::of(Builtin::Text);
    let mut ty = ty;
    // No chain is longer than there are types.
    for _ in 0..=model.types.len() {
        let def = match ty {
            TypeRef::Builtin(builtin) => {
                value.reads = *builtin;
                break;
            }
            TypeRef::Named(key) => model.types.get(key),
        };
        ty = match def.map(|def| (def, &def.shape)) {
            Some((def, Shape::Scalar(scalar))) => {
                narrow(&mut value, &scalar.facets, language(model, def));
                &scalar.base
            }
            Some((_, Shape::Alias(target))) => target,
            Some((_, Shape::Enumeration(enumeration))) => {
                value.values = enumeration.values.iter().map(|EnumValue { value, .. }| value.clone()).collect();
                break;
            }
            // Records and lists have no text form: anything may be given.
            _ => break,
        };
    }
    value
}

fn narrow(value: &mut Value, facets: &Facets, language: Language) {
    let Value { patterns, min_length, max_length, min, max, .. } = value;
    patterns.extend(pattern::translate(&facets.patterns, language));
    *min_length = min_length.or(facets.length).or(facets.min_length);
    *max_length = max_length.or(facets.length).or(facets.max_length);
    *min = min.take().or_else(|| facets.min_inclusive.clone());
    *max = max.take().or_else(|| facets.max_inclusive.clone());
}

fn language(model: &Model, def: &TypeDef) -> Language {
    model.documents.get(def.origin.document as usize).map_or(Language::JsonSchema, |document| document.language)
}
