//! The chores by name.

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::{bench, check, child, demo, generated, kill, link, postgres, replay, sim, tidy, ui};

/// Every chore of this repository
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// Build everything and open two branches and their cloud on this machine
    Demo(demo::Demo),
    /// All tests: Rust, screens, browser, independent checkers
    Test(check::Test),
    /// What CI runs: lints, then all tests
    Check(check::Check),
    /// The rules of the house that a compiler does not know
    Tidy(tidy::Tidy),
    /// Write both openapi.json, from the box and the cloud
    Openapi,
    /// Write the TypeScript clients from both openapi.json
    Ts,
    /// Build the screens
    Ui,
    /// Measure the box on this machine
    Bench(bench::Bench),
    /// Kill the box under load, again and again, and count everything
    Kill(kill::Kill),
    /// Sell on bad links between box and cloud, and count every order
    Link(link::Link),
    /// Feed real orders and count the paper
    Replay(replay::Replay),
    /// Run a private PostgreSQL, its data in a folder, until Ctrl-C
    Postgres(postgres::Postgres),
    /// Simulate boxes and the cloud through every misfortune
    Sim(sim::Sim),
}

/// Runs the chore that was asked for.
pub fn run() -> Result<()> {
    let chore = Cli::parse().chore;
    if !matches!(chore, Chore::Demo(_)) {
        // The demo has a farewell of its own, and being stopped is how it is meant to end.
        child::stop_all_when_asked("stopped".to_owned(), 130)?;
    }
    match chore {
        Chore::Demo(demo) => demo.run(),
        Chore::Test(test) => test.run(),
        Chore::Check(check) => check.run(),
        Chore::Tidy(tidy) => tidy.run(),
        Chore::Openapi => generated::write_openapi(),
        Chore::Ts => generated::write_client(),
        Chore::Ui => ui::build(),
        Chore::Bench(bench) => bench.run(),
        Chore::Kill(kill) => kill.run(),
        Chore::Link(link) => link.run(),
        Chore::Replay(replay) => replay.run(),
        Chore::Postgres(postgres) => postgres.run(),
        Chore::Sim(sim) => sim.run(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chores_are_well_formed() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }
}
