//! The same records as one would write them for serde and for instant-xml.
//!
//! Only the records that occur in the documents have their fields; a field whose record never occurs keeps its place and
//! its size and holds an empty struct. So the peers do the same work, and build in seconds.

use std::collections::BTreeSet;
use std::fmt::Write;

use skatteetaten_codegen::naming::escape;
use skatteetaten_codegen::plan::{EnumPlan, FieldPlan, Item, RustType, StructPlan};

use crate::documents::{Records, element_name, is_list, is_union};

/// The Rust type of a simple value: what one takes who does not know better. Amounts are `f64`, dates are texts.
fn simple(path: &str) -> &'static str {
    match path {
        "i64" => "i64",
        "bool" => "bool",
        "f64" | "skatteetaten::Decimal" => "f64",
        _ => "String",
    }
}

/// The records and enums that occur, once.
pub(crate) fn serde(records: Records<'_>, occurring: &BTreeSet<String>) -> String {
    let mut out = String::new();
    let mut enums = BTreeSet::new();
    for record in structs(records, occurring) {
        let _ = writeln!(out, "#[derive(Debug, Deserialize, Serialize)]\npub(crate) struct {} {{", record.ident);
        for field in &record.fields {
            let ty =
                written(&field.ty, records, &mut |inner| occurring.contains(&inner.ident).then(|| inner.ident.clone()));
            collect(&field.ty, records, &mut enums);
            let _ = writeln!(out, "    #[serde(rename = {:?}{})]", element_name(field), absent(field));
            let _ = writeln!(out, "    pub(crate) {}: {ty},", escape(&field.ident));
        }
        out.push_str("}\n");
    }
    for item in enumerations(records, &enums) {
        let _ = writeln!(out, "#[derive(Debug, Deserialize, Serialize)]\npub(crate) enum {} {{", item.ident);
        for variant in &item.variants {
            let _ = writeln!(out, "    #[serde(rename = {:?})]\n    {},", variant.value, variant.ident);
        }
        out.push_str("}\n");
    }
    out
}

fn absent(field: &FieldPlan) -> &'static str {
    match &field.ty {
        RustType::Option(_) => ", default, skip_serializing_if = \"Option::is_none\"",
        RustType::List(_) => ", default, skip_serializing_if = \"Vec::is_empty\"",
        _ => "",
    }
}

/// The same for instant-xml, where the element's name belongs to the type: one struct for each name it has.
pub(crate) fn instant_xml(root: &StructPlan, records: Records<'_>, occurring: &BTreeSet<String>) -> String {
    let mut names: BTreeSet<(String, String)> = BTreeSet::new();
    names.insert((root.ident.clone(), "skattemelding".to_owned()));
    for record in structs(records, occurring) {
        for field in &record.fields {
            if let Some(inner) = records.record(&field.ty).filter(|inner| occurring.contains(&inner.ident)) {
                names.insert((inner.ident.clone(), element_name(field).to_owned()));
            }
        }
    }
    let mut out = String::new();
    let mut enums = BTreeSet::new();
    let namespace = |record: &StructPlan| {
        let constant = record.namespace.as_ref()?;
        let uri = &records.0.namespaces.iter().find(|(name, _)| name == constant)?.1;
        Some(format!(", ns({uri:?})"))
    };
    for (ident, element) in &names {
        let Some(record) = structs(records, occurring).find(|record| record.ident == *ident) else {
            continue;
        };
        let _ = writeln!(
            out,
            "#[derive(Debug, FromXml, ToXml)]\n#[xml(rename = {element:?}{})]\npub(crate) struct {}{} {{",
            namespace(record).unwrap_or_default(),
            ident,
            suffix(element)
        );
        for field in &record.fields {
            let element = element_name(field);
            let ty = written(&field.ty, records, &mut |inner| {
                occurring.contains(&inner.ident).then(|| format!("{}{}", inner.ident, suffix(element)))
            });
            collect(&field.ty, records, &mut enums);
            if records.record(&field.ty).is_none() {
                let _ = writeln!(out, "    #[xml(rename = {element:?})]");
            }
            let _ = writeln!(out, "    pub(crate) {}: {ty},", escape(&field.ident));
        }
        out.push_str("}\n");
    }
    for item in enumerations(records, &enums) {
        let _ = writeln!(out, "#[derive(Debug, FromXml, ToXml)]\n#[xml(scalar)]\npub(crate) enum {} {{", item.ident);
        for variant in &item.variants {
            let _ = writeln!(out, "    #[xml(rename = {:?})]\n    {},", variant.value, variant.ident);
        }
        out.push_str("}\n");
    }
    out
}

fn suffix(element: &str) -> String {
    let mut letters = element.chars();
    letters.next().map(|first| format!("{}{}", first.to_uppercase(), letters.as_str())).unwrap_or_default()
}

fn structs<'a>(records: Records<'a>, occurring: &'a BTreeSet<String>) -> impl Iterator<Item = &'a StructPlan> {
    records.0.types.iter().filter_map(|item| match item {
        Item::Struct(record) if occurring.contains(&record.ident) => Some(record),
        _ => None,
    })
}

fn enumerations<'a>(records: Records<'a>, idents: &BTreeSet<String>) -> Vec<&'a EnumPlan> {
    let items = records.0.codes.iter().filter(|item| idents.contains(item.ident()));
    items.filter_map(|item| if let Item::Enum(plan) = item { Some(plan) } else { None }).collect()
}

/// Notes the enum that the type comes to, if it is one.
fn collect(ty: &RustType, records: Records<'_>, enums: &mut BTreeSet<String>) {
    match ty {
        RustType::Option(inner) | RustType::Boxed(inner) | RustType::List(inner) => collect(inner, records, enums),
        RustType::Local(ident) => match records.item(ident) {
            Some(Item::Enum(plan)) => {
                enums.insert(plan.ident.clone());
            }
            Some(Item::Alias(alias)) => collect(&alias.target, records, enums),
            _ => {}
        },
        RustType::Path(_) | RustType::Map(_) | RustType::OneOrMany(_) | RustType::TextList(_) => {}
    }
}

fn written(ty: &RustType, records: Records<'_>, record: &mut dyn FnMut(&StructPlan) -> Option<String>) -> String {
    match ty {
        RustType::Path(path) => simple(path).to_owned(),
        RustType::Option(inner) => format!("Option<{}>", written(inner, records, record)),
        RustType::Boxed(inner) => format!("Box<{}>", written(inner, records, record)),
        RustType::List(inner) => format!("Vec<{}>", written(inner, records, record)),
        RustType::Map(_) | RustType::OneOrMany(_) | RustType::TextList(_) => "Tom".to_owned(),
        RustType::Local(ident) => match records.item(ident) {
            Some(Item::Alias(alias)) => written(&alias.target, records, record),
            Some(Item::Enum(plan)) => plan.ident.clone(),
            Some(Item::Struct(plan)) => record(plan).unwrap_or_else(|| "Tom".to_owned()),
            _ => "Tom".to_owned(),
        },
    }
}

/// Whether the peers can be written for these records: each field is an element with a simple value or a record.
pub(crate) fn check(records: Records<'_>, occurring: &BTreeSet<String>) -> Result<(), String> {
    for record in structs(records, occurring) {
        for field in &record.fields {
            if field.entry.kind != "element" || (is_list(field) && is_union(&field.ty, records)) {
                return Err(format!("{}.{} is not a plain element", record.name, field.entry.name));
            }
        }
    }
    Ok(())
}
