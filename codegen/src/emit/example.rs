//! `examples/roundtrip.rs`.

use quote::quote;

use super::rust::{RustFile, ident};
use crate::plan::Plan;

pub(super) fn print(plan: &Plan) -> Result<Option<String>, String> {
    if plan.roots.is_empty() {
        return Ok(None);
    }
    let library = ident(&plan.library);
    let entries = plan.roots.iter().map(|root| {
        let (ty, name) = (ident(&root.ident), &root.name);
        match (&root.element, &root.namespace) {
            (Some(element), Some(namespace)) => {
                let namespace = ident(namespace);
                quote!(Entry::root::<#library::#ty>(#name, #element, Some(#library::#namespace)))
            }
            (Some(element), None) => quote!(Entry::root::<#library::#ty>(#name, #element, None)),
            (None, _) => quote!(Entry::of::<#library::#ty>(#name)),
        }
    });
    let docs = [
        "Reads a JSON or XML document on standard input, decodes it into the crate's type and writes it back.",
        "",
        "The type is told by the root element, or by `--type NAME`; `--to json|xml` converts.",
    ];
    let mut file = RustFile::new(&plan.header, &docs);
    file.items(quote! {
        use skatteetaten::roundtrip::Entry;

        const TYPES: &[Entry] = &[#(#entries),*];

        fn main() -> std::process::ExitCode {
            skatteetaten::roundtrip::main(TYPES)
        }
    })?;
    Ok(Some(file.finish()))
}
