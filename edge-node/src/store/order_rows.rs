//! Writing the rows of an order, as far as they changed, and forgetting all of them before a rebuild.

use rusqlite::Transaction;
use shared_model::ids::OrderId;
use shared_model::projection::OrderRows;

use super::error::StoreError;
use super::{kitchen_item, order_line, payment, sales_order};

/// Writes what differs between two states of an order.
pub fn write(
    tx: &Transaction<'_>,
    before: Option<&OrderRows>,
    after: &OrderRows,
    version: i64,
) -> Result<(), StoreError> {
    sales_order::put(tx, &after.order, version)?;
    let order_id = after.order.order_id;
    for line in &after.lines {
        if before.is_none_or(|rows| !rows.lines.contains(line)) {
            order_line::put(tx, order_id, line)?;
        }
    }
    for item in &after.items {
        if before.is_none_or(|rows| !rows.items.contains(item)) {
            kitchen_item::put(tx, order_id, item)?;
        }
    }
    for paid in &after.payments {
        if before.is_none_or(|rows| !rows.payments.contains(paid)) {
            payment::put(tx, order_id, paid)?;
        }
    }
    Ok(())
}

/// Forgets the rows of one order.
pub fn forget(tx: &Transaction<'_>, order_id: OrderId) -> Result<(), StoreError> {
    sales_order::forget(tx, order_id)?;
    order_line::forget(tx, order_id)?;
    kitchen_item::forget(tx, order_id)?;
    payment::forget(tx, order_id)
}

/// Forgets the rows of all orders.
pub fn clear(tx: &Transaction<'_>) -> Result<(), StoreError> {
    sales_order::clear(tx)?;
    order_line::clear(tx)?;
    kitchen_item::clear(tx)?;
    payment::clear(tx)
}
