//! `src/codes.rs`: texts with known values.

use proc_macro2::TokenStream;
use quote::quote;

use super::rust::{RustFile, docs, ident};
use super::tables;
use crate::plan::{EnumPlan, Item, Plan};

pub(super) fn print(plan: &Plan) -> Result<Option<String>, String> {
    if plan.codes.is_empty() {
        return Ok(None);
    }
    let intro =
        ["Texts with known values. Every enumeration is open: a value that is not known here is kept as it came."];
    let mut file = RustFile::new(&plan.header, &intro);
    for item in &plan.codes {
        if let Item::Enum(p) = item {
            file.items(open_enum(p))?;
            file.table(&tables::open_enum(p));
            if !p.http_status.is_empty() {
                file.items(http_status(p))?;
            }
        }
    }
    Ok(Some(file.finish()))
}

fn open_enum(plan: &EnumPlan) -> TokenStream {
    let (name, unknown, doc) = (ident(&plan.ident), ident(&plan.unknown), docs(&plan.docs));
    let variants = plan.variants.iter().map(|v| {
        let (variant, doc) = (ident(&v.ident), docs(&v.docs));
        quote!(#doc #variant)
    });
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// Any other value; `as_str` gives it.
            #unknown(skatteetaten::UnknownValue),
        }
    }
}

fn http_status(plan: &EnumPlan) -> TokenStream {
    let name = ident(&plan.ident);
    let unknown = ident(&plan.unknown);
    let mut statuses: Vec<u16> = plan.http_status.clone();
    statuses.sort_unstable();
    statuses.dedup();
    let arms = statuses.iter().map(|status| {
        let of =
            plan.variants.iter().zip(&plan.http_status).filter(|(_, s)| *s == status).map(|(v, _)| ident(&v.ident));
        let status = proc_macro2::Literal::u16_unsuffixed(*status);
        quote!(#(Self::#of)|* => Some(#status))
    });
    quote! {
        impl #name {
            /// The HTTP status that the code is documented with; `None` for a code that is not known.
            #[must_use]
            pub fn http_status(&self) -> Option<u16> {
                match self {
                    #(#arms,)*
                    Self::#unknown(_) => None,
                }
            }
        }
    }
}
