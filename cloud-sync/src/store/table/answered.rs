//! Commands that were carried out, so that a retry is told the same again.

use shared_model::ids::CommandId;
use shared_model::time::Timestamp;

use crate::store::Tx;
use crate::store::error::StoreError;
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

impl Answer {
    /// An answer in JSON.
    pub fn json<T: serde::Serialize>(status: u16, version: i64, body: &T) -> Self {
        Self { status, version, body: serde_json::to_vec(body).expect("answers are plain JSON") }
    }
}

/// Keyed hash of the request a command came with, to notice a key used for two intents.
pub type Fingerprint = [u8; 16];

/// The first answer to a command, and the fingerprint of the request it answered.
pub fn find(tx: &mut Tx<'_>, command: CommandId) -> Result<Option<(Fingerprint, Answer)>, StoreError> {
    let sql = "SELECT fingerprint, status, version, body FROM answered WHERE command_id = $1";
    let rows = tx.sql.query(sql, &values![*command.uuid().as_bytes()])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let status: u32 = row.get(1)?;
    let answer =
        Answer { status: u16::try_from(status).unwrap_or(200), version: row.get(2)?, body: row.get(3)? };
    Ok(Some((row.get(0)?, answer)))
}

/// Keeps an answer.
pub fn insert(
    tx: &mut Tx<'_>,
    command: CommandId,
    fingerprint: &Fingerprint,
    answer: &Answer,
    at: Timestamp,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO answered (command_id, fingerprint, status, version, body, at_ms)
               VALUES ($1, $2, $3, $4, $5, $6)";
    let values = values![
        *command.uuid().as_bytes(),
        *fingerprint,
        u32::from(answer.status),
        answer.version,
        answer.body.clone(),
        at.ms(),
    ];
    tx.sql.execute(sql, &values).map(drop)
}

/// Drops answers from before `until`; retries do not come a week late.
pub fn prune(tx: &mut Tx<'_>, until: Timestamp) -> Result<u64, StoreError> {
    tx.sql.execute("DELETE FROM answered WHERE at_ms < $1", &values![until.ms()])
}
