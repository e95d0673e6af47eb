//! Changes joining one document in the log.

use std::collections::{BTreeMap, BTreeSet};

use shared_model::document::{DocKind, Document};
use shared_model::sync::inspect::inspect;
use shared_model::sync::merge::merge;
use shared_model::sync::{Incoming, Inspected, Refused};
use uuid::Uuid;

use super::super::error::StoreError;
use super::super::order_command::in_document;
use super::super::writer::Work;
use super::super::{dead_letter, entitlement, log};
use super::Joining;

/// Changes that were not taken, each with its reason.
pub type Refusals = Vec<(DocKind, Uuid, Inspected, Refused)>;

/// What came of joining.
#[derive(Debug, Default)]
pub struct Joined {
    /// The document as it is now, and the position of its last change; none when nothing was new.
    pub document: Option<(Document, i64)>,
    pub refusals: Refusals,
}

/// Merges changes into a document and appends those that fit to the log.
pub fn join(
    work: &mut Work<'_>,
    joining: &mut Joining,
    kind: DocKind,
    doc: Uuid,
    changes: Vec<Incoming>,
) -> Result<Joined, StoreError> {
    if changes.is_empty() {
        return Ok(Joined::default());
    }
    let stored = log::changes(work.tx, kind, doc)?;
    let mut fresh = fresh(work, joining, kind, doc, changes, &stored)?;
    if fresh.is_empty() {
        return Ok(Joined::default());
    }
    let refusals = |fresh: BTreeMap<[u8; 32], Inspected>, why: &Refused| -> Refusals {
        fresh.into_values().map(|change| (kind, doc, change, why.clone())).collect()
    };
    let branch = joining.membership.as_ref().map(|member| member.branch_id.uuid());
    if kind == DocKind::Branch && branch.is_some_and(|branch| branch != doc) {
        let changes = fresh.into_iter().map(|change| (change.chunk.hash, change)).collect();
        return Ok(Joined { document: None, refusals: refusals(changes, &Refused::ForeignDocument) });
    }
    let chunks = fresh.iter().map(|change| change.chunk.clone()).collect();
    let stored: Vec<Vec<u8>> = stored.into_iter().map(|chunk| chunk.bytes).collect();
    let merged = merge(kind, doc, &stored, chunks, work.working.author).map_err(in_document("merged"))?;
    let mut by_hash: BTreeMap<[u8; 32], Inspected> =
        fresh.drain(..).map(|change| (change.chunk.hash, change)).collect();
    if kind == DocKind::Entitlement
        && let Some(document) = &merged.document
        && let Err(why) = entitlement::admit(work.tx, joining.membership.as_ref(), doc, document)?
    {
        return Ok(Joined { document: None, refusals: refusals(by_hash, &why) });
    }
    let mut joined = Joined::default();
    for (chunk, why) in merged.refused {
        joined.refusals.extend(by_hash.remove(&chunk.hash).map(|change| (kind, doc, change, why)));
    }
    let mut last = None;
    for chunk in &merged.accepted {
        let Some(Inspected { author, epoch, .. }) = by_hash.remove(&chunk.hash) else { continue };
        let entry = log::NewEntry { kind, doc, replica: author, epoch, received: true, chunk };
        last = Some(log::append(work.tx, &entry, work.working.chain(work.tx)?)?);
        dead_letter::resolve(work.tx, kind, doc, &chunk.hash)?;
        joining.outcome.accepted += 1;
    }
    joined.document = merged.document.zip(last);
    Ok(joined)
}

/// The changes that are new here, each once, with those of the document that were put aside for what they build on.
fn fresh(
    work: &Work<'_>,
    joining: &mut Joining,
    kind: DocKind,
    doc: Uuid,
    changes: Vec<Incoming>,
    stored: &[shared_model::document::Chunk],
) -> Result<Vec<Inspected>, StoreError> {
    let mut known: BTreeSet<[u8; 32]> = stored.iter().map(|chunk| chunk.hash).collect();
    let came = changes.len();
    let mut fresh: Vec<Inspected> = changes.into_iter().map(|incoming| incoming.change).collect();
    fresh.retain(|change| known.insert(change.chunk.hash));
    joining.outcome.known += came - fresh.len();
    if fresh.is_empty() {
        return Ok(fresh);
    }
    // A grant that was refused as older may be what a newer one builds on.
    let codes: &[&str] = match kind {
        DocKind::Entitlement => &["missing-dependency", "breaks-schema"],
        DocKind::Order
        | DocKind::Contact
        | DocKind::Category
        | DocKind::Product
        | DocKind::ModifierGroup
        | DocKind::Ingredient
        | DocKind::Station
        | DocKind::Staff
        | DocKind::Branch
        | DocKind::Printer => &["missing-dependency"],
    };
    let waiting = dead_letter::waiting(work.tx, kind, doc, codes)?;
    let waiting = waiting.into_iter().filter_map(|bytes| inspect(bytes).ok());
    let waiting: Vec<Inspected> = waiting.filter(|change| known.insert(change.chunk.hash)).collect();
    Ok([waiting, fresh].concat())
}
