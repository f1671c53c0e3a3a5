//! A member whose type is a named array becomes a list of the array's items: `Vec<Item>` instead of a newtype.
//! Arrays of arrays and arrays as bodies keep their own type.

use std::collections::BTreeMap;

use crate::diagnostic::Sink;
use crate::model::{Model, Shape, TypeKey, TypeRef, XmlName};

pub(super) fn run(model: &mut Model, _sink: &mut Sink) {
    let lists: BTreeMap<TypeKey, (TypeRef, Option<XmlName>)> = model
        .types
        .iter()
        .filter_map(|(key, def)| match &def.shape {
            Shape::List { item, item_name } => Some((key.clone(), (item.clone(), item_name.clone()))),
            _ => None,
        })
        .collect();
    for def in model.types.values_mut() {
        let Shape::Struct(s) = &mut def.shape else { continue };
        for member in s.members.iter_mut().filter(|m| !m.occurs.is_list()) {
            let Some((item, item_name)) = list_of(&lists, &member.ty) else { continue };
            member.ty = item.clone();
            member.occurs.min = 0;
            member.occurs.max = None;
            if let Some(name) = item_name {
                member.xml.name = name.clone();
            }
        }
    }
    for parameter in model.api.operations.iter_mut().flat_map(|o| &mut o.parameters).filter(|p| !p.list) {
        if let Some((item, _)) = list_of(&lists, &parameter.ty) {
            parameter.ty = item.clone();
            parameter.list = true;
        }
    }
}

fn list_of<'a>(
    lists: &'a BTreeMap<TypeKey, (TypeRef, Option<XmlName>)>,
    ty: &TypeRef,
) -> Option<&'a (TypeRef, Option<XmlName>)> {
    match ty {
        TypeRef::Named(key) => lists.get(key),
        TypeRef::Builtin(_) => None,
    }
}
