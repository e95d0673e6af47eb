//! Choices that can be repeated: SplitMix64 (Steele, Lea, Flood 2014), one stream per till and one for the mischief.

/// A stream of choices.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The stream with this number of the run's seed.
    pub const fn stream(seed: u64, number: u64) -> Self {
        Self(seed ^ number.wrapping_mul(0xA076_1D64_78BD_642F))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// One of `from..to`.
    pub fn between(&mut self, from: u64, to: u64) -> u64 {
        from + self.next() % (to - from)
    }

    /// True this many times out of a hundred.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.between(0, 100) < percent
    }
}
