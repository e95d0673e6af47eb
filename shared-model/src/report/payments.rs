//! What came in, by method, against what was sold.

use std::cmp::Reverse;

use super::rollup::{Dimension, RollupRow, Sums};
use super::{Compared, sales, share_bp};
use crate::money::Money;
use crate::order::payment::Method;
use crate::wire::reports::{MethodSales, PaymentReport};

/// What the report is folded from.
pub const DIMENSIONS: &[Dimension] = &[Dimension::Sales, Dimension::Payment, Dimension::Settlement];

const METHODS: [Method; 8] = [
    Method::Cash,
    Method::Card,
    Method::Nequi,
    Method::Daviplata,
    Method::BreB,
    Method::Transfer,
    Method::Platform,
    Method::Credit,
];

/// The report.
pub fn fold(of: &Compared<'_>) -> PaymentReport {
    let received = sum(of.now, Dimension::Payment, None).total;
    let of_method = |method: Method| {
        let now = sum(of.now, Dimension::Payment, Some(method.as_str()));
        let before = sum(of.before, Dimension::Payment, Some(method.as_str()));
        MethodSales {
            method,
            payments: now.count,
            amount: Money::from_minor(now.total),
            share_bp: share_bp(now.total, received),
            previous_amount: Money::from_minor(before.total),
        }
    };
    let mut methods: Vec<MethodSales> = METHODS.into_iter().map(of_method).collect();
    methods.retain(|method| method.payments != 0 || !method.previous_amount.is_zero());
    methods.sort_by_key(|method| Reverse(method.amount));
    let rounding = sum(of.now, Dimension::Settlement, Some("rounding")).total;
    let overpaid = sum(of.now, Dimension::Settlement, Some("overpaid")).total;
    let total = sales::figures(of.now).total;
    PaymentReport {
        period: of.period,
        previous_period: of.period.previous(),
        methods,
        received: Money::from_minor(received),
        previous_received: Money::from_minor(sum(of.before, Dimension::Payment, None).total),
        rounding: Money::from_minor(rounding),
        overpaid: Money::from_minor(overpaid),
        due: Money::from_minor(total.minor() + overpaid - received - rounding),
        total,
    }
}

fn sum(rows: &[RollupRow], dimension: Dimension, subject: Option<&str>) -> Sums {
    let rows = rows.iter().filter(|row| row.key.dimension == dimension);
    let rows = rows.filter(|row| subject.is_none_or(|subject| row.key.subject == subject));
    rows.fold(Sums::default(), |sum, row| sum.plus(row.sums))
}
