//! How far the boxes and the cloud have each other's changes, and which changes were not taken.

use std::collections::BTreeMap;

use shared_model::branch::Branch;
use shared_model::ids::{BoxId, BranchId};
use shared_model::time::Timestamp;
use shared_model::wire::boxes::{BoxSync, DeadLetterView, SyncStatus};

use super::branches;
use super::reports::reaches;
use crate::boxes::KnownBoxes;
use crate::hex::hex;
use crate::store::table::dead_letter::{self, Listed};
use crate::store::table::{log, peer};
use crate::store::{StoreError, Tx};

/// Where a page of letters ends: when the last one came, and its hash.
pub type Position = (i64, [u8; 32]);

/// How each box stands, by branch, the newest first.
pub fn status(
    tx: &mut Tx<'_>,
    works_at: &[BranchId],
    known: &KnownBoxes,
    now: Timestamp,
) -> Result<SyncStatus, StoreError> {
    let end = log::end(tx)?.seq;
    let (names, peers) = (names(tx)?, peer::all(tx)?.into_iter().collect::<BTreeMap<_, _>>());
    let boxes = known.boxes.iter().filter(|boxed| reaches(works_at, boxed.branch_id));
    let items = boxes.map(|boxed| {
        let peer = peers.get(&boxed.box_id);
        let acked_seq = peer.map_or(0, |peer| peer.acked);
        BoxSync {
            branch_id: boxed.branch_id,
            branch_name: names.get(&boxed.branch_id).cloned(),
            now: known.now(boxed, peer.map(|peer| peer.last_exchange), now),
            enrolled_at_ms: boxed.enrolled_at,
            received_seq: peer.map_or(0, |peer| peer.received.seq),
            acked_seq,
            behind: end.saturating_sub(acked_seq),
            healing: peer.is_some_and(|peer| peer.healing),
            split_at_ms: peer.and_then(|peer| peer.split_at),
        }
    });
    Ok(SyncStatus { at_ms: now, log_seq: end, items: items.collect() })
}

/// Letters from before a position, the newest first: of all boxes, or of those at some branches.
pub fn letters(
    tx: &mut Tx<'_>,
    works_at: &[BranchId],
    known: &KnownBoxes,
    before: Option<Position>,
    limit: u32,
) -> Result<Vec<(Position, DeadLetterView)>, StoreError> {
    let (names, branches) = (names(tx)?, known.branches());
    let reached: Vec<BoxId> =
        branches.iter().filter(|(_, branch)| works_at.contains(branch)).map(|(id, _)| *id).collect();
    let only = (!works_at.is_empty()).then_some(reached.as_slice());
    let view = |letter: Listed| {
        let branch_id = letter.sent_by.and_then(|id| branches.get(&id).copied());
        let view = DeadLetterView {
            letter_id: hex(&letter.hash),
            branch_id,
            branch_name: branch_id.and_then(|id| names.get(&id).cloned()),
            box_id: letter.sent_by,
            doc_kind: letter.kind,
            doc_id: letter.doc.simple().to_string(),
            code: letter.code,
            text: letter.detail,
            at_ms: letter.at,
        };
        ((letter.at.ms(), letter.hash), view)
    };
    Ok(dead_letter::list(tx, only, before, limit)?.into_iter().map(view).collect())
}

fn names(tx: &mut Tx<'_>) -> Result<BTreeMap<BranchId, String>, StoreError> {
    let name = |branch: Branch| (branch.branch_id, branch.name);
    Ok(branches::list(tx)?.items.into_iter().map(name).collect())
}
