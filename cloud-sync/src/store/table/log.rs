//! The append-only log of a company: every change of every document, in the sequence it was merged.

use shared_model::document::{Chunk, DocKind};
use shared_model::ids::BranchId;
use shared_model::sync::digest::Span;
use shared_model::sync::peer::{Origin, Page, Read};
use shared_model::sync::{Chain, Entry, Mark, pack};
use uuid::Uuid;

use crate::store::Tx;
use crate::store::error::{StoreError, unreadable};
use crate::store::sql::{Row, Value};
use crate::values;

/// A change to be appended.
#[derive(Debug, Clone)]
pub struct NewEntry {
    pub kind: DocKind,
    pub doc: Uuid,
    /// None: it belongs to the whole company.
    pub branch: Option<BranchId>,
    /// The process that sent it; none: made here.
    pub origin: Option<Origin>,
    pub chunk: Chunk,
}

/// The end of the log.
pub fn end(tx: &mut Tx<'_>) -> Result<Mark, StoreError> {
    let rows = tx.sql.query("SELECT seq, chain FROM log ORDER BY seq DESC LIMIT 1", &[])?;
    rows.first().map_or_else(|| Ok(Mark::default()), mark)
}

/// Appends changes behind `end`; answers the new end.
pub fn append(tx: &mut Tx<'_>, mut end: Mark, entries: &[NewEntry]) -> Result<Mark, StoreError> {
    let sql = "INSERT INTO log (seq, doc_kind, doc_id, branch_id, origin, hash, chain, bytes)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        end = Mark { seq: end.seq + 1, chain: end.chain.next(&entry.chunk.hash) };
        rows.push(values![
            end.seq,
            entry.kind.as_str(),
            *entry.doc.as_bytes(),
            entry.branch.map(|id| *id.uuid().as_bytes()),
            entry.origin.map(origin_bytes),
            entry.chunk.hash,
            end.chain.0,
            entry.chunk.bytes.clone(),
        ]);
    }
    tx.sql.execute_many(sql, &rows)?;
    Ok(end)
}

/// The changes stored of one document id, of whichever kinds live under it, in sequence.
#[derive(Debug, Clone)]
pub struct Stored {
    pub kind: DocKind,
    pub branch: Option<BranchId>,
    pub chunk: Chunk,
    pub seq: u64,
}

/// What is stored of each of several documents.
pub fn documents(tx: &mut Tx<'_>, docs: &[Uuid]) -> Result<Vec<Vec<Stored>>, StoreError> {
    let sql = "SELECT doc_kind, branch_id, hash, bytes, seq FROM log WHERE doc_id = $1 ORDER BY seq";
    let asked: Vec<Vec<Value>> = docs.iter().map(|doc| values![*doc.as_bytes()]).collect();
    let found = tx.sql.query_many(sql, &asked)?;
    found.iter().map(|rows| rows.iter().map(stored).collect()).collect()
}

/// Ids of documents behind one, in the sequence of their bytes: every document once, page by page.
pub fn document_ids(tx: &mut Tx<'_>, after: Option<Uuid>, limit: u32) -> Result<Vec<Uuid>, StoreError> {
    let sql = "SELECT DISTINCT doc_id FROM log WHERE doc_id > $1 ORDER BY doc_id LIMIT $2";
    let rows = tx.sql.query(sql, &values![*after.unwrap_or(Uuid::nil()).as_bytes(), limit])?;
    rows.iter().map(|row| Ok(Uuid::from_bytes(row.get(0)?))).collect()
}

/// The position that has this chain, if the log has it there.
pub fn has_mark(tx: &mut Tx<'_>, wanted: Mark) -> Result<bool, StoreError> {
    if wanted.seq == 0 {
        return Ok(wanted == Mark::default());
    }
    let rows = tx.sql.query("SELECT seq, chain FROM log WHERE seq = $1", &values![wanted.seq])?;
    Ok(rows.first().map(mark).transpose()? == Some(wanted))
}

/// Changes asked of the database at a time.
const PAGE: usize = 1_024;

/// What is to be sent to a box of a branch: what belongs to the company or to the branch, but for what that very process
/// sent.
pub fn read(tx: &mut Tx<'_>, branch: BranchId, wanted: Read) -> Result<Page, StoreError> {
    // Two ranges of one index each, so that other branches' sales cost nothing however many they are.
    let sql = "SELECT seq, doc_kind, doc_id, hash, bytes, origin, chain FROM log
               WHERE branch_id IS NULL AND seq > $1 ORDER BY seq LIMIT $2";
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let company = tx.sql.query(sql, &values![wanted.after, limit])?;
    let sql = "SELECT seq, doc_kind, doc_id, hash, bytes, origin, chain FROM log
               WHERE branch_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    let own = tx.sql.query(sql, &values![*branch.uuid().as_bytes(), wanted.after, limit])?;
    // Behind the end of a full page there may be more of it, which must not be overtaken.
    let mut horizon = u64::MAX;
    for rows in [&company, &own].into_iter().filter(|rows| rows.len() >= PAGE) {
        horizon = horizon.min(rows.last().map_or(Ok(u64::MAX), |row| row.get(0))?);
    }
    let mut rows: Vec<(u64, Row)> = company
        .into_iter()
        .chain(own)
        .map(|row| Ok((row.get(0)?, row)))
        .collect::<Result<_, StoreError>>()?;
    rows.retain(|(seq, _)| *seq <= horizon);
    rows.sort_by_key(|(seq, _)| *seq);
    page(tx, rows, wanted, horizon < u64::MAX)
}

fn page(tx: &mut Tx<'_>, rows: Vec<(u64, Row)>, wanted: Read, more: bool) -> Result<Page, StoreError> {
    let skip = origin_bytes(wanted.skip).to_vec();
    let mut found = Page { entries: Vec::new(), to: Mark::default(), more };
    let (mut sizes, mut full) = (Vec::new(), false);
    for (seq, row) in rows {
        if row.get::<Option<Vec<u8>>>(5)?.is_none_or(|origin| origin != skip) {
            let next = entry(&row)?;
            sizes.push(next.chunk.bytes.len());
            if pack::fit(sizes.iter().copied(), wanted.max_bytes) < sizes.len() {
                full = true;
                break;
            }
            found.entries.push(next);
        }
        found.to = Mark { seq, chain: Chain(row.get(6)?) };
    }
    found.more |= full;
    if found.to.seq == 0 {
        found.to = at(tx, wanted.after)?;
    }
    Ok(found)
}

/// A page for a box that is told nothing.
pub fn nothing(tx: &mut Tx<'_>, after: u64) -> Result<Page, StoreError> {
    Ok(Page { entries: Vec::new(), to: at(tx, after)?, more: false })
}

/// The chain at a position.
fn at(tx: &mut Tx<'_>, seq: u64) -> Result<Mark, StoreError> {
    let rows = tx.sql.query("SELECT seq, chain FROM log WHERE seq = $1", &values![seq])?;
    rows.first().map_or_else(|| Ok(Mark { seq, chain: Chain::default() }), mark)
}

/// Documents that changed behind a position, as far as a branch may have them; at most `limit`, and the end of the log.
pub fn changed(
    tx: &mut Tx<'_>,
    branch: BranchId,
    after: u64,
    limit: u32,
) -> Result<(Vec<Uuid>, u64), StoreError> {
    let end = end(tx)?.seq;
    let sql = "SELECT DISTINCT doc_id FROM log
               WHERE seq > $1 AND (branch_id IS NULL OR branch_id = $2) LIMIT $3";
    let rows = tx.sql.query(sql, &values![after, *branch.uuid().as_bytes(), limit])?;
    let docs = rows.iter().map(|row| Ok(Uuid::from_bytes(row.get(0)?))).collect::<Result<_, StoreError>>()?;
    Ok((docs, end))
}

/// Everything a branch may have of some documents, but for what a process sent.
pub fn whole(
    tx: &mut Tx<'_>,
    branch: BranchId,
    docs: &[Uuid],
    skip: Option<Origin>,
) -> Result<Vec<Entry>, StoreError> {
    let sql = "SELECT seq, doc_kind, doc_id, hash, bytes, origin FROM log
               WHERE doc_id = $1 AND (branch_id IS NULL OR branch_id = $2) ORDER BY seq";
    let asked: Vec<_> = docs.iter().map(|doc| values![*doc.as_bytes(), *branch.uuid().as_bytes()]).collect();
    let skip = skip.map(|origin| origin_bytes(origin).to_vec());
    let mut entries = Vec::new();
    for row in tx.sql.query_many(sql, &asked)?.iter().flatten() {
        let origin: Option<Vec<u8>> = row.get(5)?;
        if origin.is_none() || origin != skip {
            entries.push(entry(row)?);
        }
    }
    Ok(entries)
}

/// The hashes a branch may have of documents in a span, with the documents.
pub fn hashes(tx: &mut Tx<'_>, branch: BranchId, span: Span) -> Result<Vec<(Uuid, [u8; 32])>, StoreError> {
    let (first, last) = span.ids();
    let sql = "SELECT doc_id, hash FROM log
               WHERE doc_id >= $1 AND doc_id <= $2 AND (branch_id IS NULL OR branch_id = $3)";
    let rows = tx.sql.query(sql, &values![*first.as_bytes(), *last.as_bytes(), *branch.uuid().as_bytes()])?;
    rows.iter().map(|row| Ok((Uuid::from_bytes(row.get(0)?), row.get(1)?))).collect()
}

fn entry(row: &Row) -> Result<Entry, StoreError> {
    let kind: String = row.get(1)?;
    let kind = DocKind::parse(&kind).ok_or_else(|| unreadable("document kind")(kind))?;
    let doc: [u8; 16] = row.get(2)?;
    let chunk = Chunk { hash: row.get(3)?, bytes: row.get(4)? };
    Ok(Entry { seq: row.get(0)?, kind, doc: Uuid::from_bytes(doc), chunk })
}

fn origin_bytes(origin: Origin) -> [u8; 12] {
    let mut bytes = [0; 12];
    bytes[..8].copy_from_slice(&origin.replica);
    bytes[8..].copy_from_slice(&origin.epoch.to_be_bytes());
    bytes
}

fn mark(row: &Row) -> Result<Mark, StoreError> {
    Ok(Mark { seq: row.get(0)?, chain: Chain(row.get(1)?) })
}

fn stored(row: &Row) -> Result<Stored, StoreError> {
    let kind: String = row.get(0)?;
    let kind = DocKind::parse(&kind).ok_or_else(|| unreadable("document kind")(kind))?;
    let branch: Option<[u8; 16]> = row.get(1)?;
    Ok(Stored {
        kind,
        branch: branch.map(|id| BranchId::new(Uuid::from_bytes(id))),
        chunk: Chunk { hash: row.get(2)?, bytes: row.get(3)? },
        seq: row.get(4)?,
    })
}
