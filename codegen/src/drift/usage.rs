//! Who meets a type: readers of answers, readers of errors, or those who send it.

use std::collections::BTreeSet;

use crate::model::{Model, Operation, Response, Shape, Status, TypeRef};

/// Types by who meets them.
#[derive(Debug, Default)]
pub(crate) struct Usage<'a> {
    received: BTreeSet<&'a str>,
    errors: BTreeSet<&'a str>,
    sent: BTreeSet<&'a str>,
}

impl<'a> Usage<'a> {
    pub(crate) fn of(model: &'a Model) -> Self {
        let mut usage = Self::default();
        for operation in &model.api.operations {
            reach(model, sent(operation), &mut usage.sent);
            for response in &operation.responses {
                let bodies = response.bodies.iter().filter_map(|body| body.ty.as_ref());
                reach(model, bodies, if is_error(response.status) { &mut usage.errors } else { &mut usage.received });
            }
        }
        // A schema without operations: all of it is read.
        if model.api.operations.is_empty() {
            usage.received.extend(model.types.keys().map(String::as_str));
        }
        usage
    }

    /// Nobody reads it, somebody sends it.
    pub(crate) fn is_only_sent(&self, key: &str) -> bool {
        self.sent.contains(key) && !self.is_received(key) && !self.errors.contains(key)
    }

    /// Somebody sends it, and somebody reads it.
    pub(super) fn is_also_sent(&self, key: &str) -> bool {
        self.sent.contains(key) && !self.is_only_sent(key)
    }

    /// It stands in errors and in nothing else that is read.
    pub(super) fn is_only_in_errors(&self, key: &str) -> bool {
        self.errors.contains(key) && !self.is_received(key)
    }

    fn is_received(&self, key: &str) -> bool {
        self.received.contains(key)
    }
}

fn sent(operation: &Operation) -> impl Iterator<Item = &TypeRef> {
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    parameters.chain(operation.request.iter().filter_map(|body| body.ty.as_ref()))
}

fn reach<'a>(model: &'a Model, from: impl Iterator<Item = &'a TypeRef>, found: &mut BTreeSet<&'a str>) {
    let mut open: Vec<&TypeRef> = from.collect();
    while let Some(reference) = open.pop() {
        let TypeRef::Named(key) = reference else { continue };
        let Some((key, def)) = model.types.get_key_value(key) else { continue };
        if !found.insert(key.as_str()) {
            continue;
        }
        match &def.shape {
            Shape::Struct(record) => {
                open.extend(record.members.iter().map(|member| &member.ty));
                open.extend(&record.additional);
            }
            Shape::Scalar(scalar) => open.push(&scalar.base),
            Shape::List { item, .. } => open.push(item),
            Shape::Map { value } => open.push(value),
            Shape::Union(union) => open.extend(union.variants.iter().map(|variant| &variant.ty)),
            Shape::Alias(target) => open.push(target),
            Shape::Enumeration(_) => {}
        }
    }
}

/// Whether a status is one of an error. `default` is: what is declared beside it are the successes.
pub(super) fn is_error(status: Status) -> bool {
    match status {
        Status::Code(code) => code >= 400,
        Status::Class(class) => class >= 4,
        Status::Default => true,
    }
}

/// The types of the bodies of an answer.
pub(super) fn body_types(response: &Response) -> Vec<&TypeRef> {
    response.bodies.iter().filter_map(|body| body.ty.as_ref()).collect()
}
