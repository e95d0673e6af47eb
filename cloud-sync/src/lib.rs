//! The cloud: merges what all branches of all companies did. Reading order: `store` (companies kept apart), `merge`
//! (what boxes send becomes rows), `tenant` (the one door of a company), `http`, `sync`, `live`.

pub mod merge;
pub mod store;
pub mod tenant;
