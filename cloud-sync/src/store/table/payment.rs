//! One row per payment.

use shared_model::ids::OrderId;
use shared_model::projection::PaymentRow;

use crate::store::Tx;
use crate::store::error::StoreError;
use crate::values;

/// Writes payments of orders; a payment that is there already stays as it is.
pub fn put(tx: &mut Tx<'_>, payments: &[(OrderId, &PaymentRow)]) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO payment (payment_id, order_id, method, amount, rounding, reference, at_ms, by_name)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
               ON CONFLICT ({company}payment_id) DO NOTHING";
    let rows: Vec<_> = payments
        .iter()
        .map(|(order_id, payment)| {
            values![
                payment.payment_id.to_string(),
                order_id.to_string(),
                payment.method.as_str(),
                payment.amount.minor(),
                payment.rounding.minor(),
                payment.reference.as_deref(),
                payment.at.ms(),
                payment.by_name.as_str(),
            ]
        })
        .collect();
    tx.sql.execute_many(sql, &rows)
}

/// Forgets all payments, before they are rebuilt.
pub fn clear(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.sql.execute("DELETE FROM payment", &[]).map(drop)
}
