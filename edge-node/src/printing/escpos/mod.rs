//! Layout lines to the bytes of ESC/POS printers: our own, because this is what the shop stands on.
//!
//! Reading order: `profile` (what a printer model can do), `encode` (lines to bytes), `command` (single commands, each
//! with its page of Epson's reference), `code_page` (character tables).

pub mod code_page;
pub mod command;
pub mod encode;
pub mod profile;

pub use encode::{ProcessId, encode};
pub use profile::{Fence, Profile, ProfileName};
