//! Boxes that were ever enrolled: one row each, never deleted.

use shared_model::ids::{BoxId, BranchId, CompanyId};
use shared_model::sync::Author8;
use shared_model::time::Timestamp;
use shared_model::wire::platform::BoxStatus;

use crate::store::ControlTx;
use crate::store::error::{StoreError, unreadable};
use crate::store::sql::Row;
use crate::values;

/// A box as the platform knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolledBox {
    pub box_id: BoxId,
    pub company_id: CompanyId,
    pub branch_id: BranchId,
    /// The key it dials with.
    pub endpoint: [u8; 32],
    /// What its changes are written in the name of.
    pub replica: Author8,
    /// What the cloud says of it, signed; see `shared_model::sync::certificate`.
    pub certificate: Vec<u8>,
    pub generation: u32,
    pub status: BoxStatus,
    pub enrolled_at: Timestamp,
}

/// A box, as the fleet view shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub box_id: BoxId,
    pub company_id: CompanyId,
    pub company_name: String,
    pub branch_id: BranchId,
    pub generation: u32,
    pub status: BoxStatus,
    pub enrolled_at: Timestamp,
}

const COLUMNS: &str =
    "box_id, company_id, branch_id, endpoint, replica, certificate, generation, status, enrolled_at_ms";

/// Writes a box; one that dials with the same key takes its own row again.
pub fn put(tx: &mut ControlTx<'_>, boxed: &EnrolledBox) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO box ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (box_id) DO UPDATE SET replica = excluded.replica, certificate = excluded.certificate,
             generation = excluded.generation, status = excluded.status, enrolled_at_ms = excluded.enrolled_at_ms"
    );
    let values = values![
        boxed.box_id.to_string(),
        boxed.company_id.to_string(),
        boxed.branch_id.to_string(),
        boxed.endpoint,
        boxed.replica,
        boxed.certificate.as_slice(),
        boxed.generation,
        boxed.status.as_str(),
        boxed.enrolled_at.ms(),
    ];
    tx.sql.execute(&sql, &values).map(drop)
}

/// The box with this id.
pub fn find(tx: &mut ControlTx<'_>, id: BoxId) -> Result<Option<EnrolledBox>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM box WHERE box_id = $1");
    tx.sql.query(&sql, &values![id.to_string()])?.first().map(read).transpose()
}

/// The box that dials with this key.
pub fn find_by_endpoint(
    tx: &mut ControlTx<'_>,
    endpoint: [u8; 32],
) -> Result<Option<EnrolledBox>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM box WHERE endpoint = $1");
    tx.sql.query(&sql, &values![endpoint])?.first().map(read).transpose()
}

/// All boxes of a company, the newest first.
pub fn of_company(tx: &mut ControlTx<'_>, company: CompanyId) -> Result<Vec<EnrolledBox>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM box WHERE company_id = $1 ORDER BY branch_id, generation DESC");
    tx.sql.query(&sql, &values![company.to_string()])?.iter().map(read).collect()
}

/// The boxes of a branch, the newest first.
pub fn of_branch(
    tx: &mut ControlTx<'_>,
    company: CompanyId,
    branch: BranchId,
) -> Result<Vec<EnrolledBox>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM box WHERE company_id = $1 AND branch_id = $2 ORDER BY generation DESC"
    );
    tx.sql.query(&sql, &values![company.to_string(), branch.to_string()])?.iter().map(read).collect()
}

/// Fences the live boxes of a branch: another one takes their place.
pub fn fence(tx: &mut ControlTx<'_>, company: CompanyId, branch: BranchId) -> Result<u64, StoreError> {
    let sql = "UPDATE box SET status = 'fenced' WHERE company_id = $1 AND branch_id = $2 AND status = 'live'";
    tx.sql.execute(sql, &values![company.to_string(), branch.to_string()])
}

/// Takes back what a box was given; false when the company has no such box.
pub fn revoke(tx: &mut ControlTx<'_>, company: CompanyId, id: BoxId) -> Result<bool, StoreError> {
    let sql = "UPDATE box SET status = 'revoked' WHERE company_id = $1 AND box_id = $2";
    Ok(tx.sql.execute(sql, &values![company.to_string(), id.to_string()])? > 0)
}

/// Boxes by company and id, from behind a position.
pub fn list(
    tx: &mut ControlTx<'_>,
    after: Option<(CompanyId, BoxId)>,
    limit: u32,
) -> Result<Vec<Listed>, StoreError> {
    let sql = "SELECT box.box_id, box.company_id, company.name, box.branch_id, box.generation, box.status,
                   box.enrolled_at_ms
               FROM box JOIN company ON company.company_id = box.company_id
               WHERE box.company_id > $1 OR (box.company_id = $1 AND box.box_id > $2)
               ORDER BY box.company_id, box.box_id LIMIT $3";
    let (company, id) =
        after.map_or_else(Default::default, |(company, id)| (company.to_string(), id.to_string()));
    tx.sql.query(sql, &values![company, id, limit])?.iter().map(listed).collect()
}

/// How many boxes a company has in use.
pub fn count_live(tx: &mut ControlTx<'_>, company: CompanyId) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) FROM box WHERE company_id = $1 AND status = 'live'";
    let rows = tx.sql.query(sql, &values![company.to_string()])?;
    rows.first().map_or(Ok(0), |row| row.get(0))
}

fn read(row: &Row) -> Result<EnrolledBox, StoreError> {
    let status: String = row.get(7)?;
    Ok(EnrolledBox {
        box_id: row.parse(0)?,
        company_id: row.parse(1)?,
        branch_id: row.parse(2)?,
        endpoint: row.get(3)?,
        replica: row.get(4)?,
        certificate: row.get(5)?,
        generation: row.get(6)?,
        status: BoxStatus::parse(&status).ok_or_else(|| unreadable("box status")(status))?,
        enrolled_at: Timestamp::from_ms(row.get(8)?),
    })
}

fn listed(row: &Row) -> Result<Listed, StoreError> {
    let status: String = row.get(5)?;
    Ok(Listed {
        box_id: row.parse(0)?,
        company_id: row.parse(1)?,
        company_name: row.get(2)?,
        branch_id: row.parse(3)?,
        generation: row.get(4)?,
        status: BoxStatus::parse(&status).ok_or_else(|| unreadable("status of a box")(status))?,
        enrolled_at: Timestamp::from_ms(row.get(6)?),
    })
}
