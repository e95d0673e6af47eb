//! How often somebody may ask: a bucket of tokens per address at the doors, and one per company behind them.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use lru::LruCache;
use shared_model::ids::CompanyId;

/// Buckets remembered of each sort; one that is forgotten is full again.
const BUCKETS: NonZeroUsize = NonZeroUsize::new(16_384).expect("16384 is not zero");

/// How often: `burst` at once, then one more every `every`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub burst: u32,
    pub every: Duration,
}

/// The rates of a cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// Signing in, registering, enrolling, asking for a link: by address.
    pub door: Rate,
    /// Everything else: by company.
    pub tenant: Rate,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            door: Rate { burst: 30, every: Duration::from_secs(2) },
            tenant: Rate { burst: 200, every: Duration::from_millis(20) },
        }
    }
}

/// Keeps anybody from asking too often.
#[derive(Debug)]
pub struct Throttle {
    doors: Buckets<IpAddr>,
    tenants: Buckets<CompanyId>,
}

impl Throttle {
    /// Full buckets.
    pub fn new(rates: Rates) -> Self {
        Self { doors: Buckets::new(rates.door), tenants: Buckets::new(rates.tenant) }
    }

    /// One request at a door.
    ///
    /// # Errors
    /// How many seconds to wait.
    pub fn door(&self, address: IpAddr) -> Result<(), u32> {
        self.doors.take(network(address), Instant::now())
    }

    /// One request of a company.
    ///
    /// # Errors
    /// How many seconds to wait.
    pub fn tenant(&self, company: CompanyId) -> Result<(), u32> {
        self.tenants.take(company, Instant::now())
    }
}

/// IPv6 addresses by the /64 a customer gets.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
    }
}

/// A bucket holds time instead of tokens: the moment at which it would be full again.
#[derive(Debug)]
struct Buckets<K: Hash + Eq> {
    rate: Rate,
    full_at: Mutex<LruCache<K, Instant>>,
}

impl<K: Hash + Eq> Buckets<K> {
    fn new(rate: Rate) -> Self {
        Self { rate, full_at: Mutex::new(LruCache::new(BUCKETS)) }
    }

    fn take(&self, key: K, now: Instant) -> Result<(), u32> {
        let Rate { burst, every } = self.rate;
        let mut buckets = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let full_at = buckets.get(&key).copied().unwrap_or(now).max(now);
        let missing = full_at.duration_since(now) + every;
        let capacity = every * burst;
        if missing > capacity {
            let wait = missing.saturating_sub(capacity);
            return Err(u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX).max(1));
        }
        buckets.put(key, full_at + every);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_and_then_one_at_a_time() {
        let buckets = Buckets::new(Rate { burst: 3, every: Duration::from_secs(2) });
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        for _ in 0..3 {
            assert_eq!(buckets.take("a", at(0)), Ok(()));
        }
        assert_eq!(buckets.take("a", at(0)), Err(2));
        assert_eq!(buckets.take("b", at(0)), Ok(()), "others are not held up");
        assert_eq!(buckets.take("a", at(1)), Err(1));
        assert_eq!(buckets.take("a", at(2)), Ok(()));
        assert_eq!(buckets.take("a", at(2)), Err(2));
    }
}
