//! Streams of event lists, as methods of the client.

use proc_macro2::TokenStream;
use quote::quote;

use super::rust::{docs, ident};
use crate::plan::{COUNT, DATE, EventsPlan, FROM, NumberPlan, StartPlan};

/// The methods of one list.
pub(super) fn methods(list: &EventsPlan, code: &TokenStream) -> TokenStream {
    let (name, constant, event) = (ident(&list.method), ident(&list.constant), ident(&list.event));
    let (page, field) = (ident(&list.page), ident(&list.list));
    let (doc, send) = (docs(&list.docs), send(list.is_root));
    let start = list.start.as_ref().map(|start| from_date(list, start, code));
    quote! {
        #doc
        pub fn #name(&self, fra_sekvensnummer: i64) -> client::events::EventStream<#event, #code> {
            let client = self.inner.clone();
            client::events::EventStream::new(&self.inner, &#constant, fra_sekvensnummer, move |fra: i64, antall: i64| {
                let call = client::Request::new(&client, &#constant).query(#FROM, &fra).query(#COUNT, &antall);
                async move { Ok(call.#send::<#page, #code>().await?.into_body().#field) }
            })
        }

        #start
    }
}

fn from_date(list: &EventsPlan, start: &StartPlan, code: &TokenStream) -> TokenStream {
    let (name, hendelser, event) = (ident(&start.method), ident(&list.method), ident(&list.event));
    let (constant, answer, send) = (ident(&start.constant), ident(&start.answer), send(start.is_root));
    let number = ident(&start.number.ident);
    let doc = format!(
        " All events from a date on: asks where it begins in the list, then reads on as [`{0}`](Self::{0}).",
        list.method
    );
    // Without a number all events come: more than asked for, and none is missed.
    let number = if start.number.optional { quote!(#number.unwrap_or(1)) } else { quote!(#number) };
    quote! {
        #[doc = #doc]
        ///
        /// # Errors
        /// When the call for the beginning fails.
        pub async fn #name(
            &self,
            dato: &skatteetaten::Dato,
        ) -> Result<client::events::EventStream<#event, #code>, client::Error<#code>> {
            let call = client::Request::new(&self.inner, &#constant).query(#DATE, dato);
            let start = call.#send::<#answer, #code>().await?.into_body();
            Ok(self.#hendelser(start.#number))
        }
    }
}

/// What a stream asks of an event.
pub(super) fn event(list: &EventsPlan) -> Option<TokenStream> {
    let event = ident(&list.event);
    let NumberPlan { ident: number, optional } = &list.number;
    let number = ident(number);
    let number = if *optional { quote!(self.#number) } else { quote!(Some(self.#number)) };
    list.first_of_event.then(|| {
        quote! {
            impl client::events::Event for #event {
                fn sekvensnummer(&self) -> Option<i64> {
                    #number
                }
            }
        }
    })
}

fn send(is_root: bool) -> TokenStream {
    if is_root { quote!(send) } else { quote!(send_json) }
}
