//! What a schema comes down to: a reference to a named schema, or a schema of its own, with everything that is said
//! around it. `allOf` of one schema is that schema, and an alternative to null is that alternative.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::Lowerer;
use super::alternatives::is_choice;
use crate::diagnostic::codes;
use crate::openapi::documents::{Place, PlaceId};
use crate::openapi::formats::Kind;
use crate::openapi::schema::{Notes, Schema};

/// A simplified schema.
#[derive(Debug)]
pub(super) struct Simple<'d> {
    /// What is said at the schema and around it, the outermost first.
    pub(super) notes: Notes<'d>,
    pub(super) core: Core<'d>,
}

#[derive(Clone, Debug)]
pub(super) enum Core<'d> {
    /// A reference to a schema with a name.
    Named(Place<'d>),
    /// A schema of its own.
    Inline(Rc<Schema<'d>>),
    /// A reference that does not resolve; that is told.
    Broken,
}

/// The end of a chain of references.
pub(super) struct Followed<'d> {
    /// The last named schema of the chain.
    pub(super) owner: Place<'d>,
    pub(super) schema: Rc<Schema<'d>>,
    /// What is said along the chain.
    pub(super) notes: Notes<'d>,
}

enum Step<'d> {
    Done(Core<'d>),
    Next(Place<'d>),
}

impl<'d> Lowerer<'d, '_> {
    pub(super) fn simplify(&mut self, start: &Place<'d>) -> Rc<Simple<'d>> {
        if let Some(simple) = self.simple.get(&start.id()) {
            return Rc::clone(simple);
        }
        let mut notes = Notes::default();
        let mut place = start.clone();
        let mut seen: Vec<Place<'d>> = Vec::new();
        let core = loop {
            if seen.iter().any(|earlier| earlier.is(&place)) {
                self.cycle(&seen);
                break Core::Broken;
            }
            let schema = self.schema(&place);
            notes.fill(&schema.notes);
            seen.push(place.clone());
            match self.step(&schema, &mut notes) {
                Step::Done(core) => break core,
                Step::Next(next) => place = next,
            }
        };
        let simple = Rc::new(Simple { notes, core });
        self.simple.insert(start.id(), Rc::clone(&simple));
        simple
    }

    fn step(&mut self, schema: &Rc<Schema<'d>>, notes: &mut Notes<'d>) -> Step<'d> {
        let inline = || Step::Done(Core::Inline(Rc::clone(schema)));
        let alternatives = schema.alternatives();
        if schema.reference.is_some() {
            if schema.has_members() || !schema.all_of.is_empty() || !alternatives.is_empty() {
                return inline();
            }
            return self.reference(schema);
        }
        notes.nullable |= schema.has_null_alternative();
        if schema.has_members() || schema.values.is_some() || schema.items.is_some() {
            return inline();
        }
        if !schema.all_of.is_empty() && alternatives.is_empty() {
            return self.only_part(schema, notes).map_or_else(inline, Step::Next);
        }
        match &alternatives[..] {
            [only] if schema.all_of.is_empty() && !is_choice(&alternatives) => Step::Next(only.clone()),
            _ => inline(),
        }
    }

    fn reference(&mut self, schema: &Schema<'d>) -> Step<'d> {
        for keyword in ["enum", "items"] {
            if let Some(place) = schema.place.child(keyword) {
                self.cx.not_honoured(&place, keyword, "The type is what `$ref` beside it refers to.");
            }
        }
        match self.target(schema) {
            None => Step::Done(Core::Broken),
            Some(target) if self.name_of(&target).is_some() => Step::Done(Core::Named(target)),
            Some(target) => Step::Next(target),
        }
    }

    /// The only part of `allOf` that says what the value is; the others only say something about it. A part is also
    /// the only one when the schema itself repeats its scalar type.
    fn only_part(&mut self, schema: &Schema<'d>, notes: &mut Notes<'d>) -> Option<Place<'d>> {
        let mut only = None;
        let mut others = Vec::new();
        for place in &schema.all_of {
            let part = self.schema(place);
            if !part.has_substance() {
                others.push(part);
            } else if only.replace(place.clone()).is_some() {
                return None;
            }
        }
        for part in &others {
            notes.fill(&part.notes);
        }
        let repeats = |part: &Schema<'d>| {
            schema.kinds.iter().all(|kind| *kind == Kind::Object)
                || part.reference.is_some()
                || part.kinds == schema.kinds
        };
        only.filter(|place| {
            let part = self.schema(place);
            repeats(&part)
        })
    }

    /// Follows references to named schemas to their end; `None` for a cycle or a broken reference, which are told.
    pub(super) fn follow(&mut self, start: &Place<'d>) -> Option<Followed<'d>> {
        let mut notes = Notes::default();
        let mut chain: Vec<Place<'d>> = Vec::new();
        let mut place = start.clone();
        loop {
            if chain.iter().any(|earlier| earlier.is(&place)) {
                self.cycle(&chain);
                return None;
            }
            if chain.len() > self.cx.limits.depth {
                let message = format!("the references go more than {} schemas deep", self.cx.limits.depth);
                self.cx.report(codes::E0103, start, message, "refer to the last schema of the chain");
                return None;
            }
            chain.push(place.clone());
            let simple = self.simplify(&place);
            notes.fill(&simple.notes);
            match &simple.core {
                Core::Named(next) => place = next.clone(),
                Core::Inline(schema) => return Some(Followed { owner: place, schema: Rc::clone(schema), notes }),
                Core::Broken => return None,
            }
        }
    }

    /// Tells a cycle once, at its first schema.
    pub(super) fn cycle(&mut self, chain: &[Place<'d>]) {
        let ids: BTreeSet<PlaceId> = chain.iter().map(Place::id).collect();
        let known = ids.iter().any(|id| self.cycles.contains(id));
        self.cycles.extend(ids);
        let first = chain.iter().min_by_key(|place| (place.document, place.line, place.column));
        if let Some(first) = first.filter(|_| !known) {
            let help = "give one of the schemas a type of its own";
            self.cx.report(codes::E0204, first, "the schema only refers to itself", help);
        }
    }
}
