//! The sums that reports are made of.

use std::collections::BTreeMap;

use shared_model::ids::BranchId;
use shared_model::report::rollup::{Dimension, RollupKey, RollupRow, Sums};
use shared_model::time::BusinessDay;

use crate::store::Tx;
use crate::store::error::{StoreError, unreadable};
use crate::store::sql::{Row, Value};
use crate::values;

/// What a row is about, and whose.
pub type Place = (BranchId, RollupKey);

/// Adds to the stored sums. What comes down to nothing goes.
pub fn add(tx: &mut Tx<'_>, moved: &BTreeMap<Place, Sums>) -> Result<(), StoreError> {
    let sql = "INSERT INTO rollup (branch_id, business_day, dimension, subject, label, detail, count, quantity, gross,
                   discount, total, tax, lost_count, lost_total)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
               ON CONFLICT ({company}branch_id, business_day, dimension, subject, label, detail) DO UPDATE SET
                   count = rollup.count + excluded.count, quantity = rollup.quantity + excluded.quantity,
                   gross = rollup.gross + excluded.gross, discount = rollup.discount + excluded.discount,
                   total = rollup.total + excluded.total, tax = rollup.tax + excluded.tax,
                   lost_count = rollup.lost_count + excluded.lost_count,
                   lost_total = rollup.lost_total + excluded.lost_total";
    let moved: Vec<_> = moved.iter().filter(|(_, sums)| !sums.is_zero()).collect();
    let row = |(place, sums): &(&Place, &Sums)| {
        let mut row = key_values(place);
        row.extend(sums.to_array().map(Value::Int));
        row
    };
    let rows: Vec<_> = moved.iter().map(row).collect();
    tx.sql.execute_many(sql, &rows)?;
    let sql = "DELETE FROM rollup WHERE branch_id = $1 AND business_day = $2 AND dimension = $3 AND subject = $4
                   AND label = $5 AND detail = $6 AND count = 0 AND quantity = 0 AND gross = 0 AND discount = 0
                   AND total = 0 AND tax = 0 AND lost_count = 0 AND lost_total = 0";
    let shrunk: Vec<_> =
        moved.iter().filter(|(_, sums)| sums.takes_away()).map(|(place, _)| key_values(place)).collect();
    tx.sql.execute_many(sql, &shrunk)
}

/// Sums of one dimension that one branch has in some days in a row.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub branch: BranchId,
    pub from: BusinessDay,
    /// Included.
    pub to: BusinessDay,
    pub dimension: Dimension,
}

/// The sums in each span, in the sequence of their keys; one round, however many there are.
pub fn of_spans(tx: &mut Tx<'_>, spans: &[Span]) -> Result<Vec<Vec<RollupRow>>, StoreError> {
    let sql = "SELECT business_day, subject, label, detail, count, quantity, gross, discount, total, tax, lost_count,
                   lost_total
               FROM rollup WHERE branch_id = $1 AND dimension = $2 AND business_day >= $3 AND business_day <= $4
               ORDER BY business_day, subject, label, detail";
    let values = |span: &Span| {
        let Span { branch, from, to, dimension } = span;
        values![branch.to_string(), dimension.as_str(), from.to_string(), to.to_string()]
    };
    let asked: Vec<_> = spans.iter().map(values).collect();
    let found = tx.sql.query_many(sql, &asked)?;
    let of_span = |(span, rows): (&Span, Vec<Row>)| -> Result<Vec<RollupRow>, StoreError> {
        rows.iter().map(|row| rollup(row, span.dimension)).collect()
    };
    spans.iter().zip(found).map(of_span).collect()
}

/// Forgets all sums, before they are rebuilt.
pub fn clear(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.sql.execute("DELETE FROM rollup", &[]).map(drop)
}

fn key_values((branch, key): &Place) -> Vec<Value> {
    values![
        branch.to_string(),
        key.business_day.to_string(),
        key.dimension.as_str(),
        key.subject.as_str(),
        key.label.as_str(),
        key.detail.as_str(),
    ]
}

fn rollup(row: &Row, dimension: Dimension) -> Result<RollupRow, StoreError> {
    let mut sums = [0; 8];
    for (nth, sum) in sums.iter_mut().enumerate() {
        *sum = row.get(nth + 4)?;
    }
    let day: String = row.get(0)?;
    Ok(RollupRow {
        key: RollupKey {
            business_day: day.parse().map_err(unreadable("business day"))?,
            dimension,
            subject: row.get(1)?,
            label: row.get(2)?,
            detail: row.get(3)?,
        },
        sums: Sums::from_array(sums),
    })
}
