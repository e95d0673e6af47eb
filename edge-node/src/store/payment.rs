//! One row per payment.

use std::collections::BTreeSet;

use rusqlite::{Connection, Transaction, named_params};
use shared_model::ids::OrderId;
use shared_model::money::Money;
use shared_model::order::payment::Method;
use shared_model::projection::PaymentRow;
use shared_model::time::BusinessDay;
use shared_model::wire::orders::MethodStats;

use super::error::{During, StoreError, unreadable};

/// Writes one payment.
pub fn put(tx: &Transaction<'_>, order_id: OrderId, payment: &PaymentRow) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO payment (payment_id, order_id, method, amount, rounding, reference, at_ms, by_name)
               VALUES (:payment_id, :order_id, :method, :amount, :rounding, :reference, :at_ms, :by_name)
               ON CONFLICT (payment_id) DO NOTHING";
    let mut insert = tx.prepare_cached(sql).during("write a payment")?;
    let values = named_params! {
        ":payment_id": payment.payment_id.to_string(), ":order_id": order_id.to_string(),
        ":method": payment.method.as_str(), ":amount": payment.amount.minor(), ":rounding": payment.rounding.minor(),
        ":reference": payment.reference, ":at_ms": payment.at.ms(), ":by_name": payment.by_name,
    };
    insert.execute(values).during("write a payment").map(drop)
}

/// Which of these references another payment already has.
pub fn used<'a>(
    conn: &Connection,
    references: impl Iterator<Item = &'a str>,
) -> Result<BTreeSet<String>, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM payment WHERE reference = :reference)";
    let mut query = conn.prepare_cached(sql).during("look up a reference")?;
    let mut used = BTreeSet::new();
    for reference in references {
        let values = named_params! {":reference": reference};
        if query.query_row(values, |row| row.get(0)).during("look up a reference")? {
            used.insert(reference.to_owned());
        }
    }
    Ok(used)
}

/// What came in on a day, by method.
pub fn by_method(conn: &Connection, day: BusinessDay) -> Result<Vec<MethodStats>, StoreError> {
    let sql = "SELECT payment.method, sum(payment.amount) FROM sales_order
               JOIN payment ON payment.order_id = sales_order.order_id
               WHERE sales_order.business_day = :day GROUP BY payment.method ORDER BY 2 DESC, 1";
    let mut query = conn.prepare_cached(sql).during("add up payments")?;
    let mut rows = query.query(named_params! {":day": day.to_string()}).during("add up payments")?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().during("add up payments")? {
        let method: String = row.get(0).during("add up payments")?;
        let method: Method = serde_json::from_value(method.into()).map_err(unreadable("payment method"))?;
        let amount = Money::from_minor(row.get(1).during("add up payments")?);
        found.push(MethodStats { method, amount });
    }
    Ok(found)
}

/// Forgets an order's payments.
pub fn forget(tx: &Transaction<'_>, order_id: OrderId) -> Result<(), StoreError> {
    let mut delete = tx.prepare_cached("DELETE FROM payment WHERE order_id = :id").during("forget an order's payments")?;
    delete.execute(named_params! {":id": order_id.to_string()}).during("forget an order's payments").map(drop)
}

/// Forgets all payments.
pub fn clear(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM payment", []).during("clear payments").map(drop)
}
