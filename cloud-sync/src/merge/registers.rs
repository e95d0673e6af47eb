//! Things people edit as rows: the merged state, and what two sides disagree about.

use shared_model::document::{DocKind, Document, body};
use shared_model::ids::BranchId;
use uuid::Uuid;

use super::damaged;
use super::writes::Writes;
use crate::store::StoreError;
use crate::store::table::register::Register;

/// Projects one thing that changed.
pub fn project(
    kind: DocKind,
    doc: Uuid,
    document: &Document,
    branch: Option<BranchId>,
    version: u64,
    writes: &mut Writes,
) -> Result<(), StoreError> {
    if let Some(body) = body(kind, doc, document).map_err(damaged(kind, doc))? {
        writes.registers.push(Register { kind, doc, branch, version, body });
    }
    Ok(())
}
