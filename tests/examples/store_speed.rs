//! What statements and transactions cost on this machine's PostgreSQL: `cargo run -p fastops-tests --example store_speed`.

use std::time::Instant;

use anyhow::Result;
use cloud_sync::store::postgres::{Config, Postgres};
use cloud_sync::store::{Database as _, Mode, Sql, Value};
use cloud_sync::values;
use fastops_tests::postgres;
use shared_model::ids::CompanyId;
use uuid::Uuid;

const ROWS: u64 = 20_000;
const TRANSACTIONS: u64 = 2_000;
const INSERT: &str = "INSERT INTO peer_mark (box_id, seq, chain) VALUES ($1, $2, $3)";
const SELECT: &str = "SELECT chain FROM peer_mark WHERE box_id = $1 AND seq = $2";

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let database = postgres::database();
    let config = Config::parse(&database.app())?.with_owner(&database.owner())?;
    let postgres = Postgres::open(&config, runtime.handle().clone())?;
    let company = CompanyId::new(Uuid::now_v7());
    postgres.create(company)?;
    let rows = |n: u8| -> Vec<Vec<Value>> { (0..ROWS).map(|seq| values![[n], seq, [0_u8; 16]]).collect() };
    let (one, many) = (rows(1), rows(2));
    let asked: Vec<Vec<Value>> = (0..ROWS).map(|seq| values![[2_u8], seq]).collect();

    let write =
        |name: &str, job: &mut dyn FnMut(&mut dyn Sql) -> Result<(), cloud_sync::store::StoreError>| {
            let begun = Instant::now();
            postgres.tenant(company, Mode::Write, job)?;
            tell(name, ROWS, begun);
            anyhow::Ok(())
        };
    write("inserts, one by one", &mut |tx| one.iter().try_for_each(|row| tx.execute(INSERT, row).map(drop)))?;
    write("inserts, pipelined", &mut |tx| tx.execute_many(INSERT, &many))?;
    write("questions, one by one", &mut |tx| {
        asked.iter().try_for_each(|row| tx.query(SELECT, row).map(drop))
    })?;
    write("questions, pipelined", &mut |tx| tx.query_many(SELECT, &asked).map(drop))?;

    let begun = Instant::now();
    for row in asked.iter().cycle().take(usize::try_from(TRANSACTIONS)?) {
        postgres.tenant(company, Mode::Read, &mut |tx| tx.query(SELECT, row).map(drop))?;
    }
    tell("transactions that read", TRANSACTIONS, begun);
    for ring in [false, true] {
        let begun = Instant::now();
        std::thread::scope(|scope| {
            for writer in 0..8_u8 {
                let postgres = &postgres;
                scope.spawn(move || {
                    let company = CompanyId::new(Uuid::now_v7());
                    postgres.create(company)?;
                    (0..TRANSACTIONS / 8).try_for_each(|seq| {
                        postgres.tenant(company, Mode::Write, &mut |tx| {
                            tx.execute(INSERT, &values![[writer], seq, [0_u8; 16]])?;
                            if ring { tx.ring() } else { Ok(()) }
                        })
                    })
                });
            }
        });
        tell(
            if ring { "commits of 8 companies, heard" } else { "commits of 8 companies" },
            TRANSACTIONS,
            begun,
        );
    }
    Ok(())
}

fn tell(what: &str, count: u64, begun: Instant) {
    println!("{what}: {}/s", u128::from(count) * 1_000_000 / begun.elapsed().as_micros().max(1));
}
