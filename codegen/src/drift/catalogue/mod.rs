//! The catalogue of changes: one row a kind of change, as data. Ids are stable: a row may get another class, never
//! another meaning.

mod openapi;
mod service;
#[cfg(test)]
mod tests;
mod vocabulary;
mod xsd;

pub use vocabulary::{Action, Area, Bump, Class, Contract, Counterpart, OldRelease, Row, Shown, Sticky};

/// All rows, area by area.
pub const CATALOGUE: &[&[Row]] = &[
    service::DOCUMENT,
    service::ACCESS,
    service::OPERATION,
    service::PARAMETER,
    service::RESPONSE,
    openapi::PROPERTY,
    openapi::SCALAR,
    openapi::ENUM,
    openapi::COMPOSITION,
    openapi::COMPONENT,
    xsd::DOCUMENT,
    xsd::ELEMENT,
    xsd::GROUP,
    xsd::SIMPLE,
    xsd::ATTRIBUTE,
    xsd::DERIVATION,
    service::CROSS,
    service::GENERATOR,
];

/// The row of an id.
#[must_use]
pub fn row(id: &str) -> Option<&'static Row> {
    rows().find(|row| row.id == id)
}

/// All rows.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    CATALOGUE.iter().flat_map(|area| area.iter())
}
