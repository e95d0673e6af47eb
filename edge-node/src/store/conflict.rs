//! Fields that two sides wrote without knowing of each other, until somebody writes the field again.

use rusqlite::{Connection, Transaction, named_params};
use shared_model::document::registers::{self, Conflict};
use shared_model::document::{DocKind, Document};
use shared_model::time::Timestamp;
use shared_model::wire::sync::ConflictSide;
use uuid::Uuid;

use super::error::{During, StoreError, unreadable};

/// A conflict as it lies there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub kind: String,
    pub doc: Uuid,
    pub field: String,
    /// The winner first.
    pub sides: Vec<ConflictSide>,
    pub at: Timestamp,
    pub seen: bool,
}

/// Makes a document's rows what the document says. A conflict that stays as it was keeps its time and whether it was seen.
pub fn refresh(
    tx: &Transaction<'_>,
    kind: DocKind,
    doc: Uuid,
    document: &Document,
    at: Timestamp,
) -> Result<(), StoreError> {
    let conflicts = registers::conflicts(document);
    let fields = serde_json::Value::from_iter(conflicts.iter().map(|conflict| conflict.field.as_str())).to_string();
    let sql = "DELETE FROM conflict WHERE doc_kind = :kind AND doc_id = :doc
               AND field NOT IN (SELECT value FROM json_each(:fields))";
    let mut settled = tx.prepare_cached(sql).during("clear conflicts")?;
    let values = named_params! {":kind": kind.as_str(), ":doc": doc.as_bytes(), ":fields": fields};
    settled.execute(values).during("clear conflicts")?;
    conflicts.iter().try_for_each(|conflict| put(tx, kind, doc, conflict, at))
}

fn put(
    tx: &Transaction<'_>,
    kind: DocKind,
    doc: Uuid,
    conflict: &Conflict,
    at: Timestamp,
) -> Result<(), StoreError> {
    let side = |value: &registers::Side| ConflictSide { value: value.value.clone(), replica: hex(&value.replica) };
    let sides: Vec<ConflictSide> = conflict.sides.iter().map(side).collect();
    let sides = serde_json::to_string(&sides).map_err(unreadable("conflict"))?;
    let sql = "INSERT INTO conflict (doc_kind, doc_id, field, sides, at_ms, seen)
               VALUES (:kind, :doc, :field, :sides, :at, 0)
               ON CONFLICT (doc_kind, doc_id, field) DO UPDATE SET sides = excluded.sides, at_ms = excluded.at_ms,
                   seen = 0 WHERE sides <> excluded.sides";
    let mut upsert = tx.prepare_cached(sql).during("write a conflict")?;
    let values = named_params! {
        ":kind": kind.as_str(), ":doc": doc.as_bytes(), ":field": conflict.field, ":sides": sides, ":at": at.ms(),
    };
    upsert.execute(values).during("write a conflict").map(drop)
}

/// How many there are.
pub fn count(conn: &Connection) -> Result<u32, StoreError> {
    conn.query_row("SELECT count(*) FROM conflict", [], |row| row.get(0)).during("count conflicts")
}

/// Where a page of conflicts starts: after this one.
pub type Place = (String, Uuid, String);

/// Conflicts by document and field.
pub fn list(conn: &Connection, after: Option<&Place>, limit: u32) -> Result<Vec<Stored>, StoreError> {
    let sql = "SELECT doc_kind, doc_id, field, sides, at_ms, seen FROM conflict
               WHERE (doc_kind, doc_id, field) > (:kind, :doc, :field) ORDER BY doc_kind, doc_id, field LIMIT :limit";
    let first = (String::new(), Uuid::nil(), String::new());
    let (kind, doc, field) = after.unwrap_or(&first);
    let mut query = conn.prepare_cached(sql).during("list conflicts")?;
    let values = named_params! {":kind": kind, ":doc": doc.as_bytes(), ":field": field, ":limit": limit};
    let mut rows = query.query(values).during("list conflicts")?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().during("list conflicts")? {
        let read = || -> rusqlite::Result<(String, [u8; 16], String, String, i64, bool)> {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
        };
        let (kind, doc, field, sides, at, seen) = read().during("list conflicts")?;
        let sides = serde_json::from_str(&sides).map_err(unreadable("conflict"))?;
        found.push(Stored { kind, doc: Uuid::from_bytes(doc), field, sides, at: Timestamp::from_ms(at), seen });
    }
    Ok(found)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
