//! What screens and boxes say to each other: requests, answers and events of the REST API and the sockets.
//! Money is in minor units, times in milliseconds since 1970 UTC, ids in their prefixed text form.

pub mod account;
pub mod auth;
pub mod boxes;
pub mod branches;
pub mod dashboard;
pub mod enrol;
pub mod events;
pub mod kitchen;
pub mod menu;
pub mod orders;
pub mod platform;
pub mod printing;
pub mod problem;
pub mod reports;
pub mod staff;
pub mod subscription;
pub mod sync;
