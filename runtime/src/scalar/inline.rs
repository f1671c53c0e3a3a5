//! Short texts kept inside the value, without an allocation.

use std::hash::{Hash, Hasher};

/// A text of at most `N` bytes.
#[derive(Clone, Copy)]
pub(super) struct Inline<const N: usize> {
    length: u8,
    bytes: [u8; N],
}

impl<const N: usize> Inline<N> {
    /// `None` if the text is too long.
    pub(super) fn new(text: &str) -> Option<Self> {
        let mut bytes = [0; N];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Self { length: u8::try_from(text.len()).ok()?, bytes })
    }

    pub(super) fn as_str(&self) -> &str {
        let text = self.bytes.get(..usize::from(self.length)).unwrap_or_default();
        // It was a text when it was put there.
        std::str::from_utf8(text).unwrap_or_default()
    }
}

impl<const N: usize> Default for Inline<N> {
    fn default() -> Self {
        Self { length: 0, bytes: [0; N] }
    }
}

impl<const N: usize> PartialEq for Inline<N> {
    fn eq(&self, other: &Self) -> bool {
        // What is beyond the length is always zero.
        self.length == other.length && self.bytes == other.bytes
    }
}

impl<const N: usize> Eq for Inline<N> {}

impl<const N: usize> Hash for Inline<N> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

/// A text that is usually at most `N` bytes long.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Text<const N: usize> {
    Inline(Inline<N>),
    Heap(Box<str>),
}

impl<const N: usize> Text<N> {
    pub(super) fn new(text: &str) -> Self {
        Inline::new(text).map_or_else(|| Self::Heap(text.into()), Self::Inline)
    }

    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Inline(text) => text.as_str(),
            Self::Heap(text) => text,
        }
    }
}

impl<const N: usize> Default for Text<N> {
    fn default() -> Self {
        Self::Inline(Inline::default())
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
        assert!(Inline::<3>::new("abcd").is_none());
    }
}
