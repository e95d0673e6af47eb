//! The wall clock of the box, which may lie: a box without a battery wakes up in 1970.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use shared_model::time::Timestamp;

/// Where wall time comes from.
type Source = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How far the clock may be behind the time to go by before people are told not to trust it, in milliseconds.
const BEHIND_MAX_MS: i64 = 60_000;

/// Wall time that never goes back while the process runs, and never behind what it is told was stored. Where the wall
/// clock is behind that, time goes on from there at the pace of the monotonic clock: waiting must end one day.
#[derive(Clone)]
pub struct Clock {
    source: Source,
    last: Arc<Mutex<Reading>>,
}

/// The last time that was given, and when.
#[derive(Debug, Clone, Copy)]
struct Reading {
    time: Timestamp,
    at: Instant,
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clock").field("last", &self.last).finish_non_exhaustive()
    }
}

impl Clock {
    /// The operating system's clock.
    pub fn system() -> Self {
        Self::from_source(Arc::new(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            Timestamp::from_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
        }))
    }

    /// A clock that somebody else moves.
    pub fn from_source(source: Source) -> Self {
        let start = Reading { time: Timestamp::from_ms(i64::MIN), at: Instant::now() };
        Self { source, last: Arc::new(Mutex::new(start)) }
    }

    /// Never be behind `time` again.
    pub fn not_before(&self, time: Timestamp) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if time > last.time {
            *last = Reading { time, at: Instant::now() };
        }
    }

    /// The time to go by.
    pub fn now(&self) -> Timestamp {
        let wall = (self.source)();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let time = if wall >= last.time { wall } else { last.onwards() };
        // Kept as it is within a millisecond, or a clock that is asked often would never get on.
        if time > last.time {
            *last = Reading { time, at: Instant::now() };
        }
        time
    }

    /// False when the wall clock is clearly behind the time to go by: "hora no confiable".
    pub fn is_trusted(&self) -> bool {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        (self.source)() >= last.time.plus_ms(-BEHIND_MAX_MS)
    }
}

impl Reading {
    fn onwards(self) -> Timestamp {
        self.time.plus_ms(i64::try_from(self.at.elapsed().as_millis()).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    #[test]
    fn l22_a_clock_in_1970_neither_goes_back_nor_stands_still() {
        let wall = Arc::new(AtomicI64::new(1_800_000_000_000));
        let source = Arc::clone(&wall);
        let clock = Clock::from_source(Arc::new(move || Timestamp::from_ms(source.load(Ordering::Relaxed))));
        let before = clock.now();
        wall.store(0, Ordering::Relaxed);
        assert!(!clock.is_trusted());
        let first = clock.now();
        assert!(first >= before);
        let began = Instant::now();
        while clock.now() <= first {
            assert!(began.elapsed().as_secs() < 10, "time stands still");
        }
        wall.store(1_800_000_100_000, Ordering::Relaxed);
        assert_eq!(clock.now().ms(), 1_800_000_100_000);
        assert!(clock.is_trusted());
    }
}
