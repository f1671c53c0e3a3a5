//! Small documents and what they come to.

mod documents;
mod hostile;
mod negative;
mod operations;
mod records;
mod schemas;
mod unions;
mod xml;

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Sink};
use crate::model::{Member, Model, Shape, Tag, TypeRef};
use crate::source::Limits;

/// A model with the findings made on the way.
struct Read {
    model: Model,
    findings: Vec<Diagnostic>,
}

impl Read {
    /// The findings as `code line:column pointer`.
    fn findings(&self) -> Vec<String> {
        let show = |d: &Diagnostic| {
            let (line, column) = d.location.position.unwrap_or_default();
            format!("{} {line}:{column} {}", d.code.id, d.location.pointer)
        };
        self.findings.iter().map(show).collect()
    }

    fn codes(&self) -> Vec<&'static str> {
        self.findings.iter().map(|d| d.code.id).collect()
    }

    /// The model of a document that must have no findings.
    fn fine(self) -> Model {
        assert_eq!(self.findings(), Vec::<String>::new());
        self.model
    }
}

/// Reads `main.yaml` of a folder.
fn read_folder(files: &[(&str, &str)]) -> Read {
    let folder: BTreeMap<String, Vec<u8>> =
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let (mut model, mut sink) = (Model::default(), Sink::default());
    super::lower(&folder, "main.yaml", &Limits::default(), &mut model, &mut sink);
    Read { model, findings: sink.into_diagnostics() }
}

fn read(text: &str) -> Read {
    read_folder(&[("main.yaml", text)])
}

/// Reads component schemas, which start in line 6.
fn read_schemas(schemas: &str) -> Read {
    read(&format!(
        "openapi: 3.0.3\ninfo: {{title: Prøve, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    ))
}

fn show_ref(ty: &TypeRef) -> String {
    match ty {
        TypeRef::Named(key) => key.clone(),
        TypeRef::Builtin(builtin) => format!("{builtin:?}").to_lowercase(),
    }
}

/// `name: type`, a list as `[type]{min..max}`, `?` where it may be absent, `~` where it may be null, `=` a fixed value.
fn show_member(member: &Member) -> String {
    let mut text = format!("{}: {}", member.name, show_ref(&member.ty));
    if member.occurs.is_list() {
        let max = member.occurs.max.map(|max| max.to_string()).unwrap_or_default();
        text = format!("{}: [{}]{{{}..{max}}}", member.name, show_ref(&member.ty), member.occurs.min);
    }
    text += if member.occurs.required { "" } else { "?" };
    text += if member.nullable { "~" } else { "" };
    text + &member.fixed.as_ref().map(|fixed| format!(" = {fixed}")).unwrap_or_default()
}

/// A type in one line.
fn show(model: &Model, key: &str) -> String {
    let Some(def) = model.types.get(key) else { return format!("no type `{key}`") };
    match &def.shape {
        Shape::Struct(record) => {
            let bases: String = record.bases.iter().map(|base| format!("{} + ", show_ref(base))).collect();
            let mut members: Vec<_> = record.members.iter().map(show_member).collect();
            members.extend(record.additional.as_ref().map(|ty| format!("*: {}", show_ref(ty))));
            let choices = record.choices.iter().map(|choice| {
                let branches: Vec<_> = choice.branches.iter().map(|branch| branch.members.join("+")).collect();
                format!(" {}({})", if choice.required { "one" } else { "maybe" }, branches.join("|"))
            });
            format!("{bases}{{{}}}{}", members.join(", "), choices.collect::<String>())
        }
        Shape::Enumeration(found) => {
            format!("enum {}", found.values.iter().map(|value| value.value.as_str()).collect::<Vec<_>>().join("|"))
        }
        Shape::Scalar(scalar) => {
            let format = scalar.format.as_ref().map(|format| format!(" ({format})")).unwrap_or_default();
            format!("scalar {}{format}", show_ref(&scalar.base))
        }
        Shape::List { item, .. } => format!("[{}]", show_ref(item)),
        Shape::Map { value } => format!("map {}", show_ref(value)),
        Shape::Union(union) => {
            let tag = match &union.tag {
                Tag::Member(name) => name,
                _ => "",
            };
            let variants: Vec<_> =
                union.variants.iter().map(|variant| format!("{}: {}", variant.tag, show_ref(&variant.ty))).collect();
            format!("union {tag}({})", variants.join(", "))
        }
        Shape::Alias(ty) => format!("= {}", show_ref(ty)),
    }
}

/// All types, a line each.
fn show_all(model: &Model) -> Vec<String> {
    model.types.keys().map(|key| format!("{key}: {}", show(model, key))).collect()
}

fn member<'a>(model: &'a Model, key: &str, name: &str) -> &'a Member {
    let Some(Shape::Struct(record)) = model.types.get(key).map(|def| &def.shape) else { panic!("no record `{key}`") };
    record.members.iter().find(|member| member.name == name).unwrap_or_else(|| panic!("no member `{name}`"))
}
