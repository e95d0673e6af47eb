//! A company on the platform: how it comes to be, what its plan allows, and how its subscription lives.
//!
//! Invariants: a company is visible only once all of its own data is there; every grant is signed anew, numbered, and goes to
//! the boxes as a document; only a recorded payment moves what is paid for; a lapsed subscription takes cloud extras away,
//! never selling, signing in or syncing.

mod check;
mod found;
mod grant;
pub mod limits;
mod manage;
mod plan;
mod subscription;
pub mod view;

pub use found::{Founder, Founding};
pub use subscription::Subscription;
