//! The box's program: see `edge-node --help`.

mod cli;

use std::io::Write as _;
use std::process::ExitCode;

/// Orders are many small allocations on two threads, here and in SQLite; glibc's allocator took a quarter of the CPU.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run().unwrap_or_else(|error| {
        // What went wrong and why, in one line: an installer reads it, not a debugger.
        let mut out = std::io::stderr().lock();
        drop(writeln!(out, "error: {error:#}"));
        ExitCode::FAILURE
    })
}
