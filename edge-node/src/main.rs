//! The box's program: see `edge-node --help`.

mod cli;

/// Orders are many small allocations on two threads, here and in SQLite; glibc's allocator took a quarter of the CPU.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<std::process::ExitCode> {
    cli::run()
}
