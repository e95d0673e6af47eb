//! How far each part of an order is, and the order's status computed from them.
//!
//! A step names the steps its author had seen, so that concurrent screens merge without a clock: a step is accepted
//! when all it names are accepted and the stage they lead to allows it; what nobody names any more is the frontier; the
//! furthest stage of the frontier wins. Acceptance depends only on a step's causal past, so it never flips later.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Order, Status, Stepped};
use crate::ids::{LineId, StepId};

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

/// How far one part is.
pub fn of_part(order: &Order, part: PartRef) -> Stage {
    if order.void_of(part.line_id).is_some() {
        return Stage::Voided;
    }
    if !order.sends.values().any(|sent| sent.lines.contains(&part.line_id)) {
        return Stage::New;
    }
    frontier(order, part).into_iter().map(|(_, stage)| stage).max().unwrap_or(Stage::Pending)
}

/// The steps nobody followed up for these parts: what a new step must name.
pub fn seen(order: &Order, parts: &[PartRef]) -> Vec<StepId> {
    let last: BTreeSet<StepId> =
        parts.iter().flat_map(|part| frontier(order, *part)).map(|(step_id, _)| step_id).collect();
    last.into_iter().collect()
}

fn frontier(order: &Order, part: PartRef) -> Vec<(StepId, Stage)> {
    let mut open: BTreeMap<StepId, &Stepped> = order
        .steps
        .iter()
        .filter(|(_, step)| step.parts.contains(&part))
        .map(|(id, step)| (*id, step))
        .collect();
    let known: BTreeSet<StepId> = open.keys().copied().collect();
    let mut accepted: BTreeMap<StepId, Stage> = BTreeMap::new();
    loop {
        let before = accepted.len();
        open.retain(|id, candidate| {
            let mut named = candidate.after.iter().filter(|after| known.contains(after)).peekable();
            let from = if named.peek().is_none() {
                Some(Stage::Pending)
            } else {
                named
                    .map(|after| accepted.get(after).copied())
                    .try_fold(Stage::Pending, |top, at| Some(top.max(at?)))
            };
            let Some(stage) = from.and_then(|from| step(from, candidate.to)) else { return true };
            accepted.insert(*id, stage);
            false
        });
        if accepted.len() == before {
            break;
        }
    }
    let named: BTreeSet<StepId> = order
        .steps
        .iter()
        .filter(|(id, _)| accepted.contains_key(id))
        .flat_map(|(_, step)| step.after.clone())
        .collect();
    accepted.into_iter().filter(|(id, _)| !named.contains(id)).collect()
}

/// Every part of every line that was sent and not taken back, with how far it is.
pub fn live_parts(order: &Order) -> Vec<(PartRef, Stage)> {
    let mut parts = Vec::new();
    for (line_id, line) in order.lines_in_sequence() {
        for part in 0..line.parts.len() {
            let part = PartRef { line_id, part: u8::try_from(part).unwrap_or(u8::MAX) };
            let stage = of_part(order, part);
            if !matches!(stage, Stage::New | Stage::Voided) {
                parts.push((part, stage));
            }
        }
    }
    parts
}

/// The order's status: the least advanced part decides, except that work begun on any part shows as preparing.
pub fn status(order: &Order) -> Status {
    let parts = live_parts(order);
    let least = parts.iter().map(|(_, stage)| *stage).min();
    let most = parts.iter().map(|(_, stage)| *stage).max();
    let delivered = least == Some(Stage::Delivered);
    if !order.cancels.is_empty() && !delivered {
        return Status::Cancelled;
    }
    match (least, most) {
        (Some(Stage::Delivered), _) => Status::Delivered,
        (Some(Stage::Ready), _) => Status::Ready,
        (Some(Stage::Preparing), _) => Status::Preparing,
        (Some(_), Some(most)) if most > Stage::Pending => Status::Preparing,
        (Some(_), _) => Status::Sent,
        (None, _) => Status::Open,
    }
}
