//! The first page of an owner: how all branches do right now.

use serde::Serialize;
use utoipa::ToSchema;

use super::platform::BoxStatus;
use super::reports::SalesFigures;
use crate::ids::{BoxId, BranchId};
use crate::money::Money;
use crate::order::payment::Method;
use crate::time::{BusinessDay, Timestamp};

/// How all branches do right now, as far as their boxes told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Dashboard {
    pub at_ms: Timestamp,
    /// Those that are open for business, the main one first.
    pub branches: Vec<BranchToday>,
    pub company: CompanyToday,
}

/// How a branch does today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BranchToday {
    pub branch_id: BranchId,
    pub name: String,
    pub is_main: bool,
    /// The day it is there.
    pub business_day: BusinessDay,
    pub sales: SalesToday,
    /// The newest first.
    pub boxes: Vec<BoxNow>,
    /// Changes of its boxes that were not taken.
    pub dead_letters: u64,
    /// Fields of which its boxes wrote one of several values.
    pub conflicts: u64,
}

/// All branches on the page together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompanyToday {
    /// The day it is at the main branch.
    pub business_day: BusinessDay,
    pub sales: SalesToday,
    /// Boxes that should be selling.
    pub boxes_live: u64,
    /// How many of them can be reached.
    pub boxes_online: u64,
    pub dead_letters: u64,
    pub conflicts: u64,
}

/// What was sold today, beside the same weekday a week ago.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SalesToday {
    pub figures: SalesFigures,
    /// What came in, the most first.
    pub methods: Vec<MethodToday>,
    /// The whole day a week ago.
    pub last_week: SalesFigures,
    /// The same, in the hours that are over today.
    pub last_week_so_far: SalesFigures,
    /// Growth of `total` in 1/10,000, counting on both days the hours that are over today; none where there was nothing.
    pub growth_bp: Option<i64>,
}

/// What came in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct MethodToday {
    pub method: Method,
    pub payments: i64,
    pub amount: Money,
    /// Of everything received.
    pub share_bp: i64,
}

/// A box, as it stands right now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct BoxNow {
    pub box_id: BoxId,
    pub status: BoxStatus,
    /// The how-manieth box of its branch it is.
    pub generation: u32,
    /// It is connected, or was heard of in the last minute.
    pub online: bool,
    /// When the cloud last heard of it; none: never.
    pub last_exchange_ms: Option<Timestamp>,
    /// Changes it has not handed in yet; none: it did not say.
    pub pending: Option<u64>,
}
