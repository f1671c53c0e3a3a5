//! Types as text.

use std::collections::HashSet;
use std::fmt::Write;

use super::super::{Choice, Enumeration, Member, Model, Shape, Struct, Tag, TypeDef, TypeKey, Union};
use super::columns::Columns;
use super::words::{cardinality, chain, facets, flags, name, reference, short};
use super::{line, namespace, origin};

/// Values of an enumeration go on a new line from here.
const LINE_WIDTH: usize = 100;

/// Writes the declaration of a type.
pub(super) fn write(model: &Model, key: &TypeKey, text: &mut String) {
    let Some(ty) = model.types.get(key) else { return };
    write_header(model, key, ty, text);
    match &ty.shape {
        Shape::Struct(record) => write_struct(model, ty, record, text),
        Shape::Enumeration(enumeration) => write_values(enumeration, text),
        Shape::Union(union) => write_variants(model, union, text),
        Shape::Scalar(_) | Shape::List { .. } | Shape::Map { .. } | Shape::Alias(_) => {}
    }
}

/// The kind of a type in one word.
pub(super) fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Struct(_) => "struct",
        Shape::Enumeration(_) => "enum",
        Shape::Scalar(_) => "scalar",
        Shape::List { .. } => "list",
        Shape::Map { .. } => "map",
        Shape::Union(_) => "union",
        Shape::Alias(_) => "alias",
    }
}

/// Writes simple types, a line each.
pub(super) fn write_simple(model: &Model, keys: &[&TypeKey], text: &mut String) {
    let mut columns = Columns::default();
    for (key, ty) in keys.iter().filter_map(|key| model.types.get_key_value(*key)) {
        columns.row("", [key.clone(), what(model, ty), notes(model, key, ty).join("  ")]);
    }
    columns.write(text);
}

fn write_header(model: &Model, key: &TypeKey, ty: &TypeDef, text: &mut String) {
    let _ = writeln!(text, "{key}  {}  {}", what(model, ty), notes(model, key, ty).join("  "));
}

/// Where a type is declared and what else is known about it.
fn notes(model: &Model, key: &TypeKey, ty: &TypeDef) -> Vec<String> {
    let mut notes = Vec::new();
    if ty.anonymous {
        notes.push("anonymous".to_owned());
    } else if ty.name != *key {
        notes.push(format!("called {}", ty.name));
    }
    if ty.docs.deprecated {
        notes.push("deprecated".to_owned());
    }
    notes.push(origin(model, ty.origin));
    notes.extend(ty.docs.concept.iter().map(|concept| format!("concept {concept}")));
    notes.extend(ty.docs.code_list.iter().map(|list| format!("code list {list}")));
    notes
}

/// `struct`, `list of Avvik`, `= Heltall = integer, at most 9 digits`.
fn what(model: &Model, ty: &TypeDef) -> String {
    match &ty.shape {
        Shape::Struct(record) => {
            let mut parts = vec!["struct".to_owned()];
            if !record.bases.is_empty() {
                parts.push(format!("extends {}", record.bases.iter().map(name).collect::<Vec<_>>().join(", ")));
            }
            if record.is_abstract {
                parts.push("abstract".to_owned());
            }
            if record.mixed {
                parts.push("mixed".to_owned());
            }
            parts.join(", ")
        }
        Shape::Enumeration(_) => "enum".to_owned(),
        Shape::Scalar(scalar) => {
            let list = if scalar.list { "list of " } else { "" };
            let format = scalar.format.as_ref().map(|format| format!("format {format}"));
            let mut parts = vec![format!("= {list}{}", chain(model, &scalar.base))];
            parts.extend(format);
            parts.extend(facets(&scalar.facets));
            parts.join(", ")
        }
        Shape::List { item, item_name } => {
            let element = item_name.as_ref().map_or_else(String::new, |name| format!(", element {}", name.local));
            format!("list of {}{element}", reference(model, item))
        }
        Shape::Map { value } => format!("map of {}", reference(model, value)),
        Shape::Union(union) => match &union.tag {
            Tag::Member(member) => format!("union by member {member}"),
            Tag::XsiType(space) => format!("union by xsi:type {}", namespace(space)).trim_end().to_owned(),
            Tag::Untagged => "union, untagged".to_owned(),
        },
        Shape::Alias(target) => format!("alias of {}", reference(model, target)),
    }
}

fn write_struct(model: &Model, ty: &TypeDef, record: &Struct, text: &mut String) {
    let mut columns = Columns::default();
    let mut members: HashSet<&str> = HashSet::new();
    let mut choices = vec![false; record.choices.len()];
    for member in &record.members {
        if members.contains(member.name.as_str()) {
            continue;
        }
        let of_member = |choice: &Choice| choice.branches.iter().any(|branch| branch.members.contains(&member.name));
        let Some(index) = record.choices.iter().position(of_member) else {
            columns.row("    ", member_row(model, ty, member));
            continue;
        };
        choices[index] = true;
        columns.line(format!("  ┌ {}", one_of(&record.choices[index])));
        for branch in &record.choices[index].branches {
            if branch.members.is_empty() {
                columns.line("  ├ nothing".to_owned());
            }
            for (position, name) in branch.members.iter().enumerate() {
                let prefix = if position == 0 { "  ├ " } else { "  │ " };
                let found = record.members.iter().find(|member| member.name == *name);
                match found.filter(|member| members.insert(&member.name)) {
                    Some(member) => columns.row(prefix, member_row(model, ty, member)),
                    None => columns.line(format!("{prefix}{name} (above)")),
                }
            }
        }
    }
    // What is left are choices inside of a branch of another one: their members are written already.
    for (choice, _) in record.choices.iter().zip(&choices).filter(|(_, written)| !**written) {
        let branches: Vec<String> = choice.branches.iter().map(|branch| branch.members.join(" + ")).collect();
        columns.line(format!("    and {}: {}", one_of(choice), branches.join(", ")));
    }
    if let Some(additional) = &record.additional {
        columns.line(format!("    any other member: {}", reference(model, additional)));
    }
    columns.write(text);
}

fn one_of(choice: &Choice) -> &'static str {
    if choice.required { "one of, required" } else { "one of" }
}

fn member_row(model: &Model, ty: &TypeDef, member: &Member) -> [String; 6] {
    let place =
        if member.origin.document == ty.origin.document { line(member.origin) } else { origin(model, member.origin) };
    let concept = member.docs.concept.as_deref().map_or_else(String::new, |c| format!("concept {}", short(c)));
    [
        member.name.clone(),
        reference(model, &member.ty),
        cardinality(member.occurs),
        flags(member).join(", "),
        concept,
        place,
    ]
}

fn write_values(enumeration: &Enumeration, text: &mut String) {
    let mut width = 0;
    for (index, value) in enumeration.values.iter().enumerate() {
        // Quoted where the list would be unclear without.
        let plain = !value.value.is_empty() && !value.value.contains([' ', ',', '"']);
        let deprecated = if value.docs.deprecated { " (deprecated)" } else { "" };
        let value = if plain { value.value.clone() } else { format!("{:?}", value.value) } + deprecated;
        let length = value.chars().count() + 2;
        if index == 0 || width + length > LINE_WIDTH {
            text.push_str(if index == 0 { "    " } else { ",\n    " });
            width = 4;
        } else {
            text.push_str(", ");
        }
        width += length;
        text.push_str(&value);
    }
    if !enumeration.values.is_empty() {
        text.push('\n');
    }
}

fn write_variants(model: &Model, union: &Union, text: &mut String) {
    let mut columns = Columns::default();
    for variant in &union.variants {
        let ty = reference(model, &variant.ty);
        let same = ty == variant.tag;
        columns.row("  | ", [variant.tag.clone(), if same { String::new() } else { ty }]);
    }
    columns.write(text);
}
