//! The boxes of a branch, as the company's admins see them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
