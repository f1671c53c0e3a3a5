//! `src/client.rs`: the client and a request builder for each operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::events;
use super::rust::{RustFile, docs, ident, locals, ty};
use crate::plan::{
    self, ArgumentPlan, ArgumentType, Item, ListePlan, OperationPlan, Place, Plan, RequestBody, RequestContent,
    ResponseBody,
};

pub(super) fn print(plan: &Plan) -> Result<Option<String>, String> {
    if plan.operations.is_empty() {
        return Ok(None);
    }
    let mut file = RustFile::new(&plan.header, &["The client: one method and one request builder for each operation."]);
    file.imports(imports(plan))?;
    file.items(api(plan))?;
    if !plan.service.hendelseslister.is_empty() {
        file.items(lister(&plan.service.hendelseslister))?;
    }
    for operation in &plan.operations {
        file.items(table(operation))?;
    }
    file.items(client(plan))?;
    for operation in &plan.operations {
        file.items(builder(plan, operation))?;
    }
    for event in plan.events.iter().filter_map(events::event) {
        file.items(event)?;
    }
    Ok(Some(file.finish()))
}

fn imports(plan: &Plan) -> TokenStream {
    let mut used: Vec<&str> = Vec::new();
    for operation in &plan.operations {
        for argument in operation.arguments.iter().chain(&operation.options) {
            match &argument.ty {
                ArgumentType::Text => {}
                ArgumentType::Value(t) | ArgumentType::Reference(t) | ArgumentType::List(t, _) => locals(t, &mut used),
            }
        }
        if let Some(RequestContent::Json(ty) | RequestContent::Xml(ty)) = operation.request.as_ref().map(|b| &b.content)
        {
            locals(ty, &mut used);
        }
        if let ResponseBody::Typed { ty, .. } = &operation.response {
            locals(ty, &mut used);
        }
    }
    used.extend(plan.error_codes.as_deref());
    for list in &plan.events {
        used.extend([list.page.as_str(), list.event.as_str()]);
    }
    let uses = |items: &[Item]| items.iter().any(|item| used.contains(&item.ident()));
    let codes = uses(&plan.codes).then(|| {
        quote!(
            use crate::codes::*;
        )
    });
    let scalars = uses(&plan.scalars).then(|| {
        quote!(
            use crate::scalars::*;
        )
    });
    let types = uses(&plan.types).then(|| {
        quote!(
            use crate::types::*;
        )
    });
    quote!(use skatteetaten::client; #codes #scalars #types)
}

fn api(plan: &Plan) -> TokenStream {
    let package = &plan.package;
    let setting = |method: &str, constant: &str| {
        let (method, name) = (ident(method), ident(constant));
        plan.service.has(constant).then(|| quote!(.#method(crate::#name)))
    };
    let scopes = setting("scopes", plan::SCOPES);
    let test = setting("test", plan::BASE_URL_TEST);
    let production = setting("production", plan::BASE_URL_PRODUCTION);
    quote! {
        /// The service: its scopes and base URLs.
        pub static API: client::Api = client::Api::new(#package)#scopes #test #production;
    }
}

fn lister(lister: &[ListePlan]) -> TokenStream {
    let statics = lister.iter().map(|liste| {
        let (name, doc, api) = (ident(&liste.ident), docs(&liste.docs), &liste.name);
        let scopes = &liste.scopes;
        let scopes = (!scopes.is_empty()).then(|| quote!(.scopes(&[#(#scopes),*])));
        let test = liste.test.iter().map(|url| quote!(.test(#url)));
        let production = liste.production.iter().map(|url| quote!(.production(#url)));
        quote!(#doc pub static #name: client::Api = client::Api::new(#api)#scopes #(#test)* #(#production)*;)
    });
    let names = lister.iter().map(|liste| ident(&liste.ident));
    quote! {
        /// The lists of events: each has scopes and base URLs of its own, and [`Client::of_list`](super::Client::of_list)
        /// takes one. A list without a base URL is called in a custom environment.
        pub mod hendelseslister {
            use skatteetaten::client;

            #(#statics)*

            /// All of them.
            pub static ALL: &[&client::Api] = &[#(&#names),*];
        }
    }
}

fn table(operation: &OperationPlan) -> TokenStream {
    let (constant, id, path) = (ident(&operation.constant), &operation.id, &operation.path);
    let xml_only = operation.request.as_ref().filter(|body| body.required).and_then(|body| xml_only(&body.content));
    let method = ident(&capitalised(operation.http));
    let list = |name: &str, values: &[String]| {
        let name = ident(name);
        (!values.is_empty()).then(|| quote!(.#name(&[#(#values),*])))
    };
    let produces = list("produces", &operation.produces);
    let consumes = list("consumes", &operation.consumes);
    let other_bodies = (!operation.other_bodies.is_empty()).then(|| {
        let statuses = operation.other_bodies.iter().map(|status| proc_macro2::Literal::u16_unsuffixed(*status));
        quote!(.other_bodies(&[#(#statuses),*]))
    });
    quote! {
        #xml_only
        static #constant: client::Operation =
            client::Operation::new(client::Method::#method, #id, #path)#produces #consumes #other_bodies;
    }
}

fn capitalised(http: &str) -> String {
    let (first, rest) = http.split_at(1);
    format!("{first}{}", rest.to_lowercase())
}

fn client(plan: &Plan) -> TokenStream {
    let summary = format!(" {}", plan.summary);
    let methods = plan.operations.iter().map(method);
    let of_list = (!plan.service.hendelseslister.is_empty()).then(|| {
        quote! {
            /// A client of one of the [`hendelseslister`] in an environment.
            pub fn of_list(
                list: &'static client::Api,
                environment: client::Environment,
                tokens: impl client::TokenSource + 'static,
            ) -> Self {
                Self::from(client::Client::new(list, environment, tokens))
            }
        }
    });
    let code = code(plan);
    let streams = plan.events.iter().map(|list| events::methods(list, &code));
    quote! {
        #[doc = #summary]
        ///
        /// A client is cheap to clone; all clones share their connections and the limit on concurrent calls.
        #[derive(Clone, Debug)]
        pub struct Client {
            inner: client::Client,
        }

        impl Client {
            /// A client of the service in an environment, which takes its access tokens from `tokens`.
            pub fn new(environment: client::Environment, tokens: impl client::TokenSource + 'static) -> Self {
                Self::from(client::Client::new(&API, environment, tokens))
            }

            #of_list

            #(#methods)*

            #(#streams)*
        }

        /// From a client with settings of its own: timeouts, limits, the HTTP stack.
        impl From<client::Client> for Client {
            fn from(inner: client::Client) -> Self {
                Self { inner }
            }
        }
    }
}

fn method(operation: &OperationPlan) -> TokenStream {
    let (name, builder, constant) = (ident(&operation.method), ident(&operation.builder), ident(&operation.constant));
    let doc = docs(&operation.docs);
    let argument_docs = argument_docs(operation);
    let arguments = operation.arguments.iter().map(|a| {
        let (name, ty) = (ident(&a.ident), argument_type(&a.ty));
        quote!(#name: #ty)
    });
    let given = operation.arguments.iter().map(set);
    let required = operation.request.as_ref().filter(|body| body.required);
    let body_argument = required.map(|body| {
        let ty = body_type(&body.content);
        quote!(body: #ty)
    });
    let arguments = arguments.chain(body_argument);
    let body = required.map(set_body);
    let many = (operation.arguments.len() + usize::from(required.is_some()) > 6).then(
        || quote!(#[expect(clippy::too_many_arguments, reason = "one for each required parameter of the operation")]),
    );
    let xml_only = required.and_then(|body| xml_only(&body.content));
    quote! {
        #doc
        #argument_docs
        #xml_only
        #many
        pub fn #name(&self, #(#arguments),*) -> #builder {
            let request = client::Request::new(&self.inner, &#constant) #(#given)* #body;
            #builder { request }
        }
    }
}

fn argument_docs(operation: &OperationPlan) -> TokenStream {
    if operation.arguments.is_empty() {
        return TokenStream::new();
    }
    let mut lines = vec![String::new()];
    for argument in &operation.arguments {
        let text = argument.docs.iter().filter(|line| !line.is_empty()).cloned().collect::<Vec<_>>().join(" ");
        let colon = if text.is_empty() { "" } else { ": " };
        lines.push(format!("- `{}`{colon}{text}", argument.ident));
    }
    docs(&lines)
}

fn argument_type(argument: &ArgumentType) -> TokenStream {
    match argument {
        ArgumentType::Text => quote!(&str),
        ArgumentType::Value(t) => ty(t),
        ArgumentType::Reference(t) => {
            let t = ty(t);
            quote!(&#t)
        }
        ArgumentType::List(t, _) => {
            let t = ty(t);
            quote!(&[#t])
        }
    }
}

/// The call that puts an argument into the request.
fn set(argument: &ArgumentPlan) -> TokenStream {
    let (name, value) = (&argument.name, ident(&argument.ident));
    match (&argument.ty, argument.place) {
        (ArgumentType::List(..), Place::Path) => quote!(.path_list(#name, #value)),
        (ArgumentType::List(_, explode), Place::Query) => quote!(.query_list(#name, #value, #explode)),
        (ArgumentType::List(..), Place::Header) => quote!(.header_list(#name, #value)),
        (ty, place) => {
            let method = ident(match place {
                Place::Path => "path",
                Place::Query => "query",
                Place::Header => "header",
            });
            match ty {
                ArgumentType::Reference(_) => quote!(.#method(#name, #value)),
                _ => quote!(.#method(#name, &#value)),
            }
        }
    }
}

fn body_type(content: &RequestContent) -> TokenStream {
    match content {
        RequestContent::Json(t) | RequestContent::Xml(t) => {
            let t = ty(t);
            quote!(&#t)
        }
        RequestContent::Bytes(_) => quote!(Vec<u8>),
    }
}

/// A body that can be sent as XML alone needs the feature.
fn xml_only(content: &RequestContent) -> Option<TokenStream> {
    matches!(content, RequestContent::Xml(_)).then(|| quote!(#[cfg(feature = "xml")]))
}

fn set_body(body: &RequestBody) -> TokenStream {
    match &body.content {
        RequestContent::Json(_) => quote!(.body_json(body)),
        RequestContent::Xml(_) => quote!(.body_xml(body)),
        RequestContent::Bytes(media_type) => quote!(.body_bytes(#media_type, body)),
    }
}

fn builder(plan: &Plan, operation: &OperationPlan) -> TokenStream {
    let (builder, method) = (ident(&operation.builder), &operation.method);
    let title =
        format!(" A call of [`Client::{method}`]: optional parameters are chained, [`send`](Self::send) makes it.");
    let options = operation.options.iter().map(|option| {
        let (name, doc, ty, set) = (ident(&option.ident), docs(&option.docs), argument_type(&option.ty), set(option));
        let value = ident(&option.ident);
        quote! {
            #doc
            pub fn #name(mut self, #value: #ty) -> Self {
                self.request = self.request #set;
                self
            }
        }
    });
    let body = operation.request.as_ref().filter(|body| !body.required).map(|body| {
        let (ty, set, xml_only) = (body_type(&body.content), set_body(body), xml_only(&body.content));
        quote! {
            /// The body to send.
            #xml_only
            pub fn body(mut self, body: #ty) -> Self {
                self.request = self.request #set;
                self
            }
        }
    });
    let xml = operation.both_formats.then(|| {
        quote! {
            /// Asks for the answer, and for errors, as XML.
            #[cfg(feature = "xml")]
            pub fn xml(mut self) -> Self {
                self.request = self.request.accept(client::Format::Xml);
                self
            }
        }
    });
    let send = send(plan, &operation.response);
    quote! {
        #[doc = #title]
        #[derive(Debug)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #builder {
            request: client::Request,
        }

        impl #builder {
            #(#options)*
            #body

            /// Sends this correlation id in place of a new one.
            pub fn korrelasjonsid(mut self, korrelasjonsid: &skatteetaten::Uuid) -> Self {
                self.request = self.request.korrelasjonsid(korrelasjonsid);
                self
            }

            #xml

            #send
        }
    }
}

/// The type of error codes.
fn code(plan: &Plan) -> TokenStream {
    match &plan.error_codes {
        Some(name) => {
            let name = ident(name);
            quote!(#name)
        }
        None => quote!(client::Kode),
    }
}

fn send(plan: &Plan, response: &ResponseBody) -> TokenStream {
    let code = code(plan);
    let (ty, how) = match response {
        ResponseBody::Typed { ty: t, is_root, optional } => {
            let t = ty(t);
            match (is_root, optional) {
                (true, false) => (quote!(#t), quote!(send())),
                (true, true) => (quote!(Option<#t>), quote!(send_optional())),
                (false, _) => (quote!(#t), quote!(send_json())),
            }
        }
        ResponseBody::Bytes => (quote!(Vec<u8>), quote!(send_bytes())),
        ResponseBody::Empty => (quote!(()), quote!(send_empty())),
    };
    quote! {
        /// Sends the call.
        ///
        /// # Errors
        /// When the call cannot be made, the answer is not a success, or its body cannot be read.
        pub async fn send(self) -> Result<client::Response<#ty>, client::Error<#code>> {
            self.request.#how.await
        }
    }
}
