//! Things people edit as rows: the merged state, and what two sides disagree about.

use serde_json::json;
use shared_model::document::registers::{self, Side};
use shared_model::document::{DocKind, Document, body};
use shared_model::ids::BranchId;
use shared_model::time::Timestamp;
use uuid::Uuid;

use super::damaged;
use super::writes::Writes;
use crate::store::StoreError;
use crate::store::table::conflict::Conflict;
use crate::store::table::register::Register;

/// Projects one thing that changed.
pub fn project(
    kind: DocKind,
    doc: Uuid,
    document: &Document,
    branch: Option<BranchId>,
    version: u64,
    now: Timestamp,
    writes: &mut Writes,
) -> Result<(), StoreError> {
    if let Some(body) = body(kind, doc, document).map_err(damaged(kind, doc))? {
        writes.registers.push(Register { kind, doc, branch, version, body });
    }
    let unresolved = registers::conflicts(document).into_iter().map(|conflict| {
        let side = |side: &Side| json!({"value": side.value, "replica": hex(&side.replica)});
        let candidates = serde_json::Value::from_iter(conflict.sides.iter().map(side)).to_string();
        Conflict { kind, doc, field: conflict.field, candidates, at: now }
    });
    writes.conflicts.push((kind, doc, unresolved.collect()));
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
