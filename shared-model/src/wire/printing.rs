//! Print jobs on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{OrderId, PrintJobId, PrinterId};
use crate::time::Timestamp;

/// A sheet of paper that is owed, or was printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PrintJob {
    pub print_job_id: PrintJobId,
    pub order_id: Option<OrderId>,
    pub order_number: Option<String>,
    /// `kitchen`, `void`, `receipt`, `drawer` or `test`.
    pub kind: String,
    pub printer_id: PrinterId,
    pub printer_name: String,
    /// `queued`, `sending`, `printed`, `uncertain` (may or may not have come out), and so on.
    pub state: String,
    /// 1 for the original, more for reprints.
    pub copy_no: u32,
    pub reason: Option<String>,
    pub created_at_ms: Timestamp,
    pub finished_at_ms: Option<Timestamp>,
}

/// Print jobs, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PrintJobPage {
    pub items: Vec<PrintJob>,
    pub next_cursor: Option<String>,
}

/// What is printed again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reprint {
    pub kind: ReprintKind,
    #[serde(default)]
    #[schema(max_length = 300)]
    pub reason: String,
}

/// Which paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReprintKind {
    Kitchen,
    Receipt,
}

/// "¿Salió el tiquete?"
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PrintAnswer {
    pub printed: bool,
}

/// How each printer is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PrinterList {
    pub items: Vec<PrinterStatus>,
}

/// One printer and its queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PrinterStatus {
    pub printer_id: PrinterId,
    pub name: String,
    /// `ok`, `paper_out`, `cover_open`, `offline` or `error`.
    pub state: String,
    pub queued: u32,
    pub oldest_at_ms: Option<Timestamp>,
    /// Seconds until its queue is printed.
    pub estimate_s: u32,
}
