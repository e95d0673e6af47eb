//! One row per order: lists, numbers and the day's figures.

use rusqlite::{Connection, Row, Transaction, named_params};
use serde::de::DeserializeOwned;
use shared_model::ids::OrderId;
use shared_model::money::Money;
use shared_model::order::{OrderType, Status, TurnNumber};
use shared_model::projection::OrderRow;
use shared_model::time::{BusinessDay, Timestamp};
use shared_model::wire::orders::{OrderSummary, StatusStats, TypeStats};

use super::error::{During, StoreError, unreadable};

/// Writes the row of an order.
pub fn put(tx: &Transaction<'_>, order: &OrderRow, version: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO sales_order (order_id, order_type, business_day, turn, table_name, customer_name, note, status,
                   payment_state, subtotal, discount, total, paid, due, line_count, created_at_ms, created_by_name,
                   needs_review, version)
               VALUES (:order_id, :order_type, :business_day, :turn, :table_name, :customer_name, :note, :status,
                   :payment_state, :subtotal, :discount, :total, :paid, :due, :line_count, :created_at_ms,
                   :created_by_name, :needs_review, :version)
               ON CONFLICT (order_id) DO UPDATE SET table_name = excluded.table_name,
                   customer_name = excluded.customer_name, note = excluded.note, status = excluded.status,
                   payment_state = excluded.payment_state, subtotal = excluded.subtotal, discount = excluded.discount,
                   total = excluded.total, paid = excluded.paid, due = excluded.due, line_count = excluded.line_count,
                   needs_review = excluded.needs_review, version = excluded.version";
    let mut upsert = tx.prepare_cached(sql).during("write an order")?;
    let values = named_params! {
        ":order_id": order.order_id.to_string(), ":order_type": order.order_type.as_str(),
        ":business_day": order.business_day.to_string(), ":turn": order.turn, ":table_name": order.table,
        ":customer_name": order.customer_name, ":note": order.note, ":status": order.status.as_str(),
        ":payment_state": order.payment_state.as_str(), ":subtotal": order.subtotal.minor(),
        ":discount": order.discount.minor(), ":total": order.total.minor(), ":paid": order.paid.minor(),
        ":due": order.due.minor(), ":line_count": order.line_count, ":created_at_ms": order.created_at.ms(),
        ":created_by_name": order.created_by_name, ":needs_review": order.needs_review, ":version": version,
    };
    upsert.execute(values).during("write an order").map(drop)
}

/// The next turn number of a type on a day.
pub fn next_turn(conn: &Connection, day: BusinessDay, order_type: OrderType) -> Result<u32, StoreError> {
    let sql =
        "SELECT coalesce(max(turn), 0) + 1 FROM sales_order WHERE business_day = :day AND order_type = :type";
    let mut query = conn.prepare_cached(sql).during("take a turn number")?;
    let values = named_params! {":day": day.to_string(), ":type": order_type.as_str()};
    query.query_row(values, |row| row.get(0)).during("take a turn number")
}

/// Where a page of orders starts: after this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    pub business_day: String,
    pub created_at: Timestamp,
    pub order_id: String,
}

/// Which orders to list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// None: every status.
    pub statuses: Vec<Status>,
    pub day: Option<BusinessDay>,
    pub after: Option<After>,
}

/// Orders, newest first. Each branch reads at most a page (or a day) through an index, however many orders there are.
pub fn list(conn: &Connection, filter: &Filter, limit: u32) -> Result<Vec<OrderSummary>, StoreError> {
    if filter.day.is_some() || filter.statuses.is_empty() {
        let statuses: Vec<&str> = filter.statuses.iter().map(|status| status.as_str()).collect();
        let statuses = serde_json::to_string(&statuses).map_err(unreadable("status list"))?;
        let day = if filter.day.is_some() { "business_day = :day" } else { ":day IS NULL" };
        let wanted = "(:statuses = '[]' OR status IN (SELECT value FROM json_each(:statuses)))";
        return page(conn, filter, limit, &format!("{day} AND {wanted}"), &statuses);
    }
    let mut merged = Vec::new();
    for status in &filter.statuses {
        merged.extend(page(conn, filter, limit, ":day IS NULL AND status = :statuses", status.as_str())?);
    }
    merged.sort_by_key(|order| std::cmp::Reverse((order.created_at_ms, order.order_id)));
    merged.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(merged)
}

fn page(
    conn: &Connection,
    filter: &Filter,
    limit: u32,
    wanted: &str,
    statuses: &str,
) -> Result<Vec<OrderSummary>, StoreError> {
    let sql = format!(
        "SELECT order_id, order_type, turn, table_name, customer_name, status, payment_state, total, due,
                created_at_ms, line_count, created_by_name
         FROM sales_order
         WHERE {wanted} AND (business_day, created_at_ms, order_id) < (:before_day, :before_ms, :before_id)
         ORDER BY business_day DESC, created_at_ms DESC, order_id DESC LIMIT :limit"
    );
    let mut query = conn.prepare_cached(&sql).during("list orders")?;
    let newest =
        After { business_day: "9999".to_owned(), created_at: Timestamp::default(), order_id: String::new() };
    let before = filter.after.as_ref().unwrap_or(&newest);
    let values = named_params! {
        ":statuses": statuses, ":day": filter.day.map(|day| day.to_string()), ":before_day": before.business_day,
        ":before_ms": before.created_at.ms(), ":before_id": before.order_id, ":limit": limit,
    };
    let mut rows = query.query(values).during("list orders")?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().during("list orders")? {
        found.push(summary(row)?);
    }
    Ok(found)
}

fn summary(row: &Row<'_>) -> Result<OrderSummary, StoreError> {
    let order_type: OrderType = closed(row, 1, "order type")?;
    let read = || -> rusqlite::Result<_> {
        Ok((
            row.get::<_, String>(0)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
            row.get(7)?,
            row.get(8)?,
            row.get(9)?,
        ))
    };
    let (order_id, turn, table, customer_name, total, due, created_at) = read().during("list orders")?;
    Ok(OrderSummary {
        order_id: order_id.parse().map_err(unreadable("order id"))?,
        number: TurnNumber { order_type, turn }.to_string(),
        order_type,
        table,
        customer_name,
        status: closed(row, 5, "order status")?,
        payment_state: closed(row, 6, "payment state")?,
        total: Money::from_minor(total),
        due: Money::from_minor(due),
        created_at_ms: Timestamp::from_ms(created_at),
        line_count: row.get(10).during("list orders")?,
        created_by_name: row.get(11).during("list orders")?,
    })
}

/// Orders and sales of a day by type, without what was cancelled.
pub fn by_type(conn: &Connection, day: BusinessDay) -> Result<Vec<TypeStats>, StoreError> {
    let sql = "SELECT order_type, count(*), sum(total) FROM sales_order
               WHERE business_day = :day AND status <> 'cancelled' GROUP BY order_type ORDER BY order_type";
    let mut query = conn.prepare_cached(sql).during("count orders by type")?;
    let mut rows = query.query(named_params! {":day": day.to_string()}).during("count orders by type")?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().during("count orders by type")? {
        found.push(TypeStats {
            order_type: closed(row, 0, "order type")?,
            orders: row.get(1).during("count orders by type")?,
            sold: Money::from_minor(row.get(2).during("count orders by type")?),
        });
    }
    Ok(found)
}

/// Orders of a day by status.
pub fn by_status(conn: &Connection, day: BusinessDay) -> Result<Vec<StatusStats>, StoreError> {
    let sql =
        "SELECT status, count(*) FROM sales_order WHERE business_day = :day GROUP BY status ORDER BY status";
    let mut query = conn.prepare_cached(sql).during("count orders by status")?;
    let mut rows = query.query(named_params! {":day": day.to_string()}).during("count orders by status")?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().during("count orders by status")? {
        let orders = row.get(1).during("count orders by status")?;
        found.push(StatusStats { status: closed(row, 0, "order status")?, orders });
    }
    Ok(found)
}

/// Reads a column of a closed set.
fn closed<T: DeserializeOwned>(row: &Row<'_>, column: usize, what: &'static str) -> Result<T, StoreError> {
    let text: String = row.get(column).during("read a row")?;
    serde_json::from_value(text.into()).map_err(unreadable(what))
}

/// Forgets the row of an order.
pub fn forget(tx: &Transaction<'_>, order_id: OrderId) -> Result<(), StoreError> {
    let mut delete = tx.prepare_cached("DELETE FROM sales_order WHERE order_id = :id").during("forget an order")?;
    delete.execute(named_params! {":id": order_id.to_string()}).during("forget an order").map(drop)
}

/// Forgets all orders' rows.
pub fn clear(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM sales_order", []).during("clear orders").map(drop)
}
