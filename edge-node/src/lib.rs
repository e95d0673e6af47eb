//! The appliance of one branch. Reading order: `branch` (the one door), `store` (the one write path), `http`, `live`,
//! `printing`.

pub mod auth;
pub mod branch;
pub mod clock;
mod hex;
pub mod http;
pub mod live;
pub mod printing;
pub mod seed_file;
pub mod serve;
pub mod store;
pub mod sync;
pub mod tls;
pub mod upkeep;
