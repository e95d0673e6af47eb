//! The appliance of one branch. Reading order: `branch` (the one door), `store` (the one write path), `http`, `live`, `printing`.

pub mod printing;
pub mod store;
