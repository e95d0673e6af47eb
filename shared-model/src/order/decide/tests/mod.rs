//! Decision tables: who asks what of which order, and what follows.

mod counter;
mod kitchen;
mod lessons;
mod money;
mod properties;
