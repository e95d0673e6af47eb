//! Everything a batch writes, collected and then written table by table, so that a database far away is asked once a
//! table and not once a row.

use std::collections::BTreeMap;

use shared_model::document::DocKind;
use shared_model::ids::{BranchId, OrderId};
use shared_model::projection::{LineRow, OrderRows, PaymentRow};
use shared_model::report::rollup::{Sums, difference};
use shared_model::time::Timestamp;
use uuid::Uuid;

use super::story;
use crate::store::table::conflict::{self, Conflict};

use crate::store::table::dead_letter::{self, DeadLetter};
use crate::store::table::log::{self, NewEntry};
use crate::store::table::register::{self, Register};
use crate::store::table::{event, order_line, payment, rollup, sales_order};
use crate::store::{StoreError, Tx};

/// An order before and after.
#[derive(Debug)]
pub struct OrderChange {
    pub branch: BranchId,
    pub before: Option<OrderRows>,
    pub after: OrderRows,
    /// Log position of its last change.
    pub version: u64,
}

/// What a batch writes.
#[derive(Debug, Default)]
pub struct Writes {
    pub log: Vec<NewEntry>,
    pub orders: Vec<OrderChange>,
    pub registers: Vec<Register>,
    /// Documents that people edit, with what their sides disagree about; also when that is nothing.
    pub conflicts: Vec<(DocKind, Uuid, Vec<Conflict>)>,
    pub letters: Vec<DeadLetter>,
}

impl Writes {
    /// Writes it all, and tells whoever listens when something of it can be seen.
    pub fn flush(self, tx: &mut Tx<'_>, branch: BranchId, now: Timestamp) -> Result<(), StoreError> {
        if !self.log.is_empty() {
            let end = log::end(tx)?;
            log::append(tx, end, &self.log)?;
            tx.ring()?;
        }
        put_orders(tx, &self.orders)?;
        register::put(tx, &self.registers)?;
        for (kind, doc, conflicts) in &self.conflicts {
            conflict::replace(tx, *kind, *doc, conflicts)?;
        }
        dead_letter::put(tx, &self.letters, now)?;
        let told = story::events(branch, &self);
        if told.is_empty() { Ok(()) } else { event::append(tx, &told, now).map(drop) }
    }
}

/// Writes the rows of orders as far as they changed.
pub fn put_orders(tx: &mut Tx<'_>, orders: &[OrderChange]) -> Result<(), StoreError> {
    let rows: Vec<_> =
        orders.iter().map(|change| (change.branch, &change.after.order, change.version)).collect();
    sales_order::put(tx, &rows)?;
    let lines: Vec<_> = orders.iter().flat_map(OrderChange::new_lines).collect();
    order_line::put(tx, &lines)?;
    let payments: Vec<_> = orders.iter().flat_map(OrderChange::new_payments).collect();
    payment::put(tx, &payments)?;
    rollup::add(tx, &moved(orders))
}

/// How the sums of reports move, all orders of the batch together.
fn moved(orders: &[OrderChange]) -> BTreeMap<rollup::Place, Sums> {
    let mut moved: BTreeMap<rollup::Place, Sums> = BTreeMap::new();
    for change in orders {
        let before = change.before.as_ref().map(|rows| rows.rollup.as_slice()).unwrap_or_default();
        for row in difference(before, &change.after.rollup) {
            let sums = moved.entry((change.branch, row.key)).or_default();
            *sums = sums.plus(row.sums);
        }
    }
    moved
}

impl OrderChange {
    fn new_lines(&self) -> impl Iterator<Item = (OrderId, &LineRow)> {
        let known = |line: &LineRow| self.before.as_ref().is_some_and(|rows| rows.lines.contains(line));
        self.after.lines.iter().filter(move |line| !known(line)).map(|line| (self.after.order.order_id, line))
    }

    fn new_payments(&self) -> impl Iterator<Item = (OrderId, &PaymentRow)> {
        let known = |paid: &PaymentRow| self.before.as_ref().is_some_and(|rows| rows.payments.contains(paid));
        self.after
            .payments
            .iter()
            .filter(move |paid| !known(paid))
            .map(|paid| (self.after.order.order_id, paid))
    }
}
