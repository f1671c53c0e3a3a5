//! What kind of type a schema is.

use super::alternatives::is_choice;
use super::simplify::Core;
use super::{Hint, Lowerer};
use crate::model::Builtin;
use crate::openapi::documents::Place;
use crate::openapi::formats::Kind;
use crate::openapi::schema::Schema;

/// Kinds of types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Any,
    Scalar(Builtin),
    /// A text with known values.
    Values,
    Record,
    Map,
    List,
    Union,
}

impl<'d> Lowerer<'d, '_> {
    pub(super) fn classify(&mut self, schema: &Schema<'d>) -> Class {
        let id = schema.place.id();
        match self.classes.get(&id) {
            Some(Some(class)) => return *class,
            // A composition that comes back to itself can only be one of records.
            Some(None) => return Class::Record,
            None => {}
        }
        self.classes.insert(id, None);
        let class = self.nested(&schema.place, |lowerer| lowerer.find_class(schema)).unwrap_or(Class::Any);
        self.classes.insert(id, Some(class));
        class
    }

    fn find_class(&mut self, schema: &Schema<'d>) -> Class {
        let alternatives = schema.alternatives();
        if !alternatives.is_empty() {
            return self.class_of_alternatives(schema, &alternatives);
        }
        if schema.reference.is_some() || !schema.all_of.is_empty() {
            return self.class_of_composition(schema);
        }
        if schema.kinds.len() > 1 {
            return Class::Union;
        }
        let kind = schema.kinds.first().copied();
        if schema.values.is_some() {
            return self.class_of_values(schema, kind);
        }
        match kind {
            None => Class::Any,
            Some(Kind::Object) if !schema.properties.is_empty() => Class::Record,
            Some(Kind::Object) if schema.additional.is_some() => Class::Map,
            Some(Kind::Object) => Class::Any,
            Some(Kind::Array) => Class::List,
            Some(kind) => schema.scalar(kind).map_or(Class::Any, Class::Scalar),
        }
    }

    fn class_of_alternatives(&mut self, schema: &Schema<'d>, alternatives: &[Place<'d>]) -> Class {
        let composed = schema.reference.is_some() || !schema.all_of.is_empty();
        if is_choice(alternatives) {
            return if composed || !schema.properties.is_empty() { Class::Record } else { Class::Any };
        }
        if composed || !schema.properties.is_empty() {
            let repeated = !composed && self.all_have(alternatives, &schema.properties);
            return if repeated { Class::Union } else { Class::Record };
        }
        if self.values_of_alternatives(alternatives).is_some() { Class::Values } else { Class::Union }
    }

    /// Whether all alternatives have all of the members themselves.
    fn all_have(&mut self, alternatives: &[Place<'d>], properties: &[(&'d str, Place<'d>)]) -> bool {
        alternatives.iter().all(|alternative| {
            let inherited = self.all_properties(alternative, &Hint::new("", ""));
            properties.iter().all(|(name, _)| inherited.properties.contains_key(*name))
        })
    }

    fn class_of_composition(&mut self, schema: &Schema<'d>) -> Class {
        if schema.has_members() {
            return Class::Record;
        }
        let mut first_other = None;
        let mut any = Class::Any;
        for part in &schema.all_of {
            if !self.schema(part).has_substance() {
                continue;
            }
            match self.class_of(part) {
                Class::Record | Class::Union => return Class::Record,
                Class::Any => {}
                Class::Map => any = Class::Record,
                other => first_other = first_other.or(Some(other)),
            }
        }
        let own = schema.kinds.first().and_then(|kind| schema.scalar(*kind));
        let Some(other) = first_other else { return own.map_or(any, Class::Scalar) };
        let place = schema.place.child("allOf").unwrap_or_else(|| schema.place.clone());
        self.cx.not_honoured(&place, "allOf", "The first of its types that is not an object is used.");
        other
    }

    /// The class of the schema at a place, references followed.
    pub(super) fn class_of(&mut self, place: &Place<'d>) -> Class {
        let simple = self.simplify(place);
        let schema = match &simple.core {
            Core::Inline(schema) => Some(std::rc::Rc::clone(schema)),
            Core::Named(target) => self.follow(target).map(|followed| followed.schema),
            Core::Broken => None,
        };
        schema.map_or(Class::Any, |schema| self.classify(&schema))
    }

    fn class_of_values(&mut self, schema: &Schema<'d>, kind: Option<Kind>) -> Class {
        if kind == Some(Kind::String) {
            return Class::Values;
        }
        let place = schema.place.child("enum").unwrap_or_else(|| schema.place.clone());
        self.cx.not_honoured(&place, "enum", "Only enums of texts are typed; the value may be any of its type.");
        kind.and_then(|kind| schema.scalar(kind)).map_or(Class::Any, Class::Scalar)
    }
}
