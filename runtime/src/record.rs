//! What the codecs need to know of a Rust value.
//!
//! A [`Value`] shows itself to the codecs as a [`View`]. A [`Record`] is a value with named members; each is a [`Member`]:
//! a slot that holds one value, at most one, or a list. All are used through `dyn`, so that the decoders exist once and
//! a generated type adds tables rather than code.

use crate::shape::Shape;
use crate::view::{Scalar, View, ViewMut};

/// A value that JSON and XML can hold. Implemented by the macros of this crate and by its scalars.
pub trait Value: 'static {
    /// The value a decoder fills in. It may not be a valid one, and is never seen unless decoding succeeds.
    fn blank() -> Self
    where
        Self: Sized;

    /// The members, if this type is a record.
    #[must_use]
    fn shape() -> Option<&'static Shape>
    where
        Self: Sized,
    {
        None
    }

    /// This value, to be written.
    fn view(&self) -> View<'_>;

    /// This value, to be read into. It is blank.
    fn view_mut(&mut self) -> ViewMut<'_>;
}

/// A struct whose members are described by a static table. Implemented by [`record!`](crate::record!).
pub trait Record {
    /// The table.
    fn shape(&self) -> &'static Shape;

    /// Shows every member in the order of the table. What writes goes this way: it runs straight through the members,
    /// where asking for each by its position would be a jump to a place that the processor cannot foresee.
    fn visit<'a>(&'a self, visitor: &mut dyn Visitor<'a>);

    /// The member of the field at this position of the table; `None` beyond its end.
    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Member>;
}

/// Sees the members of a record one after the other, each with its position in the table.
pub trait Visitor<'a> {
    /// A member that holds a value.
    fn one(&mut self, index: usize, value: &View<'a>);

    /// A member that holds a text. The kinds that most members are of have functions of their own: where a record is
    /// visited the kind of each member is known, while a function that is called for all has to find it out, which the
    /// processor often foresees wrongly.
    fn text(&mut self, index: usize, text: &'a str) {
        self.one(index, &View::Text(text));
    }

    /// A member that holds a text without anything to escape.
    fn plain(&mut self, index: usize, text: &'a str) {
        self.one(index, &View::Plain(text));
    }

    /// A member that holds a whole number.
    fn integer(&mut self, index: usize, value: i64) {
        self.one(index, &View::Integer(value));
    }

    /// A member that holds another scalar.
    fn scalar(&mut self, index: usize, scalar: &'a dyn Scalar) {
        self.one(index, &View::Scalar(scalar));
    }

    /// A member that holds a record.
    fn record(&mut self, index: usize, record: &'a dyn Record) {
        self.one(index, &View::Record(record));
    }

    /// A member that holds none.
    fn none(&mut self, index: usize);

    /// A list, which may be empty.
    fn list(&mut self, index: usize, list: &'a dyn Member);
}

/// A type that has an XML root element of its own.
pub trait Root: Value {
    /// Local name of the root element.
    const NAME: &'static str;
    /// Its namespace. Without one any is read and none is written.
    const NAMESPACE: Option<&'static str>;
}

/// How many values a member can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arity {
    /// Exactly one: a field of type `V`.
    One,
    /// None or one: a field of type `Option<V>`.
    Optional,
    /// Any number: a field of type `Vec<V>`, `Vec<Option<V>>` where items may be null, or `OneOrMany<V>`.
    List,
}

/// A slot of a record. Implemented for `V`, `Option<V>`, `Vec<V>` and `Vec<Option<V>>` of every [`Value`].
pub trait Member {
    /// The slot before anything is read.
    fn blank() -> Self
    where
        Self: Sized;

    /// Shows the slot to a visitor.
    fn accept<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>)
    where
        Self: Sized;

    /// How many values the slot can hold.
    fn arity(&self) -> Arity;

    /// How many values it holds, nulls of a list included.
    fn count(&self) -> usize;

    /// The value at a position; `None` beyond the end and for a null.
    fn get(&self, index: usize) -> Option<View<'_>>;

    /// The last value; `None` where there is none and for a null.
    fn last_mut(&mut self) -> Option<ViewMut<'_>>;

    /// Makes room for one more value and gives it, blank: a list grows, an optional is set, a single value is itself.
    fn add(&mut self) -> ViewMut<'_>;

    /// Bytes that one more value takes in a list; 0 where there is room for it already. What the value itself allocates is
    /// not counted.
    fn item_size(&self) -> usize {
        0
    }

    /// Takes a null: an optional becomes empty, a list of optionals grows by one. `false` where no null can be held.
    fn add_null(&mut self) -> bool {
        false
    }

    /// Notes that the document gives the only item in place of the list. `false` where that is no way to write it.
    fn set_alone(&mut self) -> bool {
        false
    }

    /// Whether the list is written as its only item.
    fn is_alone(&self) -> bool {
        false
    }

    /// Back to this many values. A single value is left as it is.
    fn truncate(&mut self, count: usize) {
        let _ = count;
    }

    /// The members of the values, if they are records.
    fn value_shape(&self) -> Option<&'static Shape>;
}

/// Shows a value to a visitor.
#[inline]
pub(crate) fn show<'a>(index: usize, value: &View<'a>, visitor: &mut dyn Visitor<'a>) {
    match *value {
        View::Text(text) => visitor.text(index, text),
        View::Plain(text) => visitor.plain(index, text),
        View::Integer(value) => visitor.integer(index, value),
        View::Scalar(scalar) => visitor.scalar(index, scalar),
        View::Record(record) => visitor.record(index, record),
        _ => visitor.one(index, value),
    }
}

impl<V: Value> Member for V {
    fn blank() -> Self {
        V::blank()
    }

    fn accept<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        show(index, &self.view(), visitor);
    }

    fn arity(&self) -> Arity {
        Arity::One
    }

    fn count(&self) -> usize {
        1
    }

    fn get(&self, index: usize) -> Option<View<'_>> {
        if index == 0 { Some(self.view()) } else { None }
    }

    fn last_mut(&mut self) -> Option<ViewMut<'_>> {
        Some(self.view_mut())
    }

    fn add(&mut self) -> ViewMut<'_> {
        self.view_mut()
    }

    fn value_shape(&self) -> Option<&'static Shape> {
        V::shape()
    }
}

impl<V: Value> Member for Option<V> {
    fn blank() -> Self {
        None
    }

    fn accept<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        match self {
            Some(value) => show(index, &value.view(), visitor),
            None => visitor.none(index),
        }
    }

    fn arity(&self) -> Arity {
        Arity::Optional
    }

    fn count(&self) -> usize {
        usize::from(self.is_some())
    }

    fn get(&self, index: usize) -> Option<View<'_>> {
        match self {
            Some(value) if index == 0 => Some(value.view()),
            _ => None,
        }
    }

    fn last_mut(&mut self) -> Option<ViewMut<'_>> {
        self.as_mut().map(V::view_mut)
    }

    fn add(&mut self) -> ViewMut<'_> {
        self.insert(V::blank()).view_mut()
    }

    fn add_null(&mut self) -> bool {
        *self = None;
        true
    }

    fn truncate(&mut self, count: usize) {
        if count == 0 {
            *self = None;
        }
    }

    fn value_shape(&self) -> Option<&'static Shape> {
        V::shape()
    }
}

impl<V: Value> Member for Vec<V> {
    fn blank() -> Self {
        Vec::new()
    }

    fn accept<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        visitor.list(index, self);
    }

    fn arity(&self) -> Arity {
        Arity::List
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn get(&self, index: usize) -> Option<View<'_>> {
        <[V]>::get(self, index).map(V::view)
    }

    fn last_mut(&mut self) -> Option<ViewMut<'_>> {
        <[V]>::last_mut(self).map(V::view_mut)
    }

    fn add(&mut self) -> ViewMut<'_> {
        self.push_mut(V::blank()).view_mut()
    }

    fn item_size(&self) -> usize {
        size_of::<V>()
    }

    fn truncate(&mut self, count: usize) {
        Vec::truncate(self, count);
    }

    fn value_shape(&self) -> Option<&'static Shape> {
        V::shape()
    }
}

impl<V: Value> Member for Vec<Option<V>> {
    fn blank() -> Self {
        Vec::new()
    }

    fn accept<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        visitor.list(index, self);
    }

    fn arity(&self) -> Arity {
        Arity::List
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn get(&self, index: usize) -> Option<View<'_>> {
        match <[Option<V>]>::get(self, index) {
            Some(Some(value)) => Some(value.view()),
            _ => None,
        }
    }

    fn last_mut(&mut self) -> Option<ViewMut<'_>> {
        match <[Option<V>]>::last_mut(self) {
            Some(Some(value)) => Some(value.view_mut()),
            _ => None,
        }
    }

    fn add(&mut self) -> ViewMut<'_> {
        self.push_mut(None).insert(V::blank()).view_mut()
    }

    fn item_size(&self) -> usize {
        size_of::<Option<V>>()
    }

    fn add_null(&mut self) -> bool {
        self.push(None);
        true
    }

    fn truncate(&mut self, count: usize) {
        Vec::truncate(self, count);
    }

    fn value_shape(&self) -> Option<&'static Shape> {
        V::shape()
    }
}

impl<V: Value> Value for Box<V> {
    fn blank() -> Self {
        Box::new(V::blank())
    }

    fn shape() -> Option<&'static Shape> {
        V::shape()
    }

    fn view(&self) -> View<'_> {
        (**self).view()
    }

    fn view_mut(&mut self) -> ViewMut<'_> {
        (**self).view_mut()
    }
}

/// A map from names to values of one type: typed `additionalProperties`.
pub trait Entries {
    /// Makes room for an entry and gives its blank value; `None` if the name is taken.
    fn add_entry(&mut self, name: &str) -> Option<ViewMut<'_>>;

    /// Bytes that one more entry takes at most, its name and what its value allocates not included.
    fn entry_size(&self) -> usize;

    /// Calls `each` for every entry in order of name.
    fn for_each(&self, each: &mut dyn FnMut(&str, View<'_>));
}
