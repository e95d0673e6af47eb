//! A thermal printer without paper, for tests, benchmarks and the demo.
//!
//! It listens like a network printer on port 9100, understands ESC/POS, answers status questions, and keeps every
//! ticket on a tape as bytes, text, items and picture. It breaks on demand in the ways real printers break.
//!
//! It is written from the Epson ESC/POS command reference and must never share code or tables with the product's own
//! encoder: what it shows is the second opinion on what the product sends.
//!
//! Bytes go through these stations: `device` (socket) → `real_time` (scanner that answers at once) → receive buffer →
//! `lexer` (where does a command end) → `interpreter` (what does it mean) → `tape`. All but the socket is `machine`,
//! which does no I/O and has no clock of its own.

mod codepage;
mod config;
mod device;
mod fault;
mod files;
mod glyphs;
mod interpreter;
mod item;
mod lexer;
mod line_buffer;
mod machine;
mod mode;
mod printer;
mod real_time;
mod render;
mod replies;
mod status;
mod symbol;
mod tape;
pub mod web;

pub use config::{Config, PaperWidth};
pub use fault::{Echo, Fault, Faults, Link};
pub use item::{Align, Bitmap, Cut, Item, Line, Pulse, Query, Run, Style, Unknown};
pub use machine::Machine;
pub use printer::{NotPrinted, VirtualPrinter};
pub use status::{Paper, Status};
pub use tape::{End, Tape, Ticket};
