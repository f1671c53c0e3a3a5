//! Where things stand in an `api.toml`.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use crate::source::LineTable;

/// What the items of a list go by.
const NAMES: &[&str] = &["navn", "kode"];

/// Line and column, both from 1, of each key and of the items of its list, by key and name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places(BTreeMap<(String, String), (u32, u32)>);

impl Places {
    /// Those of a table that was read from this text.
    pub(super) fn new(table: &DeTable<'_>, text: &str, lines: &LineTable) -> Self {
        let mut places = Self::default();
        for (key, value) in table {
            let mut add = |name: &str, start: usize| {
                let place = (key.get_ref().to_string(), name.to_owned());
                // A code may be listed with several statuses: the first will do.
                places.0.entry(place).or_insert_with(|| lines.position(text, start));
            };
            add("", key.span().start);
            let DeValue::Array(items) = value.get_ref() else { continue };
            for item in items {
                let name = match item.get_ref() {
                    DeValue::Table(table) => {
                        table.iter().find(|(key, _)| NAMES.contains(&key.get_ref().as_ref())).map(|(_, name)| name)
                    }
                    _ => Some(item),
                };
                if let Some(name) = name
                    && let DeValue::String(text) = name.get_ref()
                {
                    add(text, name.span().start);
                }
            }
        }
        places
    }

    /// The place of a key, or of the item with this name in its list.
    pub(crate) fn of(&self, key: &str, name: &str) -> Option<(u32, u32)> {
        self.0.get(&(key.to_owned(), name.to_owned())).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_items_have_places() {
        let text = "retired = true\nscopes = [\"a\", \"b\"]\n\n[[errors]]\nkode = \"A-1\"\nhttp = 404\n[[errors]]\nkode = \"A-1\"\n";
        let table = DeTable::parse(text).unwrap();
        let places = Places::new(table.get_ref(), text, &LineTable::new(text));
        assert_eq!(places.of("retired", ""), Some((1, 1)));
        assert_eq!(places.of("scopes", "b"), Some((2, 16)));
        assert_eq!(places.of("errors", "A-1"), Some((5, 8)));
        assert_eq!(places.of("errors", "A-2"), None);
    }
}
