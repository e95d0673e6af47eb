//! Reading the log for a peer: what comes after a position, whether two logs agree at one, and ranges to compare.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row, named_params};
use shared_model::document::{Chunk, DocKind};
use shared_model::sync::digest::{Span, prefix};
use shared_model::sync::peer::{Origin, Page};
use shared_model::sync::{Chain, Entry, Mark};
use uuid::Uuid;

use super::super::error::{During, StoreError};
use super::source;

/// Rows looked at for one page, most of which may be another's.
const SCAN_MAX: u64 = 20_000;

/// How much is read at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    pub bytes: usize,
    pub entries: usize,
}

/// The changes after a position without those that came from `skip`, as many as the limit lets through but at least one.
pub fn after(conn: &Connection, seq: u64, skip: Option<Origin>, limit: Limit) -> Result<Page, StoreError> {
    // The end is read first: a change that is appended meanwhile must not be passed over.
    let whole = end(conn)?;
    let end =
        if whole.seq.saturating_sub(seq) > SCAN_MAX { last_up_to(conn, seq + SCAN_MAX)? } else { whole };
    let mut query = conn.prepare_cached(AFTER).during("read the log after a position")?;
    let skip = skip.map(source);
    let values = named_params! {":seq": signed(seq), ":end": signed(end.seq), ":skip": skip};
    let mut rows = query.query(values).during("read the log after a position")?;
    let mut page = Page { entries: Vec::new(), to: end, more: end.seq < whole.seq };
    let (mut bytes, mut last) = (0, Mark::default());
    while let Some(row) = rows.next().during("read the log after a position")? {
        let (mark, entry) = entry(row).during("read the log after a position")?;
        let size = entry.as_ref().map_or(0, |entry| entry.chunk.bytes.len());
        let full = bytes + size > limit.bytes || page.entries.len() >= limit.entries;
        if full && !page.entries.is_empty() {
            return Ok(Page { to: last, more: true, ..page });
        }
        bytes += size;
        last = mark;
        page.entries.extend(entry);
    }
    Ok(page)
}

const AFTER: &str = "SELECT seq, chain, doc_kind, doc_id, hash, bytes FROM log
     WHERE seq > :seq AND seq <= :end AND (:skip IS NULL OR source IS NOT :skip) ORDER BY seq";

/// All changes of a document, of every kind under its id, without those that came from `skip`.
pub fn of_document(conn: &Connection, doc: Uuid, skip: Origin) -> Result<Vec<Entry>, StoreError> {
    let mut query = conn.prepare_cached(OF_DOCUMENT).during("read a document's log")?;
    let values = named_params! {":doc": doc.as_bytes(), ":skip": source(skip)};
    let rows = query.query_map(values, entry).during("read a document's log")?;
    let found = rows.filter_map(|row| row.map(|(_, entry)| entry).transpose());
    found.collect::<rusqlite::Result<_>>().during("read a document's log")
}

const OF_DOCUMENT: &str = "SELECT seq, chain, doc_kind, doc_id, hash, bytes FROM log
     WHERE doc_id = :doc AND source IS NOT :skip ORDER BY seq";

/// The changes of a span whose hashes begin with one of these.
pub fn of_prefixes(
    conn: &Connection,
    span: Span,
    prefixes: &BTreeSet<[u8; 8]>,
    limit: Limit,
) -> Result<Vec<Entry>, StoreError> {
    let mut wanted = Vec::new();
    visit(conn, span, |seq, hash| {
        if prefixes.contains(&prefix(hash)) && wanted.len() < limit.entries {
            wanted.push(seq);
        }
    })?;
    let sql = "SELECT seq, chain, doc_kind, doc_id, hash, bytes FROM log WHERE seq = :seq";
    let mut query = conn.prepare_cached(sql).during("read changes")?;
    let (mut found, mut bytes) = (Vec::new(), 0);
    for seq in wanted {
        let row = query.query_row(named_params! {":seq": seq}, entry).optional().during("read changes")?;
        let Some((_, Some(entry))) = row else { continue };
        bytes += entry.chunk.bytes.len();
        if bytes > limit.bytes && !found.is_empty() {
            break;
        }
        found.push(entry);
    }
    Ok(found)
}

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

/// The mark of the last position that is not beyond another.
fn last_up_to(conn: &Connection, seq: u64) -> Result<Mark, StoreError> {
    let sql = "SELECT seq, chain FROM log WHERE seq <= :seq ORDER BY seq DESC LIMIT 1";
    let mut query = conn.prepare_cached(sql).during("read a mark")?;
    let found =
        query.query_row(named_params! {":seq": signed(seq)}, mark).optional().during("read a mark")?;
    Ok(found.unwrap_or_default())
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
    let mut query = conn.prepare_cached(OWN_AFTER).during("count what waits")?;
    query
        .query_row(named_params! {":seq": signed(seq)}, |row| row.get(0).map(unsigned))
        .during("count what waits")
}

const OWN_AFTER: &str = "SELECT count(*) FROM log INDEXED BY log_own WHERE source IS NULL AND seq > :seq";

/// The kind of the document that a change belongs to; none when it is not in the log.
pub fn kind_of(conn: &Connection, doc: Uuid, hash: &[u8; 32]) -> Result<Option<String>, StoreError> {
    let sql = "SELECT doc_kind FROM log WHERE doc_id = :doc AND hash = :hash LIMIT 1";
    let mut query = conn.prepare_cached(sql).during("look for a change")?;
    let values = named_params! {":doc": doc.as_bytes(), ":hash": hash};
    query.query_row(values, |row| row.get(0)).optional().during("look for a change")
}

/// Visits the position and the hash of every change in a span, by document. Ids carry the time they were made (UUIDv7), so
/// a span is a stretch of time.
pub fn visit(conn: &Connection, span: Span, mut each: impl FnMut(i64, &[u8; 32])) -> Result<(), StoreError> {
    let mut query = conn.prepare_cached(VISIT).during("read a span of documents")?;
    let (from, until) = span.ids();
    let values = named_params! {":from": from.as_bytes(), ":until": until.as_bytes()};
    let mut rows = query.query(values).during("read a span of documents")?;
    while let Some(row) = rows.next().during("read a span of documents")? {
        let hash = row.get(1).during("read a span of documents")?;
        each(row.get(0).during("read a span of documents")?, &hash);
    }
    Ok(())
}

const VISIT: &str = "SELECT seq, hash FROM log WHERE doc_id >= :from AND doc_id <= :until
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
