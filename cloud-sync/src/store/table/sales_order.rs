//! Orders of all branches, as rows.

use shared_model::ids::BranchId;
use shared_model::time::BusinessDay;

use crate::store::Tx;
use crate::store::error::StoreError;
use crate::values;

/// What orders of one status add up to, in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayTotals {
    pub status: String,
    pub orders: u64,
    pub total: i64,
    pub paid: i64,
    pub due: i64,
}

/// What a branch sold on a day, by status.
pub fn day_totals(
    tx: &mut Tx<'_>,
    branch: BranchId,
    day: BusinessDay,
) -> Result<Vec<DayTotals>, StoreError> {
    let sql = "SELECT status, count(*), CAST(coalesce(sum(total), 0) AS BIGINT),
                   CAST(coalesce(sum(paid), 0) AS BIGINT), CAST(coalesce(sum(due), 0) AS BIGINT)
               FROM sales_order WHERE branch_id = $1 AND business_day = $2 GROUP BY status";
    let rows = tx.sql.query(sql, &values![branch.to_string(), day.to_string()])?;
    let totals = |row: &crate::store::Row| {
        Ok(DayTotals {
            status: row.get(0)?,
            orders: row.get(1)?,
            total: row.get(2)?,
            paid: row.get(3)?,
            due: row.get(4)?,
        })
    };
    rows.iter().map(totals).collect()
}
