//! The table `box`: one row per box that was ever enrolled.

use shared_model::ids::{BoxId, BranchId, CompanyId};
use shared_model::time::Timestamp;
use shared_model::wire::platform::BoxStatus;

use crate::store::ControlTx;
use crate::store::error::{StoreError, unreadable};
use crate::store::sql::Row;
use crate::values;

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
    tx.sql.query(sql, &values![company, id, limit])?.iter().map(read).collect()
}

/// How many boxes a company has in use.
pub fn count_live(tx: &mut ControlTx<'_>, company: CompanyId) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) FROM box WHERE company_id = $1 AND status = 'live'";
    let rows = tx.sql.query(sql, &values![company.to_string()])?;
    rows.first().map_or(Ok(0), |row| row.get(0))
}

fn read(row: &Row) -> Result<Listed, StoreError> {
    let status: String = row.get(5)?;
    Ok(Listed {
        box_id: row.parse(0)?,
        company_id: row.parse(1)?,
        company_name: row.get(2)?,
        branch_id: row.parse(3)?,
        generation: row.get(4)?,
        status: match status.as_str() {
            "live" => BoxStatus::Live,
            "fenced" => BoxStatus::Fenced,
            "revoked" => BoxStatus::Revoked,
            _ => return Err(unreadable("status of a box")(status)),
        },
        enrolled_at: Timestamp::from_ms(row.get(6)?),
    })
}
