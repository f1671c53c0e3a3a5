//! Lowering of simple types.

use std::collections::HashSet;

use crate::model::{Builtin, Docs, EnumValue, Enumeration, Facets, Scalar, Shape, TypeDef, TypeRef};

use super::findings::At;
use super::lower::Lowering;
use super::raw::{QName, SimpleType, SimpleUse, Variety};
use super::symbols::{Class, TypeDecl};

impl<'a> Lowering<'a, '_, '_> {
    /// Adds a named simple type.
    pub(super) fn named_simple(&mut self, name: &QName, ty: &'a SimpleType) {
        let key = self.type_key(name);
        let shape = if self.symbols.broken.contains(name) {
            scalar(TypeRef::Builtin(Builtin::Text), Facets::default())
        } else {
            self.simple_shape(ty, &key)
        };
        let docs = ty.docs.clone();
        self.add(key, TypeDef { name: name.local.clone(), anonymous: false, docs, origin: ty.at.origin, shape });
    }

    /// The type of an inline simple type: one that only adds facets is the type that it restricts, with the facets; any
    /// other is an anonymous type.
    pub(super) fn inline_simple(&mut self, ty: &'a SimpleType, owner: &str, name: &str) -> (TypeRef, Facets) {
        if let Some(found) = self.only_facets(ty, owner, name) {
            return found;
        }
        let ty = self.anonymous(owner, name, &ty.at, &ty.docs, |lowering, key| lowering.simple_shape(ty, key));
        (ty, Facets::default())
    }

    fn only_facets(&mut self, ty: &'a SimpleType, owner: &str, name: &str) -> Option<(TypeRef, Facets)> {
        let Variety::Restriction { base, facets, values } = &ty.variety else { return None };
        let documented = ty.docs != Docs::default();
        if !values.is_empty() || documented || matches!(self.symbols.class(base), Class::Enumeration | Class::List) {
            return None;
        }
        let inline_patterns = matches!(base, SimpleUse::Inline(base) if has_patterns(base));
        if inline_patterns && !facets.patterns.is_empty() {
            return None;
        }
        let (base, inherited) = self.simple_use(base, owner, name, &ty.at);
        Some((base, narrowed(inherited, facets)))
    }

    /// The type of a simple type where it is used. `owner` and `name` name it if it is anonymous.
    pub(super) fn simple_use(&mut self, ty: &'a SimpleUse, owner: &str, name: &str, at: &At) -> (TypeRef, Facets) {
        match ty {
            SimpleUse::Named(name) => self.simple_ref(name, at),
            SimpleUse::Inline(ty) => self.inline_simple(ty, owner, name),
        }
    }

    /// What a simple type is.
    fn simple_shape(&mut self, ty: &'a SimpleType, key: &str) -> Shape {
        match &ty.variety {
            Variety::List(item, at) => {
                let (base, facets) = self.simple_use(item, key, "item", &ty.at);
                let list = Scalar { base, facets: Facets::default(), list: true, format: None };
                if facets == Facets::default() {
                    return Shape::Scalar(list);
                }
                // Facets of the items need a type of their own: those of the list are about the list.
                let item = scalar(list.base, facets);
                let base = self.anonymous(key, "item", at, &Docs::default(), |_, _| item);
                Shape::Scalar(Scalar { base, ..list })
            }
            Variety::Union(members) => self.union_shape(ty, members),
            Variety::Restriction { base, facets, values } => self.restriction_shape(ty, key, base, facets, values),
        }
    }

    /// A union of enumerations is an enumeration of all values; any other is text.
    fn union_shape(&mut self, ty: &'a SimpleType, members: &'a [SimpleUse]) -> Shape {
        for member in members {
            if let SimpleUse::Named(name) = member {
                self.simple_ref(name, &ty.at);
            }
        }
        let enumerations = !members.is_empty() && members.iter().all(|m| self.symbols.class(m) == Class::Enumeration);
        if enumerations {
            let mut values = Vec::new();
            let mut seen = HashSet::new();
            for member in members {
                self.collect_values(member, &mut values, &mut seen);
            }
            return enumeration(&values);
        }
        self.findings.not_honoured(&ty.at, "xs:union", "the value is any text");
        scalar(TypeRef::Builtin(Builtin::Text), Facets::default())
    }

    /// The values of an enumeration, through restrictions and unions; each named type once.
    fn collect_values(&self, ty: &'a SimpleUse, values: &mut Vec<EnumValue>, seen: &mut HashSet<&'a QName>) {
        let ty: &SimpleType = match ty {
            SimpleUse::Inline(ty) => ty,
            SimpleUse::Named(name) => match self.symbols.types.get(name) {
                Some(TypeDecl::Simple(ty)) if seen.insert(name) => ty,
                _ => return,
            },
        };
        match &ty.variety {
            Variety::Restriction { base, values: own, .. } if own.is_empty() => self.collect_values(base, values, seen),
            Variety::Restriction { values: own, .. } => values.extend(own.iter().cloned()),
            Variety::Union(members) => members.iter().for_each(|member| self.collect_values(member, values, seen)),
            Variety::List(..) => {}
        }
    }

    fn restriction_shape(
        &mut self,
        ty: &'a SimpleType,
        key: &str,
        base: &'a SimpleUse,
        facets: &Facets,
        values: &[EnumValue],
    ) -> Shape {
        let class = self.symbols.class(base);
        let (base, inherited) = self.simple_use(base, key, "base", &ty.at);
        let narrowed = narrowed(inherited, facets);
        match class {
            Class::Text | Class::Union | Class::Enumeration if !values.is_empty() => enumeration(values),
            Class::Enumeration => {
                if *facets != Facets::default() {
                    self.findings.not_honoured(&ty.at, "facets of an enumeration", "they are not checked");
                }
                Shape::Alias(base)
            }
            Class::List => {
                self.note_values(&ty.at, values);
                scalar(base, facets_of_list(narrowed))
            }
            _ => {
                self.note_values(&ty.at, values);
                scalar(base, narrowed)
            }
        }
    }

    /// Reports enumerated values of a type that is not text.
    pub(super) fn note_values(&mut self, at: &At, values: &[EnumValue]) {
        if !values.is_empty() {
            let instead = "any value of the restricted type is accepted";
            self.findings.not_honoured(at, "xs:enumeration of a type that is not text", instead);
        }
    }
}

fn scalar(base: TypeRef, facets: Facets) -> Shape {
    Shape::Scalar(Scalar { base, facets, list: false, format: None })
}

/// An enumeration of the values, each once.
pub(super) fn enumeration(values: &[EnumValue]) -> Shape {
    let mut seen = HashSet::new();
    let values = values.iter().filter(|value| seen.insert(value.value.as_str())).cloned().collect();
    Shape::Enumeration(Enumeration { values })
}

fn has_patterns(ty: &SimpleType) -> bool {
    match &ty.variety {
        Variety::Restriction { base, facets, .. } => {
            !facets.patterns.is_empty() || matches!(base, SimpleUse::Inline(base) if has_patterns(base))
        }
        Variety::List(..) | Variety::Union(_) => false,
    }
}

/// The lengths of a list count items.
fn facets_of_list(facets: Facets) -> Facets {
    let Facets { length, min_length, max_length, .. } = facets;
    let (min_items, max_items) = (length.or(min_length), length.or(max_length));
    Facets { length: None, min_length: None, max_length: None, min_items, max_items, ..facets }
}

/// `own` facets on top of those of the type that is restricted: where both say something, the restriction counts.
pub(super) fn narrowed(inherited: Facets, own: &Facets) -> Facets {
    let own = own.clone();
    // A bound replaces both kinds of the inherited one.
    let lower = own.min_inclusive.is_some() || own.min_exclusive.is_some();
    let upper = own.max_inclusive.is_some() || own.max_exclusive.is_some();
    Facets {
        length: own.length.or(inherited.length),
        min_length: own.min_length.or(inherited.min_length),
        max_length: own.max_length.or(inherited.max_length),
        patterns: if own.patterns.is_empty() { inherited.patterns } else { own.patterns },
        min_inclusive: own.min_inclusive.or(inherited.min_inclusive.filter(|_| !lower)),
        max_inclusive: own.max_inclusive.or(inherited.max_inclusive.filter(|_| !upper)),
        min_exclusive: own.min_exclusive.or(inherited.min_exclusive.filter(|_| !lower)),
        max_exclusive: own.max_exclusive.or(inherited.max_exclusive.filter(|_| !upper)),
        total_digits: own.total_digits.or(inherited.total_digits),
        fraction_digits: own.fraction_digits.or(inherited.fraction_digits),
        multiple_of: own.multiple_of.or(inherited.multiple_of),
        min_items: own.min_items.or(inherited.min_items),
        max_items: own.max_items.or(inherited.max_items),
        white_space: own.white_space.or(inherited.white_space),
    }
}
