//! A thermal printer without paper, for tests, benchmarks and the demo.
//!
//! It listens like a network printer on port 9100, understands ESC/POS, answers status questions, and keeps every
//! ticket on a tape as bytes, text, items and picture. It breaks on demand in the ways real printers break.
//!
//! It follows the Epson ESC/POS command reference and must never share code or tables with the product's own encoder:
//! what it shows is the second opinion on what the product sends.
//!
//! How far it can be trusted. Compared with printed Epson manuals: `GS V` and its beginning of a line (TM-T88, TM-T85),
//! `GS a` and its first byte (TM-U220A, TM-T88III), `DLE DC4 1` (TM-T88III, TM-T81), `ESC R` 0 to 8 (Epson FX tables).
//! Code pages are those of Python's codecs. Replies in each state satisfy receiptio and python-escpos. Other lengths
//! and meanings are common knowledge of ESC/POS that no manual page was held against, and no real printer was.
//! Where manuals differ: `DLE ENQ 2` clears at any time here, the TM-U220A only obeys it after an error.
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
