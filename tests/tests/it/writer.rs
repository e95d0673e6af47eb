//! The one writer under pressure: it says it is busy rather than fall behind, and one bad job harms no other.

use std::sync::mpsc;

use edge_node::store::{StoreError, Work};
use fastops_tests::carta::{dine_in, sent};
use fastops_tests::ids::mint;
use fastops_tests::world::World;
use reqwest::Method;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};

/// As many as may wait for the writer (reliability: a bounded queue, then 503).
const QUEUE: usize = 1024;

/// The writer, busy with a job that lasts until it is let go.
struct Held {
    release: mpsc::Sender<()>,
    job: JoinHandle<Result<(), StoreError>>,
}

impl Held {
    async fn up(world: &World) -> Self {
        let (begun, at_work) = oneshot::channel();
        let (release, released) = mpsc::channel::<()>();
        let branch = world.branch().clone();
        let last = move |_: &mut Work<'_>| {
            // A test that failed meanwhile has let go of both ends.
            let _ = begun.send(());
            let _ = released.recv();
            Ok(())
        };
        let job = tokio::spawn(async move { branch.write(last).await });
        at_work.await.expect("the writer takes the job");
        Self { release, job }
    }

    async fn let_go(self) {
        self.release.send(()).expect("the writer waits");
        self.job.await.expect("no panic").expect("the job is done");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_says_come_back_and_the_retry_is_taken() {
    let world = World::open().await;
    let till = world.till().await;
    let carta = world.carta(&till).await;
    let busy = Held::up(&world).await;
    // The writer is at work; one more than may wait behind it.
    let mut waiting = JoinSet::new();
    for _ in 0..=QUEUE {
        let branch = world.branch().clone();
        waiting.spawn(async move { branch.write(|_| Ok(())).await });
    }
    // Nothing can be done meanwhile, so the first to come back was refused: the queue is full.
    let first = waiting.join_next().await.unwrap().unwrap();
    assert!(matches!(first, Err(StoreError::Busy)), "{first:?}");
    let (key, body) = (mint("cmd"), sent(dine_in("1", [carta.line("Tinto")])));
    let problem = till.tap(Method::POST, "/orders", &key, &body).await;
    assert_eq!(problem.header("retry-after"), Some("1"));
    problem.refused(503, "busy");
    // Who only looks is not held up.
    till.get("/orders").await.ok();
    busy.let_go().await;
    while let Some(done) = waiting.join_next().await {
        done.unwrap().expect("what could wait is done");
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
    let busy = Held::up(&world).await;
    // Gathered behind the one that holds the writer, most of these go into one transaction.
    let mut orders = JoinSet::new();
    let mut bad = JoinSet::new();
    for nth in 0..10 {
        let (till, body) = (till.clone(), sent(dine_in("1", [carta.line("Tinto")])));
        orders.spawn(async move { till.sell(&body).await });
        let branch = world.branch().clone();
        bad.spawn(async move {
            let bad = move |work: &mut Work<'_>| {
                work.tx.execute("DELETE FROM sales_order", []).expect("the rows go");
                assert!(nth % 2 == 0, "a job with a mistake in it");
                Err::<(), _>(StoreError::Stored { what: "test", source: "refused".into() })
            };
            branch.write(bad).await
        });
    }
    busy.let_go().await;
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
