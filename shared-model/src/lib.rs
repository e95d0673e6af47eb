//! FastOps without I/O: no clock, no randomness, no sockets, no files. Whatever is true of an order, a menu or a
//! payment is true here, for the box and the cloud alike.
//!
//! Reading order: the value types `ids`, `money`, `quantity`, `time`; then `order` (start at its `mod.rs`), `menu`,
//! `kitchen`, `payment`, `staff`; then `document` (the only code that knows how they are stored for merging),
//! `projection` (what people query), `receipt` (what is printed), `report` (what a day or a month came to) and `wire`
//! (what screens and boxes say to each other).

pub mod branch;
pub mod catalog;
pub mod document;
pub mod ids;
pub mod menu;
pub mod money;
pub mod order;
pub mod projection;
pub mod quantity;
pub mod receipt;
pub mod report;
pub mod staff;
pub mod sync;
pub mod tenant;
#[cfg(test)]
mod testing;
pub mod time;
pub mod view;
pub mod wire;
