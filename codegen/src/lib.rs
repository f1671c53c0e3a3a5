//! Turns API documents (OpenAPI 3.0 and 3.1, XML Schema) into Rust crates.
//!
//! The stages, each with a plain data type between them:
//! [`source`] → [`openapi`] and [`xsd`] → [`model`] → [`passes`] → [`plan`] → [`emit`].
//! This library reads no network, no clock, starts no process and writes no file: the caller hands it
//! a folder reader and takes the generated files as strings.

pub mod diagnostic;
pub mod model;
pub mod openapi;
pub mod source;
