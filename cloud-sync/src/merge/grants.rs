//! What the company may have, coming back from a box after the cloud lost it: believed only with our own signature.

use serde_json::Value;
use shared_model::document::{Author, DocKind, Document, registers};
use shared_model::tenant::{Entitlement, EntitlementClaims};
use uuid::Uuid;

use super::{Sender, damaged};
use crate::store::StoreError;

/// Whether a merged grant is ours, for this company, and not older than the one that is held. What stands beside it in
/// conflict must be ours too: which of two stands is decided by who wrote them.
pub fn is_ours(
    sender: &Sender,
    doc: Uuid,
    merged: &Document,
    held: &[Vec<u8>],
    author: Author,
) -> Result<bool, StoreError> {
    let Some(offered) = believed(sender, doc, merged) else { return Ok(false) };
    let beside = registers::conflicts(merged);
    let mut sides =
        beside.iter().flat_map(|conflict| conflict.sides.iter().map(|side| (&conflict.field, side)));
    if !sides.all(|(field, side)| field == "grant" && is_signed(sender, doc, &side.value)) {
        return Ok(false);
    }
    if held.is_empty() {
        return Ok(true);
    }
    let held = Document::load(held.iter().map(Vec::as_slice), author);
    let held = held.map_err(damaged(DocKind::Entitlement, doc))?;
    Ok(believed(sender, doc, &held).is_none_or(|held| held.serial <= offered.serial))
}

fn is_signed(sender: &Sender, doc: Uuid, grant: &Value) -> bool {
    let grant = grant.as_str().map(str::to_owned);
    grant.is_some_and(|grant| {
        verified(sender, doc, &Entitlement { company_id: sender.company_id, grant }).is_some()
    })
}

fn believed(sender: &Sender, doc: Uuid, document: &Document) -> Option<EntitlementClaims> {
    verified(sender, doc, &registers::read(document).ok()?)
}

fn verified(sender: &Sender, doc: Uuid, grant: &Entitlement) -> Option<EntitlementClaims> {
    let claims = grant.verify(&sender.root)?;
    (claims.company_id == sender.company_id && claims.company_id.uuid() == doc).then_some(claims)
}
