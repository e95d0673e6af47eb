//! What happens in a company on its way to screens: Socket.IO rooms by company, branch and role (section 7 of the
//! requirements).
//!
//! Events are hints, at most once each; the company's `event` table is the truth. A screen says which it had last and gets the
//! gap, or is told to fetch everything anew. Rooms come from the databases, never from what a screen says.

mod audience;
mod feed;
mod socket;

pub use audience::{hears, rooms};
pub use socket::{Sockets, start};
