//! From the XML tree of one document to [`super::raw`]: components.

use roxmltree::Node;

use crate::diagnostic::codes;
use crate::model::{EnumValue, Facets, WhiteSpace, XmlName};

use super::builtins::XSD;
use super::raw::{
    Attribute, AttributeGroup, AttributeItem, ComplexType, Component, Content, Count, Element, Group, GroupKind,
    ModelGroup, Particle, QName, SimpleType, SimpleUse, Subject, TextRestriction, TypeUse, Use, Variety, namespace,
};
use super::read::{Reader, child, elements};

const MODEL_GROUPS: &[&str] = &["all", "choice", "sequence"];
const PARTICLES: &[&str] = &["all", "any", "choice", "element", "group", "sequence"];
const USES: &[(&str, Use)] =
    &[("optional", Use::Optional), ("prohibited", Use::Prohibited), ("required", Use::Required)];
const WHITE_SPACE: &[(&str, WhiteSpace)] =
    &[("collapse", WhiteSpace::Collapse), ("preserve", WhiteSpace::Preserve), ("replace", WhiteSpace::Replace)];

/// Reads a child of `xs:schema`.
pub(super) fn component(reader: &mut Reader<'_, '_>, node: Node<'_, '_>) -> Option<Component> {
    match node.tag_name().name() {
        "element" => element(reader, node, true).map(Component::Element),
        "attribute" => attribute(reader, node, true).map(Component::Attribute),
        "complexType" => {
            let name = reader.name(node)?;
            Some(Component::Complex(complex_type(reader, node, Some(name))))
        }
        "simpleType" => {
            let name = reader.name(node)?;
            Some(Component::Simple(simple_type(reader, node, Some(name))))
        }
        "group" => {
            let name = reader.name(node)?;
            let content = child(node, MODEL_GROUPS).map(|content| model_group(reader, content));
            Some(Component::Group(Group { at: reader.at(node), name, content }))
        }
        "attributeGroup" => {
            let name = reader.name(node)?;
            Some(Component::AttributeGroup(AttributeGroup {
                at: reader.at(node),
                name,
                items: attributes(reader, node),
            }))
        }
        _ => None,
    }
}

/// What a use or declaration is about. A global one has a name and its namespace is the target's.
fn subject(
    reader: &mut Reader<'_, '_>,
    node: Node<'_, '_>,
    global: bool,
    qualified_by_default: bool,
) -> Option<Subject> {
    if !global && node.has_attribute("ref") {
        let conflict = ["name", "type", "form", "nillable", "simpleType", "complexType"];
        if let Some(other) =
            conflict.into_iter().find(|other| node.has_attribute(*other) || child(node, &[other]).is_some())
        {
            let message = format!("`xs:{}` has both `ref` and `{other}`", node.tag_name().name());
            reader.report(codes::E0305, node, message, "what it refers to says that already");
        }
        return reader.qname(node, "ref").map(Subject::Ref);
    }
    let local = reader.name(node)?;
    let form = reader.qualified(node, "form").unwrap_or(qualified_by_default);
    let target = reader.target.as_deref().filter(|_| global || form);
    Some(Subject::Declared(XmlName { local, namespace: namespace(target) }))
}

/// `default` and `fixed`, of which one may be there.
fn value_constraint(reader: &mut Reader<'_, '_>, node: Node<'_, '_>) -> (Option<String>, Option<String>) {
    let (default, fixed) = (node.attribute("default"), node.attribute("fixed"));
    if default.is_some() && fixed.is_some() {
        let message = format!("`xs:{}` has both `default` and `fixed`", node.tag_name().name());
        reader.report(codes::E0305, node, message, "keep one of them");
    }
    (default.map(str::to_owned), fixed.map(str::to_owned))
}

fn element(reader: &mut Reader<'_, '_>, node: Node<'_, '_>, global: bool) -> Option<Element> {
    let by_default = reader.qualified_elements;
    let subject = subject(reader, node, global, by_default)?;
    let (default, fixed) = value_constraint(reader, node);
    Some(Element {
        at: reader.at(node),
        docs: reader.docs(node),
        derived: reader.derived(node),
        subject,
        ty: type_use(reader, node),
        count: if global { Count::ONE } else { reader.count(node) },
        nillable: reader.flag(node, "nillable"),
        default,
        fixed,
        is_abstract: reader.flag(node, "abstract"),
        head: reader.qname(node, "substitutionGroup"),
    })
}

/// Reports that a declaration gives its type twice.
fn check_one_type(reader: &mut Reader<'_, '_>, node: Node<'_, '_>, attribute: &str) {
    let inline: Vec<_> =
        elements(node).filter(|n| matches!(n.tag_name().name(), "complexType" | "simpleType")).collect();
    let mut extra = inline.into_iter().skip(usize::from(!node.has_attribute(attribute)));
    if let Some(extra) = extra.next() {
        let message = format!("`xs:{}` has more than one type", node.tag_name().name());
        reader.report(codes::E0307, extra, message, "the first is used; keep one of them");
    }
}

fn type_use(reader: &mut Reader<'_, '_>, node: Node<'_, '_>) -> Option<TypeUse> {
    check_one_type(reader, node, "type");
    if node.has_attribute("type") {
        return reader.qname(node, "type").or_else(|| Some(any_text())).map(TypeUse::Named);
    }
    let inline = child(node, &["complexType", "simpleType"])?;
    Some(match inline.tag_name().name() {
        "complexType" => TypeUse::Complex(Box::new(complex_type(reader, inline, None))),
        _ => TypeUse::Simple(Box::new(simple_type(reader, inline, None))),
    })
}

/// What stands in for a name that is malformed, which is reported already.
fn any_text() -> QName {
    QName { namespace: Some(XSD.to_owned()), local: "string".to_owned() }
}

/// A simple type by name in `attribute`, or inline.
fn simple_use(reader: &mut Reader<'_, '_>, node: Node<'_, '_>, attribute: &str) -> Option<SimpleUse> {
    check_one_type(reader, node, attribute);
    if node.has_attribute(attribute) {
        return reader.qname(node, attribute).or_else(|| Some(any_text())).map(SimpleUse::Named);
    }
    child(node, &["simpleType"]).map(|inline| SimpleUse::Inline(Box::new(simple_type(reader, inline, None))))
}

/// Like [`simple_use`], where one of the two must be there.
fn required_simple_use(reader: &mut Reader<'_, '_>, node: Node<'_, '_>, attribute: &str) -> SimpleUse {
    simple_use(reader, node, attribute).unwrap_or_else(|| {
        let message = format!("`xs:{}` has neither `{attribute}` nor a simple type inside", node.tag_name().name());
        reader.report(codes::E0305, node, message, format!("name a type in `{attribute}`"));
        SimpleUse::Named(any_text())
    })
}

fn attribute(reader: &mut Reader<'_, '_>, node: Node<'_, '_>, global: bool) -> Option<Attribute> {
    let by_default = reader.qualified_attributes;
    let subject = subject(reader, node, global, by_default)?;
    let (default, fixed) = value_constraint(reader, node);
    Some(Attribute {
        at: reader.at(node),
        docs: reader.docs(node),
        derived: reader.derived(node),
        subject,
        ty: simple_use(reader, node, "type"),
        usage: reader.word(node, "use", USES).unwrap_or(Use::Optional),
        default,
        fixed,
    })
}

fn attributes(reader: &mut Reader<'_, '_>, node: Node<'_, '_>) -> Vec<AttributeItem> {
    let mut items = Vec::new();
    for item in elements(node) {
        match item.tag_name().name() {
            "attribute" => items.extend(attribute(reader, item, false).map(AttributeItem::Attribute)),
            "attributeGroup" => {
                let at = reader.at(item);
                items.extend(reader.required_qname(item, "ref").map(|name| AttributeItem::Group(name, at)));
            }
            "anyAttribute" => items.push(AttributeItem::Any(reader.at(item), reader.docs(item))),
            _ => {}
        }
    }
    items
}

fn complex_type(reader: &mut Reader<'_, '_>, node: Node<'_, '_>, name: Option<String>) -> ComplexType {
    let holder = child(node, &["complexContent", "simpleContent"]);
    let derivation = holder.and_then(|holder| child(holder, &["extension", "restriction"]));
    if let (Some(holder), None) = (holder, derivation) {
        let message = format!("`xs:{}` is empty", holder.tag_name().name());
        reader.report(codes::E0307, holder, message, "it needs `xs:extension` or `xs:restriction`");
    }
    let simple = holder.is_some_and(|holder| holder.tag_name().name() == "simpleContent");
    let content = match derivation {
        Some(derivation) if simple => text_content(reader, derivation),
        Some(derivation) => derived_content(reader, derivation),
        None => Content::Elements(content_particle(reader, node)),
    };
    ComplexType {
        at: reader.at(node),
        docs: reader.docs(node),
        name,
        is_abstract: reader.flag(node, "abstract"),
        mixed: reader.flag(node, "mixed") || holder.is_some_and(|holder| reader.flag(holder, "mixed")),
        content,
        attributes: attributes(reader, derivation.unwrap_or(node)),
    }
}

fn text_content(reader: &mut Reader<'_, '_>, derivation: Node<'_, '_>) -> Content {
    let base = reader.required_qname(derivation, "base").unwrap_or_else(any_text);
    if derivation.tag_name().name() == "extension" {
        return Content::TextExtended(base);
    }
    let inline = child(derivation, &["simpleType"]).map(|inline| Box::new(simple_type(reader, inline, None)));
    let (facets, values) = facets(reader, derivation);
    Content::TextRestricted(base, Box::new(TextRestriction { at: reader.at(derivation), inline, facets, values }))
}

fn derived_content(reader: &mut Reader<'_, '_>, derivation: Node<'_, '_>) -> Content {
    let particle = content_particle(reader, derivation);
    match reader.required_qname(derivation, "base") {
        None => Content::Elements(particle),
        Some(base) if derivation.tag_name().name() == "extension" => Content::Extended(base, particle),
        Some(base) => Content::Restricted(base, particle),
    }
}

/// The one particle that a type may hold.
fn content_particle(reader: &mut Reader<'_, '_>, node: Node<'_, '_>) -> Option<Particle> {
    let found: Vec<_> =
        elements(node).filter(|n| ["all", "choice", "group", "sequence"].contains(&n.tag_name().name())).collect();
    if let Some(extra) = found.get(1) {
        let message = format!("`xs:{}` holds more than one content model", node.tag_name().name());
        reader.report(codes::E0307, *extra, message, "the first is used; put both into one `xs:sequence`");
    }
    particle(reader, *found.first()?)
}

fn particle(reader: &mut Reader<'_, '_>, node: Node<'_, '_>) -> Option<Particle> {
    match node.tag_name().name() {
        "element" => element(reader, node, false).map(|element| Particle::Element(Box::new(element))),
        "any" => Some(Particle::Any(reader.at(node), reader.docs(node), reader.count(node))),
        "group" => {
            let name = reader.required_qname(node, "ref")?;
            Some(Particle::Ref(name, reader.count(node), reader.at(node)))
        }
        _ => Some(Particle::Model(model_group(reader, node))),
    }
}

fn model_group(reader: &mut Reader<'_, '_>, node: Node<'_, '_>) -> ModelGroup {
    let items = elements(node).filter(|n| PARTICLES.contains(&n.tag_name().name()));
    let items = items.filter_map(|item| particle(reader, item)).collect();
    let kind = if node.tag_name().name() == "choice" { GroupKind::Choice } else { GroupKind::Sequence };
    ModelGroup { at: reader.at(node), kind, count: reader.count(node), items }
}

fn simple_type(reader: &mut Reader<'_, '_>, node: Node<'_, '_>, name: Option<String>) -> SimpleType {
    let variety = match child(node, &["list", "restriction", "union"]) {
        Some(list) if list.tag_name().name() == "list" => {
            Variety::List(required_simple_use(reader, list, "itemType"), reader.at(list))
        }
        Some(union) if union.tag_name().name() == "union" => Variety::Union(union_members(reader, union)),
        Some(restriction) => {
            let base = required_simple_use(reader, restriction, "base");
            let (facets, values) = facets(reader, restriction);
            Variety::Restriction { base, facets: Box::new(facets), values }
        }
        None => {
            reader.report(
                codes::E0307,
                node,
                "`xs:simpleType` is empty",
                "it needs `xs:restriction`, `xs:list` or `xs:union`",
            );
            Variety::Restriction { base: SimpleUse::Named(any_text()), facets: Box::default(), values: Vec::new() }
        }
    };
    SimpleType { at: reader.at(node), docs: reader.docs(node), name, variety }
}

fn union_members(reader: &mut Reader<'_, '_>, node: Node<'_, '_>) -> Vec<SimpleUse> {
    let named = node.attribute("memberTypes").unwrap_or_default();
    let named = named.split_whitespace().filter_map(|name| reader.resolve_qname(node, "memberTypes", name));
    let mut members: Vec<_> = named.map(SimpleUse::Named).collect();
    for inline in elements(node).filter(|n| n.tag_name().name() == "simpleType") {
        members.push(SimpleUse::Inline(Box::new(simple_type(reader, inline, None))));
    }
    members
}

/// Facets and enumerated values of one step of restriction.
fn facets(reader: &mut Reader<'_, '_>, node: Node<'_, '_>) -> (Facets, Vec<EnumValue>) {
    let mut facets = Facets::default();
    let mut values: Vec<EnumValue> = Vec::new();
    for facet in elements(node) {
        let name = facet.tag_name().name();
        let missing = name != "simpleType" && FACETS.contains(&name) && !facet.has_attribute("value");
        if missing {
            reader.report(codes::E0305, facet, format!("`xs:{name}` has no `value`"), "give the facet a value");
            continue;
        }
        match name {
            "enumeration" => {
                let value = facet.attribute("value").unwrap_or_default().to_owned();
                values.push(EnumValue { value, docs: reader.docs(facet) });
            }
            "fractionDigits" => facets.fraction_digits = reader.number(facet, "value"),
            "length" => facets.length = reader.number(facet, "value"),
            "maxExclusive" => facets.max_exclusive = reader.text(facet, "value"),
            "maxInclusive" => facets.max_inclusive = reader.text(facet, "value"),
            "maxLength" => facets.max_length = reader.number(facet, "value"),
            "minExclusive" => facets.min_exclusive = reader.text(facet, "value"),
            "minInclusive" => facets.min_inclusive = reader.text(facet, "value"),
            "minLength" => facets.min_length = reader.number(facet, "value"),
            "pattern" => facets.patterns.extend(facet.attribute("value").map(str::to_owned)),
            "totalDigits" => facets.total_digits = reader.number(facet, "value"),
            "whiteSpace" => facets.white_space = reader.word(facet, "value", WHITE_SPACE),
            _ => {}
        }
    }
    (facets, values)
}

/// Facets that are read, sorted.
const FACETS: &[&str] = &[
    "enumeration",
    "fractionDigits",
    "length",
    "maxExclusive",
    "maxInclusive",
    "maxLength",
    "minExclusive",
    "minInclusive",
    "minLength",
    "pattern",
    "totalDigits",
    "whiteSpace",
];
