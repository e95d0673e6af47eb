//! The boxes of companies: how a blank one becomes the box of a branch, and what a peer that dials is allowed.
//!
//! Invariants: a code works once, for a day, for whoever holds the key it enrols; the newest box of a branch is the live one;
//! nothing about a wrong code is told, not even which part was wrong.

mod code;
mod enrol;
mod fleet;
mod grant;
mod known;

pub use enrol::{EnrolError, NewBox, cloud_address, enrol};
pub use fleet::{issue_code, list, revoke, sells, writers};
pub use grant::{Grant, grant};
pub use known::{KnownBoxes, known};
