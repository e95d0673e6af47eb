//! The breaker of one printer: after some failures in a row it is left alone for a while, then tried once. Pure.
//!
//! Being out of paper is not a failure; not answering is.

use tokio::time::Instant;

use super::timing::Timing;

/// Failures in a row and what follows from them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Breaker {
    failures: u32,
    closed_until: Option<Instant>,
}

/// Whether the printer may be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Now.
    Open,
    /// Not before then.
    Wait(Instant),
}

impl Breaker {
    /// Whether the printer may be tried at `now`.
    pub fn gate(&self, now: Instant) -> Gate {
        match self.closed_until {
            Some(until) if until > now => Gate::Wait(until),
            Some(_) | None => Gate::Open,
        }
    }

    /// One more failure. Returns when the printer may be tried again.
    pub fn failed(&mut self, now: Instant, timing: &Timing) -> Instant {
        self.failures = self.failures.saturating_add(1);
        let pause = if self.is_tripped(timing) {
            timing.breaker_open
        } else {
            let index = usize::try_from(self.failures).unwrap_or(usize::MAX).saturating_sub(1);
            timing.retries[index.min(timing.retries.len() - 1)]
        };
        let until = now + pause;
        self.closed_until = Some(until);
        until
    }

    /// The printer answered.
    pub fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// Enough failures in a row to call the printer down. One success ends that; until then each try is the only one.
    pub fn is_tripped(&self, timing: &Timing) -> bool {
        self.failures >= timing.breaker_failures
    }

    /// No failure since the last success.
    pub fn is_calm(&self) -> bool {
        self.failures == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_rest_a_minute_and_one_success_forgets_them() {
        let (timing, mut breaker, mut now) = (Timing::default(), Breaker::default(), Instant::now());
        let mut pauses = Vec::new();
        for _ in 0..6 {
            let until = breaker.failed(now, &timing);
            assert_eq!(breaker.gate(now), Gate::Wait(until));
            pauses.push((until - now).as_millis());
            now = until;
            assert_eq!(breaker.gate(now), Gate::Open);
        }
        assert_eq!(pauses, [300, 900, 2_000, 2_000, 60_000, 60_000]);
        assert!(breaker.is_tripped(&timing));
        breaker.succeeded();
        assert!(breaker.is_calm() && !breaker.is_tripped(&timing));
        assert_eq!((breaker.failed(now, &timing) - now).as_millis(), 300);
    }
}
