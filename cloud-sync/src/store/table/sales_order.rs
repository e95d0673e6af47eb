//! One row per order of the company, made from its document.

use shared_model::ids::BranchId;
use shared_model::money::Money;
use shared_model::time::{BusinessDay, Timestamp};

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
pub fn day_totals(tx: &mut Tx<'_>, branch: BranchId, day: BusinessDay) -> Result<Vec<DayTotals>, StoreError> {
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

/// All orders of a company together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    pub orders: u64,
    /// Of those that were not cancelled.
    pub sales: Money,
    pub last_at: Option<Timestamp>,
}

/// All orders together.
pub fn totals(tx: &mut Tx<'_>) -> Result<Totals, StoreError> {
    // A sum of 64-bit integers is numeric in PostgreSQL.
    let sql = "SELECT count(*), CAST(sum(CASE WHEN status = 'cancelled' THEN 0 ELSE total END) AS BIGINT),
                   max(created_at_ms) FROM sales_order";
    let rows = tx.sql.query(sql, &[])?;
    let Some(row) = rows.first() else {
        return Ok(Totals { orders: 0, sales: Money::ZERO, last_at: None });
    };
    Ok(Totals {
        orders: row.get(0)?,
        sales: Money::from_minor(row.get::<Option<i64>>(1)?.unwrap_or(0)),
        last_at: row.get::<Option<i64>>(2)?.map(Timestamp::from_ms),
    })
}
