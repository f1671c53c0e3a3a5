//! The files that this package was built with.

use std::borrow::Cow;

use super::ApiFiles;

struct Embedded {
    catalogue: &'static str,
    examples: &'static [(&'static str, &'static str)],
}

/// Made by `build.rs` from `data/`.
static FILES: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

pub(super) fn files() -> impl Iterator<Item = ApiFiles> {
    FILES.iter().map(|embedded| ApiFiles {
        catalogue: Cow::Borrowed(embedded.catalogue),
        examples: embedded.examples.iter().map(|(name, text)| ((*name).to_owned(), Cow::Borrowed(*text))).collect(),
    })
}
