//! The sums that reports are read from: moved with every order, read by day.

use rusqlite::{Connection, Row, Transaction, named_params};
use shared_model::report::period::Period;
use shared_model::report::rollup::{Dimension, RollupKey, RollupRow, Sums};

use super::error::{During, StoreError, unreadable};

/// Adds to the stored sums; a row that becomes all zero goes.
pub fn add(tx: &Transaction<'_>, moved: &[RollupRow]) -> Result<(), StoreError> {
    for row in moved {
        upsert(tx, row)?;
        if row.sums.takes_away() {
            drop_empty(tx, &row.key)?;
        }
    }
    Ok(())
}

fn upsert(tx: &Transaction<'_>, row: &RollupRow) -> Result<(), StoreError> {
    let sql = "INSERT INTO rollup (dimension, business_day, subject, label, detail, count, quantity, gross, discount,
                   total, tax, lost_count, lost_total)
               VALUES (:dimension, :business_day, :subject, :label, :detail, :count, :quantity, :gross, :discount,
                   :total, :tax, :lost_count, :lost_total)
               ON CONFLICT (dimension, business_day, subject, label, detail) DO UPDATE SET
                   count = count + excluded.count, quantity = quantity + excluded.quantity,
                   gross = gross + excluded.gross, discount = discount + excluded.discount,
                   total = total + excluded.total, tax = tax + excluded.tax,
                   lost_count = lost_count + excluded.lost_count, lost_total = lost_total + excluded.lost_total";
    let mut upsert = tx.prepare_cached(sql).during("add to a sum")?;
    let RollupRow { key, sums } = row;
    let values = named_params! {
        ":dimension": key.dimension.as_str(), ":business_day": key.business_day.to_string(), ":subject": key.subject,
        ":label": key.label, ":detail": key.detail, ":count": sums.count, ":quantity": sums.quantity,
        ":gross": sums.gross, ":discount": sums.discount, ":total": sums.total, ":tax": sums.tax,
        ":lost_count": sums.lost_count, ":lost_total": sums.lost_total,
    };
    upsert.execute(values).during("add to a sum").map(drop)
}

fn drop_empty(tx: &Transaction<'_>, key: &RollupKey) -> Result<(), StoreError> {
    let sql = "DELETE FROM rollup WHERE dimension = :dimension AND business_day = :business_day
                   AND subject = :subject AND label = :label AND detail = :detail
                   AND count = 0 AND quantity = 0 AND gross = 0 AND discount = 0 AND total = 0 AND tax = 0
                   AND lost_count = 0 AND lost_total = 0";
    let mut delete = tx.prepare_cached(sql).during("drop an empty sum")?;
    let values = named_params! {
        ":dimension": key.dimension.as_str(), ":business_day": key.business_day.to_string(), ":subject": key.subject,
        ":label": key.label, ":detail": key.detail,
    };
    delete.execute(values).during("drop an empty sum").map(drop)
}

/// Rows of a period and of the one before it, as of one moment.
pub fn compared(
    conn: &Connection,
    period: Period,
    dimensions: &[Dimension],
) -> Result<(Vec<RollupRow>, Vec<RollupRow>), StoreError> {
    let moment = conn.unchecked_transaction().during("read sums")?;
    let (mut now, mut before) = (Vec::new(), Vec::new());
    for dimension in dimensions {
        read(&moment, *dimension, period, &mut now)?;
        read(&moment, *dimension, period.previous(), &mut before)?;
    }
    Ok((now, before))
}

fn read(
    conn: &Connection,
    dimension: Dimension,
    period: Period,
    into: &mut Vec<RollupRow>,
) -> Result<(), StoreError> {
    let sql = "SELECT business_day, subject, label, detail, count, quantity, gross, discount, total, tax, lost_count,
                   lost_total
               FROM rollup WHERE dimension = :dimension AND business_day BETWEEN :from AND :to
               ORDER BY business_day, subject, label, detail";
    let mut query = conn.prepare_cached(sql).during("read sums")?;
    let values = named_params! {
        ":dimension": dimension.as_str(), ":from": period.from().to_string(), ":to": period.to().to_string(),
    };
    let mut rows = query.query(values).during("read sums")?;
    while let Some(row) = rows.next().during("read sums")? {
        into.push(stored(dimension, row)?);
    }
    Ok(())
}

fn stored(dimension: Dimension, row: &Row<'_>) -> Result<RollupRow, StoreError> {
    let day: String = row.get(0).during("read sums")?;
    let business_day = day.parse().map_err(unreadable("business day"))?;
    let text = |column: usize| row.get::<_, String>(column).during("read sums");
    let key = RollupKey { business_day, dimension, subject: text(1)?, label: text(2)?, detail: text(3)? };
    let mut sums = [0; 8];
    for (column, sum) in (4..).zip(&mut sums) {
        *sum = row.get(column).during("read sums")?;
    }
    Ok(RollupRow { key, sums: Sums::from_array(sums) })
}

/// Whether there are orders that were never counted: the file is older than the sums.
pub fn is_missing(conn: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sales_order) AND NOT EXISTS (SELECT 1 FROM rollup)";
    conn.query_row(sql, [], |row| row.get(0)).during("look for sums")
}

/// Forgets all sums.
pub fn clear(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM rollup", []).during("clear sums").map(drop)
}
