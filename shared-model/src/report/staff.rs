//! What each person sold and took back.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::rollup::{Dimension, RollupRow, Sums};
use super::{Compared, sales};
use crate::money::Money;
use crate::wire::reports::{StaffReport, StaffSales};

/// What the report is folded from.
pub const DIMENSIONS: &[Dimension] = &[Dimension::Staff];

/// The report.
pub fn fold(of: &Compared<'_>) -> StaffReport {
    let mut people: BTreeMap<&str, (Sums, Sums, &RollupRow)> = BTreeMap::new();
    // The period before comes first, so that the latest name stands.
    for row in staff(of.before) {
        let (_, before, named) =
            people.entry(&row.key.subject).or_insert((Sums::default(), Sums::default(), row));
        (*before, *named) = (before.plus(row.sums), row);
    }
    for row in staff(of.now) {
        let (now, _, named) =
            people.entry(&row.key.subject).or_insert((Sums::default(), Sums::default(), row));
        (*now, *named) = (now.plus(row.sums), row);
    }
    let person = |(id, (now, before, named)): (&str, (Sums, Sums, &RollupRow))| {
        let total = Money::from_minor(now.total);
        Some(StaffSales {
            staff_id: id.parse().ok()?,
            name: named.key.label.clone(),
            orders: now.count,
            subtotal: Money::from_minor(now.gross),
            discount: Money::from_minor(now.discount),
            total,
            average: sales::average(total, now.count),
            removals: now.lost_count,
            removed_total: Money::from_minor(now.lost_total),
            previous_total: Money::from_minor(before.total),
        })
    };
    let mut people: Vec<StaffSales> = people.into_iter().filter_map(person).collect();
    people.sort_by_key(|person| (Reverse(person.total), person.staff_id));
    StaffReport { period: of.period, previous_period: of.period.previous(), people }
}

/// Rows by day, the oldest first.
fn staff(rows: &[RollupRow]) -> impl Iterator<Item = &RollupRow> {
    let mut rows: Vec<&RollupRow> = rows.iter().filter(|row| row.key.dimension == Dimension::Staff).collect();
    rows.sort_by_key(|row| &row.key);
    rows.into_iter()
}
