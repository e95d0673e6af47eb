//! Every chore of this repository, so that a fresh machine needs Rust, Node and nothing to remember.
//!
//! Reading order: `cli`, then the chore you came for. `repo`, `sh`, `http`, `child`, `shop`, `cloud` and
//! `company` are what the chores share: where things lie, how commands run, how servers are spoken to, started and stopped.

mod bench;
mod cart;
mod check;
mod child;
mod cli;
mod cloud;
mod company;
mod demo;
mod generated;
mod http;
mod kill;
mod latency;
mod link;
mod mint;
mod postgres;
mod replay;
mod repo;
mod sh;
mod shop;
mod sim;
mod tidy;
mod ui;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run() {
        Ok(()) => ExitCode::SUCCESS,
        // The whole chain of causes once, and no backtrace: what went wrong is in the words.
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
