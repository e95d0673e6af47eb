//! Editing what people edit: the change goes into the thing's document field by field, the merged state into its row.

use shared_model::catalog::Editable;
use shared_model::document::{Author, DocKind, Document, DocumentError, Scope, registers};
use shared_model::ids::BranchId;
use shared_model::time::Timestamp;
use uuid::Uuid;

use crate::store::error::unreadable;
use crate::store::table::conflict;
use crate::store::table::log::{self, NewEntry};
use crate::store::table::register::{self, Register};
use crate::store::{StoreError, Tx};

/// Writes the fields in which a thing differs from what is stored, as one change; answers its version. Nothing is written
/// when nothing differs. `branch` is whose a thing is that belongs to a branch; the first writer binds it for good.
pub fn put<T: Editable>(
    tx: &mut Tx<'_>,
    author: Author,
    value: &T,
    branch: Option<BranchId>,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let id = value.uuid();
    let before = register::find::<T>(tx, id)?;
    if let Some((known, version)) = &before
        && known == value
    {
        return Ok(*version);
    }
    let (before, known) = before.map_or((None, 0), |(before, version)| (Some(before), version));
    let Opened { mut document, branch } = open(tx, author, T::KIND, id, branch)?;
    registers::write(&mut document, before.as_ref(), value).map_err(in_document)?;
    let Some(version) = append(tx, author, T::KIND, id, branch, &mut document, now)? else {
        return Ok(known);
    };
    record::<T>(tx, id, branch, version, &document)?;
    conflict::refresh(tx, T::KIND, id, &document, now)?;
    Ok(version)
}

/// Writes one register of a thing, whatever it holds already: this settles what two sides wrote beside each other.
pub fn settle<T: Editable>(
    tx: &mut Tx<'_>,
    author: Author,
    id: Uuid,
    field: &str,
    value: &serde_json::Value,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let Opened { mut document, branch } = open(tx, author, T::KIND, id, None)?;
    registers::set(&mut document, field, value).map_err(in_document)?;
    let version = append(tx, author, T::KIND, id, branch, &mut document, now)?;
    let version = version.ok_or(StoreError::NotRun)?;
    record::<T>(tx, id, branch, version, &document)?;
    conflict::refresh(tx, T::KIND, id, &document, now)?;
    Ok(version)
}

/// A document and whose it is.
struct Opened {
    document: Document,
    branch: Option<BranchId>,
}

/// The stored document of a thing, or an empty one.
fn open(
    tx: &mut Tx<'_>,
    author: Author,
    kind: DocKind,
    id: Uuid,
    branch: Option<BranchId>,
) -> Result<Opened, StoreError> {
    let mut stored = log::documents(tx, &[id])?.pop().unwrap_or_default();
    stored.retain(|stored| stored.kind == kind);
    let Some(first) = stored.first() else {
        let branch = branch.filter(|_| kind.scope() == Scope::Branch);
        return Ok(Opened { document: Document::new(author), branch });
    };
    let branch = first.branch;
    let chunks = stored.iter().map(|stored| stored.chunk.bytes.as_slice());
    let document = Document::load(chunks, author).map_err(in_document)?;
    Ok(Opened { document, branch })
}

/// Appends the pending change of a document to the log; answers its position, or nothing when nothing changed.
fn append(
    tx: &mut Tx<'_>,
    author: Author,
    kind: DocKind,
    doc: Uuid,
    branch: Option<BranchId>,
    document: &mut Document,
    now: Timestamp,
) -> Result<Option<i64>, StoreError> {
    let Some(chunk) = document.commit(now) else { return Ok(None) };
    let entry = NewEntry { kind, doc, branch, sent_by: None, replica: author.replica, chunk };
    let end = log::end(tx)?;
    let end = log::append(tx, end, &[entry])?;
    tx.ring()?;
    i64::try_from(end.seq).map(Some).map_err(unreadable("position"))
}

/// Writes the row of a document, as merging would.
fn record<T: Editable>(
    tx: &mut Tx<'_>,
    doc: Uuid,
    branch: Option<BranchId>,
    version: i64,
    document: &Document,
) -> Result<(), StoreError> {
    let merged: T = registers::read(document).map_err(in_document)?;
    let body = serde_json::to_string(&merged).map_err(unreadable("edited value"))?;
    let version = u64::try_from(version).map_err(unreadable("position"))?;
    register::put(tx, &[Register { kind: T::KIND, doc, branch, version, body }])
}

fn in_document(source: DocumentError) -> StoreError {
    unreadable("document")(source)
}

#[cfg(test)]
mod tests;
