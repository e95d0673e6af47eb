//! `cargo xtask sim`: many seeds, or one again.

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use clap::Parser;
use fastops_sim::bug::Bug;
use fastops_sim::run::{Outcome, run};

/// Simulate branches and the cloud through every misfortune
#[derive(Debug, Parser)]
struct Args {
    /// How many seeds
    #[arg(long, default_value_t = 2_000)]
    seeds: u64,
    /// Only this one
    #[arg(long)]
    seed: Option<u64>,
    /// Also plant twelve mistakes, one after the other, each to be found by one of the seeds
    #[arg(long)]
    bugs: bool,
    /// Plant this mistake
    #[arg(long)]
    bug: Option<String>,
}

fn main() -> ExitCode {
    let args = Args::parse();
    std::panic::set_hook(Box::new(|_| ()));
    let named = args.bug.as_deref().map(|name| Bug::ALL.into_iter().find(|bug| format!("{bug:?}") == name));
    let bug = match named {
        Some(None) => {
            eprintln!("there is no such mistake; there are {:?}", Bug::ALL);
            return ExitCode::FAILURE;
        }
        Some(bug) => bug,
        None => None,
    };
    if let Some(seed) = args.seed {
        let outcome = run(seed, bug);
        println!("{outcome:?}");
        return if outcome.failure.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let began = Instant::now();
    let failed = search(args.seeds, bug, false);
    for outcome in &failed {
        println!("seed {}: {}", outcome.seed, outcome.failure.as_deref().unwrap_or_default());
        println!("  again: cargo xtask sim --seed {}", outcome.seed);
    }
    println!("{} seeds, {} failed, {} ms", args.seeds, failed.len(), began.elapsed().as_millis());
    let mut found_all = true;
    for bug in Bug::ALL.into_iter().filter(|_| args.bugs) {
        let found = search(args.seeds, Some(bug), true);
        let first = found.iter().min_by_key(|outcome| outcome.seed);
        found_all &= first.is_some();
        match first {
            Some(Outcome { seed, failure, .. }) => {
                println!("{bug:?}: seed {seed}: {}", failure.as_deref().unwrap_or_default());
            }
            None => println!("{bug:?}: NOT FOUND"),
        }
    }
    if failed.is_empty() && found_all { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs seeds on all cores; answers those that failed, or the first few.
fn search(seeds: u64, bug: Option<Bug>, one_is_enough: bool) -> Vec<Outcome> {
    let (next, failed) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    let enough = one_is_enough && failed.lock().is_ok_and(|failed| !failed.is_empty());
                    if seed >= seeds || enough {
                        return;
                    }
                    let outcome = run(seed, bug);
                    if outcome.failure.is_some()
                        && let Ok(mut failed) = failed.lock()
                    {
                        failed.push(outcome);
                    }
                }
            });
        }
    });
    let mut failed = failed.into_inner().unwrap_or_default();
    failed.sort_by_key(|outcome| outcome.seed);
    failed
}
