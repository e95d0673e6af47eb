//! Twelve mistakes somebody could make. Each must be found by some seed: a simulation that cannot see a mistake proves
//! nothing.

use std::cell::Cell;

use shared_model::sync::planted;

/// A mistake somebody could make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bug {
    /// A change that is already here is stored again.
    NoDedupe,
    /// What was received is acknowledged before it is durable.
    AckBeforeCommit,
    /// A cursor names its place by the change there, not by everything before it.
    CursorIsChunkHash,
    /// What was ever received from a peer is never sent to it again.
    EchoFilterNeverLifted,
    /// A restarted process goes on under its old epoch.
    StableEpoch,
    /// The cursor is durable before what it stands for.
    CursorOutsideTransaction,
    /// What is not durable yet is sent.
    SendBeforeDurable,
    /// Payments are one total that the last writer wins.
    PaymentsLastWriterWins,
    /// A peer gets everything.
    NoScopeFilter,
    /// The next turn number is the number of standing orders plus one.
    TurnFromCount,
    /// Silence is measured with the wall clock.
    WallClockTimer,
    /// One bad change takes the good ones of its batch with it.
    BadBatchDroppedWhole,
}

impl Bug {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::NoDedupe,
        Self::AckBeforeCommit,
        Self::CursorIsChunkHash,
        Self::EchoFilterNeverLifted,
        Self::StableEpoch,
        Self::CursorOutsideTransaction,
        Self::SendBeforeDurable,
        Self::PaymentsLastWriterWins,
        Self::NoScopeFilter,
        Self::TurnFromCount,
        Self::WallClockTimer,
        Self::BadBatchDroppedWhole,
    ];
}

thread_local! {
    static PLANTED: Cell<Option<Bug>> = const { Cell::new(None) };
}

/// Makes a mistake from now on, on this thread.
pub fn plant(bug: Option<Bug>) {
    PLANTED.set(bug);
    planted::plant(match bug {
        Some(Bug::AckBeforeCommit) => Some(planted::Bug::AckBeforeCommit),
        Some(Bug::BadBatchDroppedWhole) => Some(planted::Bug::BadBatchDroppedWhole),
        _ => None,
    });
}

/// Whether the mistake is to be made.
pub fn planted(bug: Bug) -> bool {
    PLANTED.get() == Some(bug)
}
