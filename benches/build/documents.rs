//! Documents to measure with, cut from one that holds everything once.

use std::collections::BTreeSet;
use std::fmt::Write;

use roxmltree::{Document, Node};
use skatteetaten_codegen::plan::{FieldPlan, Item, Modifier, Plan, RustType, StructPlan};

/// The records of a crate, as a document is walked along them.
#[derive(Clone, Copy)]
pub(crate) struct Records<'a>(pub(crate) &'a Plan);

impl<'a> Records<'a> {
    pub(crate) fn item(self, ident: &str) -> Option<&'a Item> {
        let plan = self.0;
        plan.types.iter().chain(&plan.codes).chain(&plan.scalars).find(|item| item.ident() == ident)
    }

    /// The record that a value of this type is.
    pub(crate) fn record(self, ty: &RustType) -> Option<&'a StructPlan> {
        match ty {
            RustType::Option(inner) | RustType::Boxed(inner) | RustType::List(inner) => self.record(inner),
            RustType::Local(ident) => match self.item(ident)? {
                Item::Struct(record) => Some(record),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The field that an element is read into.
fn field<'a>(record: &'a StructPlan, node: Node<'_, '_>) -> Option<&'a FieldPlan> {
    let name = node.tag_name().name();
    record.fields.iter().find(|field| element_name(field) == name)
}

/// The name of a field's element.
pub(crate) fn element_name(field: &FieldPlan) -> &str {
    let named = field.entry.modifiers.iter().find_map(|modifier| match modifier {
        Modifier::Named(name) => Some(name),
        _ => None,
    });
    named.unwrap_or(&field.entry.name)
}

pub(crate) fn is_list(field: &FieldPlan) -> bool {
    field.entry.modifiers.contains(&Modifier::List)
}

/// What to take of the whole document.
pub(crate) struct Part<'a> {
    /// Children of the root.
    pub(crate) sections: &'a [&'a str],
    /// How often each item of an outermost list is written.
    pub(crate) times: usize,
}

/// Writes the part, one element a line as published documents are.
pub(crate) fn cut(whole: &Document<'_>, root: &StructPlan, records: Records<'_>, part: &Part<'_>) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let element = whole.root_element();
    out.push_str("<skattemelding");
    if let Some(namespace) = element.tag_name().namespace() {
        let _ = write!(out, " xmlns=\"{namespace}\"");
    }
    out.push_str(">\n");
    for section in element.children().filter(Node::is_element) {
        if part.sections.contains(&section.tag_name().name()) {
            write(&mut out, section, Some(root), records, 1, part.times);
        }
    }
    out.push_str("</skattemelding>\n");
    out
}

fn write(
    out: &mut String,
    node: Node<'_, '_>,
    parent: Option<&StructPlan>,
    records: Records<'_>,
    depth: usize,
    times: usize,
) {
    let field = parent.and_then(|parent| field(parent, node));
    let repeated = times > 1 && field.is_some_and(is_list);
    let (count, inner) = if repeated { (times, 1) } else { (1, times) };
    let record = field.and_then(|field| records.record(&field.ty));
    let name = node.tag_name().name();
    for _ in 0..count {
        indent(out, depth);
        let _ = write!(out, "<{name}>");
        if node.children().any(|child| child.is_element()) {
            out.push('\n');
            for child in node.children().filter(Node::is_element) {
                write(out, child, record, records, depth + 1, inner);
            }
            indent(out, depth);
        } else {
            escape(out, node.text().unwrap_or_default());
        }
        let _ = writeln!(out, "</{name}>");
    }
}

fn indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("  ", depth));
}

fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            other => out.push(other),
        }
    }
}

/// The records that occur in a document.
///
/// # Errors
/// The document has a member that no struct written by hand would take as it is: one of several types, or a map.
pub(crate) fn occurring(text: &str, root: &StructPlan, records: Records<'_>) -> Result<BTreeSet<String>, String> {
    let document = Document::parse(text).map_err(|error| error.to_string())?;
    let mut found = BTreeSet::new();
    walk(document.root_element(), root, records, &mut found)?;
    Ok(found)
}

fn walk(
    node: Node<'_, '_>,
    record: &StructPlan,
    records: Records<'_>,
    found: &mut BTreeSet<String>,
) -> Result<(), String> {
    found.insert(record.ident.clone());
    for child in node.children().filter(Node::is_element) {
        let name = child.tag_name().name();
        let field = field(record, child).ok_or_else(|| format!("{} has no member {name}", record.name))?;
        if let Some(inner) = records.record(&field.ty) {
            walk(child, inner, records, found)?;
        } else if child.children().any(|child| child.is_element()) || is_union(&field.ty, records) {
            return Err(format!("{}.{name} is no record and no simple value", record.name));
        }
    }
    Ok(())
}

pub(crate) fn is_union(ty: &RustType, records: Records<'_>) -> bool {
    match ty {
        RustType::Option(inner) | RustType::Boxed(inner) | RustType::List(inner) => is_union(inner, records),
        RustType::Local(ident) => matches!(records.item(ident), Some(Item::Union(_) | Item::List(_))),
        _ => false,
    }
}
