//! Maps.

use std::collections::BTreeMap;

use crate::record::{Entries, Value};
use crate::view::{View, ViewMut};

/// Values of one type by name, in order of name: typed `additionalProperties`.
pub type Map<V> = BTreeMap<String, V>;

impl<V: Value> Value for Map<V> {
    fn blank() -> Self {
        BTreeMap::new()
    }

    fn view(&self) -> View<'_> {
        View::Entries(self)
    }

    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Entries(self)
    }
}

impl<V: Value> Entries for Map<V> {
    fn add_entry(&mut self, name: &str) -> Option<ViewMut<'_>> {
        use std::collections::btree_map::Entry;
        match self.entry(name.to_owned()) {
            Entry::Vacant(place) => Some(place.insert(V::blank()).view_mut()),
            Entry::Occupied(_) => None,
        }
    }

    fn entry_size(&self) -> usize {
        // A node of the tree has room for 11, and all but the root are half full at least.
        size_of::<(String, V)>() * if self.is_empty() { 12 } else { 3 }
    }

    fn for_each(&self, each: &mut dyn FnMut(&str, View<'_>)) {
        for (name, value) in self {
            each(name, value.view());
        }
    }
}
