//! `cargo xtask link`: the bad links of tests/tests/link, all of them, for as long as they take.

use anyhow::Result;

use crate::{repo, sh};

/// `cargo xtask link`
#[derive(Debug, clap::Args)]
pub struct Link {
    /// Which links, with commas between: calm, 4g, satellite, hell, 16kbit, 64kbit, flapping, one-way-up, one-way-down, mtu-1280, no-udp,
    /// web-only
    #[arg(long, default_value = "all")]
    profile: String,
    /// How many orders wait for the line to come back
    #[arg(long, default_value_t = 1_000)]
    orders: u32,
    /// How many seconds the line stays cut once the box noticed
    #[arg(long, default_value_t = 60)]
    dark: u32,
    /// Repeats the dice of the link; the packets themselves are never quite the same
    #[arg(long)]
    seed: Option<u64>,
}

impl Link {
    /// Builds box and cloud and sells on each link.
    pub fn run(self) -> Result<()> {
        let mut test = repo::cargo();
        test.args(["test", "--locked", "--package", "fastops-tests", "--test", "link", "--", "--nocapture"])
            .env("FASTOPS_LINKS", self.profile)
            .env("FASTOPS_ORDERS", self.orders.to_string())
            .env("FASTOPS_DARK_S", self.dark.to_string());
        if let Some(seed) = self.seed {
            test.env("FASTOPS_SEED", seed.to_string());
        }
        sh::run(&mut test)
    }
}
