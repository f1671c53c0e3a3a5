//! What the generated crates for Skatteetaten's APIs share.

// So that the macros' `$crate` and our own tests name the same things.
extern crate self as skatteetaten;

mod choice;
#[cfg(feature = "client")]
pub mod client;
mod error;
pub mod json;
mod limits;
mod macros;
mod map;
mod open_enum;
mod record;
pub mod roundtrip;
mod scalar;
mod serde_glue;
mod shape;
mod union;
pub mod xml;

pub use rust_decimal::Decimal;

pub use crate::choice::{ChoiceError, one_of};
pub use crate::error::{DecodeError, EncodeError, ErrorKind, ValueError};
pub use crate::limits::Limits;
pub use crate::map::Map;
pub use crate::open_enum::UnknownValue;
pub use crate::record::{Arity, Entries, Member, Record, Root, Value};
pub use crate::scalar::{
    Aar, AarMaaned, Base64, Dato, HexBytes, Identifikator, Klokkeslett, Organisasjonsnummer, Partsnummer,
    Personidentifikator, Tidspunkt, Uuid, Varighet,
};
pub use crate::shape::{Field, Namespace, Shape};
pub use crate::union::{Selected, Tagging, Union, UnionShape, UnknownVariant};

/// For the macros of this crate alone: may change in any release.
#[doc(hidden)]
pub mod __private {
    pub use serde;
    pub use std::string::String;

    pub use crate::serde_glue::{deserialize, deserialize_text, serialize, serialize_text};
}
