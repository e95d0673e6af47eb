//! The wall clock of the box, which may lie: a box without a battery wakes up in 1970.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use shared_model::time::Timestamp;

/// Where wall time comes from.
type Source = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How far the clock may be behind the last known time before people are told not to trust it, in milliseconds.
const BEHIND_MAX_MS: i64 = 60_000;

/// Wall time that never goes back while the process runs, and never behind what it is told was stored. Where the wall is
/// clearly behind, time goes on from there at its own pace: a retry still comes due, a locked PIN still opens.
#[derive(Clone)]
pub struct Clock {
    source: Source,
    known: Arc<Mutex<Known>>,
}

/// What the clock must not fall behind.
#[derive(Debug, Clone, Copy)]
struct Known {
    latest_ms: i64,
    /// Since when, and from which time on, the wall is not believed.
    alone: Option<(Instant, i64)>,
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clock").field("known", &self.known).finish_non_exhaustive()
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
        Self { source, known: Arc::new(Mutex::new(Known { latest_ms: i64::MIN, alone: None })) }
    }

    /// Never be behind `at` again.
    pub fn not_before(&self, at: Timestamp) {
        let mut known = self.known();
        if at.ms() > known.latest_ms {
            *known = Known { latest_ms: at.ms(), alone: None };
        }
    }

    /// The time to go by.
    pub fn now(&self) -> Timestamp {
        let wall = (self.source)().ms();
        let mut known = self.known();
        let now = if is_behind(wall, known.latest_ms) {
            let latest_ms = known.latest_ms;
            let (since, from) = *known.alone.get_or_insert_with(|| (Instant::now(), latest_ms));
            from.saturating_add(i64::try_from(since.elapsed().as_millis()).unwrap_or(i64::MAX))
        } else {
            known.alone = None;
            wall
        };
        known.latest_ms = known.latest_ms.max(now);
        Timestamp::from_ms(known.latest_ms)
    }

    /// False when the wall clock is clearly behind what was already stored: "hora no confiable".
    pub fn is_trusted(&self) -> bool {
        !is_behind((self.source)().ms(), self.known().latest_ms)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_behind(wall_ms: i64, latest_ms: i64) -> bool {
    wall_ms < latest_ms.saturating_sub(BEHIND_MAX_MS)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    const NOON_MS: i64 = 1_795_000_000_000;

    fn by_hand() -> (Arc<AtomicI64>, Clock) {
        let wall = Arc::new(AtomicI64::new(NOON_MS));
        let source = Arc::clone(&wall);
        (wall, Clock::from_source(Arc::new(move || Timestamp::from_ms(source.load(Ordering::Relaxed)))))
    }

    #[test]
    fn a_small_step_back_holds_the_time() {
        let (wall, clock) = by_hand();
        assert_eq!(clock.now().ms(), NOON_MS);
        wall.store(NOON_MS - 5_000, Ordering::Relaxed);
        assert_eq!(clock.now().ms(), NOON_MS);
        assert!(clock.is_trusted());
    }

    #[test]
    fn in_1970_time_goes_on_alone_until_the_wall_is_right_again() {
        let (wall, clock) = by_hand();
        clock.not_before(Timestamp::from_ms(NOON_MS + 1));
        wall.store(0, Ordering::Relaxed);
        let first = clock.now();
        assert!(first.ms() > NOON_MS && !clock.is_trusted());
        while clock.now() == first {
            std::hint::spin_loop();
        }
        wall.store(NOON_MS + 3_600_000, Ordering::Relaxed);
        assert!(clock.is_trusted());
        assert_eq!(clock.now().ms(), NOON_MS + 3_600_000);
    }
}
