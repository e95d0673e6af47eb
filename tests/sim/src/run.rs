//! One seed from beginning to end: misfortunes, then rest, then the account.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::books::Books;
use crate::bug::{Bug, plant};
use crate::world::{CLOUD, World};

/// Simulated time in which everything must have come to rest after the last misfortune.
const REST_MS: u64 = 600_000;

/// What came of a seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub seed: u64,
    /// The same seed leaves the same trace.
    pub trace: u64,
    /// Simulated milliseconds.
    pub lasted_ms: u64,
    pub failure: Option<String>,
}

/// Runs a seed, with a mistake or without.
pub fn run(seed: u64, bug: Option<Bug>) -> Outcome {
    plant(bug);
    let outcome = catch_unwind(AssertUnwindSafe(|| live(seed)));
    plant(None);
    outcome.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        let failure = Some(format!("panicked: {}", text.unwrap_or_default()));
        Outcome { seed, trace: 0, lasted_ms: 0, failure }
    })
}

fn live(seed: u64) -> Outcome {
    let mut world = World::new(seed);
    let half = world.plan.chaos_ms / 2;
    world.run_until(half);
    world.books.close_day(&world.nodes);
    world.run_until(world.plan.chaos_ms);
    rest(&mut world);
    let (trace, lasted_ms) = (world.trace, world.now);
    Outcome { seed, trace, lasted_ms, failure: world.failure }
}

fn rest(world: &mut World) {
    world.chaos = false;
    world.held_until = [[0; 2]; CLOUD];
    for node in 0..=CLOUD {
        world.nodes[node].skew_ms = 0;
    }
    let deadline = world.now + REST_MS;
    let mut unequal = Some("nothing ran".to_owned());
    while world.failure.is_none() && world.now < deadline && unequal.is_some() {
        world.run_until(world.now + 5_000);
        unequal = if world.asks() { Some("requests wait".to_owned()) } else { Books::unequal(&world.nodes) };
    }
    if let Some(unequal) = unequal {
        world.fail(format!("no rest after {REST_MS} ms: {unequal}"));
    }
    if world.failure.is_none()
        && let Err(failure) = world.books.check(&world.nodes)
    {
        world.fail(failure);
    }
}
