//! Commands that were carried out, so that a retry is told the same again.

use rusqlite::{Connection, OptionalExtension, Transaction, named_params};
use shared_model::ids::CommandId;
use shared_model::time::Timestamp;

use super::error::{During, StoreError};

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Version of what was changed, for `ETag`.
    pub version: i64,
    /// JSON.
    pub body: Vec<u8>,
}

/// Hash of the request a command came with, to notice a key used for two intents.
pub type Fingerprint = [u8; 16];

/// The first answer to a command, and the fingerprint of the request it answered.
pub fn find(conn: &Connection, command: CommandId) -> Result<Option<(Fingerprint, Answer)>, StoreError> {
    let sql = "SELECT fingerprint, status, version, body FROM answered WHERE command_id = :id";
    let mut query = conn.prepare_cached(sql).during("look up an answer")?;
    let row = query.query_row(named_params! {":id": command.uuid().as_bytes()}, |row| {
        Ok((row.get(0)?, Answer { status: row.get(1)?, version: row.get(2)?, body: row.get(3)? }))
    });
    row.optional().during("look up an answer")
}

/// Keeps an answer.
pub fn insert(
    tx: &Transaction<'_>,
    command: CommandId,
    fingerprint: &Fingerprint,
    answer: &Answer,
    at: Timestamp,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO answered (command_id, fingerprint, status, version, body, at_ms)
               VALUES (:id, :fingerprint, :status, :version, :body, :at_ms)";
    let mut insert = tx.prepare_cached(sql).during("keep an answer")?;
    let id = command.uuid();
    let values = named_params! {
        ":id": id.as_bytes(), ":fingerprint": fingerprint, ":status": answer.status,
        ":version": answer.version, ":body": answer.body, ":at_ms": at.ms(),
    };
    insert.execute(values).during("keep an answer").map(drop)
}

/// Drops at most `limit` answers from before `until`; retries do not come a week late.
pub fn prune(tx: &Transaction<'_>, until: Timestamp, limit: u32) -> Result<usize, StoreError> {
    let sql = "DELETE FROM answered WHERE rowid IN
               (SELECT rowid FROM answered WHERE at_ms < :until ORDER BY at_ms LIMIT :limit)";
    tx.execute(sql, named_params! {":until": until.ms(), ":limit": limit}).during("prune answers")
}
