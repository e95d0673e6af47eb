//! The real program under `kill -9`, SIGTERM, a full disk, a lying clock and printers that fail: an order that was
//! acknowledged is there, once, and its paper too.
//!
//! Reading order: `kill_loop` (what is done), `books` (what the tills remember), `till`, `mischief`, `paper` (what is on
//! the tapes), `evidence` (what the box says), `check` (whether all three agree). The other modules are one fault each.
//!
//! `FASTOPS_KILLS=200` makes the loop longer, `FASTOPS_SEED=7` repeats its choices.

mod backup;
mod books;
mod check;
mod clock;
mod cold_start;
mod controls;
mod dice;
mod disk;
mod evidence;
mod kill_loop;
mod mischief;
mod paper;
mod printers;
mod stop;
mod till;
mod torn;
