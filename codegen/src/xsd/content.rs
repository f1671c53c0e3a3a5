//! Lowering of content models: elements, wildcards, groups and substitution groups.

use crate::diagnostic::codes;
use crate::model::{Builtin, Docs, Facets, Member, Occurs, Shape, Struct, TypeRef, XmlNode};

use super::findings::At;
use super::flat::{Clash, Flat, Slot};
use super::lower::{Lowering, member};
use super::names::Names;
use super::raw::{Count, Element, GroupKind, ModelGroup, Particle, QName, Subject};

impl<'a> Lowering<'a, '_, '_> {
    /// Lowers a part of the content model of the type with the key `owner`.
    pub(super) fn particle(&mut self, particle: &'a Particle, owner: &str) -> Flat {
        match particle {
            Particle::Element(element) => self.element(element, owner),
            Particle::Any(at, docs, count) => self.any(at, docs, *count),
            Particle::Model(group) => self.model_group(group, group.count, owner),
            Particle::Ref(name, count, at) => self.group_ref(name, *count, at, owner),
        }
    }

    fn element(&mut self, element: &'a Element, owner: &str) -> Flat {
        if element.count.max == Some(0) {
            return Flat::empty();
        }
        match &element.subject {
            Subject::Ref(name) => self.element_ref(element, name, owner),
            Subject::Declared(_) => {
                let ty = self.local_type(element, owner);
                one(element, element, ty)
            }
        }
    }

    /// A reference to a global element. Where others may stand for it, it is a choice between them.
    fn element_ref(&mut self, used: &'a Element, name: &QName, owner: &str) -> Flat {
        let Some(declared) = self.symbols.elements.get(name).copied() else {
            self.missing("element", name, &used.at);
            return one(used, used, (TypeRef::Builtin(Builtin::Text), Facets::default()));
        };
        let mut alternatives = self.symbols.substitutes(name);
        if alternatives.is_empty() || !declared.is_abstract {
            alternatives.insert(0, (name.clone(), declared));
        }
        if alternatives.len() == 1 && alternatives.iter().all(|(only, _)| only == name) {
            let ty = self.global_type(name, declared);
            return one(used, declared, ty);
        }
        let mut branches = Vec::new();
        for (name, substitute) in alternatives {
            if !self.spend(&used.at) {
                break;
            }
            let (ty, facets) = self.global_type(&name, substitute);
            let mut member = element_member(substitute, substitute, ty, facets, Count::ONE);
            member.origin = used.at.origin;
            branches.push(Flat::one(Slot::Element(member.xml.name.clone(), 0), member));
        }
        let mut clashes = Vec::new();
        let choice = Flat::either(branches, used.at.origin, &mut clashes);
        self.report_clashes(clashes, &used.at);
        self.repeated(choice, used.count, &used.at, owner)
    }

    fn any(&mut self, at: &At, docs: &Docs, count: Count) -> Flat {
        if count.max == Some(0) {
            return Flat::empty();
        }
        let message = "the content of `xs:any` is kept as it is written";
        self.findings.report(codes::W0302, at, message, "it is neither checked nor typed");
        let mut member = member("any", TypeRef::Builtin(Builtin::AnyXml), occurs(count), XmlNode::Any, at);
        member.docs = docs.clone();
        Flat::one(Slot::Any, member)
    }

    fn model_group(&mut self, group: &'a ModelGroup, count: Count, owner: &str) -> Flat {
        if count.max == Some(0) {
            return Flat::empty();
        }
        // The anonymous types inside a repeated group belong to it; its name is not known before its members are.
        let parts: Vec<_> = group.items.iter().map(|item| self.particle(item, owner)).collect();
        let mut clashes = Vec::new();
        let flat = match group.kind {
            GroupKind::Choice => Flat::either(parts, group.at.origin, &mut clashes),
            GroupKind::Sequence => {
                parts.into_iter().fold(Flat::empty(), |before, part| before.then(part, &mut clashes))
            }
        };
        self.report_clashes(clashes, &group.at);
        self.repeated(flat, count, &group.at, owner)
    }

    fn group_ref(&mut self, name: &QName, count: Count, at: &'a At, owner: &str) -> Flat {
        let Some(group) = self.symbols.groups.get(name).copied() else {
            self.missing("group", name, at);
            return Flat::empty();
        };
        let Some(content) = group.content.as_ref() else { return Flat::empty() };
        if count.max == Some(0) || !self.enter_group(name, at) {
            return Flat::empty();
        }
        let flat = self.model_group(content, content.count, &name.local);
        self.open_groups.pop();
        self.budget = self.budget.saturating_sub(flat.len());
        self.repeated(flat, count, at, owner)
    }

    /// Applies `minOccurs` and `maxOccurs` of a group.
    fn repeated(&mut self, flat: Flat, count: Count, at: &'a At, owner: &str) -> Flat {
        if flat.len() == 0 {
            return flat;
        }
        if count.repeats() {
            return if flat.is_single() { flat.times(count) } else { self.group_member(flat, count, at, owner) };
        }
        if count.min > 0 {
            return flat;
        }
        if flat.is_all_or_nothing() {
            let instead = "its members are optional one by one, where the schema wants all or none";
            self.findings.not_honoured(at, "minOccurs=\"0\" of a group of elements", instead);
        }
        flat.optional()
    }

    /// A repeated group: a list whose items hold one repetition each. It is called after its first two members, or the
    /// first members of the first two branches of a choice: `aAndB`, `aOrB`.
    fn group_member(&mut self, flat: Flat, count: Count, at: &'a At, owner: &str) -> Flat {
        let (names, word) = flat.heading();
        let name = names.iter().enumerate().map(|(i, name)| recased(name, i > 0)).collect::<Vec<_>>().join(word);
        let inner = flat.clone();
        let mut clashes = Vec::new();
        let (members, choices) = flat.finish(&mut Names::default(), &mut clashes);
        self.report_clashes(clashes, at);
        let body = Struct { members, choices, ..Struct::default() };
        let ty = self.anonymous(owner, &name, at, &Docs::default(), |_, _| Shape::Struct(body));
        self.groups += 1;
        Flat::group(Slot::Group(self.groups), member(&name, ty, occurs(count), XmlNode::Group, at), &inner)
    }

    /// Reports what a content model cannot say as members.
    pub(super) fn report_clashes(&mut self, clashes: Vec<Clash>, at: &At) {
        for clash in clashes {
            let (name, keyword, instead) = match clash {
                Clash::Types(member) => {
                    (member.name, "an element with two types", "the type of its first declaration is used")
                }
                Clash::Order(member) => (
                    member.name,
                    "a wildcard at two places of a sequence",
                    "it is one list, written at the first place",
                ),
                Clash::Grouped(name) => {
                    (name, "an element inside and outside of a repeated group", "it is read where it first fits")
                }
            };
            self.findings.not_honoured(at, keyword, format!("`{name}`: {instead}"));
        }
    }
}

fn occurs(count: Count) -> Occurs {
    Occurs { min: count.min, max: count.max, required: count.min > 0 }
}

/// A name with its first letter in upper or lower case.
fn recased(name: &str, upper: bool) -> String {
    let mut chars = name.chars();
    let Some(first) = chars.next() else { return String::new() };
    let first = if upper { first.to_uppercase().collect::<String>() } else { first.to_lowercase().collect() };
    first + chars.as_str()
}

fn one(used: &Element, declared: &Element, (ty, facets): (TypeRef, Facets)) -> Flat {
    let member = element_member(used, declared, ty, facets, used.count);
    Flat::one(Slot::Element(member.xml.name.clone(), 0), member)
}

/// The member of an element: `used` is where it stands, `declared` what that refers to, or the same.
fn element_member(used: &Element, declared: &Element, ty: TypeRef, facets: Facets, count: Count) -> Member {
    let name = used.subject.xml_name();
    let mut member = member(&name.local, ty, occurs(count), XmlNode::Element, &used.at);
    member.xml.name = name;
    member.nullable = declared.nillable;
    member.docs = if used.docs == Docs::default() { declared.docs.clone() } else { used.docs.clone() };
    member.derived = used.derived || declared.derived;
    member.default.clone_from(&declared.default);
    member.fixed.clone_from(&declared.fixed);
    member.facets = facets;
    member
}
