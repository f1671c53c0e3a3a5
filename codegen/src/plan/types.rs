//! Records, enumerations, unions, lists and names of simple types: how they are made of the model.

use super::choices;
use super::items::{
    AliasPlan, Entry, EnumPlan, FieldPlan, Item, ListPlan, Modifier, RootPlan, StructPlan, UnionPlan, UnionTag,
    VariantPlan,
};
use super::rules::{self, Tables};
use super::scope::Scope;
use super::{RustType, docs, operations};
use crate::diagnostic::{Sink, codes};
use crate::model::{
    Enumeration, Member, Namespace, Scalar, Shape, Struct, Tag, TypeDef, TypeRef, Union, XmlName, XmlNode,
};
use crate::naming;

/// All items in document order.
pub(super) fn items(scope: &Scope<'_>, tables: &Tables<'_, '_>, sink: &mut Sink) -> Vec<Item> {
    let views = scope.settings.pinned.views();
    let mut taken: Vec<String> = scope.taken().into_iter().chain(views).map(str::to_owned).collect();
    let mut items = Vec::with_capacity(scope.model.types.len());
    for (key, def) in &scope.model.types {
        match &def.shape {
            Shape::Struct(s) => items.push(Item::Struct(record(scope, tables, key, def, s, &mut taken, sink))),
            Shape::Enumeration(e) => items.push(Item::Enum(enumeration(scope, key, def, e))),
            Shape::Scalar(s) => items.push(Item::Alias(alias(scope, key, def, s))),
            Shape::Union(u) => items.push(Item::Union(union(scope, tables, key, def, u))),
            Shape::List { item, item_name } => {
                items.push(Item::List(list(scope, tables, key, def, item, item_name.as_ref())));
            }
            // A map is written where it is used; an alias is gone after the passes.
            Shape::Map { .. } | Shape::Alias(_) => {}
        }
    }
    items
}

/// Root elements first, then the other records and unions, for the round-trip example.
pub(super) fn roots(scope: &Scope<'_>) -> Vec<RootPlan> {
    let mut roots: Vec<RootPlan> = Vec::new();
    for root in &scope.model.roots {
        if let TypeRef::Named(key) = &root.ty
            && let Some(plan) = root_plan(scope, key, root.name.clone(), &root.namespace)
            && !roots.contains(&plan)
        {
            roots.push(plan);
        }
    }
    // What the first operation answers with is what a document without a name most likely is.
    let main = scope.model.api.operations.iter().find_map(operations::answer);
    if let Some(TypeRef::Named(key)) = main
        && let Some(index) = roots.iter().position(|root| root.ident == scope.ident(key))
    {
        roots[..=index].rotate_right(1);
    }
    let others = scope
        .model
        .types
        .iter()
        .filter(|(_, def)| matches!(def.shape, Shape::Struct(_) | Shape::Union(_) | Shape::List { .. }));
    for (key, def) in others {
        let ident = scope.ident(key);
        if roots.iter().all(|r| r.ident != ident) {
            roots.push(RootPlan { ident: ident.to_owned(), name: def.name.clone(), element: None, namespace: None });
        }
    }
    roots
}

/// The catalogue of error codes in `api.toml` as an enumeration.
pub(super) fn error_codes(scope: &Scope<'_>) -> Option<Item> {
    let errors = &scope.settings.spec.errors;
    let first = errors.first()?;
    let names: Vec<String> = errors.iter().map(|e| naming::variant_name(&e.kode)).collect();
    let idents = naming::unique(&names, &["Unknown"]);
    let variants = errors.iter().zip(idents).map(|(error, ident)| {
        let mut docs = docs::plain(&error.area);
        docs::paragraph(&mut docs, &[format!("`{}`, HTTP {}", docs::code(&error.kode), error.http)]);
        VariantPlan { ident, value: error.kode.clone(), docs, gone: false, ty: None, check: None }
    });
    let ident = naming::unique(&["Feilkode".to_owned()], &scope.taken()).pop()?;
    let prefix = first.kode.split('-').next().unwrap_or_default();
    Some(Item::Enum(EnumPlan {
        name: ident.clone(),
        ident,
        docs: vec![format!("Error codes of the service: `{}-…`.", docs::code(prefix))],
        variants: variants.collect(),
        unknown: "Unknown".to_owned(),
        errors: errors.iter().map(|e| (e.http, e.area.clone())).collect(),
    }))
}

fn record(
    scope: &Scope<'_>,
    tables: &Tables<'_, '_>,
    key: &str,
    def: &TypeDef,
    s: &Struct,
    taken: &mut Vec<String>,
    sink: &mut Sink,
) -> StructPlan {
    let ident = scope.ident(key).to_owned();
    let names: Vec<String> = s.members.iter().map(|m| naming::value_name(&m.name)).collect();
    let idents = scope.pin_members(key, s.members.iter().map(|m| m.name.as_str()), &names);
    for (member, (name, ident)) in s.members.iter().zip(names.iter().zip(&idents)) {
        if name != ident && scope.settings.pinned.of_member(key, &member.name).is_none() {
            let message = format!("the member `{}` of `{}` has the same Rust name as another", member.name, def.name);
            sink.push(codes::W0401, scope.location(member.origin), message, Some(format!("it is called `{ident}`")));
        }
    }
    let namespace = common_namespace(scope, s);
    let mut fields: Vec<FieldPlan> = s
        .members
        .iter()
        .zip(&idents)
        .enumerate()
        .map(|(index, (member, ident))| FieldPlan {
            ident: ident.clone(),
            ty: scope.field_type(key, index, member),
            docs: docs::of_member(member),
            gone: member.docs.gone,
            entry: entry(scope, tables, member, namespace.as_deref()),
        })
        .collect();
    if let Some(additional) = &s.additional {
        let taken: Vec<&str> = idents.iter().map(String::as_str).collect();
        let ident = naming::unique(&["additional".to_owned()], &taken).pop().unwrap_or_default();
        fields.push(FieldPlan {
            ident,
            ty: RustType::Map(Box::new(scope.value_type(additional))),
            docs: vec!["Members that the document does not name.".to_owned()],
            gone: false,
            entry: Entry {
                kind: "rest",
                name: "additional".to_owned(),
                modifiers: tables.of_type(additional).map(Modifier::Check).into_iter().collect(),
            },
        });
    }
    StructPlan {
        docs: docs::of_type(&def.docs, &def.name, &ident, def.anonymous, "Record"),
        has_default: fields.iter().all(|f| f.ty.is_omittable()),
        choices: choices::choices(scope, key, s, &fields, taken),
        choice_rules: rules::choices(s),
        root: root_of(scope, key),
        name: def.name.clone(),
        ident,
        fields,
        namespace,
    }
}

fn entry(scope: &Scope<'_>, tables: &Tables<'_, '_>, member: &Member, common: Option<&str>) -> Entry {
    let kind = match member.xml.node {
        XmlNode::Element => "element",
        XmlNode::Attribute => "attribute",
        XmlNode::Text => "text",
        XmlNode::Any => "any",
        XmlNode::AnyAttribute => "other_attributes",
        XmlNode::Group => "group",
    };
    let named = matches!(member.xml.node, XmlNode::Element | XmlNode::Attribute);
    let mut modifiers = Vec::new();
    if member.occurs.required {
        modifiers.push(Modifier::Required);
    }
    if member.occurs.is_list() {
        modifiers.push(Modifier::List);
    }
    if member.nullable {
        modifiers.push(Modifier::Nillable);
    }
    if named && member.xml.name.local != member.name {
        modifiers.push(Modifier::Named(member.xml.name.local.clone()));
    }
    match (&member.xml.name.namespace, member.xml.node) {
        (Namespace::Uri(_), XmlNode::Element) if scope.namespace(&member.xml.name.namespace) == common => {}
        (Namespace::Uri(_), XmlNode::Element | XmlNode::Attribute) => {
            modifiers
                .extend(scope.namespace(&member.xml.name.namespace).map(|name| Modifier::Namespace(name.to_owned())));
        }
        (Namespace::None, XmlNode::Element) => modifiers.push(Modifier::Unqualified),
        _ => {}
    }
    if let Some(wrapper) = &member.xml.wrapper {
        modifiers.push(match scope.namespace(&wrapper.namespace).filter(|name| Some(*name) != common) {
            Some(namespace) => Modifier::WrappedNamespace(wrapper.local.clone(), namespace.to_owned()),
            None => Modifier::Wrapped(wrapper.local.clone()),
        });
    }
    let (least, most) = rules::items(member);
    modifiers.extend(least.map(Modifier::AtLeast));
    modifiers.extend(most.map(Modifier::AtMost));
    modifiers.extend(tables.of_member(member).map(Modifier::Check));
    Entry { kind, name: member.name.clone(), modifiers }
}

/// The namespace of the first element that has one, where no element inherits its parent's.
fn common_namespace(scope: &Scope<'_>, s: &Struct) -> Option<String> {
    let mut elements = s.members.iter().filter(|m| m.xml.node == XmlNode::Element).map(|m| &m.xml.name.namespace);
    if elements.clone().any(|namespace| *namespace == Namespace::Inherit) {
        return None;
    }
    elements.find_map(|namespace| scope.namespace(namespace)).map(str::to_owned)
}

fn root_of(scope: &Scope<'_>, key: &str) -> Option<RootPlan> {
    let root = scope.model.roots.iter().find(|root| matches!(&root.ty, TypeRef::Named(k) if k == key))?;
    root_plan(scope, key, root.name.clone(), &root.namespace)
}

fn root_plan(scope: &Scope<'_>, key: &str, element: String, namespace: &Namespace) -> Option<RootPlan> {
    let def = scope.model.types.get(key)?;
    matches!(def.shape, Shape::Struct(_) | Shape::Union(_) | Shape::List { .. }).then(|| RootPlan {
        ident: scope.ident(key).to_owned(),
        name: def.name.clone(),
        element: Some(element),
        namespace: scope.namespace(namespace).map(str::to_owned),
    })
}

fn enumeration(scope: &Scope<'_>, key: &str, def: &TypeDef, e: &Enumeration) -> EnumPlan {
    let names: Vec<String> = e.values.iter().map(|v| naming::variant_name(&v.value)).collect();
    let idents = scope.pin_members(key, e.values.iter().map(|v| v.value.as_str()), &names);
    let unknown = scope.unknown(key, &idents);
    let ident = scope.ident(key).to_owned();
    let variants = e.values.iter().zip(idents).map(|(value, ident)| {
        let mut docs = docs::text(&value.docs);
        let mut facts = vec![format!("`{}`", docs::code(&value.value))];
        facts.extend(docs::links(&value.docs));
        facts.extend(value.docs.gone.then(|| docs::GONE.to_owned()));
        docs::paragraph(&mut docs, &facts);
        VariantPlan { ident, value: value.value.clone(), docs, gone: value.docs.gone, ty: None, check: None }
    });
    EnumPlan {
        docs: docs::of_type(&def.docs, &def.name, &ident, def.anonymous, "Code"),
        name: def.name.clone(),
        variants: variants.collect(),
        unknown,
        errors: Vec::new(),
        ident,
    }
}

fn alias(scope: &Scope<'_>, key: &str, def: &TypeDef, scalar: &Scalar) -> AliasPlan {
    let ident = scope.ident(key).to_owned();
    let identifier =
        super::identifiers::identifier(&def.name).filter(|_| !scalar.list && scope.builtin(&scalar.base).is_some());
    let target = match identifier {
        Some(path) => RustType::Path(path),
        None if scalar.list => scope.value_type(&scalar.base).text_list(),
        None => scope.value_type(&scalar.base),
    };
    let mut lines = docs::text(&def.docs);
    let mut facts = vec![format!("Simple type `{}`", docs::code(&def.name))];
    facts.extend(scalar.list.then(|| "a list separated by spaces".to_owned()));
    facts.extend(scalar.format.iter().map(|format| format!("format `{}`", docs::code(format))));
    facts.extend(docs::facets(&scalar.facets));
    facts.extend(docs::links(&def.docs));
    docs::paragraph(&mut lines, &facts);
    AliasPlan { ident, docs: lines, target }
}

fn union(scope: &Scope<'_>, tables: &Tables<'_, '_>, key: &str, def: &TypeDef, u: &Union) -> UnionPlan {
    let local = |tag: &'_ str| match u.tag {
        // `{namespace}name` is called by its name.
        Tag::XsiType(_) => tag.rsplit('}').next().unwrap_or_default().to_owned(),
        Tag::Member(_) | Tag::Untagged => tag.to_owned(),
    };
    let names: Vec<String> = u.variants.iter().map(|v| naming::variant_name(&local(&v.tag))).collect();
    let idents = scope.pin_members(key, u.variants.iter().map(|v| v.tag.as_str()), &names);
    let unknown = scope.unknown(key, &idents);
    let ident = scope.ident(key).to_owned();
    let variants = u.variants.iter().zip(idents).map(|(variant, ident)| {
        let value = scope.value_type(&variant.ty);
        let ty = if scope.is_heavy(&variant.ty) { value.boxed() } else { value };
        VariantPlan {
            ident,
            value: variant.tag.clone(),
            docs: vec![match variant.gone {
                true => format!("`{}`; {}", docs::code(&variant.tag), docs::GONE),
                false => format!("`{}`", docs::code(&variant.tag)),
            }],
            gone: variant.gone,
            ty: Some(ty),
            check: tables.of_type(&variant.ty),
        }
    });
    let tag = match &u.tag {
        Tag::Member(name) => UnionTag::Member(name.clone()),
        Tag::XsiType(namespace) => UnionTag::XsiType(scope.namespace(namespace).map(str::to_owned)),
        Tag::Untagged => UnionTag::Untagged,
    };
    UnionPlan {
        docs: docs::of_type(&def.docs, &def.name, &ident, def.anonymous, "Union"),
        name: def.name.clone(),
        variants: variants.collect(),
        unknown,
        tag,
        root: root_of(scope, key),
        ident,
    }
}

fn list(
    scope: &Scope<'_>,
    tables: &Tables<'_, '_>,
    key: &str,
    def: &TypeDef,
    item: &TypeRef,
    item_name: Option<&XmlName>,
) -> ListPlan {
    let ident = scope.ident(key).to_owned();
    ListPlan {
        docs: docs::of_type(&def.docs, &def.name, &ident, def.anonymous, "List"),
        name: def.name.clone(),
        item: scope.value_type(item),
        check: tables.of_type(item),
        element: item_name.map_or_else(|| "item".to_owned(), |name| name.local.clone()),
        root: root_of(scope, key),
        ident,
    }
}
