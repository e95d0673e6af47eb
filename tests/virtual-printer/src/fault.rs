//! What can go wrong, on demand. Faults add up until `heal`.

use serde::{Deserialize, Serialize};

/// One thing that goes wrong. In JSON: `{"kind": "reset_after", "bytes": 1500}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fault {
    /// The cable is pulled: the open connection is reset, new ones are refused.
    Refuse,
    /// Connections are accepted and never read.
    NeverRead,
    /// The connection is reset after this many more bytes, once.
    ResetAfter {
        /// Bytes still taken; they are printed.
        bytes: u64,
    },
    /// Bytes are taken at this speed.
    Slow {
        /// At least 1.
        bytes_per_s: u32,
    },
    /// The roll is empty.
    PaperOut,
    /// The roll is empty after this many more lines or pictures.
    PaperOutAfter {
        /// Lines still printed.
        lines: u32,
    },
    /// The near-end sensor sees the end; printing goes on.
    PaperNearEnd,
    /// The cover is open.
    CoverOpen,
    /// The knife is jammed.
    CutterError,
    /// `GS ( H` is obeyed but its echo gets lost.
    LoseEcho,
    /// The echo of `GS ( H` comes late.
    LateEcho {
        /// By how much.
        ms: u32,
    },
    /// A clone that skips `GS ( H`.
    NoEcho,
    /// A clone that does not answer `DLE EOT`.
    NoRealTimeStatus,
    /// A clone that wakes up in Chinese mode.
    ChineseMode,
    /// Switched off: like [`Fault::Refuse`], and everything in memory is gone.
    PowerOff,
    /// Switched off and on again at once; nothing stays broken.
    PowerCycle,
}

/// What becomes of connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// Accepted and read.
    #[default]
    Up,
    /// See [`Fault::NeverRead`].
    NeverRead,
    /// See [`Fault::Refuse`].
    Unplugged,
    /// See [`Fault::PowerOff`].
    PowerOff,
}

/// What becomes of the echo of `GS ( H`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Echo {
    /// Sent when printing is complete.
    #[default]
    Prompt,
    /// See [`Fault::LateEcho`].
    LateMs(u32),
    /// See [`Fault::LoseEcho`].
    Lost,
    /// See [`Fault::NoEcho`].
    Unsupported,
}

/// Faults in force that concern the conversation; those of paper, cover and knife are in the status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Faults {
    /// Connections.
    pub link: Link,
    /// See [`Fault::ResetAfter`].
    pub reset_after: Option<u64>,
    /// See [`Fault::Slow`].
    pub bytes_per_s: Option<u32>,
    /// See [`Fault::PaperOutAfter`].
    pub paper_out_after: Option<u32>,
    /// Confirmations.
    pub echo: Echo,
    /// See [`Fault::NoRealTimeStatus`].
    pub no_real_time_status: bool,
    /// See [`Fault::ChineseMode`].
    pub chinese_mode: bool,
}

impl Faults {
    /// Nobody can reach the printer.
    pub fn unreachable(self) -> bool {
        matches!(self.link, Link::Unplugged | Link::PowerOff)
    }
}
