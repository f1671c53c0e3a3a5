//! Lists that a document may give as their only item.

use std::ops::{Deref, DerefMut};

use crate::record::{Arity, Member, Value, Visitor};
use crate::shape::Shape;
use crate::view::{View, ViewMut};

/// A list that a document may give as its only item: `"a"` for `["a"]`. It is written as it was read.
///
/// ```
/// # #[derive(Clone, Debug, PartialEq, Default)]
/// # pub struct Grunnlag {
/// #     pub kategori: skatteetaten::OneOrMany<String>,
/// # }
/// # skatteetaten::record! {
/// #     Grunnlag as "Grunnlag" {
/// #         0 => kategori: element("kategori").list(),
/// #     }
/// # }
/// for text in [r#"{"kategori":"a"}"#, r#"{"kategori":["a"]}"#] {
///     let grunnlag: Grunnlag = skatteetaten::json::from_slice(text.as_bytes())?;
///     assert_eq!(*grunnlag.kategori, ["a"]);
///     assert_eq!(skatteetaten::json::to_string(&grunnlag)?, text);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct OneOrMany<V> {
    items: Vec<V>,
    /// Written as the item itself, as long as there is one.
    alone: bool,
}

impl<V> OneOrMany<V> {
    /// A list that is written as its only item.
    #[must_use]
    pub fn one(item: V) -> Self {
        Self { items: vec![item], alone: true }
    }

    /// A list that is written as one, whatever its length.
    #[must_use]
    pub fn many(items: Vec<V>) -> Self {
        Self { items, alone: false }
    }

    /// The items.
    #[must_use]
    pub fn into_vec(self) -> Vec<V> {
        self.items
    }
}

impl<V> Default for OneOrMany<V> {
    fn default() -> Self {
        Self::many(Vec::new())
    }
}

/// The same items are the same list, however they are written.
impl<V: PartialEq> PartialEq for OneOrMany<V> {
    fn eq(&self, other: &Self) -> bool {
        self.items == other.items
    }
}

impl<V> From<Vec<V>> for OneOrMany<V> {
    fn from(items: Vec<V>) -> Self {
        Self::many(items)
    }
}

impl<V> Deref for OneOrMany<V> {
    type Target = Vec<V>;

    fn deref(&self) -> &Vec<V> {
        &self.items
    }
}

impl<V> DerefMut for OneOrMany<V> {
    fn deref_mut(&mut self) -> &mut Vec<V> {
        &mut self.items
    }
}

impl<'a, V> IntoIterator for &'a OneOrMany<V> {
    type Item = &'a V;
    type IntoIter = std::slice::Iter<'a, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<V> IntoIterator for OneOrMany<V> {
    type Item = V;
    type IntoIter = std::vec::IntoIter<V>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<V: Value> Member for OneOrMany<V> {
    fn blank() -> Self {
        Self::default()
    }

    fn accept<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        visitor.list(index, self);
    }

    fn arity(&self) -> Arity {
        Arity::List
    }

    fn count(&self) -> usize {
        self.items.len()
    }

    fn get(&self, index: usize) -> Option<View<'_>> {
        Member::get(&self.items, index)
    }

    fn last_mut(&mut self) -> Option<ViewMut<'_>> {
        Member::last_mut(&mut self.items)
    }

    fn add(&mut self) -> ViewMut<'_> {
        self.items.add()
    }

    fn item_size(&self) -> usize {
        self.items.item_size()
    }

    fn truncate(&mut self, count: usize) {
        self.items.truncate(count);
    }

    fn set_alone(&mut self) -> bool {
        self.alone = true;
        true
    }

    fn is_alone(&self) -> bool {
        self.alone && self.items.len() == 1
    }

    fn value_shape(&self) -> Option<&'static Shape> {
        V::shape()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grows_is_a_list() {
        let mut list = OneOrMany::one(1);
        assert!(list.is_alone());
        list.push(2);
        assert!(!list.is_alone());
        assert_eq!(list, OneOrMany::from(vec![1, 2]));
        assert!(!OneOrMany::many(vec![1]).is_alone());
        assert_eq!(OneOrMany::many(vec![1]), OneOrMany::one(1));
        assert_eq!(OneOrMany::one(1).into_iter().collect::<Vec<i32>>(), [1]);
    }
}
