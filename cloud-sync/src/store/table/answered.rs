//! Commands that were carried out, so that a retry is told the same again.

use shared_model::ids::CommandId;
use shared_model::time::Timestamp;

use crate::store::Tx;
use crate::store::error::{StoreError, unreadable};
use crate::values;

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
pub fn find(tx: &mut Tx<'_>, command: CommandId) -> Result<Option<(Fingerprint, Answer)>, StoreError> {
    let sql = "SELECT fingerprint, status, version, body FROM answered WHERE command_id = $1";
    let rows = tx.sql.query(sql, &values![*command.uuid().as_bytes()])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let status: i64 = row.get(1)?;
    let status = u16::try_from(status).map_err(unreadable("status"))?;
    Ok(Some((row.get(0)?, Answer { status, version: row.get(2)?, body: row.get(3)? })))
}

/// Keeps an answer.
pub fn insert(
    tx: &mut Tx<'_>,
    command: CommandId,
    fingerprint: Fingerprint,
    answer: &Answer,
    at: Timestamp,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO answered (command_id, fingerprint, status, version, body, at_ms)
               VALUES ($1, $2, $3, $4, $5, $6)";
    let values = values![
        *command.uuid().as_bytes(),
        fingerprint,
        i64::from(answer.status),
        answer.version,
        answer.body.as_slice(),
        at.ms(),
    ];
    tx.sql.execute(sql, &values).map(drop)
}

/// Drops at most `limit` answers from before `until`; retries do not come a week late.
pub fn prune(tx: &mut Tx<'_>, until: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let sql = "DELETE FROM answered WHERE command_id IN
               (SELECT command_id FROM answered WHERE at_ms < $1 ORDER BY at_ms LIMIT $2)";
    tx.sql.execute(sql, &values![until.ms(), limit])
}
