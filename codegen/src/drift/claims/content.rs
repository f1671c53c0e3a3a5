//! A type holds something else than before: text in place of elements, members where there were none, derived types
//! alone.

use crate::compare::{Change, Finding, Place};
use crate::drift::events::{ABSTRACT, CONTENT, TEXT_CONTENT, TYPE_GROWN};
use crate::drift::rules::types::is_text;
use crate::drift::walk::Walk;
use crate::model::{Shape, Struct, Tag, XmlNode};

pub(super) fn run(walk: &mut Walk<'_>) {
    let keys: Vec<String> = walk.new.types.keys().cloned().collect();
    for key in &keys {
        if let Some((old, new)) = walk.records(key) {
            records(walk, key, old, new);
        }
        abstracted(walk, key);
    }
}

fn records(walk: &mut Walk<'_>, key: &str, old: &Struct, new: &Struct) {
    let has = |of: &Struct, node: XmlNode| of.members.iter().any(|m| m.xml.node == node);
    let text = |of: &Struct| has(of, XmlNode::Text) && !of.mixed && !has(of, XmlNode::Element);
    let elements = |of: &Struct| has(of, XmlNode::Element) && !has(of, XmlNode::Text);
    let place = Place::Type(key.to_owned());
    let of_type = |finding: &Finding| matches!(&finding.place, Place::Member(of, _) if of == key);
    if (text(old) && elements(new)) || (elements(old) && text(new)) {
        let names = |of: &Struct| of.members.iter().map(|m| m.name.clone()).collect::<Vec<_>>().join(", ");
        let own = old.members.iter().find(|m| m.xml.node == XmlNode::Text);
        let event = if own.is_some_and(|m| is_text(walk.old, &m.ty)) { TEXT_CONTENT } else { CONTENT };
        walk.push(event, &place, format!("was {}, is {}", names(old), names(new)));
        walk.explain(of_type);
    } else if walk.is_xsd() && old.members.is_empty() && !new.members.is_empty() {
        let names: Vec<&str> = new.members.iter().map(|m| m.name.as_str()).collect();
        walk.push(TYPE_GROWN, &place, names.join(", "));
        walk.explain(|finding| of_type(finding) && finding.change == Change::Added);
    }
}

/// A type that could stand for itself, and now only types derived from it can.
fn abstracted(walk: &mut Walk<'_>, key: &str) {
    let (Some(old), Some(new)) = walk.types(key) else { return };
    let (Shape::Union(before), Shape::Union(after)) = (&old.shape, &new.shape) else { return };
    let own = |variants: &[crate::model::Variant], name: &str| variants.iter().any(|v| v.tag == name);
    if !matches!(after.tag, Tag::XsiType(_)) || !own(&before.variants, &old.name) || own(&after.variants, &new.name) {
        return;
    }
    let place = Place::Type(key.to_owned());
    walk.push(ABSTRACT, &place, "only types derived from it occur");
    let itself = Place::Variant(key.to_owned(), old.name.clone());
    let record = Place::Type(format!("{key} (base)"));
    walk.explain(|finding| finding.place == itself || finding.place == record);
}
