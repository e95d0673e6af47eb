//! What syncing costs on this machine: bytes of an order life, merging on each database, catching up over QUIC, and whether
//! any of it grows with what is held. `cargo xtask bench sync`.

mod growth;
mod line;
mod lives;
mod merge;

use std::time::{Duration, Instant};

use anyhow::Result;
use cloud_sync::store::postgres::{Config, Postgres};
use cloud_sync::store::sqlite::Sqlite;
use fastops_tests::postgres;

use lives::{Branch, CHANGES};

// What the programs themselves allocate with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Orders of the day without a line.
const ORDERS: u32 = 5_000;
/// Orders of a day when growth is measured.
const DAY: u32 = 1_000;
/// Companies that merge at the same time.
const TENANTS: u32 = 10;

fn main() -> Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(run())
}

async fn run() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let box_data = folder.path().join("box");
    let branch = Branch::open(&box_data).await?;
    branch.sell(ORDERS).await?;
    let log = merge::read(branch.store(), 0).await?;
    let each = log.bytes / usize::try_from(ORDERS)?;
    println!(
        "{ORDERS} order lives of {CHANGES} changes: {} batches, {each} bytes an order life",
        log.batches.len()
    );

    let sqlite = merge::Cloud::new(Sqlite::open(&folder.path().join("cloud"))?);
    for _ in 0..3 {
        let company = sqlite.company().await?;
        tell("SQLite, one company", ORDERS, sqlite.merge_into(company, &log).await?);
    }
    in_postgres(&log).await?;
    let caught_up = line::catch_up(folder.path(), &box_data, branch, log.changes).await?;
    tell("a day over QUIC", ORDERS, caught_up);
    grown(folder.path()).await
}

/// Several companies at once into PostgreSQL, row-level security on.
async fn in_postgres(log: &merge::Log) -> Result<()> {
    let database = postgres::database();
    let config = Config::parse(&database.app())?.with_owner(&database.owner())?;
    let runtime = tokio::runtime::Handle::current();
    let opened = tokio::task::spawn_blocking(move || Postgres::open(&config, runtime)).await??;
    let cloud = merge::Cloud::new(opened);
    let begun = Instant::now();
    let mut companies = Vec::new();
    for _ in 0..TENANTS {
        companies.push(cloud.company().await?);
    }
    let merging = companies.into_iter().map(|company| cloud.merge_into(company, log));
    futures_util::future::try_join_all(merging).await?;
    tell("PostgreSQL, 10 companies", ORDERS * TENANTS, begun.elapsed());
    Ok(())
}

async fn grown(folder: &std::path::Path) -> Result<()> {
    let branch = Branch::open(&folder.join("growing-box")).await?;
    let mut days = Vec::new();
    let mut from = 0;
    for _ in 0..3 {
        branch.sell(DAY).await?;
        let day = merge::read(branch.store(), from).await?;
        from = day.batches.last().map_or(from, |batch| batch.to.seq);
        days.push(day);
    }
    let days: [merge::Log; 3] = days.try_into().map_err(|_| anyhow::anyhow!("three days"))?;
    for (held, took, idle) in growth::rounds(folder, &days).await? {
        println!(
            "{held:>9} documents held: a day of {DAY} orders {:>4} ms, an idle round {:>4} µs",
            took.as_millis(),
            idle.as_micros()
        );
    }
    Ok(())
}

fn tell(what: &str, orders: u32, took: Duration) {
    let a_second = u128::from(orders) * 1_000_000 / took.as_micros().max(1);
    println!("{what:<26} {:>7} ms  {a_second:>7} orders/s", took.as_millis());
}
