//! Types: what a named schema defines, and what a schema at a use comes to.

use std::rc::Rc;

use super::classify::Class;
use super::simplify::Core;
use super::{ANY, Hint, Lowerer};
use crate::model::{
    Builtin, Docs, EnumValue, Enumeration, Facets, Namespace, Root, Scalar, Shape, TypeKey, TypeRef, XmlName,
};
use crate::openapi::documents::Place;
use crate::openapi::schema::{Notes, Schema, Xml};

/// Who keeps description and facets of a schema that is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// The member that uses it.
    Member,
    /// Its type: nothing else can.
    Type,
}

impl<'d> Lowerer<'d, '_> {
    /// Gives a reserved named type its shape.
    pub(super) fn define(&mut self, key: &TypeKey, place: &Place<'d>) {
        let simple = self.simplify(place);
        let name = self.name_of(place).unwrap_or_default();
        let hint = Hint::new(key.clone(), name);
        let mut docs = simple.notes.docs.clone();
        let shape = match &simple.core {
            Core::Broken => Shape::Alias(ANY),
            Core::Named(target) => self.renamed(target, &simple.notes),
            Core::Inline(schema) => match self.inheritance(place, schema) {
                Some(shape) => shape,
                None => self.shape(schema, &simple.notes, &hint, &mut docs),
            },
        };
        let is_record = !matches!(shape, Shape::Scalar(_) | Shape::Enumeration(_));
        self.fill(key, docs, shape);
        if let Some(xml) = simple.notes.xml.filter(|xml| xml.name.is_some() && is_record) {
            self.add_root(place, &hint.name, Some(xml), TypeRef::Named(key.clone()));
        }
    }

    /// A schema that only refers to another, perhaps with facets of its own.
    fn renamed(&mut self, target: &Place<'d>, notes: &Notes<'d>) -> Shape {
        let Some(followed) = self.follow(target) else { return Shape::Alias(ANY) };
        let base = self.reference_to(target);
        let scalar = matches!(self.classify(&followed.schema), Class::Scalar(_));
        if scalar && notes.facets != Facets::default() {
            return Shape::Scalar(Scalar { base, facets: notes.facets.clone(), list: false, format: None });
        }
        Shape::Alias(base)
    }

    /// The shape of a schema of its own. A record takes descriptions of its parts where it has none itself.
    pub(super) fn shape(&mut self, schema: &Schema<'d>, notes: &Notes<'d>, hint: &Hint, docs: &mut Docs) -> Shape {
        match self.classify(schema) {
            Class::Any => Shape::Alias(ANY),
            Class::Scalar(base) => match &notes.fixed {
                Some(fixed) if base == Builtin::Text => {
                    let value = EnumValue { value: fixed.clone(), docs: Docs::default() };
                    Shape::Enumeration(Enumeration { values: vec![value] })
                }
                _ => Shape::Scalar(Scalar {
                    base: TypeRef::Builtin(base),
                    facets: notes.facets.clone(),
                    list: false,
                    format: schema.format.map(str::to_owned),
                }),
            },
            Class::Values => {
                let listed = schema.values.as_ref().map(|values| self.values(values));
                let values = listed.or_else(|| self.values_of_alternatives(&schema.alternatives()));
                Shape::Enumeration(Enumeration { values: values.unwrap_or_default() })
            }
            Class::Record => Shape::Struct(self.record(schema, hint, docs)),
            Class::Map => {
                let hint = hint.part("additionalProperties", "Value");
                let value = schema.additional.as_ref().map(|place| self.value_type(place, &hint));
                Shape::Map { value: value.unwrap_or(ANY) }
            }
            Class::List => self.list(schema, hint),
            Class::Union => self.union(schema, hint),
        }
    }

    fn list(&mut self, schema: &Schema<'d>, hint: &Hint) -> Shape {
        let Some(place) = &schema.items else { return Shape::List { item: ANY, item_name: None } };
        let item = self.value_type(place, &hint.part("items", "Item"));
        let xml = self.simplify(place).notes.xml;
        let item_name = xml.and_then(|xml| {
            let namespace = namespace_of(Some(xml));
            xml.name.map(|name| XmlName { local: name.to_owned(), namespace })
        });
        Shape::List { item, item_name }
    }

    /// The type of a value that has no member of its own: an item of a list type, a value of a map, a parameter.
    pub(super) fn value_type(&mut self, place: &Place<'d>, hint: &Hint) -> TypeRef {
        let simple = self.simplify(place);
        match &simple.core {
            Core::Broken => ANY,
            Core::Named(target) => self.reference_to(target),
            Core::Inline(schema) => self.inline_type(schema, &simple.notes, hint, Holder::Type),
        }
    }

    /// A reference to a named schema.
    pub(super) fn reference_to(&mut self, target: &Place<'d>) -> TypeRef {
        let name = self.name_of(target).unwrap_or_else(|| target.name());
        TypeRef::Named(self.named_key(target, &name))
    }

    /// The type of a schema without a name: a builtin where that says it all, else a type that is named by the hint.
    pub(super) fn inline_type(
        &mut self,
        schema: &Rc<Schema<'d>>,
        notes: &Notes<'d>,
        hint: &Hint,
        holder: Holder,
    ) -> TypeRef {
        match self.classify(schema) {
            Class::Any => return ANY,
            Class::Scalar(base) if holder == Holder::Member || notes.facets == Facets::default() => {
                return TypeRef::Builtin(base);
            }
            _ => {}
        }
        if let Some(key) = self.keys.get(&schema.place.id()) {
            return TypeRef::Named(key.clone());
        }
        let key = self.reserve(&schema.place, hint, true);
        self.keys.insert(schema.place.id(), key.clone());
        let hint = Hint::new(key.clone(), hint.name.clone());
        let mut docs = if holder == Holder::Type { notes.docs.clone() } else { Docs::default() };
        let shape = self.nested(&schema.place, |lowerer| lowerer.shape(schema, notes, &hint, &mut docs));
        self.fill(&key, docs, shape.unwrap_or(Shape::Alias(ANY)));
        TypeRef::Named(key)
    }

    /// Adds an XML root, once.
    pub(super) fn add_root(&mut self, place: &Place<'d>, name: &str, xml: Option<Xml<'d>>, ty: TypeRef) {
        let name = xml.and_then(|xml| xml.name).unwrap_or(name).to_owned();
        let namespace = namespace_of(xml);
        let roots = &self.cx.model.roots;
        if roots.iter().any(|root| root.name == name && root.namespace == namespace && root.ty == ty) {
            return;
        }
        let origin = self.cx.origin(place);
        self.cx.model.roots.push(Root { name, namespace, ty, origin });
    }
}

/// The namespace that `xml` gives, or that of the parent.
pub(super) fn namespace_of(xml: Option<Xml<'_>>) -> Namespace {
    xml.and_then(|xml| xml.namespace).map_or(Namespace::Inherit, |uri| Namespace::Uri(uri.to_owned()))
}
