//! What the generated crates for the APIs of Skatteetaten, the Norwegian Tax Administration, share.
//!
//! # One type, two formats
//!
//! A generated type reads and writes JSON ([`json`]) and, with the feature `xml`, XML ([`mod@xml`]). It is described by a table
//! ([`record!`], [`open_enum!`], [`union!`], [`list!`]); the codecs exist once, in this crate, and work over that table.
//!
//! ```
//! use skatteetaten::{Aar, Decimal, json};
//!
//! #[derive(Clone, Debug, PartialEq)]
//! pub struct Inntekt {
//!     pub inntektsaar: Aar,
//!     pub beloep: Option<Decimal>,
//! }
//!
//! skatteetaten::record! {
//!     Inntekt as "Inntekt" {
//!         0 => inntektsaar: element("inntektsår").required(),
//!         1 => beloep: element("beløp"),
//!     }
//! }
//!
//! let inntekt: Inntekt = json::from_str(r#"{"inntektsår": "2024", "beløp": 1.10, "nytt": true}"#)?;
//! assert_eq!(inntekt.inntektsaar.year(), 2024);
//! assert_eq!(json::to_string(&inntekt)?, r#"{"inntektsår":"2024","beløp":1.10}"#);
//!
//! let error = json::from_str::<Inntekt>(r#"{"inntektsår": "2024", "beløp": "1.10"}"#).unwrap_err();
//! assert_eq!(error.to_string(), "expected a number, found a string at beløp (line 1, column 33)");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What holds everywhere
//!
//! - Amounts are [`Decimal`]: exact, with the scale they were written with. What does not fit is an error, never rounded.
//! - Dates, times and years keep the text they were written with and give types of [jiff](https://docs.rs/jiff).
//! - Enums are open: a text this version does not know is kept and written back. So is a variant of a union.
//! - Members, elements and attributes that a type does not know are skipped. One that occurs twice is an error.
//! - A list that is absent or `null` is empty. An empty list is written only where it is required.
//! - Identifiers ([`Personidentifikator`] and its like) are read whatever they hold and shown by no `Debug`.
//! - Errors say what was expected and where, never what the document held. [`Limits`] bound what is read.
//!
//! # serde
//!
//! Every type is `Serialize` and `Deserialize` for JSON. Records, unions and lists travel through `serde_json` as raw text
//! ([`serde_json::value::RawValue`]), so that amounts stay exact there too. This has limits: other formats of serde cannot carry
//! raw JSON and answer with an error, nor can `#[serde(flatten)]` and `#[serde(untagged)]` around such a type, and
//! [`serde_json::Value`] keeps numbers as `f64`. Enums, dates and identifiers are plain strings (or whole numbers) in
//! every format.
//!
//! # Features
//!
//! | feature | |
//! |---|---|
//! | `client` | the async HTTP client |
//! | `requests` | the same without an HTTP stack: calls go over a transport of the caller's own |
//! | `validate` | [`Rules`] are checked: `value.validate()` finds what goes against the document |
//! | `xml` | reading and writing XML |

// So that the macros' `$crate` and our own tests name the same things.
extern crate self as skatteetaten;

mod choice;
#[cfg(feature = "requests")]
pub mod client;
mod error;
pub mod json;
mod limits;
mod macros;
mod map;
mod one_or_many;
mod open_enum;
mod padded;
mod record;
pub mod roundtrip;
mod rules;
mod scalar;
mod serde_glue;
mod shape;
mod union;
#[cfg(feature = "validate")]
pub mod validate;
mod view;
pub mod xml;

pub use rust_decimal::Decimal;

pub use crate::choice::{ChoiceError, one_of};
pub use crate::error::{DecodeError, EncodeError, ErrorKind, ValueError};
pub use crate::limits::Limits;
pub use crate::map::Map;
pub use crate::one_or_many::OneOrMany;
pub use crate::open_enum::UnknownValue;
pub use crate::record::{Arity, Entries, Member, Record, Root, Value, Visitor};
pub use crate::rules::{Choice, Facet, Rules, reads};
pub use crate::scalar::{
    Aar, AarMaaned, Base64, Dato, HexBytes, Identifikator, Klokkeslett, Organisasjonsnummer, Partsnummer,
    Personidentifikator, TextList, Tidspunkt, Uuid, Varighet,
};
pub use crate::shape::{Field, Namespace, Shape};
pub use crate::union::{Selected, Tagging, Union, UnionShape, UnknownVariant};
#[cfg(feature = "validate")]
pub use crate::validate::{Finding, Findings, Rule, Validate};
pub use crate::view::{OpenEnum, Scalar, View, ViewMut};

/// For the macros of this crate alone: may change in any release.
#[doc(hidden)]
pub mod __private {
    pub use serde;
    pub use std::string::String;

    pub use crate::open_enum::all_plain;
    pub use crate::serde_glue::{deserialize, deserialize_text, serialize, serialize_text};
}
