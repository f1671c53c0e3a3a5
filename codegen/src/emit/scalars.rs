//! `src/scalars.rs`: names of simple types.

use quote::quote;

use super::rust::{RustFile, docs, ident, locals, ty};
use crate::plan::{Item, Plan};

pub(super) fn print(plan: &Plan) -> Result<Option<String>, String> {
    if plan.scalars.is_empty() {
        return Ok(None);
    }
    let intro =
        ["Names that the documents give to simple types. Restrictions are documented and not enforced when reading."];
    let mut file = RustFile::new(&plan.header, &intro);
    let codes: Vec<&str> = plan.codes.iter().map(Item::ident).collect();
    let mut used = Vec::new();
    for item in &plan.scalars {
        if let Item::Alias(p) = item {
            locals(&p.target, &mut used);
        }
    }
    if used.iter().any(|name| codes.contains(name)) {
        file.items(quote!(
            use crate::codes::*;
        ))?;
    }
    for item in &plan.scalars {
        if let Item::Alias(p) = item {
            let (name, doc, target) = (ident(&p.ident), docs(&p.docs), ty(&p.target));
            file.items(quote!(#doc pub type #name = #target;))?;
        }
    }
    Ok(Some(file.finish()))
}
