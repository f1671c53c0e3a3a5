//! Operations: one method and one request builder each.

use super::scope::Scope;
use super::{RustType, docs};
use crate::model::{Body, Builtin, Location, Method, Operation, Parameter, Response, Shape, Status, TypeRef};
use crate::naming;

/// An operation.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationPlan {
    /// Name of the method: `hent_avregning_for_person`.
    pub method: String,
    /// Name of the request builder: `HentAvregningForPerson`.
    pub builder: String,
    /// Name of the table entry: `HENT_AVREGNING_FOR_PERSON`.
    pub constant: String,
    /// Operation id in the document.
    pub id: String,
    /// HTTP method in upper case.
    pub http: &'static str,
    /// Path template.
    pub path: String,
    /// Documentation.
    pub docs: Vec<String>,
    /// Required parameters: arguments of the method, in order.
    pub arguments: Vec<ArgumentPlan>,
    /// Optional parameters: chained.
    pub options: Vec<ArgumentPlan>,
    /// Type of the request body.
    pub request: Option<RequestBody>,
    /// What a successful answer holds.
    pub response: ResponseBody,
    /// Declared media types of a successful answer.
    pub produces: Vec<String>,
    /// Declared media types of the request body.
    pub consumes: Vec<String>,
    /// Success statuses whose body is of another type than `response`.
    pub other_bodies: Vec<u16>,
    /// Answers can be had as JSON and as XML.
    pub both_formats: bool,
}

/// A request body.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestBody {
    /// What is sent.
    pub content: RequestContent,
    /// Whether a call must send it.
    pub required: bool,
}

/// What a request body holds.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestContent {
    /// A value of this type, as JSON.
    Json(RustType),
    /// A value of this type, as XML.
    Xml(RustType),
    /// Bytes of this media type, which is not encoded.
    Bytes(String),
}

/// What a successful answer holds.
#[derive(Clone, Debug, PartialEq)]
pub enum ResponseBody {
    /// A value of this type.
    Typed {
        /// The type.
        ty: RustType,
        /// It is a root element, so that it can be read from XML.
        is_root: bool,
        /// An answer without a body is declared too.
        optional: bool,
    },
    /// Bytes of a media type that is not decoded.
    Bytes,
    /// Nothing.
    Empty,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct ArgumentPlan {
    /// Rust name.
    pub ident: String,
    /// Name on the wire.
    pub name: String,
    /// Where it goes.
    pub place: Place,
    /// How it is passed.
    pub ty: ArgumentType,
    /// Documentation; empty where there is nothing to say beyond the name.
    pub docs: Vec<String>,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Place {
    Path,
    Query,
    Header,
}

/// How a parameter is passed.
#[derive(Clone, Debug, PartialEq)]
pub enum ArgumentType {
    /// `&str`
    Text,
    /// By value: `i64`, `bool`.
    Value(RustType),
    /// By reference: identifiers, dates, codes.
    Reference(RustType),
    /// A slice; with `true` sent as one parameter each.
    List(RustType, bool),
}

pub(super) fn operations(scope: &Scope<'_>) -> Vec<OperationPlan> {
    let operations = &scope.model.api.operations;
    let methods: Vec<String> = operations.iter().map(|o| naming::value_name(&o.id)).collect();
    let methods = naming::unique(&methods, &["from", "new", "of_list"]);
    let builders: Vec<String> = operations.iter().map(|o| naming::type_name(&o.id)).collect();
    let builders = naming::unique(&builders, &scope.taken());
    operations
        .iter()
        .zip(methods.into_iter().zip(builders))
        .map(|(operation, (method, builder))| operation_plan(scope, operation, method, builder))
        .collect()
}

fn operation_plan(scope: &Scope<'_>, operation: &Operation, method: String, builder: String) -> OperationPlan {
    // These are a part of every call, whether the operation declares them or not.
    let is_own = |p: &Parameter| {
        let own = ["accept", "authorization", "content-type", "korrelasjonsid"];
        p.location == Location::Header && own.contains(&p.name.to_ascii_lowercase().as_str())
    };
    let sent = operation.parameters.iter().filter_map(|p| Some((p, place(p.location)?)));
    let parameters: Vec<(&Parameter, Place)> = sent.filter(|(p, _)| !is_own(p)).collect();
    let mut names: Vec<String> = parameters.iter().map(|(p, _)| naming::value_name(&p.name)).collect();
    let consent = has_unsaid_consent(scope, operation);
    names.extend(consent.then(|| naming::value_name(CONSENT)));
    let mut idents = naming::unique(&names, &["body", "korrelasjonsid", "request", "send", "timeout", "xml"]);
    let consent = if consent { idents.pop().map(consent_option) } else { None };
    let (arguments, options): (Vec<_>, Vec<_>) = parameters
        .iter()
        .zip(idents)
        .map(|(&(p, place), ident)| (p.required || place == Place::Path, argument(scope, p, place, ident)))
        .partition(|(required, _)| *required);
    let success = success(operation);
    let produces: Vec<String> = success.iter().flat_map(|r| &r.bodies).map(|b| b.media_type.clone()).collect();
    let has = |kind: fn(&str) -> bool| produces.iter().any(|media_type| kind(media_type));
    let mut lines = docs::text(&operation.docs);
    let mut facts = vec![format!("`{} {}`", http(operation.method), docs::code(&operation.path))];
    facts.extend(operation.docs.deprecated.then(|| docs::DEPRECATED.to_owned()));
    docs::paragraph(&mut lines, &facts);
    OperationPlan {
        // `API` is the table of the service.
        constant: if method == "api" { "API_OPERATION".to_owned() } else { method.to_uppercase() },
        method,
        builder,
        id: operation.id.clone(),
        http: http(operation.method),
        path: operation.path.clone(),
        docs: lines,
        arguments: arguments.into_iter().map(|(_, a)| a).collect(),
        options: options.into_iter().map(|(_, a)| documented(a)).chain(consent).collect(),
        request: request(scope, operation),
        response: response(scope, operation),
        other_bodies: other_bodies(operation),
        both_formats: has(is_json) && has(is_xml),
        consumes: operation.request.iter().map(|b| b.media_type.clone()).collect(),
        produces,
    }
}

/// Header of a token of consent.
const CONSENT: &str = "AltinnSamtykke";

/// Whether the service takes consent from Altinn 2, as `api.toml` says, and the document has no parameter for it.
fn has_unsaid_consent(scope: &Scope<'_>, operation: &Operation) -> bool {
    let says = |p: &Parameter| p.location == Location::Header && p.name.eq_ignore_ascii_case(CONSENT);
    scope.settings.spec.samtykke.as_ref().is_some_and(|samtykke| samtykke.altinn2_tjenestekode.is_some())
        && !operation.parameters.iter().any(says)
}

fn consent_option(ident: String) -> ArgumentPlan {
    let text = "Token of the consent, from Altinn 2. The document of the service has no parameter for it.";
    let docs = vec![text.to_owned(), String::new(), format!("Wire name `{CONSENT}`")];
    ArgumentPlan { ident, name: CONSENT.to_owned(), place: Place::Header, ty: ArgumentType::Text, docs }
}

/// An optional parameter becomes a method, and every method has a line of documentation.
fn documented(mut option: ArgumentPlan) -> ArgumentPlan {
    if option.docs.is_empty() {
        option.docs.push(format!("The parameter `{}`.", docs::code(&option.name)));
    }
    option
}

fn argument(scope: &Scope<'_>, parameter: &Parameter, place: Place, ident: String) -> ArgumentPlan {
    let value = scope.identifier(&parameter.name, &parameter.ty).unwrap_or_else(|| scope.value_type(&parameter.ty));
    let is_enumeration = matches!(scope.def(&parameter.ty).map(|d| &d.shape), Some(Shape::Enumeration(_)));
    let is_identifier = scope.identifier(&parameter.name, &parameter.ty).is_some()
        || scope.def(&parameter.ty).is_some_and(|d| super::identifiers::identifier(&d.name).is_some());
    let builtin = scope.builtin(&parameter.ty);
    let ty = match builtin {
        // A list of records or unions has no text form: such a parameter is passed as text.
        None if !is_enumeration => ArgumentType::Text,
        _ if parameter.list => ArgumentType::List(value, parameter.explode),
        Some(Builtin::Boolean | Builtin::Integer) if !is_identifier => ArgumentType::Value(value),
        Some(Builtin::Text | Builtin::AnyJson | Builtin::AnyXml) if !is_identifier => ArgumentType::Text,
        _ => ArgumentType::Reference(value),
    };
    let mut lines = docs::text(&parameter.docs);
    let mut facts = Vec::new();
    if parameter.name != ident {
        facts.push(format!("Wire name `{}`", docs::code(&parameter.name)));
    }
    facts.extend(parameter.default.iter().map(|v| format!("absent means `{}`", docs::code(v))));
    facts.extend(docs::links(&parameter.docs));
    facts.extend(parameter.docs.deprecated.then(|| docs::DEPRECATED.to_owned()));
    docs::paragraph(&mut lines, &facts);
    ArgumentPlan { ident, name: parameter.name.clone(), place, ty, docs: lines }
}

/// `None` for cookies: no service of the family has them, and the README lists them as not honoured.
fn place(location: Location) -> Option<Place> {
    match location {
        Location::Path => Some(Place::Path),
        Location::Query => Some(Place::Query),
        Location::Header => Some(Place::Header),
        Location::Cookie => None,
    }
}

/// The answer that means success: the lowest 2xx, else `2XX`, else `default` where nothing else is declared.
pub(crate) fn success(operation: &Operation) -> Option<&Response> {
    let rank = |status: Status| match status {
        Status::Code(code) if (200..300).contains(&code) => Some(u32::from(code)),
        Status::Class(2) => Some(1000),
        Status::Default if operation.responses.len() == 1 => Some(2000),
        _ => None,
    };
    let ranked = operation.responses.iter().filter_map(|r| rank(r.status).map(|rank| (rank, r)));
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, response)| response)
}

/// The type that a successful call answers with.
pub(crate) fn answer(operation: &Operation) -> Option<&TypeRef> {
    let typed = |b: &&Body| is_json(&b.media_type) || is_xml(&b.media_type);
    success(operation)?.bodies.iter().filter(typed).find_map(|b| b.ty.as_ref())
}

/// Declared answers beside the success whose body has another type.
pub(super) fn others(operation: &Operation) -> impl Iterator<Item = &Response> {
    let (success, answer) = (success(operation), answer(operation));
    let is_other = move |b: &Body| b.ty.is_some() && b.ty.as_ref() != answer;
    let beside = move |r: &&Response| !success.is_some_and(|success| std::ptr::eq(success, *r));
    operation.responses.iter().filter(beside).filter(move |r| r.bodies.iter().any(is_other))
}

/// Declared success statuses that answer with another type. Bytes are handed over whatever they are.
fn other_bodies(operation: &Operation) -> Vec<u16> {
    if answer(operation).is_none() {
        return Vec::new();
    }
    let code = |r: &Response| if let Status::Code(code @ 200..=299) = r.status { Some(code) } else { None };
    others(operation).filter_map(code).collect()
}

fn response(scope: &Scope<'_>, operation: &Operation) -> ResponseBody {
    let is_success = |status| matches!(status, Status::Code(200..=299) | Status::Class(2));
    match answer(operation) {
        Some(ty) => ResponseBody::Typed {
            ty: scope.value_type(ty),
            is_root: scope.model.roots.iter().any(|root| root.ty == *ty) && scope.is_composite(ty),
            optional: operation.responses.iter().any(|r| is_success(r.status) && r.bodies.is_empty()),
        },
        None if success(operation).is_none_or(|r| r.bodies.is_empty()) => ResponseBody::Empty,
        None => ResponseBody::Bytes,
    }
}

/// JSON where the document has it, else XML, else bytes of the first media type.
fn request(scope: &Scope<'_>, operation: &Operation) -> Option<RequestBody> {
    let typed = |kind: fn(&str) -> bool| {
        let body = operation.request.iter().find(|b| kind(&b.media_type) && b.ty.is_some())?;
        body.ty.as_ref().map(|ty| scope.value_type(ty))
    };
    let bytes = || operation.request.first().map(|b| RequestContent::Bytes(b.media_type.clone()));
    let content =
        typed(is_json).map(RequestContent::Json).or_else(|| typed(is_xml).map(RequestContent::Xml)).or_else(bytes)?;
    Some(RequestBody { content, required: operation.request_required })
}

fn http(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Put => "PUT",
        Method::Post => "POST",
        Method::Delete => "DELETE",
        Method::Options => "OPTIONS",
        Method::Head => "HEAD",
        Method::Patch => "PATCH",
        Method::Trace => "TRACE",
    }
}

pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json")
}

pub(crate) fn is_xml(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/xml" || essence == "text/xml" || essence.ends_with("+xml")
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
