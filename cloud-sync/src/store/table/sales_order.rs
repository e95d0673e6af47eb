//! One row per order: lists and the day's figures.

use shared_model::ids::BranchId;
use shared_model::projection::OrderRow;

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
