//! Fields that two sides wrote without knowing of each other, until somebody writes the field again.

use shared_model::document::registers;
use shared_model::document::{DocKind, Document};
use shared_model::time::Timestamp;
use shared_model::wire::sync::ConflictSide;
use uuid::Uuid;

use crate::hex::hex;
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
    /// What was written; the one that stands first.
    pub sides: Vec<ConflictSide>,
    pub at: Timestamp,
}

/// Makes a document's rows what the document says. A conflict that stays as it was keeps its time.
pub fn refresh(
    tx: &mut Tx<'_>,
    kind: DocKind,
    doc: Uuid,
    document: &Document,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (known, found) = (of(tx, kind, doc)?, registers::conflicts(document));
    let gone = known.iter().filter(|known| found.iter().all(|found| found.field != known.field));
    let gone =
        gone.map(|known| values![kind.as_str(), *doc.as_bytes(), known.field.as_str()]).collect::<Vec<_>>();
    tx.sql.execute_many("DELETE FROM conflict WHERE doc_kind = $1 AND doc_id = $2 AND field = $3", &gone)?;
    let mut rows = Vec::with_capacity(found.len());
    for found in found {
        let side =
            |side: &registers::Side| ConflictSide { value: side.value.clone(), replica: hex(&side.replica) };
        let sides: Vec<_> = found.sides.iter().map(side).collect();
        if known.iter().all(|known| known.field != found.field || known.sides != sides) {
            let sides = serde_json::to_string(&sides).map_err(unreadable("conflict"))?;
            rows.push(values![kind.as_str(), *doc.as_bytes(), found.field, sides, now.ms()]);
        }
    }
    let sql = "INSERT INTO conflict (doc_kind, doc_id, field, candidates, at_ms) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT ({company}doc_kind, doc_id, field)
               DO UPDATE SET candidates = excluded.candidates, at_ms = excluded.at_ms";
    tx.sql.execute_many(sql, &rows)
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

fn conflict(row: &Row) -> Result<Conflict, StoreError> {
    let kind: String = row.get(0)?;
    let doc: [u8; 16] = row.get(1)?;
    Ok(Conflict {
        kind: DocKind::parse(&kind).ok_or_else(|| unreadable("document kind")(kind))?,
        doc: Uuid::from_bytes(doc),
        field: row.get(2)?,
        sides: serde_json::from_str(&row.get::<String>(3)?).map_err(unreadable("conflict"))?,
        at: Timestamp::from_ms(row.get(4)?),
    })
}
