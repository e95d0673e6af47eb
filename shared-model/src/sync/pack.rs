//! Changes as they travel: grouped by document, with everything left out that the other side can work out again, then
//! compressed. Every entry is rebuilt before it is sent and goes as it is when that does not give the same bytes.
//!
//! What is left out: magic and checksum of a change; the hash it builds on, when that is the change before it in the same
//! pack; its author, named once; and ids written as 32 hex digits, which become the 16 bytes that stand elsewhere in the
//! same order anyway, so that the compressor finds them (docs/adr/0006-sync-protocol.md has the measurements).

mod change;
mod cursor;

use std::collections::BTreeMap;

use uuid::Uuid;

use self::change::Actors;
use self::cursor::{Cursor, put_bytes, put_number};
use super::frame::Packed;

/// Bytes of changes that a sender puts into one pack.
pub const BATCH_BYTES: usize = 512 * 1024;
/// Bytes a pack may have before compression.
pub const RAW_MAX: usize = 768 * 1024;
/// Changes a pack may have.
pub const ENTRIES_MAX: usize = 4_096;
/// Bytes all changes of a pack may have once rebuilt.
const REBUILT_MAX: usize = 4 * RAW_MAX;
const LAYOUT: u8 = 1;
const LEVEL: i32 = 3;

/// A change on its way: not believed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// A [`crate::document::DocKind`] number, perhaps of a newer program.
    pub kind: u16,
    pub doc: Uuid,
    pub bytes: Vec<u8>,
}

/// Why a pack cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    #[error("the pack is larger than {RAW_MAX} bytes")]
    TooLarge,
    #[error("the pack has more than {ENTRIES_MAX} entries")]
    TooMany,
    #[error("the pack cannot be decompressed to the length it gives")]
    Compression,
    #[error("the pack is not the one its digest names")]
    Digest,
    #[error("the pack has layout {0}, which this version does not know")]
    Layout(u8),
    #[error("the pack ends early or says impossible things")]
    Malformed,
}

/// Packs and compresses.
pub fn pack(parcels: &[Parcel]) -> Packed {
    let raw = to_raw(parcels);
    let zstd = zstd::bulk::compress(&raw, LEVEL).expect("compressing into memory cannot fail");
    Packed { digest: digest(&raw), raw_len: u32::try_from(raw.len()).unwrap_or(u32::MAX), zstd }
}

/// Decompresses, never to more than allowed, and rebuilds every change.
pub fn unpack(packed: &Packed) -> Result<Vec<Parcel>, PackError> {
    let raw_len = packed.raw_len as usize;
    if raw_len > RAW_MAX {
        return Err(PackError::TooLarge);
    }
    let raw = zstd::bulk::decompress(&packed.zstd, raw_len).map_err(|_| PackError::Compression)?;
    if raw.len() != raw_len {
        return Err(PackError::Compression);
    }
    if digest(&raw) != packed.digest {
        return Err(PackError::Digest);
    }
    from_raw(&raw)
}

/// What bytes are called that may be no change: as Automerge would call them.
pub fn name(bytes: &[u8]) -> [u8; 32] {
    change::hash(bytes).unwrap_or_default()
}

fn digest(raw: &[u8]) -> [u8; 16] {
    let mut digest = [0; 16];
    digest.copy_from_slice(&blake3::hash(raw).as_bytes()[..16]);
    digest
}

/// Layout byte, then two streams: numbers, and the bytes they speak of.
fn to_raw(parcels: &[Parcel]) -> Vec<u8> {
    let mut places: BTreeMap<(u16, Uuid), usize> = BTreeMap::new();
    let mut groups: Vec<(u16, Uuid, Vec<&[u8]>)> = Vec::new();
    for Parcel { kind, doc, bytes } in parcels {
        let place = *places.entry((*kind, *doc)).or_insert_with(|| {
            groups.push((*kind, *doc, Vec::new()));
            groups.len() - 1
        });
        groups[place].2.push(bytes);
    }
    let (mut numbers, mut body, mut actors) = (Vec::new(), Vec::new(), Actors::default());
    put_number(&mut numbers, groups.len());
    for (kind, doc, changes) in groups {
        put_number(&mut numbers, usize::from(kind));
        put_number(&mut numbers, changes.len());
        body.extend_from_slice(doc.as_bytes());
        let mut before = None;
        for bytes in changes {
            change::write(bytes, before, &mut actors, &mut numbers, &mut body);
            before = change::hash(bytes);
        }
    }
    let mut raw = vec![LAYOUT];
    put_bytes(&mut raw, &numbers);
    raw.extend(body);
    raw
}

fn from_raw(raw: &[u8]) -> Result<Vec<Parcel>, PackError> {
    let (layout, rest) = raw.split_first().ok_or(PackError::Malformed)?;
    if *layout != LAYOUT {
        return Err(PackError::Layout(*layout));
    }
    let mut body = Cursor(rest);
    let mut numbers = Cursor(body.bytes().ok_or(PackError::Malformed)?);
    let (mut parcels, mut actors, mut rebuilt) = (Vec::new(), Actors::default(), 0);
    for _ in 0..numbers.number().ok_or(PackError::Malformed)? {
        let kind = numbers.number().and_then(|kind| u16::try_from(kind).ok()).ok_or(PackError::Malformed)?;
        let count = numbers.number().ok_or(PackError::Malformed)?;
        let doc = body.take(16).and_then(|id| Uuid::from_slice(id).ok()).ok_or(PackError::Malformed)?;
        let mut before = None;
        for _ in 0..count {
            if parcels.len() == ENTRIES_MAX {
                return Err(PackError::TooMany);
            }
            let bytes = change::read(before, &mut actors, &mut numbers, &mut body);
            let bytes = bytes.ok_or(PackError::Malformed)?;
            rebuilt += bytes.len();
            if rebuilt > REBUILT_MAX {
                return Err(PackError::TooLarge);
            }
            before = change::hash(&bytes);
            parcels.push(Parcel { kind, doc, bytes });
        }
    }
    if numbers.0.is_empty() && body.0.is_empty() { Ok(parcels) } else { Err(PackError::Malformed) }
}

/// How many of `sizes` go into one pack: as many as fit, at least one.
pub fn fit(sizes: impl IntoIterator<Item = usize>, bytes: usize) -> usize {
    let mut left = bytes.min(BATCH_BYTES);
    let fitting = sizes.into_iter().take(ENTRIES_MAX).take_while(|size| {
        let fits = *size <= left;
        left = left.saturating_sub(*size);
        fits
    });
    fitting.count().max(1)
}

#[cfg(test)]
mod tests;
