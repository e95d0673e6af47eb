//! What boxes send becomes part of the company: checked, merged, projected, in one transaction with the cursor.
//!
//! Reading order: [`take`], then `sort` (what is allowed at all), `grants` (plans that come back), `orders` and
//! `registers` (what documents come to), `writes`
//! (everything that is to be written, table by table). Invariants: a bad change never stops another; a fact that happened
//! is never refused for a rule of business; company and branch come from the grant, never from what was sent.

mod grants;
mod orders;
mod rebuild;
mod registers;
mod sort;
mod story;
mod writes;

use ed25519_dalek::VerifyingKey;
use shared_model::document::{Author, Chunk, DocKind, Document, DocumentError};
use shared_model::ids::{BoxId, BranchId, CompanyId};
use shared_model::sync::merge::merge;
use shared_model::sync::peer::{Delivery, Origin, Rejected, TurnedAway};
use shared_model::sync::{Author8, Mark, Refused};
use shared_model::time::Timestamp;
use uuid::Uuid;

pub use rebuild::{Rebuilt, rebuild};

use crate::store::table::dead_letter::{self, DeadLetter};
use crate::store::table::log::{self, NewEntry, Stored};
use crate::store::table::peer;
use crate::store::{StoreError, Tx};
use sort::Group;
use writes::Writes;

/// Whose changes are merged: what the box's certificate says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sender {
    pub box_id: BoxId,
    pub company_id: CompanyId,
    pub branch_id: BranchId,
    pub replica: Author8,
    /// What signed it, and signs what the company may have.
    pub root: VerifyingKey,
}

/// What came of a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// Changes that are new here.
    pub merged: usize,
    /// Changes that were there already.
    pub known: usize,
    /// Changes that were refused here; what was turned away before, its sender hears of without us.
    pub refused: Vec<Rejected>,
}

/// Whose changes they are, and in what state.
#[derive(Debug, Clone, Copy)]
struct Context<'a> {
    sender: &'a Sender,
    origin: Origin,
    /// The cloud lost changes it had given this box: the box gives back what others wrote.
    healing: bool,
    author: Author,
}

/// Merges what arrived. Runs in a write transaction; committing it is what makes it durable, the cursor with it.
pub fn take(
    tx: &mut Tx<'_>,
    sender: &Sender,
    delivery: Delivery,
    author: Author,
    now: Timestamp,
) -> Result<Taken, StoreError> {
    let mut writes = Writes::default();
    let mut taken = Taken::default();
    let context = Context { sender, origin: delivery.origin, healing: delivery.healing, author };
    for TurnedAway { kind, doc, hash, bytes, why } in delivery.refused {
        let kind =
            DocKind::from_number(kind).map_or_else(|| kind.to_string(), |kind| kind.as_str().to_owned());
        writes.letters.push(DeadLetter {
            kind,
            doc,
            sent_by: Some(sender.box_id),
            chunk: Chunk { hash, bytes },
            refused: why,
        });
    }
    let turned_away = writes.letters.len();
    let mut groups = sort::by_document(delivery.entries);
    let docs: Vec<Uuid> = groups.iter().map(|group| group.doc).collect();
    for (kind, doc, chunk) in dead_letter::take_waiting(tx, &docs)? {
        if let Some(group) = groups.iter_mut().find(|group| group.doc == doc) {
            group.again(kind, chunk);
        }
    }
    let stored = log::documents(tx, &docs)?;
    let mut end = log::end(tx)?;
    for (group, stored) in groups.into_iter().zip(stored) {
        one(context, group, &stored, &mut end, &mut writes, &mut taken)?;
    }
    let rejected = |letter: &DeadLetter| Rejected {
        hash: letter.chunk.hash,
        doc: letter.doc,
        why: letter.refused.clone(),
    };
    taken.refused.extend(writes.letters.iter().skip(turned_away).map(rejected));
    if let Some(to) = delivery.to {
        peer::received(tx, sender.box_id, to, now)?;
    }
    if delivery.healed {
        peer::set_healing(tx, sender.box_id, false)?;
    }
    writes.flush(tx, sender.branch_id, now)?;
    Ok(taken)
}

/// Merges the changes of one document id: an order with its customer, or one thing people edit.
fn one(
    context: Context<'_>,
    group: Group,
    stored: &[Stored],
    end: &mut Mark,
    writes: &mut Writes,
    taken: &mut Taken,
) -> Result<(), StoreError> {
    let Context { sender, origin, healing, author } = context;
    let doc = group.doc;
    let (allowed, refused, known) = sort::allowed(sender, group, stored, healing);
    taken.known += known;
    let letter = |kind: DocKind, chunk: Chunk, refused: Refused| DeadLetter {
        kind: kind.as_str().to_owned(),
        doc,
        sent_by: Some(sender.box_id),
        chunk,
        refused,
    };
    writes.letters.extend(refused.into_iter().map(|(kind, chunk, refused)| letter(kind, chunk, refused)));
    let mut changed: Vec<(DocKind, Document)> = Vec::new();
    for (kind, chunks) in allowed {
        let held: Vec<Vec<u8>> =
            stored.iter().filter(|entry| entry.kind == kind).map(|entry| entry.chunk.bytes.clone()).collect();
        let merged = merge(kind, doc, &held, chunks, author).map_err(damaged(kind, doc))?;
        writes
            .letters
            .extend(merged.refused.into_iter().map(|(chunk, refused)| letter(kind, chunk, refused)));
        if kind == DocKind::Entitlement
            && let Some(document) = &merged.document
            && !grants::is_ours(sender, doc, document, &held, author)?
        {
            let accepted = merged.accepted.into_iter();
            writes.letters.extend(accepted.map(|chunk| letter(kind, chunk, Refused::ForeignAuthor)));
            continue;
        }
        taken.merged += merged.accepted.len();
        for chunk in &merged.accepted {
            *end = Mark { seq: end.seq + 1, chain: end.chain.next(&chunk.hash) };
            writes.log.push(NewEntry {
                kind,
                doc,
                branch: sort::branch_of(kind, sender),
                origin: Some(origin),
                chunk: chunk.clone(),
            });
        }
        if !merged.accepted.is_empty()
            && let Some(document) = merged.document
        {
            changed.push((kind, document));
        }
    }
    if changed.iter().any(|(kind, _)| matches!(kind, DocKind::Order | DocKind::Contact)) {
        return orders::project(doc, &changed, stored, sender.branch_id, author, end.seq, writes);
    }
    for (kind, document) in changed {
        registers::project(kind, doc, document, sort::branch_of(kind, sender), end.seq, writes)?;
    }
    Ok(())
}

/// A stored document that is none: damage here, not there.
fn damaged(kind: DocKind, doc: Uuid) -> impl FnOnce(DocumentError) -> StoreError {
    move |source| StoreError::Stored {
        what: "document",
        source: format!("{} {doc}: {:#}", kind.as_str(), anyhow::Error::from(source)).into(),
    }
}
