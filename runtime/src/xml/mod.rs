//! Reading and writing XML.
//!
//! ```
//! #[derive(Clone, Debug, PartialEq)]
//! pub struct Melding {
//!     pub partsnummer: String,
//!     pub merknad: Vec<String>,
//! }
//!
//! skatteetaten::record! {
//!     Melding as "Melding" in "urn:example" {
//!         0 => partsnummer: element("partsnummer").required(),
//!         1 => merknad: element("merknad").list(),
//!     }
//!     root "melding" in "urn:example"
//! }
//!
//! # #[cfg(feature = "xml")] {
//! use skatteetaten::xml;
//! let text = "<m:melding xmlns:m='urn:example'><m:merknad>a</m:merknad><m:partsnummer>1</m:partsnummer></m:melding>";
//! let melding: Melding = xml::from_slice(text.as_bytes())?;
//! assert_eq!(
//!     xml::to_string(&melding)?,
//!     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
//!      <melding xmlns=\"urn:example\"><partsnummer>1</partsnummer><merknad>a</merknad></melding>"
//! );
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is read
//!
//! UTF-8 with or without byte order mark, and ISO-8859-1 and windows-1252 where the XML declaration names them. Names are
//! compared with their namespace, whatever the prefix. Children may come in any order; those that a type does not know
//! are passed over with all that is inside them. In an item of a group that repeats the order counts once all that every
//! item has is there: it tells where the next one begins. An element or attribute that may occur once is an error when it occurs
//! twice, and so is text where a type has elements alone. Character references and the five entities of XML are
//! resolved; a document type declaration is refused, so there are no others. [`Limits`](crate::Limits) hold.
//!
//! | in the document | `Option<T>` | `Vec<T>` | `T` |
//! |---|---|---|---|
//! | no element | `None` | empty | error |
//! | `<a/>`, text | `Some("")` | an item `""` | `""` |
//! | `<a/>`, number, date … | error | error | error |
//! | `<a/>`, record | `Some`, if nothing in it is required | an item | as for `Option` |
//! | `<a xsi:nil="true"/>` | `None` | error; `Vec<Option<T>>`: an item `None` | error |
//!
//! # What is written
//!
//! Elements in the order of the schema, without white space between them; the namespace is declared as the default one,
//! wherever it changes. Empty elements are written `<a/>`.

mod any;
#[cfg(feature = "xml")]
mod attributes;
#[cfg(feature = "xml")]
mod decode;
#[cfg(feature = "xml")]
mod document;
#[cfg(feature = "xml")]
mod encode;
#[cfg(feature = "xml")]
mod frame;
#[cfg(feature = "xml")]
mod groups;
#[cfg(feature = "xml")]
mod json;
#[cfg(feature = "xml")]
mod members;
#[cfg(feature = "xml")]
mod namespace;
#[cfg(feature = "xml")]
mod record;
#[cfg(feature = "xml")]
mod scan;
#[cfg(feature = "xml")]
mod source;
#[cfg(feature = "xml")]
mod tags;
#[cfg(feature = "xml")]
mod text;
#[cfg(feature = "xml")]
mod union;

pub use any::Any;
#[cfg(feature = "xml")]
pub use decode::Decoder;
#[cfg(feature = "xml")]
pub use document::{RootName, from_slice, from_slice_as, from_slice_with, root_name, to_string, to_string_as};
#[cfg(feature = "xml")]
pub(crate) use document::{decode_into, encode_root};
#[cfg(feature = "xml")]
pub use encode::{Encoder, Scope};
#[cfg(feature = "xml")]
pub(crate) use tags::Tags;

#[cfg(all(test, feature = "xml"))]
mod tests {
    use super::*;

    #[test]
    fn codecs_do_not_show_what_they_read_and_write() {
        let mut encoder = Encoder::new();
        encoder.text("17912099997");
        assert!(format!("{encoder:?} {encoder:#?}").contains("written: "));
        let decoder = Decoder::new("<a b='17912099997'>17912099997</a>", crate::Limits::default());
        assert!(!format!("{encoder:?} {encoder:#?} {decoder:?} {decoder:#?}").contains("17912099997"));
    }
}
