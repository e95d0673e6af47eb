//! The cloud's program: see `cloud-sync --help`.

mod cli;

use std::io::Write as _;
use std::process::ExitCode;

/// Merging is many small allocations on many threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run().unwrap_or_else(|error| {
        // What went wrong and why, in one line: whoever runs it reads it, not a debugger.
        let mut out = std::io::stderr().lock();
        drop(writeln!(out, "error: {error:#}"));
        ExitCode::FAILURE
    })
}
