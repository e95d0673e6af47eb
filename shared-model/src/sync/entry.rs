//! What a log holds and how positions in it are named.

use minicbor::{Decode, Encode};
use uuid::Uuid;

use crate::document::{Chunk, DocKind};

/// Hash over all hashes of a log so far: two logs with the same chain at a position hold the same up to there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chain(pub [u8; 16]);

impl Chain {
    /// The chain after one more change.
    #[must_use]
    pub fn next(self, hash: &[u8; 32]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.0).update(hash);
        let mut next = [0; 16];
        next.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Self(next)
    }
}

/// A position in somebody's log: everything up to `seq`, and the chain there. Position 0 is the empty log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub struct Mark {
    #[n(0)]
    pub seq: u64,
    #[n(1)]
    pub chain: Chain,
}

/// One change in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub seq: u64,
    pub kind: DocKind,
    pub doc: Uuid,
    pub chunk: Chunk,
}

/// Positions that are remembered of somebody's log, beside the cursor.
const REMEMBERED_MAX: usize = 32;

/// Adds the newest cursor to the remembered ones and thins them: the farther back, the wider apart. When a peer comes
/// back with another past, one of them says how much of it is shared.
pub fn remember(marks: &mut Vec<Mark>, newest: Mark) {
    marks.retain(|mark| *mark != newest);
    marks.push(newest);
    let mut met = std::collections::BTreeSet::new();
    // Of those about equally far back the oldest stays, so that it can age into the next stretch.
    marks.retain(|mark| met.insert(mark.seq.abs_diff(newest.seq).checked_ilog2()));
    let surplus = marks.len().saturating_sub(REMEMBERED_MAX);
    marks.drain(..surplus);
}

impl<C> Encode<C> for Chain {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Chain {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let bytes = d.bytes()?.try_into();
        bytes.map(Self).map_err(|_| minicbor::decode::Error::message("a chain is 16 bytes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_little_and_reaches_far_back() {
        let mut marks = Vec::new();
        for seq in 1..=100_000 {
            remember(&mut marks, Mark { seq, chain: Chain::default() });
        }
        let back: Vec<u64> = marks.iter().rev().map(|mark| 100_000 - mark.seq).collect();
        assert_eq!(back[0], 0);
        assert!(marks.len() <= 20 && *back.last().unwrap() > 50_000, "{back:?}");
        assert!(back.is_sorted(), "{back:?}");
    }
}
