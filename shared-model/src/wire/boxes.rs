//! The boxes of a branch, as the company's admins see them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::dashboard::BoxNow;
use super::platform::BoxStatus;
use crate::ids::{BoxId, BranchId};
use crate::time::Timestamp;

/// A single-use code for a blank box; shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EnrolmentCode {
    pub branch_id: BranchId,
    /// `ABCD-EFGH-JKLM`.
    pub code: String,
    pub expires_at_ms: Timestamp,
}

// A code must not reach a log through `{:?}`.
impl std::fmt::Debug for EnrolmentCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EnrolmentCode").field("branch_id", &self.branch_id).finish_non_exhaustive()
    }
}

/// A box of a branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BoxView {
    pub box_id: BoxId,
    pub branch_id: BranchId,
    pub status: BoxStatus,
    /// The how-manieth box of its branch it is.
    pub generation: u32,
    pub enrolled_at_ms: Timestamp,
    /// When the cloud last heard of it.
    pub last_exchange_ms: Option<Timestamp>,
    /// It was heard of in the last two minutes.
    pub online: bool,
}

/// Boxes, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BoxList {
    pub items: Vec<BoxView>,
}

/// How far each box and the cloud have each other's changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SyncStatus {
    pub at_ms: Timestamp,
    /// How many changes the company's log has.
    pub log_seq: u64,
    pub items: Vec<BoxSync>,
}

/// How far a box and the cloud have each other's changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BoxSync {
    pub branch_id: BranchId,
    /// None: the branch is not known here.
    pub branch_name: Option<String>,
    #[serde(rename = "box")]
    pub now: BoxNow,
    pub enrolled_at_ms: Timestamp,
    /// How far its log was taken.
    pub received_seq: u64,
    /// How far it has the company's.
    pub acked_seq: u64,
    /// Positions of the company's log it has not confirmed, also those it has no need of.
    pub behind: u64,
    /// It is giving back what was lost here.
    pub healing: bool,
    /// When two live boxes were seen to have its identity.
    pub split_at_ms: Option<Timestamp>,
}

/// Changes that were not taken, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeadLetterPage {
    pub items: Vec<DeadLetterView>,
    /// Where the next page starts; none: this is the last.
    pub next_cursor: Option<String>,
}

/// A change that was not taken, without what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeadLetterView {
    /// The hash of the change.
    pub letter_id: String,
    /// None: the box that sent it is not known any more.
    pub branch_id: Option<BranchId>,
    pub branch_name: Option<String>,
    pub box_id: Option<BoxId>,
    /// `order`, `product`; a number when it is of a kind this version does not know.
    pub doc_kind: String,
    pub doc_id: String,
    /// `malformed`, `missing-dependency`.
    pub code: String,
    /// Why, for people.
    pub text: String,
    pub at_ms: Timestamp,
}
