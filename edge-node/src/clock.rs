//! The wall clock of the box, which may lie: a box without a battery wakes up in 1970.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use shared_model::time::Timestamp;

/// Where wall time comes from.
type Source = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How far the clock may be behind the last stored time before people are told not to trust it, in milliseconds.
const BEHIND_MAX_MS: i64 = 60_000;

/// Wall time that never goes back while the process runs, and never behind what it is told was stored.
#[derive(Clone)]
pub struct Clock {
    source: Source,
    floor: Arc<AtomicI64>,
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clock").field("floor", &self.floor).finish_non_exhaustive()
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
        Self { source, floor: Arc::new(AtomicI64::new(i64::MIN)) }
    }

    /// Never be behind `at` again.
    pub fn not_before(&self, at: Timestamp) {
        self.floor.fetch_max(at.ms(), Ordering::AcqRel);
    }

    /// The time to go by.
    pub fn now(&self) -> Timestamp {
        let wall = (self.source)().ms();
        Timestamp::from_ms(self.floor.fetch_max(wall, Ordering::AcqRel).max(wall))
    }

    /// False when the wall clock is clearly behind what was already stored: "hora no confiable".
    pub fn is_trusted(&self) -> bool {
        (self.source)().ms() >= self.floor.load(Ordering::Acquire).saturating_sub(BEHIND_MAX_MS)
    }
}
