//! A company on the platform: how it comes to be, what its plan allows, and how its subscription lives.
//!
//! Invariants: a company is visible only once all of its own data is there; every grant is signed anew, numbered, and goes to
//! the boxes as a document; a lapsed subscription takes cloud extras away, never selling, signing in or syncing.

pub mod limits;
mod subscription;

pub use subscription::{Standing, Subscription};
