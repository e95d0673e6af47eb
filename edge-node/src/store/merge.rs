//! Changes of others joining the log and the rows, in one job of the writer: with what was refused, and with the cursor that
//! says up to where the cloud's log was read.
//!
//! Invariants: one bad document never stops another; the rows are the ones a rebuild would make; a fact that happened is
//! never refused for a rule of business or a limit; the same changes again change nothing. Nothing is printed: an order
//! that comes from elsewhere was printed where it was taken.

mod join;
mod order;
mod thing;

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::json;
use shared_model::document::DocKind;
use shared_model::sync::{Incoming, Inspected, Mark, Refused};
use shared_model::time::Timestamp;
use uuid::Uuid;

use self::join::Refusals;
use super::catalog::Catalog;
use super::dead_letter::{self, Letter};
use super::error::{During, StoreError};
use super::event::{Audience, NewEvent};
use super::membership::{self, Membership};
use super::writer::{Work, step};
use super::{peer, peer_mark};

/// What came from the cloud.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// Sound changes, in the sequence they came.
    pub changes: Vec<Incoming>,
    /// What was refused before it got here.
    pub refused: Vec<Letter>,
    /// Up to where the cloud's log is read with this batch; none when more of the same stretch follows.
    pub cursor: Option<Mark>,
}

/// A change that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    pub kind: DocKind,
    pub doc: Uuid,
    pub hash: [u8; 32],
    pub why: Refused,
}

/// What came of a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Changes that are in the log now and were not before.
    pub accepted: usize,
    /// Changes that were there already.
    pub known: usize,
    /// Changes that are in the dead letters now.
    pub rejected: Vec<Rejected>,
}

/// What the changes of a batch have in common.
struct Joining {
    now: Timestamp,
    membership: Option<Membership>,
    /// The snapshot with what was merged so far.
    catalog: Catalog,
    catalog_changed: bool,
    menu_changed: bool,
    outcome: Outcome,
}

/// What changes are about: one unit that is taken or put aside without touching the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    /// An order and its customer make one set of rows.
    Order(Uuid),
    Thing(DocKind, Uuid),
}

/// Merges a batch.
///
/// # Errors
/// Failures of the disk or the database only; nothing of the batch is stored then.
pub fn merge(work: &mut Work<'_>, batch: Batch, now: Timestamp) -> Result<Outcome, StoreError> {
    let Batch { changes, refused, cursor } = batch;
    for letter in &refused {
        dead_letter::put(work.tx, letter, now)?;
    }
    let mut joining = Joining {
        now,
        membership: membership::read(work.tx)?,
        catalog: (*work.working.catalog(work.tx)?).clone(),
        catalog_changed: false,
        menu_changed: false,
        outcome: Outcome::default(),
    };
    for (subject, changes) in grouped(changes) {
        take(work, &mut joining, subject, changes)?;
    }
    let Joining { catalog, catalog_changed, menu_changed, outcome, .. } = joining;
    let version = catalog.version;
    if catalog_changed {
        work.working.set_catalog(catalog);
    }
    if menu_changed {
        let data = json!({"version": version});
        work.working.tell(work.tx, NewEvent { kind: "menu:changed", audience: Audience::Branch, data }, now)?;
    }
    if let Some(cursor) = cursor {
        peer::put_received(work.tx, cursor, now)?;
        peer_mark::remember(work.tx, cursor)?;
    }
    Ok(outcome)
}

/// Changes by what they are about, each in the sequence it came, subjects in the sequence of their first.
fn grouped(changes: Vec<Incoming>) -> Vec<(Subject, Vec<Incoming>)> {
    let mut places: BTreeMap<Subject, usize> = BTreeMap::new();
    let mut groups: Vec<(Subject, Vec<Incoming>)> = Vec::new();
    for change in changes {
        let subject = match change.kind {
            DocKind::Order | DocKind::Contact => Subject::Order(change.doc),
            kind @ (DocKind::Category
            | DocKind::Product
            | DocKind::ModifierGroup
            | DocKind::Ingredient
            | DocKind::Station
            | DocKind::Staff
            | DocKind::Branch
            | DocKind::Printer
            | DocKind::Entitlement) => Subject::Thing(kind, change.doc),
        };
        let place = *places.entry(subject).or_insert_with(|| {
            groups.push((subject, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(change);
    }
    groups
}

/// Merges the changes of one subject; what fails or panics on the way puts them aside and leaves nothing else behind.
fn take(
    work: &mut Work<'_>,
    joining: &mut Joining,
    subject: Subject,
    changes: Vec<Incoming>,
) -> Result<(), StoreError> {
    step(work.tx, "SAVEPOINT subject").during("open a savepoint")?;
    let mark = work.working.mark();
    let tried = catch_unwind(AssertUnwindSafe(|| match subject {
        Subject::Order(doc) => order::take(work, joining, doc, changes.clone()),
        Subject::Thing(kind, doc) => thing::take(work, joining, kind, doc, changes.clone()),
    }));
    let refusals = match tried {
        Ok(Ok(refusals)) => refusals,
        Ok(Err(error)) if is_ours(&error) || work.tx.is_autocommit() => return Err(error),
        Ok(Err(error)) => undo(work, mark, changes, &chain(&error))?,
        Err(panic) => undo(work, mark, changes, &panicked(&*panic))?,
    };
    step(work.tx, "RELEASE subject").during("close a savepoint")?;
    for (kind, doc, change, why) in refusals {
        let chunk = change.chunk;
        let letter = Letter {
            hash: chunk.hash,
            kind: kind.as_str().to_owned(),
            doc,
            direction: dead_letter::Direction::In,
            code: why.code().to_owned(),
            detail: why.to_string(),
            bytes: chunk.bytes,
        };
        dead_letter::put(work.tx, &letter, joining.now)?;
        joining.outcome.rejected.push(Rejected { kind, doc, hash: letter.hash, why });
    }
    Ok(())
}

/// Takes back whatever was written of a subject; all its changes are refused for the given reason.
fn undo(
    work: &mut Work<'_>,
    mark: super::working::Mark,
    changes: Vec<Incoming>,
    why: &str,
) -> Result<Refusals, StoreError> {
    step(work.tx, "ROLLBACK TO subject").during("undo a subject")?;
    work.working.undo_to(mark);
    tracing::warn!(why, changes = changes.len(), "changes were put aside");
    let refusal = |Incoming { kind, doc, change }: Incoming| -> (DocKind, Uuid, Inspected, Refused) {
        (kind, doc, change, Refused::BreaksSchema(why.to_owned()))
    };
    Ok(changes.into_iter().map(refusal).collect())
}

/// Whether a failure is the box's own: then nothing can be said of the changes.
fn is_ours(error: &StoreError) -> bool {
    match error {
        StoreError::Busy
        | StoreError::DiskFull
        | StoreError::ReadOnly
        | StoreError::DiskFailed
        | StoreError::Closed
        | StoreError::NotCommitted(_) => true,
        StoreError::Panicked(_) | StoreError::Document { .. } | StoreError::Stored { .. } => false,
        // Rows that no rule of ours would have let through.
        StoreError::Sql { source, .. } => {
            source.sqlite_error_code() != Some(rusqlite::ErrorCode::ConstraintViolation)
        }
    }
}

fn chain(error: &StoreError) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

fn panicked(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "the program panicked over it".to_owned())
}

#[cfg(test)]
mod tests;
