//! The one writer under pressure: it says it is busy rather than fall behind, and one bad job harms no other.

use std::sync::mpsc;

use edge_node::store::StoreError;
use fastops_tests::carta::{dine_in, sent};
use fastops_tests::ids::mint;
use fastops_tests::world::World;
use reqwest::Method;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

/// As many as may wait for the writer (reliability: a bounded queue, then 503).
const QUEUE: usize = 1024;

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_says_come_back_and_the_retry_is_taken() {
    let world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    let (held, hold) = oneshot::channel();
    let (let_go, released) = mpsc::channel::<()>();
    let branch = world.branch().clone();
    let blocked = tokio::spawn(async move {
        let hold_up = move |_: &mut edge_node::store::Work<'_>| {
            // The test may have failed meanwhile.
            drop(held.send(()));
            drop(released.recv());
            Ok(())
        };
        branch.write(hold_up).await
    });
    hold.await.unwrap();
    // The writer is at work; fill what may wait behind it.
    let mut waiting = JoinSet::new();
    for _ in 0..QUEUE {
        let branch = world.branch().clone();
        waiting.spawn(async move { branch.write(|_| Ok(())).await });
    }
    let mut refused = 0;
    let (key, body) = (mint("cmd"), sent(dine_in("1", [carta.line("Tinto")])));
    // Work reaches the queue one by one; from the moment it is full an order is refused at once.
    let problem = loop {
        let probe =
            tokio::time::timeout(std::time::Duration::from_millis(200), world.branch().write(|_| Ok(())))
                .await;
        refused += 1;
        if matches!(probe, Ok(Err(StoreError::Busy))) {
            break till.tap(Method::POST, "/orders", &key, &body).await;
        }
        assert!(refused < 100, "the queue is never full");
    };
    assert_eq!(problem.header("retry-after"), Some("1"));
    problem.refused(503, "busy");
    // Who only looks is not held up.
    till.get("/orders").await.ok();
    let_go.send(()).unwrap();
    blocked.await.unwrap().unwrap();
    while let Some(done) = waiting.join_next().await {
        match done.unwrap() {
            Ok(()) | Err(StoreError::Busy) => {}
            Err(error) => panic!("{error}"),
        }
    }
    let retried = till.tap(Method::POST, "/orders", &key, &body).await;
    assert!(!retried.is_replay(), "nothing of the refused one was kept");
    assert_eq!(retried.ok()["number"], "M-001");
    assert_eq!(world.tape("Bebidas").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_panics_leaves_its_neighbours_alone() {
    let world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    let (held, hold) = oneshot::channel();
    let (let_go, released) = mpsc::channel::<()>();
    let branch = world.branch().clone();
    let blocked = tokio::spawn(async move {
        let hold_up = move |_: &mut edge_node::store::Work<'_>| {
            drop(held.send(()));
            drop(released.recv());
            Ok(())
        };
        branch.write(hold_up).await
    });
    hold.await.unwrap();
    // Gathered behind the one that holds the writer, these go into one transaction.
    let mut orders = JoinSet::new();
    let mut bad = JoinSet::new();
    for nth in 0..10 {
        let (till, body) = (till.clone(), sent(dine_in("1", [carta.line("Tinto")])));
        orders.spawn(async move { till.sell(&body).await });
        let branch = world.branch().clone();
        bad.spawn(async move {
            let bad = move |work: &mut edge_node::store::Work<'_>| {
                work.tx.execute("DELETE FROM sales_order", []).expect("the rows go");
                if nth % 2 == 0 {
                    panic!("a job with a mistake in it");
                }
                Err::<(), _>(StoreError::Stored { what: "test", source: "refused".into() })
            };
            branch.write(bad).await
        });
    }
    let_go.send(()).unwrap();
    blocked.await.unwrap().unwrap();
    while let Some(done) = bad.join_next().await {
        assert!(matches!(done.unwrap(), Err(StoreError::Panicked(_) | StoreError::Stored { .. })));
    }
    let mut numbers = Vec::new();
    while let Some(order) = orders.join_next().await {
        numbers.push(order.unwrap()["number"].as_str().unwrap().to_owned());
    }
    numbers.sort();
    let expected: Vec<String> = (1..=10).map(|nth| format!("M-{nth:03}")).collect();
    assert_eq!(numbers, expected);
    assert_eq!(world.count("SELECT count(*) FROM sales_order").await, 10);
    assert_eq!(world.tape("Bebidas").await.len(), 10);
}
