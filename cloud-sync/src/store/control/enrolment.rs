//! Single-use codes for blank boxes, hashed. A row goes a day after it expired.

use shared_model::ids::{BoxId, BranchId, CompanyId};
use shared_model::time::Timestamp;

use crate::store::ControlTx;
use crate::store::error::StoreError;
use crate::store::sql::Row;
use crate::values;

/// A code that was given out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    pub code_hash: [u8; 32],
    pub company_id: CompanyId,
    pub branch_id: BranchId,
    pub created_by: String,
    pub expires_at: Timestamp,
    /// The box that used it.
    pub box_id: Option<BoxId>,
}

/// Keeps a code.
pub fn insert(tx: &mut ControlTx<'_>, enrolment: &Enrolment) -> Result<(), StoreError> {
    let sql = "INSERT INTO enrolment (code_hash, company_id, branch_id, created_by, expires_at_ms, box_id)
               VALUES ($1, $2, $3, $4, $5, $6)";
    let values = values![
        enrolment.code_hash,
        enrolment.company_id.to_string(),
        enrolment.branch_id.to_string(),
        enrolment.created_by.as_str(),
        enrolment.expires_at.ms(),
        enrolment.box_id.map(|id| id.to_string()),
    ];
    tx.sql.execute(sql, &values).map(drop)
}

/// A code by its hash.
pub fn find(tx: &mut ControlTx<'_>, code_hash: [u8; 32]) -> Result<Option<Enrolment>, StoreError> {
    let sql = "SELECT code_hash, company_id, branch_id, created_by, expires_at_ms, box_id
               FROM enrolment WHERE code_hash = $1";
    tx.sql.query(sql, &values![code_hash])?.first().map(read).transpose()
}

/// Makes everybody who enrols at a branch wait for whoever enrols there now: a write of its rows holds them.
pub fn hold(tx: &mut ControlTx<'_>, company: CompanyId, branch: BranchId) -> Result<(), StoreError> {
    let sql = "UPDATE enrolment SET expires_at_ms = expires_at_ms WHERE company_id = $1 AND branch_id = $2";
    tx.sql.execute(sql, &values![company.to_string(), branch.to_string()]).map(drop)
}

/// Uses a code up; false when it was used already.
pub fn consume(tx: &mut ControlTx<'_>, code_hash: [u8; 32], by: BoxId) -> Result<bool, StoreError> {
    let sql = "UPDATE enrolment SET box_id = $2 WHERE code_hash = $1 AND box_id IS NULL";
    Ok(tx.sql.execute(sql, &values![code_hash, by.to_string()])? == 1)
}

/// Drops codes that expired before `until`.
pub fn prune(tx: &mut ControlTx<'_>, until: Timestamp) -> Result<u64, StoreError> {
    tx.sql.execute("DELETE FROM enrolment WHERE expires_at_ms < $1", &values![until.ms()])
}

fn read(row: &Row) -> Result<Enrolment, StoreError> {
    Ok(Enrolment {
        code_hash: row.get(0)?,
        company_id: row.parse(1)?,
        branch_id: row.parse(2)?,
        created_by: row.get(3)?,
        expires_at: Timestamp::from_ms(row.get(4)?),
        box_id: row.get::<Option<String>>(5)?.map(|_| row.parse(5)).transpose()?,
    })
}
