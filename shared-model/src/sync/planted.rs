//! Mistakes that the simulation must find, each where somebody could really make it. Without the feature `planted-bugs`
//! [`planted`] is constantly false, and no program that is shipped has the feature.

/// A mistake somebody could make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bug {
    /// What was received is acknowledged before it is durable.
    AckBeforeCommit,
    /// One bad change takes the good ones of its batch with it.
    BadBatchDroppedWhole,
}

#[cfg(feature = "planted-bugs")]
mod selected {
    use std::cell::Cell;

    use super::Bug;

    thread_local! {
        static SELECTED: Cell<Option<Bug>> = const { Cell::new(None) };
    }

    /// Makes a mistake from now on, on this thread.
    pub fn plant(bug: Option<Bug>) {
        SELECTED.set(bug);
    }

    /// Whether the mistake is to be made.
    pub fn planted(bug: Bug) -> bool {
        SELECTED.get() == Some(bug)
    }
}

#[cfg(feature = "planted-bugs")]
pub use selected::{plant, planted};

/// Whether the mistake is to be made: never.
#[cfg(not(feature = "planted-bugs"))]
pub const fn planted(_: Bug) -> bool {
    false
}
