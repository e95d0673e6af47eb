//! The simulation of boxes and cloud, built for speed.

use anyhow::Result;
use clap::Args;

use crate::{repo, sh};

/// Simulate boxes and the cloud through every misfortune
#[derive(Debug, Args)]
pub struct Sim {
    /// How many seeds
    #[arg(long, default_value_t = 2_000)]
    seeds: u64,
    /// Only this one
    #[arg(long)]
    seed: Option<u64>,
    /// Also plant twelve mistakes, one after the other, each to be found
    #[arg(long)]
    bugs: bool,
}

impl Sim {
    /// Builds and runs it.
    pub fn run(&self) -> Result<()> {
        let mut command = repo::cargo();
        command.args(["run", "--release", "--quiet", "--package", "fastops-sim", "--"]);
        command.args(["--seeds", &self.seeds.to_string()]);
        if let Some(seed) = self.seed {
            command.args(["--seed", &seed.to_string()]);
        }
        if self.bugs {
            command.arg("--bugs");
        }
        sh::run(&mut command)
    }
}
