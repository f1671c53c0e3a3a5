//! A model as text for people: what the generator has understood, and where it read it.
//!
//! Each type stands once, behind the one that uses it first, so that a reader can start at the top and go on.

mod columns;
mod detail;
#[cfg(test)]
pub(super) mod sample;
mod types;
pub(crate) mod words;

use std::fmt::Write;

use indexmap::IndexSet;

use self::columns::Columns;
use super::select::{NoMatch, select};
use super::{Body, Model, Namespace, Operation, Origin, Parameter, Root, Shape, Status, TypeKey, TypeRef};

/// The model, or the part of it that `path` names, as described at [`select`].
///
/// # Errors
/// When nothing is called `path`.
pub fn render(model: &Model, path: Option<&str>) -> Result<String, NoMatch> {
    let mut text = String::new();
    let Some(path) = path else {
        whole(model, &mut text);
        return Ok(text);
    };
    let selection = select(model, path)?;
    for operation in selection.operations {
        blank_line(&mut text);
        write_operation(model, operation, &mut text);
    }
    if !selection.roots.is_empty() {
        blank_line(&mut text);
        write_roots(model, &selection.roots, &mut text);
    }
    for key in selection.types.keys() {
        blank_line(&mut text);
        types::write(model, key, &mut text);
        detail::write_users(model, key, &mut text);
    }
    for (key, member) in selection.members {
        blank_line(&mut text);
        detail::write_member(model, key, member, &mut text);
    }
    Ok(text)
}

fn whole(model: &Model, text: &mut String) {
    if let Some(title) = &model.api.title {
        let _ = writeln!(text, "{title}");
    }
    write_documents(model, text);
    if !model.api.operations.is_empty() {
        heading("Operations", model.api.operations.len(), text);
        for (index, operation) in model.api.operations.iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            write_operation(model, operation, text);
        }
    }
    if !model.roots.is_empty() {
        heading("Root elements", model.roots.len(), text);
        write_roots(model, &model.roots.iter().collect::<Vec<_>>(), text);
    }
    let order = reading_order(model);
    let of_kind = |kinds: &[&str]| -> Vec<&TypeKey> {
        let kind = |key: &TypeKey| model.types.get(key).map_or("", |ty| types::kind(&ty.shape));
        order.iter().copied().filter(|key| kinds.contains(&kind(key))).collect()
    };
    for (title, kinds) in [("Types", &["struct", "union", "list", "map", "alias"][..]), ("Enumerations", &["enum"])] {
        let keys = of_kind(kinds);
        if keys.is_empty() {
            continue;
        }
        heading(title, keys.len(), text);
        for (index, key) in keys.into_iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            types::write(model, key, text);
        }
    }
    // Simple types stand last: a member shows what its simple type comes down to.
    let simple = of_kind(&["scalar"]);
    if !simple.is_empty() {
        heading("Simple types", simple.len(), text);
        types::write_simple(model, &simple, text);
    }
    if !model.not_honoured.is_empty() {
        heading("Not honoured", model.not_honoured.len(), text);
        let mut columns = Columns::default();
        for item in &model.not_honoured {
            columns.row("  ", [item.keyword.clone(), item.instead.clone(), origin(model, item.origin)]);
        }
        columns.write(text);
    }
}

fn write_documents(model: &Model, text: &mut String) {
    let mut columns = Columns::default();
    for document in &model.documents {
        let version = document.version.as_ref().map_or_else(String::new, |version| format!("version {version}"));
        let hash = format!("sha256 {}", document.sha256);
        let namespace = document.namespace.clone().unwrap_or_default();
        columns.row("  ", [document.path.clone(), document.dialect.clone(), version, hash, namespace]);
    }
    columns.write(text);
    let mut columns = Columns::default();
    for server in &model.api.servers {
        columns.row("  ", [server.url.clone(), server.description.clone().unwrap_or_default()]);
    }
    columns.write(text);
    if !model.api.scopes.is_empty() {
        let _ = writeln!(text, "  scopes: {}", model.api.scopes.join(", "));
    }
}

fn write_operation(model: &Model, operation: &Operation, text: &mut String) {
    let Operation { id, method, path, .. } = operation;
    // `Debug` of a method is its name in title case.
    let method = format!("{method:?}").to_uppercase();
    let deprecated = if operation.docs.deprecated { "  deprecated" } else { "" };
    let _ = writeln!(text, "{id}  {method} {path}  {}{deprecated}", origin(model, operation.origin));
    let mut columns = Columns::default();
    for parameter in &operation.parameters {
        columns.row("    ", parameter_row(model, parameter));
    }
    let required = if operation.request_required { "1" } else { "0..1" };
    for (media_types, ty) in bodies(model, &operation.request) {
        columns.row("    ", ["body".to_owned(), media_types, ty, required.to_owned()]);
    }
    for response in &operation.responses {
        let status = match response.status {
            Status::Code(code) => code.to_string(),
            Status::Class(class) => format!("{class}XX"),
            Status::Default => "default".to_owned(),
        };
        if response.bodies.is_empty() {
            columns.row("    ", [status.clone(), "no body".to_owned()]);
        }
        for (media_types, ty) in bodies(model, &response.bodies) {
            columns.row("    ", [status.clone(), media_types, ty]);
        }
        for header in &response.headers {
            columns.row("    ", [status.clone(), header.name.clone(), words::reference(model, &header.ty)]);
        }
    }
    columns.write(text);
}

fn parameter_row(model: &Model, parameter: &Parameter) -> [String; 6] {
    let Parameter { required, list, .. } = parameter;
    let occurs = match (required, list) {
        (true, false) => "1",
        (false, false) => "0..1",
        (true, true) => "1..*",
        (false, true) => "0..*",
    };
    let mut flags = Vec::new();
    if *list && !parameter.explode {
        flags.push("joined by commas".to_owned());
    }
    if let Some(default) = &parameter.default {
        flags.push(format!("default {default}"));
    }
    if parameter.docs.deprecated {
        flags.push("deprecated".to_owned());
    }
    [
        format!("{:?}", parameter.location).to_lowercase(),
        parameter.name.clone(),
        words::reference(model, &parameter.ty),
        occurs.to_owned(),
        flags.join(", "),
        line(parameter.origin),
    ]
}

/// Media types and type; media types of one type stand together.
fn bodies(model: &Model, bodies: &[Body]) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> = Vec::new();
    for body in bodies {
        let ty = body.ty.as_ref().map_or_else(|| "no schema".to_owned(), |ty| words::reference(model, ty));
        match rows.iter_mut().find(|row| row.1 == ty) {
            Some(row) => row.0 = format!("{}, {}", row.0, body.media_type),
            None => rows.push((body.media_type.clone(), ty)),
        }
    }
    rows
}

fn write_roots(model: &Model, roots: &[&Root], text: &mut String) {
    let mut columns = Columns::default();
    for root in roots {
        let ty = words::reference(model, &root.ty);
        columns.row("", [root.name.clone(), ty, namespace(&root.namespace), origin(model, root.origin)]);
    }
    columns.write(text);
}

/// Types in the order in which a reader meets them: from the operations and the roots down, then what is left.
fn reading_order(model: &Model) -> IndexSet<&TypeKey> {
    let operations = model.api.operations.iter().flat_map(|operation| {
        let bodies = operation.request.iter().chain(operation.responses.iter().flat_map(|r| &r.bodies));
        bodies.filter_map(|body| body.ty.as_ref()).chain(operation.parameters.iter().map(|p| &p.ty))
    });
    let mut waiting: Vec<&TypeKey> =
        operations.chain(model.roots.iter().map(|root| &root.ty)).filter_map(key).collect();
    waiting.extend(model.types.keys());
    waiting.reverse();
    let mut order = IndexSet::new();
    while let Some(next) = waiting.pop() {
        // Keys of the map, not of the references: a reference may lead nowhere.
        if let Some((_, ty)) = model.types.get_key_value(next).filter(|(key, _)| order.insert(*key)) {
            waiting.extend(uses(&ty.shape).into_iter().rev().filter_map(key));
        }
    }
    order
}

/// The types that a type names, in order.
fn uses(shape: &Shape) -> Vec<&TypeRef> {
    match shape {
        Shape::Struct(record) => {
            let members = record.members.iter().map(|member| &member.ty);
            record.bases.iter().chain(members).chain(&record.additional).collect()
        }
        Shape::Enumeration(_) => Vec::new(),
        Shape::Scalar(scalar) => vec![&scalar.base],
        Shape::List { item, .. } => vec![item],
        Shape::Map { value } => vec![value],
        Shape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Alias(target) => vec![target],
    }
}

fn key(reference: &TypeRef) -> Option<&TypeKey> {
    match reference {
        TypeRef::Named(key) => Some(key),
        TypeRef::Builtin(_) => None,
    }
}

fn namespace(namespace: &Namespace) -> String {
    match namespace {
        Namespace::Inherit => String::new(),
        Namespace::None => "no namespace".to_owned(),
        Namespace::Uri(uri) => uri.clone(),
    }
}

/// `specs/inntekt/v1/openapi.yaml:41:5`.
fn origin(model: &Model, origin: Origin) -> String {
    let document = usize::try_from(origin.document).ok().and_then(|index| model.documents.get(index));
    let path = document.map_or("?", |document| document.path.as_str());
    format!("{path}:{}:{}", origin.line, origin.column)
}

/// `:41`, for what stands in the document of its type.
fn line(origin: Origin) -> String {
    format!(":{}", origin.line)
}

fn heading(title: &str, count: usize, text: &mut String) {
    blank_line(text);
    let _ = writeln!(text, "{title} ({count})\n");
}

fn blank_line(text: &mut String) {
    if !text.is_empty() {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_of_a_small_model() {
        let text = render(&sample::model(), None).unwrap();
        assert_eq!(text, include_str!("tree/sample.txt"), "\n{text}");
    }

    #[test]
    fn a_type_with_its_users() {
        let text = render(&sample::model(), Some("Loennsinntekt")).unwrap();
        assert!(text.starts_with("Loennsinntekt  struct  "), "{text}");
        assert!(text.ends_with("  used by Inntekt.loennsinntekt, Spesifisering\n"), "{text}");
    }

    #[test]
    fn a_member_in_full() {
        let text = render(&sample::model(), Some("Inntekt.beloep")).unwrap();
        assert_eq!(text, include_str!("tree/member.txt"), "\n{text}");
    }

    #[test]
    fn nothing_fits() {
        assert_eq!(render(&sample::model(), Some("Intekt")).unwrap_err().suggestions, ["Inntekt", "inntekt"]);
    }

    #[test]
    fn an_empty_model_is_empty() {
        assert_eq!(render(&Model::default(), None).as_deref(), Ok(""));
    }
}
