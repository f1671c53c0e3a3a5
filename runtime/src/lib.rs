//! What the generated crates for Skatteetaten's APIs share.

// So that the macros' `$crate` and our own tests name the same things.
extern crate self as skatteetaten;

#[cfg(feature = "client")]
pub mod client;
mod error;
pub mod json;
mod limits;
mod macros;
mod open_enum;
mod record;
mod shape;
mod union;
#[cfg(feature = "xml")]
pub mod xml;

pub use rust_decimal::Decimal;

pub use crate::error::{DecodeError, EncodeError, ErrorKind, ValueError};
pub use crate::limits::Limits;
pub use crate::open_enum::UnknownValue;
pub use crate::record::{Arity, Entries, Member, Record, Root, Value};
pub use crate::shape::{Field, Namespace, Shape};
pub use crate::union::{Selected, Tagging, Union, UnionShape, UnknownVariant};
