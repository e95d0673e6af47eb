//! Committed events on their way to screens: Socket.IO rooms by company, branch and role (section 7 of the requirements).
//!
//! Events are hints, at most once each; the table is the truth. A screen says which it had last and gets the gap, or is
//! told to fetch everything anew.

mod audience;
pub mod paper;
mod socket;

pub use audience::hears;
pub use socket::{Sockets, start};
