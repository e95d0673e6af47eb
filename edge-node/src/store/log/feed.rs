//! Reading the log for a peer: what comes after a position, whether two logs agree at one, and ranges to compare.

use rusqlite::{Connection, OptionalExtension, Row, named_params};
use shared_model::document::{Chunk, DocKind};
use shared_model::sync::{Chain, Entry, Mark};
use uuid::Uuid;

use super::super::error::{During, StoreError};

/// A stretch of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    pub entries: Vec<Entry>,
    /// Up to where the log was read: a peer that has the entries has all up to here.
    pub reached: Mark,
    /// There is more behind.
    pub more: bool,
}

/// The changes after a position, at most `max_bytes` of them (but at least one). With `own_only`, those that came from the
/// cloud are passed over.
pub fn after(conn: &Connection, seq: u64, max_bytes: usize, own_only: bool) -> Result<Stretch, StoreError> {
    // The end is read first: a change that is appended meanwhile must not be passed over.
    let end = end(conn)?;
    let sql = if own_only { AFTER_OWN } else { AFTER };
    let mut query = conn.prepare_cached(sql).during("read the log after a position")?;
    let values = named_params! {":seq": signed(seq), ":end": signed(end.seq)};
    let mut rows = query.query(values).during("read the log after a position")?;
    let mut stretch = Stretch { entries: Vec::new(), reached: end, more: false };
    let (mut bytes, mut last) = (0, Mark::default());
    while let Some(row) = rows.next().during("read the log after a position")? {
        let (mark, entry) = entry(row).during("read the log after a position")?;
        let size = entry.as_ref().map_or(0, |entry| entry.chunk.bytes.len());
        if bytes > 0 && bytes + size > max_bytes {
            return Ok(Stretch { reached: last, more: true, ..stretch });
        }
        bytes += size;
        last = mark;
        stretch.entries.extend(entry);
    }
    Ok(stretch)
}

const AFTER: &str =
    "SELECT seq, chain, doc_kind, doc_id, hash, bytes FROM log WHERE seq > :seq AND seq <= :end ORDER BY seq";
const AFTER_OWN: &str = "SELECT seq, chain, doc_kind, doc_id, hash, bytes FROM log INDEXED BY log_own
     WHERE received = 0 AND seq > :seq AND seq <= :end ORDER BY seq";

/// One row; no entry for a kind this program does not know, as an older program would find after a newer one.
fn entry(row: &Row<'_>) -> rusqlite::Result<(Mark, Option<Entry>)> {
    let mark = Mark { seq: unsigned(row.get(0)?), chain: Chain(row.get(1)?) };
    let kind: String = row.get(2)?;
    let doc = Uuid::from_bytes(row.get(3)?);
    let Some(kind) = DocKind::parse(&kind) else { return Ok((mark, None)) };
    let chunk = Chunk { hash: row.get(4)?, bytes: row.get(5)? };
    Ok((mark, Some(Entry { seq: mark.seq, kind, doc, chunk })))
}

/// The end of the log.
pub fn end(conn: &Connection) -> Result<Mark, StoreError> {
    let sql = "SELECT seq, chain FROM log ORDER BY seq DESC LIMIT 1";
    let mut query = conn.prepare_cached(sql).during("read the end of the log")?;
    let end = query.query_row([], mark).optional().during("read the end of the log")?;
    Ok(end.unwrap_or_default())
}

/// The mark of a position; none when the log has no such position.
pub fn mark_at(conn: &Connection, seq: u64) -> Result<Option<Mark>, StoreError> {
    if seq == 0 {
        return Ok(Some(Mark::default()));
    }
    let sql = "SELECT seq, chain FROM log WHERE seq = :seq";
    let mut query = conn.prepare_cached(sql).during("read a mark")?;
    query.query_row(named_params! {":seq": signed(seq)}, mark).optional().during("read a mark")
}

/// The highest of a peer's marks that this log agrees with; both logs are the same up to there. None: not one.
pub fn highest_common(conn: &Connection, marks: &[Mark]) -> Result<Option<Mark>, StoreError> {
    let mut sorted = marks.to_vec();
    sorted.sort_unstable();
    for mark in sorted.into_iter().rev() {
        if mark_at(conn, mark.seq)? == Some(mark) {
            return Ok(Some(mark));
        }
    }
    Ok(None)
}

/// How many own changes there are after a position: what the cloud does not have yet.
pub fn own_after(conn: &Connection, seq: u64) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) FROM log INDEXED BY log_own WHERE received = 0 AND seq > :seq";
    let mut query = conn.prepare_cached(sql).during("count what waits")?;
    query
        .query_row(named_params! {":seq": signed(seq)}, |row| row.get(0).map(unsigned))
        .during("count what waits")
}

/// Whether the log holds a change of a document.
pub fn holds(conn: &Connection, kind: DocKind, doc: Uuid, hash: &[u8; 32]) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM log WHERE doc_id = :doc AND doc_kind = :kind AND hash = :hash)";
    let mut query = conn.prepare_cached(sql).during("look for a change")?;
    let values = named_params! {":doc": doc.as_bytes(), ":kind": kind.as_str(), ":hash": hash};
    query.query_row(values, |row| row.get(0)).during("look for a change")
}

/// Visits the name of every change whose document's id is in `from..=until`, by document. Ids carry the time they were made
/// (UUIDv7), so a range of ids is a stretch of time.
pub fn visit(
    conn: &Connection,
    from: Uuid,
    until: Uuid,
    mut each: impl FnMut(&str, Uuid, [u8; 32]),
) -> Result<(), StoreError> {
    let mut query = conn.prepare_cached(VISIT).during("read a range of documents")?;
    let values = named_params! {":from": from.as_bytes(), ":until": until.as_bytes()};
    let mut rows = query.query(values).during("read a range of documents")?;
    while let Some(row) = rows.next().during("read a range of documents")? {
        let kind = row.get_ref(0).during("read a range of documents")?;
        let doc = row.get(1).during("read a range of documents")?;
        let hash = row.get(2).during("read a range of documents")?;
        each(kind.as_str().unwrap_or_default(), Uuid::from_bytes(doc), hash);
    }
    Ok(())
}

const VISIT: &str = "SELECT doc_kind, doc_id, hash FROM log WHERE doc_id >= :from AND doc_id <= :until
     ORDER BY doc_id, doc_kind, seq";

fn mark(row: &Row<'_>) -> rusqlite::Result<Mark> {
    Ok(Mark { seq: unsigned(row.get(0)?), chain: Chain(row.get(1)?) })
}

/// SQLite's integers are signed; a position beyond them is beyond every log.
pub fn signed(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

/// Positions are never negative.
pub fn unsigned(seq: i64) -> u64 {
    u64::try_from(seq).unwrap_or(0)
}

#[cfg(test)]
mod tests;
