//! The wall clock of the cloud, as an argument, so that stories can hold it in their hand.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use shared_model::time::Timestamp;

/// Where wall time comes from; cheap to clone.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The operating system's clock.
    pub fn system() -> Self {
        Self::from_source(Arc::new(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            Timestamp::from_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
        }))
    }

    /// A clock that somebody else moves.
    pub fn from_source(source: Arc<dyn Fn() -> Timestamp + Send + Sync>) -> Self {
        Self(source)
    }

    /// The time to go by.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Clock").field(&self.now()).finish()
    }
}
