//! How far a part of an order can be, and which steps lead there.
//!
//! A step names the steps its author had seen, so that concurrent screens merge without a clock: a step is accepted
//! when all it names are accepted and the stage they lead to allows it; what nobody names any more is the frontier; the
//! furthest stage of the frontier wins. Acceptance depends only on a step's causal past, so it never flips later.
//! The fold itself is in [`progress`](super::progress).

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::LineId;

/// One part of one line.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode, ToSchema,
)]
pub struct PartRef {
    #[n(0)]
    pub line_id: LineId,
    /// 0 for a simple product; the component of a combo.
    #[n(1)]
    pub part: u8,
}

/// How far a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Not sent yet.
    New,
    /// At the station, not begun.
    Pending,
    Preparing,
    Ready,
    Delivered,
    /// Taken back.
    Voided,
}

impl Stage {
    /// How it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Pending => "pending",
            Self::Preparing => "preparing",
            Self::Ready => "ready",
            Self::Delivered => "delivered",
            Self::Voided => "voided",
        }
    }
}

/// Where a step leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum StepTo {
    #[n(0)]
    Preparing,
    #[n(1)]
    Ready,
    #[n(2)]
    Delivered,
    /// One stage back, because somebody bumped too early.
    #[n(3)]
    Recalled,
}

/// The stage a step leads to from `from`, if it may be taken there.
pub fn step(from: Stage, to: StepTo) -> Option<Stage> {
    match (to, from) {
        (StepTo::Preparing, Stage::Pending) | (StepTo::Recalled, Stage::Ready) => Some(Stage::Preparing),
        (StepTo::Ready, Stage::Pending | Stage::Preparing) => Some(Stage::Ready),
        (StepTo::Delivered, Stage::Pending | Stage::Preparing | Stage::Ready) => Some(Stage::Delivered),
        (StepTo::Recalled, Stage::Preparing) => Some(Stage::Pending),
        _ => None,
    }
}
