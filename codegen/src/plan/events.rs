//! Event lists: operations that answer with events from a `sekvensnummer` on, a page at a time.
//!
//! They are known by their parameters and by the number of their events, not by a name: each service of the family that
//! has a list has it in this form.

use super::items::{FieldPlan, Item, StructPlan};
use super::operations::{OperationPlan, Place, ResponseBody};
use super::{RustType, docs};
use crate::naming;

/// Query parameter of the number to begin with.
pub const FROM: &str = "fraSekvensnummer";
/// Query parameter of the number of events.
pub const COUNT: &str = "antall";
/// Query parameter of the date to begin with.
pub const DATE: &str = "dato";
/// Member that holds the number of an event.
const NUMBER: &str = "sekvensnummer";

/// An event list: a stream of its own in the client.
#[derive(Clone, Debug, PartialEq)]
pub struct EventsPlan {
    /// Name of the method that gives the stream: `hendelser`.
    pub method: String,
    /// Documentation of the method.
    pub docs: Vec<String>,
    /// Table entry of the operation that gives a page.
    pub constant: String,
    /// Type of a page.
    pub page: String,
    /// A page is a root element, so that it can be read from XML.
    pub is_root: bool,
    /// Field of the page that holds the events.
    pub list: String,
    /// Type of an event.
    pub event: String,
    /// Field of the event that holds its number.
    pub number: NumberPlan,
    /// The event's trait is implemented here: it is not that of another list already.
    pub first_of_event: bool,
    /// The operation that tells where a date begins.
    pub start: Option<StartPlan>,
}

/// A field that holds a number of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberPlan {
    /// Rust name.
    pub ident: String,
    /// The document does not require it.
    pub optional: bool,
}

/// The operation that tells where a date begins in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct StartPlan {
    /// Name of the method that gives the stream: `hendelser_fra_dato`.
    pub method: String,
    /// Table entry of the operation.
    pub constant: String,
    /// Type of the answer.
    pub answer: String,
    /// The answer is a root element.
    pub is_root: bool,
    /// Field of the answer that holds the number.
    pub number: NumberPlan,
}

pub(super) fn events(operations: &[OperationPlan], items: &[Item]) -> Vec<EventsPlan> {
    let lists: Vec<_> = operations.iter().filter_map(|operation| list(operation, items)).collect();
    let taken: Vec<&str> = operations.iter().map(|o| o.method.as_str()).chain(["from", "new"]).collect();
    let names = vec!["hendelser".to_owned(); lists.len()];
    let starts = vec!["hendelser_fra_dato".to_owned(); lists.len()];
    let names = naming::unique(&names, &taken).into_iter().zip(naming::unique(&starts, &taken));
    let mut plans: Vec<EventsPlan> = Vec::new();
    for ((path, mut plan), (method, start_method)) in lists.into_iter().zip(names) {
        plan.method = method;
        plan.first_of_event = plans.iter().all(|other| other.event != plan.event);
        plan.start = operations.iter().find_map(|operation| start(operation, path, items));
        if let Some(start) = &mut plan.start {
            start.method = start_method;
        }
        plans.push(plan);
    }
    plans
}

/// The list that an operation gives, with its path. Names of methods are filled in later.
fn list<'a>(operation: &'a OperationPlan, items: &[Item]) -> Option<(&'a str, EventsPlan)> {
    if !is_call_with(operation, &[FROM, COUNT]) {
        return None;
    }
    let (page, is_root) = answer(operation, items)?;
    let mut lists = page.fields.iter().filter_map(|field| match &field.ty {
        RustType::List(item) => Some((field, record(item, items)?)),
        _ => None,
    });
    let ((field, event), None) = (lists.next()?, lists.next()) else { return None };
    let plan = EventsPlan {
        method: String::new(),
        docs: vec![
            "All events from a number on, which is included: a stream that fetches page by page and ends with the list."
                .to_owned(),
            "It has settings for the size of pages and for waiting for new events.".to_owned(),
            String::new(),
            format!("`GET {}`", docs::code(&operation.path)),
        ],
        constant: operation.constant.clone(),
        page: page.ident.clone(),
        is_root,
        list: field.ident.clone(),
        event: event.ident.clone(),
        number: number(event, items)?,
        first_of_event: true,
        start: None,
    };
    Some((&operation.path, plan))
}

/// The operation that tells where a date begins in the list at this path.
fn start(operation: &OperationPlan, list: &str, items: &[Item]) -> Option<StartPlan> {
    let path = operation.path.trim_end_matches('/').strip_suffix("/start")?;
    if path != list.trim_end_matches('/') || !is_call_with(operation, &[DATE]) {
        return None;
    }
    let (answer, is_root) = answer(operation, items)?;
    Some(StartPlan {
        method: String::new(),
        constant: operation.constant.clone(),
        answer: answer.ident.clone(),
        is_root,
        number: number(answer, items)?,
    })
}

/// Whether the operation is a `GET` that has these query parameters, and requires no others.
fn is_call_with(operation: &OperationPlan, names: &[&str]) -> bool {
    let has = |name: &&str| {
        let mut all = operation.arguments.iter().chain(&operation.options);
        all.any(|argument| argument.name == **name && argument.place == Place::Query)
    };
    operation.http == "GET"
        && names.iter().all(has)
        && operation.arguments.iter().all(|argument| names.contains(&argument.name.as_str()))
}

/// The record that a successful call always answers with.
fn answer<'a>(operation: &OperationPlan, items: &'a [Item]) -> Option<(&'a StructPlan, bool)> {
    match &operation.response {
        ResponseBody::Typed { ty, is_root, optional: false } => Some((record(ty, items)?, *is_root)),
        _ => None,
    }
}

fn record<'a>(ty: &RustType, items: &'a [Item]) -> Option<&'a StructPlan> {
    items.iter().find_map(|item| match (item, ty) {
        (Item::Struct(plan), RustType::Local(name)) if plan.ident == *name => Some(plan),
        _ => None,
    })
}

/// The field that holds the number, if it is a whole one.
fn number(record: &StructPlan, items: &[Item]) -> Option<NumberPlan> {
    let is_number = |field: &&FieldPlan| field.entry.name == NUMBER;
    let field = record.fields.iter().find(is_number)?;
    let (ty, optional) = match &field.ty {
        RustType::Option(inner) => (&**inner, true),
        ty => (ty, false),
    };
    is_integer(ty, items).then(|| NumberPlan { ident: field.ident.clone(), optional })
}

/// Whether it is `i64`, also by another name.
fn is_integer(ty: &RustType, items: &[Item]) -> bool {
    let mut ty = ty;
    // A chain of names is no longer than there are names.
    for _ in 0..=items.len() {
        let RustType::Local(name) = ty else { break };
        let alias = items.iter().find_map(|item| match item {
            Item::Alias(alias) if alias.ident == *name => Some(&alias.target),
            _ => None,
        });
        let Some(target) = alias else { break };
        ty = target;
    }
    *ty == RustType::Path("i64")
}
