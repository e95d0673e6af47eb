//! What both databases promise.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::time::Duration;

use cloud_sync::store::{Changed, Mode, Row, StoreError, Value};
use cloud_sync::values;

use crate::world::{ANSWERS, World, answer, nobody};

macro_rules! on_both {
    ($($name:ident)*) => {
        mod sqlite { $(#[test] fn $name() { super::$name(&crate::world::World::sqlite()); })* }
        mod postgres { $(#[test] fn $name() { super::$name(&crate::world::World::postgres()); })* }
    };
}
pub(crate) use on_both;

on_both! {
    a_company_exists_once_it_was_created
    what_fails_is_undone
    what_panics_is_undone
    own_writes_are_read
    reading_cannot_write
    a_reader_sees_one_moment
    values_come_back
    what_expressions_answer_is_whole
    many_run_in_sequence
    one_bad_row_of_many_undoes_all
    what_is_there_already_is_told
    a_swallowed_failure_is_not_committed
    control_is_a_place_of_its_own
    a_commit_is_heard_and_a_failure_is_not
}

fn a_company_exists_once_it_was_created(world: &World) {
    let company = nobody();
    for mode in [Mode::Read, Mode::Write] {
        let unknown = world.here.tenant(company, mode, &mut |_| Ok(()));
        assert!(matches!(unknown, Err(StoreError::NoSuchCompany)), "{unknown:?}");
    }
    world.here.create(company).unwrap();
    world.there.create(company).unwrap();
    assert_eq!(world.number(company, ANSWERS), 0);
}

fn what_fails_is_undone(world: &World) {
    let company = world.company();
    let failed = world.write(company, &mut |tx| {
        answer(tx, 1, 200)?;
        Err(StoreError::Conflict)
    });
    assert!(matches!(failed, Err(StoreError::Conflict)), "{failed:?}");
    assert_eq!(world.number(company, ANSWERS), 0);
}

fn what_panics_is_undone(world: &World) {
    let company = world.company();
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        world.write(company, &mut |tx| {
            answer(tx, 1, 200)?;
            panic!("on purpose")
        })
    }));
    assert!(panicked.is_err());
    world.write(company, &mut |tx| answer(tx, 2, 200).map(drop)).unwrap();
    assert_eq!(world.number(company, ANSWERS), 1);
    let panicked = world.tables(company, Mode::Write, |_| -> Result<(), _> { panic!("on purpose") });
    assert!(matches!(panicked, Err(StoreError::Panicked(_))), "{panicked:?}");
}

fn own_writes_are_read(world: &World) {
    let company = world.company();
    world
        .write(company, &mut |tx| {
            assert_eq!(answer(tx, 1, 200)?, 1);
            assert_eq!(tx.execute("UPDATE answered SET status = $1", &values![201_i64])?, 1);
            assert_eq!(tx.execute("DELETE FROM answered WHERE status = $1", &values![200_i64])?, 0);
            assert_eq!(tx.query("SELECT status FROM answered", &[])?, [Row(values![201_i64])]);
            Ok(())
        })
        .unwrap();
    assert_eq!(world.number(company, "SELECT status FROM answered"), 201);
}

fn reading_cannot_write(world: &World) {
    let company = world.company();
    let wrote = world.here.tenant(company, Mode::Read, &mut |tx| answer(tx, 1, 200).map(drop));
    assert!(matches!(wrote, Err(StoreError::Sql { .. })), "{wrote:?}");
    assert_eq!(world.number(company, ANSWERS), 0);
}

fn a_reader_sees_one_moment(world: &World) {
    let company = world.company();
    let (reading, started) = mpsc::channel();
    let (wrote, written) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || {
            world.here.tenant(company, Mode::Read, &mut |tx| {
                let before = tx.query(ANSWERS, &[])?;
                reading.send(()).unwrap();
                written.recv().unwrap();
                assert_eq!(tx.query(ANSWERS, &[])?, before);
                Ok(())
            })
        });
        started.recv().unwrap();
        world.write(company, &mut |tx| answer(tx, 1, 200).map(drop)).unwrap();
        wrote.send(()).unwrap();
        reader.join().unwrap().unwrap();
    });
    assert_eq!(world.number(company, ANSWERS), 1);
}

fn values_come_back(world: &World) {
    let company = world.company();
    let every_byte: Vec<u8> = (0..=255).collect();
    let rows = vec![
        values![[1_u8], "pedido", [0_u8], Value::Null, "", "", [0_u8; 0], i64::MIN],
        values![[2_u8], "ñandú 🥟 ’\"\\ \n", [0_u8], [9_u8; 16], "a", "日本", every_byte, i64::MAX],
        values![
            [3_u8],
            "'; DROP TABLE log; --",
            [0_u8],
            [0_u8; 1],
            "b",
            "$1 {company}",
            vec![7_u8; 3_000_000],
            0_i64
        ],
    ];
    world
        .write(company, &mut |tx| {
            let sql = "INSERT INTO dead_letter (hash, doc_kind, doc_id, box_id, code, detail, bytes, at_ms)
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
            tx.execute_many(sql, &rows)
        })
        .unwrap();
    let sql =
        "SELECT hash, doc_kind, doc_id, box_id, code, detail, bytes, at_ms FROM dead_letter ORDER BY hash";
    let found = world.query(company, sql).unwrap();
    assert!(found == rows.into_iter().map(Row).collect::<Vec<_>>());
}

fn what_expressions_answer_is_whole(world: &World) {
    let company = world.company();
    let sum = "SELECT count(*), sum(status), max(status), count(*) > 1,
                      EXISTS (SELECT 1 FROM answered WHERE status = $1),
                      CASE WHEN $2 = 1 THEN 5 ELSE 6 END, coalesce(sum(status), 0) + $3 FROM answered";
    let ask = |expected: Vec<Value>| {
        let ask = &mut |tx: &mut dyn cloud_sync::store::Sql| {
            assert_eq!(tx.query(sum, &values![-1_i64, 1_i64, 4_i64])?, [Row(expected.clone())]);
            Ok(())
        };
        world.here.tenant(company, Mode::Read, ask).unwrap();
    };
    ask(values![0_i64, Value::Null, Value::Null, 0_i64, 0_i64, 5_i64, 4_i64]);
    world
        .write(company, &mut |tx| {
            answer(tx, 1, 5_000_000_000_000)?;
            answer(tx, 2, -1).map(drop)
        })
        .unwrap();
    let (most, sum) = (5_000_000_000_000_i64, 4_999_999_999_999_i64);
    ask(values![2_i64, sum, most, 1_i64, 1_i64, 5_i64, sum + 4]);
}

fn many_run_in_sequence(world: &World) {
    let company = world.company();
    let upsert = "INSERT INTO peer_mark (box_id, seq, chain) VALUES ($1, $2, $3)
                  ON CONFLICT ({company}box_id, seq) DO UPDATE SET chain = excluded.chain";
    let chain = |n: u64| {
        let mut chain = [0_u8; 16];
        chain[8..].copy_from_slice(&n.to_be_bytes());
        chain
    };
    // Every key is written ten times: the last must win, also across chunks.
    let rows: Vec<_> = (0..2_000_u64).map(|n| values![[1_u8], n % 200, chain(n)]).collect();
    let asked: Vec<_> = (0..1_000_u64).rev().map(|n| values![n % 300]).collect();
    world
        .write(company, &mut |tx| {
            tx.execute_many(upsert, &rows)?;
            tx.execute_many(upsert, &[])?;
            assert!(tx.query_many("SELECT chain FROM peer_mark WHERE seq = $1", &[])?.is_empty());
            let found = tx.query_many("SELECT chain FROM peer_mark WHERE seq = $1", &asked)?;
            let expected = (0..1_000_u64)
                .rev()
                .map(|n| n % 300)
                .map(|seq| if seq < 200 { vec![Row(values![chain(1_800 + seq)])] } else { Vec::new() });
            assert!(found.into_iter().eq(expected));
            Ok(())
        })
        .unwrap();
    assert_eq!(world.number(company, "SELECT count(*) FROM peer_mark"), 200);
}

fn one_bad_row_of_many_undoes_all(world: &World) {
    let company = world.company();
    let sql = "INSERT INTO peer_mark (box_id, seq, chain) VALUES ($1, $2, $3)";
    let rows: Vec<_> = (0..600_u64).map(|n| values![[1_u8], n % 599, [0_u8; 16]]).collect();
    let failed = world.write(company, &mut |tx| tx.execute_many(sql, &rows));
    assert!(matches!(failed, Err(StoreError::Exists)), "{failed:?}");
    assert_eq!(world.number(company, "SELECT count(*) FROM peer_mark"), 0);
    let bad = vec![values![[1_u8], 1_i64, [0_u8; 3]]];
    let failed = world.write(company, &mut |tx| tx.execute_many(sql, &bad));
    assert!(matches!(failed, Err(StoreError::Sql { .. })), "{failed:?}");
}

fn what_is_there_already_is_told(world: &World) {
    let company = world.company();
    world.write(company, &mut |tx| answer(tx, 1, 200).map(drop)).unwrap();
    let again = world.write(company, &mut |tx| answer(tx, 1, 201).map(drop));
    assert!(matches!(again, Err(StoreError::Exists)), "{again:?}");
    assert_eq!(world.number(company, "SELECT status FROM answered"), 200);
    // Another company's key is no obstacle.
    world.write(world.company(), &mut |tx| answer(tx, 1, 200).map(drop)).unwrap();
}

fn a_swallowed_failure_is_not_committed(world: &World) {
    let company = world.company();
    let said_well = world.write(company, &mut |tx| {
        answer(tx, 1, 200)?;
        assert!(tx.execute("INSERT INTO no_such_table (a) VALUES (1)", &[]).is_err());
        Ok(())
    });
    assert!(matches!(said_well, Err(StoreError::Sql { .. })), "{said_well:?}");
    assert_eq!(world.number(company, ANSWERS), 0);
}

fn control_is_a_place_of_its_own(world: &World) {
    let insert =
        "INSERT INTO login_attempt (who, failures, locked_until_ms, last_at_ms) VALUES ($1, $2, $3, $3)";
    let count = "SELECT count(*) FROM login_attempt";
    world
        .here
        .control(Mode::Write, &mut |tx| tx.execute(insert, &values!["ana", 1_i64, 0_i64]).map(drop))
        .unwrap();
    let failed = world.here.control(Mode::Write, &mut |tx| {
        tx.execute(insert, &values!["eva", 1_i64, 0_i64])?;
        Err(StoreError::Conflict)
    });
    assert!(failed.is_err());
    assert!(
        world
            .there
            .control(Mode::Read, &mut |tx| tx.execute("DELETE FROM login_attempt", &[]).map(drop))
            .is_err()
    );
    world
        .there
        .control(Mode::Read, &mut |tx| {
            assert_eq!(tx.query(count, &[])?, [Row(values![1_i64])]);
            Ok(())
        })
        .unwrap();
    let company = world.company();
    assert!(world.query(company, count).is_err(), "a company sees the control tables");
    let seen = world.here.control(Mode::Read, &mut |tx| tx.query(ANSWERS, &[]).map(drop));
    assert!(seen.is_err(), "control sees a company's tables");
    assert_eq!(world.control(Mode::Write, |_| Ok(7)).unwrap(), 7);
}

fn a_commit_is_heard_and_a_failure_is_not(world: &World) {
    let (silent, loud) = (world.company(), world.company());
    let mut heard = [world.here.changes(), world.there.changes()];
    let failed = world.write(silent, &mut |tx| {
        tx.ring()?;
        Err(StoreError::Conflict)
    });
    assert!(failed.is_err());
    world.write(silent, &mut |tx| answer(tx, 1, 200).map(drop)).unwrap();
    world
        .write(loud, &mut |tx| {
            answer(tx, 1, 200)?;
            tx.ring()?;
            tx.ring()
        })
        .unwrap();
    for heard in &mut heard {
        let first = async { tokio::time::timeout(Duration::from_secs(20), heard.recv()).await };
        assert_eq!(world.runtime.block_on(first).unwrap(), Ok(Changed::Company(loud)));
        assert!(heard.try_recv().is_err(), "told twice");
    }
}
