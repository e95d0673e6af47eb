//! What the box tells screens as it happens. Events are hints with a sequence: a screen that missed some asks for the
//! gap, or fetches anew.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One event. `seq` has no gaps within a branch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EventEnvelope {
    pub seq: i64,
    /// The same event has the same id on every path.
    pub id: String,
    /// When, in milliseconds since 1970 UTC.
    pub ts: i64,
    /// `order:created` and so on; also the name of the Socket.IO event.
    #[serde(rename = "type")]
    pub kind: String,
    /// Version of the shape of `data`.
    pub v: u32,
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
}

/// Events after a sequence number, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EventPage {
    pub items: Vec<EventEnvelope>,
    /// The newest sequence number there is.
    pub latest: i64,
}
