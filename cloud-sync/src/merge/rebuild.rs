//! Making every row of a company anew from its documents: the answer to a damaged projection, and the proof that
//! documents hold all.

use shared_model::document::{Author, DocKind, Document, order, registers as fields};
use shared_model::ids::{BranchId, OrderId};
use shared_model::projection;
use shared_model::time::Timestamp;
use uuid::Uuid;

use super::writes::{OrderChange, Writes, put_orders};
use super::{damaged, registers};
use crate::store::table::log::{self, Stored};
use crate::store::table::{conflict, order_line, payment, register, rollup, sales_order};
use crate::store::{StoreError, Tx};

/// Documents read at a time.
const PAGE: u32 = 500;

/// How much was made anew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rebuilt {
    pub orders: usize,
    pub registers: usize,
}

/// Drops all rows that are made from documents and makes them anew.
pub fn rebuild(tx: &mut Tx<'_>, now: Timestamp) -> Result<Rebuilt, StoreError> {
    sales_order::clear(tx)?;
    order_line::clear(tx)?;
    payment::clear(tx)?;
    register::clear(tx)?;
    rollup::clear(tx)?;
    let mut rebuilt = Rebuilt::default();
    let mut after = None;
    loop {
        let docs = log::document_ids(tx, after, PAGE)?;
        let Some(last) = docs.last().copied() else { return Ok(rebuilt) };
        after = Some(last);
        let mut writes = Writes::default();
        for (doc, stored) in docs.iter().zip(log::documents(tx, &docs)?) {
            one(*doc, &stored, now, &mut writes)?;
        }
        rebuilt.orders += writes.orders.len();
        rebuilt.registers += writes.registers.len();
        put_orders(tx, &writes.orders)?;
        register::put(tx, &writes.registers)?;
        for (kind, doc, conflicts) in &writes.conflicts {
            conflict::replace(tx, *kind, *doc, conflicts)?;
        }
    }
}

fn one(doc: Uuid, stored: &[Stored], now: Timestamp, writes: &mut Writes) -> Result<(), StoreError> {
    let document = |kind| -> Result<Option<Document>, StoreError> {
        let nobody = Author { replica: [0; 8], epoch: 0 };
        let of_kind = || stored.iter().filter(|entry| entry.kind == kind);
        if of_kind().next().is_none() {
            return Ok(None);
        }
        let bytes = of_kind().map(|entry| entry.chunk.bytes.as_slice());
        Document::load(bytes, nobody).map(Some).map_err(damaged(kind, doc))
    };
    let branch: Option<BranchId> = stored.iter().find_map(|entry| entry.branch);
    if let (Some(held), Some(branch)) = (document(DocKind::Order)?, branch) {
        let version = last_seq(stored, |_| true);
        let mut after = order::read(&held, OrderId::new(doc)).map_err(damaged(DocKind::Order, doc))?;
        if let Some(contact) = document(DocKind::Contact)? {
            after.customer = fields::read(&contact).map_err(damaged(DocKind::Contact, doc))?;
        }
        let after = projection::rows(&after);
        writes.orders.push(OrderChange { branch, before: None, after, version });
    }
    for kind in DocKind::ALL.into_iter().filter(|kind| !matches!(kind, DocKind::Order | DocKind::Contact)) {
        if let Some(held) = document(kind)? {
            let version = last_seq(stored, |entry| entry.kind == kind);
            registers::project(kind, doc, &held, branch, version, now, writes)?;
        }
    }
    Ok(())
}

fn last_seq(stored: &[Stored], wanted: impl Fn(&Stored) -> bool) -> u64 {
    stored.iter().filter(|entry| wanted(entry)).map(|entry| entry.seq).max().unwrap_or(0)
}
