//! Documents to the model. Types are lowered from a queue: a reference only reserves its type, so that schemas may
//! refer to each other in any way.

mod alternatives;
mod bodies;
mod classify;
mod members;
mod operations;
mod parameters;
mod records;
mod security;
mod simplify;
mod types;
mod unions;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use self::classify::Class;
use self::simplify::Simple;
use super::context::Context;
use super::documents::{Place, PlaceId};
use super::schema::Schema;
use crate::diagnostic::codes;
use crate::model::{Builtin, Docs, Origin, Shape, TypeDef, TypeKey, TypeRef};

/// The type of a value that may be anything.
const ANY: TypeRef = TypeRef::Builtin(Builtin::AnyJson);

pub(super) struct Lowerer<'d, 'a> {
    pub(super) cx: Context<'d, 'a>,
    /// Schemas that are read: each tells what is wrong with it once.
    schemas: BTreeMap<PlaceId, Rc<Schema<'d>>>,
    simple: BTreeMap<PlaceId, Rc<Simple<'d>>>,
    classes: BTreeMap<PlaceId, Option<Class>>,
    /// What `$ref`s refer to, by the place of the schema that has them.
    targets: BTreeMap<PlaceId, Option<Place<'d>>>,
    /// Keys of the types that are declared at places.
    keys: BTreeMap<PlaceId, TypeKey>,
    /// Keys of the records of types with a discriminator, whose own keys stand for the union of their children.
    base_keys: BTreeMap<PlaceId, TypeKey>,
    /// Named types of earlier lowerings into the same model.
    known: BTreeMap<(u32, u32, u32), TypeKey>,
    pending: VecDeque<Work<'d>>,
    /// Places of cycles that are told.
    cycles: BTreeSet<PlaceId>,
    /// Types → types that extend them by `allOf`.
    children: Option<BTreeMap<PlaceId, Vec<Place<'d>>>>,
    /// Types with a discriminator → their concrete types.
    families: BTreeMap<PlaceId, Rc<Vec<Place<'d>>>>,
    depth: usize,
}

/// A reserved type.
enum Work<'d> {
    /// The type of a schema.
    Type(TypeKey, Place<'d>),
    /// The record of a type with a discriminator.
    Base(TypeKey, Place<'d>),
}

/// Key and name of a type that has no name of its own.
#[derive(Clone, Debug)]
struct Hint {
    key: String,
    name: String,
}

impl Hint {
    fn new(key: impl Into<String>, name: impl Into<String>) -> Self {
        Self { key: key.into(), name: name.into() }
    }

    /// For a member of the type.
    fn member(&self, name: &str) -> Self {
        Self::new(format!("{}/{name}", self.key), name)
    }

    /// For a part of the type that has no name either.
    fn part(&self, segment: &str, suffix: &str) -> Self {
        Self::new(format!("{}/{segment}", self.key), format!("{}{suffix}", self.name))
    }
}

impl<'d, 'a> Lowerer<'d, 'a> {
    pub(super) fn new(cx: Context<'d, 'a>) -> Self {
        let position = |origin: Origin| (origin.document, origin.line, origin.column);
        let named = cx.model.types.iter().filter(|(_, def)| !def.anonymous);
        let known = named.map(|(key, def)| (position(def.origin), key.clone())).collect();
        Self {
            cx,
            schemas: BTreeMap::new(),
            simple: BTreeMap::new(),
            classes: BTreeMap::new(),
            targets: BTreeMap::new(),
            keys: BTreeMap::new(),
            base_keys: BTreeMap::new(),
            known,
            pending: VecDeque::new(),
            cycles: BTreeSet::new(),
            children: None,
            families: BTreeMap::new(),
            depth: 0,
        }
    }

    /// Lowers a document: all its component schemas, then its operations, then what these refer to elsewhere.
    pub(super) fn document(&mut self, root: &Place<'d>) {
        let components = root.child("components");
        if let Some(wrong) = components.as_ref().filter(|place| place.node.as_mapping().is_none()) {
            self.cx.wrong_type(wrong, "a mapping");
        }
        if let Some(components) = components {
            self.cx.check_keywords(&components, operations::COMPONENT_KEYWORDS);
            for (name, place) in self.cx.mapping(&components, "schemas") {
                self.named_key(&place, name);
            }
        }
        self.finish_types();
        self.api(root);
        self.finish_types();
    }

    /// Lowers all reserved types.
    fn finish_types(&mut self) {
        while let Some(work) = self.pending.pop_front() {
            match work {
                Work::Type(key, place) => self.define(&key, &place),
                Work::Base(key, place) => self.define_base(&key, &place),
            }
        }
    }

    fn schema(&mut self, place: &Place<'d>) -> Rc<Schema<'d>> {
        if let Some(schema) = self.schemas.get(&place.id()) {
            return Rc::clone(schema);
        }
        let schema = Rc::new(Schema::read(&mut self.cx, place.clone()));
        self.schemas.insert(place.id(), Rc::clone(&schema));
        schema
    }

    /// What the `$ref` of a schema refers to; a reference that does not resolve is told once.
    fn target(&mut self, schema: &Schema<'d>) -> Option<Place<'d>> {
        let id = schema.place.id();
        if let Some(target) = self.targets.get(&id) {
            return target.clone();
        }
        let reference = schema.place.child("$ref").zip(schema.reference);
        let target = reference.and_then(|(at, reference)| self.cx.resolve(&at, reference));
        self.targets.insert(id, target.clone());
        target
    }

    /// The name that a schema has by the place where it stands; `None` for schemas inside of others.
    fn name_of(&self, place: &Place<'d>) -> Option<String> {
        let segments: Vec<_> = place.pointer.split('/').skip(1).collect();
        match segments[..] {
            [] => {
                let path = self.cx.documents.path(place.document);
                let file = path.rsplit('/').next().unwrap_or(path);
                Some(file.split('.').next().unwrap_or(file).to_owned())
            }
            ["components", "schemas", _] | [.., "$defs" | "definitions", _] => Some(place.name()),
            [_] => {
                let root = self.cx.documents.root(place.document)?;
                root.child("openapi").is_none().then(|| place.name())
            }
            _ => None,
        }
    }

    /// The key of a named schema; reserves its type where that is not done yet.
    fn named_key(&mut self, place: &Place<'d>, name: &str) -> TypeKey {
        if let Some(key) = self.keys.get(&place.id()) {
            return key.clone();
        }
        let origin = self.cx.origin(place);
        let known = self.known.get(&(origin.document, origin.line, origin.column));
        if let Some(key) = known.filter(|key| self.cx.model.types.get(*key).is_some_and(|def| def.name == name)) {
            return key.clone();
        }
        let key = self.reserve(place, &Hint::new(name, name), false);
        self.keys.insert(place.id(), key.clone());
        self.pending.push_back(Work::Type(key.clone(), place.clone()));
        key
    }

    /// Adds a type whose shape comes later, so that types stand in the order of their documents.
    fn reserve(&mut self, place: &Place<'d>, hint: &Hint, anonymous: bool) -> TypeKey {
        let origin = self.cx.origin(place);
        let key = self.unique_key(place, &hint.key);
        let shape = Shape::Alias(ANY);
        let def = TypeDef { name: hint.name.clone(), anonymous, docs: Docs::default(), origin, shape };
        self.cx.model.types.insert(key.clone(), def);
        key
    }

    fn fill(&mut self, key: &str, docs: Docs, shape: Shape) {
        if let Some(def) = self.cx.model.types.get_mut(key) {
            def.docs = docs;
            def.shape = shape;
        }
    }

    /// The key itself; on a clash with the path of the document, then with the pointer.
    fn unique_key(&self, place: &Place<'d>, key: &str) -> TypeKey {
        let path = self.cx.documents.path(place.document);
        let candidates = [key.to_owned(), format!("{path}#{key}"), format!("{path}#{}", place.pointer)];
        let numbered = (2_u32..).map(|n| format!("{path}#{}~{n}", place.pointer));
        let mut free = candidates.into_iter().chain(numbered).filter(|key| !self.cx.model.types.contains_key(key));
        free.next().unwrap_or_default()
    }

    /// Runs a step that may come back to itself through nested schemas or references; E0103 beyond the limit.
    fn nested<T>(&mut self, place: &Place<'d>, step: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= self.cx.limits.depth {
            let message = format!("schemas are nested more than {} levels deep by their references", self.depth);
            self.cx.report(codes::E0103, place, message, "flatten the schemas, or move parts to `components`");
            return None;
        }
        self.depth += 1;
        let result = step(self);
        self.depth -= 1;
        Some(result)
    }
}
