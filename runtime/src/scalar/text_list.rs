//! Lists in one text.

use serde::de::Deserializer;
use serde::ser::Serializer;

use crate::record::Value;
use crate::view::{Scalar, View, ViewMut};
use crate::{DecodeError, ValueError, json, serde_glue};

/// A list in one text (`xs:list`): in XML its items with a space between them, in JSON an array.
///
/// In JSON the text is taken too. An item that is a text must hold no white space: in XML it would be two.
///
/// ```
/// use skatteetaten::TextList;
///
/// let tall: TextList<i64> = skatteetaten::json::from_slice(b"[1, 2]")?;
/// assert_eq!(tall, TextList::from(vec![1, 2]));
/// assert_eq!(skatteetaten::json::from_slice::<TextList<i64>>(b"\" 1  2 \"")?, tall);
/// # Ok::<(), skatteetaten::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TextList<T>(
    /// The items.
    pub Vec<T>,
);

impl<T> Default for TextList<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> From<Vec<T>> for TextList<T> {
    fn from(items: Vec<T>) -> Self {
        Self(items)
    }
}

impl<T> FromIterator<T> for TextList<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T: Value> Value for TextList<T> {
    fn blank() -> Self {
        Self::default()
    }

    fn view(&self) -> View<'_> {
        View::Scalar(self)
    }

    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Scalar(self)
    }
}

impl<T: Value> Scalar for TextList<T> {
    fn decode_json(&mut self, decoder: &mut json::Decoder<'_>) -> Result<(), DecodeError> {
        if decoder.next_token() == Some(b'"') {
            return decoder.parse_string("a list", &mut |text| self.decode_text(text));
        }
        decoder.list(&mut self.0)
    }

    fn encode_json(&self, encoder: &mut json::Encoder) {
        encoder.list(&self.0);
    }

    fn decode_text(&mut self, text: &str) -> Result<(), ValueError> {
        text.split_ascii_whitespace().try_for_each(|word| self.0.push_mut(T::blank()).view_mut().decode_text(word))
    }

    fn encode_text(&self, out: &mut String) {
        for (index, item) in self.0.iter().enumerate() {
            if index > 0 {
                out.push(' ');
            }
            item.view().encode_text(out);
        }
    }
}

impl<T: Value> serde::Serialize for TextList<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_glue::serialize(self, serializer)
    }
}

impl<'de, T: Value> serde::Deserialize<'de> for TextList<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_glue::deserialize(deserializer)
    }
}
