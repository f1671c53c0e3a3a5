//! Derived types get the members of their bases: bases first, as in the document; a member that is declared again
//! replaces the one of the base in its place.

use std::collections::BTreeMap;

use crate::diagnostic::{Location, Sink, codes};
use crate::model::{Model, Shape, Struct, TypeKey, TypeRef, XmlNode};

pub(super) fn run(model: &mut Model, sink: &mut Sink) {
    let mut done: BTreeMap<TypeKey, Struct> = BTreeMap::new();
    let keys: Vec<TypeKey> = model.types.keys().cloned().collect();
    for key in &keys {
        flatten(model, key, &mut Vec::new(), &mut done, sink);
    }
    for (key, flat) in done {
        if let Some(def) = model.types.get_mut(&key) {
            def.shape = Shape::Struct(flat);
        }
    }
}

/// The record behind `key` with all members, remembered in `done`. `open` holds the types that are being flattened.
fn flatten(
    model: &Model,
    key: &TypeKey,
    open: &mut Vec<TypeKey>,
    done: &mut BTreeMap<TypeKey, Struct>,
    sink: &mut Sink,
) {
    let Some(def) = model.types.get(key) else { return };
    let Shape::Struct(own) = &def.shape else { return };
    if done.contains_key(key) || own.bases.is_empty() {
        return;
    }
    open.push(key.clone());
    let mut flat = Struct { mixed: own.mixed, is_abstract: own.is_abstract, ..Struct::default() };
    for base in &own.bases {
        let TypeRef::Named(base) = base else { continue };
        if open.contains(base) {
            let path = model.documents.get(def.origin.document as usize).map(|d| d.path.clone()).unwrap_or_default();
            let location =
                Location { path, position: Some((def.origin.line, def.origin.column)), pointer: key.clone() };
            let help = Some("remove one of the derivations; the base is left out here".to_owned());
            sink.push(codes::E0306, location, format!("`{}` derives from itself", def.name), help);
            continue;
        }
        flatten(model, base, open, done, sink);
        let inherited = done.get(base).or_else(|| match model.types.get(base).map(|d| &d.shape) {
            Some(Shape::Struct(s)) => Some(s),
            _ => None,
        });
        if let Some(inherited) = inherited.cloned() {
            append(&mut flat, inherited);
        }
    }
    append(&mut flat, Struct { bases: Vec::new(), ..own.clone() });
    open.pop();
    done.insert(key.clone(), flat);
}

fn append(to: &mut Struct, from: Struct) {
    for mut member in from.members {
        match to.members.iter_mut().find(|m| m.name == member.name) {
            Some(earlier) if earlier.xml.node == member.xml.node => *earlier = member,
            // An attribute and an element of one name are one member in JSON: the later gets a name of its own.
            Some(_) => {
                let free = |name: &String| to.members.iter().all(|m| m.name != *name);
                let names = std::iter::once(format!("{}Attribute", member.name))
                    .filter(|_| member.xml.node == XmlNode::Attribute);
                let numbered = (2..).map(|n| format!("{}{n}", member.name));
                member.name = names.chain(numbered).find(free).unwrap_or_default();
                to.members.push(member);
            }
            None => to.members.push(member),
        }
    }
    to.choices.extend(from.choices);
    to.mixed |= from.mixed;
    if from.additional.is_some() {
        to.additional = from.additional;
    }
}
