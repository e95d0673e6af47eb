//! Connections that break, locks that are not free and statements that take too long.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use cloud_sync::store::postgres::Postgres;
use cloud_sync::store::{Changed, Database as _, Mode, StoreError};
use cloud_sync::values;
use fastops_tests::postgres;

use crate::isolation::behind;
use crate::world::{ANSWERS, World, answer, config};

const OTHERS: &str =
    "FROM pg_stat_activity WHERE application_name = 'fastops' AND datname = current_database()";

#[test]
fn a_connection_lost_midway_undoes_the_work() {
    let database = postgres::database();
    let world = World::over(&database);
    let company = world.company();
    let lost = world.write(company, &mut |tx| {
        answer(tx, 1, 200)?;
        let pid: i64 = tx.query("SELECT pg_backend_pid()", &[])?[0].get(0)?;
        behind(&world, &database.superuser(), &format!("SELECT pg_terminate_backend({pid}, 5000)"));
        answer(tx, 2, 200).map(drop)
    });
    assert!(matches!(lost, Err(StoreError::Unavailable(_))), "{lost:?}");
    assert_eq!(world.number(company, ANSWERS), 0);
    world.write(company, &mut |tx| answer(tx, 1, 200).map(drop)).unwrap();
    assert_eq!(world.number(company, ANSWERS), 1);
}

#[test]
fn connections_that_broke_while_idle_are_replaced() {
    let database = postgres::database();
    let world = World::over(&database);
    let company = world.company();
    let mut heard = [world.here.changes(), world.there.changes()];
    behind(&world, &database.superuser(), &format!("SELECT pg_terminate_backend(pid, 5000) {OTHERS}"));
    world.write(company, &mut |tx| answer(tx, 1, 200).map(drop)).unwrap();
    // Who listened lost its connection too: whatever it missed meanwhile, it says so, and then hears again.
    let missed = |heard: &mut tokio::sync::broadcast::Receiver<Changed>| {
        let told = async { tokio::time::timeout(Duration::from_secs(20), heard.recv()).await };
        world.runtime.block_on(told).unwrap().unwrap()
    };
    for heard in &mut heard {
        assert_eq!(missed(heard), Changed::Anything);
    }
    world.write(company, &mut |tx| tx.ring()).unwrap();
    for heard in &mut heard {
        assert_eq!(missed(heard), Changed::Company(company));
    }
}

#[test]
fn nothing_waits_for_ever() {
    let database = postgres::database();
    let world = World::over(&database);
    let company = world.company();
    let hasty = config(&database).with_timeouts(Duration::from_millis(600), Duration::from_millis(200));
    let hasty = Postgres::open(&hasty, world.runtime.handle().clone()).unwrap();
    let begun = Instant::now();
    let slow = hasty.tenant(company, Mode::Read, &mut |tx| tx.query("SELECT pg_sleep(60)", &[]).map(drop));
    assert!(matches!(slow, Err(StoreError::Unavailable(_))), "{slow:?}");

    let (writing, started) = mpsc::channel();
    let (done, finish) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        let world = &world;
        let writer = scope.spawn(move || {
            world.write(company, &mut |tx| {
                answer(tx, 1, 200)?;
                writing.send(()).unwrap();
                finish.recv().unwrap();
                Ok(())
            })
        });
        started.recv().unwrap();
        let waited = hasty.tenant(company, Mode::Write, &mut |_| panic!("two writers of one company"));
        assert!(matches!(waited, Err(StoreError::Conflict)), "{waited:?}");
        // Neither another company nor whoever reads has to wait.
        hasty.create(world.company()).unwrap();
        hasty.tenant(company, Mode::Read, &mut |_| Ok(())).unwrap();
        done.send(()).unwrap();
        writer.join().unwrap().unwrap();
    });
    hasty.tenant(company, Mode::Write, &mut |tx| answer(tx, 2, 200).map(drop)).unwrap();
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
}

#[test]
fn connections_are_bounded() {
    let database = postgres::database();
    let world = World::over(&database);
    let before = behind(&world, &database.superuser(), &format!("SELECT count(*) {OTHERS}"));
    let few = Postgres::open(&config(&database).with_connections(2), world.runtime.handle().clone()).unwrap();
    std::thread::scope(|scope| {
        for n in 0..6_u8 {
            let (few, company) = (&few, world.company());
            scope.spawn(move || {
                for m in 0..5_u8 {
                    let job =
                        &mut |tx: &mut dyn cloud_sync::store::Sql| answer(tx, m, i64::from(n)).map(drop);
                    few.tenant(company, Mode::Write, job).unwrap();
                }
            });
        }
    });
    let after = behind(&world, &database.superuser(), &format!("SELECT count(*) {OTHERS}"));
    let number = |rows: &[Vec<String>]| rows[0][0].parse::<i64>().unwrap();
    // Two, the one that listens, and those `world.company` opened meanwhile on the other instance's account.
    assert!(number(&after) - number(&before) <= 3, "{before:?} {after:?}");
}

#[test]
fn a_character_the_server_cannot_store_stops_nothing() {
    let world = World::postgres();
    let company = world.company();
    let sql = "INSERT INTO audit (seq, at_ms, actor, action, target, detail, chain) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    world.execute(company, sql, &values![1_i64, 2_i64, "a\0b", "", "", "", [0_u8; 32]]).unwrap();
    let rows = world.query(company, "SELECT actor FROM audit").unwrap();
    assert_eq!(rows[0].get::<String>(0).unwrap(), "a\u{fffd}b");
}
