//! One row per order: lists and the day's figures.

use shared_model::ids::BranchId;
use shared_model::money::Money;
use shared_model::projection::OrderRow;
use shared_model::time::{BusinessDay, Timestamp};

use crate::store::Tx;
use crate::store::error::StoreError;
use crate::values;

/// Writes rows of orders, each with its branch and version.
pub fn put(tx: &mut Tx<'_>, orders: &[(BranchId, &OrderRow, u64)]) -> Result<(), StoreError> {
    let sql = "INSERT INTO sales_order (order_id, branch_id, order_type, business_day, turn, table_name, customer_name, note,
                   status, payment_state, subtotal, discount, total, paid, due, line_count, created_at_ms, created_by_name,
                   needs_review, version)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
               ON CONFLICT ({company}order_id) DO UPDATE SET table_name = excluded.table_name,
                   customer_name = excluded.customer_name, note = excluded.note, status = excluded.status,
                   payment_state = excluded.payment_state, subtotal = excluded.subtotal, discount = excluded.discount,
                   total = excluded.total, paid = excluded.paid, due = excluded.due, line_count = excluded.line_count,
                   needs_review = excluded.needs_review, version = excluded.version";
    let rows: Vec<_> = orders
        .iter()
        .map(|(branch, order, version)| {
            values![
                order.order_id.to_string(),
                branch.to_string(),
                order.order_type.as_str(),
                order.business_day.to_string(),
                order.turn,
                order.table.as_deref(),
                order.customer_name.as_deref(),
                order.note.as_deref(),
                order.status.as_str(),
                order.payment_state.as_str(),
                order.subtotal.minor(),
                order.discount.minor(),
                order.total.minor(),
                order.paid.minor(),
                order.due.minor(),
                order.line_count,
                order.created_at.ms(),
                order.created_by_name.as_str(),
                order.needs_review,
                *version,
            ]
        })
        .collect();
    tx.sql.execute_many(sql, &rows)
}

/// Forgets all orders, before they are rebuilt.
pub fn clear(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.sql.execute("DELETE FROM sales_order", &[]).map(drop)
}

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

/// All orders together: from the sums, so that it costs the same after a million orders.
pub fn totals(tx: &mut Tx<'_>) -> Result<Totals, StoreError> {
    // A sum of 64-bit integers is numeric in PostgreSQL.
    let sql = "SELECT CAST(coalesce(sum(count + lost_count), 0) AS BIGINT),
                   CAST(coalesce(sum(total), 0) AS BIGINT) FROM rollup WHERE dimension = 'sales'";
    let sums = tx.sql.query(sql, &[])?;
    let newest = tx.sql.query("SELECT max(created_at_ms) FROM sales_order", &[])?;
    let (orders, sales) =
        sums.first().map_or(Ok((0, 0)), |row| Ok::<_, StoreError>((row.get(0)?, row.get(1)?)))?;
    let last_at: Option<i64> = newest.first().map_or(Ok(None), |row| row.get(0))?;
    Ok(Totals { orders, sales: Money::from_minor(sales), last_at: last_at.map(Timestamp::from_ms) })
}
