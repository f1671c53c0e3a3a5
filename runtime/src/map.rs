//! Maps.

use std::collections::BTreeMap;

use crate::error::DecodeError;
use crate::json;
use crate::record::{Entries, Value};
#[cfg(feature = "xml")]
use crate::xml;

/// Values of one type by name, in order of name: typed `additionalProperties`.
pub type Map<V> = BTreeMap<String, V>;

impl<V: Value> Value for Map<V> {
    fn blank() -> Self {
        BTreeMap::new()
    }

    fn decode_json(&mut self, decoder: &mut json::Decoder<'_>) -> Result<(), DecodeError> {
        decoder.entries(self)
    }

    fn encode_json(&self, encoder: &mut json::Encoder) {
        encoder.entries(self);
    }

    #[cfg(feature = "xml")]
    fn decode_xml(&mut self, decoder: &mut xml::Decoder<'_>) -> Result<(), DecodeError> {
        decoder.entries(self)
    }

    #[cfg(feature = "xml")]
    fn encode_xml(&self, encoder: &mut xml::Encoder) {
        encoder.entries(self);
    }

    fn as_entries(&self) -> Option<&dyn Entries> {
        Some(self)
    }

    fn as_entries_mut(&mut self) -> Option<&mut dyn Entries> {
        Some(self)
    }
}

impl<V: Value> Entries for Map<V> {
    fn add_entry(&mut self, name: &str) -> Option<&mut dyn Value> {
        use std::collections::btree_map::Entry;
        match self.entry(name.to_owned()) {
            Entry::Vacant(place) => Some(place.insert(V::blank())),
            Entry::Occupied(_) => None,
        }
    }

    fn for_each(&self, each: &mut dyn FnMut(&str, &dyn Value)) {
        for (name, value) in self {
            each(name, value);
        }
    }
}
