//! What a day, a week or a month came to: sums that move with every order, and the reports folded from them.
//!
//! Reading order: `rollup` (the one shape of all sums), `count` (what an order adds to them), `period`, then one file per
//! report, `table` (any report as columns and rows) and `export` (a table as a file). Box and cloud run exactly this, so
//! that both come to the same peso. No clock, no SQL.

pub mod consolidated;
pub mod count;
pub mod export;
pub mod hours;
pub mod payments;
pub mod period;
pub mod products;
pub mod rollup;
pub mod sales;
pub mod staff;
pub mod table;
pub mod tables;
#[cfg(test)]
mod tests;

use period::Period;
use rollup::{Dimension, RollupRow};
use table::Table;

use crate::time::DayRule;
use crate::wire::reports::ReportKind;

/// The sums of a period beside those of the period before it: what every report is folded from.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    pub period: Period,
    /// Rows of `period`.
    pub now: &'a [RollupRow],
    /// Rows of `period.previous()`.
    pub before: &'a [RollupRow],
}

/// What a report is folded from.
pub const fn dimensions(kind: ReportKind) -> &'static [Dimension] {
    match kind {
        ReportKind::Sales => sales::DIMENSIONS,
        ReportKind::Products => products::DIMENSIONS,
        ReportKind::Hours => hours::DIMENSIONS,
        ReportKind::Payments => payments::DIMENSIONS,
        ReportKind::Staff => staff::DIMENSIONS,
    }
}

/// Any report as a table; `place` is what people call the branch.
pub fn as_table(kind: ReportKind, of: &Compared<'_>, rule: &DayRule, place: &str) -> Table {
    match kind {
        ReportKind::Sales => tables::sales(&sales::fold(of), place),
        ReportKind::Products => tables::products(&products::fold(of), place),
        ReportKind::Hours => tables::hours(&hours::fold(of, rule), place),
        ReportKind::Payments => tables::payments(&payments::fold(of), place),
        ReportKind::Staff => tables::staff(&staff::fold(of), place),
    }
}

/// A share of a whole in 1/10,000, rounded half away from zero; nothing of nothing is nothing.
pub fn share_bp(part: i64, whole: i64) -> i64 {
    let (part, whole) = (i128::from(part) * 10_000, i128::from(whole));
    if whole == 0 {
        return 0;
    }
    let (half, negative) = (whole.abs() / 2, (part < 0) != (whole < 0));
    let rounded = (part.abs() + half) / whole.abs();
    i64::try_from(if negative { -rounded } else { rounded }).unwrap_or(i64::MAX)
}

/// How much more it is than before, in 1/10,000 of before; none where there was nothing before.
pub fn growth_bp(now: i64, before: i64) -> Option<i64> {
    (before != 0).then(|| share_bp(now.saturating_sub(before), before))
}
