//! Short texts kept inside the value, without an allocation.

use std::hash::{Hash, Hasher};

use arrayvec::ArrayString;

/// A text that is usually at most `N` bytes long.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Text<const N: usize> {
    Inline(ArrayString<N>),
    Heap(Box<str>),
}

impl<const N: usize> Text<N> {
    pub(super) fn new(text: &str) -> Self {
        ArrayString::from(text).map_or_else(|_| Self::Heap(text.into()), Self::Inline)
    }

    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Inline(text) => text,
            Self::Heap(text) => text,
        }
    }
}

impl<const N: usize> Default for Text<N> {
    fn default() -> Self {
        Self::Inline(ArrayString::new())
    }
}

impl<const N: usize> Hash for Text<N> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_stay_inline_and_long_ones_move_out() {
        for text in ["", "abc", "blåbær"] {
            assert!(matches!(Text::<8>::new(text), Text::Inline(_)));
            assert_eq!(Text::<8>::new(text).as_str(), text);
        }
        assert!(matches!(Text::<8>::new("blåbærsyltetøy"), Text::Heap(_)));
        assert_eq!(Text::<8>::new("blåbærsyltetøy").as_str(), "blåbærsyltetøy");
    }
}
