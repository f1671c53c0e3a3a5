//! Numbers that look random and are the same in every run.

/// `SplitMix64`: every seed is a good one, so each case of a test can have its own and be run again alone.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The numbers of case `index` of a run.
    #[must_use]
    pub fn of(seed: u64, index: u64) -> Self {
        let mut random = Self(seed);
        Self(random.number() ^ index.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 where there is none.
    pub fn below(&mut self, bound: usize) -> usize {
        // The remainder fits, as `bound` does; its slight preference for small numbers does not matter here.
        usize::try_from(self.number() % (bound.max(1) as u64)).unwrap_or_default()
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// A byte.
    pub fn byte(&mut self) -> u8 {
        self.number().to_le_bytes()[0]
    }

    /// One of these.
    ///
    /// # Panics
    /// When there is none.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}
