//! How a box stands with the cloud, for the people at the branch.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::time::Timestamp;

/// How a box stands with the cloud.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SyncStatus {
    /// False: the box stands alone and everything else says nothing.
    pub enrolled: bool,
    pub connected: bool,
    /// How, while connected.
    pub path: Option<SyncPath>,
    pub standing: SyncStanding,
    /// All of it in a sentence, in Spanish.
    pub text: String,
    pub last_exchange_ms: Option<Timestamp>,
    /// Changes that the cloud does not have yet.
    pub pending_changes: u64,
    /// Changes that one of the two sides did not take.
    pub dead_letters: u32,
    /// Fields that two sides wrote without knowing of each other.
    pub conflicts: u32,
}

/// How a box reaches the cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SyncPath {
    /// Straight to it.
    Direct,
    /// Through the cloud's own relay.
    Relay,
    /// Over a WebSocket, where nothing else gets through.
    Https,
}

/// Whether the cloud takes the box for the box of its branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SyncStanding {
    Member,
    /// A newer box took its place; what this one writes stays here.
    Fenced,
    /// Its certificate was taken back.
    Revoked,
}

/// A change that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeadLetter {
    pub id: i64,
    /// The change's name, in hex.
    pub hash: String,
    /// What it is about: `order`, `product`, …
    pub doc_kind: String,
    /// Its document, in hex.
    pub doc_id: String,
    /// `in`: the cloud's, refused here; `out`: ours, refused there.
    pub direction: String,
    /// Why, as a word for programs.
    pub code: String,
    /// Why, for people.
    pub detail: String,
    pub bytes: u64,
    pub at_ms: Timestamp,
}

/// Dead letters, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeadLetterPage {
    pub items: Vec<DeadLetter>,
    /// Older ones that had to make room.
    pub dropped: u64,
    pub next_cursor: Option<String>,
}

/// A field that two sides wrote without knowing of each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldConflict {
    pub doc_kind: String,
    /// Its document, in hex.
    pub doc_id: String,
    /// What the thing is called, if it has a name.
    pub name: Option<String>,
    /// The field's path inside the thing: `price`, `variants[]/var_…/name`.
    pub field: String,
    /// What each side wrote; the first one stands.
    pub sides: Vec<ConflictSide>,
    pub at_ms: Timestamp,
    pub seen: bool,
}

/// What one side wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConflictSide {
    #[schema(value_type = Object)]
    pub value: serde_json::Value,
    /// The replica that wrote it, in hex: a box or the cloud.
    pub replica: String,
}

/// Conflicts by document and field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConflictPage {
    pub items: Vec<FieldConflict>,
    pub next_cursor: Option<String>,
}
