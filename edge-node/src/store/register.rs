//! The merged state of what people edit, as JSON rows.

use rusqlite::{Connection, OptionalExtension, Transaction, named_params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared_model::document::DocKind;
use uuid::Uuid;

use super::error::{During, StoreError, unreadable};

/// Everything of a kind, each with the log position of its last change.
pub fn all<T: DeserializeOwned>(conn: &Connection, kind: DocKind) -> Result<Vec<(T, i64)>, StoreError> {
    let sql = "SELECT body, version FROM register WHERE doc_kind = :kind ORDER BY doc_id";
    let mut query = conn.prepare_cached(sql).during("read registers")?;
    let mut rows = query.query(named_params! {":kind": kind.as_str()}).during("read registers")?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().during("read registers")? {
        let body: String = row.get(0).during("read registers")?;
        let value = serde_json::from_str(&body).map_err(unreadable("register"))?;
        found.push((value, row.get(1).during("read registers")?));
    }
    Ok(found)
}

/// The state of one document.
pub fn one<T: DeserializeOwned>(conn: &Connection, kind: DocKind, id: Uuid) -> Result<Option<T>, StoreError> {
    let sql = "SELECT body FROM register WHERE doc_kind = :kind AND doc_id = :id";
    let mut query = conn.prepare_cached(sql).during("read a register")?;
    let values = named_params! {":kind": kind.as_str(), ":id": id.as_bytes()};
    let body: Option<String> = query.query_row(values, |row| row.get(0)).optional().during("read a register")?;
    body.map(|body| serde_json::from_str(&body).map_err(unreadable("register"))).transpose()
}

/// Writes the state of one document.
pub fn put<T: Serialize>(
    tx: &Transaction<'_>,
    kind: DocKind,
    id: Uuid,
    version: i64,
    value: &T,
) -> Result<(), StoreError> {
    let body = serde_json::to_string(value).map_err(unreadable("register"))?;
    let sql = "INSERT INTO register (doc_kind, doc_id, version, body) VALUES (:kind, :id, :version, :body)
               ON CONFLICT (doc_kind, doc_id) DO UPDATE SET version = excluded.version, body = excluded.body";
    let mut upsert = tx.prepare_cached(sql).during("write a register")?;
    let values =
        named_params! {":kind": kind.as_str(), ":id": id.as_bytes(), ":version": version, ":body": body};
    upsert.execute(values).during("write a register").map(drop)
}

/// Forgets all states, before they are rebuilt.
pub fn clear(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM register", []).during("clear registers").map(drop)
}
