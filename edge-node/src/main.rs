//! The box's program: see `edge-node --help`.

mod cli;

fn main() -> anyhow::Result<std::process::ExitCode> {
    cli::run()
}
