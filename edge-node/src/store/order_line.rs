//! One row per line: what sold, and what it used up.

use rusqlite::{Transaction, named_params};
use shared_model::ids::OrderId;
use shared_model::projection::LineRow;

use super::error::{During, StoreError, unreadable};

/// Writes one line.
pub fn put(tx: &Transaction<'_>, order_id: OrderId, line: &LineRow) -> Result<(), StoreError> {
    let sql = "INSERT INTO order_line (line_id, order_id, product_id, name, variant, quantity, unit_price, total,
                                       sent_at_ms, voided, consumption)
               VALUES (:line_id, :order_id, :product_id, :name, :variant, :quantity, :unit_price, :total,
                       :sent_at_ms, :voided, :consumption)
               ON CONFLICT (line_id) DO UPDATE SET sent_at_ms = excluded.sent_at_ms, voided = excluded.voided";
    let consumption = serde_json::to_string(&line.consumption).map_err(unreadable("consumption"))?;
    let mut upsert = tx.prepare_cached(sql).during("write a line")?;
    let values = named_params! {
        ":line_id": line.line_id.to_string(), ":order_id": order_id.to_string(),
        ":product_id": line.product_id.to_string(), ":name": line.name, ":variant": line.variant,
        ":quantity": line.quantity, ":unit_price": line.unit_price.minor(), ":total": line.total.minor(),
        ":sent_at_ms": line.sent_at.map(shared_model::time::Timestamp::ms), ":voided": line.voided,
        ":consumption": consumption,
    };
    upsert.execute(values).during("write a line").map(drop)
}

/// Forgets an order's lines.
pub fn forget(tx: &Transaction<'_>, order_id: OrderId) -> Result<(), StoreError> {
    let mut delete = tx.prepare_cached("DELETE FROM order_line WHERE order_id = :id").during("forget an order's lines")?;
    delete.execute(named_params! {":id": order_id.to_string()}).during("forget an order's lines").map(drop)
}

/// Forgets all lines.
pub fn clear(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM order_line", []).during("clear lines").map(drop)
}
