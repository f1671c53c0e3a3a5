//! Derived types get the members of their bases: bases first, as in the document. A member that is declared again replaces
//! the one of the base in its place, or is another one beside it, as [`Joined`] says.

use std::collections::BTreeMap;

use crate::diagnostic::{Location, Sink, codes};
use crate::model::{Joined, Member, Model, Shape, Struct, TypeKey, TypeRef, XmlNode};

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
    let mut flat = Struct { members: Vec::new(), choices: Vec::new(), bases: Vec::new(), ..own.clone() };
    flat.additional = None;
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
            append(&mut flat, inherited, Joined::Merged);
        }
    }
    append(&mut flat, Struct { bases: Vec::new(), ..own.clone() }, own.joined);
    open.pop();
    done.insert(key.clone(), flat);
}

fn append(to: &mut Struct, from: Struct, joined: Joined) {
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for mut member in from.members {
        let Some(earlier) = to.members.iter_mut().find(|m| m.name == member.name) else {
            to.members.push(member);
            continue;
        };
        let same_node = earlier.xml.node == member.xml.node;
        match member.xml.node {
            XmlNode::Element | XmlNode::Group if same_node && joined == Joined::Appended => {
                // A list before it takes all that come in a row.
                member.occurs.required &= !(earlier.xml.name == member.xml.name && earlier.occurs.is_list());
            }
            // Only one member can take what no other does.
            XmlNode::Any if same_node && joined == Joined::Appended => {
                earlier.occurs.min = earlier.occurs.min.saturating_add(member.occurs.min);
                earlier.occurs.max = earlier.occurs.max.zip(member.occurs.max).map(|(a, b)| a.saturating_add(b));
                continue;
            }
            _ if same_node => {
                *earlier = member;
                continue;
            }
            _ => {}
        }
        // Members of one name would be one in JSON: the later gets a name of its own.
        let name = free_name(to, &member);
        renamed.insert(std::mem::replace(&mut member.name, name.clone()), name);
        to.members.push(member);
    }
    let mut choices = from.choices;
    for name in choices.iter_mut().flat_map(|c| &mut c.branches).flat_map(|b| &mut b.members) {
        if let Some(new) = renamed.get(name) {
            new.clone_into(name);
        }
    }
    to.choices.extend(choices);
    to.mixed |= from.mixed;
    if from.additional.is_some() {
        to.additional = from.additional;
    }
}

/// A name for a member whose own is taken: an attribute `a` is `aAttribute`, anything else `a2`, `a3`, ….
fn free_name(of: &Struct, member: &Member) -> String {
    let free = |name: &String| of.members.iter().all(|m| m.name != *name);
    let attribute =
        std::iter::once(format!("{}Attribute", member.name)).filter(|_| member.xml.node == XmlNode::Attribute);
    let numbered = (2..).map(|n| format!("{}{n}", member.name));
    attribute.chain(numbered).find(free).unwrap_or_default()
}
