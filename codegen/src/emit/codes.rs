//! `src/codes.rs`: texts with known values.

use std::hash::Hash;

use indexmap::IndexMap;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::rust::{RustFile, docs, gone, ident};
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
            if !p.errors.is_empty() {
                file.items(errors(p))?;
            }
        }
    }
    Ok(Some(file.finish()))
}

fn open_enum(plan: &EnumPlan) -> TokenStream {
    let (name, unknown, doc) = (ident(&plan.ident), ident(&plan.unknown), docs(&plan.docs));
    let variants = plan.variants.iter().map(|v| {
        let (variant, doc, gone) = (ident(&v.ident), docs(&v.docs), gone(v.gone));
        quote!(#doc #gone #variant)
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

/// What the catalogue of errors says of each code.
fn errors(plan: &EnumPlan) -> TokenStream {
    let name = ident(&plan.ident);
    let unknown = ident(&plan.unknown);
    let status = arms(
        plan,
        |(status, _)| *status,
        |status| {
            let status = Literal::u16_unsuffixed(*status);
            quote!(#status)
        },
    );
    let area = arms(plan, |(_, area)| area.clone(), |area| quote!(#area));
    quote! {
        impl #name {
            /// The HTTP status that the code is documented with; `None` for a code that is not known.
            #[must_use]
            pub fn http_status(&self) -> Option<u16> {
                match self {
                    #(#status,)*
                    Self::#unknown(_) => None,
                }
            }

            /// What the code is about, in short; `None` for a code that is not known.
            #[must_use]
            pub fn area(&self) -> Option<&'static str> {
                match self {
                    #(#area,)*
                    Self::#unknown(_) => None,
                }
            }
        }
    }
}

/// One arm for each value, in the order of its first code, with all codes that have it.
fn arms<T: Eq + Hash>(
    plan: &EnumPlan,
    of: impl Fn(&(u16, String)) -> T,
    print: fn(&T) -> TokenStream,
) -> Vec<TokenStream> {
    let mut codes: IndexMap<T, Vec<Ident>> = IndexMap::new();
    for (variant, error) in plan.variants.iter().zip(&plan.errors) {
        codes.entry(of(error)).or_default().push(ident(&variant.ident));
    }
    let arm = |(value, codes): (&T, &Vec<Ident>)| {
        let value = print(value);
        quote!(#(Self::#codes)|* => Some(#value))
    };
    codes.iter().map(arm).collect()
}
