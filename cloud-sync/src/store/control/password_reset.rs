//! Links to a new password, hashed: good for an hour, once.

use shared_model::ids::{CompanyId, StaffId};
use shared_model::time::Timestamp;

use super::session::SecretHash;
use crate::store::ControlTx;
use crate::store::error::StoreError;
use crate::values;

/// Whose password a link changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reset {
    pub company_id: CompanyId,
    pub staff_id: StaffId,
    pub expires_at: Timestamp,
}

/// Adds a link; earlier ones of the same person end.
pub fn replace(tx: &mut ControlTx<'_>, token: &SecretHash, reset: Reset) -> Result<(), StoreError> {
    let (company, staff) = (reset.company_id.to_string(), reset.staff_id.to_string());
    let sql = "DELETE FROM password_reset WHERE company_id = $1 AND staff_id = $2";
    tx.sql.execute(sql, &values![company.as_str(), staff.as_str()])?;
    let sql = "INSERT INTO password_reset (token_hash, company_id, staff_id, expires_at_ms) VALUES ($1, $2, $3, $4)";
    tx.sql.execute(sql, &values![*token, company, staff, reset.expires_at.ms()]).map(drop)
}

/// Takes a link: whoever comes second finds nothing.
pub fn take(tx: &mut ControlTx<'_>, token: &SecretHash) -> Result<Option<Reset>, StoreError> {
    let sql = "SELECT company_id, staff_id, expires_at_ms FROM password_reset WHERE token_hash = $1";
    let rows = tx.sql.query(sql, &values![*token])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let gone = tx.sql.execute("DELETE FROM password_reset WHERE token_hash = $1", &values![*token])?;
    if gone == 0 {
        return Ok(None);
    }
    let expires_at = Timestamp::from_ms(row.get(2)?);
    Ok(Some(Reset { company_id: row.parse(0)?, staff_id: row.parse(1)?, expires_at }))
}

/// Forgets links that expired.
pub fn prune(tx: &mut ControlTx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.sql.execute("DELETE FROM password_reset WHERE expires_at_ms < $1", &values![now.ms()])
}
