//! The cloud: merges what all branches of all companies did. Reading order: `store` (companies kept apart), `merge`
//! (what boxes send becomes rows), `tenant` (the one door of a company), `cloud` (what every part holds), `auth`,
//! `company` (plans), `http`, `sync`, `live`.

pub mod auth;
pub mod boxes;
pub mod clock;
pub mod cloud;
pub mod company;
pub mod hex;
pub mod http;
pub mod keys;
pub mod live;
pub mod mail;
pub mod merge;
pub mod refusal;
pub mod seed;
pub mod serve;
pub mod store;
pub mod sync;
pub mod tenant;
pub mod upkeep;
