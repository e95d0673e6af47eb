//! Sales of a period, by day, type of order and tax.

use std::collections::BTreeMap;

use super::rollup::{Dimension, RollupRow, Sums};
use super::{Compared, growth_bp, share_bp};
use crate::money::{BasisPoints, Money};
use crate::order::OrderType;
use crate::order::tax::Tax;
use crate::time::BusinessDay;
use crate::wire::reports::{DaySales, Removal, RemovalKind, SalesFigures, SalesReport, TaxSales, TypeSales};

/// What the report is folded from.
pub const DIMENSIONS: &[Dimension] = &[Dimension::Sales, Dimension::Tax, Dimension::Removal];

/// All types of order, in the sequence they are shown.
const TYPES: [OrderType; 3] = [OrderType::DineIn, OrderType::Takeaway, OrderType::Delivery];

/// The report.
pub fn fold(of: &Compared<'_>) -> SalesReport {
    let (figures, previous) = (figures(of.now), figures(of.before));
    let mut by_day: BTreeMap<BusinessDay, Sums> =
        of.period.each_day().map(|day| (day, Sums::default())).collect();
    for row in sales(of.now) {
        let sums = by_day.entry(row.key.business_day).or_default();
        *sums = sums.plus(row.sums);
    }
    let day = |(business_day, sums)| DaySales { business_day, figures: figures_of(sums) };
    SalesReport {
        period: of.period,
        previous_period: of.period.previous(),
        figures,
        previous,
        growth_bp: growth_bp(figures.total.minor(), previous.total.minor()),
        by_day: by_day.into_iter().map(day).collect(),
        by_type: TYPES.into_iter().map(|order_type| of_type(of, order_type, figures.total)).collect(),
        taxes: taxes(of.now),
        removals: removals(of.now),
    }
}

/// The sums of all sales among `rows`.
pub fn figures(rows: &[RollupRow]) -> SalesFigures {
    figures_of(sales(rows).fold(Sums::default(), |sum, row| sum.plus(row.sums)))
}

/// What one order comes to on average, in whole pesos.
pub fn average(total: Money, orders: i64) -> Money {
    Money::from_pesos(total.minor() / 100 / orders.max(1))
}

fn sales(rows: &[RollupRow]) -> impl Iterator<Item = &RollupRow> {
    rows.iter().filter(|row| row.key.dimension == Dimension::Sales)
}

fn figures_of(sums: Sums) -> SalesFigures {
    let total = Money::from_minor(sums.total);
    SalesFigures {
        orders: sums.count,
        guests: sums.quantity,
        subtotal: Money::from_minor(sums.gross),
        discount: Money::from_minor(sums.discount),
        total,
        tax: Money::from_minor(sums.tax),
        average: average(total, sums.count),
        cancelled: sums.lost_count,
        cancelled_total: Money::from_minor(sums.lost_total),
    }
}

fn of_type(of: &Compared<'_>, order_type: OrderType, sold: Money) -> TypeSales {
    let only = |rows| {
        let rows = sales(rows).filter(|row| row.key.subject == order_type.as_str());
        figures_of(rows.fold(Sums::default(), |sum, row| sum.plus(row.sums)))
    };
    let figures: SalesFigures = only(of.now);
    let share_bp = share_bp(figures.total.minor(), sold.minor());
    TypeSales { order_type, figures, previous: only(of.before), share_bp }
}

/// The highest tax first.
fn taxes(rows: &[RollupRow]) -> Vec<TaxSales> {
    let mut sums: BTreeMap<(Option<Tax>, BasisPoints), Sums> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.key.dimension == Dimension::Tax) {
        let tax = [Tax::Inc, Tax::Iva].into_iter().find(|tax| tax.as_str() == row.key.subject);
        let rate = BasisPoints(row.key.detail.parse().unwrap_or_default());
        let sum = sums.entry((tax, rate)).or_default();
        *sum = sum.plus(row.sums);
    }
    let of_tax = |((tax, rate_bp), sums): ((Option<Tax>, BasisPoints), Sums)| TaxSales {
        tax,
        rate_bp,
        base: Money::from_minor(sums.total - sums.tax),
        amount: Money::from_minor(sums.tax),
    };
    let mut taxes: Vec<TaxSales> = sums.into_iter().map(of_tax).collect();
    taxes.sort_by_key(|tax| std::cmp::Reverse(tax.amount));
    taxes
}

/// By kind, the largest first.
fn removals(rows: &[RollupRow]) -> Vec<Removal> {
    let mut sums: BTreeMap<(RemovalKind, &str), Sums> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.key.dimension == Dimension::Removal) {
        let kind = match row.key.subject.as_str() {
            "void" => RemovalKind::Void,
            "cancel" => RemovalKind::Cancel,
            _ => RemovalKind::Discount,
        };
        let sum = sums.entry((kind, &row.key.label)).or_default();
        *sum = sum.plus(row.sums);
    }
    let removal = |((kind, reason), sums): ((RemovalKind, &str), Sums)| Removal {
        kind,
        reason: reason.to_owned(),
        count: sums.count,
        total: Money::from_minor(sums.total),
    };
    let mut removals: Vec<Removal> = sums.into_iter().map(removal).collect();
    removals.sort_by_key(|removal| (removal.kind, std::cmp::Reverse(removal.total)));
    removals
}
