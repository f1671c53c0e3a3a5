//! From schema components to the model: keys, references and root elements.
//!
//! Simple types are lowered in [`super::simple`], complex types in [`super::complex`], content models in
//! [`super::content`].

use std::collections::{BTreeMap, BTreeSet, HashMap};

use indexmap::IndexMap;

use crate::diagnostic::codes;
use crate::model::{
    Builtin, Docs, Facets, Member, Namespace, Occurs, Root, Scalar, Shape, Struct, TypeDef, TypeKey, TypeRef, XmlForm,
    XmlName, XmlNode,
};
use crate::source::Limits;

use super::builtins::{XML, XSD, builtin};
use super::complex::text_between;
use super::findings::{At, Findings};
use super::names::Names;
use super::raw::{Component, Element, Link, QName, Schema, SimpleUse, Subject, TypeUse, namespace};
use super::symbols::{Symbols, TypeDecl};

/// Greatest number of members that references to groups may add: groups that refer to groups multiply.
const MAX_EXPANDED: usize = 100_000;

/// What was lowered.
pub(super) struct Lowered {
    /// Types in document order.
    pub(super) types: IndexMap<TypeKey, TypeDef>,
    /// Root elements in document order.
    pub(super) roots: Vec<Root>,
}

/// Lowers all components. `taken` are the keys that the model has already.
pub(super) fn lower<'a>(
    schemas: &'a [Schema],
    symbols: &'a Symbols<'a>,
    absent: &'a [Link],
    taken: Names,
    limits: &Limits,
    findings: &mut Findings<'_>,
) -> Lowered {
    let mut lowering = Lowering {
        symbols,
        findings,
        depth: limits.depth,
        types: IndexMap::new(),
        roots: Vec::new(),
        taken,
        type_keys: HashMap::new(),
        element_keys: HashMap::new(),
        anonymous_keys: HashMap::new(),
        absent: absent.iter().map(|link| (link.namespace.clone(), link)).rev().collect(),
        missed: BTreeMap::new(),
        open_groups: Vec::new(),
        budget: MAX_EXPANDED,
        over_budget: false,
        groups: 0,
        attribute_map: None,
    };
    lowering.name_everything(schemas);
    for schema in schemas {
        for component in &schema.components {
            lowering.component(schema, component);
        }
    }
    lowering.report_missed();
    lowering.types.sort_by(|_, a, _, b| place(a).cmp(&place(b)));
    Lowered { types: lowering.types, roots: lowering.roots }
}

fn place(ty: &TypeDef) -> (u32, u32, u32) {
    (ty.origin.document, ty.origin.line, ty.origin.column)
}

/// The work in progress.
pub(super) struct Lowering<'a, 'f, 'e> {
    pub(super) symbols: &'a Symbols<'a>,
    pub(super) findings: &'f mut Findings<'e>,
    /// [`Limits::depth`].
    pub(super) depth: usize,
    types: IndexMap<TypeKey, TypeDef>,
    roots: Vec<Root>,
    /// Keys that are in use.
    taken: Names,
    /// Keys of the named types.
    type_keys: HashMap<QName, TypeKey>,
    /// Keys of the types of global elements without a named complex type.
    element_keys: HashMap<QName, TypeKey>,
    /// Keys of anonymous types by the place where they are written.
    anonymous_keys: HashMap<*const At, TypeKey>,
    /// Imports whose document is not at hand, by namespace.
    absent: BTreeMap<Option<String>, &'a Link>,
    /// Names that were looked for in them.
    missed: BTreeMap<Option<String>, BTreeSet<String>>,
    /// Groups that are being expanded.
    pub(super) open_groups: Vec<QName>,
    /// How many more members references to groups may add.
    pub(super) budget: usize,
    /// That there are too many is reported.
    pub(super) over_budget: bool,
    /// Number of repeated groups so far.
    pub(super) groups: usize,
    /// Key of the map of attributes that are not declared.
    attribute_map: Option<TypeKey>,
}

impl<'a> Lowering<'a, '_, '_> {
    /// Gives a key to every global type first, then to the types of global elements: a name that is written wins over one
    /// that is made.
    fn name_everything(&mut self, schemas: &'a [Schema]) {
        let declared: Vec<_> = self.symbols.types.keys().cloned().collect();
        for name in declared {
            let key = self.fresh_key(&name.local, name.namespace.as_deref());
            self.type_keys.insert(name, key);
        }
        for schema in schemas {
            let elements = schema.components.iter().filter_map(|component| match component {
                Component::Element(element) => Some(element),
                _ => None,
            });
            for element in elements {
                let name = QName { namespace: schema.target.clone(), local: element.subject.local().to_owned() };
                if !self.element_keys.contains_key(&name) && !self.has_named_struct(&name, element) {
                    let key = self.fresh_key(&name.local, name.namespace.as_deref());
                    self.element_keys.insert(name, key);
                }
            }
        }
    }

    /// Whether the type of a global element is a struct with a key of its own: a named complex type, or the type of the
    /// head of its substitution group.
    fn has_named_struct(&self, name: &QName, element: &'a Element) -> bool {
        match self.symbols.typed(name, element) {
            Some((.., TypeUse::Named(ty))) => matches!(self.symbols.types.get(ty), Some(TypeDecl::Complex(_))),
            Some((head, _, TypeUse::Complex(_))) => head != name,
            Some((.., TypeUse::Simple(_))) | None => false,
        }
    }

    /// A key that is not taken: the name, then `{namespace}name`, then that with `#2`, ….
    fn fresh_key(&mut self, name: &str, uri: Option<&str>) -> TypeKey {
        self.taken.take(&[name, &format!("{{{}}}{name}", uri.unwrap_or_default())], "#")
    }

    /// Adds a type.
    pub(super) fn add(&mut self, key: TypeKey, ty: TypeDef) {
        self.types.insert(key, ty);
    }

    /// The anonymous type that was written at `at`, a place inside the raw schema. What stands in a group is met as often
    /// as something refers to the group, and is one type all the same.
    pub(super) fn anonymous(
        &mut self,
        owner: &str,
        name: &str,
        at: &'a At,
        docs: &Docs,
        shape: impl FnOnce(&mut Self, &str) -> Shape,
    ) -> TypeRef {
        if let Some(key) = self.anonymous_keys.get(&std::ptr::from_ref(at)) {
            return TypeRef::Named(key.clone());
        }
        let key = self.taken.take(&[&format!("{owner}/{name}")], "#");
        self.anonymous_keys.insert(std::ptr::from_ref(at), key.clone());
        let shape = shape(self, &key);
        let docs = docs.clone();
        self.add(key.clone(), TypeDef { name: name.to_owned(), anonymous: true, docs, origin: at.origin, shape });
        TypeRef::Named(key)
    }

    fn component(&mut self, schema: &Schema, component: &'a Component) {
        let qname = |local: &str| QName { namespace: schema.target.clone(), local: local.to_owned() };
        match component {
            Component::Simple(ty) => {
                let name = qname(ty.name.as_deref().unwrap_or_default());
                // The second of two declarations of a name is reported already and not used.
                let Some(TypeDecl::Simple(used)) = self.symbols.types.get(&name) else { return };
                if std::ptr::eq(*used, ty) {
                    self.named_simple(&name, ty);
                }
            }
            Component::Complex(ty) => {
                let name = qname(ty.name.as_deref().unwrap_or_default());
                let Some(TypeDecl::Complex(used)) = self.symbols.types.get(&name) else { return };
                if std::ptr::eq(*used, ty) {
                    self.named_complex(&name, ty);
                }
            }
            Component::Element(element) => {
                let name = qname(element.subject.local());
                if self.symbols.elements.get(&name).is_some_and(|used| std::ptr::eq(*used, element)) {
                    self.global_element(&name, element);
                }
            }
            Component::Attribute(_) | Component::Group(_) | Component::AttributeGroup(_) => {}
        }
    }

    /// The key of a named type.
    pub(super) fn type_key(&self, name: &QName) -> TypeKey {
        self.type_keys.get(name).cloned().unwrap_or_else(|| name.local.clone())
    }

    /// Resolves the name of a type: what to refer to, and what a built-in type implies.
    pub(super) fn type_ref(&mut self, name: &QName, at: &At) -> (TypeRef, Facets) {
        if name.namespace.as_deref() == Some(XSD) {
            if let Some((ty, facets)) = builtin(&name.local) {
                return (TypeRef::Builtin(ty), facets);
            }
        } else if let Some(key) = self.type_keys.get(name) {
            return (TypeRef::Named(key.clone()), Facets::default());
        }
        self.missing("type", name, at);
        let placeholder = self.missed.get(&name.namespace).is_some_and(|missed| missed.contains(&name.local));
        let ty = if placeholder { TypeRef::Named(self.placeholder(name)) } else { TypeRef::Builtin(Builtin::Text) };
        (ty, Facets::default())
    }

    /// Resolves the name of a type that must be simple.
    pub(super) fn simple_ref(&mut self, name: &QName, at: &At) -> (TypeRef, Facets) {
        let is_any = name.namespace.as_deref() == Some(XSD) && name.local == "anyType";
        if is_any || matches!(self.symbols.types.get(name), Some(TypeDecl::Complex(_))) {
            let message = format!("`{}` is a complex type", name.show());
            self.findings.report(codes::E0302, at, message, "name a simple type here");
            return (TypeRef::Builtin(Builtin::Text), Facets::default());
        }
        self.type_ref(name, at)
    }

    /// A text by the name of a type whose document is not at hand.
    fn placeholder(&mut self, name: &QName) -> TypeKey {
        if let Some(key) = self.type_keys.get(name) {
            return key.clone();
        }
        let key = self.fresh_key(&name.local, name.namespace.as_deref());
        let origin = self.absent.get(&name.namespace).map(|link| link.at.origin).unwrap_or_default();
        let scalar =
            Scalar { base: TypeRef::Builtin(Builtin::Text), facets: Facets::default(), list: false, format: None };
        let shape = Shape::Scalar(scalar);
        self.add(
            key.clone(),
            TypeDef { name: name.local.clone(), anonymous: false, docs: Docs::default(), origin, shape },
        );
        self.type_keys.insert(name.clone(), key.clone());
        key
    }

    /// The map of attributes that are not declared: one type for all. It is met at `at`.
    pub(super) fn attribute_map(&mut self, at: &At) -> TypeRef {
        if let Some(key) = &self.attribute_map {
            return TypeRef::Named(key.clone());
        }
        let name = "anyAttribute";
        let key = self.taken.take(&[name], "#");
        self.attribute_map = Some(key.clone());
        let shape = Shape::Map { value: TypeRef::Builtin(Builtin::Text) };
        let def = TypeDef { name: name.to_owned(), anonymous: true, docs: Docs::default(), origin: at.origin, shape };
        self.add(key.clone(), def);
        TypeRef::Named(key)
    }

    /// Reports a component that is not there; one of an import that is not at hand is remembered instead, and all of
    /// them are reported at the import.
    pub(super) fn missing(&mut self, kind: &str, name: &QName, at: &At) {
        let import = self.absent.get(&name.namespace);
        if import.is_some_and(|import| import.location.is_some()) {
            self.missed.entry(name.namespace.clone()).or_default().insert(name.local.clone());
            return;
        }
        let (code, help) = match import {
            Some(_) => {
                let help =
                    format!("add the document that declares `{}`", name.namespace.as_deref().unwrap_or_default());
                (codes::E0303, help)
            }
            None if builtin(&name.local).is_some() => {
                (codes::E0302, format!("the built-in type is `{}` in the namespace `{XSD}`", name.local))
            }
            None => (codes::E0302, "declare it, or add the document that does".to_owned()),
        };
        self.findings.report(code, at, format!("the {kind} `{}` is not declared", name.show()), help);
    }

    /// One warning for each import that is needed and not at hand.
    fn report_missed(&mut self) {
        for (uri, names) in std::mem::take(&mut self.missed) {
            let Some(link) = self.absent.get(&uri) else { continue };
            let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
            let location = link.location.as_deref().unwrap_or_default();
            let instead = format!(
                "`{location}` is not in the folder: what refers to {} of `{}` is read as text; put the document there",
                names.join(", "),
                uri.as_deref().unwrap_or_default(),
            );
            self.findings.not_honoured(&link.at, "xs:import", instead);
        }
    }

    /// The type of the content of an element that is declared where it is used, with facets that stand at the element
    /// itself. `owner` is the key of the type that it stands in.
    pub(super) fn local_type(&mut self, element: &'a Element, owner: &str) -> (TypeRef, Facets) {
        match &element.ty {
            None => (TypeRef::Builtin(Builtin::AnyXml), Facets::default()),
            Some(TypeUse::Named(name)) => self.type_ref(name, &element.at),
            Some(TypeUse::Simple(ty)) => self.inline_simple(ty, owner, element.subject.local()),
            Some(TypeUse::Complex(ty)) => {
                (self.anonymous_complex(ty, owner, element.subject.local()), Facets::default())
            }
        }
    }

    /// The type of the content of a global element.
    pub(super) fn global_type(&mut self, name: &QName, element: &'a Element) -> (TypeRef, Facets) {
        match self.symbols.typed(name, element) {
            None => (TypeRef::Builtin(Builtin::AnyXml), Facets::default()),
            Some((_, element, TypeUse::Named(name))) => self.type_ref(name, &element.at),
            Some((name, _, TypeUse::Complex(_))) => (TypeRef::Named(self.element_key(name)), Facets::default()),
            Some((name, _, TypeUse::Simple(ty))) => {
                let key = self.element_key(name);
                self.inline_simple(ty, &key, "value")
            }
        }
    }

    fn element_key(&self, name: &QName) -> TypeKey {
        self.element_keys.get(name).cloned().unwrap_or_else(|| name.local.clone())
    }

    /// A root element. Every root is a struct: text becomes its one member `value`, any content its one member `any`.
    fn global_element(&mut self, name: &QName, element: &'a Element) {
        let ty = match (self.element_keys.get(name).cloned(), &element.ty) {
            (None, _) => self.global_type(name, element).0,
            (Some(key), Some(TypeUse::Complex(ty))) => {
                let body = self.complex_body(ty, &key);
                let docs = Docs {
                    text: element.docs.text.clone().or_else(|| ty.docs.text.clone()),
                    concept: element.docs.concept.clone().or_else(|| ty.docs.concept.clone()),
                    ..element.docs.clone()
                };
                self.add_root(name, element, key, docs, body)
            }
            (Some(key), _) => {
                let body = self.wrapped(name, element);
                self.add_root(name, element, key, element.docs.clone(), body)
            }
        };
        if element.nillable {
            self.findings.not_honoured(
                &element.at,
                "nillable of a global element",
                "a document without content is an error",
            );
        }
        // An abstract element never stands in a document.
        if !element.is_abstract {
            let namespace = namespace(name.namespace.as_deref());
            self.roots.push(Root { name: name.local.clone(), namespace, ty, origin: element.at.origin });
        }
    }

    fn add_root(&mut self, name: &QName, element: &Element, key: TypeKey, docs: Docs, body: Struct) -> TypeRef {
        let shape = Shape::Struct(body);
        self.add(
            key.clone(),
            TypeDef { name: name.local.clone(), anonymous: true, docs, origin: element.at.origin, shape },
        );
        TypeRef::Named(key)
    }

    /// The struct around the content of a global element whose type is not a struct.
    fn wrapped(&mut self, name: &QName, element: &'a Element) -> Struct {
        let (ty, facets) = self.global_type(name, element);
        let mut body = Struct::default();
        let mut member = if ty == TypeRef::Builtin(Builtin::AnyXml) {
            body.mixed = true;
            body.members.push(text_between(&element.at));
            let occurs = Occurs { min: 0, max: None, required: false };
            member("any", ty, occurs, XmlNode::Any, &element.at)
        } else {
            member("value", ty, Occurs::ONE, XmlNode::Text, &element.at)
        };
        member.facets = facets;
        member.default.clone_from(&element.default);
        member.fixed.clone_from(&element.fixed);
        body.members.push(member);
        if body.mixed {
            body.members.push(self.other_attributes(&element.at));
        }
        body
    }

    /// Whether a name is in the namespace of an import that is not at hand.
    pub(super) fn is_absent(&self, name: &QName) -> bool {
        self.absent.get(&name.namespace).is_some_and(|link| link.location.is_some())
    }

    /// The type of an attribute of the namespace of `xml:lang`, which no schema need declare.
    pub(super) fn xml_attribute(name: &QName) -> Option<SimpleUse> {
        let builtin = match (name.namespace.as_deref(), name.local.as_str()) {
            (Some(XML), "base") => "anyURI",
            (Some(XML), "id") => "ID",
            (Some(XML), "lang" | "space") => "string",
            _ => return None,
        };
        Some(SimpleUse::Named(QName { namespace: Some(XSD.to_owned()), local: builtin.to_owned() }))
    }
}

/// A member with nothing but the essential. Its XML name has no namespace.
pub(super) fn member(name: &str, ty: TypeRef, occurs: Occurs, node: XmlNode, at: &At) -> Member {
    let xml_name = XmlName { local: name.to_owned(), namespace: Namespace::None };
    Member {
        name: name.to_owned(),
        ty,
        occurs,
        nullable: false,
        xml: XmlForm { node, name: xml_name, wrapper: None },
        docs: Docs::default(),
        derived: false,
        write_only: false,
        or_one: false,
        read_only: false,
        default: None,
        fixed: None,
        facets: Facets::default(),
        format: None,
        origin: at.origin,
    }
}

impl Subject {
    /// The name as it stands in the document's XML.
    pub(super) fn xml_name(&self) -> XmlName {
        match self {
            Self::Declared(name) => name.clone(),
            Self::Ref(name) => name.xml_name(),
        }
    }
}
