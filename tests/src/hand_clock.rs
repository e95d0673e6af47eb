//! The wall clock of a world: it runs like any other, and stories set it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use edge_node::clock::Clock;
use shared_model::time::Timestamp;

/// Friday, 20 November 2026, 12:00 in Bogotá.
pub const FRIDAY_NOON_MS: i64 = 1_795_194_000_000;

/// A wall clock that a story holds in its hand; cheap to clone.
#[derive(Debug, Clone)]
pub struct HandClock {
    began: Instant,
    at_start_ms: Arc<AtomicI64>,
}

impl HandClock {
    /// A clock that shows `ms` now and goes on from there.
    pub fn at(ms: i64) -> Self {
        Self { began: Instant::now(), at_start_ms: Arc::new(AtomicI64::new(ms)) }
    }

    /// What it shows, in milliseconds since 1970 UTC.
    pub fn now_ms(&self) -> i64 {
        let passed = i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX);
        self.at_start_ms.load(Ordering::SeqCst).saturating_add(passed)
    }

    /// Sets it.
    pub fn set_ms(&self, ms: i64) {
        let ahead = ms.saturating_sub(self.now_ms());
        self.at_start_ms.fetch_add(ahead, Ordering::SeqCst);
    }

    /// Moves it, back too.
    pub fn advance_ms(&self, ms: i64) {
        self.at_start_ms.fetch_add(ms, Ordering::SeqCst);
    }

    /// The clock of a cloud that reads this one.
    pub fn for_cloud(&self) -> cloud_sync::clock::Clock {
        let hand = self.clone();
        cloud_sync::clock::Clock::from_source(Arc::new(move || Timestamp::from_ms(hand.now_ms())))
    }

    /// The clock of a box that reads this one.
    pub fn for_box(&self) -> Clock {
        let hand = self.clone();
        Clock::from_source(Arc::new(move || Timestamp::from_ms(hand.now_ms())))
    }
}
