//! Orders as rows: the state before, the state after, and what differs.

use shared_model::document::{Author, DocKind, Document, order, registers};
use shared_model::ids::{BranchId, OrderId};
use shared_model::order::Order;
use shared_model::projection;
use uuid::Uuid;

use super::damaged;
use super::writes::{OrderChange, Writes};
use crate::store::StoreError;
use crate::store::table::log::Stored;

/// Projects an order of which the order or its customer changed.
pub fn project(
    doc: Uuid,
    changed: &[(DocKind, Document)],
    stored: &[Stored],
    branch: BranchId,
    author: Author,
    version: u64,
    writes: &mut Writes,
) -> Result<(), StoreError> {
    let fresh = |kind| changed.iter().find(|(of, _)| *of == kind).map(|(_, document)| document);
    let (order_before, contact_before) =
        (load(DocKind::Order, doc, stored, author)?, load(DocKind::Contact, doc, stored, author)?);
    let before = order_before.as_ref().map(|order| read(doc, order, contact_before.as_ref())).transpose()?;
    let order_after = fresh(DocKind::Order).or(order_before.as_ref());
    let contact_after = fresh(DocKind::Contact).or(contact_before.as_ref());
    // A customer whose order is still on its way waits for it.
    let Some(order_after) = order_after else { return Ok(()) };
    let after = read(doc, order_after, contact_after)?;
    let (before, after) = (before.as_ref().map(projection::rows), projection::rows(&after));
    writes.orders.push(OrderChange { branch, before, after, version });
    Ok(())
}

/// The document that the stored changes of a kind make up, if there are any.
fn load(kind: DocKind, doc: Uuid, stored: &[Stored], author: Author) -> Result<Option<Document>, StoreError> {
    let mut chunks = stored.iter().filter(|entry| entry.kind == kind).peekable();
    if chunks.peek().is_none() {
        return Ok(None);
    }
    let loaded = Document::load(chunks.map(|entry| entry.chunk.bytes.as_slice()), author);
    loaded.map(Some).map_err(damaged(kind, doc))
}

fn read(doc: Uuid, order: &Document, contact: Option<&Document>) -> Result<Order, StoreError> {
    let mut read = order::read(order, OrderId::new(doc)).map_err(damaged(DocKind::Order, doc))?;
    if let Some(contact) = contact {
        read.customer = registers::read(contact).map_err(damaged(DocKind::Contact, doc))?;
    }
    Ok(read)
}
