//! Durations seen, and their percentiles, in whole microseconds.

use std::time::Duration;

use serde_json::{Value, json};

/// Every duration of one measurement, in microseconds.
#[derive(Debug, Default, Clone)]
pub struct Latencies(Vec<u64>);

impl Latencies {
    /// Adds one duration.
    pub fn add(&mut self, took: Duration) {
        self.add_us(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    /// Adds one duration in microseconds.
    pub fn add_us(&mut self, took_us: u64) {
        self.0.push(took_us);
    }

    /// Adds what another thread saw.
    pub fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// How many were seen.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Percentiles by nearest rank; zeros when nothing was seen.
    pub fn summary(mut self) -> Summary {
        self.0.sort_unstable();
        let rank = |per_mille: usize| {
            let index = (self.0.len() * per_mille).div_ceil(1000).saturating_sub(1);
            self.0.get(index).copied().unwrap_or_default()
        };
        Summary { count: self.0.len(), p50_us: rank(500), p99_us: rank(990), max_us: rank(1000) }
    }
}

/// The three numbers worth reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    pub count: usize,
    pub p50_us: u64,
    pub p99_us: u64,
    pub max_us: u64,
}

impl Summary {
    /// `p50 / p99` in milliseconds, or a dash when nothing was seen.
    pub fn cell(&self) -> String {
        if self.count == 0 { "-".to_owned() } else { format!("{} / {}", ms(self.p50_us), ms(self.p99_us)) }
    }

    /// For machines.
    pub fn json(&self) -> Value {
        json!({ "count": self.count, "p50_us": self.p50_us, "p99_us": self.p99_us, "max_us": self.max_us })
    }
}

/// Microseconds as milliseconds with two decimals.
pub fn ms(us: u64) -> String {
    format!("{}.{:02}", us / 1000, us % 1000 / 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_were_seen() {
        let mut seen = Latencies::default();
        (1..=200_u64).rev().for_each(|ms| seen.add(Duration::from_millis(ms)));
        let summary = seen.summary();
        assert_eq!((summary.p50_us, summary.p99_us, summary.max_us), (100_000, 198_000, 200_000));
        assert_eq!(summary.cell(), "100.00 / 198.00");
    }

    #[test]
    fn one_is_every_percentile_and_none_is_a_dash() {
        let mut one = Latencies::default();
        one.add_us(1_239);
        assert_eq!(one.summary().cell(), "1.23 / 1.23");
        assert_eq!(Latencies::default().summary().cell(), "-");
    }
}
