//! When to dial again: soon at first, seldom later, for ever; spread at random, so that a thousand boxes whose cloud came
//! back do not all knock in the same second.

/// First and longest wait.
const FIRST_MS: u64 = 500;
const LONGEST_MS: u64 = 60_000;

/// How often in a row dialling failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// It failed: how long to wait. `random` is any random number.
    pub fn failed(&mut self, random: u64) -> u64 {
        let ceiling = FIRST_MS.saturating_mul(1 << self.failures.min(10)).min(LONGEST_MS);
        self.failures = self.failures.saturating_add(1);
        FIRST_MS + random % (ceiling - FIRST_MS + 1)
    }

    /// It worked: the next failure counts as the first.
    pub fn worked(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_stay_within_a_minute() {
        let mut backoff = Backoff::default();
        let longest: Vec<u64> = (0..9).map(|_| backoff.clone().failed(0).max(spread(&mut backoff))).collect();
        assert_eq!(longest, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
        assert_eq!(Backoff { failures: u32::MAX }.failed(0), 500);
        backoff.worked();
        assert_eq!(backoff.failed(7), 500);
    }

    /// The longest wait of many throws.
    fn spread(backoff: &mut Backoff) -> u64 {
        let longest = (0..120_000).map(|random| backoff.clone().failed(random)).max();
        backoff.failed(0);
        longest.unwrap()
    }
}
