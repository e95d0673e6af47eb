//! What one order adds to the sums of its day. A function of the order alone: neither settings nor the clock matter, so
//! that counting all orders anew gives what was counted one change at a time.
//!
//! Invariants, held by properties in `tests`: subtotal − discount = sold = Σ tax rows = Σ product rows; a cancelled order
//! sells nothing; everything received is in the payment rows, also what has to be given back.

use std::collections::{BTreeMap, BTreeSet};

use super::rollup::{Dimension, RollupKey, RollupRow, Sums};
use crate::ids::LineId;
use crate::money::Money;
use crate::order::event::Voided;
use crate::order::payment::settle;
use crate::order::pricing::{self, Totals};
use crate::order::{Line, Order, Status};
use crate::time::BusinessDay;

/// Milliseconds of an hour.
pub const HOUR_MS: i64 = 3_600_000;

/// What an order adds, by key; no row is all zero.
pub fn contributions(order: &Order) -> Vec<RollupRow> {
    of(order, &pricing::totals(order), order.status())
}

/// The same for who has the totals and the status at hand.
pub fn of(order: &Order, totals: &Totals, status: Status) -> Vec<RollupRow> {
    let mut counted = Counted { business_day: order.business_day(), rows: BTreeMap::new() };
    let voids = first_voids(order);
    let cancelled = status == Status::Cancelled;
    if cancelled {
        count_cancelled(&mut counted, order, totals, &voids);
    } else {
        count_sold(&mut counted, order, totals);
        count_products(&mut counted, order, totals, &voids);
        count_discounts(&mut counted, order, totals);
    }
    count_voided(&mut counted, order, &voids);
    count_received(&mut counted, order, cancelled);
    counted.rows()
}

fn count_sold(counted: &mut Counted, order: &Order, totals: &Totals) {
    let sums = Sums {
        count: 1,
        gross: totals.subtotal.minor(),
        discount: totals.discount.minor(),
        total: totals.total.minor(),
        ..Sums::default()
    };
    let tax = totals.buckets.iter().map(|bucket| bucket.amount).sum::<Money>().minor();
    let guests = order.header.guests.map_or(0, i64::from);
    counted.add(sales_of(order), Sums { quantity: guests, tax, ..sums });
    let taker = (Dimension::Staff, order.opened.by.to_string(), order.opened.by_name.clone(), String::new());
    counted.add(taker, sums);
    for bucket in &totals.buckets {
        let (name, rate) = bucket.tax.map_or(("none", 0), |applied| (applied.tax.as_str(), applied.rate.0));
        let key = (Dimension::Tax, name.to_owned(), String::new(), rate.to_string());
        let total = [bucket.base, bucket.amount].into_iter().sum::<Money>().minor();
        counted.add(key, Sums { count: 1, total, tax: bucket.amount.minor(), ..Sums::default() });
    }
}

/// The discount of each tax's lines is theirs in proportion, so that products add up to what was sold.
fn count_products(counted: &mut Counted, order: &Order, totals: &Totals, voids: &BTreeMap<LineId, &Voided>) {
    for bucket in &totals.buckets {
        let standing = order.lines.iter().filter(|(line_id, _)| !voids.contains_key(*line_id));
        let lines: Vec<&Line> =
            standing.map(|(_, line)| line).filter(|line| line.tax == bucket.tax).collect();
        let gross: i64 = lines.iter().map(|line| line.total()).sum::<Money>().minor();
        let discount = Money::from_minor(gross - bucket.base.minor() - bucket.amount.minor());
        let weights: Vec<u64> = lines.iter().map(|line| line.total().minor().unsigned_abs()).collect();
        for (line, share) in lines.iter().zip(discount.allocate(&weights)) {
            let (gross, discount) = (line.total().minor(), share.minor());
            let quantity = i64::from(line.quantity);
            let total = gross - discount;
            counted.add(
                product_of(line),
                Sums { count: 1, quantity, gross, discount, total, ..Sums::default() },
            );
        }
    }
}

/// Each reason's part of what was really taken off: a discount never exceeds the bill.
fn count_discounts(counted: &mut Counted, order: &Order, totals: &Totals) {
    if order.discounts.is_empty() {
        return;
    }
    let weights: Vec<u64> =
        order.discounts.values().map(|discount| discount.amount.minor().unsigned_abs()).collect();
    for (discount, share) in order.discounts.values().zip(totals.discount.allocate(&weights)) {
        let key = removal("discount", &discount.reason);
        counted.add(key, Sums { count: 1, total: share.minor(), ..Sums::default() });
    }
}

fn count_cancelled(counted: &mut Counted, order: &Order, totals: &Totals, voids: &BTreeMap<LineId, &Voided>) {
    let lost_total = totals.total.minor();
    counted.add(sales_of(order), Sums { lost_count: 1, lost_total, ..Sums::default() });
    for (_, line) in order.lines.iter().filter(|(line_id, _)| !voids.contains_key(*line_id)) {
        counted.add(product_of(line), lost(line));
    }
    let Some(cancel) = order.cancels.values().next() else { return };
    counted.add(removal("cancel", &cancel.reason), Sums { count: 1, total: lost_total, ..Sums::default() });
    let by = (Dimension::Staff, cancel.by.to_string(), cancel.by_name.clone(), String::new());
    counted.add(by, Sums { lost_count: 1, lost_total, ..Sums::default() });
}

/// Lines taken back after the kitchen had them; before that it was only a slip of the finger.
fn count_voided(counted: &mut Counted, order: &Order, voids: &BTreeMap<LineId, &Voided>) {
    if voids.is_empty() {
        return;
    }
    let sent: BTreeSet<LineId> = order.sends.values().flat_map(|sent| sent.lines.iter().copied()).collect();
    for (line_id, void) in voids.iter().filter(|(line_id, _)| sent.contains(*line_id)) {
        let Some(line) = order.lines.get(line_id) else { continue };
        counted.add(product_of(line), lost(line));
        let (quantity, total) = (i64::from(line.quantity), line.total().minor());
        counted.add(removal("void", &void.reason), Sums { count: 1, quantity, total, ..Sums::default() });
        let by = (Dimension::Staff, void.by.to_string(), void.by_name.clone(), String::new());
        counted.add(by, Sums { lost_count: 1, lost_total: total, ..Sums::default() });
    }
}

/// What came in, and how much of it was waived or is owed back. Of a cancelled order all is owed back.
fn count_received(counted: &mut Counted, order: &Order, cancelled: bool) {
    if order.payments.is_empty() {
        return;
    }
    for payment in order.payments.values() {
        let key = (Dimension::Payment, payment.method.as_str().to_owned(), String::new(), String::new());
        counted.add(key, Sums { count: 1, total: payment.amount.minor(), ..Sums::default() });
    }
    let settled = settle(order);
    let (rounding, overpaid) =
        if cancelled { (Money::ZERO, settled.paid) } else { (settled.rounding, settled.overpaid) };
    for (subject, amount) in [("rounding", rounding), ("overpaid", overpaid)] {
        if !amount.is_zero() {
            let key = (Dimension::Settlement, subject.to_owned(), String::new(), String::new());
            counted.add(key, Sums { count: 1, total: amount.minor(), ..Sums::default() });
        }
    }
}

/// The void of each line that counts: the first.
fn first_voids(order: &Order) -> BTreeMap<LineId, &Voided> {
    let mut voids: BTreeMap<LineId, &Voided> = BTreeMap::new();
    for void in order.voids.values() {
        let known = voids.entry(void.line).or_insert(void);
        if void.at < known.at {
            *known = void;
        }
    }
    voids
}

/// Dimension, subject, label and detail.
type Of = (Dimension, String, String, String);

fn sales_of(order: &Order) -> Of {
    let hour = order.opened.at.at().ms() / HOUR_MS;
    (Dimension::Sales, order.opened.order_type.as_str().to_owned(), String::new(), hour.to_string())
}

fn product_of(line: &Line) -> Of {
    let variant = line.variant.clone().unwrap_or_default();
    (Dimension::Product, line.product_id.to_string(), line.name.clone(), variant)
}

fn removal(kind: &str, reason: &str) -> Of {
    (Dimension::Removal, kind.to_owned(), reason.to_owned(), String::new())
}

fn lost(line: &Line) -> Sums {
    Sums { lost_count: i64::from(line.quantity), lost_total: line.total().minor(), ..Sums::default() }
}

struct Counted {
    business_day: BusinessDay,
    rows: BTreeMap<RollupKey, Sums>,
}

impl Counted {
    fn add(&mut self, (dimension, subject, label, detail): Of, sums: Sums) {
        let key = RollupKey { business_day: self.business_day, dimension, subject, label, detail };
        let sum = self.rows.entry(key).or_default();
        *sum = sum.plus(sums);
    }

    fn rows(self) -> Vec<RollupRow> {
        let rows = self.rows.into_iter().filter(|(_, sums)| !sums.is_zero());
        rows.map(|(key, sums)| RollupRow { key, sums }).collect()
    }
}
