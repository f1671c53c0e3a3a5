//! Symbol tables: what a name refers to, over all documents.

use std::collections::{BTreeMap, HashMap, HashSet};

use indexmap::IndexMap;

use crate::diagnostic::codes;
use crate::model::Builtin;

use super::builtins::{XSD, builtin};
use super::findings::{At, Findings};
use super::raw::{
    Attribute, AttributeGroup, ComplexType, Component, Element, Group, QName, Schema, SimpleType, SimpleUse, TypeUse,
    Variety,
};

/// A named type.
#[derive(Clone, Copy, Debug)]
pub(super) enum TypeDecl<'a> {
    Simple(&'a SimpleType),
    Complex(&'a ComplexType),
}

impl<'a> TypeDecl<'a> {
    pub(super) fn at(self) -> &'a At {
        match self {
            Self::Simple(ty) => &ty.at,
            Self::Complex(ty) => &ty.at,
        }
    }
}

/// What kind of value a simple type has, seen through its chain of restrictions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Text, or a type that is not known.
    Text,
    /// A built-in type that is not text.
    Other(Builtin),
    /// Text with known values.
    Enumeration,
    /// `xs:list`.
    List,
    /// `xs:union` of anything but enumerations.
    Union,
}

/// The tables, one for each kind of component.
#[derive(Debug, Default)]
pub(super) struct Symbols<'a> {
    pub(super) types: IndexMap<QName, TypeDecl<'a>>,
    pub(super) elements: IndexMap<QName, &'a Element>,
    pub(super) attributes: IndexMap<QName, &'a Attribute>,
    pub(super) groups: IndexMap<QName, &'a Group>,
    pub(super) attribute_groups: IndexMap<QName, &'a AttributeGroup>,
    /// Elements that name this one in `substitutionGroup`, in document order.
    members: BTreeMap<QName, Vec<QName>>,
    /// Types whose derivation is a cycle or too deep: what they derive from is ignored.
    pub(super) broken: HashSet<QName>,
    classes: HashMap<QName, Class>,
    /// Greatest number of steps of a chain.
    depth: usize,
}

impl<'a> Symbols<'a> {
    /// Reads the tables. Components that are declared twice are reported; the first one stays.
    pub(super) fn new(schemas: &'a [Schema], depth: usize, findings: &mut Findings<'_>) -> Self {
        let mut symbols = Self { depth, ..Self::default() };
        for schema in schemas {
            for component in &schema.components {
                symbols.add(schema, component, findings);
            }
        }
        for (name, element) in &symbols.elements {
            if let Some(head) = &element.head {
                symbols.members.entry(head.clone()).or_default().push(name.clone());
            }
        }
        symbols.check_heads(findings);
        symbols.check_derivations(depth, findings);
        let names: Vec<_> = symbols.types.keys().cloned().collect();
        for name in names {
            symbols.remember_class(&name);
        }
        symbols
    }

    fn add(&mut self, schema: &Schema, component: &'a Component, findings: &mut Findings<'_>) {
        let name = |local: &str| QName { namespace: schema.target.clone(), local: local.to_owned() };
        let of = |local: &Option<String>| name(local.as_deref().unwrap_or_default());
        match component {
            Component::Element(x) => {
                insert(&mut self.elements, name(x.subject.local()), x, |x| &x.at, "element", findings);
            }
            Component::Attribute(x) => {
                insert(&mut self.attributes, name(x.subject.local()), x, |x| &x.at, "attribute", findings);
            }
            Component::Complex(x) => {
                insert(&mut self.types, of(&x.name), TypeDecl::Complex(x), |x| x.at(), "type", findings);
            }
            Component::Simple(x) => {
                insert(&mut self.types, of(&x.name), TypeDecl::Simple(x), |x| x.at(), "type", findings);
            }
            Component::Group(x) => insert(&mut self.groups, name(&x.name), x, |x| &x.at, "group", findings),
            Component::AttributeGroup(x) => {
                insert(&mut self.attribute_groups, name(&x.name), x, |x| &x.at, "attribute group", findings);
            }
        }
    }

    /// Concrete elements that may stand for `head`, itself excluded, in the order a reader of the schema meets them.
    pub(super) fn substitutes(&self, head: &QName) -> Vec<(QName, &'a Element)> {
        let mut found = Vec::new();
        let mut seen = HashSet::from([head]);
        let mut open: Vec<&QName> = self.members.get(head).into_iter().flatten().rev().collect();
        while let Some(name) = open.pop() {
            if !seen.insert(name) {
                continue;
            }
            if let Some(element) = self.elements.get(name).filter(|element| !element.is_abstract) {
                found.push((name.clone(), *element));
            }
            open.extend(self.members.get(name).into_iter().flatten().rev());
        }
        found
    }

    /// The global declaration that gives a global element its type: itself, or a head of its substitution group.
    pub(super) fn typed<'n>(
        &'n self,
        name: &'n QName,
        element: &'a Element,
    ) -> Option<(&'n QName, &'a Element, &'a TypeUse)> {
        let (mut name, mut element) = (name, element);
        for _ in 0..=self.depth {
            if let Some(ty) = &element.ty {
                return Some((name, element, ty));
            }
            (name, element) = self.elements.get_key_value(element.head.as_ref()?).map(|(n, e)| (n, *e))?;
        }
        None
    }

    /// Reports elements whose chain of substitution groups never ends, or not soon enough.
    fn check_heads(&self, findings: &mut Findings<'_>) {
        for (name, element) in &self.elements {
            let mut head = element.head.as_ref();
            let mut steps = 0;
            while let Some(next) = head.filter(|_| steps <= self.depth) {
                steps += 1;
                head = self.elements.get(next).and_then(|element| element.head.as_ref()).filter(|_| next != name);
                if next == name {
                    let message = format!("the element `{}` stands for itself in `substitutionGroup`", name.local);
                    findings.report(codes::E0306, &element.at, message, "break the cycle");
                }
            }
            if steps > self.depth {
                let message =
                    format!("the element `{}` stands for another through more than {} steps", name.local, self.depth);
                findings.report(codes::E0103, &element.at, message, "shorten the chain of substitution groups");
            }
        }
    }

    /// The class of a simple type.
    pub(super) fn class(&self, ty: &SimpleUse) -> Class {
        match ty {
            SimpleUse::Named(name) => self.class_of_name(name),
            SimpleUse::Inline(ty) => self.class_of(ty),
        }
    }

    /// The class of a named type.
    pub(super) fn class_of_name(&self, name: &QName) -> Class {
        if name.namespace.as_deref() == Some(XSD) {
            return match builtin(&name.local) {
                Some((Builtin::Text, _)) | None => Class::Text,
                Some((other, _)) => Class::Other(other),
            };
        }
        self.classes.get(name).copied().unwrap_or(Class::Text)
    }

    /// The class of an inline type.
    pub(super) fn class_of(&self, ty: &SimpleType) -> Class {
        match &ty.variety {
            Variety::List(..) => Class::List,
            Variety::Union(members) => {
                let enumerations = !members.is_empty() && members.iter().all(|m| self.class(m) == Class::Enumeration);
                if enumerations { Class::Enumeration } else { Class::Union }
            }
            Variety::Restriction { base, values, .. } => match self.class(base) {
                Class::Text | Class::Union if !values.is_empty() => Class::Enumeration,
                class => class,
            },
        }
    }

    /// Works out the class of a type after those that it is made of. Depth is bounded by [`Self::check_derivations`].
    fn remember_class(&mut self, name: &QName) {
        if self.classes.contains_key(name) || self.broken.contains(name) {
            return;
        }
        let Some(TypeDecl::Simple(ty)) = self.types.get(name).copied() else { return };
        for part in parts(ty) {
            self.remember_class(part);
        }
        let class = self.class_of(ty);
        self.classes.insert(name.clone(), class);
    }

    /// Reports types that derive from themselves, or through more steps than the limit.
    fn check_derivations(&mut self, limit: usize, findings: &mut Findings<'_>) {
        let mut heights = HashMap::new();
        let names: Vec<_> = self.types.keys().cloned().collect();
        for name in &names {
            self.height(name, limit, &mut Vec::new(), &mut heights, findings);
        }
    }

    /// Length of the longest chain of derivations below a type.
    fn height(
        &mut self,
        name: &QName,
        limit: usize,
        open: &mut Vec<QName>,
        heights: &mut HashMap<QName, usize>,
        findings: &mut Findings<'_>,
    ) -> usize {
        if let Some(height) = heights.get(name) {
            return *height;
        }
        let Some(decl) = self.types.get(name).copied() else { return 0 };
        if let Some(start) = open.iter().position(|n| n == name) {
            // Every type of the cycle loses its base: whichever is read first, the same types come out.
            let cycle: Vec<_> = open[start..].iter().map(|n| format!("`{}`", n.local)).collect();
            let message = format!("the type `{}` derives from itself: {}", name.local, cycle.join(", "));
            findings.report(codes::E0306, decl.at(), message, "break the cycle");
            self.broken.extend(open[start..].iter().cloned());
            return 0;
        }
        open.push(name.clone());
        let mut height = 0;
        let bases: Vec<&QName> = match decl {
            TypeDecl::Simple(ty) => parts(ty),
            TypeDecl::Complex(ty) => ty.content.base().into_iter().collect(),
        };
        for base in bases {
            if open.len() > limit {
                height = limit;
                break;
            }
            height = height.max(self.height(base, limit, open, heights, findings));
        }
        open.pop();
        height += 1;
        if height > limit {
            let message = format!("the type `{}` derives through more than {limit} steps", name.local);
            findings.report(codes::E0103, decl.at(), message, "shorten the chain of types");
            self.broken.insert(name.clone());
            height = 0;
        }
        heights.insert(name.clone(), height);
        height
    }
}

/// The named types that a simple type is made of.
fn parts(ty: &SimpleType) -> Vec<&QName> {
    let uses: Vec<&SimpleUse> = match &ty.variety {
        Variety::Restriction { base, .. } => vec![base],
        Variety::List(item, _) => vec![item],
        Variety::Union(members) => members.iter().collect(),
    };
    let mut names = Vec::new();
    for part in uses {
        match part {
            SimpleUse::Named(name) => names.push(name),
            SimpleUse::Inline(ty) => names.extend(parts(ty)),
        }
    }
    names
}

fn insert<T: Copy>(
    table: &mut IndexMap<QName, T>,
    name: QName,
    component: T,
    at: impl Fn(&T) -> &At,
    kind: &str,
    findings: &mut Findings<'_>,
) {
    match table.get(&name) {
        Some(first) => {
            let message = format!("the {kind} `{}` is declared twice", name.show());
            let help = format!("the first declaration, {}, is used", findings.show(at(first)));
            findings.report(codes::E0304, at(&component), message, help);
        }
        None => {
            table.insert(name, component);
        }
    }
}
