//! Everything a batch writes, collected and then written table by table, so that a database far away is asked once a
//! table and not once a row.

use shared_model::ids::BranchId;
use shared_model::order::Order;
use shared_model::projection::{LineRow, OrderRows, PaymentRow};
use shared_model::time::Timestamp;

use crate::store::table::dead_letter::{self, DeadLetter};
use crate::store::table::log::{self, NewEntry};
use crate::store::table::register::{self, Register};
use crate::store::table::{order_line, payment, sales_order};
use crate::store::{StoreError, Tx};

/// An order before and after.
#[derive(Debug)]
pub struct OrderChange {
    pub branch: BranchId,
    pub before: Option<Order>,
    pub after: Order,
    pub rows_before: Option<OrderRows>,
    pub rows: OrderRows,
    /// Log position of its last change.
    pub version: u64,
}

/// What a batch writes.
#[derive(Debug, Default)]
pub struct Writes {
    pub log: Vec<NewEntry>,
    pub orders: Vec<OrderChange>,
    pub registers: Vec<Register>,
    pub letters: Vec<DeadLetter>,
}

impl Writes {
    /// Writes it all, and tells whoever listens when something of it can be seen.
    pub fn flush(self, tx: &mut Tx<'_>, _branch: BranchId, now: Timestamp) -> Result<(), StoreError> {
        if !self.log.is_empty() {
            let end = log::end(tx)?;
            log::append(tx, end, &self.log)?;
            tx.ring()?;
        }
        put_orders(tx, &self.orders)?;
        register::put(tx, &self.registers)?;
        dead_letter::put(tx, &self.letters, now)
    }
}

/// Writes the rows of orders as far as they changed.
pub fn put_orders(tx: &mut Tx<'_>, orders: &[OrderChange]) -> Result<(), StoreError> {
    let rows: Vec<_> =
        orders.iter().map(|change| (change.branch, &change.rows.order, change.version)).collect();
    sales_order::put(tx, &rows)?;
    let lines: Vec<_> = orders.iter().flat_map(OrderChange::new_lines).collect();
    order_line::put(tx, &lines)?;
    let payments: Vec<_> = orders.iter().flat_map(OrderChange::new_payments).collect();
    payment::put(tx, &payments)
}

impl OrderChange {
    fn new_lines(&self) -> impl Iterator<Item = (shared_model::ids::OrderId, &LineRow)> {
        let known = |line: &LineRow| self.rows_before.as_ref().is_some_and(|rows| rows.lines.contains(line));
        self.rows.lines.iter().filter(move |line| !known(line)).map(|line| (self.after.order_id, line))
    }

    fn new_payments(&self) -> impl Iterator<Item = (shared_model::ids::OrderId, &PaymentRow)> {
        let known =
            |paid: &PaymentRow| self.rows_before.as_ref().is_some_and(|rows| rows.payments.contains(paid));
        self.rows.payments.iter().filter(move |paid| !known(paid)).map(|paid| (self.after.order_id, paid))
    }
}
