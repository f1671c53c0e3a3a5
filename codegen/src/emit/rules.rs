//! `src/rules.rs`: what holds for the values of simple types.

use quote::quote;

use super::rust::RustFile;
use super::tables;
use crate::plan::Plan;

pub(super) fn print(plan: &Plan) -> Result<Option<String>, String> {
    if plan.rules.is_empty() {
        return Ok(None);
    }
    let intro = [
        "What the documents say of the values of simple types. Reading does not look at it: the feature `validate` does.",
    ];
    let mut file = RustFile::new(&plan.header, &intro);
    file.imports(quote!(
        use skatteetaten::{Facet, Rules};
    ))?;
    for rules in &plan.rules {
        file.table(&tables::rules(rules));
    }
    Ok(Some(file.finish()))
}
