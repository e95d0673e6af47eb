//! One row per order of the company, made from its document.

use shared_model::money::Money;
use shared_model::time::Timestamp;

use crate::store::Tx;
use crate::store::error::StoreError;

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
