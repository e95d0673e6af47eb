//! Changes that were not taken, with the reason, for people to see. What only misses a dependency waits here for it.

use shared_model::document::{Chunk, DocKind};
use shared_model::ids::BoxId;
use shared_model::sync::Refused;
use shared_model::sync::digest::Span;
use shared_model::time::Timestamp;
use uuid::Uuid;

use crate::store::Tx;
use crate::store::error::StoreError;
use crate::store::sql::{Row, Value};
use crate::values;

/// Rows a company may have; older ones go first.
const ROWS_MAX: i64 = 10_000;
/// Bytes a company may have in them; older ones go first.
const BYTES_MAX: i64 = 64 * 1024 * 1024;

/// A change that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// As it was called; a kind this program does not know keeps its number.
    pub kind: String,
    pub doc: Uuid,
    pub sent_by: Option<BoxId>,
    pub chunk: Chunk,
    pub refused: Refused,
}

/// Keeps letters; one that is there already stays as it is.
pub fn put(tx: &mut Tx<'_>, letters: &[DeadLetter], now: Timestamp) -> Result<(), StoreError> {
    if letters.is_empty() {
        return Ok(());
    }
    let sql = "INSERT INTO dead_letter (hash, doc_kind, doc_id, box_id, code, detail, bytes, at_ms)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT ({company}hash) DO NOTHING";
    let rows: Vec<_> = letters
        .iter()
        .map(|letter| {
            values![
                letter.chunk.hash,
                letter.kind.as_str(),
                *letter.doc.as_bytes(),
                letter.sent_by.map(|id| *id.uuid().as_bytes()),
                letter.refused.code(),
                letter.refused.to_string(),
                letter.chunk.bytes.clone(),
                now.ms(),
            ]
        })
        .collect();
    tx.sql.execute_many(sql, &rows)?;
    bound(tx).map(drop)
}

/// Drops the oldest letters of a company that has more of them, or more bytes in them, than it may.
pub fn bound(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    bound_to(tx, ROWS_MAX, BYTES_MAX)
}

fn bound_to(tx: &mut Tx<'_>, rows: i64, bytes: i64) -> Result<u64, StoreError> {
    // SQLite knows no OFFSET without LIMIT.
    let sql = "DELETE FROM dead_letter WHERE hash IN
               (SELECT hash FROM dead_letter ORDER BY at_ms DESC, hash LIMIT 1000000 OFFSET $1)";
    let surplus = tx.sql.execute(sql, &values![rows])?;
    let sql = "DELETE FROM dead_letter WHERE hash IN (SELECT hash FROM
                   (SELECT hash, sum(length(bytes)) OVER (ORDER BY at_ms DESC, hash) AS size FROM dead_letter) AS letter
               WHERE size > $1)";
    Ok(surplus + tx.sql.execute(sql, &values![bytes])?)
}

/// A letter as people see it: without what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub hash: [u8; 32],
    pub kind: String,
    pub doc: Uuid,
    pub sent_by: Option<BoxId>,
    pub code: String,
    pub detail: String,
    pub at: Timestamp,
}

/// Letters from before a time and hash, the newest first; `only` those of some boxes.
pub fn list(
    tx: &mut Tx<'_>,
    only: Option<&[BoxId]>,
    before: Option<(i64, [u8; 32])>,
    limit: u32,
) -> Result<Vec<Listed>, StoreError> {
    let (at, hash) = before.unwrap_or((i64::MAX, [0xff; 32]));
    let mut values = values![at, hash, limit];
    let mut boxes = String::new();
    if let Some(only) = only {
        if only.is_empty() {
            return Ok(Vec::new());
        }
        let places: Vec<String> = (values.len() + 1..).take(only.len()).map(|at| format!("${at}")).collect();
        values.extend(only.iter().map(|id| Value::from(*id.uuid().as_bytes())));
        boxes = format!("AND box_id IN ({})", places.join(", "));
    }
    let sql = format!(
        "SELECT hash, doc_kind, doc_id, box_id, code, detail, at_ms FROM dead_letter
         WHERE at_ms <= $1 AND (at_ms < $1 OR hash < $2) {boxes} ORDER BY at_ms DESC, hash DESC LIMIT $3"
    );
    tx.sql.query(&sql, &values)?.iter().map(listed).collect()
}

/// How many letters there are of each box.
pub fn count_by_box(tx: &mut Tx<'_>) -> Result<Vec<(Option<BoxId>, u64)>, StoreError> {
    let rows = tx.sql.query("SELECT box_id, count(*) FROM dead_letter GROUP BY box_id", &[])?;
    rows.iter().map(|row| Ok((box_at(row, 0)?, row.get(1)?))).collect()
}

fn listed(row: &Row) -> Result<Listed, StoreError> {
    Ok(Listed {
        hash: row.get(0)?,
        kind: row.get(1)?,
        doc: Uuid::from_bytes(row.get(2)?),
        sent_by: box_at(row, 3)?,
        code: row.get(4)?,
        detail: row.get(5)?,
        at: Timestamp::from_ms(row.get(6)?),
    })
}

fn box_at(row: &Row, column: usize) -> Result<Option<BoxId>, StoreError> {
    Ok(row.get::<Option<[u8; 16]>>(column)?.map(|id| BoxId::new(Uuid::from_bytes(id))))
}

/// Takes out the changes of documents that only wait for a dependency, to be tried again.
pub fn take_waiting(tx: &mut Tx<'_>, docs: &[Uuid]) -> Result<Vec<(DocKind, Uuid, Chunk)>, StoreError> {
    let code = Refused::MissingDependency.code();
    let any = tx.sql.query("SELECT 1 FROM dead_letter WHERE code = $1 LIMIT 1", &values![code])?;
    if any.is_empty() {
        return Ok(Vec::new());
    }
    let sql = "SELECT doc_kind, hash, bytes FROM dead_letter WHERE doc_id = $1 AND code = $2";
    let asked: Vec<_> = docs.iter().map(|doc| values![*doc.as_bytes(), code]).collect();
    let mut found = Vec::new();
    for (doc, rows) in docs.iter().zip(tx.sql.query_many(sql, &asked)?) {
        for row in rows {
            let kind: String = row.get(0)?;
            let Some(kind) = DocKind::parse(&kind) else { continue };
            found.push((kind, *doc, Chunk { hash: row.get(1)?, bytes: row.get(2)? }));
        }
    }
    let gone: Vec<_> = found.iter().map(|(_, _, chunk)| values![chunk.hash]).collect();
    tx.sql.execute_many("DELETE FROM dead_letter WHERE hash = $1", &gone)?;
    Ok(found)
}

/// Hashes of what was not taken of documents in a span.
pub fn hashes(tx: &mut Tx<'_>, span: Span) -> Result<Vec<[u8; 32]>, StoreError> {
    let (first, last) = span.ids();
    let sql = "SELECT hash FROM dead_letter WHERE doc_id >= $1 AND doc_id <= $2";
    let rows = tx.sql.query(sql, &values![*first.as_bytes(), *last.as_bytes()])?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// How many there are.
pub fn count(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let rows = tx.sql.query("SELECT count(*) FROM dead_letter", &[])?;
    rows.first().map_or(Ok(0), |row| row.get(0))
}
