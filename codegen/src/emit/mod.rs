//! Prints a [`Plan`]: one file of this folder for each kind of output. Nothing is decided here.
//!
//! Items are built as tokens, so that no name and no text of a document can become code, and printed by prettyplease;
//! the tables (`record!` and its like) are printed line by line, because no formatter lays out the inside of a macro.

mod cargo_toml;
mod client;
mod codes;
mod events;
mod example;
mod lib_rs;
mod markdown;
mod migration;
mod rules;
mod rust;
mod scalars;
mod service;
mod tables;
mod types;

use std::collections::BTreeMap;

use crate::plan::{Plan, RuntimeDependency};

/// The files of a crate: path inside the crate and content.
pub type Files = BTreeMap<String, String>;

/// The tokens that were built are not Rust: a defect of the generator, told with the file it would have made.
#[derive(Clone, Debug)]
pub struct NotRust {
    /// Path of the file inside the crate.
    pub file: String,
    /// What the parser says.
    pub message: String,
}

/// Prints all files of the crate.
///
/// # Errors
/// When the generator built something that is not Rust.
pub fn files(plan: &Plan) -> Result<Files, NotRust> {
    let mut files = Files::new();
    let mut add = |path: &str, content: Result<Option<String>, String>| match content {
        Ok(Some(text)) => {
            files.insert(path.to_owned(), text);
            Ok(())
        }
        Ok(None) => Ok(()),
        Err(message) => Err(NotRust { file: path.to_owned(), message }),
    };
    add("Cargo.toml", Ok(Some(cargo_toml::print(plan))))?;
    if plan.runtime != RuntimeDependency::Workspace {
        // The workspace has one of its own.
        add("rustfmt.toml", Ok(Some("max_width = 120\nuse_small_heuristics = \"Max\"\n".to_owned())))?;
    }
    add("README.md", Ok(Some(markdown::readme(plan))))?;
    add("CHANGELOG.md", Ok(Some(markdown::changelog(plan))))?;
    add("MIGRATION.md", Ok(migration::print(plan)))?;
    add("src/lib.rs", lib_rs::print(plan).map(Some))?;
    add("src/types.rs", types::print(plan))?;
    add("src/codes.rs", codes::print(plan))?;
    add("src/rules.rs", rules::print(plan))?;
    add("src/scalars.rs", scalars::print(plan))?;
    add("src/service.rs", service::print(plan))?;
    add("src/client.rs", client::print(plan))?;
    add("examples/roundtrip.rs", example::print(plan))?;
    Ok(files)
}
