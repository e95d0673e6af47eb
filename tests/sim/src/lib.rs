//! Three boxes and the cloud in one thread: real orders, real documents, real frames; simulated disks, clocks and networks.
//! A seed decides everything, so that whatever goes wrong goes wrong again.
//!
//! Reading order: `plan` (what a seed does to the world), `world` (time and machines), `life` (what happens to them), `talk` and
//! `net` (conversations and their lines), `disk` and `store` (what a
//! replica keeps, and how it joins what it is sent), `shop` (what people do), `books` (what must be true), `bug` (mistakes
//! that the simulation must find). Invariants: nothing here reads a clock or rolls other dice than [`dice`].

pub mod books;
pub mod bug;
pub mod dice;
pub mod disk;
mod life;
pub mod net;
pub mod plan;
pub mod run;
pub mod shop;
pub mod store;
mod talk;
pub mod world;
