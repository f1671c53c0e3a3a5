//! All names in XML changed for one reason: the target namespace, or whether local names are in it.

use crate::compare::{Aspect, Change, Finding, Place};
use crate::drift::events::{FORM, TARGET_NAMESPACE};
use crate::drift::walk::Walk;
use crate::model::{Model, Namespace};

/// Keywords that say whether local names are in the namespace.
const FORMS: &[&str] = &["attributeFormDefault", "elementFormDefault"];

pub(super) fn run(walk: &mut Walk<'_>) {
    let namespaces = |model: &Model| model.documents.iter().map(|d| d.namespace.clone()).collect::<Vec<_>>();
    let (old, new) = (namespaces(walk.old), namespaces(walk.new));
    let mut moved: Vec<(Namespace, Namespace)> = Vec::new();
    if old.len() == new.len() {
        for (old, new) in old.iter().zip(&new).filter(|(old, new)| old != new) {
            let named = |uri: &Option<String>| uri.clone().unwrap_or_else(|| "no namespace".to_owned());
            walk.push(TARGET_NAMESPACE, &Place::Api, format!("was {}, is {}", named(old), named(new)));
            let of = |uri: &Option<String>| uri.clone().map_or(Namespace::None, Namespace::Uri);
            moved.push((of(old), of(new)));
        }
    }
    let mut form = false;
    for keyword in FORMS {
        let said = |model: &Model| {
            let aside = model.asides.iter().find(|aside| aside.keyword == *keyword);
            aside.map_or("unqualified".to_owned(), |aside| aside.value.clone())
        };
        let (old, new) = (said(walk.old), said(walk.new));
        if old != new && walk.is_xsd() {
            walk.push(FORM, &Place::Api, format!("{keyword} was {old}, is {new}"));
            form = true;
        }
    }
    if moved.is_empty() && !form {
        return;
    }
    let explained =
        |old: &Namespace, new: &Namespace| moved.contains(&(old.clone(), new.clone())) || (form && *old != *new);
    let mut places: Vec<Place> = Vec::new();
    for finding in walk.open() {
        let namespaces = match &finding.place {
            Place::Member(key, name) => match walk.members(key, name) {
                (Some(old), Some(new)) if old.xml.node == new.xml.node => {
                    Some((&old.xml.name.namespace, &new.xml.name.namespace))
                }
                _ => None,
            },
            Place::Root(name) => match walk.roots(name) {
                (Some(old), Some(new)) => Some((&old.namespace, &new.namespace)),
                _ => None,
            },
            _ => None,
        };
        if namespaces.is_some_and(|(old, new)| explained(old, new)) {
            places.push(finding.place.clone());
        }
    }
    walk.explain(|Finding { place, change }| {
        matches!(change, Change::Changed { aspect: Aspect::Xml, .. }) && places.contains(place)
    });
}
