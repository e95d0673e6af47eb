//! The kitchen on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::orders::NameCount;
use crate::ids::{LineId, OrderId, SendId, StationId, StepId};
use crate::order::{OrderType, PartRef, Stage};
use crate::time::{BusinessDay, Timestamp};

/// What a kitchen screen shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct KitchenBoard {
    /// For timers that do not trust the tablet's clock.
    pub server_time_ms: Timestamp,
    /// Oldest first; done ones newest first.
    pub cards: Vec<Card>,
    /// All that is still to be made.
    pub totals: Vec<AllDay>,
}

/// One dispatch of an order at the chosen station.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Card {
    pub order_id: OrderId,
    pub send_id: SendId,
    pub number: String,
    pub round: u32,
    pub order_type: OrderType,
    pub table: Option<String>,
    pub customer_name: Option<String>,
    pub note: Option<String>,
    pub sent_at_ms: Timestamp,
    pub created_by_name: String,
    /// The least advanced of its items.
    pub stage: Stage,
    /// When its last item became ready.
    pub done_at_ms: Option<Timestamp>,
    pub items: Vec<CardItem>,
}

/// Something to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CardItem {
    pub line_id: LineId,
    pub part: u8,
    pub quantity: u32,
    pub name: String,
    pub variant: Option<String>,
    pub modifiers: Vec<NameCount>,
    pub note: Option<String>,
    pub station_id: Option<StationId>,
    pub stage: Stage,
    pub void_reason: Option<String>,
}

/// How many of something are still to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AllDay {
    pub name: String,
    pub variant: Option<String>,
    pub quantity: u32,
}

/// Moves parts of an order: without `parts`, all of the dispatch (and station) that can move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KitchenStep {
    pub step_id: StepId,
    #[serde(default)]
    pub send_id: Option<SendId>,
    #[serde(default)]
    pub station_id: Option<StationId>,
    #[serde(default)]
    #[schema(max_items = 400)]
    pub parts: Option<Vec<PartRef>>,
}

/// One day of the kitchen in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct KitchenStats {
    pub business_day: BusinessDay,
    pub stations: Vec<StationStats>,
}

/// One station of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StationStats {
    pub station_id: StationId,
    pub name: String,
    pub pending: u32,
    pub preparing: u32,
    pub ready: u32,
    /// From sent to ready.
    pub average_ms: Option<i64>,
    /// Nine of ten were faster.
    pub p90_ms: Option<i64>,
}
