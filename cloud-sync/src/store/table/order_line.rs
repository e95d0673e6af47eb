//! One row per line ever added, taken back or not.

use shared_model::ids::OrderId;
use shared_model::projection::LineRow;
use shared_model::time::Timestamp;

use crate::store::Tx;
use crate::store::error::{StoreError, unreadable};
use crate::values;

/// Writes lines of orders. What was sold never changes; only whether it was sent and taken back.
pub fn put(tx: &mut Tx<'_>, lines: &[(OrderId, &LineRow)]) -> Result<(), StoreError> {
    let sql = "INSERT INTO order_line (line_id, order_id, product_id, name, variant, quantity, unit_price, total,
                   sent_at_ms, voided, consumption)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
               ON CONFLICT ({company}line_id) DO UPDATE SET sent_at_ms = excluded.sent_at_ms, voided = excluded.voided";
    let mut rows = Vec::with_capacity(lines.len());
    for (order_id, line) in lines {
        let consumption = serde_json::to_string(&line.consumption).map_err(unreadable("consumption"))?;
        rows.push(values![
            line.line_id.to_string(),
            order_id.to_string(),
            line.product_id.to_string(),
            line.name.as_str(),
            line.variant.as_deref(),
            line.quantity,
            line.unit_price.minor(),
            line.total.minor(),
            line.sent_at.map(Timestamp::ms),
            line.voided,
            consumption,
        ]);
    }
    tx.sql.execute_many(sql, &rows)
}

/// Forgets all lines, before they are rebuilt.
pub fn clear(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.sql.execute("DELETE FROM order_line", &[]).map(drop)
}
