//! How two replicas of a company become equal: what a log holds, what one peer says to another, and what is believed.
//!
//! Reading order: `entry` (what travels, and positions in a log), `inspect` and `merge` (what is believed of it, and how it
//! joins what is there), `frame` and `pack` (how it looks on the wire), `peer` (one conversation, sans-IO, with `digest` for
//! comparing), `drive` (carrying its outputs out) and `backoff` (when to try again), `certificate` (which box a peer is);
//! `planted` only for the simulation in tests/sim. Why it is so: docs/adr/0006-sync-protocol.md. Invariants: nothing is
//! sent or acknowledged before it is durable; a fact that happened is never refused for a rule of business; one bad change
//! never stops another.

pub mod backoff;
pub mod certificate;
pub mod digest;
pub mod drive;
pub mod entry;
pub mod frame;
pub mod inspect;
pub mod merge;
pub mod pack;
pub mod peer;
pub mod planted;

pub use certificate::{BoxClaims, Certificate};
pub use entry::{Chain, Entry, Mark};
pub use inspect::{Author8, Inspected, Refused};
pub use merge::{Incoming, Merged};
