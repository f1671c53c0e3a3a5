//! Unions: `oneOf` and `anyOf` of types, several types in one schema, and types that extend one with a discriminator.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::classify::Class;
use super::simplify::Core;
use super::types::Holder;
use super::{Hint, Lowerer, Work};
use crate::model::{Shape, Tag, TypeKey, TypeRef, Union, Variant};
use crate::openapi::documents::{Place, PlaceId};
use crate::openapi::schema::{Discriminator, Schema};
use crate::source::tree::Node;

impl<'d> Lowerer<'d, '_> {
    pub(super) fn union(&mut self, schema: &Schema<'d>, hint: &Hint) -> Shape {
        let branches = schema.alternatives();
        if branches.is_empty() {
            return self.union_of_kinds(schema, hint);
        }
        if !schema.one_of.is_empty() && !schema.any_of.is_empty() {
            self.instead(schema, "anyOf", "Only `oneOf` beside it is read.");
        }
        let discriminator = schema.discriminator.as_ref().filter(|found| found.property.is_some());
        let mut variants = Vec::new();
        let mut targets = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let hint = hint.part(&format!("oneOf/{index}"), &(index + 1).to_string());
            variants.extend(self.variants(branch, &hint, discriminator, &mut targets));
        }
        for (tag, place) in discriminator.map(|found| found.mapping.clone()).unwrap_or_default() {
            let target = self.mapped(&place).filter(|target| !targets.contains(&target.id()));
            if let Some(target) = target {
                let ty = self.reference_to(&target);
                variants.push(Variant { tag: tag.to_owned(), ty, gone: false });
            }
        }
        let tag = discriminator.and_then(|found| found.property);
        self.first_that_fits(schema, &variants, tag.is_some());
        let tag = tag.map_or(Tag::Untagged, |property| Tag::Member(property.to_owned()));
        Shape::Union(Union { variants: distinct(variants, &tag), tag })
    }

    /// The variants of one branch: one for each tag that the discriminator maps to it.
    fn variants(
        &mut self,
        branch: &Place<'d>,
        hint: &Hint,
        discriminator: Option<&Discriminator<'d>>,
        targets: &mut Vec<PlaceId>,
    ) -> Vec<Variant> {
        let simple = self.simplify(branch);
        let (ty, name) = match &simple.core {
            Core::Broken => return Vec::new(),
            Core::Named(target) => {
                targets.push(target.id());
                let name = self.name_of(target).unwrap_or_default();
                if let Some(found) = discriminator {
                    let ty = self.reference_to(target);
                    return self.tagged(target, &name, &ty, found);
                }
                (self.reference_to(target), name)
            }
            Core::Inline(schema) => {
                let ty = self.inline_type(schema, &simple.notes, hint, Holder::Type);
                let kind = schema.kinds.first().filter(|_| matches!(ty, TypeRef::Builtin(_)));
                let name = kind.map_or_else(|| hint.name.clone(), |kind| kind.name().to_owned());
                if let Some(found) = discriminator {
                    return self.tagged(branch, &name, &ty, found);
                }
                (ty, name)
            }
        };
        vec![Variant { tag: name, ty, gone: false }]
    }

    /// The tags of a type: those that are mapped to it, else the only value that its member allows, else its name.
    fn tagged(&mut self, target: &Place<'d>, name: &str, ty: &TypeRef, found: &Discriminator<'d>) -> Vec<Variant> {
        let mut tags = Vec::new();
        for (tag, place) in &found.mapping {
            if self.mapped(place).is_some_and(|mapped| mapped.is(target)) {
                tags.push((*tag).to_owned());
            }
        }
        if tags.is_empty() {
            let only = found.property.and_then(|property| self.only_value(target, property));
            tags.push(only.unwrap_or_else(|| name.to_owned()));
        }
        tags.into_iter().map(|tag| Variant { tag, ty: ty.clone(), gone: false }).collect()
    }

    /// The only value that a member of a type allows.
    fn only_value(&mut self, target: &Place<'d>, property: &str) -> Option<String> {
        let (place, _) = self.all_properties(target, &Hint::new("", "")).properties.swap_remove(property)?;
        let simple = self.simplify(&place);
        if simple.notes.fixed.is_some() {
            return simple.notes.fixed.clone();
        }
        let Core::Inline(schema) = &simple.core else { return None };
        match schema.values.as_deref() {
            Some([only]) => only.node.scalar_text().map(str::to_owned),
            _ => None,
        }
    }

    /// The type that an entry of a discriminator's mapping names: by component name or by reference.
    fn mapped(&mut self, place: &Place<'d>) -> Option<Place<'d>> {
        if let Some(target) = self.targets.get(&place.id()) {
            return target.clone();
        }
        let reference = place.node.as_str()?;
        let root = self.cx.documents.root(place.document);
        let component = root.and_then(|root| root.child("components")?.child("schemas")?.child(reference));
        let target = component.or_else(|| self.cx.resolve(place, reference));
        self.targets.insert(place.id(), target.clone());
        target
    }

    /// Several values of `type`.
    fn union_of_kinds(&mut self, schema: &Schema<'d>, hint: &Hint) -> Shape {
        let mut variants = Vec::new();
        for kind in &schema.kinds {
            let mut one = schema.clone();
            one.kinds = vec![*kind];
            one.place.kind = Some(kind.name());
            one.place.pointer = format!("{}/type/{}", schema.place.pointer, kind.name());
            let hint = hint.part(&format!("type/{}", kind.name()), "");
            let ty = self.inline_type(&Rc::new(one), &schema.notes, &hint, Holder::Member);
            variants.push(Variant { tag: kind.name().to_owned(), ty, gone: false });
        }
        Shape::Union(Union { variants, tag: Tag::Untagged })
    }

    /// `anyOf` of several records without a tag cannot say all that it means.
    fn first_that_fits(&mut self, schema: &Schema<'d>, variants: &[Variant], tagged: bool) {
        let named = variants.iter().filter(|variant| matches!(variant.ty, TypeRef::Named(_))).count();
        if schema.one_of.is_empty() && !tagged && named > 1 {
            self.instead(schema, "anyOf", "The first type that fits is used; members of the others are skipped.");
        }
    }

    fn instead(&mut self, schema: &Schema<'d>, keyword: &str, instead: &str) {
        let place = schema.place.child(keyword).unwrap_or_else(|| schema.place.clone());
        self.cx.not_honoured(&place, keyword, instead);
    }

    /// The union that a named type with a discriminator stands for, where other types extend it.
    pub(super) fn inheritance(&mut self, place: &Place<'d>, schema: &Schema<'d>) -> Option<Shape> {
        let family = self.family(place, schema);
        let discriminator = schema.discriminator.as_ref().filter(|_| !family.is_empty())?;
        let property = discriminator.property?;
        let mut variants = Vec::new();
        for member in family.iter() {
            let name = self.name_of(member).unwrap_or_default();
            let key = match self.follow(member) {
                Some(followed) => self.base_key(&followed.owner, &followed.schema),
                None => self.named_key(member, &name),
            };
            variants.extend(self.tagged(member, &name, &TypeRef::Named(key), discriminator));
        }
        let tag = Tag::Member(property.to_owned());
        Some(Shape::Union(Union { variants: distinct(variants, &tag), tag }))
    }

    /// Gives the record of a type with a discriminator its shape.
    pub(super) fn define_base(&mut self, key: &TypeKey, place: &Place<'d>) {
        let simple = self.simplify(place);
        let Core::Inline(schema) = &simple.core else { return };
        let mut docs = simple.notes.docs.clone();
        let hint = Hint::new(key.clone(), self.name_of(place).unwrap_or_default());
        let shape = match self.classify(schema) {
            Class::Record => Shape::Struct(self.record(schema, &hint, &mut docs)),
            _ => self.shape(schema, &simple.notes, &hint, &mut docs),
        };
        self.fill(key, docs, shape);
    }

    /// The key of the record of a type: its own, unless that stands for the union of the types that extend it.
    pub(super) fn base_key(&mut self, owner: &Place<'d>, schema: &Schema<'d>) -> TypeKey {
        let name = self.name_of(owner).unwrap_or_default();
        let key = self.named_key(owner, &name);
        if self.family(owner, schema).is_empty() {
            return key;
        }
        if let Some(key) = self.base_keys.get(&owner.id()) {
            return key.clone();
        }
        let base = self.reserve(owner, &Hint::new(format!("{key}/base"), format!("{name}Base")), true);
        self.base_keys.insert(owner.id(), base.clone());
        self.pending.push_back(Work::Base(base.clone(), owner.clone()));
        base
    }

    /// The types that a named type with a discriminator stands for: all that extend it, and all that are mapped.
    fn family(&mut self, place: &Place<'d>, schema: &Schema<'d>) -> Rc<Vec<Place<'d>>> {
        let applies = |found: &&Discriminator<'d>| found.property.is_some() && schema.alternatives().is_empty();
        let Some(discriminator) = schema.discriminator.as_ref().filter(applies) else { return Rc::default() };
        if let Some(family) = self.families.get(&place.id()) {
            return Rc::clone(family);
        }
        let mut family = self.descendants(place);
        // Without a type that extends it, a discriminator has nothing to tell apart.
        if !family.is_empty() {
            for (_, entry) in &discriminator.mapping {
                let mapped = self.mapped(entry).filter(|mapped| self.name_of(mapped).is_some());
                if let Some(mapped) = mapped.filter(|mapped| family.iter().all(|known| !known.is(mapped))) {
                    family.push(mapped);
                }
            }
        }
        let family = Rc::new(family);
        self.families.insert(place.id(), Rc::clone(&family));
        family
    }

    /// All types that extend a type, over any number of steps, in document order.
    fn descendants(&mut self, place: &Place<'d>) -> Vec<Place<'d>> {
        let children = match self.children.take() {
            Some(children) => children,
            None => self.find_children(),
        };
        let mut found: Vec<Place<'d>> = Vec::new();
        let mut next = vec![place.id()];
        while let Some(id) = next.pop() {
            for child in children.get(&id).into_iter().flatten() {
                if !child.is(place) && found.iter().all(|known| !known.is(child)) {
                    next.push(child.id());
                    found.push(child.clone());
                }
            }
        }
        found.sort_by_key(|place| (place.document, place.line, place.column));
        self.children = Some(children);
        found
    }

    fn find_children(&self) -> BTreeMap<PlaceId, Vec<Place<'d>>> {
        let documents = self.cx.documents;
        let mut children: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let roots = (0..documents.len()).filter_map(|index| documents.root(index));
        let schemas = roots.filter_map(|root| root.child("components")?.child("schemas"));
        for (_, schema) in schemas.flat_map(|schemas| schemas.entries()) {
            for part in schema.child("allOf").map(|parts| parts.items()).unwrap_or_default() {
                let reference = part.node.get("$ref").and_then(Node::as_str);
                let base = reference.and_then(|reference| documents.resolve(part.document, reference).ok());
                if let Some(base) = base {
                    children.entry(base.id()).or_default().push(schema.clone());
                }
            }
        }
        children
    }
}

/// Without variants that can never be chosen: a tag that is taken, or without a tag a type that is there already.
fn distinct(variants: Vec<Variant>, tag: &Tag) -> Vec<Variant> {
    let mut kept: Vec<Variant> = Vec::with_capacity(variants.len());
    for variant in variants {
        let repeats = |known: &Variant| match tag {
            Tag::Untagged => known.ty == variant.ty,
            _ => known.tag == variant.tag,
        };
        if !kept.iter().any(repeats) {
            kept.push(variant);
        }
    }
    kept
}
