//! Fields that two sides wrote without knowing of each other. Merging writes the rows; an edit of the field clears them.

use shared_model::document::DocKind;
use shared_model::time::Timestamp;
use uuid::Uuid;

use crate::store::Tx;
use crate::store::error::{StoreError, unreadable};
use crate::store::sql::Row;
use crate::values;

/// One field with several values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub kind: DocKind,
    pub doc: Uuid,
    /// The register: `price`, `recipe[]/…/quantity`.
    pub field: String,
    /// JSON list of what was written.
    pub candidates: String,
    pub at: Timestamp,
}

/// All that is unresolved, newest first.
pub fn all(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<Conflict>, StoreError> {
    let sql = "SELECT doc_kind, doc_id, field, candidates, at_ms FROM conflict
               ORDER BY at_ms DESC, doc_id, field LIMIT $1";
    tx.sql.query(sql, &values![limit])?.iter().map(conflict).collect()
}

/// What is unresolved of one document.
pub fn of(tx: &mut Tx<'_>, kind: DocKind, doc: Uuid) -> Result<Vec<Conflict>, StoreError> {
    let sql = "SELECT doc_kind, doc_id, field, candidates, at_ms FROM conflict
               WHERE doc_kind = $1 AND doc_id = $2 ORDER BY field";
    tx.sql.query(sql, &values![kind.as_str(), *doc.as_bytes()])?.iter().map(conflict).collect()
}

/// Replaces what is unresolved of one document.
pub fn replace(tx: &mut Tx<'_>, kind: DocKind, doc: Uuid, conflicts: &[Conflict]) -> Result<(), StoreError> {
    let sql = "DELETE FROM conflict WHERE doc_kind = $1 AND doc_id = $2";
    tx.sql.execute(sql, &values![kind.as_str(), *doc.as_bytes()])?;
    let sql = "INSERT INTO conflict (doc_kind, doc_id, field, candidates, at_ms) VALUES ($1, $2, $3, $4, $5)";
    let row = |conflict: &Conflict| {
        values![
            conflict.kind.as_str(),
            *conflict.doc.as_bytes(),
            conflict.field.as_str(),
            conflict.candidates.as_str(),
            conflict.at.ms(),
        ]
    };
    let rows: Vec<_> = conflicts.iter().map(row).collect();
    tx.sql.execute_many(sql, &rows)
}

/// Forgets fields of one document.
pub fn clear<'f>(
    tx: &mut Tx<'_>,
    kind: DocKind,
    doc: Uuid,
    fields: impl IntoIterator<Item = &'f str>,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM conflict WHERE doc_kind = $1 AND doc_id = $2 AND field = $3";
    let rows: Vec<_> =
        fields.into_iter().map(|field| values![kind.as_str(), *doc.as_bytes(), field]).collect();
    tx.sql.execute_many(sql, &rows)
}

fn conflict(row: &Row) -> Result<Conflict, StoreError> {
    let kind: String = row.get(0)?;
    let doc: [u8; 16] = row.get(1)?;
    Ok(Conflict {
        kind: DocKind::parse(&kind).ok_or_else(|| unreadable("document kind")(kind))?,
        doc: Uuid::from_bytes(doc),
        field: row.get(2)?,
        candidates: row.get(3)?,
        at: Timestamp::from_ms(row.get(4)?),
    })
}
