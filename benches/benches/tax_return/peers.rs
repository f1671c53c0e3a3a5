//! The structs of the peers, made by the build script.

#![allow(dead_code, reason = "what is read is what is measured")]

pub(crate) type Serde = for_serde::Skattemelding;
pub(crate) type Instant = for_instant_xml::SkattemeldingSkattemelding;

/// Derives as one would write them by hand.
mod for_serde {
    use serde::{Deserialize, Serialize};

    /// A record that does not occur in the documents.
    #[derive(Debug, Deserialize, Serialize)]
    pub(crate) struct Tom {}

    include!(concat!(env!("OUT_DIR"), "/serde.rs"));
}

/// One struct for each name that a record has as an element.
mod for_instant_xml {
    use instant_xml::{FromXml, ToXml};

    /// A record that does not occur in the documents.
    #[derive(Debug, FromXml, ToXml)]
    pub(crate) struct Tom {}

    include!(concat!(env!("OUT_DIR"), "/instant_xml.rs"));
}
