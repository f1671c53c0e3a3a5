//! Operations: what is asked, and what answers.

use super::{Body, ErrorBody, Example, ListForm, Operation, Parameter, examples, values};
use crate::model::{self, Model, Namespace, Response, Shape, Status, TypeRef};
use crate::plan;

/// The status of an answer that is declared for a class or for all.
const OK: u16 = 200;

pub(super) fn operation(model: &Model, operation: &model::Operation, examples: &[Example]) -> Operation {
    let success = plan::success(operation);
    let status = match success.map(|response| response.status) {
        Some(Status::Code(code)) => code,
        _ => OK,
    };
    Operation {
        id: operation.id.clone(),
        method: operation.method,
        path: operation.path.clone(),
        summary: operation.docs.text.clone(),
        parameters: operation.parameters.iter().map(|p| parameter(model, p)).collect(),
        consumes: operation.request.iter().map(|body| body.media_type.clone()).collect(),
        body_required: operation.request_required,
        status,
        bodies: success.iter().flat_map(|r| &r.bodies).map(|b| body(model, b, examples)).collect(),
        feil: error_body(model, operation, success),
    }
}

fn parameter(model: &Model, parameter: &model::Parameter) -> Parameter {
    Parameter {
        name: parameter.name.clone(),
        location: parameter.location,
        required: parameter.required,
        list: parameter.list.then_some(if parameter.explode { ListForm::Repeated } else { ListForm::Commas }),
        about: parameter.docs.text.clone(),
        example: parameter.example.clone(),
        value: values::value(model, &parameter.ty),
    }
}

fn body(model: &Model, body: &model::Body, all: &[Example]) -> Body {
    let ending = match () {
        () if plan::is_json(&body.media_type) => "json",
        () if plan::is_xml(&body.media_type) => "xml",
        () => "",
    };
    let of = |def: &model::TypeDef| examples::of_type(all, &def.name, ending);
    let def = body.ty.as_ref().and_then(|ty| examples::def(model, ty));
    let whole = def.map(of).unwrap_or_default();
    let item = match def.map(|def| &def.shape) {
        Some(Shape::List { item, .. }) if whole.is_empty() && ending == "json" => examples::def(model, item),
        _ => None,
    };
    let array = item.is_some();
    Body { media_type: body.media_type.clone(), examples: item.map_or(whole, of), array }
}

/// The body of the answers that are no success: `default` says most, for no single code has another body.
fn error_body(model: &Model, operation: &model::Operation, success: Option<&Response>) -> ErrorBody {
    let is_error = |r: &&Response| !success.is_some_and(|success| std::ptr::eq(success, *r)) && !r.bodies.is_empty();
    let errors = || operation.responses.iter().filter(is_error);
    let Some(error) = errors().find(|r| r.status == Status::Default).or_else(|| errors().next()) else {
        return ErrorBody::default();
    };
    let ty: Option<&TypeRef> = error.bodies.iter().find_map(|body| body.ty.as_ref());
    let root = model.roots.iter().find(|root| Some(&root.ty) == ty);
    ErrorBody {
        media_types: error.bodies.iter().map(|body| body.media_type.clone()).collect(),
        root: root.map(|root| root.name.clone()),
        namespace: root.and_then(|root| match &root.namespace {
            Namespace::Uri(uri) => Some(uri.clone()),
            Namespace::Inherit | Namespace::None => None,
        }),
    }
}
