//! XML Schema documents into the model.
//!
//! The stages, each with plain data between them: `documents` reads the documents given and those that they import or
//! include from the same folder (`scan`, then an XML tree, then `read` and `components`) into `raw` schemas;
//! `symbols` says what a name refers to; `lower` makes types, members and roots of them.
//!
//! `docs/xml.md` tells each construct. What XML Schema can say and the model cannot is listed in [`Model::not_honoured`], with a warning each. Derived from
//! how the documents of this family are written, and good enough for any other:
//!
//! - a global element whose type is simple is a struct with the one text member `value`: every root is a struct;
//! - an inline simple type that only adds facets is the type that it restricts, with the facets at the member; any other
//!   anonymous type is called after its element and has the key `Owner/element`;
//! - an element at two places of a content model is a member for each: `a`, `a2`;
//! - a repeated group is a list of anonymous structs, called `aAndB` or `aOrB` after its first members;
//! - types of an import that is not in the folder are texts by their name, with one warning at the import.

mod builtins;
mod complex;
mod components;
mod content;
mod documents;
mod findings;
mod flat;
mod grammar;
mod lower;
mod names;
mod raw;
mod read;
mod scan;
mod simple;
mod symbols;
#[cfg(test)]
mod tests;

use crate::diagnostic::Sink;
use crate::model::Model;
use crate::source::{Folder, Limits};

use findings::Findings;
use symbols::Symbols;

/// Reads the schema documents at `paths` in `folder`, and all that they import or include, and adds their types and root
/// elements to the model.
///
/// All documents of an API are given at once: an import without location is found among them. Errors go to `sink`; what
/// can be read nevertheless is added, so that one run tells all.
pub fn lower(folder: &dyn Folder, paths: &[&str], limits: &Limits, model: &mut Model, sink: &mut Sink) {
    let known = model.documents.iter().map(|document| document.path.clone()).collect();
    let mut findings = Findings::new(sink, known);
    let loaded = documents::load(folder, paths, limits, &mut model.documents, &mut findings);
    let symbols = Symbols::new(&loaded.schemas, limits.depth, &mut findings);
    // An import whose namespace came from another document is not missed.
    let present: std::collections::BTreeSet<_> = loaded.schemas.iter().map(|schema| &schema.target).collect();
    let absent: Vec<_> = loaded.absent.iter().filter(|link| !present.contains(&link.namespace)).cloned().collect();
    let taken = model.types.keys().cloned().collect();
    let lowered = lower::lower(&loaded.schemas, &symbols, &absent, taken, limits, &mut findings);
    model.types.extend(lowered.types);
    model.roots.extend(lowered.roots);
    let (not_honoured, asides) = findings.into_rest();
    model.not_honoured.extend(not_honoured);
    model.asides.extend(asides);
}
