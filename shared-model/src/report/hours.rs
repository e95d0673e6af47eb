//! Sales by hour of the day, by the branch's wall clock.

use super::count::HOUR_MS;
use super::rollup::{Dimension, RollupRow};
use super::{Compared, share_bp};
use crate::money::Money;
use crate::time::{DayRule, Timestamp};
use crate::wire::reports::{HourSales, HoursReport};

/// What the report is folded from.
pub const DIMENSIONS: &[Dimension] = &[Dimension::Sales];

/// The report.
pub fn fold(of: &Compared<'_>, rule: &DayRule) -> HoursReport {
    let mut hours: [HourSales; 24] = std::array::from_fn(|_| HourSales::default());
    for (row, hour) in by_hour(of.now, rule) {
        hours[hour].orders += row.sums.count;
        hours[hour].total = more(hours[hour].total, row.sums.total);
    }
    for (row, hour) in by_hour(of.before, rule) {
        hours[hour].previous_orders += row.sums.count;
        hours[hour].previous_total = more(hours[hour].previous_total, row.sums.total);
    }
    let sold: i64 = hours.iter().map(|hour| hour.total.minor()).sum();
    for (nth, hour) in (0..).zip(&mut hours) {
        hour.hour = nth;
        hour.share_bp = share_bp(hour.total.minor(), sold);
    }
    hours.rotate_left(usize::from(rule.first_hour()));
    HoursReport { period: of.period, previous_period: of.period.previous(), hours: hours.to_vec() }
}

/// Each row with its hour on the wall. A zone that is off by half an hour has its sales under the hour they began in.
fn by_hour<'a>(rows: &'a [RollupRow], rule: &'a DayRule) -> impl Iterator<Item = (&'a RollupRow, usize)> {
    let sales = rows.iter().filter(|row| row.key.dimension == Dimension::Sales);
    sales.map(|row| {
        let since_1970: i64 = row.key.detail.parse().unwrap_or_default();
        let at = Timestamp::from_ms(since_1970.saturating_mul(HOUR_MS));
        (row, usize::from(rule.hour_of(at)))
    })
}

fn more(sum: Money, minor: i64) -> Money {
    Money::from_minor(sum.minor().saturating_add(minor))
}
