//! Whether two replicas hold the same without telling each other everything: a count and an exclusive-or over the hashes
//! of a stretch of documents, halved where it differs until it is cheap to list the hashes.
//!
//! Documents lie on a line by the first eight bytes of their ids. Ids are UUIDv7, so a day is a stretch of that line on
//! both sides, whatever their clocks say. What was turned away counts as held: it would be sent for ever otherwise.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};
use uuid::Uuid;

use super::frame::Prefixes;
use crate::time::Timestamp;

/// Hashes a stretch may have to be listed instead of halved.
pub const LIST_MAX: u64 = 512;

const DAY_MS: u64 = 24 * 3_600_000;
/// Days back that are compared at every connection and every hour.
const RECENT_DAYS: u64 = 3;
/// Days back that are compared one an hour.
const OLDER_DAYS: u64 = 90;

/// Documents whose ids begin with these eight bytes, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub struct Span {
    #[n(0)]
    pub first: u64,
    #[n(1)]
    pub last: u64,
}

/// What a replica holds in a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Digest {
    #[n(0)]
    pub span: Span,
    #[n(1)]
    pub count: u64,
    /// Exclusive-or of the first eight bytes of each hash.
    #[n(2)]
    pub xor: u64,
}

/// Where a document lies on the line.
pub fn place(doc: Uuid) -> u64 {
    u64::try_from(doc.as_u128() >> 64).unwrap_or(u64::MAX)
}

impl Span {
    /// All documents.
    pub const ALL: Self = Self { first: 0, last: u64::MAX };

    /// Whether a document lies in it.
    pub fn contains(self, doc: Uuid) -> bool {
        (self.first..=self.last).contains(&place(doc))
    }

    /// The smallest and the largest id in it, for a scan over stored ids.
    pub const fn ids(self) -> (Uuid, Uuid) {
        (Uuid::from_u64_pair(self.first, 0), Uuid::from_u64_pair(self.last, u64::MAX))
    }

    /// Its halves; none when it cannot be divided.
    pub fn halves(self) -> Option<[Self; 2]> {
        let middle = self.first + (self.last.checked_sub(self.first)?) / 2;
        let second = Self { first: middle.checked_add(1)?, last: self.last };
        (self.first < self.last).then_some([Self { first: self.first, last: middle }, second])
    }

    /// Ids minted between two days since 1970, the second not included.
    fn days(from: u64, to: u64) -> Self {
        let at = |day: u64| day.saturating_mul(DAY_MS) << 16;
        Self { first: at(from), last: at(to).saturating_sub(1) }
    }
}

impl Digest {
    /// The digest of a span that holds these hashes.
    pub fn of<'a>(span: Span, hashes: impl IntoIterator<Item = &'a [u8; 32]>) -> Self {
        let mut digest = Self { span, count: 0, xor: 0 };
        for hash in hashes {
            digest.count += 1;
            digest.xor ^= u64::from_be_bytes(prefix(hash));
        }
        digest
    }
}

/// The first eight bytes of a hash.
pub fn prefix(hash: &[u8; 32]) -> [u8; 8] {
    let mut prefix = [0; 8];
    prefix.copy_from_slice(&hash[..8]);
    prefix
}

/// What of `one` is not in `other`.
pub fn missing(one: &Prefixes, other: &Prefixes) -> Prefixes {
    let held: BTreeSet<&[u8; 8]> = other.0.iter().collect();
    Prefixes(one.0.iter().filter(|prefix| !held.contains(prefix)).copied().collect())
}

/// What to compare in the `round`-th hour of a conversation: everything recent, one older day, and once a day the rest.
pub fn due(today: Timestamp, round: u64) -> Vec<Span> {
    let day = u64::try_from(today.ms()).unwrap_or(0) / DAY_MS;
    let recent = day.saturating_sub(RECENT_DAYS);
    // Clocks disagree: whatever is of tomorrow or later belongs to the recent ones.
    let mut spans = vec![Span { first: Span::days(recent, recent + 1).first, last: u64::MAX }];
    let older = recent.saturating_sub(1 + round % OLDER_DAYS);
    spans.push(Span::days(older, older + 1));
    if round.is_multiple_of(24) {
        let oldest = recent.saturating_sub(OLDER_DAYS);
        spans.push(Span { first: 0, last: Span::days(oldest, oldest + 1).first.saturating_sub(1) });
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_stretch_of_ids() {
        let day = Span::days(20_000, 20_001);
        let id = |ms: u64, rest: u64| Uuid::from_u64_pair((ms << 16) | rest, 7);
        let noon = 20_000 * DAY_MS + DAY_MS / 2;
        assert!(day.contains(id(noon, 0x7fff)) && day.contains(id(20_000 * DAY_MS, 0)));
        assert!(!day.contains(id(20_001 * DAY_MS, 0)) && !day.contains(id(20_000 * DAY_MS - 1, 0xffff)));
        let (first, last) = day.ids();
        assert!(first <= id(noon, 0) && id(noon, 0) <= last);
    }

    #[test]
    fn halving_ends_and_loses_nothing() {
        let mut span = Span::ALL;
        let mut steps = 0;
        while let Some([left, right]) = span.halves() {
            assert_eq!((left.first, right.last), (span.first, span.last));
            assert_eq!(left.last.checked_add(1), Some(right.first));
            span = if steps % 2 == 0 { left } else { right };
            steps += 1;
        }
        assert_eq!((steps, span.first), (64, span.last));
        assert_eq!(Span { first: 2, last: 1 }.halves(), None);
    }

    #[test]
    fn in_ninety_hours_everything_was_compared() {
        let today = Timestamp::from_ms(1_795_394_460_000);
        let mut spans: Vec<Span> = (0..OLDER_DAYS).flat_map(|round| due(today, round)).collect();
        spans.sort();
        let mut reached = 0_u64;
        for span in spans {
            assert!(span.first <= reached, "{span:?} leaves a gap after {reached}");
            reached = reached.max(span.last.saturating_add(1));
        }
        assert_eq!(reached, u64::MAX);
    }

    #[test]
    fn order_does_not_matter_and_a_difference_shows() {
        let (a, b) = ([1; 32], [2; 32]);
        assert_eq!(Digest::of(Span::ALL, [&a, &b]), Digest::of(Span::ALL, [&b, &a]));
        assert_ne!(Digest::of(Span::ALL, [&a, &b]), Digest::of(Span::ALL, [&a]));
        let (mine, theirs) = (Prefixes(vec![prefix(&a), prefix(&b)]), Prefixes(vec![prefix(&b)]));
        assert_eq!(missing(&mine, &theirs), Prefixes(vec![prefix(&a)]));
    }
}
