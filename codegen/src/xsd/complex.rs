//! Lowering of complex types: derivation, text content and attributes.

use indexmap::IndexMap;

use crate::diagnostic::codes;
use crate::model::{
    Builtin, Docs, Facets, Joined, Member, Namespace, Occurs, Shape, Struct, TypeDef, TypeRef, XmlName, XmlNode,
};

use super::builtins::XSD;
use super::findings::At;
use super::flat::{Flat, unique_name};
use super::lower::{Lowering, member};
use super::names::Names;
use super::raw::{
    Attribute, AttributeItem, ComplexType, Content, Particle, QName, SimpleUse, Subject, TextRestriction, Use,
};
use super::simple::{enumeration, narrowed};
use super::symbols::{Class, TypeDecl};

/// The text of a type with simple content.
struct Text {
    ty: TypeRef,
    facets: Facets,
    class: Class,
}

/// Attributes of a type by name; prohibited ones are not among them.
type Attributes = IndexMap<XmlName, Member>;

impl<'a> Lowering<'a, '_, '_> {
    /// Adds a named complex type.
    pub(super) fn named_complex(&mut self, name: &QName, ty: &'a ComplexType) {
        let key = self.type_key(name);
        let mut body = self.complex_body(ty, &key);
        if self.symbols.broken.contains(name) {
            // A derivation that never ends is reported already.
            body.bases.clear();
            body.restricts = None;
        }
        let (docs, shape) = (ty.docs.clone(), Shape::Struct(body));
        self.add(key, TypeDef { name: name.local.clone(), anonymous: false, docs, origin: ty.at.origin, shape });
    }

    /// Adds the anonymous type of the element `name` inside the type `owner`.
    pub(super) fn anonymous_complex(&mut self, ty: &'a ComplexType, owner: &str, name: &str) -> TypeRef {
        self.anonymous(owner, name, &ty.at, &ty.docs, |lowering, key| Shape::Struct(lowering.complex_body(ty, key)))
    }

    /// The struct that a complex type is.
    pub(super) fn complex_body(&mut self, ty: &'a ComplexType, key: &str) -> Struct {
        let mut body = Struct {
            is_abstract: ty.is_abstract,
            mixed: ty.mixed,
            joined: Joined::Appended,
            substitutable: ty.name.is_some(),
            ..Struct::default()
        };
        let mut attributes = Attributes::new();
        let mut elements = Flat::empty();
        match &ty.content {
            Content::Elements(particle) => elements = self.content(particle.as_ref(), key),
            Content::Extended(base, particle) => {
                body.bases = self.base(base, &ty.at).into_iter().collect();
                elements = self.content(particle.as_ref(), key);
            }
            // A restriction repeats what it keeps of the base's elements: they are the members, without base.
            Content::Restricted(base, particle) => {
                attributes = self.inherited_attributes(base);
                if !is_any_type(base) {
                    body.restricts = self.base(base, &ty.at);
                }
                elements = self.content(particle.as_ref(), key);
            }
            Content::TextExtended(base) => self.text_extension(&mut body, base, &ty.at),
            Content::TextRestricted(base, restriction) => {
                attributes = self.inherited_attributes(base);
                let complex = matches!(self.symbols.types.get(base), Some(TypeDecl::Complex(_)));
                body.restricts = complex.then(|| TypeRef::Named(self.type_key(base)));
                let text = self.restricted_text(base, restriction, key);
                body.members.push(Member { facets: text.facets, ..text_member(text.ty, &ty.at) });
            }
        }
        if ty.mixed {
            let instead = "the text between the elements is one member, written before them";
            self.findings.not_honoured(&ty.at, "mixed", instead);
            body.members.push(text_between(&ty.at));
        }
        self.attributes(&ty.attributes, key, &mut attributes);
        let mut taken: Names = body.members.iter().map(|member| member.name.clone()).collect();
        let mut clashes = Vec::new();
        let (members, choices) = elements.finish(&mut taken, &mut clashes);
        self.report_clashes(clashes, &ty.at);
        body.members.extend(members);
        body.choices = choices;
        body.members.extend(
            attributes
                .into_values()
                .map(|member| Member { name: unique_name(&member.name, XmlNode::Attribute, &mut taken), ..member }),
        );
        body
    }

    fn content(&mut self, particle: Option<&'a Particle>, key: &str) -> Flat {
        particle.map_or_else(Flat::empty, |particle| self.particle(particle, key))
    }

    /// The type that an extension adds to.
    fn base(&mut self, base: &QName, at: &At) -> Option<TypeRef> {
        match self.symbols.types.get(base) {
            Some(TypeDecl::Complex(_)) => Some(TypeRef::Named(self.type_key(base))),
            None if is_any_type(base) => {
                self.findings.not_honoured(at, "xs:extension of xs:anyType", "content that is not declared is dropped");
                None
            }
            None if self.is_absent(base) => {
                self.missing("type", base, at);
                None
            }
            None if base.namespace.as_deref() != Some(XSD) => {
                self.missing("type", base, at);
                None
            }
            _ => {
                let message = format!("`{}` is not a complex type", base.show());
                self.findings.report(codes::E0302, at, message, "use `xs:simpleContent` to extend a simple type");
                None
            }
        }
    }

    /// `xs:simpleContent` with `xs:extension`: of a simple type, the text is a member; of a complex type, that is the base.
    fn text_extension(&mut self, body: &mut Struct, base: &QName, at: &At) {
        if matches!(self.symbols.types.get(base), Some(TypeDecl::Complex(_))) {
            body.bases.push(TypeRef::Named(self.type_key(base)));
            return;
        }
        let (ty, facets) = self.simple_ref(base, at);
        body.members.push(Member { facets, ..text_member(ty, at) });
    }

    /// `xs:simpleContent` with `xs:restriction`, in the type with the key `key`.
    fn restricted_text(&mut self, base: &'a QName, restriction: &'a TextRestriction, key: &str) -> Text {
        let at = &restriction.at;
        let text = match &restriction.inline {
            Some(inline) => {
                let (ty, facets) = self.inline_simple(inline, key, "value");
                Text { ty, facets, class: self.symbols.class_of(inline) }
            }
            None => self.text_of_base(base, at),
        };
        if restriction.values.is_empty() || matches!(text.class, Class::List | Class::Other(_)) {
            self.note_values(at, &restriction.values);
            return Text { facets: narrowed(text.facets, &restriction.facets), ..text };
        }
        let values = enumeration(&restriction.values);
        let ty = self.anonymous(key, "value", at, &Docs::default(), |_, _| values);
        Text { ty, facets: Facets::default(), class: Class::Enumeration }
    }

    /// The text of a type with simple content, looked for down the chain of its bases.
    fn text_of_base(&mut self, name: &'a QName, at: &'a At) -> Text {
        let Some(TypeDecl::Complex(ty)) = self.symbols.types.get(name).copied() else {
            let (ty, facets) = self.simple_ref(name, at);
            return Text { ty, facets, class: self.symbols.class_of_name(name) };
        };
        let unknown = Text { ty: TypeRef::Builtin(Builtin::Text), facets: Facets::default(), class: Class::Text };
        if self.symbols.broken.contains(name) {
            return unknown;
        }
        match &ty.content {
            Content::TextExtended(base) => self.text_of_base(base, &ty.at),
            Content::TextRestricted(base, restriction) => {
                let key = self.type_key(name);
                self.restricted_text(base, restriction, &key)
            }
            _ => {
                let message = format!("`{}` has no simple content", name.show());
                self.findings.report(codes::E0302, at, message, "use `xs:complexContent` to restrict it");
                unknown
            }
        }
    }

    /// Attributes that a restriction has of its base without repeating them.
    fn inherited_attributes(&mut self, base: &QName) -> Attributes {
        let mut chain = Vec::new();
        let mut next = Some(base);
        // No chain is longer than the limit, or it is broken.
        while let Some(name) = next.filter(|name| !self.symbols.broken.contains(*name)) {
            let Some(TypeDecl::Complex(ty)) = self.symbols.types.get(name).copied() else { break };
            chain.push((name, ty));
            next = ty.content.base();
        }
        let mut attributes = Attributes::new();
        for (name, ty) in chain.into_iter().rev() {
            let key = self.type_key(name);
            self.attributes(&ty.attributes, &key, &mut attributes);
        }
        attributes
    }

    /// Adds attributes and those of attribute groups; a later one takes the place of an earlier one of the same name.
    fn attributes(&mut self, items: &'a [AttributeItem], key: &str, found: &mut Attributes) {
        for item in items {
            match item {
                AttributeItem::Attribute(attribute) => self.attribute(attribute, key, found),
                AttributeItem::Any(at, docs) => self.any_attribute(at, docs, found),
                AttributeItem::Group(name, at) => {
                    let Some(group) = self.symbols.attribute_groups.get(name).copied() else {
                        self.missing("attribute group", name, at);
                        continue;
                    };
                    if self.enter_group(name, at) {
                        self.attributes(&group.items, &name.local, found);
                        self.open_groups.pop();
                    }
                }
            }
        }
    }

    fn any_attribute(&mut self, at: &At, docs: &Docs, found: &mut Attributes) {
        let message = "the attributes of `xs:anyAttribute` are kept as texts";
        self.findings.report(codes::W0302, at, message, "they are neither checked nor typed");
        let member = Member { docs: docs.clone(), ..self.other_attributes(at) };
        // No attribute is called so.
        found.insert(XmlName { local: "*".to_owned(), namespace: Namespace::None }, member);
    }

    /// The attributes that are not declared.
    pub(super) fn other_attributes(&mut self, at: &At) -> Member {
        member("anyAttribute", self.attribute_map(at), Occurs::OPTIONAL, XmlNode::AnyAttribute, at)
    }

    fn attribute(&mut self, attribute: &'a Attribute, key: &str, found: &mut Attributes) {
        let xml_name = attribute.subject.xml_name();
        if attribute.usage == Use::Prohibited {
            found.shift_remove(&xml_name);
            return;
        }
        let declaration = match &attribute.subject {
            Subject::Declared(_) => attribute,
            Subject::Ref(name) => match self.symbols.attributes.get(name).copied() {
                Some(declaration) => declaration,
                None => {
                    let ty = Self::xml_attribute(name);
                    if ty.is_none() {
                        self.missing("attribute", name, &attribute.at);
                    }
                    let facets = Facets::default();
                    self.add_attribute(
                        attribute,
                        attribute,
                        xml_name,
                        (TypeRef::Builtin(Builtin::Text), facets),
                        found,
                    );
                    return;
                }
            },
        };
        let ty = self.attribute_type(declaration, key);
        self.add_attribute(attribute, declaration, xml_name, ty, found);
    }

    fn attribute_type(&mut self, declaration: &'a Attribute, key: &str) -> (TypeRef, Facets) {
        match &declaration.ty {
            None => (TypeRef::Builtin(Builtin::Text), Facets::default()),
            Some(SimpleUse::Named(name)) => self.simple_ref(name, &declaration.at),
            Some(SimpleUse::Inline(ty)) => self.inline_simple(ty, key, declaration.subject.local()),
        }
    }

    fn add_attribute(
        &mut self,
        used: &Attribute,
        declared: &Attribute,
        xml_name: XmlName,
        (ty, facets): (TypeRef, Facets),
        found: &mut Attributes,
    ) {
        let occurs = if used.usage == Use::Required { Occurs::ONE } else { Occurs::OPTIONAL };
        let mut member = member(&xml_name.local, ty, occurs, XmlNode::Attribute, &used.at);
        member.xml.name = xml_name.clone();
        member.facets = facets;
        member.docs = if used.docs == Docs::default() { declared.docs.clone() } else { used.docs.clone() };
        member.derived = used.derived || declared.derived;
        member.default = used.default.clone().or_else(|| declared.default.clone());
        member.fixed = used.fixed.clone().or_else(|| declared.fixed.clone());
        found.insert(xml_name, member);
    }

    /// Starts to expand a reference to a group; `false` where it contains itself, or where there are too many.
    pub(super) fn enter_group(&mut self, name: &QName, at: &At) -> bool {
        if self.open_groups.contains(name) {
            let message = format!("the group `{}` contains itself", name.local);
            self.findings.report(codes::E0306, at, message, "break the cycle");
            return false;
        }
        if self.open_groups.len() >= self.depth {
            let message = format!("groups refer to groups more than {} deep", self.depth);
            self.findings.report(codes::E0103, at, message, "use fewer groups");
            return false;
        }
        if !self.spend(at) {
            return false;
        }
        self.open_groups.push(name.clone());
        true
    }

    /// Takes one from the budget of expanded references; `false`, which is reported once, where it is used up.
    pub(super) fn spend(&mut self, at: &At) -> bool {
        if self.budget > 0 {
            self.budget -= 1;
        } else if !std::mem::replace(&mut self.over_budget, true) {
            let message = "references to groups multiply beyond reason";
            self.findings.report(codes::E0102, at, message, "what they refer to is left out from here on");
        }
        !self.over_budget
    }
}

/// The text between elements, as one member.
pub(super) fn text_between(at: &At) -> Member {
    member("text", TypeRef::Builtin(Builtin::Text), Occurs::OPTIONAL, XmlNode::Text, at)
}

fn is_any_type(name: &QName) -> bool {
    name.namespace.as_deref() == Some(XSD) && name.local == "anyType"
}

fn text_member(ty: TypeRef, at: &At) -> Member {
    member("value", ty, Occurs::ONE, XmlNode::Text, at)
}
