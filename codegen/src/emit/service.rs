//! `src/service.rs`: constants of the service.

use proc_macro2::TokenStream;
use quote::quote;

use super::rust::{RustFile, docs, ident};
use crate::plan::{ConstantPlan, ConstantValue, Plan};

pub(super) fn print(plan: &Plan) -> Result<Option<String>, String> {
    if plan.service.is_empty() {
        return Ok(None);
    }
    let mut file = RustFile::new(&plan.header, &["What is known of the service: addresses, access, allowed values."]);
    for item in &plan.service.constants {
        file.items(constant(item))?;
    }
    for module in &plan.service.modules {
        let (name, doc) = (ident(&module.ident), docs(&module.docs));
        let constants = module.constants.iter().map(constant);
        file.items(quote!(#doc pub mod #name { #(#constants)* }))?;
    }
    Ok(Some(file.finish()))
}

fn constant(plan: &ConstantPlan) -> TokenStream {
    let (name, doc) = (ident(&plan.ident), docs(&plan.docs));
    match &plan.value {
        ConstantValue::Text(value) => quote!(#doc pub const #name: &str = #value;),
        ConstantValue::List(values) => quote!(#doc pub const #name: &[&str] = &[#(#values),*];),
    }
}
