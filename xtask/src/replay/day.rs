//! When the orders of a day come in: few in the afternoon, many at lunch, most at dinner.

use std::time::Duration;

/// Weight of each half hour from 10:00 to 22:00.
const HALF_HOURS: [u64; 24] = [1, 1, 2, 4, 8, 10, 9, 6, 3, 2, 2, 2, 2, 3, 4, 6, 9, 11, 12, 10, 7, 4, 2, 1];
/// Half an hour in milliseconds.
const SLOT_MS: u64 = 30 * 60 * 1000;

/// Times since opening of `count` orders, ascending and always the same.
pub fn times(count: usize) -> Vec<Duration> {
    let total: u64 = HALF_HOURS.iter().sum();
    let count = count as u64;
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut times: Vec<Duration> = (0..count)
        .map(|nth| {
            // An order's place within its share of the day is random, so that some come in bunches.
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let within = random >> 54; // 0..1024
            Duration::from_millis(at_ms((nth * 1024 + within) * total, count * 1024))
        })
        .collect();
    times.sort_unstable();
    times
}

/// The moment at which `share / of` of the day's weight has come in.
fn at_ms(share: u64, of: u64) -> u64 {
    let mut before = 0;
    for (slot, weight) in HALF_HOURS.iter().enumerate() {
        if share < (before + weight) * of {
            return slot as u64 * SLOT_MS + (share - before * of) * SLOT_MS / (weight * of);
        }
        before += weight;
    }
    HALF_HOURS.len() as u64 * SLOT_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dinner_is_the_peak_and_the_day_has_an_end() {
        let times = times(1834);
        assert_eq!(times.len(), 1834);
        assert!(times.is_sorted());
        assert!(*times.last().unwrap() <= Duration::from_hours(12));
        let between = |from: u64, to: u64| {
            let hours = Duration::from_hours(from)..Duration::from_hours(to);
            times.iter().filter(|time| hours.contains(time)).count()
        };
        let (lunch, afternoon, dinner) = (between(2, 4), between(4, 6), between(8, 10));
        assert!(dinner > lunch && lunch > 2 * afternoon, "{lunch} {afternoon} {dinner}");
    }

    #[test]
    fn one_order_and_none() {
        assert_eq!(times(0).len(), 0);
        assert_eq!(times(1).len(), 1);
    }
}
