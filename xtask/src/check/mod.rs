//! `cargo xtask test` and `cargo xtask check` (= CI): every step runs even when one before it failed, each says how
//! long it took, and the last line is the count of all tests.

mod scripts;
mod tally;

use std::time::Instant;

use anyhow::{Result, bail};

use crate::{generated, repo, sh, tidy, ui};
use tally::Tally;

/// `cargo xtask test`
#[derive(Debug, clap::Args)]
pub struct Test {
    /// Only the steps whose name holds this
    #[arg(long)]
    only: Option<String>,
}

/// `cargo xtask check`
#[derive(Debug, clap::Args)]
pub struct Check {
    /// Only the steps whose name holds this
    #[arg(long)]
    only: Option<String>,
}

/// One thing that is checked.
struct Step {
    name: &'static str,
    run: fn() -> Result<Tally>,
}

/// What reads badly, before what works badly.
const LINTS: [Step; 6] = [
    Step { name: "fmt", run: || cargo(&["fmt", "--all", "--check"]) },
    Step {
        name: "clippy",
        run: || cargo(&["clippy", "--locked", "--workspace", "--all-targets", "--", "--deny", "warnings"]),
    },
    Step { name: "tidy", run: || tidy::Tidy::default().run().map(|()| Tally::ONE) },
    Step { name: "npm install", run: || ui::install(repo::root()).map(|()| Tally::ONE) },
    Step { name: "lint", run: || npm("lint") },
    Step { name: "typecheck", run: || npm("typecheck") },
];

/// What works.
const TESTS: [Step; 6] = [
    // First, because the box carries the screens inside.
    Step { name: "screens", run: || ui::build().map(|()| Tally::ONE) },
    Step { name: "rust tests", run: tally::cargo_test },
    Step { name: "screen tests", run: tally::npm_test },
    Step { name: "openapi.json is fresh", run: || generated::openapi_is_fresh().map(|()| Tally::ONE) },
    Step { name: "client is fresh", run: || generated::client_is_fresh().map(|()| Tally::ONE) },
    Step { name: "scripts", run: scripts::run_all },
];

impl Test {
    /// Runs the tests.
    pub fn run(self) -> Result<()> {
        run(TESTS.iter(), self.only.as_deref())
    }
}

impl Check {
    /// Runs lints and tests.
    pub fn run(self) -> Result<()> {
        run(LINTS.iter().chain(&TESTS), self.only.as_deref())
    }
}

fn run<'a>(steps: impl Iterator<Item = &'a Step>, only: Option<&str>) -> Result<()> {
    let mut lines = Vec::new();
    let mut all = Tally::default();
    for step in steps.filter(|step| only.is_none_or(|part| step.name.contains(part))) {
        println!("── {}", step.name);
        let started = Instant::now();
        let tally = (step.run)().unwrap_or_else(|error| {
            println!("{error:#}");
            Tally::FAILED
        });
        let word = if tally.failed == 0 { "ok    " } else { "FAILED" };
        lines.push(format!("{word} {:<24} {:>4} s  {tally}", step.name, started.elapsed().as_secs()));
        all += tally;
    }
    println!("\n{}\n\n{all}", lines.join("\n"));
    if all.failed > 0 {
        // The count is the last line; what failed was said above.
        std::process::exit(1);
    }
    if all.passed == 0 {
        bail!("no step has that name");
    }
    Ok(())
}

fn cargo(args: &[&str]) -> Result<Tally> {
    sh::run(repo::cargo().args(args)).map(|()| Tally::ONE)
}

fn npm(script: &str) -> Result<Tally> {
    sh::run(&mut sh::npm(repo::root(), &["run", "--silent", script])).map(|()| Tally::ONE)
}
