//! The tables that drive the codecs: one line a member.

use std::fmt::Write;

use crate::naming::escape;
use crate::plan::{
    Check, Entry, EnumPlan, FacetPlan, ListPlan, Modifier, RootPlan, RulesPlan, StructPlan, UnionPlan, UnionTag,
};

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
    for choice in &plan.choice_rules {
        let branches = choice.branches.iter().map(|branch| {
            let fields: Vec<String> = branch.iter().map(usize::to_string).collect();
            format!("[{}]", fields.join(" "))
        });
        let _ = writeln!(out, "    choice {} {{ {} }}", choice.kind, branches.collect::<Vec<_>>().join(" "));
    }
    push_root(&mut out, plan.root.as_ref());
    out.push_str("}\n");
    out
}

/// The table of a simple type.
pub(super) fn rules(plan: &RulesPlan) -> String {
    let rows: Vec<String> = plan.facets.iter().map(|row| format!("Facet::{}", facet(row))).collect();
    let docs: String = plan.docs.iter().map(|line| format!("/// {line}\n")).collect();
    format!("{docs}pub static {}: Rules = Rules::new(&[{}]);\n", plan.ident, rows.join(", "))
}

fn check(check: &Check) -> String {
    match check {
        Check::Named(ident) => format!("&rules::{ident}"),
        Check::Inline(rows) => inline(rows, "rules::"),
    }
}

/// A table without a name; `module` is where those with names are.
fn inline(rows: &[FacetPlan], module: &str) -> String {
    let rows: Vec<String> = rows.iter().map(|row| facet_in(row, module)).collect();
    format!("skatteetaten::rules![{}]", rows.join(", "))
}

/// A row of a table with a name, beside the others.
fn facet(row: &FacetPlan) -> String {
    facet_in(row, "")
}

fn facet_in(row: &FacetPlan, module: &str) -> String {
    match row {
        FacetPlan::Base(ident) => format!("Base(&{module}{ident})"),
        FacetPlan::Items(Check::Named(ident)) => format!("Items(&{module}{ident})"),
        FacetPlan::Items(Check::Inline(rows)) => format!("Items({})", inline(rows, module)),
        FacetPlan::Reads(ty) => format!("Reads(skatteetaten::reads::<{ty}>)"),
        FacetPlan::Flag(name) => (*name).to_owned(),
        FacetPlan::Count(name, n) => format!("{name}({n})"),
        FacetPlan::Text(name, value) => format!("{name}({})", text(value)),
        FacetPlan::Values(values) => {
            let values: Vec<String> = values.iter().map(|value| text(value)).collect();
            format!("Values(&[{}])", values.join(", "))
        }
    }
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
    let checks = plan.variants.iter().filter_map(|variant| {
        // Variants that nothing tells apart go by their names.
        let tag = if plan.tag == UnionTag::Untagged { escape(&variant.ident) } else { variant.value.clone() };
        Some(format!("{}: {}", text(&tag), check(variant.check.as_ref()?)))
    });
    let checks: Vec<String> = checks.collect();
    if !checks.is_empty() {
        let _ = writeln!(out, "    check {{ {} }}", checks.join(", "));
    }
    push_root(&mut out, plan.root.as_ref());
    out.push_str("}\n");
    out
}

pub(super) fn list(plan: &ListPlan) -> String {
    let checked = plan.check.as_ref().map_or_else(String::new, |by| format!(".check({})", check(by)));
    let head = format!("{} as {} of element({}){checked}", plan.ident, text(&plan.name), text(&plan.element));
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
            Modifier::Nillable => write!(out, ".nillable()"),
            Modifier::Named(name) => write!(out, ".named({})", text(name)),
            Modifier::Namespace(name) => write!(out, ".ns({name})"),
            Modifier::Unqualified => write!(out, ".unqualified()"),
            Modifier::Wrapped(name) => write!(out, ".wrapped({})", text(name)),
            Modifier::WrappedNamespace(name, namespace) => write!(out, ".wrapped_ns({}, {namespace})", text(name)),
            Modifier::AtLeast(items) => write!(out, ".at_least({items})"),
            Modifier::AtMost(items) => write!(out, ".at_most({items})"),
            Modifier::Check(by) => write!(out, ".check({})", check(by)),
        };
    }
    out
}
