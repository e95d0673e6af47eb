//! Wrong passwords by account and by address. Rows are kept for a while after their lock ends, then go.

use shared_model::time::Timestamp;

use crate::store::ControlTx;
use crate::store::error::StoreError;
use crate::values;

/// Wrong passwords since the last right one, and until when more are refused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attempts {
    pub failures: u32,
    pub locked_until: Timestamp,
    /// When the last one was counted.
    pub last_at: Timestamp,
}

/// The attempts under a name.
pub fn find(tx: &mut ControlTx<'_>, who: &str) -> Result<Attempts, StoreError> {
    let sql = "SELECT failures, locked_until_ms, last_at_ms FROM login_attempt WHERE who = $1";
    let rows = tx.sql.query(sql, &values![who])?;
    let Some(row) = rows.first() else { return Ok(Attempts::default()) };
    Ok(Attempts {
        failures: row.get(0)?,
        locked_until: Timestamp::from_ms(row.get(1)?),
        last_at: Timestamp::from_ms(row.get(2)?),
    })
}

/// Writes the attempts under a name.
pub fn put(tx: &mut ControlTx<'_>, who: &str, attempts: Attempts) -> Result<(), StoreError> {
    let sql = "INSERT INTO login_attempt (who, failures, locked_until_ms, last_at_ms) VALUES ($1, $2, $3, $4)
               ON CONFLICT (who) DO UPDATE SET failures = excluded.failures,
                   locked_until_ms = excluded.locked_until_ms, last_at_ms = excluded.last_at_ms";
    let Attempts { failures, locked_until, last_at } = attempts;
    tx.sql.execute(sql, &values![who, failures, locked_until.ms(), last_at.ms()]).map(drop)
}

/// Forgets the attempts under a name: the right password came.
pub fn forget(tx: &mut ControlTx<'_>, who: &str) -> Result<(), StoreError> {
    tx.sql.execute("DELETE FROM login_attempt WHERE who = $1", &values![who]).map(drop)
}

/// Forgets attempts that nobody added to since `until`.
pub fn prune(tx: &mut ControlTx<'_>, until: Timestamp) -> Result<u64, StoreError> {
    let sql = "DELETE FROM login_attempt WHERE last_at_ms < $1 AND locked_until_ms < $1";
    tx.sql.execute(sql, &values![until.ms()])
}
