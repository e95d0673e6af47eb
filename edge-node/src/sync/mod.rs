//! The box's side of sync: becoming the box of a branch, reaching the cloud by whatever way is open, and holding the
//! conversation of `shared_model::sync` over it.
//!
//! Reading order: `enrol` (once), `dial` (for ever), `quic` and `socket` (two ways for the same frames), `replica` (the
//! store as the conversation sees it), `link` (what people are told). Invariants: the cloud never keeps a branch from
//! selling; nothing is sent or acknowledged that is not on disk; what this box is comes from its membership and its keys,
//! never from what a peer says.

pub mod dial;
pub mod enrol;
pub mod link;
mod quic;
mod replica;
mod route;
mod socket;

pub use dial::Dialler;
pub use link::Link;
