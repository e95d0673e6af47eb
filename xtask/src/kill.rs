//! `cargo xtask kill`: the kill loop of tests/tests/kill for as long as one likes.

use anyhow::Result;

use crate::{repo, sh};

/// `cargo xtask kill`
#[derive(Debug, clap::Args)]
pub struct Kill {
    /// How often the box is killed
    #[arg(long, default_value_t = 200)]
    times: u32,
    /// Repeats the choices of an earlier run; it prints its seed
    #[arg(long)]
    seed: Option<u64>,
}

impl Kill {
    /// Builds the box and kills it.
    pub fn run(self) -> Result<()> {
        let mut test = repo::cargo();
        test.args(["test", "--locked", "--package", "fastops-tests", "--test", "kill"])
            .args(["--", "--nocapture", "nothing_acknowledged_is_lost"])
            .env("FASTOPS_KILLS", self.times.to_string());
        if let Some(seed) = self.seed {
            test.env("FASTOPS_SEED", seed.to_string());
        }
        sh::run(&mut test)
    }
}
