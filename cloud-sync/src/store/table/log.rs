//! The append-only log of a company: every change of every document, in the sequence it was merged.

use shared_model::document::{Chunk, DocKind};
use shared_model::ids::{BoxId, BranchId};
use shared_model::sync::{Author8, Chain, Entry, Mark};
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
    /// The box that sent it; none: made here.
    pub sent_by: Option<BoxId>,
    pub replica: Author8,
    pub chunk: Chunk,
}

/// The end of the log.
pub fn end(tx: &mut Tx<'_>) -> Result<Mark, StoreError> {
    let rows = tx.sql.query("SELECT seq, chain FROM log ORDER BY seq DESC LIMIT 1", &[])?;
    rows.first().map_or_else(|| Ok(Mark::default()), mark)
}

/// Appends changes behind `end`; answers the new end.
pub fn append(tx: &mut Tx<'_>, mut end: Mark, entries: &[NewEntry]) -> Result<Mark, StoreError> {
    let sql = "INSERT INTO log (seq, doc_kind, doc_id, branch_id, box_id, replica, hash, chain, bytes)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        end = Mark { seq: end.seq + 1, chain: end.chain.next(&entry.chunk.hash) };
        rows.push(values![
            end.seq,
            entry.kind.as_str(),
            *entry.doc.as_bytes(),
            entry.branch.map(|id| *id.uuid().as_bytes()),
            entry.sent_by.map(|id| *id.uuid().as_bytes()),
            entry.replica,
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

/// What is to be sent to a box of a branch from behind a position: what belongs to the company or to the branch.
#[derive(Debug, Clone)]
pub struct Feed {
    pub entries: Vec<Entry>,
    /// How far was looked, whether or not there was anything for this box.
    pub to: Mark,
    /// There is more behind it.
    pub more: bool,
}

/// Changes asked of the database at a time.
const PAGE: i64 = 512;

/// Reads the feed of a box; without `echo`, what the box sent itself is left out.
pub fn feed(
    tx: &mut Tx<'_>,
    branch: BranchId,
    box_id: BoxId,
    after: u64,
    echo: bool,
    max_bytes: usize,
) -> Result<Feed, StoreError> {
    // Two ranges of one index each, so that other branches' sales cost nothing however many they are.
    let sql = "SELECT seq, doc_kind, doc_id, hash, bytes, box_id, chain FROM log
               WHERE branch_id IS NULL AND seq > $1 ORDER BY seq LIMIT $2";
    let company = tx.sql.query(sql, &values![after, PAGE])?;
    let sql = "SELECT seq, doc_kind, doc_id, hash, bytes, box_id, chain FROM log
               WHERE branch_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    let own = tx.sql.query(sql, &values![*branch.uuid().as_bytes(), after, PAGE])?;
    let full = |rows: &[Row]| rows.len() >= usize::try_from(PAGE).unwrap_or(usize::MAX);
    // Behind the end of a full page there may be more of it, which must not be overtaken.
    let mut limit = u64::MAX;
    for rows in [&company, &own].into_iter().filter(|rows| full(rows)) {
        limit = limit.min(rows.last().map_or(Ok(u64::MAX), |row| row.get(0))?);
    }
    let mut rows: Vec<(u64, Row)> = company
        .into_iter()
        .chain(own)
        .map(|row| Ok((row.get(0)?, row)))
        .collect::<Result<_, StoreError>>()?;
    rows.sort_by_key(|(seq, _)| *seq);
    let mut feed = Feed { entries: Vec::new(), to: Mark::default(), more: limit < u64::MAX };
    let mut bytes = 0;
    let sent_by = box_id.uuid().into_bytes().to_vec();
    for (seq, row) in rows.into_iter().filter(|(seq, _)| *seq <= limit) {
        let chunk = Chunk { hash: row.get(3)?, bytes: row.get(4)? };
        bytes += chunk.bytes.len();
        if bytes > max_bytes && !feed.entries.is_empty() {
            feed.more = true;
            return Ok(feed);
        }
        feed.to = Mark { seq, chain: Chain(row.get(6)?) };
        let own = row.get::<Option<Vec<u8>>>(5)?.is_some_and(|sender| sender == sent_by);
        if echo || !own {
            let kind: String = row.get(1)?;
            let doc: [u8; 16] = row.get(2)?;
            // What this program does not know it never stored.
            let Some(kind) = DocKind::parse(&kind) else { continue };
            feed.entries.push(Entry { seq, kind, doc: Uuid::from_bytes(doc), chunk });
        }
    }
    Ok(feed)
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
