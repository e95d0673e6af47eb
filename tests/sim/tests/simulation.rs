//! What CI runs of the simulation: some seeds, every planted mistake, and that a seed replays exactly. Many more seeds:
//! `cargo xtask sim --seeds 200000`.

use fastops_sim::bug::Bug;
use fastops_sim::run::run;

const SEEDS: u64 = 60;
/// Seeds within which each mistake must show; the release run has 2,000.
const BUG_SEEDS: u64 = 400;

#[test]
fn nothing_is_lost_doubled_or_told_to_others() {
    for seed in 0..SEEDS {
        let outcome = run(seed, None);
        assert_eq!(outcome.failure, None, "again: cargo xtask sim --seed {seed}");
    }
}

#[test]
fn every_planted_mistake_is_found() {
    std::panic::set_hook(Box::new(|_| ()));
    let found = |bug| (0..BUG_SEEDS).any(|seed| run(seed, Some(bug)).failure.is_some());
    let missed: Vec<Bug> = Bug::ALL.into_iter().filter(|bug| !found(*bug)).collect();
    assert!(missed.is_empty(), "not found: {missed:?}");
}

#[test]
fn a_seed_replays_exactly() {
    for seed in [3, 24, 84, 944] {
        assert_eq!(run(seed, None), run(seed, None));
    }
    let bug = Some(Bug::EchoFilterNeverLifted);
    assert_eq!(run(24, bug), run(24, bug));
}
