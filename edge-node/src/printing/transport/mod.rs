//! How bytes reach a printer and what it answers. One file per kind of connection; `reply` is common to all.

pub mod reply;
pub mod tcp;
