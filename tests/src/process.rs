//! The real box as a process of its own, to be killed, stopped, starved and lied to: what no in-process test can show.
//!
//! Reading order: `shop` (a seeded data directory with virtual printers), `edge` (one run of the program), `client` (a
//! tablet), `cart` (what it sells), `screen` (what a kitchen screen hears), `binary` (where the program comes from).

pub mod binary;
pub mod cart;
pub mod client;
pub mod edge;
pub mod screen;
pub mod shop;

/// A new id with the prefix of its kind, as a tablet mints it: `ord_0198…`.
pub fn mint(prefix: &str) -> String {
    format!("{prefix}_{}", uuid::Uuid::now_v7().simple())
}
