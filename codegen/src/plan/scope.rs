//! Names that are shared by all parts of the plan.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::{RustType, Settings, identifiers, operations, rust_type};
use crate::diagnostic::{Location, Sink, codes};
use crate::model::{Builtin, Member, Model, Namespace, Origin, Root, Shape, Tag, TypeDef, TypeRef, Union};
use crate::naming;

/// The model with the Rust names of its types.
pub(super) struct Scope<'a> {
    pub(super) model: &'a Model,
    pub(super) settings: &'a Settings,
    idents: BTreeMap<&'a str, String>,
    /// Constant of each namespace, in order of first use.
    namespaces: IndexMap<String, String>,
    /// Members (type key, index) that would make a type contain itself: they become optional.
    endless: BTreeSet<(&'a str, usize)>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(model: &'a Model, settings: &'a Settings, sink: &mut Sink) -> Self {
        // A name that the document gives wins over one that we make.
        let mut types: Vec<_> = model.types.iter().collect();
        types.sort_by_key(|(_, def)| def.anonymous);
        let names: Vec<String> = types.iter().map(|(_, def)| naming::type_name(&def.name)).collect();
        let pinned: Vec<Option<&str>> = types.iter().map(|(key, _)| settings.pinned.of_type(key)).collect();
        let idents = naming::unique_beside(&names, &pinned, &settings.pinned.beside_types());
        let idents = types.iter().map(|(key, _)| key.as_str()).zip(idents).collect();
        let mut scope = Self { model, settings, idents, namespaces: IndexMap::new(), endless: BTreeSet::new() };
        scope.collect_namespaces();
        scope.find_endless(sink);
        scope
    }

    /// The Rust name of a type.
    pub(super) fn ident(&self, key: &str) -> &str {
        self.idents.get(key).map_or("Unresolved", String::as_str)
    }

    /// Names of types, for those that join them in the same scope.
    pub(super) fn taken(&self) -> Vec<&str> {
        self.idents.values().map(String::as_str).collect()
    }

    /// Rust names of the members, values or variants of a type.
    pub(super) fn pin_members<'n>(
        &self,
        key: &str,
        wire: impl Iterator<Item = &'n str>,
        names: &[String],
    ) -> Vec<String> {
        let pinned: Vec<Option<&str>> = wire.map(|name| self.settings.pinned.of_member(key, name)).collect();
        naming::unique_beside(names, &pinned, &[])
    }

    /// Name of the variant that holds all that has none of these names.
    pub(super) fn unknown(&self, key: &str, idents: &[String]) -> String {
        let taken: Vec<&str> = idents.iter().map(String::as_str).collect();
        let pinned = self.settings.pinned.unknown.get(key).filter(|name| !taken.contains(&name.as_str()));
        let free = || naming::unique(&["Unknown".to_owned()], &taken).pop();
        pinned.cloned().or_else(free).unwrap_or_default()
    }

    /// Constants and their namespaces.
    pub(super) fn namespaces(&self) -> Vec<(String, String)> {
        self.namespaces.iter().map(|(uri, name)| (name.clone(), uri.clone())).collect()
    }

    /// The constant of a namespace.
    pub(super) fn namespace(&self, namespace: &Namespace) -> Option<&str> {
        match namespace {
            Namespace::Uri(uri) => self.namespaces.get(uri).map(String::as_str),
            Namespace::Inherit | Namespace::None => None,
        }
    }

    pub(super) fn def(&self, reference: &TypeRef) -> Option<&'a TypeDef> {
        match reference {
            TypeRef::Named(key) => self.model.types.get(key),
            TypeRef::Builtin(_) => None,
        }
    }

    /// The builtin at the end of a chain of simple types; `None` for other types.
    pub(super) fn builtin(&self, reference: &TypeRef) -> Option<Builtin> {
        let mut reference = reference;
        // A chain is no longer than there are types; a cycle is reported by the front ends.
        for _ in 0..=self.model.types.len() {
            match reference {
                TypeRef::Builtin(builtin) => return Some(*builtin),
                TypeRef::Named(key) => match self.model.types.get(key).map(|def| &def.shape) {
                    Some(Shape::Scalar(scalar)) if !scalar.list => reference = &scalar.base,
                    _ => return None,
                },
            }
        }
        None
    }

    /// Whether a value of the type is a record or a union: boxed where it is optional.
    pub(super) fn is_heavy(&self, reference: &TypeRef) -> bool {
        matches!(self.def(reference).map(|def| &def.shape), Some(Shape::Struct(_) | Shape::Union(_)))
    }

    /// Whether the type has a declaration that can be a root element.
    pub(super) fn is_composite(&self, reference: &TypeRef) -> bool {
        matches!(
            self.def(reference).map(|def| &def.shape),
            Some(Shape::Struct(_) | Shape::Union(_) | Shape::List { .. })
        )
    }

    /// The Rust type of one value.
    pub(super) fn value_type(&self, reference: &TypeRef) -> RustType {
        match reference {
            TypeRef::Builtin(builtin) => RustType::Path(rust_type::builtin(*builtin)),
            TypeRef::Named(key) => match self.model.types.get(key).map(|def| &def.shape) {
                Some(Shape::Map { value }) => RustType::Map(Box::new(self.value_type(value))),
                Some(_) => RustType::Local(self.ident(key).to_owned()),
                None => RustType::Path(rust_type::builtin(Builtin::AnyJson)),
            },
        }
    }

    /// The masked type of a plain text with this name.
    pub(super) fn identifier(&self, name: &str, reference: &TypeRef) -> Option<RustType> {
        // A simple type with a telling name is masked where it is declared.
        if let Some(def) = self.def(reference)
            && identifiers::identifier(&def.name).is_some()
        {
            return None;
        }
        let plain = matches!(self.builtin(reference), Some(Builtin::Text));
        identifiers::identifier(name).filter(|_| plain).map(RustType::Path)
    }

    /// The Rust type of a field.
    pub(super) fn field_type(&self, owner: &str, index: usize, member: &Member) -> RustType {
        let value = self.identifier(&member.name, &member.ty).unwrap_or_else(|| self.value_type(&member.ty));
        let optional = !member.occurs.required || member.nullable || self.endless.contains(&(owner, index));
        if member.or_one {
            RustType::OneOrMany(Box::new(value))
        } else if member.occurs.is_list() {
            value.list()
        } else if matches!(value, RustType::Map(_)) && optional {
            value.option()
        } else if !optional {
            value
        } else if self.is_heavy(&member.ty) {
            value.boxed().option()
        } else {
            value.option()
        }
    }

    /// `path:line` of a declaration.
    pub(super) fn location(&self, origin: Origin) -> Location {
        let path = self.model.documents.get(origin.document as usize).map(|d| d.path.clone()).unwrap_or_default();
        Location { path, position: Some((origin.line, origin.column)), pointer: String::new() }
    }

    /// The namespace of the main root is `NAMESPACE`, that of another root is named after it, the others are numbered.
    fn collect_namespaces(&mut self) {
        let model = self.model;
        let main = model.api.operations.iter().find_map(operations::answer);
        let mut roots: Vec<&Root> = model.roots.iter().collect();
        roots.sort_by_key(|root| Some(&root.ty) != main);
        let of_roots = roots.iter().map(|root| (&root.namespace, Some(root.name.as_str())));
        let of_types = model.types.values().flat_map(|def| match &def.shape {
            Shape::Struct(s) => s
                .members
                .iter()
                .flat_map(|m| std::iter::once(&m.xml.name.namespace).chain(m.xml.wrapper.iter().map(|w| &w.namespace)))
                .collect::<Vec<_>>(),
            Shape::Union(Union { tag: Tag::XsiType(namespace), .. }) => vec![namespace],
            Shape::List { item_name: Some(name), .. } => vec![&name.namespace],
            _ => Vec::new(),
        });
        let mut found: IndexMap<&str, String> = IndexMap::new();
        for (namespace, root) in of_roots.chain(of_types.map(|namespace| (namespace, None))) {
            if let Namespace::Uri(uri) = namespace
                && !found.contains_key(uri.as_str())
            {
                let name = match root {
                    _ if found.is_empty() => "NAMESPACE".to_owned(),
                    Some(root) => format!("{}_NAMESPACE", naming::value_name(root).to_uppercase()),
                    None => format!("NAMESPACE_{}", found.len() + 1),
                };
                found.insert(uri, name);
            }
        }
        let names: Vec<String> = found.values().cloned().collect();
        let names = naming::unique(&names, &[]);
        self.namespaces = found.keys().map(|uri| (*uri).to_owned()).zip(names).collect();
    }

    /// Finds records that contain themselves through required members alone: no document can hold one.
    fn find_endless(&mut self, sink: &mut Sink) {
        let mut state: BTreeMap<&'a str, bool> = BTreeMap::new();
        for key in self.model.types.keys() {
            self.walk_required(key, &mut state, sink);
        }
    }

    /// `state`: false while a type is open, true when it is done. The depth is bounded by the number of types.
    fn walk_required(&mut self, start: &'a str, state: &mut BTreeMap<&'a str, bool>, sink: &mut Sink) {
        let mut stack: Vec<(&'a str, usize)> = vec![(start, 0)];
        while let Some((key, index)) = stack.pop() {
            if index == 0 && state.insert(key, false).is_some() {
                state.insert(key, true);
                continue;
            }
            let model = self.model;
            let Some(Shape::Struct(s)) = model.types.get(key).map(|def| &def.shape) else {
                state.insert(key, true);
                continue;
            };
            let Some(member) = s.members.get(index) else {
                state.insert(key, true);
                continue;
            };
            stack.push((key, index + 1));
            let TypeRef::Named(target) = &member.ty else { continue };
            if !member.occurs.required || member.nullable || member.occurs.is_list() {
                continue;
            }
            match state.get(target.as_str()) {
                None => stack.push((target, 0)),
                Some(true) => {}
                Some(false) => {
                    self.endless.insert((key, index));
                    let message =
                        format!("`{}` contains itself through the required member `{}`", self.ident(key), member.name);
                    let help = Some("make one member of the cycle optional or a list".to_owned());
                    sink.push(codes::E0401, self.location(member.origin), message, help);
                }
            }
        }
    }
}
