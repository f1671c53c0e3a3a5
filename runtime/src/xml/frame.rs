//! What a record knows of itself while it is read.

use super::namespace::NsId;
use crate::shape::{Field, Shape};

/// What has been read of a record so far.
pub(super) struct Frame {
    pub(super) seen: Seen,
    /// The field expected next.
    pub(super) next: usize,
    /// How many of the required fields have been read.
    pub(super) required: usize,
    /// Namespace of element fields that name none themselves.
    pub(super) own: NsId,
    /// Namespace of the element the record is read from.
    pub(super) parent: NsId,
    /// Whether `own` is that of the parent, the record having none.
    pub(super) inherits: bool,
    /// Name of the child or attribute that told the variant of the union this is one of.
    pub(super) tag: Option<&'static str>,
    /// Groups whose last item may still grow, by position of their field.
    pub(super) groups: Vec<(usize, Frame)>,
}

impl Frame {
    #[inline]
    pub(super) fn mark(&mut self, index: usize, field: &Field) {
        if self.seen.set(index) && field.must_occur() {
            self.required += 1;
        }
    }

    /// Whether an element of this field can no longer belong to this item of a repeated group: another branch of a
    /// choice, or a later member of a sequence, is there already. As long as something that every item has is missing,
    /// the item goes on, and the order in it is free.
    pub(super) fn is_past(&self, index: usize, shape: &Shape) -> bool {
        let complete = self.required >= shape.required;
        let parted = |seen| shape.choices.iter().any(|choice| choice.parts(seen, index));
        self.seen.any(|seen| (complete && seen > index) || parted(seen))
    }
}

/// A set of field positions. The largest record of the published schemas has about 150.
#[derive(Default)]
pub(super) struct Seen {
    low: [u64; 3],
    high: Vec<usize>,
}

impl Seen {
    /// Adds a position; `false` if it was there.
    #[inline]
    pub(super) fn set(&mut self, index: usize) -> bool {
        if let Some(word) = self.low.get_mut(index / 64) {
            let bit = 1 << (index % 64);
            let new = *word & bit == 0;
            *word |= bit;
            new
        } else if self.high.contains(&index) {
            false
        } else {
            self.high.push(index);
            true
        }
    }

    #[inline]
    pub(super) fn has(&self, index: usize) -> bool {
        match self.low.get(index / 64) {
            Some(word) => word & (1 << (index % 64)) != 0,
            None => self.high.contains(&index),
        }
    }

    pub(super) fn any(&self, mut test: impl FnMut(usize) -> bool) -> bool {
        (0..self.low.len() * 64).any(|index| self.has(index) && test(index))
            || self.high.iter().any(|&index| test(index))
    }
}
