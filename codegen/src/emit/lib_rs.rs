//! `src/lib.rs`.

use quote::quote;

use super::rust::{RustFile, ident};
use crate::plan::Plan;

pub(super) fn print(plan: &Plan) -> Result<String, String> {
    let mut docs: Vec<String> = vec![plan.summary.clone(), String::new()];
    if plan.readme.retired {
        docs.extend([
            "This version is retired upstream: its types read stored answers, nothing answers calls.".to_owned(),
            String::new(),
        ]);
    }
    docs.extend(
        [
            "Types read and write JSON and XML with [`skatteetaten::json`] and, with the feature `xml`,",
            "`skatteetaten::xml`. Reading is tolerant: unknown members are skipped, unknown codes are kept, an absent",
            "list is empty. Amounts are exact, and dates keep the text they were written with.",
        ]
        .map(str::to_owned),
    );
    if !plan.operations.is_empty() {
        docs.extend([
            String::new(),
            "The feature `client` adds `Client` with one method for each operation; `requests` adds it without an HTTP"
                .to_owned(),
            "stack, for a transport of one's own.".to_owned(),
        ]);
    }
    docs.extend(
        [
            "",
            "With the feature `validate`, `skatteetaten::Validate` checks a value against what the document says: lengths,",
            "patterns, bounds, codes, choices and numbers of items.",
        ]
        .map(str::to_owned),
    );
    let docs: Vec<&str> = docs.iter().map(String::as_str).collect();
    let mut file = RustFile::new(&plan.header, &docs);
    let module = |present: bool, name: &str| {
        let name = ident(name);
        present.then(|| (quote!(mod #name;), quote!(pub use #name::*;)))
    };
    let client = (!plan.operations.is_empty()).then(|| {
        let feature = quote!(#[cfg(feature = "requests")]);
        (quote!(#feature mod client;), quote!(#feature pub use client::*;))
    });
    let modules = [
        client,
        module(!plan.codes.is_empty(), "codes"),
        module(!plan.scalars.is_empty(), "scalars"),
        module(!plan.service.is_empty(), "service"),
        module(!plan.types.is_empty(), "types"),
    ];
    // A name of its own: not everybody wants a constant for each simple type in scope.
    let rules = (!plan.rules.is_empty()).then(|| {
        quote!(
            pub mod rules;
        )
    });
    let (modules, uses): (Vec<_>, Vec<_>) = modules.into_iter().flatten().unzip();
    file.imports(quote!(#(#modules)* #rules))?;
    file.imports(quote!(#(#uses)*))?;
    for (name, uri) in &plan.namespaces {
        let name = ident(name);
        file.items(quote! {
            /// XML namespace.
            pub const #name: &str = #uri;
        })?;
    }
    Ok(file.finish())
}
