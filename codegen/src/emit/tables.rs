//! The tables that drive the codecs: one line a member.

use std::fmt::Write;

use crate::naming::escape;
use crate::plan::{Entry, EnumPlan, ListPlan, Modifier, RootPlan, StructPlan, UnionPlan, UnionTag};

/// A string literal.
fn text(value: &str) -> String {
    proc_macro2::Literal::string(value).to_string()
}

pub(super) fn record(plan: &StructPlan) -> String {
    let namespace = plan.namespace.as_ref().map_or_else(String::new, |name| format!(" in {name}"));
    let mut out = format!("skatteetaten::record! {{\n    {} as {}{namespace} {{\n", plan.ident, text(&plan.name));
    for (index, field) in plan.fields.iter().enumerate() {
        let _ = writeln!(out, "        {index} => {}: {},", escape(&field.ident), entry(&field.entry));
    }
    out.push_str("    }\n");
    push_root(&mut out, plan.root.as_ref());
    out.push_str("}\n");
    out
}

pub(super) fn open_enum(plan: &EnumPlan) -> String {
    let otherwise = if plan.unknown == "Unknown" { String::new() } else { format!(" else {}", plan.unknown) };
    let mut out = format!("skatteetaten::open_enum! {{\n    {} as {}{otherwise} {{\n", plan.ident, text(&plan.name));
    for variant in &plan.variants {
        let _ = writeln!(out, "        {} = {},", escape(&variant.ident), text(&variant.value));
    }
    out.push_str("    }\n}\n");
    out
}

pub(super) fn union(plan: &UnionPlan) -> String {
    let otherwise = if plan.unknown == "Unknown" { String::new() } else { format!(" else {}", plan.unknown) };
    let tag = match &plan.tag {
        UnionTag::Member(name) => format!("by member({})", text(name)),
        UnionTag::XsiType(Some(namespace)) => format!("by xsi_type({namespace})"),
        UnionTag::XsiType(None) => "by xsi_type(\"\")".to_owned(),
        UnionTag::Untagged => "untagged".to_owned(),
    };
    let mut out = format!("skatteetaten::union! {{\n    {} as {}{otherwise} {tag} {{\n", plan.ident, text(&plan.name));
    for variant in &plan.variants {
        let _ = match plan.tag {
            UnionTag::Untagged => writeln!(out, "        {},", escape(&variant.ident)),
            _ => writeln!(out, "        {} = {},", escape(&variant.ident), text(&variant.value)),
        };
    }
    out.push_str("    }\n");
    push_root(&mut out, plan.root.as_ref());
    out.push_str("}\n");
    out
}

pub(super) fn list(plan: &ListPlan) -> String {
    let head = format!("{} as {} of element({})", plan.ident, text(&plan.name), text(&plan.element));
    let mut out = format!("skatteetaten::list! {{\n    {head}\n");
    push_root(&mut out, plan.root.as_ref());
    out.push_str("}\n");
    out
}

fn push_root(out: &mut String, root: Option<&RootPlan>) {
    if let Some((root, element)) = root.and_then(|root| root.element.as_ref().map(|element| (root, element))) {
        let namespace = root.namespace.as_ref().map_or_else(String::new, |name| format!(" in {name}"));
        let _ = writeln!(out, "    root {}{namespace}", text(element));
    }
}

fn entry(entry: &Entry) -> String {
    let mut out = format!("{}({})", entry.kind, text(&entry.name));
    for modifier in &entry.modifiers {
        let _ = match modifier {
            Modifier::Required => write!(out, ".required()"),
            Modifier::List => write!(out, ".list()"),
            Modifier::Choice => write!(out, ".choice()"),
            Modifier::Nillable => write!(out, ".nillable()"),
            Modifier::Named(name) => write!(out, ".named({})", text(name)),
            Modifier::Namespace(name) => write!(out, ".ns({name})"),
            Modifier::Unqualified => write!(out, ".unqualified()"),
            Modifier::Wrapped(name) => write!(out, ".wrapped({})", text(name)),
            Modifier::WrappedNamespace(name, namespace) => write!(out, ".wrapped_ns({}, {namespace})", text(name)),
        };
    }
    out
}
