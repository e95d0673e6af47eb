//! Editing what people edit: the change goes into the thing's document field by field, the merged state into its row, and
//! listeners hear of it.

use shared_model::catalog::Editable;
use shared_model::document::{self, Author, Document};
use shared_model::ids::BranchId;
use shared_model::time::Timestamp;

use crate::store::table::log::NewEntry;
use crate::store::table::register::Register;
use crate::store::table::{log, register};
use crate::store::{StoreError, Tx};

/// Writes one thing into its document and its row; answers its version. `branch` is whose it is: none, the company's.
pub fn put<T: Editable>(
    tx: &mut Tx<'_>,
    author: Author,
    value: &T,
    branch: Option<BranchId>,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let doc = value.uuid();
    let known = register::find::<T>(tx, doc)?;
    let before = known.as_ref().map(|(before, _)| before);
    if let Some((_, version)) = known.as_ref().filter(|(before, _)| before == value) {
        return Ok(*version);
    }
    let mut stored = log::documents(tx, &[doc])?.pop().unwrap_or_default();
    stored.retain(|entry| entry.kind == T::KIND);
    let mut document = if stored.is_empty() {
        Document::new(author)
    } else {
        let chunks = stored.iter().map(|entry| entry.chunk.bytes.as_slice());
        Document::load(chunks, author).map_err(unreadable_document)?
    };
    document::registers::write(&mut document, before, value).map_err(unreadable_document)?;
    let Some(chunk) = document.commit(now) else { return Ok(known.map_or(0, |(_, version)| version)) };
    let end = log::end(tx)?;
    let entry = NewEntry { kind: T::KIND, doc, branch, sent_by: None, replica: author.replica, chunk };
    let version = log::append(tx, end, &[entry])?.seq;
    let body = serde_json::to_string(value).map_err(crate::store::error::unreadable("edited value"))?;
    register::put(tx, &[Register { kind: T::KIND, doc, branch, version, body }])?;
    tx.ring()?;
    Ok(i64::try_from(version).unwrap_or(i64::MAX))
}

fn unreadable_document(source: document::DocumentError) -> StoreError {
    StoreError::Stored { what: "document", source: Box::new(source) }
}
