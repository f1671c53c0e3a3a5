//! Members of records, and how they look in XML.

use std::rc::Rc;

use super::classify::Class;
use super::simplify::{Core, Followed};
use super::types::{Holder, namespace_of};
use super::{ANY, Hint, Lowerer};
use crate::model::{Member, Namespace, Occurs, TypeRef, XmlForm, XmlName, XmlNode};
use crate::openapi::documents::Place;
use crate::openapi::schema::{self, Notes, Schema, Xml};

/// What an array says about its items.
struct Items<'d> {
    ty: TypeRef,
    xml: Option<Xml<'d>>,
}

impl<'d> Lowerer<'d, '_> {
    /// A member from a property; `owner` names the record that declares it.
    pub(super) fn member(&mut self, name: &str, place: &Place<'d>, required: bool, owner: &Hint) -> Member {
        let simple = self.simplify(place);
        let mut notes = simple.notes.clone();
        let hint = owner.member(name);
        let mut items = None;
        let format = match &simple.core {
            Core::Inline(schema) => schema.format.map(str::to_owned),
            Core::Named(_) | Core::Broken => None,
        };
        let ty = match &simple.core {
            Core::Broken => ANY,
            Core::Named(target) => {
                if let Some(followed) = self.follow(target) {
                    self.inherit(&mut notes, &followed);
                }
                self.reference_to(target)
            }
            Core::Inline(array) if self.classify(array) == Class::List => {
                let found = self.items(array, &mut notes, &hint);
                let ty = found.ty.clone();
                items = Some(found);
                ty
            }
            Core::Inline(schema) => self.inline_type(schema, &notes, &hint, Holder::Member),
        };
        Member {
            name: name.to_owned(),
            ty,
            occurs: if items.is_some() { occurs_of_list(&notes, required) } else { occurs_of_one(required) },
            nullable: notes.nullable,
            xml: xml_form(name, notes.xml, items.as_ref()),
            docs: notes.docs,
            derived: notes.derived,
            write_only: notes.write_only,
            or_one: false,
            read_only: notes.read_only,
            default: notes.default,
            fixed: notes.fixed,
            facets: notes.facets,
            format,
            origin: self.cx.origin(place),
        }
    }

    /// What a member takes over from the named type that it refers to: that which the model keeps at members alone.
    /// A record's `xml` is about the record as a root element.
    fn inherit(&mut self, notes: &mut Notes<'d>, target: &Followed<'d>) {
        let mut inherited =
            Notes { nullable: target.notes.nullable, default: target.notes.default.clone(), ..Notes::default() };
        match self.classify(&target.schema) {
            Class::List => {
                inherited.facets.min_items = target.notes.facets.min_items;
                inherited.facets.max_items = target.notes.facets.max_items;
                inherited.xml = target.notes.xml;
            }
            Class::Scalar(_) | Class::Values => inherited.xml = target.notes.xml,
            Class::Any | Class::Record | Class::Map | Class::Union => {}
        }
        notes.fill(&inherited);
    }

    /// The type of the items of an array. The member keeps what no type can: facets of a builtin, and the description
    /// of the items where the array has none.
    fn items(&mut self, array: &Schema<'d>, notes: &mut Notes<'d>, hint: &Hint) -> Items<'d> {
        let Some(place) = &array.items else { return Items { ty: ANY, xml: None } };
        let simple = self.simplify(place);
        let mut xml = simple.notes.xml;
        let mut nullable = simple.notes.nullable;
        let ty = match &simple.core {
            Core::Broken => ANY,
            Core::Named(target) => {
                schema::fill_docs(&mut notes.docs, &simple.notes.docs);
                if let Some(followed) = self.follow(target) {
                    nullable |= followed.notes.nullable;
                    // Inside of a wrapper the items have the names of their own types.
                    if notes.xml.is_some_and(|xml| xml.wrapped) && xml.is_none() {
                        xml = followed.notes.xml;
                    }
                }
                self.reference_to(target)
            }
            Core::Inline(schema) => self.inline_item(schema, &simple.notes, notes, hint),
        };
        if nullable {
            self.cx.not_honoured(place, "nullable", "Items that are null are not expected in the list.");
        }
        Items { ty, xml }
    }

    fn inline_item(&mut self, schema: &Rc<Schema<'d>>, own: &Notes<'d>, notes: &mut Notes<'d>, hint: &Hint) -> TypeRef {
        let class = self.classify(schema);
        let holder = if matches!(class, Class::Scalar(_)) { Holder::Member } else { Holder::Type };
        if holder == Holder::Member || class == Class::Any {
            let held = Notes { docs: own.docs.clone(), facets: own.facets.clone(), ..Notes::default() };
            notes.fill(&held);
        }
        self.inline_type(schema, own, hint, holder)
    }
}

fn occurs_of_one(required: bool) -> Occurs {
    if required { Occurs::ONE } else { Occurs::OPTIONAL }
}

/// An array of at most one item is a list all the same.
fn occurs_of_list(notes: &Notes<'_>, required: bool) -> Occurs {
    let number = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    let min = notes.facets.min_items.map_or(0, number);
    let max = notes.facets.max_items.filter(|max| *max > 1).map(number);
    Occurs { min, max, required }
}

fn xml_form(name: &str, xml: Option<Xml<'_>>, items: Option<&Items<'_>>) -> XmlForm {
    let own_name = xml.and_then(|xml| xml.name).unwrap_or(name);
    let element = |local: &str, namespace: Namespace| XmlName { local: local.to_owned(), namespace };
    let wrapped = xml.is_some_and(|xml| xml.wrapped);
    let wrapper = wrapped.then(|| element(own_name, namespace_of(xml)));
    let node = match xml {
        Some(xml) if xml.attribute => XmlNode::Attribute,
        Some(xml) if xml.text => XmlNode::Text,
        _ => XmlNode::Element,
    };
    let item_xml = items.and_then(|items| items.xml);
    let local = item_xml.and_then(|xml| xml.name).unwrap_or(own_name);
    let namespace = match item_xml.and_then(|xml| xml.namespace) {
        Some(uri) => Namespace::Uri(uri.to_owned()),
        None if wrapped => Namespace::Inherit,
        None => namespace_of(xml),
    };
    // An attribute without a namespace has none; it does not take its element's.
    let namespace = match (node, namespace) {
        (XmlNode::Attribute, Namespace::Inherit) => Namespace::None,
        (_, namespace) => namespace,
    };
    XmlForm { node, name: element(local, namespace), wrapper }
}
